"""Where the pages of the PDF begin in the master, which gives the other editions its page numbers; and what pages are printed for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageStart:
    """A page's first words: the block they stand in, and the characters of it before them, white space not counted.

    `page` counts from 0. Text of note references is not counted either.
    """

    page: int
    block: str
    offset: int


@dataclass(frozen=True, slots=True)
class PageMap:
    """All pages in order. `labels` are the numbers as printed; `page_of` maps an id to the page it begins on."""

    labels: tuple[str, ...]
    starts: tuple[PageStart, ...]
    page_of: dict[str, int]

    def label_of(self, identifier: str) -> str:
        """Return the printed number of the page that an element begins on; empty where it is on none."""
        page = self.page_of.get(identifier)
        return "" if page is None else self.labels[page]


@dataclass(frozen=True, slots=True)
class Impression:
    """An impression: `bleed` is what pages have beyond their edges, in mm.

    An `economy` one has no tints and no picture on its cover, and the addresses of links stand at the foot of the page.
    """

    bleed: float = 0.0
    economy: bool = False


PLAIN = Impression()
