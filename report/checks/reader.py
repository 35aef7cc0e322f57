"""Real readers, foliate-js and epub.js in headless Chromium: what goes wrong when they open an EPUB, as findings."""

from __future__ import annotations

import json
from pathlib import Path

from report.checks.tools import (
    find_chromium,
    find_document,
    find_epubjs,
    find_modules,
    find_node,
    find_reader,
    place,
    run,
    scratch,
)
from report.model.errors import BuildError
from report.model.findings import Finding, Location

CODES = {"foliate": "E903", "epubjs": "E904"}
SCRIPT = Path(__file__).with_name("reader.mjs")


def check_reader(path: Path) -> tuple[Finding, ...]:
    """Open an EPUB in foliate-js, and read it as a person would.

    Every document shows, every entry of the navigation and every note leads somewhere, the first note is followed forth
    and back, pages turn. Raise `BuildError` where the browser itself fails.
    """
    find_reader()
    return _read(path, "foliate")


def check_epubjs(path: Path) -> tuple[Finding, ...]:
    """Open an EPUB in epub.js; what is looked for is the same."""
    find_epubjs()
    return _read(path, "epubjs")


def _read(path: Path, engine: str) -> tuple[Finding, ...]:
    book = find_document(path)
    with scratch() as folder:
        settings = {"PUPPETEER_EXECUTABLE_PATH": str(find_chromium())}
        output = run([str(find_node()), str(SCRIPT), str(find_modules()), str(book), engine], folder, settings)
    if not output.out.strip():
        raise BuildError(f"the reader says nothing of {place(path)}: {output.last_words}")
    return read_reader(output.out, place(path), CODES[engine])


def read_reader(text: str, book: str, code: str = CODES["foliate"]) -> tuple[Finding, ...]:
    """Turn the reader's JSON report into findings; raise `BuildError` where the text is no such report."""
    try:
        troubles = json.loads(text)["troubles"]
        found = dict.fromkeys((str(trouble["path"]), str(trouble["message"])) for trouble in troubles)
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"the reader's report of {book} cannot be read: {error!r}") from error
    return tuple(Finding(code, message, Location(f"{book}!/{inside}" if inside else book)) for inside, message in found)
