"""Formulas too wide for a line, broken as authors break them: before relations, then before signs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from report.editions.pdf.formulas.prepare import atom_kind, flat
from report.editions.pdf.formulas.spacing import BIN, REL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

INDENT = 2.0  # em of a line that goes on with a sign

Parts = list[ET.Element]


def break_lines(math: ET.Element, measure: float, width_of: Callable[[ET.Element], float]) -> ET.Element | None:
    """Set a formula on several lines that begin with their relations below each other; None where it cannot be.

    `measure` is how wide it may be (em), `width_of` tells how wide a formula is.
    """
    parts = list(flat(list(math)))
    kinds = [atom_kind(part) for part in parts]
    if REL not in kinds[1:] or any(part.tag.endswith("}mtable") for part in parts):
        return None
    first = kinds.index(REL, 1)
    left, right = parts[:first], parts[first:]
    room = measure - width_of(_formula(left))
    if room < measure / 2:
        return None
    lines = list(_lines(_pieces(right), room, width_of))
    table = ET.Element("mtable")
    for index, line in enumerate(lines):
        row = ET.SubElement(table, "mtr")
        for align, cell in (("right", [] if index else left), ("left", line)):
            ET.SubElement(row, "mtd", {"columnalign": align}).extend(cell)
    broken = ET.Element(math.tag, math.attrib)
    broken.append(table)
    return broken


def _pieces(parts: Parts) -> Iterator[Parts]:
    """Cut before each relation and each sign between two terms."""
    piece: Parts = []
    for part in parts:
        if atom_kind(part) in {REL, BIN} and piece and atom_kind(piece[-1]) not in {REL, BIN}:
            yield piece
            piece = []
        piece.append(part)
    yield piece


def _lines(pieces: Iterator[Parts], room: float, width_of: Callable[[ET.Element], float]) -> Iterator[Parts]:
    """Fill lines; a relation always begins one."""
    line: Parts = []
    for piece in pieces:
        relates = atom_kind(piece[0]) == REL
        if line and (relates or width_of(_formula([*line, *piece])) > room):
            yield line
            line = [] if relates else [ET.Element("mspace", {"width": f"{INDENT}em"})]
        line = [*line, *piece]
    yield line


def _formula(parts: Sequence[ET.Element]) -> ET.Element:
    math = ET.Element("math", {"display": "block"})
    math.extend(parts)
    return math
