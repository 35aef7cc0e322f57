"""Run a program over bytes that somebody else made: bounded, without a network, and ended with all that it started.

Nothing of ours runs in the child between fork and exec. A `preexec_fn` would: it forks by copying the page tables, and
of a process of 200 MB that costs 15 ms and 70 more for the pages that are touched afterwards, beside what it may meet of
other threads' locks. So what binds the program is put on it from outside: by limits that are set once it runs, by a
filter that a thread takes upon itself before it starts it, or by unshare(1), which is two milliseconds.
"""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from errno import ENOENT
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Stream = BinaryIO | int

CHUNK = 1 << 16  # bytes: what a pipe holds
PROBE = (sys.executable, "-I", "-S", "-c", "")  # a program that does nothing
PATIENCE, DELAY = 4, 10.0  # seconds on the wall: so many for one of CPU, for a machine may be busy, and to start
UNSHARE = ("unshare", "--user", "--net", "--")
REFUSED = b"unshare: "  # how that program begins what it says of itself
KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
HOMES = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
# A filter of system calls: classic BPF over `struct seccomp_data` (linux/filter.h, linux/seccomp.h, linux/audit.h).
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2
ROW, PROGRAM = struct.Struct("=HBBI"), struct.Struct("@HP")
NUMBER, ARCHITECTURE = 0, 4  # offsets
LOAD, IF_EQUAL, IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # the latter with EPERM
OTHER_CALLS = 0x40000000  # where the numbers of the x32 ABI begin
CALLS = {  # the architecture, and its numbers of socket(2) and io_uring_setup(2)
    "x86_64": (0xC000003E, 41, 425),
    "aarch64": (0xC00000B7, 198, 425),
    "riscv64": (0xC00000F3, 198, 425),
}


class Confinement(Enum):
    """What keeps a program from the network, the strongest first."""

    NAMESPACES = "user and network namespace"
    SECCOMP = "seccomp"
    LIMITS = "limits only"


class Excess(Enum):
    """What a program took too much of."""

    TIME = "time"
    MEMORY = "memory"
    OUTPUT = "output"


KILLED = {
    -signal.SIGXCPU: Excess.TIME,
    -signal.SIGXFSZ: Excess.OUTPUT,
    -signal.SIGKILL: Excess.MEMORY,  # not by us, who would know: by the system, when it has no more
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a program may take: seconds of CPU, bytes of memory for its data, bytes on each stream and in each file."""

    seconds: float
    memory: int
    output: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A program that has ended by itself, and what it wrote; its status is negative for a signal."""

    status: int
    out: bytes
    err: bytes


class Exceeded(Exception):
    """A program passed one of its bounds, and was ended with all that it had started."""

    def __init__(self, excess: Excess) -> None:
        super().__init__(excess.value)
        self.excess = excess


@dataclass(frozen=True, slots=True)
class Running:
    """A program that runs, in a group of its own, and the end of the pipe that its life hangs on."""

    process: subprocess.Popen[bytes]
    lifeline: int

    def end(self) -> None:
        """End it with its group, where it has not ended."""
        if self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        with suppress(BrokenPipeError), self.process:  # it may have been told what it has not read
            os.close(self.lifeline)


class _Refused(Exception):
    """The system does not let us confine a program in this way."""


_refused: set[Confinement] = set()  # what this system does not allow, as was found when it was tried


def run_confined(command: Sequence[str], given: bytes, bounds: Bounds, folder: Path) -> Ended:
    """Run a program in a private folder, which is its home as well, with `given` on its standard input.

    Raise `Exceeded` where it passes a bound, `OSError` where it does not start. Memory, CPU and the sizes of files are
    bounded on Linux; elsewhere time is that on the wall, and memory the program's own affair.
    """
    limits = {"CPU": bounds.seconds, "DATA": bounds.memory, "FSIZE": bounds.output}
    program = _Program((_found(command[0]), *command[1:]), folder, limits)
    while True:
        way = _strongest()
        try:
            return _run(program, way, given, bounds)
        except _Refused:
            _refused.add(way)


def start_confined(command: Sequence[str], memory: int, folder: Path) -> Running:
    """Start a program that stays and answers on its standard output; what it says on standard error is lost.

    Its memory is bounded. Time is not: see `grant`. Raise `OSError` where it does not start.
    """
    way = confinement()  # what it says when it is refused would be lost as well
    program = _Program((_found(command[0]), *command[1:]), folder, {"DATA": memory})
    with ThreadPoolExecutor(max_workers=1) as starter:
        return starter.submit(program.start, way, subprocess.PIPE, subprocess.DEVNULL).result()


def grant(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Let a program that stays take so much CPU more than it has taken; Linux only."""
    with suppress(OSError, ValueError, IndexError):  # there is no /proc, or it has ended
        told = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        taken = sum(map(int, told[11:13])) / os.sysconf("SC_CLK_TCK")  # proc(5): utime, stime
        _bind(process.pid, {"CPU": taken + seconds})


def confinement() -> Confinement:
    """Find out what keeps programs from the network on this system."""
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        run_confined(PROBE, b"", Bounds(10, 1 << 30, CHUNK), Path(folder))
    return _strongest()


def collect(process: subprocess.Popen[bytes], most: int, seconds: float) -> tuple[bytes, bytes]:
    """Read what a program writes to the end of both streams, and wait until it ends; who calls ends it where it does not.

    Raise `Exceeded` where a stream has more bytes than `most`, or it takes more seconds on the wall.
    """
    until = time.monotonic() + seconds
    parts: tuple[list[bytes], list[bytes]] = ([], [])
    sizes = [0, 0]
    with selectors.DefaultSelector() as waiting:
        for number, stream in enumerate((process.stdout, process.stderr)):
            if stream:
                waiting.register(stream, selectors.EVENT_READ, number)
        while waiting.get_map():
            for key, _ in waiting.select(max(until - time.monotonic(), 0)):
                part = os.read(key.fd, CHUNK)
                parts[key.data].append(part)
                sizes[key.data] += len(part)
                if not part:
                    waiting.unregister(key.fileobj)
            if max(sizes) > most:
                raise Exceeded(Excess.OUTPUT)
            if time.monotonic() > until:
                raise Exceeded(Excess.TIME)
    try:
        process.wait(max(until - time.monotonic(), 0))
    except subprocess.TimeoutExpired as error:
        raise Exceeded(Excess.TIME) from error
    return b"".join(parts[0]), b"".join(parts[1])


def _found(program: str) -> str:
    """Find a program; unshare(1) would say that it is not there in words that stand for what itself could not do."""
    found = shutil.which(program) if os.sep not in program else program
    if found is None or not Path(found).is_file():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), program)
    return found


def _strongest() -> Confinement:
    return next(way for way in Confinement if way not in _refused)


def _run(program: _Program, way: Confinement, given: bytes, bounds: Bounds) -> Ended:
    with _running(program, way, given) as process:
        out, err = collect(process, bounds.output, PATIENCE * bounds.seconds + DELAY)
        status = process.returncode
    if way is Confinement.NAMESPACES and status and err.startswith(REFUSED):
        raise _Refused
    if status in KILLED:
        raise Exceeded(KILLED[status])
    return Ended(status, out, err)


@contextmanager
def _running(program: _Program, way: Confinement, given: bytes) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program, and end it with its group when the body is left.

    It is started by a thread: a filter of system calls is that thread's own, and its children's; and Ctrl-C, which
    comes to the main thread, cannot come between a program's start and our knowing of it.
    """
    with tempfile.TemporaryFile() as stdin, ThreadPoolExecutor(max_workers=1) as starter:
        stdin.write(given)
        stdin.seek(0)
        started = starter.submit(program.start, way, stdin, subprocess.PIPE)
        try:
            yield started.result().process
        finally:
            if not started.exception():
                started.result().end()


@dataclass(frozen=True, slots=True)
class _Program:
    """A program to be started in a private folder, within limits by their names (setrlimit(2))."""

    command: Sequence[str]
    folder: Path
    limits: Mapping[str, float]

    def start(self, way: Confinement, stdin: Stream, stderr: int) -> Running:
        """Start it in a group of its own, by a thread that starts nothing else."""
        prefix = _prefix(way)
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        watched, lifeline = os.pipe()
        try:
            process = subprocess.Popen(
                (*prefix, *self.command),
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=stderr,
                cwd=self.folder,
                env=environment | dict.fromkeys(HOMES, str(self.folder)),
                start_new_session=True,
                pass_fds=(watched,),
            )
            with suppress(ProcessLookupError):  # it has ended already
                _bind(process.pid, {**self.limits, "CORE": 0})
                _tie(process.pid, watched)
        except BaseException:
            os.close(lifeline)
            raise
        finally:
            os.close(watched)
        return Running(process, lifeline)


def _bind(pid: int, limits: Mapping[str, float]) -> None:
    """Bound what a process may take, where the system can do that to one that runs."""
    if sys.platform != "linux":
        return
    import resource

    for name, limit in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.prlimit(pid, kind)
        wanted = ceil(limit)
        resource.prlimit(pid, kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _tie(pid: int, watched: int) -> None:
    """Have the kernel end a group when the other end of a pipe closes, as it does when we die, however that comes.

    PR_SET_PDEATHSIG must be asked for by the program itself, and is about the thread that started it (fcntl(2), F_SETSIG).
    """
    if sys.platform != "linux":
        return
    import fcntl

    fcntl.fcntl(watched, fcntl.F_SETOWN, -pid)
    fcntl.fcntl(watched, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(watched, fcntl.F_SETFL, fcntl.fcntl(watched, fcntl.F_GETFL) | fcntl.FASYNC)


def _prefix(way: Confinement) -> Sequence[str]:
    """Confine what this thread starts, or return the words before a command that do; raise `_Refused` where neither is to be had."""
    if way is Confinement.LIMITS:
        return ()
    if sys.platform != "linux":
        raise _Refused
    if way is Confinement.SECCOMP:
        _refuse_sockets()
        return ()
    program = shutil.which(UNSHARE[0])
    if program is None:
        raise _Refused
    return (program, *UNSHARE[1:])


def _refuse_sockets() -> None:
    """Refuse sockets, and the ring that makes them without a call, to this thread and all that it starts (seccomp(2)).

    What is asked for in the numbers of another architecture is refused whole.
    """
    import ctypes

    machine = os.uname().machine
    if machine not in CALLS or sys.maxsize < 1 << 32:
        raise _Refused
    architecture, *calls = CALLS[machine]
    rows = [
        (LOAD, 0, 0, ARCHITECTURE), (IF_EQUAL, 1, 0, architecture), (RETURN, 0, 0, REFUSE), (LOAD, 0, 0, NUMBER),
        (IF_AT_LEAST, 0, 1, OTHER_CALLS), (RETURN, 0, 0, REFUSE),
        *(row for call in calls for row in ((IF_EQUAL, 0, 1, call), (RETURN, 0, 0, REFUSE))),
        (RETURN, 0, 0, ALLOW),
    ]  # fmt: skip
    code = ctypes.create_string_buffer(b"".join(ROW.pack(*row) for row in rows))
    program = ctypes.create_string_buffer(PROGRAM.pack(len(rows), ctypes.addressof(code)))
    prctl = ctypes.CDLL(None).prctl
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or prctl(PR_SET_SECCOMP, FILTER, program, 0, 0):
        raise _Refused
