"""Marks in the names of what is half made: whose it is, so that nobody clears it away while it is being made."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MARK = re.compile(r"(?P<machine>[0-9a-f]{8})-(?P<process>\d+)-(?P<begun>\d+)-")
STALE = 24 * 3600  # seconds after which what somebody else's process staged is taken for left over


def mark() -> str:
    """Return what the name of something staged begins with: the machine, the process, and when it was begun."""
    return f"{machine()}-{os.getpid()}-{int(time.time())}-"


def machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


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
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
