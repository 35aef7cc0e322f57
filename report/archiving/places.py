"""Where the archive of a project is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.errors import UsageError
from report.read.manuscript import read_archive_name
from report.read.project import DEFAULTS
from report.runtime.plain_files import true_path

if TYPE_CHECKING:
    from pathlib import Path

    from report.read.project import Project

ARCHIVE = "archive"  # beside sources/, where nobody says otherwise


def archive_of(project: Project | None, report: str = "") -> Path:
    """Return where the versions of a report are kept; of all of a project's where none is named, or it is not there.

    Raise `BuildError` or `UsageError` where that is outside of the project, and the house does not say so.
    """
    if project is None:
        raise UsageError("there is no project here, and so no archive", "name one with --store")
    source = next((one for one in project.reports() if one.slug == report), None)
    if name := read_archive_name(project, source):
        return project.root / name
    if not project.holds(project.root / ARCHIVE):
        message = f"{ARCHIVE} is a link that leads out of the project, to {true_path(project.root / ARCHIVE)}"
        raise UsageError(message, f"name that folder in {project.sources.name}/{DEFAULTS}, or with --store")
    return project.root / ARCHIVE
