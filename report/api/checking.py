"""Check reports: their sources, and the files that were built of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from report.api.choosing import chosen_names, chosen_reports
from report.model.errors import BuildError, ToolMissing
from report.model.findings import has_errors
from report.model.progress import Listener, Step
from report.read.project import find_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from report.checks import Check
    from report.model.findings import Finding
    from report.pipeline.evidence.evidence import Examination
    from report.pipeline.record import Built
    from report.read.project import Project, Source
    from report.runtime.store import Store

NOT_ASKED = "no address was asked; `report check --full --external` asks them"
LAYOUT = "P1"  # what the rules of pages begin with


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What is to be checked: `reports` by name, all where none is named, of the project at or above a folder.

    `checks` names those of the built files in `out` (`build/` of the project where it is None) that are run beside that of
    the sources. With `full` all are run that are installed, each report is built again to compare, and its evidence is
    written beside its files. With `external` links to the world are asked, for `timeout` seconds each.
    """

    project: Path = Path()
    reports: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    full: bool = False
    external: bool = False
    timeout: float = 10.0
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was found, and by name the checks that could not be made, each with what it lacks."""

    findings: tuple[Finding, ...]
    missing: Mapping[str, ToolMissing]


def check(request: CheckRequest, listener: Listener | None = None) -> CheckResult:
    """Check reports. Raise `BuildError` where a file is not built, `ToolMissing` where a check that is named is not installed."""
    from report.checks import CHECKS
    from report.runtime.store import open_store

    project = find_project(request.project)
    wanted = chosen_names(request.checks, tuple(CHECKS), "check")
    rows = tuple(row for row in CHECKS.values() if row.name in wanted) if request.full or request.checks else ()
    sources = chosen_reports(project, request.reports)
    out = project.output(request.out, sources)
    with open_store() as store:
        run = _Checking(request, project, rows, store, listener or Listener())
        for source in sources:
            run.check(source, out / source.slug)
    return CheckResult(tuple(run.findings), run.missing)


@dataclass(slots=True)
class _Checking:
    """A check while it runs: what it looks at, whom it tells, and what it has found and missed."""

    request: CheckRequest
    project: Project
    rows: tuple[Check, ...]
    store: Store
    listener: Listener
    findings: list[Finding] = field(default_factory=list)
    missing: dict[str, ToolMissing] = field(default_factory=dict)

    def check(self, source: Source, folder: Path) -> None:
        """Check a report's sources and what is in its folder of outputs; write the evidence where all is wanted."""
        made = [self._told(examination) for examination in self._examinations(source, folder)]
        if self.request.full:
            _write_evidence(made, source, folder)
            paths = f"{folder.name}/evidence.json, evidence.pdf, evidence.html"
            self.listener.step(Step("Wrote", paths, result=True))

    def _told(self, examination: Examination) -> Examination:
        """Tell of an examination that was made."""
        found = examination.findings
        if found is not None:
            self.findings += found
            self.listener.found(found)
            verb = "Faulted" if has_errors(found) else "Checked"
            self.listener.step(Step(verb, examination.file, (examination.title,), result=True))
        return examination

    def _examinations(self, source: Source, folder: Path) -> Iterator[Examination]:
        from report.pipeline.evidence.evidence import Examination
        from report.pipeline.proof import check_sources

        external = self.request.external
        place = self.project.name(source.entry) if source.single else f"{self.project.name(source.folder)}/"
        found = check_sources(self.project, source, self.store, self.request.timeout if external else 0.0)
        title = "the sources and their links" if external else "the sources"
        yield Examination("sources", title, place, self._version("sources"), found)
        if not external:
            yield Examination("links", "links to the world answer", place, "", None, NOT_ASKED)
        for row in self.rows:
            yield self._validated(row, source, folder / f"{source.slug}.{row.format}")
        if self.request.full:
            yield from self._of_the_build(source, folder)

    def _validated(self, row: Check, source: Source, path: Path) -> Examination:
        """Run a check on a file; where all is wanted, one that is not installed is left out and named."""
        from report.pipeline.evidence.evidence import Examination
        from report.pipeline.source_places import traced

        if not path.is_file():
            raise BuildError(f"{path} is not there", f"run `report build {source.slug}` first")
        try:
            if row.name in self.missing:
                raise self.missing[row.name]
            found = traced(row.run(path), self.project, source, path)
        except ToolMissing as error:
            if not self.request.full:
                raise
            self.missing[row.name] = error
            why = f"{error.message}; {error.help}"
            return Examination(row.name, row.title, path.name, self._version(row.name), None, why)
        return Examination(row.name, row.title, path.name, self._version(row.name), found)

    def _of_the_build(self, source: Source, folder: Path) -> Iterator[Examination]:
        """Look at what the build said of its pages, and build the report again to compare."""
        from report.model.findings import finding_from_json
        from report.pipeline.evidence.evidence import Examination, check_again

        pages = (finding_from_json(one) for one in _record(folder)["warnings"] if one["code"].startswith(LAYOUT))
        title = "the pages, as the build looked them over"
        yield Examination("pages", title, f"{source.slug}.pdf", self._version("pages"), tuple(pages))
        found = check_again(self.project, source, _files(source, folder))
        yield Examination("again", "the same bytes from a second build", source.slug, self._version("again"), found)

    def _version(self, name: str) -> str:
        """Name what checks, and its version, for the evidence: to find it out takes programs of their own."""
        from report.checks.versions import version_of

        return version_of(name) if self.request.full else ""


def _record(folder: Path) -> Built:
    from report.pipeline.record import read_built
    from report.runtime.foreign import read_whole

    path = folder / "build.json"
    return read_built(str(path), read_whole(path))


def _files(source: Source, folder: Path) -> dict[str, bytes]:
    from report.checks import CHECKS
    from report.runtime.foreign import read_whole

    names = (f"{source.slug}.{form}" for form in dict.fromkeys(row.format for row in CHECKS.values()))
    return {name: read_whole(folder / name) for name in names}


def _write_evidence(made: list[Examination], source: Source, folder: Path) -> None:
    """Write what is known of a build beside its files."""
    from report.pipeline.evidence.evidence import Evidence, write_evidence
    from report.pipeline.evidence.pages import write_evidence_pages
    from report.runtime.files import write_file

    record = _record(folder)
    evidence = Evidence(record, _files(source, folder), tuple(made))
    write_file(folder / "evidence.json", write_evidence(evidence))
    for form, data in write_evidence_pages(evidence, record["date"]).items():
        write_file(folder / f"evidence.{form}", data)
