"""Marks that pandoc leaves as text are told where they were typed; those that are meant, and innocent ones, are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from report.pipeline.build import build_editions
from report.pipeline.proof import check_sources
from tests.common import HEAD

if TYPE_CHECKING:
    from report.model.findings import Finding

SLIPS = {  # what is typed, and where what is left of it stands
    "![A map of it](f.svg) {#fig-x}": ["1:23"],
    "Words {.note} and [others] {lang=fr}": ["1:7", "1:28"],
    "## Two {#sec-two .unnumbered": ["1:8"],
    "[TODO check]{.todo now": ["1:13"],
    "![A blue box](f.svg){#fig-box alt=“A blue box”}": ["1:21"],
    "::: {.callout-note title=“Look here”}\nText\n:::": ["1:1"],
    "::: {.aside, .wide}\nText\n:::": ["1:1"],
    "A **word that stays open.": ["1:3"],
    "A word that is closed** only": ["1:22"],
    "A ** word ** with spaces, and ** more **.": ["1:3"],
    "As said [@lee, p. 3 and on.": ["1:9"],
    "A word^[note that is open.": ["1:7"],
    "Text <!-- that is open": ["1:6"],
    "##Nospace": ["1:1"],
    "Text\n###Nospace": ["2:1"],
    "Text before it\n## Heading\nmore": ["2:1"],
    "Text before it\n# Heading": ["2:1"],
    "##\u00a0Heading": ["1:1"],
    "We need:\n- one thing": ["2:1"],
    "We need\n* one\n* two": ["2:1"],
    "We need\n1. one\n2. two": ["2:1"],
    "First:\n1) one": ["2:1"],
    "• one\n• two": ["1:1", "2:1"],
    "| a | b |\n| 1 | 2 |": ["1:3", "2:3"],
    "Dear {{name}}, {% if x %} {{#include f.md}}": ["1:6", "1:16", "1:27"],
    "See [[Page]] and [[Other|words]].": ["1:5", "1:18"],
    "> [!INFO]\n> Text": ["1:3"],
    '![A map](f.svg){fig-x alt="a"} and ![A box](f.svg)#fig-y': ["1:17", "1:51"],
    "## Two {sec-two}": ["1:8"],
    "Some `code that is open.": ["1:6"],
    "-one\n-two": ["1:1"],
    "1.one\n2.two": ["1:1"],
    "- [] to do": ["1:3"],
    ": A caption alone": ["1:1"],
    "A ![map] (f.svg) there": ["1:3"],
    "See [the words][missing] there.": ["1:5"],
    "Where $ a = b $ holds": ["1:7"],
    "Text {++added++} {--gone--} {>>why<<}": ["1:6", "1:18", "1:29"],
    "*[HTML]: Hypertext": ["1:1"],
    ".. image:: f.svg": ["1:1"],
    "[TOC]": ["1:1"],
    "Text\n{: .note}": ["2:1"],
    "We said:\n> it is so": ["2:1"],
    "Text\n> [!NOTE]\n> it is so": ["2:1"],
    "One ==marked== word, %%\n%% a comment %%": ["1:5", "2:1"],
    '!!! note "Title"\nText': ["1:1"],
    ":::{figure} f.svg\nText\n:::": ["1:1"],
    "See {ref}`here` now": ["1:5"],
    "[!Warning]\nText": ["1:1"],
    "Well done :smile: and :+1: too :tada:": ["1:11", "1:32"],
    "See {ref} :ref:`here` now": ["1:11"],
    "See [the list] (https://example.org/x).": ["1:5"],
    "See [the part] (#part).": ["1:5"],
    "x^a b^ and y~a b~.": ["1:2", "1:13"],
}
INNOCENT = (
    "Significance: * p < 0.05, ** p < 0.01, *** p < 0.001; 0.45** and 0.12*.",
    "Write \\{#fig-x}, \\*\\*so\\*\\*, \\[[x]], `{{name}}`, `**` and \\:smile:.",
    "Where a == b and c == d, and what is\n> 5 of them, 100 %% of it.",
    "Costs $ 5 and $ 10 = $ 15; an array[i][j], a [5][6] and [a] [b]; a -b and\n-5 or\n-6; - [ ] task.",
    "The set {a: b}, {x | y}; see C#fig and https://x.org/#fig-x; in the Table: it is so.",
    "It was in\n1986. The year after\n2. May came.",
    "At 10:30:15, in a ratio of 1:2:3, and a :b.",
    "Costs rose\n- by 3 % - in 2020.",
    "The #1 issue, C# and # alone; a set {a, b} and P(A | B) = {x | y}.",
    "$$a = b$$ {#eq-balance}",
    "An interval [0, 1[ and [1] (see [2]), x^2^ and H~2~O.",
    "```\n| a |\n##x {#y} {{z}}\n```",
    "A **bold** word, **two words**, __under__, and [a link](https://example.org/{x}).",
)


@pytest.fixture
def left(make_project):
    """Tell which marks are left in a text, and where."""

    def tell(text: str, head: str = HEAD) -> list[Finding]:
        files = {"report.yaml": head, "10-introduction.md": f"# Title\n\n{text}\n", "f.svg": "<svg/>"}
        project = make_project(files)
        return [one for one in check_sources(project, project.report("brief")) if one.code == "S262"]

    return tell


@pytest.mark.parametrize("typed", SLIPS)
def test_a_mark_that_is_left_is_told_where_it_was_typed(left, typed):
    found = left(typed)
    places = sorted((one.location.line - 2, one.location.column) for one in found)
    assert [f"{line}:{column}" for line, column in places] == SLIPS[typed], [one.message for one in found]


@pytest.mark.parametrize("typed", INNOCENT)
def test_what_is_meant_or_innocent_is_not_told(left, typed):
    assert left(typed) == []


def test_a_mark_that_is_left_is_an_error_in_a_final_version(left):
    assert [one.severity.value for one in left("A **word.")] == ["warning"]
    assert [one.severity.value for one in left("A **word.", f"{HEAD}status: final\n")] == ["error"]


def test_a_final_version_that_lets_a_mark_pass_prints_its_text(make_project, tmp_path):
    head = "title: T\ndate: 2025-07-14\nlang: en\nstatus: final\nrules: {S262: off}\n"
    project = make_project({"10-introduction.md": "# One\n\nA **word that stays open.\n", "report.yaml": head})
    assert build_editions(project, project.report("brief"), ("html",), tmp_path).findings == ()
    assert "that stays open" in (tmp_path / "brief" / "brief.html").read_text(encoding="utf-8").partition("<main")[2]
