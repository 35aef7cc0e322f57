"""S258: a letter is to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.findings import Finding, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.manuscript import Manuscript
    from report.project import Project

LETTER = "letter"


def check_recipients(manuscript: Manuscript, project: Project) -> Iterator[Finding]:
    """Find a letter that names nobody it is to."""
    meta = manuscript.metadata
    if meta.theme == LETTER and not meta.recipients:
        place = Location(*meta.lines.get("theme", (project.name(manuscript.files[0]), 1, 1)))
        help = "add `recipients: [{name: …, affiliation: …}]`"
        yield Finding("S258", "the letter names no recipient", place, help)
