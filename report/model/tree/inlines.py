"""Views of pandoc's inlines: words, passages set in another way, code, formulas, links, pictures, notes and citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.tree.attributes import Attributed, Attributes
from report.model.tree.views import Block, Content, Element, Member, View

if TYPE_CHECKING:
    from collections.abc import Iterable


class Str(Element):
    """A word: what stands between two spaces."""

    __slots__ = ()
    kinds = frozenset({"Str"})
    text = Content[str]()

    @staticmethod
    def make(text: str) -> Block:
        """Make a word."""
        return {"t": "Str", "c": text}


class Holder(Element):
    """An element that holds inlines."""

    __slots__ = ()
    inlines: Content[list[Block]] | Member[list[Block]]

    @property
    def shell(self) -> list[object]:
        """Return all of its content but the inlines."""
        first, _, *others = self.array
        return [first, *others]

    def holding(self, inlines: list[Block]) -> Block:
        """Make an element like this one that holds other inlines."""
        first, _, *others = self.array
        return {"t": self.node["t"], "c": [first, inlines, *others]}


class TextRun(Holder):
    """An element that is inlines and nothing else: a paragraph, or a passage that is set in another way."""

    __slots__ = ()
    kinds = frozenset(
        {"Para", "Plain", "Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline"}
    )
    inlines = Content[list[Block]]()

    @staticmethod
    def make(kind: str, inlines: Iterable[Block]) -> Block:
        """Make one of these kinds."""
        return {"t": kind, "c": list(inlines)}

    @property
    def shell(self) -> list[object]:
        """Return nothing: its inlines are all."""
        return []

    def holding(self, inlines: list[Block]) -> Block:
        """Make an element of this kind that holds other inlines."""
        return {"t": self.node["t"], "c": inlines}


class Quoted(Holder):
    """Inlines between quotation marks."""

    __slots__ = ()
    kinds = frozenset({"Quoted"})
    inlines = Member[list[Block]](1)

    @property
    def marks(self) -> str:
        """Return which marks these are: "SingleQuote" or "DoubleQuote"."""
        return str(self.array[0]["t"])


class Verbatim(Element):
    """Text that is no prose: code, a listing, a formula."""

    __slots__ = ()
    kinds = frozenset({"Code", "CodeBlock", "Math"})
    text = Member[str](1)


class Code(Attributed, Verbatim):
    """Code within a line."""

    __slots__ = ()
    kinds = frozenset({"Code"})

    @staticmethod
    def make(text: str, attributes: Attributes | None = None) -> Block:
        """Make code."""
        return {"t": "Code", "c": [Attributes.given(attributes), text]}


class Math(Verbatim):
    """A formula in TeX."""

    __slots__ = ()
    kinds = frozenset({"Math"})

    @staticmethod
    def make(text: str, *, display: bool) -> Block:
        """Make a formula."""
        return {"t": "Math", "c": [{"t": "DisplayMath" if display else "InlineMath"}, text]}

    @property
    def display(self) -> bool:
        """Tell whether it stands on lines of its own."""
        return bool(self.array[0]["t"] == "DisplayMath")


class Raw(Element):
    """A passage in another format, within a line or for itself."""

    __slots__ = ()
    kinds = frozenset({"RawInline", "RawBlock"})
    format = Member[str](0)
    text = Member[str](1)

    @staticmethod
    def inline(form: str, text: str) -> Block:
        """Make a passage within a line."""
        return {"t": "RawInline", "c": [form, text]}

    @staticmethod
    def block(form: str, text: str) -> Block:
        """Make a passage that stands for itself."""
        return {"t": "RawBlock", "c": [form, text]}


class Span(Attributed, Holder):
    """Inlines with attributes."""

    __slots__ = ()
    kinds = frozenset({"Span"})
    inlines = Member[list[Block]](1)

    @staticmethod
    def make(inlines: Iterable[Block], attributes: Attributes | None = None) -> Block:
        """Make a span."""
        return {"t": "Span", "c": [Attributes.given(attributes), list(inlines)]}


class Link(Attributed, Holder):
    """Inlines that lead to a target."""

    __slots__ = ()
    kinds = frozenset({"Link"})
    inlines = Member[list[Block]](1)
    target = Member[str](2, 0)
    title = Member[str](2, 1)

    @staticmethod
    def make(inlines: Iterable[Block], target: str, attributes: Attributes | None = None, title: str = "") -> Block:
        """Make a link."""
        return {"t": "Link", "c": [Attributes.given(attributes), list(inlines), [target, title]]}


class Image(Attributed, Holder):
    """A picture; `inlines` are what is said in its place, unless its attributes say it."""

    __slots__ = ()
    kinds = frozenset({"Image"})
    inlines = Member[list[Block]](1)
    source = Member[str](2, 0)
    title = Member[str](2, 1)

    @staticmethod
    def make(inlines: Iterable[Block], source: str, attributes: Attributes | None = None, title: str = "") -> Block:
        """Make a picture."""
        return {"t": "Image", "c": [Attributes.given(attributes), list(inlines), [source, title]]}


class Footnote(Element):
    """A note, where it is called."""

    __slots__ = ()
    kinds = frozenset({"Note"})
    blocks = Content[list[Block]]()

    @staticmethod
    def make(blocks: Iterable[Block]) -> Block:
        """Make a note."""
        return {"t": "Note", "c": list(blocks)}


class Citation(View):
    """One of the works that a Cite names, and the words beside it."""

    __slots__ = ()

    def __init__(self, node: Block) -> None:
        self.node = node

    @staticmethod
    def make(key: str, *, bare: bool = False) -> Block:
        """Make a citation without words beside it."""
        mode = {"t": "SuppressAuthor" if bare else "AuthorInText"}
        told = {"citationId": key, "citationPrefix": [], "citationSuffix": [], "citationMode": mode}
        return {**told, "citationNoteNum": 0, "citationHash": 0}

    @property
    def key(self) -> str:
        """The key of the work, or what a cross-reference is to."""
        return str(self.node["citationId"])

    @key.setter
    def key(self, key: str) -> None:
        self.node["citationId"] = key

    @property
    def prefix(self) -> list[Block]:
        """Return the inlines before it."""
        prefix: list[Block] = self.node["citationPrefix"]
        return prefix

    @property
    def suffix(self) -> list[Block]:
        """Return the inlines behind it."""
        suffix: list[Block] = self.node["citationSuffix"]
        return suffix

    @property
    def bare(self) -> bool:
        """Tell whether the author's name is left out."""
        return bool(self.node["citationMode"]["t"] == "SuppressAuthor")


class Cite(Holder):
    """Citations in one place; `inlines` are how they read."""

    __slots__ = ()
    kinds = frozenset({"Cite"})
    inlines = Member[list[Block]](1)

    @staticmethod
    def make(citations: Iterable[Block], inlines: Iterable[Block]) -> Block:
        """Make a Cite of citations."""
        return {"t": "Cite", "c": [list(citations), list(inlines)]}

    @property
    def citations(self) -> list[Citation]:
        """View its citations."""
        return [Citation(one) for one in self.array[0]]

    @property
    def keys(self) -> list[str]:
        """Return the keys of its citations."""
        return [one["citationId"] for one in self.array[0]]


HOLDERS: dict[str, type[Holder]] = {
    kind: view for view in (TextRun, Quoted, Link, Image, Span, Cite) for kind in view.kinds
}


def holder_of(element: Block) -> Holder | None:
    """View an element that holds inlines; None where it holds none."""
    view = HOLDERS.get(element["t"])
    return view(element) if view else None
