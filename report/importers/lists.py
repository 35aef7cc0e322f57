"""Lists that stand one below the other: one list where they are of one kind, two where each counts for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.manuscript import Block

LISTS = {"BulletList", "OrderedList"}
SEAM: dict[str, object] = {"t": "RawBlock", "c": ["markdown", "<!-- -->"]}


def join_lists(blocks: Sequence[Block]) -> list[Block]:
    """Join lists at every depth; Markdown would do so anyway, and numbers would run on."""
    out: list[Block] = []
    for block in blocks:
        element = _inside(block)
        before = out[-1] if out else None
        if before is None or before["t"] != element["t"]:
            out.append(element)
        elif element["t"] == "BulletList":
            before["c"] = _tight([*before["c"], *element["c"]])
        elif element["t"] == "OrderedList":
            if _continues(before, element):
                before["c"][1].extend(element["c"][1])
            else:
                out += [SEAM, element]
        else:
            out.append(element)
    return out


def _inside(block: Block) -> Block:
    kind = block["t"]
    content: Any = block.get("c")
    if kind == "BulletList":
        return {"t": kind, "c": _tight([join_lists(item) for item in content])}
    if kind == "OrderedList":
        return {"t": kind, "c": [content[0], _tight([join_lists(item) for item in content[1]])]}
    if kind == "BlockQuote":
        return {"t": kind, "c": join_lists(content)}
    if kind == "Div":
        return {"t": kind, "c": [content[0], join_lists(content[1])]}
    return block


def _tight(items: list[list[Block]]) -> list[list[Block]]:
    """Close up a list in which every item is one paragraph, as office programs show it."""
    if any(block["t"] not in {"Para", "Plain", *LISTS} for item in items for block in item[:1]):
        return items
    if any(block["t"] not in LISTS for item in items for block in item[1:]):
        return items
    return [[{**block, "t": "Plain"} if block["t"] == "Para" else block for block in item] for item in items]


def _continues(before: Block, after: Block) -> bool:
    start, *look = before["c"][0]
    return bool([start + len(before["c"][1]), *look] == after["c"][0])
