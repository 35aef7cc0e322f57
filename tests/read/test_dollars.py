"""Dollar signs of money open no formula; those of formulas do."""

from __future__ import annotations

import pytest

from report.model.tree import containers, text_of
from report.model.tree.inlines import Link, Math
from report.model.tree.tables import Table
from report.model.tree.views import each
from report.read.dollars import holds_words
from report.read.pandoc import read_markdown
from tests.common import there

MONEY = (
    "Exports (US$) and imports (US$) rose.",
    "Aid of US$ and A$ terms: pledges in US$/head and A$/head.",
    "Between US$5 million and US$10 million; 5$ and 10$.",
    "It cost $5 million to C$ holders, and $6.",
    "In C$5m and C$-denominated bonds.",
    "It costs $20,000 and that is $30,000 a head.",
    f"From US$5 million {'and so on ' * 60}to the (US$) that were meant.",
    "In (US$),\nand in (A$) again.",
)
FORMULAS = {
    "CO$_2$ and H$_2$O, the $n$th, 10$^{th}$": ["_2", "_2", "n", "^{th}"],
    "$x$ and $y$, US$5 or $a|b$": ["x", "y", "a|b"],
    "| $x$ | $P(A | B)$ |\n|---|---|\n| $|x|$ | b |": ["x", "P(A | B)", "|x|"],
    "$5 \\text{ m or more}$ and $10 kg$ and $2 \\sin kx$": ["5 \\text{ m or more}", "10 kg", "2 \\sin kx"],
}
WORDED = ("net exports = X - M", "profit before tax", "x and therefore y")
WORDLESS = ("E = mc^2", "\\text{net exports} = x", "\\log n \\sin x", "x_{max value}", "a b c d", "\\mathrm{Var}(X)")


def formulas(text: str) -> list[str]:
    (parsed,) = read_markdown([text])
    return [formula.text for formula in each(Math, containers(parsed.blocks))]


@pytest.mark.parametrize("text", MONEY)
def test_money_is_printed_as_it_is_written(text):
    (parsed,) = read_markdown([text])
    assert text_of(parsed.blocks) == text.replace("\n", " ")


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_read_as_such(text):
    assert formulas(text) == FORMULAS[text]


def test_heads_of_a_table_in_money_stay_apart():
    (parsed,) = read_markdown(["| Exports (US$) | Imports (US$) |\n|---|---|\n| 5 | 6 |"])
    table = there(Table.of(parsed.blocks[0]))
    assert [text_of(cell.blocks) for cell in table.head.rows[0].cells] == ["Exports (US$)", "Imports (US$)"]


def test_dollar_signs_in_addresses_and_code_stay():
    (parsed,) = read_markdown(["[US$ a](https://x.org/US$/a) `US$) and (US$)` US$ b"])
    (link,) = each(Link, containers(parsed.blocks))
    assert link.target == "https://x.org/US$/a"
    assert text_of(parsed.blocks) == "US$ a US$) and (US$) US$ b"


@pytest.mark.parametrize("formula", WORDED)
def test_words_in_a_formula_are_seen(formula):
    assert holds_words(formula)


@pytest.mark.parametrize("formula", WORDLESS)
def test_a_formula_without_words_is_none(formula):
    assert not holds_words(formula)
