"""Where the tool keeps what it can make again: in a folder that is the user's alone, for some of what it holds is code."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

OTHERS_WRITE = 0o022
PRIVATE = 0o700
_complaints: list[tuple[str, str]] = []


def cache_folder() -> Path:
    """Return the folder for files that can be made again: `REPORT_CACHE`, else the user's cache folder.

    It is made where it is not there. One that others may write, or that cannot be written, is not used: a folder among
    the temporary ones takes its place, and `complaint` says why.
    """
    fault, help = cache_fault()
    if not fault:
        return named_folder()
    complain(fault, help)
    return spare_folder()


def cache_fault() -> tuple[str, str]:
    """Say why the folder that is asked for is not used, and what can be done; make it first. Two empty texts: it is."""
    try:
        wanted = named_folder()
        fault, help = _fault(wanted)
    except (OSError, RuntimeError) as error:  # a loop of links; a user without a home
        return f"there is no folder for the cache: {error}", "name one in REPORT_CACHE"
    return f"the cache {wanted} {fault}" if fault else "", help


def named_folder() -> Path:
    """Return the folder that is asked for, whatever is there: `REPORT_CACHE`, else the user's cache folder."""
    if chosen := os.environ.get("REPORT_CACHE"):
        return Path(chosen).resolve()
    from platformdirs import user_cache_path

    return user_cache_path("report", appauthor=False)


@cache
def spare_folder() -> Path:
    """Return this user's own folder among the temporary ones, for a run whose cache cannot be used.

    Its name is always the same, so that processes and runs share it; where another user sits on that name, it is a new one.
    """
    usual = Path(tempfile.gettempdir(), f"report-cache-{_user()}")
    if not usual.is_symlink() and not _fault(usual)[0]:
        return usual
    return Path(tempfile.mkdtemp(prefix="report-cache-"))


def complain(message: str, help: str = "make room there, or name another folder in REPORT_CACHE") -> None:
    """Note what is wrong with the cache. It ends no run: what cannot be kept is made again."""
    if not _complaints:
        _complaints.append((message, help))


def complaint() -> tuple[str, str] | None:
    """Return what was first found wrong with the cache in this process, and the way out; None where nothing was."""
    return _complaints[0] if _complaints else None


def _fault(folder: Path) -> tuple[str, str]:
    """Say why a folder cannot be used, and what can be done; make it first where it is not there. Two empty texts: it can."""
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        return f"cannot be used: {error.strerror}", "name another folder in REPORT_CACHE"
    if _user() != getattr(found, "st_uid", 0):
        return "belongs to another user", "name a folder of your own in REPORT_CACHE"
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return "cannot be written", "name another folder in REPORT_CACHE"
    if os.name == "posix" and found.st_mode & ~PRIVATE & 0o777 and not _shut(folder, found.st_mode):
        return "can be written by others, and is not used", f"see what is in it, then: rm -r {folder}"
    return "", ""


def _shut(folder: Path, mode: int) -> bool:
    """Let nobody else in from now on; tell whether nobody else can have written below the folder so far."""
    folders = (Path(base, name) for base, names, _ in os.walk(folder) for name in names)
    if mode & OTHERS_WRITE or any(path.lstat().st_mode & OTHERS_WRITE for path in folders if not path.is_symlink()):
        return False
    with suppress(OSError):  # some shared disks have no such modes
        folder.chmod(PRIVATE)
    return True


def _user() -> int:
    return os.geteuid() if hasattr(os, "geteuid") else 0
