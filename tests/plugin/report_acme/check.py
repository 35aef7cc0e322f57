"""A check of finished files: is the text short enough?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.checks import Check
from report.model.findings import Finding, Location

if TYPE_CHECKING:
    from pathlib import Path

MOST = 40  # words


def check_length(path: Path) -> tuple[Finding, ...]:
    """Count the words of a text."""
    count = len(path.read_text(encoding="utf-8").split())
    return (Finding("ACME2", f"{count} words", Location(path.name), "shorten it"),) if count > MOST else ()


CHECK = Check("length", "txt", "a text is read to its end", "report_acme.check:check_length")
