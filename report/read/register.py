"""What a section holds that other sections must know of: found once, when it is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.model.manuscript import Register, SourceAnchor
from report.model.master import INSERTED
from report.model.tree import attributes, containers, outermost, paragraph, text_of
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Captioned, CodeBlock, Header, Paragraph
from report.model.tree.inlines import Cite, Footnote, Image, Link, Math, Span, Str
from report.model.tree.views import each, kind_of
from report.read.data_blocks import CHART, HELD, data_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from report.model.tree.views import Block

UNNUMBERED = {
    "unnumbered",
    "part",
}  # classes of headings without a number of their own: chapters are counted through parts
EQUATION_ID = re.compile(r"\{#(eq-[\w:.-]+)\}")
PATH = re.compile(r"(?![/\\]|www\.)(?![A-Za-z][A-Za-z0-9+.-]*:)[^#?@\s]*\.[A-Za-z0-9]{1,8}(?=[#?]|$)")
CROSSED = ("fig-", "tbl-", "sec-", "eq-")
CAPITAL = tuple(prefix.capitalize() for prefix in CROSSED)  # at the beginning of a sentence
CROSSING = (*CROSSED, *CAPITAL, "page:")
LISTINGS = {"Code", "CodeBlock"}  # whose classes are languages
KINDS = {"Header": "sec", "Figure": "fig", "Table": "tbl"}


def make_register(blocks: Sequence[Block]) -> Register:
    """Look through a section's blocks once."""
    crossings: list[str] = []
    links: list[str] = []
    paths: list[str] = []
    images: list[str] = []
    files: list[str] = []
    notes = listings = 0
    charts = False
    classes: dict[str, None] = {}
    elements = tuple(containers(blocks))
    for element in elements:
        kind = kind_of(element)
        if kind not in LISTINGS and (attr := attributes(element)) is not None:
            classes.update(dict.fromkeys(attr.classes))
        if kind == "Cite":
            crossings += [key for key in Cite(element).keys if key.startswith(CROSSING)]
        elif kind == "Link" and (target := Link(element).target).startswith("#"):
            links.append(target[1:])
        elif kind == "Link" and is_path(target):
            paths.append(target)
        elif kind == "Image":
            images.append(Image(element).source)
        elif kind in {"Figure", "Table"}:
            charts = charts or CHART in Captioned(element).attributes.classes
            files += data_files(element)
        notes += kind == "Note"
        listings += kind == "CodeBlock" and HELD not in CodeBlock(element).attributes.classes
    marks = tuple(mark for mark, _ in marks_among(elements))
    return Register(
        marks=marks,
        terms=tuple(dict.fromkeys(mark.title for mark in marks if mark.kind == "term")),
        cites=tuple(_cites(elements)),
        crossings=tuple(dict.fromkeys(crossings)),
        links=tuple(dict.fromkeys(links)),
        images=tuple(dict.fromkeys(images)),
        files=tuple(dict.fromkeys(files)),
        charts=charts,
        notes=notes,
        listings=listings,
        classes=tuple(classes),
        paths=tuple(dict.fromkeys(paths)),
    )


def is_path(target: str) -> bool:
    """Tell whether a link leads to a file beside this one, and not to the world."""
    return bool(PATH.match(target))


def find_marks(blocks: Sequence[Block]) -> Iterator[tuple[SourceAnchor, Marked]]:
    """Yield what has an identifier or gets one, in document order, with the way to give it one."""
    yield from marks_among(tuple(containers(blocks)))  # all found beforehand: an equation is wrapped on the way


def marks_among(elements: Iterable[Block]) -> Iterator[tuple[SourceAnchor, Marked]]:
    """Yield the marks among elements that are in document order."""
    for element in elements:
        kind = kind_of(element)
        if kind in {"Para", "Plain"}:
            yield from _equations(Paragraph(element).inlines)
            continue
        attr = attributes(element)
        if attr is None:
            continue
        if kind == "Header":
            header = Header(element)
            title, unnumbered = text_of(header.inlines).strip(), not UNNUMBERED.isdisjoint(attr.classes)
            yield SourceAnchor("sec", attr.identifier, title, header.level, unnumbered), Marked(attr)
        elif kind in KINDS and (caption := text_of(Captioned(element).caption).strip()):
            yield SourceAnchor(KINDS[kind], attr.identifier, caption), Marked(attr)
        elif kind == "Span" and INSERTED in attr.classes:
            yield from _equations(Span(element).inlines)
        elif kind == "Span" and (found := _use(Span(element))):
            yield found, Marked(attr)
        elif attr.identifier:
            yield SourceAnchor("id", attr.identifier), Marked(attr)


def _use(passage: Span) -> SourceAnchor | None:
    """Return the mark of a term, or of an entry of the index; the text itself unless an attribute says otherwise."""
    attr = passage.attributes
    if "term" in attr.classes:
        return SourceAnchor("term", attr.identifier, attr.get("term") or text_of(passage.inlines))
    if "index" in attr.classes:
        name = attr.get("entry") or text_of(passage.inlines)
        return SourceAnchor("idx", attr.identifier, name, sort=attr.get("sort"), see=attr.get("see"))
    return None


class Marked:
    """An element that can be given its identifier and number."""

    def __init__(self, attr: Attributes) -> None:
        self._attr = attr

    def name(self, identifier: str, number: str) -> None:  # noqa: ARG002 - an equation shows its number
        """Give the element its identifier."""
        self._attr.identifier = identifier


class _Equation(Marked):
    def __init__(self, inlines: list[Block], index: int, label: Str, length: int) -> None:
        self._inlines, self._index, self._label, self._length = inlines, index, label, length

    def name(self, identifier: str, number: str) -> None:
        """Wrap the formula, and take the identifier out of the text behind it."""
        self._label.text = self._label.text[self._length :]
        formula = self._inlines[self._index]
        attr = Attributes.make(identifier, ["equation"], [("number", number)])
        self._inlines[self._index] = Span.make([formula], attr)


def _equations(inlines: list[Block]) -> Iterator[tuple[SourceAnchor, Marked]]:
    for index, inline in enumerate(inlines):
        if kind_of(inline) != "Math" or not Math(inline).display:
            continue
        label = next(each(Str, inlines[index + 1 : index + 3]), None)
        match = EQUATION_ID.match(label.text) if label else None
        if label is not None and match is not None:
            yield SourceAnchor("eq", match[1]), _Equation(inlines, index, label, match.end())


def target_of(key: str) -> str:
    """Return the identifier that a cross-reference is to: `@Fig-map` and `@page:fig-map` are to `fig-map`."""
    key = key.removeprefix("page:")
    return key[0].lower() + key[1:] if key.startswith(CAPITAL) else key


def is_citation(element: Block) -> bool:
    """Tell whether a Cite holds citations of the bibliography and no cross-reference."""
    cite = Cite.of(element)
    return cite is not None and not any(key.startswith(CROSSING) for key in cite.keys)


def _cites(elements: Iterable[Block]) -> Iterator[Block]:
    inside: set[int] = set()
    for element in elements:
        if note := Footnote.of(element):
            inside |= {id(cite) for cite in containers(note.blocks)}
            if cites := list(outermost(note.blocks, is_citation)):
                yield Footnote.make([paragraph(cites)])
        elif id(element) not in inside and is_citation(element):
            inside |= {id(cite) for cite in containers(element)}
            yield element
