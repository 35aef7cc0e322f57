"""Archive reports: each is built, checked, and added to the archive as a version."""

from __future__ import annotations

import getpass
import platform
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.api.choosing import chosen_reports
from report.model.errors import BuildError, ToolMissing, UsageError
from report.model.findings import has_errors
from report.model.progress import Listener, Step
from report.read.project import find_project
from report.runtime.files import check_writable

if TYPE_CHECKING:
    from report.archiving.ingest_rules import IngestRequest
    from report.archiving.root import StorageRoot
    from report.model.findings import Finding
    from report.read.project import Project, Source

OURS = ("pdf-profiles", "book")  # checks of built files that need no program of others


@dataclass(frozen=True, slots=True)
class ArchiveRequest:
    """What is to be archived: `reports` by name, all where none is named, of the project at or above a folder.

    `note` says what has changed in the one report that is named. `by` and `address`, a URI, say who adds it: the account
    where they are empty. `out` is the folder to build into, `store` the archive; where they are None, the project says.
    """

    project: Path = Path()
    reports: tuple[str, ...] = ()
    note: str = ""
    by: str = ""
    address: str = ""
    embargoed: bool = False
    out: Path | None = None
    store: Path | None = None


@dataclass(frozen=True, slots=True)
class Archived:
    """What became of a report: the number of its version in the archive, 0 where it was refused, and what was found.

    `unchanged` says that the archive had it already.
    """

    report: str
    number: int
    findings: tuple[Finding, ...]
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveResult:
    """What became of each report, in the order of their names."""

    versions: tuple[Archived, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, report by report."""
        return tuple(finding for version in self.versions for finding in version.findings)


def archive(request: ArchiveRequest, listener: Listener | None = None) -> ArchiveResult:
    """Build reports, check them, and add each as a version to the archive, unless an error is found.

    Raise `BuildError` where one cannot be built, `UsageError` where a note is given for several.
    """
    project = find_project(request.project)
    sources = chosen_reports(project, request.reports)
    if len(sources) > 1 and request.note:
        raise UsageError("a note says what has changed in one report", "name that one")
    asked = ingest_request(request.note, request.by, request.address, embargoed=request.embargoed)
    out = project.output(request.out, sources)
    for source in sources:
        check_writable(out / source.slug)
    run = _Archiving(project, out, request.store, asked, listener or Listener())
    return ArchiveResult(tuple(run.archive(source) for source in sources))


def ingest_request(note: str, by: str = "", address: str = "", *, embargoed: bool = False) -> IngestRequest:
    """Say of a version why, when and by whom it is added: by this account, where nobody is named."""
    from report.archiving.ingest_rules import IngestRequest
    from report.model.stamps import now

    account = f"acct:{getpass.getuser()}@{platform.node() or 'localhost'}"  # RFC 7565
    return IngestRequest(note, by or getpass.getuser(), now(), address or account, embargoed)


@dataclass(frozen=True, slots=True)
class _Archiving:
    """What all reports are archived with: `out` is built into, and `store` is the archive, where the project does not say."""

    project: Project
    out: Path
    store: Path | None
    asked: IngestRequest
    listener: Listener

    def archive(self, source: Source) -> Archived:
        """Archive one report, and tell of it."""
        done = self._prepared(source)
        told = "Refused", "nothing was archived"
        if not has_errors(done.findings):
            done, told = self._added(source, done)
        verb, words = told
        self.listener.step(Step(verb, source.slug, (words,), result=True))
        self.listener.found(done.findings)
        return done

    def _prepared(self, source: Source) -> Archived:
        """Build a report and check what was built."""
        from report.archiving.content import archived_formats
        from report.pipeline.scheduler import BuildPlan, build_reports

        (outcome,) = build_reports(BuildPlan(self.project, archived_formats(), self.out), (source,), self.listener)
        if outcome.error:
            raise outcome.error
        checked = () if has_errors(outcome.findings) else _checked(source, self.out)
        return Archived(source.slug, 0, (*outcome.findings, *checked))

    def _added(self, source: Source, before: Archived) -> tuple[Archived, tuple[str, str]]:
        """Add what was built; return what became of it, in a word and at length as well."""
        from report.archiving.ingest import ingest
        from report.archiving.places import archive_of
        from report.archiving.root import make_root
        from report.pipeline.proof import take_in
        from report.read.manuscript import read_manuscript

        root = make_root(self.store or archive_of(self.project, source.slug))
        meta = read_manuscript(self.project, source, convert=take_in)[0].metadata
        folder = self.out / source.slug
        done = ingest(root, meta, folder, self.asked, lambda last: self._changes(source, root, last))
        archived = Archived(source.slug, done.number, (*before.findings, *done.findings), done.unchanged)
        if done.unchanged:
            return archived, ("Kept", f"nothing has changed since v{done.number}")
        if done.number:
            return archived, ("Archived", f"v{done.number}, version {meta.version}, in {root.path}")
        return archived, ("Refused", "nothing was archived")

    def _changes(self, source: Source, root: StorageRoot, last: int) -> dict[str, bytes]:
        """Tell what has changed since the version `last`, as files by name; nothing where that has no source."""
        from report.pipeline.build import ALONE
        from report.redline.edition import RECORD, RedlineRequest, make_redline

        with tempfile.TemporaryDirectory(prefix="report-") as folder:
            old = f"{source.slug}@v{last}"
            request = RedlineRequest(old, source.slug, self.asked.note, (), Path(folder), root.path)
            try:
                changes = make_redline(request, self.project, ALONE).changes
            except BuildError:
                return {}
            path = Path(folder) / source.slug / RECORD
            return {RECORD: path.read_bytes()} if changes and path.is_file() else {}


def _checked(source: Source, out: Path) -> tuple[Finding, ...]:
    """Run the checks of built files that need no program of others; one that is not installed is left to `check --full`."""
    from report.checks import CHECKS

    found: list[Finding] = []
    for row in (row for row in CHECKS.values() if row.name in OURS):
        try:
            found += row.run(out / source.slug / f"{source.slug}.{row.format}")
        except ToolMissing:
            continue
    return tuple(found)
