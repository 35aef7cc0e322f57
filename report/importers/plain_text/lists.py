"""Lists of plain text: bullets and numbers of many shapes, nested by indentation or by a change of sign."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.importers.plain_text.words import join_lines
from report.model.tree import paragraph, plain
from report.model.tree.blocks import BulletList, OrderedList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.tree.views import Block

BULLET = re.compile(r"(?P<indent>\s*)(?P<sign>[•·◦▪▫‣⁃●○■□➢➤✓*+–—-]|o(?=\s{2,}))\s+(?P<rest>\S.*)")
NUMBER = re.compile(
    r"(?P<indent>\s*)(?P<open>\(?)(?P<sign>\d{1,3}|[a-z]|[ivx]{2,5}|[A-Z])(?P<close>[.)])\s+(?P<rest>\S.*)"
)
DEEPEST = 10  # lists within lists; what goes deeper stands beside the last
STYLES = {"digit": "Decimal", "lower": "LowerAlpha", "upper": "UpperAlpha", "roman": "LowerRoman"}


@dataclass(slots=True)
class Item:
    """An item of a list: its sign and style, its lines, paragraphs that follow, and the items below it."""

    indent: int
    content: int
    style: str
    number: str
    lines: list[str]
    paragraphs: list[list[str]] = field(default_factory=list)
    below: list[Item] = field(default_factory=list)


def read_item(line: str) -> Item | None:
    """Read a line that begins an item; None where it does not."""
    if match := BULLET.fullmatch(line):
        return Item(len(match["indent"]), match.start("rest"), match["sign"], "", [match["rest"]])
    match = NUMBER.fullmatch(line)
    if match is None or bool(match["open"]) > (match["close"] == ")"):
        return None
    sign = match["sign"]
    kind = "digit" if sign.isdigit() else "upper" if sign.isupper() else "roman" if len(sign) > 1 else "lower"
    style = f"{kind}{match['open']}{match['close']}"
    return Item(len(match["indent"]), match.start("rest"), style, sign, [match["rest"]])


def begins_list(lines: Sequence[str]) -> bool:
    """Tell whether lines are a list: the first is an item, and a number alone begins with the first of its kind."""
    item = read_item(lines[0])
    if item is None:
        return False
    others = sum(read_item(line) is not None for line in lines[1:])
    return bool(others) or not item.number or item.number in {"1", "a", "i", "A"} or item.style.endswith("()")


def nest(items: Sequence[Item]) -> list[Item]:
    """Put each item below the one that it belongs to."""
    top: list[Item] = []
    trail: list[Item] = []
    for item in items:
        while trail and (trail[-1].indent > item.indent or _returns(item, trail)):
            trail.pop()
        if (trail and trail[-1].indent == item.indent and _siblings(item, trail[-1])) or (
            trail and item.indent - trail[-1].indent == 1
        ):
            trail.pop()
        del trail[DEEPEST:]
        (trail[-1].below if trail else top).append(item)
        trail.append(item)
    return top


def list_blocks(items: Sequence[Item], width: int) -> list[Block]:
    """Turn items into lists; where the style changes, another list begins."""
    blocks: list[Block] = []
    start = 0
    for index in range(1, len(items) + 1):
        if index == len(items) or not _siblings(items[index], items[start]):
            blocks.append(_list(items[start:index], width))
            start = index
    return blocks


def _returns(item: Item, trail: Sequence[Item]) -> bool:
    """Tell whether an item of the same indentation takes up a style from further up."""
    if trail[-1].indent != item.indent or _siblings(item, trail[-1]):
        return False
    return any(above.indent == item.indent and _siblings(item, above) for above in trail[:-1])


def _siblings(one: Item, other: Item) -> bool:
    if one.style == other.style:
        return True
    return bool(one.number and other.number) and {"i", "v", "x"} >= {one.number, other.number}


def _list(items: Sequence[Item], width: int) -> Block:
    loose = any(item.paragraphs for item in items)
    entries = [_entry(item, width, loose=loose) for item in items]
    first = items[0]
    if not first.number:
        return BulletList.make(entries)
    kind = next(name for key, name in STYLES.items() if first.style.startswith(key))
    start = int(first.number) if first.number.isdigit() else 1
    if kind.endswith("Alpha"):
        start = ord(first.number.lower()) - ord("a") + 1
    mark = "TwoParens" if "(" in first.style else "OneParen" if first.style.endswith(")") else "Period"
    return OrderedList.make(entries, OrderedList.counted(start, kind, mark))


def _entry(item: Item, width: int, *, loose: bool) -> list[Block]:
    words = join_lines(item.lines, 0)
    first = paragraph(words) if loose else plain(words)
    return [first, *(paragraph(join_lines(lines, width)) for lines in item.paragraphs), *list_blocks(item.below, width)]
