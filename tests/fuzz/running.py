"""Runs a case as a person would, and says which of the tool's promises to a stranger's file it broke.

Each command has a process of its own, with bounds: a fork of this process, in which everything is imported, or a
fresh one. What it costs is what the kernel says of it and of all that it waited for.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib
import os
import pkgutil
import re
import resource
import shutil
import signal
import stat
import sys
import time
import warnings
import zipfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.common import ROOT
from tests.fuzz.core import HERE, Case, Link, Pipe, Socket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.fuzz.core import Content

SECONDS = 20  # of CPU, that a command may take
PATIENCE = 600  # seconds until it is killed, which only what hangs will take
GRACE = 30.0  # seconds in which what it started may end
MEMORY = 1 << 30  # bytes, that it may have at its peak
ROOM = 4 << 30  # bytes, beyond which the kernel gives it none
STATUSES = range(5)
OURS_TO_MEND = "something went wrong that should not have"
TRACES = ("Traceback (most recent call last)", "Exception ignored", "Fatal Python error")
SECRET = "THE-SECRET-THAT-LIES-OUTSIDE"
OUTSIDE = {"secret.txt": SECRET + "\n", "secret.md": f"# {SECRET}\n", "secret.csv": f"a,b\n{SECRET},2\n"}
SYSTEM = "root:x:0:0"  # what stands in /etc/passwd
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
LATER = ("report.dev.bootstrap", "report.__main__", "report.runtime.workers.dask", "report.dev.reference")


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended: its status, CPU seconds, bytes at its peak, what it said, and whether it left a process."""

    status: int
    cpu: float
    memory: int
    said: str
    left: bool = False


def import_all() -> None:
    """Import what commands import, so that a fork of this process needs not to."""
    import report
    from report.editions.pdf.weasy.start import load_engine

    for module in pkgutil.walk_packages(report.__path__, "report."):
        if not module.name.startswith(LATER):
            importlib.import_module(module.name)
    load_engine()


def _report(arguments: Sequence[str]) -> None:
    from report.cli.main import main

    sys.argv = ["report", *arguments]
    main()


def _fresh(arguments: Sequence[str]) -> None:
    command = [sys.executable, "-m", "report", *arguments]
    os.execve(command[0], command, {**os.environ, "PYTHONPATH": str(ROOT)})


def _growth(arguments: Sequence[str]) -> None:
    from tests.fuzz.growth import measure

    os._exit(measure(*arguments))


PROGRAMS: dict[str, Callable[[Sequence[str]], None]] = {"report": _report, "fresh": _fresh, "growth": _growth}


def faults_of(case: Case, folder: Path, cache: Path | None = None, *, fresh: bool = True) -> list[str]:
    """Run a case in an empty folder, and say what was wrong; `fresh` processes take the place of forks of this one."""
    return [fault for _, faults in played(case, folder, cache, fresh=fresh) for fault in faults]


def played(
    case: Case, folder: Path, cache: Path | None = None, *, fresh: bool = False
) -> Iterator[tuple[Run, list[str]]]:
    """Lay a case out in an empty folder, run its commands, and yield how each ended and what was wrong with that."""
    desk, outside, spare = (folder / name for name in ("desk", "outside", "spare"))
    for place in (desk, outside, spare):
        place.mkdir(parents=True)
    lay_out(case.files, desk)
    lay_out(OUTSIDE, outside)
    own = any(path.startswith("cache/") for path in case.files)
    kept = desk / "cache" if own else cache or folder / "cache"
    ended_well, run = True, Run(0, 0.0, 0, "")
    for program, *arguments in case.commands:
        name = "fresh" if fresh and program == "report" else program
        run = run_in(desk, partial(PROGRAMS[name], arguments), kept, spare)
        ended_well = ended_well and run.status == 0
        yield run, [*_of_the_end(run), *_of_the_outside(outside, spare), *_of_what_came_out(case, run, desk)]
    made = {path: _digest(desk / path) for path in case.same}
    if case.same and not (ended_well and made == dict(case.same)):
        yield run, [f"what was made is not what is made of a sound file: {run.said[:200]!r}"]


def lay_out(files: Mapping[str, Content], folder: Path) -> None:
    """Write files; a name that the system refuses is left out, as a stranger's archive would have to."""
    for name, content in files.items():
        path = folder / name
        with contextlib.suppress(OSError, ValueError):
            (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
            if isinstance(content, Link):
                path.symlink_to(content.target)
            elif isinstance(content, Pipe | Socket):
                os.mknod(path, 0o600 | (stat.S_IFIFO if isinstance(content, Pipe) else stat.S_IFSOCK))
            elif not name.endswith("/"):
                data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
                path.write_bytes(data.replace(HERE.encode(), str(folder).encode()))


def run_in(folder: Path, program: Callable[[], None], cache: Path, spare: Path) -> Run:
    """Run a program in a process of its own, which may write its temporary files to `spare`."""
    said = spare.parent / "said"
    sys.stdout.flush()
    sys.stderr.flush()
    with _adopting() as before, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, where pytest has some
        child = os.fork()
        if child == 0:
            try:
                _become(folder, said, cache, spare)
                program()
            finally:
                os._exit(70)
        status, used = _wait(child)
        left = _sweep(before)
    text = said.read_text("utf-8", "replace")
    return Run(status, used.ru_utime + used.ru_stime, used.ru_maxrss << 10, text, left)


@contextlib.contextmanager
def _adopting() -> Iterator[set[int]]:
    """Have what a child leaves behind fall to this process, on Linux; give the children that it has."""
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else lambda *_: None
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield _children()
    finally:
        prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _become(folder: Path, said: Path, cache: Path, spare: Path) -> None:
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.chdir(folder)
    out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for old, new in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(old, new)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (ROOM, ROOM))
    for name in [name for name in os.environ if name.startswith("REPORT_")]:
        del os.environ[name]
    os.environ |= {"REPORT_CACHE": str(cache), "TMPDIR": str(spare), "HOME": str(spare), "NO_COLOR": "1"}
    import tempfile

    tempfile.tempdir = None


def _wait(child: int) -> tuple[int, resource.struct_rusage]:
    """Wait for a child, but not for ever; return its status, -9 where it was killed, and what it used."""
    end, pause = time.monotonic() + PATIENCE, 0.002
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if not ended and time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
            ended, status, used = os.wait4(child, 0)
        if ended:
            return os.waitstatus_to_exitcode(status), used
        time.sleep(pause)
        pause = min(2 * pause, 0.02)


def _sweep(before: set[int]) -> bool:
    """End what a command has left running, and say whether it left something that did not end by itself."""
    end = time.monotonic() + GRACE
    while left := _running(before):
        if time.monotonic() > end:
            for pid in left:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            return True
        time.sleep(0.01)
    return False


def _children() -> set[int]:
    """List the children of this process, to which what they leave behind falls; on Linux."""
    lists = (path.read_text() for path in Path("/proc/self/task").glob("*/children"))
    return {int(pid) for text in lists for pid in text.split()}


def _running(before: set[int]) -> list[int]:
    """List the children that are new and run; of those that have ended leave is taken."""
    running = []
    for pid in _children() - before:
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG)[0] == 0:
                running.append(pid)
    return running


def _of_the_end(run: Run) -> Iterator[str]:
    for line in run.said.splitlines():
        if OURS_TO_MEND in line or line.startswith(TRACES):
            yield line.strip()[:400]
    if run.status == -signal.SIGKILL:
        yield f"it did not end in {PATIENCE} s"
    elif run.status not in STATUSES:
        yield f"it ended with status {run.status}: {run.said[-200:]!r}"
    elif run.status and not run.said.strip():
        yield f"it ended with status {run.status} without a word"
    if run.cpu > SECONDS:
        yield f"it took {run.cpu:.0f} s of CPU"
    if run.memory > MEMORY:
        yield f"it took {run.memory >> 20} MiB"
    if run.left:
        yield "it left a process running"


def _of_the_outside(outside: Path, spare: Path) -> Iterator[str]:
    found = {path.name: path.read_text() if path.is_file() else "" for path in outside.iterdir()}
    if found != OUTSIDE:
        yield f"what lies outside was changed: {sorted(found)}"
    if left := sorted(path.name for path in spare.iterdir()):
        yield f"temporary files were left: {re.sub(r'-[a-z0-9_]{8}', '-…', left[0])}"
        shutil.rmtree(spare)
        spare.mkdir()


def _of_what_came_out(case: Case, run: Run, desk: Path) -> Iterator[str]:
    for word in (SECRET, SYSTEM):
        if word in run.said:
            yield f"it told what lies outside: {word}"
    for word in (SECRET, SYSTEM, *case.never):
        if any(word.encode() in data for data in _written(case, desk)):
            yield f"an output holds {word}"


def _written(case: Case, desk: Path) -> Iterator[bytes]:
    """Yield the files that were made, and the members of those that are archives."""
    for path in sorted(desk.rglob("*")):
        name = path.relative_to(desk).as_posix()
        if name in case.files or name.startswith("cache/") or path.is_symlink() or not path.is_file():
            continue
        yield path.read_bytes()
        if name.endswith((".epub", ".zip")):
            with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as archive:
                yield from (archive.read(member) for member in archive.namelist())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
