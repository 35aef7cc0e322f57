"""The pipeline: sources are read, resolved, composed into the master, and made into editions."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.model.errors import BuildError
from report.model.findings import has_errors, weighed
from report.model.formats import FORMATS
from report.model.metadata import EDITIONS
from report.model.pages import PLAIN, Impression
from report.model.progress import Listener, Progress, Step
from report.model.registry import load_function
from report.pipeline.proof import in_order, prove, take_in, without_consequences
from report.runtime.files import write_file
from report.runtime.store import Store, values_digest
from report.runtime.workers.executors import InlineExecutor
from report.themes.theme import own_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Executor
    from pathlib import Path

    from report.editions.pdf.edition import Layout
    from report.editions.pdf.part_renderer import Hear
    from report.model.findings import Finding
    from report.model.manuscript import Manuscript
    from report.model.master import Master
    from report.model.rules.rule import Severity
    from report.read.project import Project, Source
    from report.themes.theme import Theme

RECORD = "build.json"
PAGES = "pages"


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What a build works with: whom it tells, what is known from earlier ones, who lays its parts out, and for which edition.

    `executor` gives an executor for a number of parts; what a part tells is heard with the part's label. `laid_out`
    is called when no part is left to lay out. A `manuscript` that is given is built in the place of what the sources
    say, under the report's name and a `suffix`.
    `impression` is what pages are printed for.
    """

    listener: Listener = field(default_factory=Listener)
    store: Store = field(default_factory=Store.none)
    executor: Callable[[int, Hear], Executor] = lambda _, hear: InlineExecutor(hear)
    window: int = 4
    laid_out: Callable[[], None] = lambda: None
    edition: str = EDITIONS[0]
    manuscript: Manuscript | None = None
    suffix: str = ""
    impression: Impression = PLAIN


ALONE = BuildContext()


@dataclass(frozen=True, slots=True)
class Edition:
    """An output as bytes, and what is said of it: its pages or files."""

    data: bytes
    size: str
    fonts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildJob:
    """One report on its way to its editions."""

    master: Master
    manuscript: Manuscript
    theme: Theme
    layout: Layout
    inputs: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Result:
    """What a build left: the files written, empty where an error forbade writing, every finding, and what was read."""

    slug: str
    written: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()
    read: tuple[Path, ...] = ()


@dataclass(slots=True)
class _Clock:
    """Seconds of wall time by stage."""

    times: dict[str, float] = field(default_factory=dict)
    last: float = field(default_factory=time.perf_counter)

    def lap(self, name: str) -> float:
        now = time.perf_counter()
        self.times[name], self.last = round(now - self.last, 3), now
        return self.times[name]


def make_pdf(job: BuildJob) -> Edition:
    from report.editions.pdf.bind.finish import Attachment
    from report.editions.pdf.edition import write_pdf
    from report.editions.source_archive import write_archive
    from report.model.stamps import modified
    from report.pipeline.record import write_making

    meta = job.master.metadata
    archive = write_archive(job.inputs, modified(meta))
    source = Attachment(f"{meta.slug}-source.zip", "application/zip", archive, "The complete source of this report")
    made = write_making(meta, job.manuscript.edition)
    record = Attachment(f"{meta.slug}-record.json", "application/json", made, "What made this report", "Supplement")
    bound = write_pdf(job.layout, job.master, (source, record))
    count = len(job.layout.pages.labels)
    return Edition(bound.pdf, f"{count} page{'s' * (count != 1)}", bound.fonts)


def make_epub(job: BuildJob) -> Edition:
    from report.editions.epub.edition import write_epub

    data, files = write_epub(job.master, job.theme, job.layout.pages)
    return Edition(data, f"{files} files")


def make_html(job: BuildJob) -> Edition:
    from report.editions.web.edition import write_web

    return Edition(write_web(job.master, job.theme, job.layout.pages), "1 file")


def build_editions(
    project: Project, source: Source, formats: tuple[str, ...], out: Path, context: BuildContext = ALONE
) -> Result:
    """Build a report's editions into `out`/slug. Nothing is written where a finding is an error.

    The master is composed and laid out once, whatever the formats. Raise `BuildError` where the build
    cannot go on; its findings are all that were made until then.
    """
    run = _Run(project, source, context)
    try:
        written = tuple(_build(run, formats, out))
    except BuildError as error:
        later = [finding for finding in error.findings if not (run.failed() and finding.code.startswith("H"))]
        if error.findings and not later:
            return Result(source.slug, (), run.ordered())
        raise BuildError(error.message, error.help, run.ordered(later)) from error
    return Result(source.slug, written, run.ordered(), tuple(run.read))


@dataclass(slots=True)
class _Run:
    """One build while it runs: what it works on, whom it tells, and what it has found."""

    project: Project
    source: Source
    context: BuildContext
    clock: _Clock = field(default_factory=_Clock)
    findings: list[Finding] = field(default_factory=list)
    read: list[Path] = field(default_factory=list)
    manuscript: Manuscript | None = None
    weights: Mapping[str, Severity | None] = field(default_factory=dict)

    def failed(self) -> bool:
        """Tell whether an error has been found, by the report's own weights."""
        return has_errors(weighed(self.findings, self.weights))

    def ordered(self, later: Iterable[Finding] = ()) -> tuple[Finding, ...]:
        """Return all findings by the report's own weights, file by file."""
        return in_order(without_consequences((*self.findings, *later), self.manuscript), self.project, self.weights)


def _build(run: _Run, formats: tuple[str, ...], out: Path) -> Iterator[Path]:
    composed = _compose(run)
    if composed is None or run.failed():
        return
    master, manuscript, theme = composed
    layout = _lay_out(run, master, theme)
    run.clock.lap("layout")
    run.findings += _placed(run, layout.findings, manuscript, master)
    if run.failed():
        return
    job = BuildJob(master, manuscript, theme, layout, _inputs(run, manuscript, master, theme))
    run.read += [path for folder in theme.folders for path in (folder, *folder.rglob("*"))]
    editions: dict[str, Edition] = {}
    for name in formats:
        editions[name] = load_function(FORMATS[name].make)(job)
        run.clock.lap(name)
    run.findings += _compared(job, editions, run)
    yield from _write(job, editions, out, run)


def _compared(job: BuildJob, editions: Mapping[str, Edition], run: _Run) -> list[Finding]:
    """Read the editions back from their bytes, and tell what they do not have in common."""
    if len(editions) < 2:
        return []
    from report.checks.parity.check import check_editions

    files = {name: edition.data for name, edition in editions.items()}
    found = check_editions(job.master.metadata.slug, files, _asked(job.master))
    run.clock.lap("parity")
    return _placed(run, found, job.manuscript, job.master)


def _placed(run: _Run, findings: Iterable[Finding], manuscript: Manuscript, master: Master) -> list[Finding]:
    """Tell findings of later stages at their places in the sources."""
    if not any(finding.about for finding in findings):
        return list(findings)
    from report.compose.xml import parse
    from report.pipeline.characters import drawing_with
    from report.pipeline.source_places import place_findings

    told = [drawing_with(finding, master.html, master.images, run.project) for finding in findings]
    return place_findings(told, manuscript, run.project, lambda: parse(master.html))


def _asked(master: Master) -> tuple[str, ...]:
    from report.checks.parity.check import texts_asked
    from report.compose.xml import parse

    return texts_asked(parse(master.html)) if b"data-formats" in master.html else ()


def pages_key(project: Project, source: Source, edition: str) -> str:
    """Return the key under which the pages of a report's last build for an edition are kept."""
    return values_digest(str(project.root), source.slug, edition)


def _lay_out(run: _Run, master: Master, theme: Theme) -> Layout:
    from report.editions.pdf.edition import lay_out
    from report.editions.pdf.part_renderer import Press

    slug, store = run.source.slug, run.context.store
    key = pages_key(run.project, run.source, run.context.edition)
    last = store.get(PAGES, key)
    expected = len(last.labels) if last else 0

    def hear(part: str, pages: int) -> None:
        run.context.listener.progress(Progress(slug, part, pages, expected))

    press = Press(run.context.executor, store, run.context.window, hear)
    layout = lay_out(master, theme, press.render, last, run.context.impression)
    run.context.laid_out()
    if layout.pages != last:
        store.put(PAGES, key, layout.pages)
    return layout


def _compose(run: _Run) -> tuple[Master, Manuscript, Theme] | None:
    """Go from the sources to the master; None where that cannot be, which the findings explain."""
    from report.compose.master import compose
    from report.read.manuscript import read_manuscript

    if run.context.manuscript:
        manuscript = run.context.manuscript
    else:
        manuscript, found = read_manuscript(run.project, run.source, run.context.store, run.context.edition, take_in)
        run.findings += found
    run.manuscript, run.weights = manuscript, manuscript.metadata.rules
    count = len(manuscript.sections)
    run.context.listener.step(
        Step(
            "Read",
            f"{count} section{'s' * (count != 1)}",
            (run.project.name(run.source.entry) if run.source.single else f"{run.project.name(run.source.folder)}/",),
        )
    )
    run.clock.lap("read")
    proof = prove(manuscript, run.project, run.source, run.context.store)
    run.findings += proof.findings
    if proof.theme is None:
        run.findings += proof.settled()
        return None
    master, found = compose(proof.resolved, proof.theme, run.context.store)
    told = _placed(run, found, manuscript, master)
    run.findings += [finding for finding in told if not (run.failed() and finding.code.startswith("H"))]
    run.clock.lap("compose")
    meta = manuscript.metadata
    run.context.listener.step(Step("Set", f"{meta.slug} {meta.version}".strip(), (_counts(master),)))
    return master, manuscript, proof.theme


def _counts(master: Master) -> str:
    counts = master.counts
    named = {"figure": counts.figures, "table": counts.tables, "note": counts.notes, "reference": counts.references}
    return ", ".join(f"{number} {name}{'s' * (number != 1)}" for name, number in named.items() if number) or "text only"


def _inputs(run: _Run, manuscript: Manuscript, master: Master, theme: Theme) -> dict[str, bytes]:
    """Read every file that the report was made from, by its path below `sources/`."""
    shown = (image.path for image in master.images if image.path.is_relative_to(run.project.sources.resolve()))
    paths = {*manuscript.files, *master.files, *shown}
    own = own_files(run.project.root, theme)
    folders = [] if run.source.single else [path for path in run.source.folder.rglob("*") if path.is_dir()]
    run.read += [*sorted(paths), *own.values(), run.source.folder, run.project.sources, *folders]
    named = {run.project.archive_name(run.source, path.resolve()): path for path in sorted(paths)}
    return {name: path.read_bytes() for name, path in {**named, **own}.items()}


def _write(job: BuildJob, editions: dict[str, Edition], out: Path, run: _Run) -> Iterator[Path]:
    from report.pipeline.record import write_build_record

    meta, times = job.master.metadata, run.clock.times
    folder, kind = out / meta.slug, run.context.edition
    stem = (meta.slug if kind == EDITIONS[0] else f"{meta.slug}-{kind}") + run.context.suffix
    files = {f"{stem}.{name}": edition.data for name, edition in editions.items()}
    facts = {
        "report": meta.slug,
        "edition": kind,
        "title": meta.title,
        "version": meta.version,
        "date": meta.date.isoformat(),
        "identifier": meta.identifier,
        "pages": len(job.layout.pages.labels),
        "fonts": list(next((edition.fonts for edition in editions.values() if edition.fonts), ())),
        "conditional": list(_asked(job.master)),
        "seconds": times,
    }
    for name, edition in editions.items():
        path = folder / f"{stem}.{name}"
        write_file(path, edition.data)
        seconds = f"{times[name] + (times['layout'] if name == 'pdf' else 0):.1f} s"
        run.context.listener.step(
            Step("Wrote", str(path), (edition.size, f"{len(edition.data) / 1000:,.0f} kB", seconds), result=True)
        )
        yield path
    record = folder / RECORD.replace(".", stem.removeprefix(meta.slug) + ".")
    write_file(record, write_build_record(facts, job.inputs, files, run.ordered()))
    yield record
