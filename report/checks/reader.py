"""A real reader, foliate-js in headless Chromium: what goes wrong when it opens an EPUB, as findings."""

from __future__ import annotations

import json
from pathlib import Path

from report.checks.tools import find_chromium, find_document, find_modules, find_node, find_reader, place, run, scratch
from report.errors import BuildError
from report.model.findings import Finding, Location

CODE = "E903"
SCRIPT = Path(__file__).with_name("reader.mjs")


def check_reader(path: Path) -> tuple[Finding, ...]:
    """Open an EPUB in a reader: every document shows, every entry of the navigation leads somewhere, pages turn.

    Raise `BuildError` where the browser itself fails.
    """
    book = find_document(path)
    find_reader()
    with scratch() as folder:
        settings = {"PUPPETEER_EXECUTABLE_PATH": str(find_chromium())}
        output = run([str(find_node()), str(SCRIPT), str(find_modules()), str(book)], folder, settings)
    if not output.out.strip():
        raise BuildError(f"the reader says nothing of {place(path)}: {output.last_words}")
    return read_reader(output.out, place(path))


def read_reader(text: str, book: str) -> tuple[Finding, ...]:
    """Turn the reader's JSON report into findings; raise `BuildError` where the text is no such report."""
    try:
        troubles = json.loads(text)["troubles"]
        found = dict.fromkeys((str(trouble["path"]), str(trouble["message"])) for trouble in troubles)
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"the reader's report of {book} cannot be read: {error!r}") from error
    return tuple(Finding(CODE, message, Location(f"{book}!/{inside}" if inside else book)) for inside, message in found)
