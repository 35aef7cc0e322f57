"""What the layout engine tells and what is seen on the pages, as findings: one row for each rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.fonts import remedy
from report.model.findings import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.editions.pdf.paging import Paging
    from report.model.parts import EngineEvent, PageFault, Part
    from report.themes.theme import StyleSheet


@dataclass(frozen=True, slots=True)
class Saying:
    """How something is told: `{}` is the place of its words, and `[]` that of what it is about."""

    message: str
    help: str


EVENTS = {
    "P101": Saying("the layout engine warns: {}", "see the handbook of WeasyPrint"),
    "P102": Saying(
        "no font of the theme has the character {}",
        "take another character, or add a font with @font-face in the theme",
    ),
    "P103": Saying("a file outside the report was asked for: {}", "put it into the report's folder"),
    "P107": Saying("a formula is set as plain text: {}", "write it in another way, or draw it as a figure"),
    "P108": Saying(
        'the table "[]" is {} mm too wide for the page, and cut off',
        "set it within `::: {.landscape}`, or take columns out of it",
    ),
    "P120": Saying(
        'a cell of the table "[]" goes on over rows that stand on the next page',
        "begin the cell anew where the page ends, or keep the rows together: fewer of them, or a page of their own",
    ),
    "S301": Saying("the style sheet is not understood: {}", "mend or remove the declaration"),
}
FAULTS = {
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


def page_findings(parts: Sequence[Part], paging: Paging, sheet: StyleSheet) -> Iterator[Finding]:
    """Turn what the parts tell into findings: events once, whatever parts tell them, then faults page by page, then notes."""
    for event in dict.fromkeys(event for part in parts for event in part.events):
        yield _of_event(event, sheet)
    for part, first, dropped in zip(parts, paging.first, paging.dropped, strict=True):
        for fault in part.faults:
            page = first - dropped + fault.page
            if page >= first:  # not the spare one, which is left out
                yield _of_fault(fault, paging.pages.labels[page])
    for note in (note for part in parts for note in part.strayed):
        number, label = note.removeprefix("fn"), paging.pages.label_of(note)
        message = f"note {number} stands on page {label}, after the page that calls it"
        yield Finding("P104", message, None, "shorten it, or move its call", about=About(identifier=note))


def event_message(event: EngineEvent) -> str:
    """Say what an event is."""
    return _filled(EVENTS[event.code], event.words, event.about)


def event_help(event: EngineEvent) -> str:
    """Say the way out of an event: for a character, the package with a font that has it, where there is one."""
    help = EVENTS[event.code].help
    return (remedy(event.about.words) or help) if event.code == "P102" and event.about else help


def _of_event(event: EngineEvent, sheet: StyleSheet) -> Finding:
    place = sheet.location(event.line) if event.line else None
    if event.line and place is None:  # in what no person has written
        return Finding("P101", _filled(EVENTS["P101"], event.words, None), None, EVENTS["P101"].help)
    return Finding(event.code, event_message(event), place, event_help(event), about=event.about)


def _of_fault(fault: PageFault, label: str) -> Finding:
    saying = FAULTS[fault.code]
    where = "" if fault.code == "P117" else f"page {label}: "
    return Finding(fault.code, where + _filled(saying, fault.detail, fault.about), None, saying.help, about=fault.about)


def _filled(saying: Saying, words: str, about: About | None) -> str:
    """Put words, and what they are about, into a saying."""
    named = (about.words or about.identifier) if about else ""
    return saying.message.replace("{}", words).replace("[]", named)
