"""How many processors this process may use."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def available_cores(root: Path = Path("/")) -> int:
    """Return the cores that are allowed by the process's affinity and its control groups, at least 1.

    `root` is the folder that holds `proc` and `sys`; kernel documentation: cgroup-v2 § cpu.max, cgroup-v1 § cfs_quota_us.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min([cores, *(math.ceil(quota) for quota in _quotas(root))]))


def _quotas(root: Path) -> list[float]:
    try:
        lines = (root / "proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    quotas = []
    for line in lines:
        _, controllers, group = line.split(":", 2)
        if not controllers:
            quotas += _along(root / "sys/fs/cgroup", group, _quota_v2)
        elif "cpu" in controllers.split(","):
            quotas += _along(root / "sys/fs/cgroup" / controllers, group, _quota_v1)
            quotas += _along(root / "sys/fs/cgroup/cpu", group, _quota_v1)
    return quotas


def _along(mount: Path, group: str, quota: Callable[[Path], float | None]) -> list[float]:
    """Ask the group and all above it; in a container the group's own folder may be mounted as the topmost."""
    folder = mount / group.lstrip("/")
    folders = [folder, *(parent for parent in folder.parents if parent.is_relative_to(mount))]
    return [found for each in folders if (found := quota(each)) is not None]


def _quota_v2(folder: Path) -> float | None:
    quota, period = _numbers(folder / "cpu.max", 2)
    return quota / period if quota > 0 and period > 0 else None


def _quota_v1(folder: Path) -> float | None:
    quota, period = _numbers(folder / "cpu.cfs_quota_us", 1) + _numbers(folder / "cpu.cfs_period_us", 1)
    return quota / period if quota > 0 and period > 0 else None


def _numbers(path: Path, count: int) -> tuple[float, ...]:
    """Read so many numbers from a file; zeros where it is absent or says "max"."""
    try:
        return tuple(float(word) for word in path.read_text(encoding="ascii").split()[:count])
    except (OSError, ValueError):
        return (0.0,) * count
