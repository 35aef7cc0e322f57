"""Small tools for pandoc's document type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from report.model.manuscript import Block

Attr = list[Any]
"""Pandoc's attributes: identifier, classes, pairs of key and value."""

ATTRIBUTED = {
    "Header": 1, "Div": 0, "Span": 0, "Code": 0, "CodeBlock": 0, "Figure": 0, "Table": 0, "Link": 0, "Image": 0,
}  # fmt: skip
SPACES = {"Space", "SoftBreak", "LineBreak"}
WORDS = {"Str", *SPACES}


def rewrite(value: Any, change: Callable[[Block], Block | list[Block] | None]) -> Any:
    """Rebuild a tree bottom up: `change` returns what stands in an element's place, None for the element itself."""
    if isinstance(value, dict):
        content = value.get("c")
        element = {**value, "c": rewrite(content, change)} if isinstance(content, list | dict) else dict(value)
        if "t" not in element:
            return {key: rewrite(part, change) for key, part in value.items()}
        changed = change(element)
        return element if changed is None else changed
    if isinstance(value, list | tuple):
        out: list[Any] = []
        for item in value:
            new = rewrite(item, change)
            if isinstance(item, dict) and isinstance(new, list):
                out.extend(new)
            else:
                out.append(new)
        return out
    return value


def elements(value: Any) -> Iterator[Block]:
    """Yield every element below `value`, in document order, parents first."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "t" in item:
                yield item
            waiting.extend(reversed(item.values()))
        elif isinstance(item, list | tuple):
            waiting.extend(reversed(item))


def containers(value: Any) -> Iterator[Block]:
    """Yield every element below `value` but words and spaces, in document order, parents first."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            kind = item.get("t")
            if kind in WORDS:
                continue
            if kind is not None:
                yield item
            waiting.extend(part for part in reversed(item.values()) if isinstance(part, list | dict | tuple))
        elif isinstance(item, list | tuple):
            waiting.extend(part for part in reversed(item) if isinstance(part, list | dict | tuple))


def attributes(element: Block) -> Attr | None:
    """Return an element's attributes, None where its kind has none."""
    index = ATTRIBUTED.get(element["t"])
    return None if index is None else element["c"][index]


def text_of(value: Any) -> str:
    """Read the plain text of inlines or blocks; notes and raw passages are left out."""
    if isinstance(value, dict):
        kind, content = value.get("t"), value.get("c")
        if kind == "Str":
            return str(content)
        if kind in SPACES:
            return " "
        if kind in {"Code", "Math", "CodeBlock"} and isinstance(content, list):
            return str(content[1])
        if kind in {"Note", "RawInline", "RawBlock"}:
            return ""
        return text_of(content)
    return "".join(text_of(part) for part in value) if isinstance(value, list | tuple) else ""


def string(text: str) -> list[Block]:
    """Turn text into inlines."""
    inlines: list[Block] = []
    for index, word in enumerate(text.split(" ")):
        if index:
            inlines.append({"t": "Space"})
        if word:
            inlines.append({"t": "Str", "c": word})
    return inlines


def span(inlines: Iterable[Block], *classes: str, identifier: str = "") -> Block:
    """Wrap inlines in a span."""
    return {"t": "Span", "c": [[identifier, list(classes), []], list(inlines)]}


def div(blocks: Iterable[Block], *classes: str, identifier: str = "", **pairs: str) -> Block:
    """Wrap blocks in a division."""
    return {"t": "Div", "c": [[identifier, list(classes), [list(pair) for pair in pairs.items()]], list(blocks)]}


def paragraph(inlines: Iterable[Block]) -> Block:
    """Make a paragraph."""
    return {"t": "Para", "c": list(inlines)}
