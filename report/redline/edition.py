"""A redline is made: two versions are found, read and compared, and what comes of it is built."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from report.archiving.trust import check_themes
from report.model.findings import has_errors
from report.model.formats import FORMATS
from report.model.progress import Step
from report.pipeline.build import BuildContext, build_editions
from report.pipeline.proof import in_order, prove, take_in
from report.read.manuscript import read_manuscript
from report.redline.former import PICTURES, OldVersion
from report.redline.manuscript import changes_of, compare_manuscripts, marked_manuscript
from report.redline.page import write_changes
from report.redline.versions import SOURCES, Desk, find_compared
from report.redline.word import write_word
from report.runtime.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.findings import Finding
    from report.model.manuscript import Manuscript
    from report.read.project import Project
    from report.redline.changes import Changes
    from report.redline.versions import ComparedVersion
    from report.runtime.store import Store

SUFFIX = "-redline"
RECORD = "changes.json"
WORD = "docx"


def redline_formats() -> tuple[str, ...]:
    """List the formats of a redline: those of every edition, and Word with tracked changes."""
    return (*FORMATS, WORD)


@dataclass(frozen=True, slots=True)
class RedlineRequest:
    """What is wanted: two versions as they are typed, the author's note, formats and the folder to write to.

    The theme that a newer version brings is used where it is known, or `trusted`; the older one's is never used.
    """

    old: str
    new: str
    note: str = ""
    formats: tuple[str, ...] = field(default_factory=redline_formats)
    out: Path = Path("build")
    archive: Path | None = None
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Redline:
    """What was found: all changes, the files written, and the findings that forbade writing."""

    changes: Changes
    written: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()


def make_redline(request: RedlineRequest, project: Project | None, context: BuildContext) -> Redline:
    """Compare two versions of a report and write the redline, unless nothing has changed."""
    with _laid_out(request, project) as (old, new):
        if request.formats and new.stranger and not request.trusted:
            check_themes(new.project, new.source, new.stranger, project)
        before, after = _read(old, context.store), _read(new, context.store)
        done = compare_manuscripts(before, after, (old.project, new.project))
        changes = changes_of(done, before, after, request.note)
        if not changes:
            return Redline(changes)
        context.listener.step(
            Step("Compared", new.source.slug, (f"{changes.count} change{'s' * (changes.count != 1)}",))
        )
        marked = marked_manuscript(done, after, OldVersion(before, old.project, context.store), changes)
        written, findings = _editions(request, new, replace(context, manuscript=marked, suffix=SUFFIX))
        if has_errors(findings):
            return Redline(changes, (), findings)
        record = write_changes(changes, before.metadata, after.metadata)
        written.append(_write(request.out / new.source.slug / RECORD, record, context))
        return Redline(changes, tuple(written), findings)


def _editions(
    request: RedlineRequest, new: ComparedVersion, context: BuildContext
) -> tuple[list[Path], tuple[Finding, ...]]:
    """Build the editions that are wanted; none where a finding is an error."""
    written: list[Path] = []
    formats = tuple(name for name in request.formats if name != WORD)
    if formats:
        result = build_editions(new.project, new.source, formats, request.out, context)
        if has_errors(result.findings):
            return [], result.findings
        written += [path for path in result.written if path.suffix != ".json"]
    if WORD in request.formats and context.manuscript:
        manuscript = context.manuscript
        proof = prove(manuscript, new.project, new.source, context.store)
        findings = in_order((*proof.findings, *proof.settled()), new.project, manuscript.metadata.rules)
        if has_errors(findings):
            return [], findings
        path = request.out / new.source.slug / f"{new.source.slug}{SUFFIX}.{WORD}"
        written.append(_write(path, write_word(proof.resolved), context))
    return written, ()


def _write(path: Path, data: bytes, context: BuildContext) -> Path:
    write_file(path, data)
    context.listener.step(Step("Wrote", str(path), ("", f"{len(data) / 1000:,.0f} kB"), result=True))
    return path


def _read(version: ComparedVersion, store: Store) -> Manuscript:
    return read_manuscript(version.project, version.source, store, convert=take_in)[0]


@contextmanager
def _laid_out(request: RedlineRequest, project: Project | None) -> Iterator[tuple[ComparedVersion, ComparedVersion]]:
    """Lay out both versions, each in a project of its own; the older one's pictures are in reach of the newer."""
    with tempfile.TemporaryDirectory(prefix="report-") as name:
        folder = Path(name).resolve()
        old = find_compared(request.old, Desk(project, folder / "old", request.archive))
        new = find_compared(request.new, Desk(project, folder / "new", request.archive))
        sources = new.project.sources
        (folder / "old" / SOURCES).rename(sources / PICTURES)
        (folder / "old" / SOURCES).symlink_to(sources / PICTURES)
        yield old, new
