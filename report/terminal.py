"""What a person sees: steps as lines, findings in colour on a terminal, a bar when a build takes its time."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from report.model.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.errors import ReportError
    from report.model.findings import Finding
    from report.pipeline import Step

PATIENCE = 1.0  # seconds before a bar appears
CODES = {"red": "31", "yellow": "33", "bold": "1", "dim": "2"}
COLUMNS = (10, 48, 24)


class Terminal:
    """Prints results on standard output, everything else on standard error.

    `quiet` leaves out the steps; `verbose` adds the stages of the layout as plain lines.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self._quiet, self._verbose = quiet, verbose
        self._bar: Any = None
        self._task: Any = None
        self._started = time.monotonic()
        self._live = sys.stderr.isatty() and not quiet and os.environ.get("TERM") != "dumb"

    def step(self, step: Step) -> None:
        """Say what was done; a file that was written is a result."""
        self._stop()
        if self._quiet:
            return
        verb, subject, *rest = (step.verb, _short(step.subject), *step.details)
        line = f"{verb:{COLUMNS[0]}}{subject:{COLUMNS[1]}}  {'   '.join(rest)}".rstrip()
        stream = sys.stdout if step.verb == "Wrote" else sys.stderr
        print(line, file=stream, flush=True)

    def kept(self, slug: str) -> None:
        """Say that a report is as it was built."""
        if not self._quiet:
            print(f"{'Kept':{COLUMNS[0]}}{slug:{COLUMNS[1]}}  nothing to do", file=sys.stderr)

    def progress(self, report: str, pages: int, expected: int) -> None:
        """Show how many pages are laid out: on a terminal as a bar, with `verbose` as lines."""
        if self._verbose and not self._live:
            print(f"          {report}: {pages} page{'s' * (pages != 1)}", file=sys.stderr)
        if not self._live or time.monotonic() - self._started < PATIENCE:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

            columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(report, total=None)
        total = max(expected, pages) if expected else None
        self._bar.update(self._task, description=f"{report}: pages", completed=pages, total=total)

    def findings(self, findings: Iterable[Finding]) -> None:
        """Print findings on standard error, the errors last, where they are seen."""
        self._stop()
        for finding in sorted(findings, key=lambda finding: finding.severity is Severity.ERROR):
            text = str(finding)
            colour = "red" if finding.severity is Severity.ERROR else "yellow"
            word = f"{finding.severity.value} {finding.code}"
            print(text.replace(word, paint(word, colour, sys.stderr), 1), file=sys.stderr)

    def error(self, error: ReportError) -> None:
        """Print what ended the run, and the way out."""
        self._stop()
        print(f"{paint('error', 'red', sys.stderr)}: {error.message}", file=sys.stderr)
        for line in error.help.splitlines():
            print(f"    {line}" if line.startswith(" ") else f"    help: {line}", file=sys.stderr)

    def _stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
        self._started = time.monotonic()


def paint(text: str, colour: str, stream: IO[str]) -> str:
    """Colour text for a terminal; elsewhere, and under NO_COLOR, leave it (no-color.org)."""
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{CODES[colour]}m{text}\x1b[0m"


def _short(path: str) -> str:
    return path.removeprefix(f"{Path.cwd()}{os.sep}")
