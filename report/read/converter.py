"""Pandoc as a converter: a request in, an answer out. It is started for each, bounded and confined, here and nowhere else.

A process that stays, and answers one request after the other, can take its place: nothing above knows of files, exit
statuses or streams.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from report.model.errors import BuildError, ToolMissing
from report.runtime.confined import Bounds, Ended, Exceeded, Excess, run_confined
from report.runtime.distribution import install_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHOSEN = "PYPANDOC_PANDOC"  # the variable that names the pandoc to start
MESSAGE = re.compile(r"^\[[A-Z]+\] ", re.MULTILINE)  # how each begins that it prints
LOG, WARNINGS = "log-of-pandoc.json", frozenset(["WARNING", "ERROR"])
VERSION = re.compile(r"\d+(?:\.\d+)+")
NO_ROOM = re.compile(rb"heap exhausted|stack overflow|out of memory|unable to (?:commit|allocate)", re.IGNORECASE)
ALLOCATION = "-A32m"  # before garbage is collected: a quarter less work, and pandoc is soon gone
MB = 1_000_000
# What an honest text takes, on a machine of our day, is 10 s and 60 MB for each MB, as a Word file 20 s for each of what
# is packed, as pandoc's JSON one. Each may take several times as long, and one that is made to fill a machine no more.
SECONDS, MOST_SECONDS = 3, 120
SECONDS_PER_MB = {"json": 8, "docx": 80, "odt": 80}
OF_TEXT = 40
MEMORY, MOST_MEMORY, MEMORY_PER_BYTE = 600 * MB, 2000 * MB, 150
BESIDE_HEAP = 200 * MB  # what a program has beside what its own bound holds
OUTPUT, OUTPUT_PER_BYTE = 32 * MB, 40


@dataclass(frozen=True, slots=True)
class ConversionRequest:
    """What is to be converted: `text`, or those of `files` that `inputs` names, in that order; options may name the others."""

    reader: str
    writer: str
    options: tuple[str, ...] = ()
    text: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PandocWarning:
    """What pandoc warns of: its kind, as "UnclosedDiv", in its words, and what it is `about` as it was typed.

    `source` is the name of the input, `line` and `column` count from 1, 0 where pandoc does not tell.
    """

    kind: str
    words: str
    about: str = ""
    source: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a request was converted to, and what pandoc warns of."""

    out: bytes
    warnings: tuple[PandocWarning, ...]


class TooMuch(BuildError):
    """A text takes more time, memory or room than any honest one of its size; `line` is where that comes from, 0 if unknown."""

    def __init__(self, message: str, help: str, line: int = 0) -> None:
        super().__init__(message, help)
        self.line = line


def convert(request: ConversionRequest) -> Conversion:
    """Convert without a network, and without a look at any file but those of the request.

    Raise `TooMuch` where it passes its bounds, `BuildError` with pandoc's words where it gives up, `ToolMissing` where
    there is no pandoc.
    """
    bounds = _bounds(request)
    command = [f"--from={request.reader}", f"--to={request.writer}", *request.inputs, "--sandbox", *request.options]
    ended, log = _run(command, request.text, bounds, request.files)
    if ended.status:
        said = MESSAGE.sub("", ended.err.decode("utf-8", "replace")).strip()
        reason = said or f"it ended with status {ended.status} and no word of why"
        raise BuildError(f"pandoc gave up: {reason}", "see `report build --debug`")
    return Conversion(ended.out, tuple(_read_log(log)))


def _read_log(log: bytes) -> Iterator[PandocWarning]:
    """Read the log that pandoc keeps as JSON: its warnings, each with its kind and its place."""
    for entry in json.loads(log) if log else ():
        if entry["verbosity"] not in WARNINGS:
            continue
        place = entry.get("openpos") or entry  # of what is not closed, where it was opened
        source, line, column = place.get("source", ""), place.get("line", 0), place.get("column", 0)
        told = " ".join(filter(None, (" at", source, f"line {line} column {column}")))
        words = entry["pretty"].replace(told, "")
        about = entry.get("contents") or entry.get("key", "")
        yield PandocWarning(entry["type"], " ".join(words.split()), about, source, line, column)


@cache
def pandoc_version() -> str:
    """Return pandoc's version, as "3.9"."""
    said = _run(["--version"], b"", Bounds(SECONDS, MEMORY, MB), {})[0].out.decode("utf-8", "replace")
    match = VERSION.search(said.partition("\n")[0])
    return match[0] if match else ""


def _bounds(request: ConversionRequest) -> Bounds:
    """Return what a request of this size may take."""
    text, files = len(request.text), sum(map(len, request.files.values()))
    seconds = text * SECONDS_PER_MB.get(request.reader, OF_TEXT) + files * OF_TEXT
    return Bounds(
        seconds=min(SECONDS + seconds / MB, MOST_SECONDS),
        memory=min(MEMORY + (text + files) * MEMORY_PER_BYTE, MOST_MEMORY),
        output=OUTPUT + (text + files) * OUTPUT_PER_BYTE,
    )


def _run(words: list[str], text: bytes, bounds: Bounds, files: Mapping[str, bytes]) -> tuple[Ended, bytes]:
    """Run pandoc in a folder with these files; return how it ended, and its log."""
    program = _program()
    own = ["+RTS", ALLOCATION, f"-M{bounds.memory}", "-RTS"] if program == _bundled() else []
    outside = Bounds(bounds.seconds, bounds.memory + BESIDE_HEAP, bounds.output)
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        try:
            ended = run_confined([program, *words, f"--log={LOG}", *own], text, outside, Path(folder))
        except Exceeded as error:
            raise _too_much(error.excess, bounds) from error
        except OSError as error:
            raise ToolMissing(
                "pandoc cannot be started", install_line("--force-reinstall", "pypandoc_binary")
            ) from error
        log = (Path(folder) / LOG).read_bytes() if (Path(folder) / LOG).is_file() else b""
    if ended.status and NO_ROOM.search(ended.err):
        raise _too_much(Excess.MEMORY, bounds)
    return ended, log


def _too_much(excess: Excess, bounds: Bounds) -> TooMuch:
    what = {
        Excess.TIME: f"pandoc does not finish it within {bounds.seconds:.0f} seconds",
        Excess.MEMORY: f"pandoc needs more than {bounds.memory // MB} MB of memory for it",
        Excess.OUTPUT: f"pandoc makes more than {bounds.output // MB} MB of it",
    }
    return TooMuch(what[excess], "shorten what is repeated or nested in it, or split it")


def _program() -> str:
    """Find the program: the one that a variable names, the one that pypandoc brings, or one that it finds."""
    program = os.environ.get(CHOSEN) or _bundled()
    if program:  # without an import, which takes longer than pandoc itself
        return str(Path(program).expanduser()) if os.sep in program else program
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except ImportError as error:
        raise ToolMissing("pandoc is not installed", install_line("pypandoc_binary")) from error
    except OSError as error:
        raise ToolMissing("pandoc cannot be started", install_line("--force-reinstall", "pypandoc_binary")) from error


@cache
def _bundled() -> str:
    """Find the program that the package pypandoc_binary brings, empty where it does not."""
    spec = find_spec("pypandoc")
    path = Path(spec.origin).parent / "files" / "pandoc" if spec and spec.origin else None
    return str(path) if path and path.is_file() else ""
