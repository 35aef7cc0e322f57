"""The pipeline: sources are read, resolved, composed into the master, and made into editions."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.errors import BuildError
from report.model.findings import Finding, Location, has_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from report.editions.pdf.edition import Layout
    from report.model.manuscript import Manuscript
    from report.model.master import Master
    from report.project import Project, Source
    from report.styles import Theme

RECORD = "build.json"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done: a verb, what it was done to, and how much."""

    verb: str
    subject: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listener:
    """What the pipeline tells whoever runs it: finished steps, and progress within one as it comes."""

    step: Callable[[Step], None] = lambda step: None
    progress: Callable[[str], None] = lambda message: None


@dataclass(frozen=True, slots=True)
class Edition:
    """An output as bytes, and what is said of it: its pages or files."""

    data: bytes
    size: str
    fonts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One report on its way to its editions."""

    master: Master
    manuscript: Manuscript
    theme: Theme
    layout: Layout
    inputs: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Result:
    """What a build left: the files written, empty where an error forbade writing, and every finding."""

    slug: str
    written: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Clock:
    """Seconds of wall time by stage."""

    times: dict[str, float] = field(default_factory=dict)
    last: float = field(default_factory=time.perf_counter)

    def lap(self, name: str) -> float:
        now = time.perf_counter()
        self.times[name], self.last = round(now - self.last, 3), now
        return self.times[name]


def _pdf(job: Job) -> Edition:
    from report.editions.pdf.bind import Attachment
    from report.editions.pdf.edition import write_pdf
    from report.editions.source_archive import write_archive
    from report.model.stamps import modified

    meta = job.master.metadata
    archive = write_archive(job.inputs, modified(meta))
    source = Attachment(f"{meta.slug}-source.zip", "application/zip", archive, "The complete source of this report")
    bound = write_pdf(job.layout, job.master, source)
    count = job.layout.part.pages
    return Edition(bound.pdf, f"{count} page{'s' * (count != 1)}", bound.fonts)


def _epub(job: Job) -> Edition:
    from report.editions.epub.edition import write_epub

    data, files = write_epub(job.master, job.theme, job.layout.pages)
    return Edition(data, f"{files} files")


def _html(job: Job) -> Edition:
    from report.editions.web.edition import write_web

    return Edition(write_web(job.master, job.theme, job.layout.pages), "1 file")


FORMATS: dict[str, Callable[[Job], Edition]] = {"pdf": _pdf, "epub": _epub, "html": _html}


def build(project: Project, source: Source, formats: tuple[str, ...], out: Path, listener: Listener) -> Result:
    """Build a report's editions into `out`/slug. Nothing is written where a finding is an error.

    The master is composed and laid out once, whatever the formats. Raise `BuildError` where the build
    cannot go on; its findings are all that were made until then.
    """
    clock = _Clock()
    master, manuscript, theme, findings = _compose(project, source, listener, clock)
    if has_errors(findings):
        return Result(source.slug, (), findings)
    from report.editions.pdf.edition import lay_out

    layout = lay_out(master, theme, listener.progress)
    clock.lap("layout")
    findings += tuple(_placed(finding, manuscript) for finding in layout.findings)
    if has_errors(findings):
        return Result(source.slug, (), findings)
    job = Job(master, manuscript, theme, layout, _inputs(project, manuscript, master))
    editions: dict[str, Edition] = {}
    for name in formats:
        editions[name] = FORMATS[name](job)
        clock.lap(name)
    return Result(source.slug, tuple(_write(job, editions, out, clock, findings, listener)), findings)


def _compose(
    project: Project, source: Source, listener: Listener, clock: _Clock
) -> tuple[Master, Manuscript, Theme, tuple[Finding, ...]]:
    from report.compose.master import compose
    from report.read.manuscript import read_manuscript
    from report.resolve.manuscript import resolve
    from report.styles import find_theme

    manuscript, findings = read_manuscript(project, source)
    count = len(manuscript.sections)
    listener.step(Step("Read", f"{count} section{'s' * (count != 1)}", (f"{project.name(source.folder)}/",)))
    clock.lap("read")
    meta = manuscript.metadata
    theme = find_theme(project.root, meta.theme)
    resolved, found = resolve(manuscript, project)
    findings += found
    try:
        master, found = compose(resolved, theme)
    except BuildError as error:
        raise BuildError(error.message, error.help, (*findings, *error.findings)) from error
    clock.lap("compose")
    listener.step(Step("Set", f"{meta.slug} {meta.version}".strip(), (_counts(master),)))
    return master, manuscript, theme, findings + found


def _counts(master: Master) -> str:
    counts = master.counts
    named = {"figure": counts.figures, "table": counts.tables, "note": counts.notes, "reference": counts.references}
    return ", ".join(f"{number} {name}{'s' * (number != 1)}" for name, number in named.items() if number) or "text only"


def _placed(finding: Finding, manuscript: Manuscript) -> Finding:
    """Say where a character stands that no font has."""
    char = finding.message.partition("character ")[2].strip('"')[:1]
    if finding.code != "P102" or not char:
        return finding
    for section in manuscript.sections:
        index = section.text.find(char)
        if index >= 0:
            place = Location(section.path, section.text.count("\n", 0, index) + 1)
            return Finding(finding.code, finding.message, place, finding.help, finding.severity)
    return finding


def _inputs(project: Project, manuscript: Manuscript, master: Master) -> dict[str, bytes]:
    """Read every file that the report was made from, by its path below `sources/`."""
    paths = {*manuscript.files, *(image.path for image in master.images)}
    base = project.sources.resolve()
    return {path.resolve().relative_to(base).as_posix(): path.read_bytes() for path in sorted(paths)}


def _write(
    job: Job, editions: dict[str, Edition], out: Path, clock: _Clock, findings: tuple[Finding, ...], listener: Listener
) -> Iterator[Path]:
    from report.record import write_record

    meta = job.master.metadata
    folder = out / meta.slug
    files = {f"{meta.slug}.{name}": edition.data for name, edition in editions.items()}
    facts = {
        "report": meta.slug,
        "title": meta.title,
        "version": meta.version,
        "identifier": meta.identifier,
        "pages": job.layout.part.pages,
        "fonts": list(next((edition.fonts for edition in editions.values() if edition.fonts), ())),
        "seconds": clock.times,
    }
    for name, edition in editions.items():
        path = folder / f"{meta.slug}.{name}"
        write_file(path, edition.data)
        seconds = f"{clock.times[name] + (clock.times['layout'] if name == 'pdf' else 0):.1f} s"
        listener.step(Step("Wrote", str(path), (edition.size, f"{len(edition.data) / 1000:,.0f} kB", seconds)))
        yield path
    record = folder / RECORD
    write_file(record, write_record(facts, job.inputs, files, findings))
    yield record


def write_file(path: Path, data: bytes) -> None:
    """Write a file under a temporary name and rename it: a failed build leaves the last good one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise BuildError(f"{path} cannot be written: {error.strerror}", "choose another folder with --out") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as error:
        os.unlink(name)
        raise BuildError(f"{path} cannot be written: {error.strerror}", "make room, or choose another folder with --out") from error

