"""What a command costs: CPU seconds of it and all its descendants, wall seconds, and memory at its peak."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PR_SET_CHILD_SUBREAPER = 36
PAUSE = 0.25  # seconds between two looks at the memory, which cost a core some milliseconds each


@dataclass(frozen=True)
class Cost:
    """CPU and wall seconds, and MiB: the most that all processes together had for themselves (PSS)."""

    cpu: float
    wall: float
    memory: float


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command to its end, with all that it leaves behind; end the program where it fails."""
    read, write = os.pipe()
    monitor = os.fork()
    if monitor == 0:
        os.close(read)
        status = 1
        try:
            status = _monitor(command, folder, {**os.environ, **environment}, write)
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read) as told:
        text = told.read()
    _, status = os.waitpid(monitor, 0)
    if os.waitstatus_to_exitcode(status) or not text:
        sys.exit(f"failed in {folder}: {' '.join(command)}")
    return Cost(**json.loads(text))


def _monitor(command: Sequence[str], folder: Path, environment: Mapping[str, str], told: int) -> int:
    """Run a command in this process, to which its orphans fall, and write what it cost."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        if not os.environ.get("BENCH_LOUD"):
            os.dup2(quiet, 2)
        os.execve(command[0], list(command), dict(environment))
    peak = [0.0]
    ended = threading.Event()
    sampler = threading.Thread(target=_sample, args=(os.getpid(), peak, ended))
    sampler.start()
    _, status = os.waitpid(child, 0)
    wall = time.perf_counter() - start
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        ended.set()
    sampler.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    os.write(told, json.dumps({"cpu": used.ru_utime + used.ru_stime, "wall": wall, "memory": peak[0]}).encode())
    return os.waitstatus_to_exitcode(status)


def _sample(root: int, peak: list[float], ended: threading.Event) -> None:
    while not ended.wait(PAUSE):
        peak[0] = max(peak[0], sum(_memory(pid) for pid in _below(root)))


def _below(root: int) -> Iterator[int]:
    with contextlib.suppress(OSError):  # a process has ended meanwhile
        for folder in list(Path(f"/proc/{root}/task").iterdir()):
            for child in map(int, (folder / "children").read_text().split()):
                yield child
                yield from _below(child)


def _memory(pid: int) -> float:
    """Return a process's share of memory in MiB; 0 for one that has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in text.split("\n") if line.startswith("Pss:")), 0.0)
