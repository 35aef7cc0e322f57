"""Guess on which page things will stand, so that page numbers get the right room before they are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from report.compose.xml import find, local_name, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from report.model.pages import PageStart
    from report.model.parts import Part, PartSource

PACE = 3200.0  # characters on a page, until pages are known
OPENING = 2000  # characters' worth of white at the head of a part that opens a page
WORTH = {
    "figure": 1000,
    "tr": 60,
    "li": 40,
    "h3": 160,
    "h4": 120,
    "h5": 80,
}  # characters that an element takes besides its text
PRINTED = "//x:a[contains(concat(' ', @class, ' '), ' page-ref ')] | //*[contains(concat(' ', @class, ' '), ' contents ')]//x:a"
TRUST = 4  # pages that outweigh what `PACE` says
DOUBT = 0.3  # by how much a guess may be wrong, as a part of it


@dataclass(frozen=True, slots=True)
class Extent:
    """How much there is to set in a part, and what of it stands before each identifier; in characters.

    `named` are the identifiers whose pages the part prints, as far as its markup tells.
    """

    size: float
    marks: tuple[tuple[str, float], ...]
    named: tuple[str, ...]
    spare: bool

    def at(self, pace: float) -> Expected:
        """Return the pages that this takes with so many characters on each."""
        pages = max(1, round(self.size / pace + 0.5)) + self.spare
        return Expected(pages, self.spare, {name: int(before / pace) + self.spare for name, before in self.marks})


@dataclass(frozen=True, slots=True)
class Expected:
    """A part's pages before it is laid out, as far as anything can be known of them."""

    pages: int
    spare: bool
    page_of: dict[str, int]
    starts: tuple[PageStart, ...] = ()


def measure(source: PartSource) -> Extent:
    """Measure what a part holds."""
    marks: list[tuple[str, float]] = []
    before: float = OPENING if source.opening.breaks else 0
    root = parse(source.html)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            before += len(element.tail or "")
            continue
        if name := element.get("id"):
            marks.append((name, before))
        before += len(element.text or "") + WORTH.get(local_name(element), 0)
    named = tuple(link.get("href", "").removeprefix("#") for link in find(root, PRINTED))
    return Extent(before, tuple(marks), named, source.opening.spare)


def pace_of(extents: Sequence[Extent], parts: Mapping[int, Part]) -> float:
    """Return how many characters stand on a page of the parts that are laid out, the last of each half full."""
    pages = sum(part.pages - part.spare - 0.5 for part in parts.values())
    return (sum(extents[index].size for index in parts) + PACE * TRUST) / (pages + TRUST)


def is_sure(extent: Extent, page_of: Callable[[str], int | None]) -> bool:
    """Tell whether all pages that a part prints have as many digits as guessed, should the guess be wrong by much."""
    pages = [page + 1 for name in extent.named if (page := page_of(name)) is not None]
    return all(len(str(int(page * (1 - DOUBT)))) == len(str(int(page * (1 + DOUBT)))) for page in pages)
