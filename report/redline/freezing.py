"""What is deleted, frozen: it shows what it showed, and has no name, number or place in the report any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from report.model.marks import DELETED
from report.model.tree import string, text_of
from report.read.register import EQUATION_ID
from report.redline.marks import is_attr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.manuscript import Block
    from report.redline.former import OldVersion

SPACE: Block = {"t": "Space"}
KEPT = {"lang", "dir"}  # attributes of a passage


class Freezer:
    """Freezes deleted inlines. `former` tells what citations and pictures were, `note` is the word for a note."""

    def __init__(self, former: OldVersion, note: str) -> None:
        self._former, self._note_word = former, note

    def inlines(self, inlines: Sequence[Block]) -> list[Block]:
        """Return inlines as they showed."""
        kept = [inline for index, inline in enumerate(inlines) if not _names_equation(inlines, index)]
        return [part for inline in kept for part in self._freeze(inline)]

    def _freeze(self, inline: Block) -> list[Block]:
        kind, content = inline["t"], inline.get("c")
        special = getattr(self, f"_freeze_{kind.lower()}", None)
        if special is not None:
            frozen: list[Block] = special(content)
            return frozen
        if not isinstance(content, list):
            return [inline]
        if are_inlines(content):
            return [{**inline, "c": self.inlines(content)}]
        return [{**inline, "c": [self._part(part) for part in content]}]

    def _part(self, part: Any) -> Any:
        if is_attr(part):
            return ["", part[1], part[2]]
        return self.inlines(part) if are_inlines(part) else part

    def _freeze_cite(self, content: Any) -> list[Block]:
        return self._former.citation({"t": "Cite", "c": content})

    def _freeze_note(self, content: Any) -> list[Block]:
        text = [part for block in content for part in [*self.inlines(_inlines_of(block)), SPACE]][:-1]
        return [{"t": "Str", "c": f"[{self._note_word}:"}, SPACE, *text, {"t": "Str", "c": "]"}]

    def _freeze_link(self, content: Any) -> list[Block]:
        attr, inlines, target = content
        if target[0].startswith("#"):
            return self.inlines(inlines)
        return [{"t": "Link", "c": [["", attr[1], attr[2]], self.inlines(inlines), target]}]

    def _freeze_span(self, content: Any) -> list[Block]:
        attr, inlines = content
        pairs = [pair for pair in attr[2] if pair[0] in KEPT]
        return [{"t": "Span", "c": [["", [], pairs], self.inlines(inlines)]}]

    def _freeze_image(self, content: Any) -> list[Block]:
        attr, inlines, (source, title) = content
        found = self._former.picture(source)
        if not found:
            return string(f"[{text_of(inlines) or source}]")
        pairs = [pair for pair in attr[2] if pair[0] != "alt"]
        alt = dict(attr[2]).get("alt") or text_of(inlines) or source
        return [{"t": "Image", "c": [["", [*attr[1], DELETED], [*pairs, ["alt", alt]]], string(alt), [found, title]]}]


def _names_equation(inlines: Sequence[Block], index: int) -> bool:
    """Tell whether a word is the identifier of the formula before it."""
    inline = inlines[index]
    before = [one["t"] for one in inlines[max(0, index - 2) : index]]
    return inline["t"] == "Str" and "Math" in before and bool(EQUATION_ID.fullmatch(inline["c"]))


def _inlines_of(block: Block) -> list[Block]:
    """Return the inlines of a paragraph, or the text of any other block."""
    return list(block["c"]) if block["t"] in {"Para", "Plain"} else string(text_of(block))


def are_inlines(value: Any) -> bool:
    """Tell whether a value is a list of elements."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and "t" in one for one in value)
