"""Reading for comparison: signatures by which elements are the same, and words by which they are alike."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from report.model.tree import SPACES
from report.read.data_blocks import data_files
from report.runtime.store import values_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.model.manuscript import Block

WORD = re.compile(r"\w+(?:[.,:’'\u2011-]\w+)*%?")
SAME_AS = {"SoftBreak": "Space", "Plain": "Para"}
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

    def signature(self, value: Any) -> str:
        """Return what an element has in common with one that is the same.

        Left out are breaks of lines in the source, the identifier of a heading, which pandoc makes of its words,
        the width of columns and whether a list is set tight.
        """
        found = self.known.get(id(value))
        if found is None or found[1] is not value:
            text = json.dumps(self._plain(value), ensure_ascii=False, separators=(",", ":"))
            found = self.known[id(value)] = (text if len(text) < 200 else values_digest(text), value)
        return found[0]

    def _plain(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [self._plain(part) for part in value]
        if not isinstance(value, dict):
            return value
        kind = str(value.get("t", ""))
        if kind == "Str":
            return value["c"]
        if kind in SAME_AS:
            value = {**value, "t": SAME_AS[kind]}
        if kind == "ColWidth":
            value = {"t": "ColWidthDefault"}
        elif kind == "Header":
            level, attr, inlines = value["c"]
            value = {"t": kind, "c": [level, ["", *attr[1:]], inlines]}
        elif kind == "Image":
            value = self._picture(value)
        elif kind in {"Figure", "Table"} and (files := data_files(value)):
            return [value["t"], self._plain(value["c"]), [self.picture(name) for name in files]]
        return {name: PLACED.get(name, self._plain(part)) for name, part in value.items()}

    def _picture(self, image: Block) -> Block:
        """Know a picture by its file and its attributes: what is said in its place is compared apart."""
        attr, _, (source, title) = image["c"]
        pairs = [pair for pair in attr[2] if pair[0] != "alt"]
        return {"t": "Image", "c": [attr[0], attr[1], pairs, source, title, self.picture(source)]}


def compared_text(value: Any) -> str:
    """Read the text of blocks or inlines with notes, a space after each block and cell."""
    parts: list[str] = []
    _read(value, parts)
    return " ".join("".join(parts).split())


def _read(value: Any, parts: list[str]) -> None:
    if isinstance(value, dict):
        _read_element(value, parts)
    elif isinstance(value, list | tuple):
        for part in value:
            _read(part, parts)
        if value and isinstance(value[-1], list):
            parts.append(" ")  # after a cell, an item


def _read_element(element: Block, parts: list[str]) -> None:
    kind, content = element.get("t"), element.get("c")
    if kind == "Str":
        parts.append(str(content))
    elif kind in SPACES:
        parts.append(" ")
    elif kind in {"Code", "Math", "CodeBlock", "Cite"} and isinstance(content, list):
        _read(content[1], parts) if kind == "Cite" else parts.append(content[1])
    elif kind not in {"RawInline", "RawBlock"}:
        _read(content, parts)
    if kind in APART:
        parts.append(" ")


def words_of(value: Any) -> Counter[str]:
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
