"""Small tools for pandoc's document type: ways through a tree, its text, and the elements that are made most often.

What an element holds is read and set by views: `Header(element).level`. They stand in `attributes`, `inlines`, `blocks`
and `tables`; nothing else knows at which place of pandoc's arrays a thing is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Div
from report.model.tree.inlines import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from report.model.tree.views import Block, Tree

ATTRIBUTED = {
    "Header": 1, "Div": 0, "Span": 0, "Code": 0, "CodeBlock": 0, "Figure": 0, "Table": 0, "Link": 0, "Image": 0,
}  # fmt: skip
SPACES = {"Space", "SoftBreak", "LineBreak"}
WORDS = {"Str", *SPACES}


def rewrite(
    blocks: Iterable[Block], change: Callable[[Block], Block | list[Block] | None], *, words: bool = True
) -> list[Block]:
    """Rebuild elements bottom up: `change` returns what stands in an element's place, None for the element itself.

    Words and spaces are not asked about unless `words`.
    """
    return _rewritten(list(blocks), change, words=words)


def _rewrite(value: Tree, change: Callable[[Block], Block | list[Block] | None], *, words: bool) -> Tree:
    if isinstance(value, dict):
        content = value.get("c")
        element = (
            {**value, "c": _rewrite(content, change, words=words)} if isinstance(content, list | dict) else dict(value)
        )
        if "t" not in element:
            return {key: _rewrite(part, change, words=words) for key, part in value.items()}
        changed = change(element)
        return element if changed is None else changed
    return _rewritten(value, change, words=words) if isinstance(value, list | tuple) else value


def _rewritten(
    array: list[Any] | tuple[Any, ...], change: Callable[[Block], Block | list[Block] | None], *, words: bool
) -> list[Any]:
    out: list[Any] = []
    for item in array:
        if not words and type(item) is dict and item.get("t") in WORDS:
            out.append(item)
            continue
        new = _rewrite(item, change, words=words)
        if isinstance(item, dict) and isinstance(new, list):
            out.extend(new)
        else:
            out.append(new)
    return out


def rewrite_lists(blocks: Iterable[Block], change: Callable[[list[Block]], list[Block]]) -> list[Block]:
    """Rebuild every list of elements bottom up: `change` returns what stands in its place, or the list itself."""
    return change([_with_lists(block, change) for block in blocks])


def _with_lists(value: Any, change: Callable[[list[Block]], list[Block]]) -> Any:
    if isinstance(value, dict):
        if value.get("t") in WORDS:
            return value
        return {key: _with_lists(part, change) for key, part in value.items()}
    if not isinstance(value, list | tuple):
        return value
    parts = [_with_lists(part, change) for part in value]
    return change(parts) if any(isinstance(part, dict) and "t" in part for part in parts) else parts


def replace_in(value: Tree, kind: str, change: Callable[[Block], Block]) -> None:
    """Put another element in the place of each of a kind, in document order; what stands within it is left alone."""
    if isinstance(value, dict):
        value = value.get("c") if "t" in value else list(value.values())
    if not isinstance(value, list):
        return
    for index, item in enumerate(value):
        if type(item) is dict:
            found = item.get("t")
            if found == kind:
                value[index] = change(item)
            elif found not in WORDS:
                replace_in(item, kind, change)
        elif type(item) is list:
            replace_in(item, kind, change)


def elements(value: Tree) -> Iterator[Block]:
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


def containers(value: Tree) -> Iterator[Block]:
    """Yield every element below `value` but words and spaces, in document order, parents first."""
    waiting: list[Any] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "t" in item:
                yield item
                content = item.get("c")
                if isinstance(content, list | dict):
                    waiting.append(content)
                continue
            item = list(item.values())
        waiting += [
            part
            for part in reversed(item)
            if (kind := type(part)) is list or kind is tuple or (kind is dict and part.get("t") not in WORDS)
        ]


def outermost(value: Tree, wanted: Callable[[Block], bool]) -> Iterator[Block]:
    """Yield the elements below `value` that are wanted, in document order, and nothing that lies within one of them.

    What is wanted may be changed in place before the next is asked for.
    """
    inside: set[int] = set()
    for element in list(containers(value)):
        if id(element) not in inside and wanted(element):
            inside |= {id(one) for one in containers(element["c"])}
            yield element


def levels(value: Tree) -> int:
    """Count how deep a tree goes: its levels of arrays and objects, words left out."""
    count = 0
    level: list[Any] = [value]
    while level:
        count += 1
        parts = (part.values() if isinstance(part, dict) else part for part in level)
        level = [part for some in parts for part in some if _holds(part)]
    return count


def _holds(part: Tree) -> bool:
    if isinstance(part, dict):
        return part.get("t") not in WORDS
    return isinstance(part, list | tuple)


def attributes(element: Block) -> Attributes | None:
    """Return an element's attributes, None where its kind has none."""
    index = ATTRIBUTED.get(element["t"])
    return None if index is None else Attributes(element["c"][index])


def text_of(value: Tree) -> str:
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
            inlines.append(space())
        if word:
            inlines.append({"t": "Str", "c": word})
    return inlines


def space() -> Block:
    """Make a space."""
    return {"t": "Space"}


def line_break() -> Block:
    """Make the end of a line."""
    return {"t": "LineBreak"}


def horizontal_rule() -> Block:
    """Make a rule between paragraphs."""
    return {"t": "HorizontalRule"}


def span(inlines: Iterable[Block], *classes: str, identifier: str = "") -> Block:
    """Wrap inlines in a span."""
    return Span.make(inlines, Attributes.make(identifier, classes))


def div(blocks: Iterable[Block], *classes: str, identifier: str = "", **pairs: str) -> Block:
    """Wrap blocks in a division."""
    return Div.make(blocks, Attributes.make(identifier, classes, pairs.items()))


def paragraph(inlines: Iterable[Block]) -> Block:
    """Make a paragraph."""
    return {"t": "Para", "c": list(inlines)}


def plain(inlines: Iterable[Block]) -> Block:
    """Make text without the space around a paragraph."""
    return {"t": "Plain", "c": list(inlines)}
