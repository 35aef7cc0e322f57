"""Lints: what can be set, and would be better otherwise. Each is a row, a small function and a sample.

Those of `LINTS` look at one section as it was read, and what they find is kept with it; those of `WHOLE` look at a
whole report, from what is known of its sections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.resolve.lints.alternatives import check_alternatives
from report.resolve.lints.dates import check_date
from report.resolve.lints.languages import check_language, check_languages
from report.resolve.lints.letters import check_recipients
from report.resolve.lints.listings import check_listings
from report.resolve.lints.mentions import check_mentions
from report.resolve.lints.pictures import check_pictures
from report.resolve.lints.pixels import check_pixels
from report.resolve.lints.quotes import check_quotes
from report.resolve.lints.references import check_references
from report.resolve.lints.tables import check_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from report.model.findings import Finding
    from report.model.manuscript import Manuscript
    from report.read.project import Project
    from report.resolve.lints.scope import LintScope

LINTS: tuple[Callable[[LintScope], Iterator[Finding]], ...] = (
    check_alternatives,
    check_languages,
    check_listings,
    check_pixels,
    check_quotes,
    check_tables,
)
WHOLE: tuple[Callable[[Manuscript, Project], Iterator[Finding]], ...] = (
    check_date,
    check_language,
    check_mentions,
    check_pictures,
    check_recipients,
    check_references,
)


def lint_section(scope: LintScope) -> tuple[Finding, ...]:
    """Go through the table for one section."""
    return tuple(finding for check in LINTS for finding in check(scope))


def lint_whole(manuscript: Manuscript, project: Project) -> tuple[Finding, ...]:
    """Go through the table for a whole report."""
    return tuple(finding for check in WHOLE for finding in check(manuscript, project))
