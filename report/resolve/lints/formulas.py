"""Formulas that are none (S270): words of a sentence between two dollar signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.model.tree.inlines import Math
from report.model.tree.views import each
from report.read.dollars import holds_words
from report.read.lines import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.resolve.lints.scope import LintScope

SHOWN = 40  # characters of a formula
FIRST = 20  # characters by which it is found again


def check_formulas(scope: LintScope) -> Iterator[Finding]:
    """Find the formulas that hold words of a sentence, which would be set as letters without spaces."""
    places = Places(scope.section)
    for formula in each(Math, scope.elements):
        text = formula.text
        if not formula.display and holds_words(text):
            shown = " ".join(text.split())
            shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
            place = places.next(f"${text}$", f"${text[:FIRST]}")
            help = "write \\$ for a sign of money, and \\text{…} around words in a formula"
            yield Finding("S270", f"a dollar sign opens a formula over words: ${shown}$", place, help)
