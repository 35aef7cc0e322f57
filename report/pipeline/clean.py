"""Remove what can be made again."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from report.model.errors import BuildError
from report.read.project import PRINTED
from report.runtime.cache import named_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from report.read.project import Project

RECORD = "build.json"
KEPT = (  # the names of what versions of this tool have kept, from the first on
    "results", "templates", "stamps", "sections", "charts", "pictures", "print", "fonts*-*", "links.json", ".links.json",
    "hyphens-*.pickle", "weasyprint_declarations-*.py", "__pycache__",
)  # fmt: skip


def remove_kept() -> Path:
    """Remove everything that is kept between builds, and return the folder it was in.

    Only what a version of this tool has put there: `REPORT_CACHE` may name a folder that holds other things.
    """
    folder = named_folder()
    try:
        for path in sorted({path for pattern in KEPT for path in folder.glob(pattern)}):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
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
