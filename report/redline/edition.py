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


def make_redline(order: RedlineRequest, project: Project | None, means: BuildContext) -> Redline:
    """Compare two versions of a report and write the redline, unless nothing has changed."""
    with _laid_out(order, project) as (old, new):
        if order.formats and new.stranger and not order.trusted:
            check_themes(new.project, new.source, new.stranger, project)
        before, after = _read(old, means.store), _read(new, means.store)
        done = compare_manuscripts(before, after, (old.project, new.project))
        changes = changes_of(done, before, after, order.note)
        if not changes:
            return Redline(changes)
        means.listener.step(Step("Compared", new.source.slug, (f"{changes.count} change{'s' * (changes.count != 1)}",)))
        marked = marked_manuscript(done, after, OldVersion(before, old.project, means.store), changes)
        written, findings = _editions(order, new, replace(means, manuscript=marked, suffix=SUFFIX))
        if has_errors(findings):
            return Redline(changes, (), findings)
        record = write_changes(changes, before.metadata, after.metadata)
        written.append(_write(order.out / new.source.slug / RECORD, record, means))
        return Redline(changes, tuple(written), findings)


def _editions(
    order: RedlineRequest, new: ComparedVersion, means: BuildContext
) -> tuple[list[Path], tuple[Finding, ...]]:
    """Build the editions that are wanted; none where a finding is an error."""
    written: list[Path] = []
    formats = tuple(name for name in order.formats if name != WORD)
    if formats:
        result = build_editions(new.project, new.source, formats, order.out, means)
        if has_errors(result.findings):
            return [], result.findings
        written += [path for path in result.written if path.suffix != ".json"]
    if WORD in order.formats and means.manuscript:
        manuscript = means.manuscript
        proof = prove(manuscript, new.project, new.source, means.store)
        findings = in_order((*proof.findings, *proof.settled()), new.project, manuscript.metadata.rules)
        if has_errors(findings):
            return [], findings
        path = order.out / new.source.slug / f"{new.source.slug}{SUFFIX}.{WORD}"
        written.append(_write(path, write_word(proof.resolved), means))
    return written, ()


def _write(path: Path, data: bytes, means: BuildContext) -> Path:
    write_file(path, data)
    means.listener.step(Step("Wrote", str(path), ("", f"{len(data) / 1000:,.0f} kB"), result=True))
    return path


def _read(version: ComparedVersion, store: Store) -> Manuscript:
    return read_manuscript(version.project, version.source, store, convert=take_in)[0]


@contextmanager
def _laid_out(order: RedlineRequest, project: Project | None) -> Iterator[tuple[ComparedVersion, ComparedVersion]]:
    """Lay out both versions, each in a project of its own; the older one's pictures are in reach of the newer."""
    with tempfile.TemporaryDirectory(prefix="report-") as name:
        folder = Path(name).resolve()
        old = find_compared(order.old, Desk(project, folder / "old", order.archive))
        new = find_compared(order.new, Desk(project, folder / "new", order.archive))
        sources = new.project.sources
        (folder / "old" / SOURCES).rename(sources / PICTURES)
        (folder / "old" / SOURCES).symlink_to(sources / PICTURES)
        yield old, new
