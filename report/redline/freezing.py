"""What is deleted, frozen: it shows what it showed, and has no name, number or place in the report any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.master import DELETED
from report.model.tree import space, string, text_of
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Paragraph
from report.model.tree.inlines import Code, Footnote, Image, Link, Span, Str, holder_of
from report.model.tree.views import kind_of
from report.read.register import EQUATION_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.model.tree.views import Block
    from report.redline.former import OldVersion

KEPT = {"lang", "dir"}  # attributes of a passage


class Freezer:
    """Freezes deleted inlines. `former` tells what citations and pictures were, `note` is the word for a note."""

    def __init__(self, former: OldVersion, note: str) -> None:
        self._former, self._note_word = former, note
        self._ways: dict[str, Callable[[Block], list[Block]]] = {
            "Cite": former.citation,
            "Code": _code,
            "Image": self._image,
            "Link": self._link,
            "Note": self._note,
            "Span": self._span,
        }

    def inlines(self, inlines: Sequence[Block]) -> list[Block]:
        """Return inlines as they showed."""
        kept = [inline for index, inline in enumerate(inlines) if not _names_equation(inlines, index)]
        return [part for inline in kept for part in self._freeze(inline)]

    def _freeze(self, inline: Block) -> list[Block]:
        way = self._ways.get(kind_of(inline))
        if way is not None:
            return way(inline)
        holder = holder_of(inline)
        return [holder.holding(self.inlines(holder.inlines)) if holder else inline]

    def _note(self, element: Block) -> list[Block]:
        blocks = Footnote(element).blocks
        text = [part for block in blocks for part in [*self.inlines(_inlines_of(block)), space()]][:-1]
        return [Str.make(f"[{self._note_word}:"), space(), *text, Str.make("]")]

    def _link(self, element: Block) -> list[Block]:
        link = Link(element)
        if link.target.startswith("#"):
            return self.inlines(link.inlines)
        return [Link.make(self.inlines(link.inlines), link.target, _unnamed(link.attributes), link.title)]

    def _span(self, element: Block) -> list[Block]:
        passage = Span(element)
        return [Span.make(self.inlines(passage.inlines), Attributes.make(pairs=passage.attributes.only(*KEPT)))]

    def _image(self, element: Block) -> list[Block]:
        image = Image(element)
        found = self._former.picture(image.source)
        if not found:
            return string(f"[{text_of(image.inlines) or image.source}]")
        attr = image.attributes
        alt = attr.get("alt") or text_of(image.inlines) or image.source
        told = Attributes.make("", [*attr.classes, DELETED], [*attr.without("alt"), ("alt", alt)])
        return [Image.make(string(alt), found, told, image.title)]


def _code(element: Block) -> list[Block]:
    code = Code(element)
    return [Code.make(code.text, _unnamed(code.attributes))]


def _unnamed(attr: Attributes) -> Attributes:
    return Attributes.make("", attr.classes, attr.pairs)


def _names_equation(inlines: Sequence[Block], index: int) -> bool:
    """Tell whether a word is the identifier of the formula before it."""
    word = Str.of(inlines[index])
    before = map(kind_of, inlines[max(0, index - 2) : index])
    return word is not None and "Math" in before and bool(EQUATION_ID.fullmatch(word.text))


def _inlines_of(block: Block) -> list[Block]:
    """Return the inlines of a paragraph, or the text of any other block."""
    words = Paragraph.of(block)
    return list(words.inlines) if words else string(text_of(block))
