"""Tables from data: rows of comma-separated values become a table with heads, totals, and numbers as the language writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from report.model.locales import format_number
from report.model.tree import plain, space, span, string
from report.model.tree.blocks import Paragraph
from report.model.tree.tables import Cell, Column, Row, Table, TableBody, TableEnd
from report.model.words import with_number
from report.read.data_blocks import TABLE_KEYS, held_data
from report.resolve.data import DELIMITERS, Data, read_data, read_rows
from report.resolve.decimals import room_for
from report.resolve.safety import tell_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.findings import Location
    from report.model.tree.views import Block
    from report.resolve.context import Context

ALIGNMENTS = {"l": "AlignLeft", "r": "AlignRight", "c": "AlignCenter", "-": "AlignDefault"}
NUMBER = re.compile(r"[+\-\u2212]?\d+(\.\d+)?\s?%?")
WIDTH = re.compile(r"(?=[\d.]*[1-9])\d{1,6}(\.\d{1,6})?%?")
WHOLE = re.compile(r"\d{1,9}")
COLUMNS, CELLS = 200, 100_000  # of a table that a page, and a book, can show
NOTHING = {"", "-", "–", "—", "..", "…", "n/a", "NA"}
GROUPED_FROM = 5  # digits of a whole number: those of four are years as often as not


@dataclass(frozen=True, slots=True)
class TableShape:
    """How a table's rows are set: how many rows are its head and its totals, how many columns are stubs."""

    heads: int
    totals: int
    stubs: int
    alignments: tuple[str, ...]
    widths: tuple[float, ...]


def set_data_table(table: Table, context: Context) -> None:
    """Turn a table that holds data into one with rows and cells, in place."""
    attr = table.attributes
    pairs = attr.values
    place = context.places.next(f"{{.csv #{attr.identifier}", f"#{attr.identifier}", "{.csv")
    data = read_data(pairs["file"], place, context) if "file" in pairs else _held(held_data(table), place)
    delimiter = pairs.get("delimiter", "")
    if delimiter not in DELIMITERS and not re.fullmatch(r"""[^\w\s"]?""", delimiter):
        help = f"write one mark, or one of the words {', '.join(DELIMITERS)}"
        context.error("S212", f'delimiter="{delimiter}" does not part cells', place, help)
        data = None
    rows = read_rows(data, delimiter, context) if data else None
    rows = rows if data and rows and _can_be_set(rows, data, context) else None
    attr.classes = [name for name in attr.classes if name != "csv"]
    for key in (key for key in pairs if key not in TABLE_KEYS and key != "lang"):
        tell_unknown(key, TABLE_KEYS, context)
    attr.pairs = attr.only("lang")
    if rows is None:
        return
    if (shape := _shape(pairs, [row for _, row in rows], place, context)) is None:
        return
    if source := pairs.get("source"):
        _add_source(table.caption, source, context)
    table.take(make_table([row for _, row in rows], shape, context.manuscript.metadata.lang, group=pairs.get("group")))


def _can_be_set(rows: Sequence[tuple[int, list[str]]], data: Data, context: Context) -> bool:
    columns = len(rows[0][1])
    if columns <= COLUMNS and len(rows) * columns <= CELLS:
        return True
    message = f'"{data.name}" has {len(rows):,} rows of {columns:,} cells'
    help = f"a table has {COLUMNS} columns and {CELLS:,} cells at most: show a part of it, or draw a chart"
    context.error("S239", message, data.place, help)
    return False


def _held(text: str, place: Location) -> Data:
    return Data(text, replace(place, line=place.line + 1, column=0) if place.line else place, "the table's data")


def _shape(pairs: dict[str, str], rows: list[list[str]], place: Location, context: Context) -> TableShape | None:
    """Read how a table is to be set; a finding S212 where an attribute has a value that does not fit the data."""
    columns = len(rows[0])
    numbers = {}
    for key, usual in (("header-rows", "1"), ("total-rows", "0"), ("header-columns", "")):
        value = pairs.get(key, usual)
        if value and not (WHOLE.fullmatch(value) and int(value) < (columns if key == "header-columns" else len(rows))):
            whole = f"write a whole number below {columns if key == 'header-columns' else len(rows)}"
            help = whole if key in pairs else 'write rows below the head, or header-rows="0" where there is no head'
            context.error("S212", f'{key}="{value}" does not fit the data', place, help)
            return None
        numbers[key] = int(value) if value else None
    align, widths = pairs.get("align", ""), pairs.get("widths", "").replace(",", " ").split()
    if align and (len(align) != columns or set(align) - set(ALIGNMENTS)):
        help = f"write {columns} letters, one for each column: l, r, c, or - for what suits it"
        context.error("S212", f'align="{align}" does not fit {columns} columns', place, help)
        return None
    if widths and (len(widths) != columns or not all(WIDTH.fullmatch(width) for width in widths)):
        help = f'write {columns} numbers that are shares of the whole: widths="{" ".join(["1"] * columns)}"'
        context.error("S212", f'widths="{" ".join(widths)}" does not fit {columns} columns', place, help)
        return None
    heads, totals, stubs = numbers["header-rows"] or 0, numbers["total-rows"] or 0, numbers["header-columns"]
    body = rows[heads : len(rows) - totals]
    shares = [float(width.rstrip("%")) for width in widths]
    return TableShape(
        heads,
        totals,
        int(_has_stub(body)) if stubs is None else stubs,
        tuple(ALIGNMENTS[letter] for letter in align or "-" * columns),
        tuple(share / sum(shares) for share in shares),
    )


def _has_stub(body: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first column names the rows: a word in each, and none twice."""
    names = [row[0] for row in body]
    return len(body[0]) > 1 and all(names) and len(set(names)) == len(names) if body else False


def _add_source(caption: Sequence[Block], source: str, context: Context) -> None:
    if caption:
        said = span(string(with_number(context.words.source, source)), "source")
        Paragraph(caption[0]).inlines += [space(), said]


def make_table(rows: Sequence[Sequence[str]], shape: TableShape, lang: str, *, group: str | None = None) -> Table:
    """Make a table of rows, without a caption."""
    columns = list(zip(*rows[shape.heads :], strict=True)) or [() for _ in rows[0]]
    numeric = [_is_numeric(column) for column in columns]
    shown = [
        _numbers(column, lang, group) if is_numeric else list(column)
        for column, is_numeric in zip(columns, numeric, strict=True)
    ]
    aligned = [
        ("AlignRight" if is_numeric else "AlignLeft") if given == "AlignDefault" else given
        for given, is_numeric in zip(shape.alignments, numeric, strict=True)
    ]
    specs = [Column.make(*one) for one in zip_longest(aligned, (round(width, 4) for width in shape.widths))]
    body = [_row(row) for row in zip(*shown, strict=True)]
    end = len(body) - shape.totals
    head = [_row(row, spread=number < shape.heads) for number, row in enumerate(rows[: shape.heads], start=1)]
    ends = TableEnd.make(head), TableEnd.make(body[end:])
    return Table(Table.make(specs, ends[0], [TableBody.make(body[:end], shape.stubs)], ends[1]))


def _row(cells: Sequence[str], *, spread: bool = False) -> Row:
    """Make a row; where it is to `spread`, a cell goes on over the empty ones after it, as a head over several columns does."""
    made: list[Cell] = []
    for number, text in enumerate(cells):
        if spread and not text and number > 1:
            made[-1].column_span += 1
        else:
            made.append(Cell.make([plain(string(text))] if text else []))
    return Row.make(made)


def _is_numeric(column: Sequence[str]) -> bool:
    values = [cell for cell in column if cell not in NOTHING]
    return bool(values) and all(NUMBER.fullmatch(value) for value in values)


def _numbers(column: Sequence[str], lang: str, group: str | None) -> list[str]:
    """Write a column's numbers, with room for the decimals that some lack, so that their points stand in line.

    Digits are grouped unless `group` is "no" or all are whole numbers short enough to be years.
    """
    wholes = [re.sub(r"\D", "", cell.partition(".")[0]) for cell in column]
    places = [0 if cell in NOTHING else len(cell.partition(".")[2].rstrip(" %")) for cell in column]
    most = max(places)
    long = most > 0 or any(len(whole.lstrip("0")) >= GROUPED_FROM for whole in wholes)
    grouped = group != "no" and (group == "yes" or long)
    shown = []
    for cell, decimals in zip(column, places, strict=True):
        room = room_for(decimals, most)
        shown.append(cell if cell in NOTHING else format_number(cell, lang, group=grouped) + room)
    return shown
