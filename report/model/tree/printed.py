"""What a reader can read of pandoc's blocks: their words, and besides what is read out or may be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.model.tree import SPACES, attributes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.model.tree.views import Block, Tree

INLINE = frozenset("Emph Strong Strikeout Superscript Subscript SmallCaps Underline Quoted Link Span".split())
WITHIN = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time tt u var wbr".split()
)  # elements of HTML that words may go on through
TAG = re.compile(r"</?([A-Za-z][\w-]*)")
OPAQUE = frozenset("Math RawInline RawBlock".split())
DRAWN = frozenset(["csv", "tsv", "vega-lite"])  # classes of listings that become something else
NAMING = ("title", "caption")  # attributes that are printed


@dataclass(frozen=True, slots=True)
class PrintedText:
    """The text that an author's words are printed as, and what else can be read: alternatives, formulas, citations."""

    text: str
    besides: str


def read_printed(blocks: Iterable[Block]) -> PrintedText:
    """Read blocks as they come from pandoc. A note that is called twice is read once."""
    reader = _TreeWords()
    for block in blocks:
        reader.take(block, reader.text)
    return PrintedText("".join((*reader.text, *reader.notes)), "".join(reader.besides))


@dataclass(slots=True)
class _TreeWords:
    text: list[str] = field(default_factory=list)
    besides: list[str] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)

    def take(self, value: Tree, into: list[str]) -> None:
        """Take the words of an element, or of all in a list."""
        if isinstance(value, list | tuple):
            for part in value:
                if isinstance(part, list | dict):
                    self.take(part, into)
        elif isinstance(value, dict) and "t" in value:
            self._take_element(value, value["t"], into)

    def _take_element(self, element: Block, kind: str, into: list[str]) -> None:
        if kind in SPACES:
            into.append("\n")
            return
        content = element.get("c", [])
        if kind == "Str":
            into.append(content)
        elif kind in OPAQUE:
            self.besides += [content[1], "\n"]
            tag = TAG.match(content[1]) if kind == "RawInline" else None
            into.append("\n" if tag and tag[1].lower() not in WITHIN else "")
        elif kind == "Note":
            note = ["\n"]
            self.take(content, note)
            self.notes["".join(note)] = None
        elif kind == "Cite":
            self.take(content[1], self.besides)
            self.besides.append("\n")
        else:
            self._take_holder(element, kind, self.besides if kind == "Image" else into)

    def _take_holder(self, element: Block, kind: str, into: list[str]) -> None:
        content = element.get("c", [])
        apart = "" if kind in INLINE or kind == "Code" else "\n"
        into.append(apart)
        attr = attributes(element)
        for key, value in attr.values.items() if attr else ():
            (into if key in NAMING else self.besides).extend(["\n", value, "\n"])
        if kind in {"Code", "CodeBlock"}:
            (self.besides if attr and DRAWN & set(attr.classes) else into).append(content[1])
        elif kind == "LineBlock":
            for line in content:
                self.take(line, into)
                into.append("\n")
        else:
            self.take(content, into)
        into.append(apart)
