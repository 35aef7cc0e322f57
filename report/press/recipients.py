"""The list of those who get a copy: a CSV file with a head, a row for each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from report.model.errors import UsageError
from report.model.findings import Finding, Location
from report.runtime.plain_files import read_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME, ORGANISATION = "name", "organisation"
KNOWN = {NAME: NAME, ORGANISATION: ORGANISATION, "organization": ORGANISATION, "affiliation": ORGANISATION}
LARGEST = 16 << 20  # bytes of a list
LONGEST = 90  # characters of name and organisation, for a line at the foot of A5
HEAD = "begin the file with the line `name,organisation`"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a copy."""

    name: str
    organisation: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.organisation) if part)


def read_recipients(path: Path) -> tuple[tuple[Recipient, ...], tuple[Finding, ...]]:
    """Read a list; the order of its rows is that of the copies. Columns of other names are left alone.

    Raise `UsageError` where there is no such file.
    """
    try:
        data = read_plain(path, LARGEST)
    except OSError as error:
        raise UsageError(f"the list {path} cannot be read: {error.strerror}", HEAD) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return (), (Finding("D121", "the list is not UTF-8", Location(path.name, line), "save it as UTF-8"),)
    found: list[Recipient] = []
    findings = list(_read(text, path.name, found))
    if not found and not findings:
        findings.append(Finding("D122", "the list names nobody", Location(path.name, 1), "write a row for each copy"))
    return tuple(found), tuple(findings)


def _read(text: str, name: str, found: list[Recipient]) -> Iterator[Finding]:
    """Read the rows into `found`, and yield what is wrong with them."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    columns: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    try:
        for row in reader:
            place = Location(name, reader.line_num)
            cells = [" ".join(cell.split()) for cell in row]
            if not any(cells):
                continue
            if not columns:
                columns = [KNOWN.get(cell.lower(), "") for cell in cells]
                if NAME not in columns:
                    yield Finding("D121", f'no column is called "{NAME}"', place, HEAD)
                    return
            elif len(cells) != len(columns):
                said = f"the row has {len(cells)} cells, and the head {len(columns)}"
                yield Finding("D121", said, place, 'put a cell with a comma into quotation marks: "Doe, Jane"')
            else:
                yield from _taken(_recipient(cells, columns), place, seen, found)
    except csv.Error as error:
        yield Finding(
            "D121", f"the list is no CSV: {error}", Location(name, reader.line_num), "mend the quotation marks"
        )


def _recipient(cells: list[str], columns: list[str]) -> Recipient:
    values = {column: cell for column, cell in zip(columns, cells, strict=True) if column}
    return Recipient(values[NAME], values.get(ORGANISATION, ""))


def _taken(one: Recipient, place: Location, seen: dict[tuple[str, str], int], found: list[Recipient]) -> Iterator[Finding]:  # fmt: skip
    key = (one.name.casefold(), one.organisation.casefold())
    if not one.name:
        yield Finding("D121", "the row names nobody", place, "write a name, or take the row out")
    elif key in seen:
        help = "a number belongs to one person: take one of them out, or tell them apart"
        yield Finding("D123", f'"{one}" stands in line {seen[key]} already', place, help)
    elif len(str(one)) > LONGEST:
        yield Finding("D124", f"a name has {len(str(one))} characters", place, f"{LONGEST} have room on the page")
    else:
        seen[key] = place.line
        found.append(one)
