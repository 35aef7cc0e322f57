"""Drafts: what is half made has a name that says whose it is, so that nobody clears it away while it is being made.

Files and folders get the permissions that the process's umask, and the folder they are in, leave them.
"""

from __future__ import annotations

import os
import platform
import re
import secrets
import shutil
import time
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from report.runtime.digests import sha256_of

if TYPE_CHECKING:
    from pathlib import Path

MARK = re.compile(r"(?P<machine>[0-9a-f]{8})-(?P<process>\d{1,10})-(?P<begun>\d{1,12})-")
STALE = 24 * 3600  # seconds after which what somebody else's process staged is taken for left over


def mark() -> str:
    """Return what the name of something staged begins with: the machine, the process, and when it was begun."""
    return f"{machine()}-{os.getpid()}-{int(time.time())}-"


def machine() -> str:
    return sha256_of(platform.node())[:8]


def new_draft(folder: Path, prefix: str = "") -> tuple[Path, IO[bytes]]:
    """Make a file that is to get its name when it is whole; return it open for writing."""
    path = _new(folder, prefix)
    return path, path.open("xb")


def new_folder(folder: Path, prefix: str = "") -> Path:
    """Make a folder that is to get its name when it is whole."""
    path = _new(folder, prefix)
    path.mkdir()
    return path


def remove_left(folder: Path, prefix: str) -> None:
    """Remove drafts that nobody writes any more; what cannot be removed stays."""
    left: list[Path] = []
    with suppress(OSError):
        left = [path for path in folder.iterdir() if path.name.startswith(prefix) and not may_be_written(path)]
    for path in left:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def may_be_written(path: Path) -> bool:
    """Tell whether the process that staged something may still run; of one on another machine, only time tells."""
    match = MARK.search(path.name)
    if match is None:
        return True  # it is not ours
    if time.time() - int(match["begun"]) > STALE:
        return False
    if match["machine"] != machine():
        return True
    try:
        os.kill(int(match["process"]), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _new(folder: Path, prefix: str) -> Path:
    return folder / f"{prefix}{mark()}{secrets.token_hex(4)}"
