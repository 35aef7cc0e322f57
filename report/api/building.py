"""Build reports: sources become editions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.api.choosing import chosen_names, chosen_reports
from report.model.formats import FORMATS
from report.model.metadata import EDITIONS
from report.model.progress import Listener, Outcome, Step
from report.pipeline.freshness import unchanged
from report.read.project import find_project
from report.runtime.files import check_writable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.errors import ReportError
    from report.model.findings import Finding
    from report.read.project import Project, Source


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What is to be built: `reports` by name, all where none is named, of the project at or above a folder.

    `formats` are pdf, epub and html, all where none is named; `out` is the folder to write to, `build/` of the project
    where it is None; `edition` is for whom. `share` is which of how many shares of the reports, from 1. `workers` names
    an executor, and where it is empty as many processes are used as `jobs`, of which 0 are as many as there are cores.
    Where `keep` is false, nothing known from earlier is used, and nothing is kept. `seconds` without a page and `memory`
    in MiB bound what a part of a report may take; 0 stands for the usual bounds.
    """

    project: Path = Path()
    reports: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    out: Path | None = None
    edition: str = EDITIONS[0]
    share: tuple[int, int] = (1, 1)
    workers: str = ""
    jobs: int = 0
    keep: bool = True
    seconds: float = 0.0
    memory: int = 0


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What became of each report, in the order of their names."""

    outcomes: tuple[Outcome, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, report by report."""
        return tuple(finding for outcome in self.outcomes for finding in outcome.findings)

    @property
    def errors(self) -> tuple[ReportError, ...]:
        """What ended the builds that could not go on."""
        return tuple(outcome.error for outcome in self.outcomes if outcome.error)

    @property
    def written(self) -> tuple[Path, ...]:
        """The files of all reports that were written; those of a report that had nothing to do are not among them."""
        return tuple(path for outcome in self.outcomes for path in outcome.written)


def build(request: BuildRequest, listener: Listener | None = None) -> BuildResult:
    """Build reports. What is wrong with one is in its outcome, and keeps no other from being built.

    Raise `UsageError` where what is asked for is not there, `ToolMissing` where no report can be built here.
    """
    listener = listener or Listener()
    project = find_project(request.project)
    sources = chosen_reports(project, request.reports)
    number, count = request.share
    out = project.output(request.out, sources)
    outcomes = []
    for outcome in _outcomes(request, project, sources[number - 1 :: count], out, listener):
        listener.found(outcome.findings)
        outcomes.append(outcome)
    return BuildResult(tuple(outcomes))


def _outcomes(request: BuildRequest, project: Project, sources: tuple[Source, ...], out: Path, listener: Listener) -> Iterator[Outcome]:  # fmt: skip
    """Build what has changed; where nothing has, say so before anything heavy is imported."""
    formats = chosen_names(request.formats, tuple(FORMATS), "format")
    chosen_names((request.edition,), EDITIONS, "edition")
    outputs = (*formats, request.edition)
    known = {source.slug: unchanged(source.slug, out, outputs) for source in sources} if request.keep else {}
    if request.keep and None not in known.values():
        for slug, findings in known.items():
            listener.step(Step("Kept", slug, ("nothing to do",)))
            yield Outcome(slug, findings or ())
        return
    from report.pipeline.scheduler import MEMORY, SECONDS, BuildPlan, build_reports

    for source in sources:
        check_writable(out / source.slug)

    bounds = request.seconds or SECONDS, request.memory or MEMORY
    plan = BuildPlan(project, formats, out, request.workers, request.jobs, request.keep, *bounds, request.edition)
    yield from build_reports(plan, sources, listener)
