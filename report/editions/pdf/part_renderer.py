"""The press: parts are laid out by workers, side by side, unless they are known from an earlier run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from report.editions.pictures import read_picture
from report.fonts import families_in, family_versions
from report.model.errors import BuildError, ReportError
from report.model.findings import Finding
from report.model.parts import USUAL_ROOM
from report.read.environment import environment_key
from report.runtime.store import Store, values_digest
from report.runtime.workers import tell
from report.runtime.workers.errors import WorkerError
from report.runtime.workers.executors import run_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from report.model.parts import Part, PartSource

    Hear = Callable[[str, int], None]

KIND = "parts"


@dataclass(frozen=True, slots=True)
class PartJob:
    """A part ready for the press: its source, and what its files hold, by name."""

    source: PartSource
    files: tuple[tuple[str, bytes], ...]

    @property
    def label(self) -> str:
        """Name it to people."""
        return self.source.label


def lay_out_part(sheet: PartJob) -> Part:
    """Lay a part out, in whatever process this is; pages are told as they are done."""
    from report.editions.pdf.weasy.render import render_part

    return render_part(sheet.source, sheet.files, tell)


@dataclass(slots=True)
class Press:
    """Lays out parts. `window` is how many are out at a time; `hear` hears a part's label and how many of its pages are done."""

    executor: Callable[[int, Hear], Executor]
    store: Store
    window: int = 4
    hear: Hear = lambda *_: None

    def render(self, sources: Sequence[PartSource]) -> list[Part]:
        """Lay out parts, and return them in the order of their sources.

        Raise `BuildError` with a finding for each part that was lost, after all others are done and kept.
        """
        keys = [part_key(source) for source in sources]
        found: dict[int, Part] = {}
        for index, key in enumerate(keys):
            part = self.store.get(KIND, key)
            if part is not None and has_room(part, sources[index]):
                found[index] = part
                self.hear(sources[index].label, part.pages)
        wanted = {id(source): index for index, source in enumerate(sources) if index not in found}
        lost: list[Finding] = []
        if wanted:
            sheets = _sheets([sources[index] for index in wanted.values()])
            for sheet, outcome in run_all(self.executor(len(wanted), self.hear), lay_out_part, sheets, self.window):
                index = wanted[id(sheet.source)]
                if isinstance(outcome, BaseException):
                    lost += _lost(sheet, outcome)
                    continue
                found[index] = outcome
                self.store.put(KIND, keys[index], outcome)
                self.hear(sheet.label, outcome.pages)
        if lost:
            raise BuildError("the PDF cannot be laid out", findings=tuple(lost))
        return [found[index] for index in range(len(sources))]


def _sheets(sources: Sequence[PartSource]) -> Iterator[PartJob]:
    for source in sources:
        yield PartJob(source, tuple((name, _read(path)) for name, path in source.files))


def _read(path: Path) -> bytes:
    """Read a picture for the page; what is none is left for the engine to complain of."""
    try:
        return read_picture(path)
    except OSError:
        return path.read_bytes()


def part_key(source: PartSource) -> str:
    """Return a digest of all that a part depends on, but for the room of its page numbers: most have none in their text."""
    files = tuple((name, _file_digest(path)) for name, path in source.files)
    plain = replace(source, html=b"", css="", files=(), room=())
    fonts = family_versions(families_in(source.css))
    return values_digest(environment_key(), source.html, source.css.encode(), plain, files, fonts)


def has_room(part: Part, source: PartSource) -> bool:
    """Tell whether a part was laid out with the room for page numbers that its source asks for."""
    wanted = dict(source.room)
    return all(
        wanted.get(name, USUAL_ROOM) == room for number in part.numbers if number.flow for name, room in number.room
    )


@cache
def _file_digest(path: Path) -> str:
    return values_digest(path.read_bytes())


def _lost(sheet: PartJob, error: BaseException) -> tuple[Finding, ...]:
    """Say what became of a part, naming it."""
    if isinstance(error, WorkerError):
        return (Finding("P106", f'the part "{sheet.label}" was lost: {error.message}', None, error.help),)
    if isinstance(error, BuildError):
        return error.findings or (Finding("P106", f'the part "{sheet.label}": {error.message}', None, error.help),)
    if isinstance(error, MemoryError):
        help = "make its tables and pictures smaller, or give it more with --memory"
        return (Finding("P106", f'the part "{sheet.label}" needs more memory than it may have', None, help),)
    if isinstance(error, ReportError):
        raise error
    return (
        Finding(
            "P106",
            f'the part "{sheet.label}" cannot be laid out: {type(error).__name__}: {error}',
            None,
            "take out what was added to it last, and build again",
        ),
    )
