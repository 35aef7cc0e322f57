"""What a build tells whoever runs it, while it runs, and what became of each report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from report.model.errors import ReportError
    from report.model.findings import Finding


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done: a verb, what it was done to, and how much; a `result` is what was asked for itself."""

    verb: str
    subject: str
    details: tuple[str, ...] = ()
    result: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How many pages of a part are laid out; `expected` are those of its whole report, as of its last build, or 0."""

    report: str
    part: str
    pages: int
    expected: int = 0


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears of steps, as they are done, of progress, which another thread may tell, and of what is found, in groups."""

    step: Callable[[Step], None] = lambda _: None
    progress: Callable[[Progress], None] = lambda _: None
    found: Callable[[tuple[Finding, ...]], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One report's findings, the error that ended its build, where there was one, and the files that it wrote."""

    slug: str
    findings: tuple[Finding, ...] = ()
    error: ReportError | None = None
    written: tuple[Path, ...] = ()
