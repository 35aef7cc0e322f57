"""Resolve a whole manuscript: its numbers at once, its passages each when it is wanted."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from report.model.resolved import Resolved
from report.model.tree import text_of
from report.resolve.citations import check_citations, set_citations
from report.resolve.images import check_front
from report.resolve.lints import lint_whole
from report.resolve.numbering import number
from report.resolve.plan import Planner
from report.resolve.terms import unused_findings, used_definitions
from report.runtime.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from report.model.findings import Finding
    from report.model.manuscript import Manuscript
    from report.read.project import Project

KEPT_NOTHING = Store.none()
NO_TOKENS: Mapping[str, str] = MappingProxyType({})


def resolve(
    manuscript: Manuscript, project: Project, store: Store = KEPT_NOTHING, tokens: Mapping[str, str] = NO_TOKENS
) -> tuple[Resolved, tuple[Finding, ...]]:
    """Give a manuscript its numbers and citations, and plan its passages: each tells what it finds when it is settled.

    `tokens` are the theme's: colours for charts, and as `measure` the width of the text in mm. The findings may hold errors, and then the result is not to be set.
    """
    meta = manuscript.metadata
    if manuscript.summary:  # what the files' own metadata say has no marks of Markdown
        meta = replace(meta, summary=text_of(manuscript.summary.read()))
        manuscript = replace(manuscript, metadata=meta)
    fronts = [part for part in (manuscript.summary, manuscript.key_points) if part]
    definitions = used_definitions(manuscript.glossary, (*fronts, *manuscript.sections))
    parts = (*manuscript.sections, *(one.section for one in definitions))
    numbering, findings = number((*fronts, *parts), number_sections=meta.number_sections)
    citations = set_citations(manuscript, (*fronts, *parts), store)
    planner = Planner(manuscript, definitions, project, numbering, citations, tokens)
    resolved = Resolved(manuscript, tuple(planner.passages()), numbering.targets)
    unused = unused_findings(manuscript.glossary, definitions, project.name(manuscript.folder))
    found = check_citations(citations, parts, manuscript.bibliography)
    return resolved, (*findings, *found, *unused, *lint_whole(manuscript, project), *check_front(manuscript, project))
