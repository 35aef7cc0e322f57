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
    from collections.abc import Iterator, Sequence

CHUNK = 1 << 16  # bytes: what a pipe holds
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


class _Refused(Exception):
    """The system does not let us confine a program in this way."""


_refused: set[Confinement] = set()  # what this system does not allow, as was found when it was tried


def run_confined(command: Sequence[str], given: bytes, bounds: Bounds, folder: Path) -> Ended:
    """Run a program in a private folder, which is its home as well, with `given` on its standard input.

    Raise `Exceeded` where it passes a bound, `OSError` where it does not start. Memory, CPU and the sizes of files are
    bounded on Linux; elsewhere time is that on the wall, and memory the program's own affair.
    """
    program = shutil.which(command[0])
    if program is None:  # or unshare(1) would say so, in words that stand for what it could not do itself
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), command[0])
    while True:
        way = next(way for way in Confinement if way not in _refused)
        try:
            return _run(way, (program, *command[1:]), given, bounds, folder)
        except _Refused:
            _refused.add(way)


def confinement() -> Confinement:
    """Find out what keeps programs from the network on this system."""
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        run_confined((sys.executable, "-I", "-S", "-c", ""), b"", Bounds(10, 1 << 30, CHUNK), Path(folder))
    return next(way for way in Confinement if way not in _refused)


def _run(way: Confinement, command: Sequence[str], given: bytes, bounds: Bounds, folder: Path) -> Ended:
    with _running(way, command, given, bounds, folder) as process:
        until = time.monotonic() + PATIENCE * bounds.seconds + DELAY
        try:
            out, err = _collect(process, bounds.output, until)
            status = process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired as error:
            raise Exceeded(Excess.TIME) from error
    if way is Confinement.NAMESPACES and status and err.startswith(REFUSED):
        raise _Refused
    if status in KILLED:
        raise Exceeded(KILLED[status])
    return Ended(status, out, err)


@contextmanager
def _running(
    way: Confinement, command: Sequence[str], given: bytes, bounds: Bounds, folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program, and end it with its group when the body is left.

    It is started by a thread: a filter of system calls is that thread's own, and its children's; and Ctrl-C, which
    comes to the main thread, cannot come between a program's start and our knowing of it.
    """
    with tempfile.TemporaryFile() as stdin, ThreadPoolExecutor(max_workers=1) as starter:
        stdin.write(given)
        stdin.seek(0)
        started = starter.submit(_start, way, command, stdin, bounds, folder)
        try:
            yield started.result()[0]
        finally:
            if not started.exception():
                _end(*started.result())


def _start(
    way: Confinement, command: Sequence[str], stdin: BinaryIO, bounds: Bounds, folder: Path
) -> tuple[subprocess.Popen[bytes], int]:
    """Start a program in a group of its own; return it with the end of the pipe that its life hangs on."""
    prefix = _prefix(way)
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    watched, lifeline = os.pipe()
    try:
        process = subprocess.Popen(
            (*prefix, *command),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment | dict.fromkeys(HOMES, str(folder)),
            start_new_session=True,
            pass_fds=(watched,),
        )
        with suppress(ProcessLookupError):  # it has ended already
            _bind(process.pid, bounds)
            _tie(process.pid, watched)
    except BaseException:
        os.close(lifeline)
        raise
    finally:
        os.close(watched)
    return process, lifeline


def _end(process: subprocess.Popen[bytes], lifeline: int) -> None:
    """End a program with its group, where it has not ended."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    with process:
        os.close(lifeline)


def _collect(process: subprocess.Popen[bytes], most: int, until: float) -> list[bytes]:
    """Read what a program writes, to the end of both streams."""
    parts: list[list[bytes]] = [[], []]
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
    return [b"".join(each) for each in parts]


def _bind(pid: int, bounds: Bounds) -> None:
    """Bound what a process may take, where the system can do that to one that runs."""
    if sys.platform != "linux":
        return
    import resource

    seconds = ceil(bounds.seconds)
    wanted = {  # the soft bound of CPU ends it by a signal that says so, and the hard one if it would not hear
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_DATA: (bounds.memory, bounds.memory),
        resource.RLIMIT_FSIZE: (bounds.output, bounds.output),
        resource.RLIMIT_CORE: (0, 0),
    }
    for kind, (soft, hard) in wanted.items():
        _, most = resource.prlimit(pid, kind)
        most = hard if most == resource.RLIM_INFINITY else min(hard, most)
        resource.prlimit(pid, kind, (min(soft, most), most))


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
