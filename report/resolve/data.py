"""Files of data: found in the report's folders, read as text, and their mistakes told with their lines."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.errors import BuildError
from report.model.findings import Location
from report.read.lines import find_control
from report.read.project import read_source

if TYPE_CHECKING:
    from report.resolve.context import Context

WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers"}
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


@dataclass(frozen=True, slots=True)
class Data:
    """Data as text, the place of their first line, and what they are called in messages."""

    text: str
    place: Location
    name: str

    def line(self, number: int) -> Location:
        """Locate one of the lines, from 1."""
        return Location(self.place.path, self.place.line + number - 1) if self.place.line else self.place


def read_data(name: str, place: Location, context: Context) -> Data | None:
    """Read a file of data that a report names at `place`; a finding S238 where it is not there."""
    path = context.project.shared(context.manuscript.folder, name)
    if "://" in name:
        help = "save the data into the report's folder and name them by their path"
        context.error("S238", f'the data "{name}" are not in the report\'s folder', place, help)
        return None
    if path is None:
        context.error(
            "S238",
            context.project.absent(context.manuscript.folder, name, "file of data"),
            place,
            _nearest(name, context),
        )
        return None
    if path.suffix.lower() in WORKBOOKS:
        help = "save the sheet as CSV (UTF-8) in the program that made it, and name that file"
        context.error("S239", f'"{name}" is a workbook of a spreadsheet, not comma-separated values', place, help)
        return None
    try:
        text = read_source(context.project, path)
    except BuildError as error:
        context.findings += error.findings
        return None
    context.files.append(path)
    if found := find_control(text):
        place = Location(context.project.name(path), *found[:2])
        context.error("S110", f"a control character ({found[2]})", place, "take it out")
        return None
    return Data(text, Location(context.project.name(path), 1), name)


def _nearest(name: str, context: Context) -> str:
    near = [other for other in context.suggestions.near(name, context.files_there()) if other != name]
    shown = context.project.name(context.manuscript.folder)
    return f'did you mean "{near[0]}"?' if near else f"put it into {shown}/; the path is relative to it"


def read_rows(data: Data, delimiter: str, context: Context) -> list[tuple[int, list[str]]] | None:
    """Parse comma-separated values (RFC 4180) into rows with their lines; None, and a finding S239, where that fails.

    A `delimiter` that is empty is taken from the first line.
    """
    first = next((line for line in data.text.split("\n") if line), "")
    mark = DELIMITERS.get(delimiter, delimiter) or max(",;\t|", key=first.count)
    reader = csv.reader((f"{line}\n" for line in data.text.split("\n")), delimiter=mark, strict=True)
    found, begin = [], 1
    try:
        for row in reader:
            found.append((begin, [" ".join(cell.split()) for cell in row]))
            begin = reader.line_num + 1
    except csv.Error as error:
        help = "close quotation marks, and write two for one within a cell"
        context.error("S239", f'"{data.name}" cannot be read: {error}', data.line(begin), help)
        return None
    rows = [(line, row) for line, row in found if any(row)]
    return rows if _is_even(rows, data, context) else None


def _is_even(rows: list[tuple[int, list[str]]], data: Data, context: Context) -> bool:
    if not rows:
        context.error("S239", f'"{data.name}" holds no rows', data.place, "write a head and rows below it")
        return False
    width = len(rows[0][1])
    for line, row in rows:
        if len(row) != width:
            message = f'a row of "{data.name}" has {len(row)} cells where the first has {width}'
            context.error("S239", message, data.line(line), "write as many cells in each row, empty ones as well")
            return False
    return True
