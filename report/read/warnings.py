"""What pandoc warns of while it reads, as findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.model.findings import Finding, Location
from report.read.lines import locate_line

if TYPE_CHECKING:
    from report.model.manuscript import Section

UNUSED_NOTE = re.compile(r"Note with key '(.+)' defined but not used")
DOUBLE_NOTE = re.compile(r"[Dd]uplicate note reference '?([^' ]+)'?")


def place_in(section: Section, line: int, column: int) -> Location:
    """Locate the first character at or after what pandoc names, which may be the space before it."""
    rest = section.text.split("\n")[line - 1][column - 1 :]
    return locate_line(section, line, column + len(rest) - len(rest.lstrip()))


def warned(warning: str, place: Location) -> Finding:
    """Turn a warning into a finding."""
    if match := UNUSED_NOTE.match(warning):
        return Finding("S224", f"the note [^{match[1]}] is never called", place, "call it, or delete it")
    if match := DOUBLE_NOTE.match(warning):
        return Finding("S250", f"the note [^{match[1]}] is written twice, and one of them is lost", place, "give each its own name")  # fmt: skip
    return Finding("S209", f"pandoc: {warning}", place, "see the manual of pandoc")
