"""A finding: one thing that is wrong in a document, and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from report.model.escapes import shown_in_line
from report.model.rules import RULES
from report.model.rules.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["About", "Finding", "Location", "Severity", "has_errors", "weighed"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. `path` is relative to the project's root; `line` and `column` count from 1, 0 where unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.line, self.column) if number]
        return ":".join([shown_in_line(self.path), *numbers])


@dataclass(frozen=True, slots=True)
class About:
    """What a finding is about, told by a stage that sees no sources, for one that knows where each thing was written.

    `identifier` is that of the element meant, or of the nearest around it; `words` are what a reader reads there; `typed` is
    what its author must have typed; `selector` finds the element in a finished document (CSS).
    """

    identifier: str = ""
    words: str = ""
    typed: str = ""
    selector: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, and the way out.

    `code` is stable and a key of `report.model.rules.RULES`: S sources, H master, E EPUB, P PDF,
    W web page, C editions compared, D print, A archive, I import. `message` states the value found; `help` says what to do. Unless it is
    given, the `severity` is that of the rule. Where a stage does not know the `location`, it says what the finding is `about`.
    """

    code: str
    message: str
    location: Location | None = None
    help: str = ""
    severity: Severity = None  # type: ignore[assignment]  # it is set below, and never None
    about: About | None = None

    def __post_init__(self) -> None:
        if self.severity is None:
            object.__setattr__(self, "severity", RULES[self.code].severity)  # type: ignore[unreachable]

    def __str__(self) -> str:
        place = f"{self.location}: " if self.location else ""
        head = f"{place}{self.severity.value} {self.code}: {self.message}"
        return f"{head}\n    help: {self.help}" if self.help else head


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def weighed(findings: Iterable[Finding], weights: Mapping[str, Severity | None]) -> tuple[Finding, ...]:
    """Give findings the weights that a report has set for their rules; those of weight None are left out."""
    return tuple(
        replace(finding, severity=weight)
        for finding in findings
        if (weight := weights.get(finding.code, finding.severity)) is not None
    )
