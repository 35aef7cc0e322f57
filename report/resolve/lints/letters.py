"""S258: a letter is to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.errors import UsageError
from report.model.findings import Finding, Location
from report.themes.theme import find_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.manuscript import Manuscript
    from report.read.project import Project

LETTER = "letter"


def check_recipients(manuscript: Manuscript, project: Project) -> Iterator[Finding]:
    """Find a letter that names nobody it is to."""
    meta = manuscript.metadata
    if not meta.recipients and _is_letter(project, meta.theme):
        place = Location(*meta.lines.get("theme", (project.name(manuscript.files[0]), 1, 1)))
        help = "add `recipients: [{name: …, affiliation: …}]`"
        yield Finding("S258", "the letter names no recipient", place, help)


def _is_letter(project: Project, theme: str) -> bool:
    """Tell whether a theme is the letter, or builds upon it; one that is not there is a finding of its own."""
    try:
        return any(folder.name == LETTER for folder in find_theme(project.root, theme).folders)
    except UsageError:
        return False
