"""The scheduler: reports are built with shared workers, small ones each by a worker, long ones part by part."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from report.model.errors import BuildError, ReportError, ToolMissing
from report.model.findings import has_errors
from report.model.metadata import EDITIONS
from report.model.pages import PLAIN, Impression
from report.model.progress import Listener, Outcome, Progress, Step
from report.pipeline.build import PAGES, BuildContext, Result, build_editions, pages_key
from report.pipeline.freshness import stamp, unchanged
from report.runtime.plain_files import is_plain
from report.runtime.store import open_store
from report.runtime.workers import tell
from report.runtime.workers.cores import available_cores
from report.runtime.workers.errors import WorkerError
from report.runtime.workers.executors import InlineExecutor, open_executor, run_all
from report.runtime.workers.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from report.editions.pdf.part_renderer import Hear
    from report.read.project import Project, Source

LONG = 400_000  # bytes of source, about 120 pages, beyond which a report's parts go to the workers, not the report
MANY_PARTS = 50_000  # bytes of source, beyond which a report that is cut has parts for all workers
SECONDS = 300.0  # without a page
MEMORY = 4096  # MiB for a part
FLEETING = {"S233"}  # rules whose findings come and go with the day
RECYCLED = 400_000_000  # bytes after which a worker makes room for a fresh one


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What is wanted: formats, the folder to write to, and how.

    `workers` is an executor's name, empty for as many processes as `jobs`, 0 of which are as many as there are
    cores. Where `keep` is false, nothing known is used and nothing is kept. `seconds` and `memory` (MiB) are
    what a part may take. `impression` is what pages are printed for.
    """

    project: Project
    formats: tuple[str, ...]
    out: Path
    workers: str = ""
    jobs: int = 0
    keep: bool = True
    seconds: float = SECONDS
    memory: int = MEMORY
    edition: str = EDITIONS[0]
    impression: Impression = PLAIN

    @property
    def outputs(self) -> tuple[str, ...]:
        """Name what is written: the formats, and the edition."""
        return (*self.formats, self.edition)


@dataclass(frozen=True, slots=True)
class _ReportJob:
    """A small report, for a worker to build whole."""

    label: str
    plan: BuildPlan
    source: Source


@dataclass(slots=True)
class _Told:
    """What a worker has to say of a report that it built."""

    outcome: Outcome
    result: Result | None = None
    steps: list[Step] = field(default_factory=list)


def build_reports(plan: BuildPlan, sources: tuple[Source, ...], listener: Listener) -> Iterator[Outcome]:
    """Build reports; give each one's outcome as it is known. Those with nothing to do are left as they are."""
    due = []
    for source in sources:
        known = unchanged(source.slug, plan.out, plan.outputs) if plan.keep else None
        if known is None:
            due.append(source)
        else:
            listener.step(Step("Kept", source.slug, ("nothing to do",)))
            yield Outcome(source.slug, known)
    if not due:
        return
    with _Workers(plan, listener) as workers:
        small = [source for source in due if len(due) > 1 and workers.many and _size(source) < LONG]
        jobs = [_ReportJob(source.slug, plan, source) for source in small]
        done = run_all(workers.executor(len(jobs)), _build_alone, jobs, 4 * workers.count) if jobs else iter(())
        told: dict[str, _Told | BaseException] = {}
        for source in due:
            if source not in small:
                workers.expect(source)
                yield _build(plan, source, workers.context(last=source is due[-1])).outcome
                continue
            while source.slug not in told:
                job, outcome = next(done)
                told[job.label] = outcome
                workers.store.changed = True
            yield _outcome(source.slug, told.pop(source.slug), listener)


def _outcome(slug: str, told: _Told | BaseException, listener: Listener) -> Outcome:
    if isinstance(told, _Told):
        for step in told.steps:
            listener.step(step)
        return told.outcome
    if isinstance(told, ToolMissing) or not isinstance(told, Exception):
        raise told
    help = told.help if isinstance(told, WorkerError) else "run it again with --debug"
    message = told.message if isinstance(told, WorkerError) else f"{type(told).__name__}: {told}"
    return Outcome(slug, (), BuildError(f"{slug}: {message}", help))


def _build_alone(job: _ReportJob) -> _Told:
    """Build a whole report in this process."""
    steps: list[Step] = []
    listener = Listener(steps.append, tell)
    with open_store(keep=job.plan.keep, trim=False) as store:  # whoever ordered it will
        told = _build(
            job.plan,
            job.source,
            BuildContext(listener, store, edition=job.plan.edition, impression=job.plan.impression),
        )
    told.steps = steps
    return told


def _build(plan: BuildPlan, source: Source, context: BuildContext) -> _Told:
    try:
        result = build_editions(plan.project, source, plan.formats, plan.out, context)
    except ToolMissing:
        raise
    except ReportError as error:
        findings = error.findings if isinstance(error, BuildError) else ()
        return _Told(Outcome(source.slug, findings, error))
    fleeting = any(finding.code in FLEETING for finding in result.findings)
    if plan.keep and result.written and not fleeting and not has_errors(result.findings):
        stamp(source.slug, plan.out, plan.outputs, (*result.read, *result.written), result.findings)
    return _Told(Outcome(source.slug, result.findings, None, result.written), result)


def _size(source: Source) -> int:
    paths = [source.entry] if source.single else source.folder.glob("*.md")
    return sum(path.stat().st_size for path in paths if is_plain(path))


class _Workers:
    """The executor of a run, opened when it is first needed."""

    def __init__(self, plan: BuildPlan, listener: Listener) -> None:
        self._plan, self._listener = plan, listener
        self._stack = contextlib.ExitStack()
        self._limits = Limits(plan.seconds, plan.memory << 20, RECYCLED)
        self._executors = contextlib.ExitStack()
        self._opened: Executor | None = None
        self._hear: Hear = lambda *_: None
        self.store = self._stack.enter_context(open_store(keep=plan.keep))
        self.count = plan.jobs or available_cores()
        self.many = bool(plan.workers) or self.count > 1

    def executor(self, jobs: int, hear: Hear | None = None) -> Executor:
        """Return the executor for a number of jobs: a single one is done here, unless workers were asked for.

        `hear` hears of the parts that are laid out from now on.
        """
        self._hear = hear or self._hear
        if jobs < 2 and not self._plan.workers:
            return InlineExecutor(self._tell, self._limits)
        if self._opened is None:
            spec = self._plan.workers or f"processes:{self.count}"
            opened = open_executor(
                spec, limits=self._limits, initializer=_prepare, on_progress=self._tell, on_warning=self._warn
            )
            self._opened = self._executors.enter_context(opened)
        return self._opened

    def expect(self, source: Source) -> None:
        """Have the engine imported while a long report is read of which nothing is known."""
        known = self.store.get(PAGES, pages_key(self._plan.project, source, self._plan.edition)) is not None
        if self.many and not known and _size(source) > MANY_PARTS:
            self.executor(self.count).submit(_prepare)

    def context(self, *, last: bool) -> BuildContext:
        """Return what a report is built with; when the last one is laid out, nothing is left for workers to do."""
        done = self._close if last else lambda: None
        plan = self._plan
        context = BuildContext(self._listener, self.store, self.executor, 2 * self.count, done, plan.edition)
        return replace(context, impression=plan.impression)

    def _close(self) -> None:
        self._executors.close()
        self._opened = None

    def _tell(self, label: str, message: Progress | int) -> None:
        """Pass on what a whole report in a worker tells, or one part of a report that is built here."""
        if isinstance(message, Progress):
            self._listener.progress(message)
        else:
            self._hear(label, message)

    def _warn(self, message: str) -> None:
        self._listener.step(Step("Left", message))

    def __enter__(self) -> Self:
        if self._plan.workers:
            self.executor(1)  # an executor that cannot be had is one error, before a report is read
        return self

    def __exit__(self, *exception: object) -> None:
        with self._stack:
            self._executors.__exit__(*exception)  # type: ignore[arg-type]


def _prepare() -> None:
    """Import the engine, before there is a job for it."""
    from report.editions.pdf.weasy.start import load_engine

    load_engine()
