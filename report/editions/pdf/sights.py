"""What was seen on the pages, as findings: each with its page, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.editions.pdf.paging import Paging
    from report.model.parts import PageFault, Part


@dataclass(frozen=True, slots=True)
class Saying:
    """How a sight is told: `{}` is the place of its detail, and `[]` that of what it is about."""

    message: str
    help: str


SAYINGS = {
    "P110": Saying('text runs off the sheet: "{}"', "break it, or give it a smaller size or a wider page"),
    "P111": Saying('text runs into other text: "{}"', "move one of them, or mend the theme's sheet"),
    "P112": Saying(
        'a line stands alone at the {} of the page, of the paragraph "[]"', "add or cut a few words before it"
    ),
    "P113": Saying('a heading stands at the foot of the page: "{}"', "write `{{< pagebreak >}}` before it"),
    "P114": Saying('the last page has no more than {} lines: "[]"', "cut a line or two before it, or add some"),
    "P115": Saying('a row of the table "[]" is split over pages', "make its cells shorter, or split the row"),
    "P116": Saying('"[]" is parted from its caption', "make it less high, or write `{{< pagebreak >}}` before it"),
    "P117": Saying("lines have {} characters on an average", "change the theme's margins or the size of its letters"),
    "P118": Saying('the page lacks the handling mark "{}"', "let the theme's sheet set it at head and foot"),
}


def sight_findings(parts: Sequence[Part], paging: Paging) -> Iterator[Finding]:
    """Turn the sights of all parts into findings, page by page."""
    for part, first, dropped in zip(parts, paging.first, paging.dropped, strict=True):
        for sight in part.sights:
            page = first - dropped + sight.page
            if page >= first:  # not the spare one, which is left out
                yield _finding(sight, paging.pages.labels[page])


def _finding(sight: PageFault, label: str) -> Finding:
    saying = SAYINGS[sight.code]
    message = saying.message.replace("{}", sight.detail).replace("[]", sight.about)
    where = "" if sight.code == "P117" else f"page {label}: "
    return Finding(sight.code, f"{where}{message}", None, saying.help)
