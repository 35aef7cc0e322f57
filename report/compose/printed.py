"""What can be read in a part of the master: the text of its author, and what we add (numbers, labels, citations, references)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.compose.xml import Element, element_text, local_name
from report.model.tree.printed import WITHIN, PrintedText

if TYPE_CHECKING:
    from collections.abc import Iterable

OURS = frozenset(
    "section-number label noteref page-ref backlink citation cross-ref item-label equation-number callout-kind source".split()
)  # classes of what no author has typed
SAID = ("alt", "alttext", "title", "aria-label")  # attributes that are read out
DRAWN = ("table", "figure")  # which data may fill


def printed_text(body: Element, notes: Iterable[Element], *, data: bool) -> PrintedText:
    """Read a part of the master and its notes; with `data`, what tables and figures say is not their author's."""
    reader = _MasterWords(data)
    reader.take(body)
    for note in notes:
        reader.take_note(note)
    return PrintedText("".join(reader.text), "".join(reader.besides))


@dataclass(slots=True)
class _MasterWords:
    data: bool
    text: list[str] = field(default_factory=list)
    besides: list[str] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)

    def take(self, element: Element, *, counts: bool = True) -> None:
        """Take the words of an element and all within it."""
        name, attributes = local_name(element), element.attrib
        outer = counts
        if attributes:
            for attribute in SAID:
                if words := attributes.get(attribute):
                    self.besides += [words, "\n"]
            counts = counts and OURS.isdisjoint(attributes.get("class", "").split())
        counts = counts and name != "math" and not (self.data and name in DRAWN)
        apart = "" if name in WITHIN and counts is outer else "\n"
        into = self.text if counts else self.besides
        into += [apart, element.text or ""]
        for child in element:
            if isinstance(child.tag, str):
                self.take(child, counts=counts)
            if child.tail:
                into.append(child.tail)
        into.append(apart)

    def take_note(self, note: Element) -> None:
        """Take the words of a note, which is printed as often as it is called, and typed once."""
        words = element_text(note, OURS)
        self.take(note, counts=words not in self.notes)
        self.notes.add(words)
