"""The Nu Html Checker, which is the W3C's for HTML and CSS: its messages as findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NotRequired, TypedDict

from report.checks.tools import find_document, find_nu, java_command, place, run, scratch
from report.model.errors import BuildError
from report.model.findings import Finding, Location, Severity

if TYPE_CHECKING:
    from pathlib import Path

CODE = "W901"
STACK = "-Xss8m"  # its grammars recurse: with less it gives up on pages as large as a book
SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING}
NOISE = (
    "Resource violates Content Security Policy",  # said of pictures that `img-src data:` lets in; axe's browser judges
    "Text run starts with a composing character",  # an accent over a formula's letter, as MathML's operators have it
)


class _NuMessage(TypedDict):
    type: str
    message: str
    subType: NotRequired[str]
    firstLine: NotRequired[int]
    lastLine: NotRequired[int]
    firstColumn: NotRequired[int]


def check_nu(path: Path) -> tuple[Finding, ...]:
    """Validate a web page with the Nu Html Checker; raise `BuildError` where the checker itself fails."""
    page = find_document(path)
    with scratch() as folder:
        java = [*java_command(folder), STACK, "-jar", str(find_nu())]
        output = run([*java, "--format", "json", "--stdout", str(page)], folder)
    if not output.out.strip():
        raise BuildError(f"the Nu Html Checker says nothing of {place(path)}: {output.last_words}")
    return read_nu(output.out, place(path))


def read_nu(text: str, page: str) -> tuple[Finding, ...]:
    """Turn the checker's JSON report into findings; `page` is the file's name in their locations.

    Its errors and warnings count; its remarks do not, for they are of taste: the slash that ends an empty element, say.
    Raise `BuildError` where the text is no such report, or tells of a run that came to no end.
    """
    try:
        messages: list[_NuMessage] = json.loads(text)["messages"]
        failures = [message["message"] for message in messages if message["type"] == "non-document-error"]
        found = tuple(_finding(message, page) for message in messages if _counts(message))
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"the Nu Html Checker's report of {page} cannot be read: {error!r}") from error
    if failures:
        raise BuildError(f"the Nu Html Checker gives up on {page}: {failures[0]}")
    return found


def _kind(message: _NuMessage) -> str:
    return message.get("subType", "") if message["type"] == "info" else message["type"]


def _counts(message: _NuMessage) -> bool:
    return _kind(message) in SEVERITIES and not message["message"].startswith(NOISE)


def _finding(message: _NuMessage, page: str) -> Finding:
    line = message.get("firstLine", message.get("lastLine", 0))  # the first is left out where it is the last as well
    location = Location(page, line, message.get("firstColumn", 0))
    return Finding(CODE, " ".join(message["message"].split()), location, "", SEVERITIES[_kind(message)])
