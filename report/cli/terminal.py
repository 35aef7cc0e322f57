"""What a person sees: steps as lines, findings in colour on a terminal, a bar when a build takes its time."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from report.model.escapes import shown, shown_in_line
from report.model.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.model.errors import ReportError
    from report.model.findings import Finding
    from report.model.progress import Progress, Step

PATIENCE = 1.0  # seconds before a bar appears
CODES = {"red": "31", "yellow": "33", "bold": "1", "dim": "2"}
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
COLUMNS = (10, 48, 24)


class Terminal:
    """Prints results on standard output, everything else on standard error.

    `quiet` leaves out the steps; `verbose` adds the stages of the layout as plain lines.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self._quiet, self._verbose = quiet, verbose
        self._bar: Any = None
        self._task: Any = None
        self._pages: dict[tuple[str, str], int] = {}
        self._expected: dict[str, int] = {}
        self._drawing = threading.Lock()  # pages are told by another thread than steps
        self._started = time.monotonic()
        self._live = sys.stderr.isatty() and not quiet and os.environ.get("TERM") != "dumb"

    def step(self, step: Step) -> None:
        """Say what was done: a result on standard output, all else on standard error."""
        self._stop()
        if self._quiet:
            return
        verb, subject, *rest = (step.verb, _short(step.subject), *step.details)
        line = f"{verb:{COLUMNS[0]}}{subject:{COLUMNS[1]}}  {'   '.join(rest)}".rstrip()
        stream = sys.stdout if step.result else sys.stderr
        print(shown_in_line(line), file=stream, flush=True)

    def progress(self, progress: Progress) -> None:
        """Show how many pages are laid out: on a terminal as a bar over all reports, with `verbose` as lines."""
        if self._verbose and not self._live:
            print(
                f"          {shown_in_line(progress.part)}: {progress.pages} page{'s' * (progress.pages != 1)}",
                file=sys.stderr,
            )
        with self._drawing:
            self._pages[progress.report, progress.part] = progress.pages
            self._expected[progress.report] = progress.expected
            if self._live and time.monotonic() - self._started >= PATIENCE:
                self._draw_bar()

    def _draw_bar(self) -> None:
        if self._bar is None:
            from rich import progress as rich
            from rich.console import Console

            columns = (rich.SpinnerColumn(), rich.TextColumn("{task.description}"), rich.BarColumn())
            self._bar = rich.Progress(*columns, rich.MofNCompleteColumn(), console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("", total=None)
        done, expected = sum(self._pages.values()), sum(self._expected.values())
        known = all(self._expected.values())
        names = sorted(self._expected)
        subject = names[0] if len(names) == 1 else f"{len(names)} reports"
        self._bar.update(
            self._task, description=f"{subject}: pages", completed=done, total=max(expected, done) if known else None
        )

    def findings(self, findings: Iterable[Finding]) -> None:
        """Print findings on standard error, the errors last, where they are seen."""
        self._stop()
        for finding in sorted(findings, key=lambda finding: finding.severity is Severity.ERROR):
            text = shown(str(finding))
            colour = COLOURS[finding.severity]
            word = f"{finding.severity.value} {finding.code}"
            print(text.replace(word, paint(word, colour, sys.stderr), 1), file=sys.stderr)

    def error(self, error: ReportError) -> None:
        """Print what ended the run, and the way out."""
        self._stop()
        print(f"{paint('error', 'red', sys.stderr)}: {shown(error.message)}", file=sys.stderr)
        for line in shown(error.help).splitlines():
            print(f"    {line}" if line.startswith(" ") else f"    help: {line}", file=sys.stderr)

    def warn(self, message: str, help: str) -> None:
        """Print what is wrong and ends nothing, and the way out."""
        self._stop()
        print(f"{paint('warning', 'yellow', sys.stderr)}: {shown(message)}\n    help: {shown(help)}", file=sys.stderr)

    def note(self, verb: str, subject: str, told: str) -> None:
        """Say what became of something."""
        self._stop()
        if not self._quiet:
            print(shown_in_line(f"{verb:{COLUMNS[0]}}{subject:{COLUMNS[1]}}  {told}"), flush=True)

    def missing(self, name: str, error: ReportError) -> None:
        """Name what could not be done for lack of a tool, and how to get it."""
        if not self._quiet:
            line = f"{'Left':{COLUMNS[0]}}{name:{COLUMNS[1]}}  {error.message}; {error.help}"
            print(shown_in_line(line), file=sys.stderr)

    def _stop(self) -> None:
        with self._drawing:
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
    try:
        return path.removeprefix(f"{Path.cwd()}{os.sep}")
    except OSError:  # the folder has gone
        return path
