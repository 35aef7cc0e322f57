"""Every rule that a finding can tell of: its code, its name, its weight. A code is never given a second meaning."""

from __future__ import annotations

from report.model.registry import Registry
from report.model.rules.archive import ARCHIVE
from report.model.rules.files import BOOK, PARITY, VALIDATORS
from report.model.rules.intake import INTAKE
from report.model.rules.layout import LAYOUT, MASTER
from report.model.rules.material import MATERIAL
from report.model.rules.press import PRESS
from report.model.rules.rule import Rule
from report.model.rules.sources import SOURCES
from report.model.rules.style import STYLE
from report.model.rules.text import TEXT
from report.model.rules.theme import THEME

__all__ = ["RULES", "Rule", "adjustable"]

RULES = Registry(
    "report.rules",
    Rule,
    (
        *SOURCES,
        *TEXT,
        *STYLE,
        *MATERIAL,
        *THEME,
        *MASTER,
        *LAYOUT,
        *PARITY,
        *BOOK,
        *VALIDATORS,
        *INTAKE,
        *ARCHIVE,
        *PRESS,
    ),
)


def adjustable() -> tuple[str, ...]:
    """List the rules that a report can give another weight."""
    return tuple(code for code, rule in RULES.items() if rule.adjustable)
