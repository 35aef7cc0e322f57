"""Blocks within blocks: what lists, quotations and divisions hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.tree.blocks import BlockQuote, BulletList, Div, OrderedList

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.model.tree.views import Block


def with_inner_blocks(block: Block, change: Callable[[list[Block]], list[Block]]) -> Block:
    """Make a block like one whose inner blocks are changed, item by item; one that holds none is returned as it is."""
    if bullets := BulletList.of(block):
        return BulletList.make([change(item) for item in bullets.items])
    if numbered := OrderedList.of(block):
        return OrderedList.make([change(item) for item in numbered.items], numbered.numbering)
    if quotation := BlockQuote.of(block):
        return BlockQuote.make(change(quotation.blocks))
    if division := Div.of(block):
        return Div.make(change(division.blocks), division.attributes)
    return block
