"""Which reports a request means, and where what is made of them goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.errors import BuildError, UsageError
from report.model.suggestions import Suggestions
from report.read.project import BUILD, find_project

if TYPE_CHECKING:
    from pathlib import Path

    from report.read.project import Project, Source


def chosen_reports(project: Project, slugs: tuple[str, ...]) -> tuple[Source, ...]:
    """Return the reports of some slugs, all where none is named; raise `UsageError` where there is none of that name."""
    if slugs:
        return tuple(project.report(slug) for slug in dict.fromkeys(slugs))
    reports = project.reports()
    if not reports:
        raise BuildError("there is no report in sources/", "run `report new my-report` to start one")
    return reports


def chosen_names(names: tuple[str, ...], known: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """Return names in the order of those that are known, all where there is none; raise `UsageError` for a name that is not."""
    for name in names:
        if name not in known:
            raise UsageError(
                f'there is no {kind} "{name}"', Suggestions().meant(name, known, f"choose from {', '.join(known)}")
            )
    return tuple(name for name in known if name in names or not names)


def project_at(folder: Path) -> Project | None:
    """Find the project at or above a folder; None where there is none, for files can be compared and built again without."""
    try:
        return find_project(folder)
    except UsageError:
        return None


def outputs_of(project: Project | None, out: Path | None, folder: Path) -> Path:
    """Return the folder that outputs go to, with or without a project at a folder."""
    return project.output(out, project.reports()) if project else (out or folder / BUILD).resolve()
