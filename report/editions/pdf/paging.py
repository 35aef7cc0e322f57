"""The pages of all parts in one row: their numbers, the blank ones that are needed, and what does not fit yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from report.model.pages import PageMap, PageStart
from report.model.parts import PAGE, PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.editions.pdf.guess import Expected
    from report.model.parts import Part, PartSource


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides how pages follow each other.

    `sided` where left and right pages are set differently; `growing` where a number's room may be too wide
    but not too narrow.
    """

    sided: bool = False
    right_to_left: bool = False
    growing: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Where each part's pages stand in the report.

    `first` is, for each part, the number (from 0) of its first page that is kept; `dropped` whether the
    spare page before it is left out.
    """

    first: tuple[int, ...]
    dropped: tuple[bool, ...]
    pages: PageMap

    def value(self, name: str, page: int) -> str:
        """Return what is printed for a number's name on a page (from 0)."""
        if name == PAGE:
            return self.pages.labels[page]
        if name == PAGES:
            return str(len(self.pages.labels))
        return self.pages.label_of(name.removeprefix("#"))


def number_pages(parts: Sequence[Part | Expected], sources: Sequence[PartSource], rules: Rules) -> Paging:
    """Put the parts' pages, laid out or expected, in a row. A spare page is kept where the next would stand on the wrong side."""
    first, dropped = [], []
    starts: list[PageStart] = []
    page_of: dict[str, int] = {}
    page = 0
    for part, source in zip(parts, sources, strict=True):
        drop = part.spare and side_of(page, right_to_left=rules.right_to_left) == source.opening.side
        offset = page - drop
        starts += [replace(start, page=start.page + offset) for start in part.starts]
        for name, number in part.page_of.items():
            page_of.setdefault(name, number + offset)
        first.append(page)
        dropped.append(drop)
        page += part.pages - drop
    labels = tuple(str(number) for number in range(1, page + 1))
    return Paging(tuple(first), tuple(dropped), PageMap(labels, tuple(starts), page_of))


def side_of(page: int, *, right_to_left: bool) -> str:
    """Return the side of a page (from 0): the first of a report lies open on the right, or on the left of a right-to-left one."""
    return "right" if (page % 2 == 0) != right_to_left else "left"


def refit(sources: Sequence[PartSource], parts: Sequence[Part], paging: Paging, rules: Rules) -> dict[int, PartSource]:
    """Return the sources of the parts that must be laid out again, with what they were wrong about put right."""
    wrong = {}
    strings: dict[str, str] = {}
    for index, (source, part) in enumerate(zip(sources, parts, strict=True)):
        opening = source.opening
        if opening.breaks == "page" and rules.sided:
            opening = replace(opening, side=side_of(paging.first[index], right_to_left=rules.right_to_left))
        if any(strings.get(name, "") != text for name, text in part.borrowed):
            opening = replace(opening, strings=tuple(sorted(strings.items())))
        room = _room(part, paging, index, rules)
        if opening != source.opening or room:
            wrong[index] = replace(source, opening=opening, room=tuple(sorted({**dict(source.room), **room}.items())))
        strings.update(part.strings)
    return wrong


def _room(part: Part, paging: Paging, index: int, rules: Rules) -> dict[str, int]:
    """Return the numbers in the text of a part that have not the room they need, with what they need."""
    found = {}
    for number in part.numbers:
        page = paging.first[index] - paging.dropped[index] + number.page
        for name, room in number.room if number.flow else ():
            needed = len(paging.value(name, page))
            if needed > room or (needed < room and not rules.growing):
                found[name] = needed
    return found


def expect_room(source: PartSource, label_of: Callable[[str], str | None]) -> PartSource:
    """Leave as much room for each page number as its label takes, as far as one is known."""
    found = {f"#{name}": len(label) for name in source.links if (label := label_of(name))}
    return replace(source, room=tuple(sorted(found.items())))
