"""Remove what can be made again."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from report.cache import cache_folder
from report.errors import BuildError
from report.project import PRINTED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from report.project import Project

RECORD = "build.json"


def remove_kept() -> Path:
    """Remove everything that is kept between builds, and return the folder it was in."""
    folder = cache_folder()
    try:
        if folder.is_dir():
            shutil.rmtree(folder)
    except OSError as error:
        raise BuildError(f"{folder} cannot be removed: {error.strerror}", "see who owns the files in it") from error
    return folder


def remove_outputs(project: Project, out: Path) -> Iterator[Path]:
    """Remove the folders that the project's reports were built into; a folder without a build's record stays."""
    for source in project.reports():
        folder = out / source.slug
        if (folder / RECORD).is_file():
            shutil.rmtree(folder)
            yield folder
        elif (folder / PRINTED).is_dir():
            shutil.rmtree(folder / PRINTED)
            yield folder / PRINTED
