"""S233: dates that are still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.findings import Finding, Location
from report.model.stamps import today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.manuscript import Manuscript
    from report.read.project import Project


def check_date(manuscript: Manuscript, _: Project) -> Iterator[Finding]:
    """Find a date after today that no embargo explains."""
    meta = manuscript.metadata
    embargoed = meta.embargo_until is not None and meta.embargo_until.date() >= meta.date
    if meta.date > today() and not embargoed:
        place = Location(*meta.lines["date"]) if "date" in meta.lines else None
        help = "mend it, or say with `embargo-until` when the report may be released"
        yield Finding("S233", f"the date {meta.date} is in the future", place, help)
