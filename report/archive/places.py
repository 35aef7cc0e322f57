"""Where the archive of a project is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.errors import UsageError
from report.read.manuscript import read_archive_name

if TYPE_CHECKING:
    from pathlib import Path

    from report.project import Project

ARCHIVE = "archive"  # beside sources/, where nobody says otherwise


def archive_of(project: Project | None, report: str = "") -> Path:
    """Return where the versions of a report are kept; of all of a project's where none is named, or it is not there."""
    if project is None:
        raise UsageError("there is no project here, and so no archive", "name one with --store")
    source = next((one for one in project.reports() if one.slug == report), None)
    return project.root / (read_archive_name(project, source) or ARCHIVE)
