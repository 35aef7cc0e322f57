"""Lints: what can be set, and would be better otherwise. Each is a rule that names its function, and a sample.

Those that a rule names as its `lint` look at one section as it was read, and what they find is kept with it; those that
it names as its `survey` look at a whole report, from what is known of its sections.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from report.model.registry import load_function
from report.model.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from report.model.findings import Finding
    from report.model.manuscript import Manuscript
    from report.read.project import Project
    from report.resolve.lints.scope import LintScope


def lint_section(scope: LintScope) -> tuple[Finding, ...]:
    """Look at one section by all rules."""
    return tuple(finding for check in _lints() for finding in check(scope))


def lint_whole(manuscript: Manuscript, project: Project) -> tuple[Finding, ...]:
    """Look at a whole report by all rules."""
    return tuple(finding for check in _surveys() for finding in check(manuscript, project))


@cache
def _lints() -> tuple[Callable[[LintScope], Iterator[Finding]], ...]:
    return tuple(map(load_function, _in_order(rule.lint for rule in RULES.values())))


@cache
def _surveys() -> tuple[Callable[[Manuscript, Project], Iterator[Finding]], ...]:
    return tuple(map(load_function, _in_order(rule.survey for rule in RULES.values())))


def _in_order(names: Iterable[str]) -> list[str]:
    """Return functions in the order of what they are called, whatever modules they are in."""
    return sorted(filter(None, names), key=lambda name: name.partition(":")[2])
