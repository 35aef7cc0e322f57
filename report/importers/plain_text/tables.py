"""Tables of plain text: columns that stand one below the other, cells between tabs or bars."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from report.importers.plain_text.words import inlines_of
from report.model.tree import plain
from report.model.tree.tables import Cell, Column, Row, Table, TableBody, TableEnd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.tree.views import Block

RULE = re.compile(r"(?=.*[-=_─]{2})[-=_─\s+|:]+")
GAP = re.compile(r"\S(?: {2,}|\t)\S")
NUMBER = re.compile(r"[-+−(]?[$€£]?\d[\d.,\s]*+\)?\s*+%?")
WORDS = re.compile(" *([^ ]+)")
COLUMNS = 50  # more are no table that somebody has typed


def looks_aligned(lines: Sequence[str]) -> bool:
    """Tell whether lines seem to stand in columns: most have a gap within."""
    words = [line for line in lines if not RULE.fullmatch(line)]
    gaps = sum(bool(GAP.search(line.strip())) or line.strip().startswith("|") for line in words)
    return len(words) >= 2 and gaps >= 2 and gaps * 3 >= len(words) * 2


def read_table(lines: Sequence[str]) -> Block | None:
    """Read lines as a table whose first row is its head; None where the cells are not certain."""
    words = [line for line in lines if not RULE.fullmatch(line)]
    rows = _barred(words) or _tabbed(words) or _columns(words)
    if rows is None or len(rows) < 2 or len({len(row) for row in rows}) != 1 or not 2 <= len(rows[0]) <= COLUMNS:
        return None
    if not all(row[0] for row in rows) or sum(not cell for row in rows for cell in row) * 4 > len(rows) * len(rows[0]):
        return None
    return make_plain_table(rows)


def make_plain_table(rows: Sequence[Sequence[str]]) -> Block:
    """Make a table of plain cells; a column of numbers stands to the right."""
    numeric = [all(NUMBER.fullmatch(row[at]) or not row[at] for row in rows[1:]) for at in range(len(rows[0]))]
    columns = [Column.make("AlignRight") if number else Column.make() for number in numeric]
    head, *body = [Row.make(map(_cell, row)) for row in rows]
    return Table.make(columns, TableEnd.make([head]), [TableBody.make(body)], TableEnd.make())


def _cell(text: str) -> Cell:
    return Cell.make([plain(inlines_of(text))] if text else [])


def _barred(lines: Sequence[str]) -> list[list[str]] | None:
    if not all("|" in line.strip()[1:] for line in lines):
        return None
    return [[" ".join(cell.split()) for cell in line.strip().strip("|").split("|")] for line in lines]


def _tabbed(lines: Sequence[str]) -> list[list[str]] | None:
    if not all("\t" in line.strip() for line in lines):
        return None
    return [[" ".join(cell.split()) for cell in re.split(r"\t+", line.strip())] for line in lines]


def _columns(lines: Sequence[str]) -> list[list[str]] | None:
    """Cut lines where all of them are blank for two characters or more."""
    lines = [line.expandtabs(8) for line in lines]
    width = max(map(len, lines))
    blank = bytearray(b"\1") * width
    for match in (match for line in lines for match in WORDS.finditer(line)):
        blank[match.start(1) : match.end()] = bytes(match.end() - match.start(1))
    cuts, at = [], 0
    while at < width:
        end = at
        while end < width and blank[end]:
            end += 1
        if end - at >= 2 and at:
            cuts.append((at, end))
        at = max(end, at + 1)
    edges = [0, *(end for _, end in cuts), width]
    if len(edges) > COLUMNS + 1:
        return None
    rows = [[line[start:end] for start, end in pairwise(edges)] for line in lines]
    straight = all(_straight([row[at] for row in rows]) for at in range(len(edges) - 1))
    return [[cell.strip() for cell in row] for row in rows] if straight and len(edges) > 2 else None


def _straight(cells: Sequence[str]) -> bool:
    """Tell whether cells begin or end at one place, and have no gap within, which another column would explain."""
    words = [cell for cell in cells if cell.strip()]
    begins = {len(cell) - len(cell.lstrip()) for cell in words}
    ends = {len(cell.rstrip()) for cell in words}
    return min(len(begins), len(ends)) <= 1 and not any("  " in cell.strip() for cell in words)
