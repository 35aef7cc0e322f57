"""What was found: made as small as it can be made in some time, and written as a test that can be pasted."""

from __future__ import annotations

import re
import time
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent
from typing import TYPE_CHECKING

from tests.fuzz.running import faults_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fuzz.core import Case, Content

CHANGING = re.compile(r"\d[\d.]*|0x[0-9a-f]+|'.*?'|\".*?\"")
WIDTH = 100
LARGEST = 100_000  # characters of a test
HEAD = '''\
"""Found by `python -m tests.fuzz {family} --seed {seed} --case {number}`."""

from base64 import b64decode

from tests.fuzz.core import Case, Link, Pipe
from tests.fuzz.running import faults_of


def test_{family}_{seed}_{number}_breaks_no_promise(tmp_path):
    # {fault}
'''
WHOLE = """\
    case = Case(
        files={{
{files}
        }},
        commands={commands},
        never={never},
        same={same},
    )
    assert faults_of(case, tmp_path) == []
"""
MADE_AGAIN = """\
    from tests.fuzz.families import made  # it is too large to be written down

    case = made({family!r}, {seed}, {number}, tmp_path)
    assert faults_of(case, tmp_path / "case") == []
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A case that breaks a promise, by the family, the seed and the number that it was made of, and its fault."""

    family: str
    seed: int
    number: int
    case: Case
    fault: str

    def smaller(self, cache: Path, seconds: float) -> Found:
        """Leave out what is not needed for the fault, as far as that goes in some seconds."""
        return replace(self, case=_smaller(self.case, self.fault, cache, time.monotonic() + seconds))

    def write(self, folder: Path) -> Path:
        """Write a module of one test, and return its path."""
        facts = {"family": self.family, "seed": self.seed, "number": self.number}
        case, text = self.case, HEAD.format(**facts, fault=_in_a_line(self.fault))
        files = "\n".join(indent(_entry(name, content), " " * 12) for name, content in case.files.items())
        if len(files) > LARGEST:
            text += MADE_AGAIN.format(**facts)
        else:
            text += WHOLE.format(files=files, commands=case.commands, never=case.never, same=dict(case.same))
        folder.mkdir(parents=True, exist_ok=True)
        taken = (folder / f"test_{self.family}_{self.seed}_{self.number}{'x' * more}.py" for more in count())
        path = next(path for path in taken if not path.exists())
        path.write_text(text, encoding="utf-8")
        return path


def kind_of(fault: str) -> str:
    """Return a fault without what changes from run to run."""
    return CHANGING.sub("…", fault)[:90]


def _smaller(case: Case, fault: str, cache: Path, end: float) -> Case:
    def still_fails(changed: Case) -> bool:
        if time.monotonic() > end:
            return False
        with TemporaryDirectory(prefix="fuzz-", ignore_cleanup_errors=True) as folder:
            found = faults_of(changed, Path(folder) / "case", cache, fresh=False)
        return kind_of(fault) in map(kind_of, found)

    for number in range(len(case.commands) - 1):
        if still_fails(alone := replace(case, commands=case.commands[number : number + 1])):
            case = alone
            break
    names = _fewer(list(case.files), lambda kept: still_fails(_with(case, {name: case.files[name] for name in kept})))
    case = _with(case, {name: case.files[name] for name in names})
    for name, content in case.files.items():
        if (text := _as_text(content)) is not None:
            case = _shortened(case, name, text, still_fails)
    return case


def _with(case: Case, files: dict[str, Content]) -> Case:
    return replace(case, files=files)


def _shortened(case: Case, name: str, text: str, still_fails: Callable[[Case], bool]) -> Case:
    """Leave out lines of a text, and then characters."""

    def fails(parts: list[str]) -> bool:
        return still_fails(_with(case, {**case.files, name: "".join(parts)}))

    lines = _fewer(text.splitlines(keepends=True), fails)
    characters = _fewer(list("".join(lines)), fails)
    return _with(case, {**case.files, name: "".join(characters)})


def _fewer(parts: list[str], fails: Callable[[list[str]], bool]) -> list[str]:
    """Leave out parts that are not needed, many at once as long as that goes, then ever fewer."""
    size = len(parts) // 2
    while size:
        for start in range(len(parts) - size, -1, -size):
            fewer = parts[:start] + parts[start + size :]
            if fewer and fails(fewer):
                parts = fewer
        size //= 2
    return parts


def _as_text(content: Content) -> str | None:
    """Return the text that a file is, None where it is none."""
    if isinstance(content, bytes):
        with suppress(UnicodeDecodeError):
            return content.decode()
        return None
    return content if isinstance(content, str) else None


def _in_a_line(fault: str) -> str:
    return fault.encode("ascii", "backslashreplace").decode().replace("\n", " ")[:WIDTH]


def _entry(name: str, content: Content) -> str:
    if (text := _as_text(content)) is not None:
        return f"{name!a}: {_literal(text)},"
    if isinstance(content, bytes):
        return f"{name!a}: b64decode({_literal(b64encode(content).decode())}),"
    return f"{name!a}: {content!r},"


def _literal(text: str) -> str:
    """Write a text as literals, one for each of its lines, and of long ones several."""
    lines = text.splitlines(keepends=True) or [""]
    pieces = [line[start : start + WIDTH] for line in lines for start in range(0, len(line) or 1, WIDTH)]
    if len(pieces) == 1:
        return ascii(pieces[0])
    if len(set(pieces)) == 1:
        return f"{pieces[0]!a} * {len(pieces)}"
    return f"(\n{indent(chr(10).join(map(ascii, pieces)), ' ' * 4)}\n)"
