"""A document's metadata in pandoc's document type: texts, lists and maps by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.tree import paragraph, string, text_of
from report.model.tree.views import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.model.tree.views import Block


def meta_text(text: str) -> Block:
    """Make a value of a text."""
    return {"t": "MetaString", "c": text}


def meta_inlines(inlines: Iterable[Block]) -> Block:
    """Make a value of inlines."""
    return {"t": "MetaInlines", "c": list(inlines)}


def meta_list(values: Iterable[Block]) -> Block:
    """Make a list of values."""
    return {"t": "MetaList", "c": list(values)}


def read_meta_text(value: Block | None) -> str:
    """Read a value as text: of a map its name, or all that is in it; of a list what is in it, with commas."""
    if value is None:
        return ""
    kind, content = kind_of(value), value["c"]
    if kind == "MetaMap":
        inner = content.get("name") or content.get("literal")
        return read_meta_text(inner) if inner else " ".join(map(read_meta_text, content.values()))
    if kind == "MetaList":
        return ", ".join(map(read_meta_text, content))
    if kind in {"MetaString", "MetaBool"}:
        return str(content)
    return " ".join(text_of(content).split())


def read_meta_list(value: Block | None) -> list[str]:
    """Read a value as texts, those of a list one by one."""
    if value is None:
        return []
    return list(map(read_meta_text, value["c"])) if kind_of(value) == "MetaList" else [read_meta_text(value)]


def read_meta_blocks(value: Block | None) -> tuple[Block, ...]:
    """Read a value as blocks."""
    if value is None:
        return ()
    kind = kind_of(value)
    if kind == "MetaBlocks":
        return tuple(value["c"])
    return (paragraph(value["c"] if kind == "MetaInlines" else string(read_meta_text(value))),)
