"""What a job may take, and how its worker's memory is measured and bounded."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job, or one worker, may take; None for as much as it likes.

    `memory` and `recycle` are private memory, without the pages of files and libraries, and hold on Linux only.
    """

    seconds: float | None = None  # for a job, without a result or progress
    memory: int | None = None  # bytes that a job may add to what its worker has at the start
    recycle: int | None = None  # bytes after a job, beyond which the worker is replaced
    max_jobs: int | None = None  # for a worker, after which it is replaced


def private_memory(pid: int) -> int:
    """Return the bytes that a process has in memory for itself alone; 0 where that cannot be known."""
    _, resident, shared = _pages(pid)
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE") if resident else 0


def bound_memory(more: int) -> None:
    """Let this process have so many bytes more than now, beyond which it meets a MemoryError; Linux only."""
    if sys.platform == "linux":
        import resource

        total, _, _ = _pages(os.getpid())
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = total * os.sysconf("SC_PAGE_SIZE") + more
        resource.setrlimit(resource.RLIMIT_AS, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _pages(pid: int) -> tuple[int, int, int]:
    """Return the pages that a process maps, has in memory, and shares with files; zeros where there is no /proc."""
    try:
        total, resident, shared = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[:3]
    except (OSError, ValueError):
        return 0, 0, 0
    return int(total), int(resident), int(shared)
