"""S226: pictures that nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from report.model.findings import Finding, Location
from report.read.pictures import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.manuscript import Manuscript
    from report.read.project import Project


def check_pictures(manuscript: Manuscript, project: Project) -> Iterator[Finding]:
    """Find pictures in the report's own folder that no text shows."""
    folder = manuscript.folder
    if folder == project.sources:
        return  # the folder of a report that is a single file is that of all
    parts = [part for part in (manuscript.summary, manuscript.key_points, *manuscript.sections) if part]
    sources = {unquote(source) for part in parts for source in part.register.images}
    shown = {project.shared(folder, source) for source in (*sources, manuscript.metadata.cover_image)}
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
        if path.suffix.lower() in TYPES and path.is_file() and not hidden and path.resolve() not in shown:
            help = "show it, or move it out of the report's folder"
            yield Finding("S226", "the picture is shown nowhere", Location(project.name(path)), help)
