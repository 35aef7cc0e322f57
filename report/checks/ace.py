"""Ace by DAISY, the accessibility checker for EPUB: its violations as findings."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeAlias

from report.checks.tools import find_ace, find_chromium, find_document, find_node, place, run, scratch
from report.model.errors import BuildError
from report.model.findings import About, Finding, Location

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Node: TypeAlias = dict[str, Any]

CODE = "E902"
BROWSER_START_LIMIT = 60_000  # milliseconds; Ace's own limit of 5,000 is too short for a busy machine
UNREADABLE = re.compile(r"Failed to (?:parse|unzip) EPUB")
REASON = re.compile(r"Ace processing error:\s*(.+)")
COLOUR = re.compile(r"\x1b\[\d+m")


def check_ace(path: Path) -> tuple[Finding, ...]:
    """Check an EPUB's accessibility with Ace, minor violations included; raise `BuildError` where Ace itself fails."""
    book = find_document(path)
    with scratch() as folder:
        settings = {
            "PUPPETEER_EXECUTABLE_PATH": str(find_chromium()),
            "ACE_TIMEOUT_INITIAL": str(BROWSER_START_LIMIT),
        }
        command = [str(find_node()), str(find_ace()), "--force", "--outdir", str(folder / "out"), str(book)]
        output = run(command, folder, settings)
        report = folder / "out" / "report.json"
        if not report.is_file():
            return (unreadable(output.err, place(path)),)
        return read_ace(report.read_text("utf-8"), place(path))


def read_ace(text: str, book: str) -> tuple[Finding, ...]:
    """Turn Ace's JSON report into findings; `book` is the EPUB's name in their locations.

    A violation is a leaf of the nested assertions whose outcome is `fail`; the document it stands in is the subject of
    the assertion around it. Raise `BuildError` where the text is no such report.
    """
    try:
        report = json.loads(text)
        base = next(PurePosixPath(url).parent for url in map(_subject, report["assertions"]) if url.endswith(".opf"))
        found = tuple(_finding(leaf, _location(url, base, book)) for leaf, url in _violations(report, ""))
        outcome = report["earl:result"]["earl:outcome"]
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
        raise BuildError(f"Ace's report of {book} cannot be read: {error!r}") from error
    if outcome != "pass" and not found:
        raise BuildError(f"Ace's report of {book} says {outcome!r} and names no violation")
    return found


def unreadable(log: str, book: str) -> Finding:
    """Turn Ace's log into the finding that it could not open the book; raise `BuildError` for any other failure."""
    words = COLOUR.sub("", log)
    reason = REASON.search(words)
    if not UNREADABLE.search(words):
        raise BuildError(f"Ace wrote no report of {book}: {reason[1] if reason else words.strip() or 'no word of why'}")
    return Finding(CODE, f"Ace cannot read the book: {reason[1] if reason else 'no word of why'}", Location(book))


def _violations(node: Node, url: str) -> Iterator[tuple[Node, str]]:
    """Walk the assertions down to the failed ones; yield each with the address of its document."""
    for child in node.get("assertions", []):
        if "earl:test" not in child:
            yield from _violations(child, _subject(child) or url)
        elif child["earl:result"]["earl:outcome"] == "fail":
            yield child, url


def _subject(assertion: Node) -> str:
    return str(assertion.get("earl:testSubject", {}).get("url", ""))


def _finding(leaf: Node, location: Location) -> Finding:
    test, result = leaf["earl:test"], leaf["earl:result"]
    where = _pointer(result)
    text = " ".join(part for part in (test["dct:title"], f"({test['earl:impact']})", where and f"at `{where}`") if part)
    message = f"{text}: {_line(result['dct:description'])}"
    return Finding(CODE, message, location, _help(test), about=About(selector=where) if where else None)


def _pointer(result: Node) -> str:
    """Return the selector of the element that a result is of."""
    return " ".join((result.get("earl:pointer") or {}).get("css", []))


def _help(test: Node) -> str:
    advice = test.get("help", {})
    return _line("; ".join(filter(None, (advice.get("dct:description"), advice.get("url")))))


def _line(text: str) -> str:
    """Put a text of several lines into one."""
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())


def _location(url: str, base: PurePosixPath, book: str) -> Location:
    """Name a document inside the book: Ace gives content relative to the package document's folder, and that whole."""
    inside = PurePosixPath(url.lstrip("/"))
    if not url.startswith("/") and inside.suffix != ".opf":
        inside = base / inside
    return Location(f"{book}!/{inside}") if url else Location(book)
