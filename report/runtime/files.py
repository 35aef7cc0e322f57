"""Write a file whole or not at all."""

from __future__ import annotations

import errno
import os
from functools import cache
from typing import TYPE_CHECKING

from report.model.errors import BuildError
from report.runtime.drafts import new_draft, remove_left

if TYPE_CHECKING:
    from pathlib import Path

OUT = "choose another folder with --out"
DRAFT = ".report-"  # what the name of a file begins with while it is written


def check_writable(folder: Path, help: str = OUT) -> None:
    """Raise `BuildError` where nothing can be written into a folder, which may not be there yet, and is not made.

    It is asked before work that takes its time; what only shows in writing, `write_file` tells.
    """
    there = next(path for path in (folder, *folder.parents) if os.path.lexists(path))
    if not there.is_dir():
        raise BuildError(f"{folder} cannot be written: {there} is not a folder", help)
    if not os.access(there, os.W_OK | os.X_OK):
        why = os.strerror(errno.EROFS if _is_read_only(there) else errno.EACCES)
        raise BuildError(f"{folder} cannot be written: {why}", help)


def _is_read_only(folder: Path) -> bool:
    """Tell whether the file system of a folder is one that is only read; where that is not known, it is not."""
    return hasattr(os, "statvfs") and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def write_file(path: Path, data: bytes, help: str = OUT) -> None:
    """Write a file under a temporary name and rename it: a failed build leaves the last good one.

    What a build that was killed has left half written in that folder goes. `help` is the way out where it cannot be.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _tidy(path.parent)
        draft, file = new_draft(path.parent, DRAFT)
    except OSError as error:
        raise BuildError(f"{path} cannot be written: {error.strerror}", help) from error
    try:
        with file:
            file.write(data)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise BuildError(f"{path} cannot be written: {error.strerror}", f"make room, or {help}") from error


@cache
def _tidy(folder: Path) -> None:
    """Remove what was left, once for a folder and run."""
    remove_left(folder, DRAFT)
