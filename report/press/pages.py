"""The pages that are printed: the print edition, bound as a build binds it, with a bleed where a press wants one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.errors import BuildError
from report.model.findings import has_errors
from report.model.pages import PLAIN
from report.model.progress import Listener
from report.pipeline.scheduler import BuildPlan, build_reports
from report.read.manuscript import read_head
from report.runtime.cache import cache_folder
from report.runtime.digests import sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from report.model.findings import Finding
    from report.model.metadata import Metadata
    from report.model.pages import Impression
    from report.model.progress import Step
    from report.read.project import Project, Source

FOLDER = "print"
EDITION = "print"


@dataclass(frozen=True, slots=True)
class BoundPages:
    """The pages as one PDF, what the report says of itself, and what the build found."""

    meta: Metadata
    pdf: bytes
    findings: tuple[Finding, ...]


def bind_pages(project: Project, source: Source, listener: Listener, impression: Impression = PLAIN) -> BoundPages:
    """Build the print edition for an impression; nothing is laid out again where nothing has changed.

    Raise `BuildError` where a finding forbids it.
    """
    out = _folder(project, impression)
    plan = BuildPlan(project, ("pdf",), out, edition=EDITION, impression=impression)
    (outcome,) = build_reports(plan, (source,), Listener(_without_results(listener), listener.progress))
    if outcome.error:
        raise outcome.error
    if has_errors(outcome.findings):
        raise BuildError(f"{source.slug} cannot be printed", "mend what is found wrong", outcome.findings)
    pdf = (out / source.slug / f"{source.slug}-{EDITION}.pdf").read_bytes()
    return BoundPages(read_head(project, source), pdf, outcome.findings)


def _folder(project: Project, impression: Impression) -> Path:
    name = sha256_of(f"{project.root} {impression}")[:16]
    return cache_folder() / FOLDER / name


def _without_results(listener: Listener) -> Callable[[Step], None]:
    def step(step: Step) -> None:
        if step.verb not in {"Wrote", "Kept"}:
            listener.step(step)

    return step
