"""Columns of numbers as authors write them in Markdown: their decimal signs stand in line."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from report.model.locales import format_number
from report.model.tree import text_of
from report.model.tree.blocks import Paragraph
from report.model.tree.inlines import Str

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.tree.tables import Cell, Table

NUMBER = re.compile(r"[+\-\u2212]?\d[\d.,'\u2019\u00a0\u202f]*\s?%?")
LONGEST = 30  # decimals: a column in which one has more cannot stand in line
POINT, DIGIT = "\N{PUNCTUATION SPACE}", "\N{FIGURE SPACE}"  # as wide as a sign and a figure


def align_decimals(table: Table, lang: str) -> None:
    """Give numbers of a column set to the right the room that the decimals they lack would take, in place.

    A column in which something else stands than numbers is left alone.
    """
    sign = decimal_sign(lang)
    for index, column in enumerate(table.columns):
        if column.alignment != "AlignRight":
            continue
        cells = [cell for cell in _column(table, index) if text_of(cell.blocks).strip()]
        texts = [text_of(cell.blocks).strip() for cell in cells]
        if not cells or not all(map(NUMBER.fullmatch, texts)):
            continue
        places = [len(text.partition(sign)[2].rstrip(" %")) for text in texts]
        most = max(places)
        for cell, decimals in zip(cells, places, strict=True):
            room = room_for(decimals, most)
            only = Paragraph.of(cell.blocks[0]) if len(cell.blocks) == 1 else None
            if room and only:
                only.inlines.append(Str.make(room))


def room_for(decimals: int, most: int) -> str:
    """Return the room that the decimals take which a number lacks beside those with the most."""
    return DIGIT * (most - decimals) + (POINT if most and not decimals else "") if most <= LONGEST else ""


def _column(table: Table, index: int) -> Iterator[Cell]:
    """Yield a column's cells in the bodies and the foot; none of a table with cells that span."""
    rows = [row.cells for row in (*(row for body in table.bodies for row in body.rows), *table.foot.rows)]
    if all(cell.single for cells in rows for cell in cells):
        yield from (cells[index] for cells in rows if index < len(cells))


@cache
def decimal_sign(lang: str) -> str:
    """Return the sign between whole numbers and decimals in a language."""
    return format_number("1.5", lang, group=False)[1]
