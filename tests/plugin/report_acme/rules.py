"""Two rules: one for the text, which looks at each section, and one for what the check finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.model.rules import Rule
from report.model.rules.rule import Severity
from report.read.lines import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.resolve.lints.scope import LintScope

SHOUT = "!!!"


def check_shouting(scope: LintScope) -> Iterator[Finding]:
    """Find words that are shouted."""
    if SHOUT in scope.section.text:
        yield Finding("ACME1", "the text shouts", Places(scope.section).next(SHOUT), "say it calmly")


SHOUTING = Rule(
    "ACME1",
    "The text shouts",
    Severity.WARNING,
    adjustable=True,
    about="Three exclamation marks convince nobody.",
    lint="report_acme.rules:check_shouting",
)
LONG = Rule("ACME2", "A text is longer than its readers' patience", Severity.NOTE, about="Leave something out.")
