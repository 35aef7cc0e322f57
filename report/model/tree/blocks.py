"""Views of pandoc's blocks but tables: headings, paragraphs, divisions, listings, lists and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.tree.attributes import Attributed, Attributes
from report.model.tree.inlines import TextRun, Verbatim
from report.model.tree.views import Block, Content, Element, Entry, Inner, Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Header(Element):
    """A heading; `level` counts from 1."""

    __slots__ = ()
    kinds = frozenset({"Header"})
    level = Member[int](0)
    attributes = Inner(Attributes, 1)
    inlines = Member[list[Block]](2)

    @staticmethod
    def make(level: int, inlines: Iterable[Block], attributes: Attributes | None = None) -> Block:
        """Make a heading."""
        return {"t": "Header", "c": [level, Attributes.given(attributes), list(inlines)]}


class Paragraph(TextRun):
    """Inlines that stand for themselves: a paragraph, or text without the space around one, as in a cell."""

    __slots__ = ()
    kinds = frozenset({"Para", "Plain"})


class Div(Attributed):
    """Blocks with attributes."""

    __slots__ = ()
    kinds = frozenset({"Div"})
    blocks = Member[list[Block]](1)

    @staticmethod
    def make(blocks: Iterable[Block], attributes: Attributes | None = None) -> Block:
        """Make a division."""
        return {"t": "Div", "c": [Attributes.given(attributes), list(blocks)]}


class BlockQuote(Element):
    """A quotation."""

    __slots__ = ()
    kinds = frozenset({"BlockQuote"})
    blocks = Content[list[Block]]()

    @staticmethod
    def make(blocks: Iterable[Block]) -> Block:
        """Make a quotation."""
        return {"t": "BlockQuote", "c": list(blocks)}


class Wrapper(Attributed):
    """A division or a span, whose `inner` are blocks or inlines."""

    __slots__ = ()
    kinds = frozenset({"Div", "Span"})
    inner = Member[list[Block]](1)


class CodeBlock(Attributed, Verbatim):
    """A listing."""

    __slots__ = ()
    kinds = frozenset({"CodeBlock"})

    @staticmethod
    def make(text: str, attributes: Attributes | None = None) -> Block:
        """Make a listing."""
        return {"t": "CodeBlock", "c": [Attributes.given(attributes), text]}


class LineBlock(Element):
    """Lines that end where they were ended, as in a poem."""

    __slots__ = ()
    kinds = frozenset({"LineBlock"})
    lines = Content[list[list[Block]]]()

    @staticmethod
    def make(lines: Iterable[list[Block]]) -> Block:
        """Make a block of lines."""
        return {"t": "LineBlock", "c": list(lines)}


class BulletList(Element):
    """A list without numbers; an item is blocks."""

    __slots__ = ()
    kinds = frozenset({"BulletList"})
    items = Content[list[list[Block]]]()

    @staticmethod
    def make(items: Iterable[list[Block]]) -> Block:
        """Make a list without numbers."""
        return {"t": "BulletList", "c": list(items)}


class OrderedList(Element):
    """A numbered list; `numbering` is its first number, its figures and the marks around these, as pandoc tells them."""

    __slots__ = ()
    kinds = frozenset({"OrderedList"})
    numbering = Member[list[object]](0)
    start = Member[int](0, 0)
    figure_kind = Member[Block](0, 1)
    delimiter_kind = Member[Block](0, 2)
    items = Member[list[list[Block]]](1)

    @staticmethod
    def make(items: Iterable[list[Block]], numbering: Sequence[object]) -> Block:
        """Make a numbered list."""
        return {"t": "OrderedList", "c": [list(numbering), list(items)]}

    @property
    def figures(self) -> str:
        """Return the kind of its figures in pandoc's word: "Decimal", "LowerAlpha" and the like."""
        return str(self.figure_kind["t"])

    @property
    def delimiter(self) -> str:
        """Return the marks around its figures in pandoc's word: "Period", "OneParen", "TwoParens"."""
        return str(self.delimiter_kind["t"])

    @staticmethod
    def counted(start: int, figures: str, marks: str) -> list[object]:
        """Say how a list is numbered, in pandoc's words for the figures and the marks around them."""
        return [start, {"t": figures}, {"t": marks}]


class DefinitionItem(Entry):
    """A term and what it means, each meaning blocks."""

    __slots__ = ()
    term = Member[list[Block]](0)
    meanings = Member[list[list[Block]]](1)

    @classmethod
    def make(cls, term: Iterable[Block], meanings: Iterable[list[Block]]) -> DefinitionItem:
        """Make an item of a list of definitions."""
        return cls([list(term), list(meanings)])


class DefinitionList(Element):
    """Terms and what they mean."""

    __slots__ = ()
    kinds = frozenset({"DefinitionList"})

    @staticmethod
    def make(items: Iterable[DefinitionItem]) -> Block:
        """Make a list of definitions."""
        return {"t": "DefinitionList", "c": [item.node for item in items]}

    @property
    def items(self) -> list[DefinitionItem]:
        """View its items."""
        return [DefinitionItem(item) for item in self.array]


class Captioned(Attributed):
    """A figure or a table; `caption` is blocks."""

    __slots__ = ()
    kinds = frozenset({"Figure", "Table"})
    caption = Member[list[Block]](1, 1)
    short_caption = Member[list[Block] | None](1, 0)

    def set_caption(self, caption: Iterable[Block]) -> None:
        """Set a caption beside the short one, in an array of its own."""
        self.array[1] = [self.short_caption, list(caption)]

    def captioned(self, caption: Iterable[Block]) -> Block:
        """Make an element like this one with another caption."""
        first, _, *others = self.array
        return {"t": self.node["t"], "c": [first, [None, list(caption)], *others]}


class Figure(Captioned):
    """What is shown, and its caption."""

    __slots__ = ()
    kinds = frozenset({"Figure"})
    blocks = Member[list[Block]](2)

    @staticmethod
    def make(
        blocks: Iterable[Block],
        caption: Iterable[Block] = (),
        attributes: Attributes | None = None,
        short: list[Block] | None = None,
    ) -> Block:
        """Make a figure."""
        return {"t": "Figure", "c": [Attributes.given(attributes), [short, list(caption)], list(blocks)]}
