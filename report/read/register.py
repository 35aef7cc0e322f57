"""What a section holds that other sections must know of: found once, when it is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from report.model.manuscript import Register, SourceAnchor
from report.model.marks import INSERTED
from report.model.tree import attributes, containers, outermost, text_of
from report.read.data_blocks import CHART, HELD, data_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from report.model.manuscript import Block

UNNUMBERED = {
    "unnumbered",
    "part",
}  # classes of headings without a number of their own: chapters are counted through parts
EQUATION_ID = re.compile(r"\{#(eq-[\w:.-]+)\}")
CROSSED = ("fig-", "tbl-", "sec-", "eq-")
CAPITAL = tuple(prefix.capitalize() for prefix in CROSSED)  # at the beginning of a sentence
CROSSING = (*CROSSED, *CAPITAL, "page:")
KINDS = {"Header": "sec", "Figure": "fig", "Table": "tbl"}


def make_register(blocks: Sequence[Block]) -> Register:
    """Look through a section's blocks once."""
    crossings: list[str] = []
    links: list[str] = []
    images: list[str] = []
    files: list[str] = []
    notes = listings = 0
    charts = False
    elements = tuple(containers(blocks))
    for element in elements:
        kind, content = element["t"], element.get("c") or []
        if kind == "Cite":
            crossings += [c["citationId"] for c in content[0] if c["citationId"].startswith(CROSSING)]
        elif kind == "Link" and content[2][0].startswith("#"):
            links.append(content[2][0][1:])
        elif kind == "Image":
            images.append(content[2][0])
        elif kind in {"Figure", "Table"}:
            charts = charts or CHART in content[0][1]
            files += data_files(element)
        notes += kind == "Note"
        listings += kind == "CodeBlock" and HELD not in content[0][1]
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
    )


def find_marks(blocks: Iterable[Block]) -> Iterator[tuple[SourceAnchor, Marked]]:
    """Yield what has an identifier or gets one, in document order, with the way to give it one."""
    yield from marks_among(tuple(containers(blocks)))  # all found beforehand: an equation is wrapped on the way


def marks_among(elements: Iterable[Block]) -> Iterator[tuple[SourceAnchor, Marked]]:
    """Yield the marks among elements that are in document order."""
    for element in elements:
        kind = element["t"]
        if kind in {"Para", "Plain"}:
            yield from _equations(element["c"])
            continue
        attr = attributes(element)
        if attr is None:
            continue
        if kind == "Header":
            level, _, inlines = element["c"]
            title = text_of(inlines).strip()
            yield SourceAnchor("sec", attr[0], title, level, bool(UNNUMBERED & set(attr[1]))), Marked(attr)
        elif kind in KINDS and (caption := text_of(element["c"][1][1]).strip()):
            yield SourceAnchor(KINDS[kind], attr[0], caption), Marked(attr)
        elif kind == "Span" and INSERTED in attr[1]:
            yield from _equations(element["c"][1])
        elif kind == "Span" and (found := _use(element)):
            yield found, Marked(attr)
        elif attr[0]:
            yield SourceAnchor("id", attr[0]), Marked(attr)


def _use(element: Block) -> SourceAnchor | None:
    """Return the mark of a term, or of an entry of the index; the text itself unless an attribute says otherwise."""
    attr, inlines = element["c"]
    pairs = dict(attr[2])
    if "term" in attr[1]:
        return SourceAnchor("term", attr[0], pairs.get("term") or text_of(inlines))
    if "index" in attr[1]:
        name = pairs.get("entry") or text_of(inlines)
        return SourceAnchor("idx", attr[0], name, sort=pairs.get("sort", ""), see=pairs.get("see", ""))
    return None


class Marked:
    """An element that can be given its identifier and number."""

    def __init__(self, attr: list[Any]) -> None:
        self._attr = attr

    def name(self, identifier: str, number: str) -> None:  # noqa: ARG002 - an equation shows its number
        """Give the element its identifier."""
        self._attr[0] = identifier


class _Equation(Marked):
    def __init__(self, inlines: list[Any], index: int, label: Block, length: int) -> None:
        self._inlines, self._index, self._label, self._length = inlines, index, label, length

    def name(self, identifier: str, number: str) -> None:
        """Wrap the formula, and take the identifier out of the text behind it."""
        self._label["c"] = self._label["c"][self._length :]
        formula = self._inlines[self._index]
        self._inlines[self._index] = {"t": "Span", "c": [[identifier, ["equation"], [["number", number]]], [formula]]}


def _equations(inlines: list[Block]) -> Iterator[tuple[SourceAnchor, Marked]]:
    for index, inline in enumerate(inlines):
        if inline["t"] != "Math" or inline["c"][0]["t"] != "DisplayMath":
            continue
        tail = inlines[index + 1 : index + 3]
        label = next((part for part in tail if part["t"] == "Str"), None)
        match = EQUATION_ID.match(label["c"]) if label else None
        if label is not None and match is not None:
            yield SourceAnchor("eq", match[1]), _Equation(inlines, index, label, match.end())


def target_of(key: str) -> str:
    """Return the identifier that a cross-reference is to: `@Fig-map` and `@page:fig-map` are to `fig-map`."""
    key = key.removeprefix("page:")
    return key[0].lower() + key[1:] if key.startswith(CAPITAL) else key


def is_citation(element: Block) -> bool:
    """Tell whether a Cite holds citations of the bibliography and no cross-reference."""
    return element["t"] == "Cite" and not any(c["citationId"].startswith(CROSSING) for c in element["c"][0])


def _cites(elements: Iterable[Block]) -> Iterator[Block]:
    inside: set[int] = set()
    for element in elements:
        if element["t"] == "Note":
            inside |= {id(cite) for cite in containers(element["c"])}
            if cites := list(outermost(element["c"], is_citation)):
                yield {"t": "Note", "c": [{"t": "Para", "c": cites}]}
        elif id(element) not in inside and is_citation(element):
            inside |= {id(cite) for cite in containers(element["c"])}
            yield element
