"""What became of a report that was to be built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.errors import ReportError
    from report.model.findings import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """One report's findings, the error that ended its build, where there was one, and the files that it wrote."""

    slug: str
    findings: tuple[Finding, ...] = ()
    error: ReportError | None = None
    written: tuple[Path, ...] = ()
