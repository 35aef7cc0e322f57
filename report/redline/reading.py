"""Reading for comparison: signatures by which elements are the same, and words by which they are alike."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from report.model.tree import SPACES, paragraph
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Header, Paragraph
from report.model.tree.inlines import Cite, Image, Str, Verbatim
from report.model.tree.views import content_of, kind_of
from report.read.data_blocks import data_files
from report.runtime.store import values_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.model.tree.views import Block, Tree

WORD = re.compile(r"\w+(?:[.,:’'\u2011-]\w+)*%?")
ALIKE = {"Space": " ", "SoftBreak": " ", "ColWidth": "width", "ColWidthDefault": "width"}
APART = {"Para", "Plain", "Header", "CodeBlock", "Note"}
PLACED = {"citationNoteNum": 0, "citationHash": 0}  # what a citation says of its place in the report


def same_name(source: str) -> str:
    """Know a picture by its name alone."""
    return source


@dataclass(slots=True)
class Reader:
    """Knows the signatures of one version's elements; `picture` returns what a picture's file is known by."""

    picture: Callable[[str], str] = same_name
    known: dict[int, tuple[str, Any]] = field(default_factory=dict)

    def signature(self, value: Tree) -> str:
        """Return what an element has in common with one that is the same.

        Left out are breaks of lines in the source, the identifier of a heading, which pandoc makes of its words,
        the width of columns and whether a list is set tight.
        """
        found = self.known.get(id(value))
        if found is None or found[1] is not value:
            text = json.dumps(self._plain(value), ensure_ascii=False, separators=(",", ":"))
            found = self.known[id(value)] = (text if len(text) < 200 else values_digest(text), value)
        return found[0]

    def _plain(self, value: Tree) -> Any:
        if isinstance(value, list | tuple):
            return [self._plain(part) for part in value]
        return self._plain_element(value) if isinstance(value, dict) else value

    def _plain_element(self, element: Block) -> Any:
        kind = kind_of(element)
        if kind == "Str":
            return Str(element).text
        if kind in ALIKE:
            return [ALIKE[kind]]
        if kind == "Image":
            return self._picture(Image(element))
        if kind in {"Figure", "Table"} and (files := data_files(element)):
            return [kind, self._plain(content_of(element)), [self.picture(name) for name in files]]
        if kind == "Plain":
            element = paragraph(Paragraph(element).inlines)
        elif kind == "Header":
            header = Header(element)
            attr = Attributes.make("", header.attributes.classes, header.attributes.pairs)
            element = Header.make(header.level, header.inlines, attr)
        return {name: PLACED.get(name, self._plain(part)) for name, part in element.items()}

    def _picture(self, image: Image) -> list[object]:
        """Know a picture by its file and its attributes: what is said in its place is compared apart."""
        attr = image.attributes.with_pairs(image.attributes.without("alt"))
        return ["Image", attr.node, image.source, image.title, self.picture(image.source)]


def compared_text(value: Tree) -> str:
    """Read the text of blocks or inlines with notes, a space after each block and cell."""
    parts: list[str] = []
    _read(value, parts)
    return " ".join("".join(parts).split())


def _read(value: Tree, parts: list[str]) -> None:
    if isinstance(value, dict):
        _read_element(value, parts)
    elif isinstance(value, list | tuple):
        for part in value:
            _read(part, parts)
        if value and isinstance(value[-1], list):
            parts.append(" ")  # after a cell, an item


def _read_element(element: Block, parts: list[str]) -> None:
    kind = kind_of(element)
    if kind == "Str":
        parts.append(Str(element).text)
    elif kind in SPACES:
        parts.append(" ")
    elif kind in Verbatim.kinds:
        parts.append(Verbatim(element).text)
    elif kind == "Cite":
        _read(Cite(element).inlines, parts)
    elif kind not in {"RawInline", "RawBlock"}:
        _read(content_of(element), parts)
    if kind in APART:
        parts.append(" ")


def words_of(value: Tree) -> Counter[str]:
    """Count the words of blocks or inlines."""
    return Counter(WORD.findall(compared_text(value)))


def shared_words(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of words that two texts have in common, from 0 to 1."""
    total = one.total() + other.total()
    if not total:
        return 0.0
    if len(one) > len(other):
        one, other = other, one
    common = sum(min(count, other[word]) for word, count in one.items() if word in other)
    return 2 * common / total
