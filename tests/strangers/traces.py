"""What commands open, start and call, as the kernel is asked for it: runs under `strace`, and their traces read.

Source: strace(1); `-y` names the file behind every descriptor, which is where it truly is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.model.errors import ToolMissing
from tests.common import ROOT
from tests.fuzz.running import OUTSIDE, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.model.findings import Finding
    from tests.fuzz.core import Case

STRACE = "strace -f -y -qq -s 512 -e trace=network,open,openat,openat2,creat,execve,execveat -e signal=none -o".split()
PATIENCE = 300  # seconds; a traced command takes several times as long as another
OPENED = re.compile(r"(?:openat2?|open|creat)(?:\(| resumed>).*= \d+<(.*)>$")
STARTED = re.compile(r'execve(?:at)?\((?:AT_FDCWD, )?"([^"]*)".*= 0$')
INTERNET = re.compile(r"AF_INET6?\b|sin6?_(?:addr|port)|AF_PACKET|AF_VSOCK|AF_BLUETOOTH")
UNIX = re.compile(r'sun_path=@?"([^"]*)"')
PROCESS = re.compile(r"^/proc/(?:\d+|self|thread-self)(?:/task/\d+)?")
PROGRAM = tuple(
    {str(Path(place).resolve()) for place in (sys.prefix, sys.base_prefix, ROOT / "report", ROOT / "styles")}
)


@dataclass(frozen=True, slots=True)
class Trace:
    """What a command opened, beside its own program and the work folder; what it started; and whom it spoke to.

    `outside` are the files that lie beside the work folder and were opened; `internet` the calls that have to do with
    a network, whole.
    """

    opened: frozenset[str]
    started: frozenset[str]
    sockets: frozenset[str]
    internet: tuple[str, ...]
    outside: tuple[str, ...]
    changed: bool = False

    def beyond(self, others: Iterable[Trace]) -> list[str]:
        """Say what this one did that none of the others has done."""
        found: set[str] = set()
        for name in ("opened", "started", "sockets"):
            known = frozenset[str]().union(*(getattr(other, name) for other in others))
            found |= {f"{name} {what}" for what in getattr(self, name) - known}
        return sorted(found)


def find_strace(_: Path) -> tuple[Finding, ...]:
    """Raise `ToolMissing` where there is no strace."""
    if not shutil.which(STRACE[0]):
        raise ToolMissing("strace is not installed", "apt-get install strace, on Linux")
    return ()


def trace(case: Case, folder: Path) -> Trace:
    """Run the commands of a case in an empty folder under strace, and read what it tells."""
    desk, outside, spare = (folder / name for name in ("desk", "outside", "spare"))
    for place in (desk, outside, spare):
        place.mkdir(parents=True)
    lay_out(case.files, desk)
    lay_out(OUTSIDE, outside)
    lines: list[str] = []
    for _, *arguments in case.commands:
        _run(arguments, desk, spare, folder / "trace")
        lines += (folder / "trace").read_text("utf-8", "replace").splitlines()
    changed = {path.name: path.read_text() for path in outside.iterdir()} != OUTSIDE
    return _read(lines, folder, changed=changed)


def _run(arguments: list[str], desk: Path, spare: Path, told: Path) -> None:
    own = {"REPORT_CACHE": str(desk / "cache"), "TMPDIR": str(spare), "HOME": str(spare), "PYTHONPATH": str(ROOT)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REPORT_")}
    command = [*STRACE, str(told), sys.executable, "-m", "report", *arguments]
    subprocess.run(
        command,
        cwd=desk,
        env={**kept, **own},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )


def _read(lines: Iterable[str], folder: Path, *, changed: bool) -> Trace:
    """Read a trace; what lies in the folder of the case, or belongs to the program, is left out."""
    opened: set[str] = set()
    started: set[str] = set()
    sockets: set[str] = set()
    outside: list[str] = []
    internet: list[str] = []
    for line in lines:
        if match := OPENED.search(line):
            path = PROCESS.sub("/proc/N", match[1])
            if path.startswith(f"{folder}/outside"):
                outside.append(path)
            elif not path.startswith((f"{folder}/", *PROGRAM)):
                opened.add(path)
        elif match := STARTED.search(line):
            started.add(Path(match[1]).name)
        elif INTERNET.search(line):
            internet.append(line)
        elif match := UNIX.search(line):
            sockets.add(match[1].replace(str(folder), ""))
    return Trace(frozenset(opened), frozenset(started), frozenset(sockets), tuple(internet), tuple(outside), changed)
