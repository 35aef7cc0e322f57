"""EPUBCheck, the W3C's conformance checker for EPUB: its messages as findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypedDict

from report.checks.tools import find_document, find_epubcheck, java_command, place, run, scratch
from report.model.errors import BuildError
from report.model.findings import Finding, Location, Severity

if TYPE_CHECKING:
    from pathlib import Path

CODE = "E901"
SEVERITIES = {
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.ERROR,
    "USAGE": Severity.WARNING,
}


class _Place(TypedDict):
    path: str
    line: int


class _EpubCheckMessage(TypedDict):
    ID: str
    severity: str
    message: str
    suggestion: str | None
    locations: list[_Place]
    additionalLocations: int


def check_epubcheck(path: Path) -> tuple[Finding, ...]:
    """Validate an EPUB with EPUBCheck, usage hints included; raise `BuildError` where EPUBCheck itself fails."""
    book = find_document(path)
    with scratch() as folder:
        report = folder / "report.json"
        options = ["--usage", "--quiet", "--json", str(report)]
        output = run([*java_command(folder), "-jar", str(find_epubcheck()), str(book), *options], folder)
        if not report.is_file():
            raise BuildError(f"EPUBCheck wrote no report of {place(path)}: {output.last_words}")
        return read_epubcheck(report.read_text("utf-8"), place(path))


def read_epubcheck(text: str, book: str) -> tuple[Finding, ...]:
    """Turn EPUBCheck's JSON report into findings, one for each place; `book` is the EPUB's name in their locations.

    Raise `BuildError` where the text is no such report, or the report of a run that opened nothing.
    """
    try:
        report = json.loads(text)
        messages: list[_EpubCheckMessage] = report["messages"]
        found = tuple(finding for message in messages for finding in _findings(message, book))
        opened = bool(messages or report["items"])
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"EPUBCheck's report of {book} cannot be read: {error!r}") from error
    if not opened:
        raise BuildError(f"EPUBCheck opened nothing of {book}")
    return found


def _findings(message: _EpubCheckMessage, book: str) -> list[Finding]:
    severity = SEVERITIES.get(message["severity"])
    if severity is None:
        return []
    more = message["additionalLocations"]
    text = f"{message['ID']} {message['message']}" + (f" (and in {more} more places)" if more > 0 else "")
    places = [_location(found, book) for found in message["locations"]] or [Location(book)]
    return [Finding(CODE, text, location, message["suggestion"] or "", severity) for location in places]


def _location(found: _Place, book: str) -> Location:
    """Name a place inside the book; EPUBCheck gives the book's own path for the container, and -1 for no line."""
    inside = found["path"]
    if not inside or inside.rpartition("/")[2] == book.rpartition("/")[2]:
        return Location(book)
    return Location(f"{book}!/{inside}", max(found["line"], 0))
