"""Lists that stand one below the other: one list where they are of one kind, two where each counts for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.tree import plain
from report.model.tree.blocks import BulletList, OrderedList, Paragraph
from report.model.tree.inlines import Raw
from report.model.tree.nested import with_inner_blocks
from report.model.tree.views import is_kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.tree.views import Block

LISTS = {"BulletList", "OrderedList"}
SEAM = Raw.block("markdown", "<!-- -->")


def join_lists(blocks: Sequence[Block]) -> list[Block]:
    """Join lists at every depth; Markdown would do so anyway, and numbers would run on."""
    out: list[Block] = []
    for block in blocks:
        element = with_inner_blocks(block, join_lists)
        if found := BulletList.of(element) or OrderedList.of(element):
            found.items = _tight(found.items)
        before = out[-1] if out else None
        if before is None or kind_of(before) != kind_of(element):
            out.append(element)
        elif bullets := BulletList.of(element):
            BulletList(before).items = _tight([*BulletList(before).items, *bullets.items])
        elif numbered := OrderedList.of(element):
            if _continues(OrderedList(before), numbered):
                OrderedList(before).items.extend(numbered.items)
            else:
                out += [SEAM, element]
        else:
            out.append(element)
    return out


def _tight(items: list[list[Block]]) -> list[list[Block]]:
    """Close up a list in which every item is one paragraph, as office programs show it."""
    if any(not is_kind(block, "Para", "Plain", *LISTS) for item in items for block in item[:1]):
        return items
    if any(not is_kind(block, *LISTS) for item in items for block in item[1:]):
        return items
    return [[plain(Paragraph(block).inlines) if is_kind(block, "Para") else block for block in item] for item in items]


def _continues(before: OrderedList, after: OrderedList) -> bool:
    return after.numbering == [before.start + len(before.items), *before.numbering[1:]]
