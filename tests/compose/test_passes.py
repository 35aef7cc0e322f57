"""What the passes make of pandoc's HTML: landmarks, heads without words, formulas in a line."""

from __future__ import annotations

import pytest
from lxml import etree

from report.compose.linear import linear_text
from report.compose.master import compose
from report.compose.xml import element_text, find, parse
from report.pipeline.proof import prove
from report.read.manuscript import read_manuscript

LINES = {
    r"\frac{1}{2}": "1/2",
    r"\frac{a+b}{2}": "(a+b)/2",
    r"\sqrt{x}": "√x",
    r"\sqrt{x+1}": "√(x+1)",
    r"\sqrt[3]{x}": "∛x",
    r"mc^2": "mc²",
    r"x_1 + x_{i,j}": "x₁+x_(i,j)",
    r"(a+b)^{n+1}": "(a+b)ⁿ⁺¹",
    r"\alpha \le \beta": "α ≤ β",
    r"\begin{pmatrix}a&b\\c&d\end{pmatrix}": "(a, b; c, d)",
    r"\text{GDP per head}": "GDP per head",
    r"\sin x": "sin x",
    r"\vec{v}'": "v⃗′",
    r"\sum_{i=1}^n x_i": "∑_(i = 1)ⁿx_i",
}


@pytest.fixture
def page(make_project):
    """Return the master of a report with one section."""

    def make(text: str, head: str = ""):
        project = make_project({"10-introduction.md": text, **({"report.yaml": head} if head else {})})
        source = project.report("brief")
        manuscript, _ = read_manuscript(project, source)
        proof = prove(manuscript, project, source)
        assert proof.theme
        master = compose(proof.resolved, proof.theme)[0]
        return master, parse(master.html)

    return make


@pytest.mark.parametrize("typed", LINES)
def test_a_formula_is_written_in_a_line_and_keeps_what_it_says(typed, page):
    _, root = page(f"# One\n\nHere ${typed}$ is.\n")
    (math,) = find(root, "//*[local-name()='math']")
    assert " ".join(linear_text(math).split()) == LINES[typed]


def test_what_is_no_formula_is_said_in_none():
    assert linear_text(etree.Comment("x")) == ""


def test_contents_write_formulas_in_a_line(page):
    master, _ = page("# Where $\\frac{1}{2}$ of ships wait\n\nText.\n\n## Of $mc^2$\n\nText.\n")
    (entry,) = master.contents
    assert [entry.title, entry.entries[0].title] == ["Where 1/2 of ships wait", "Of mc²"]


def test_sections_with_one_title_are_no_landmarks(page):
    _, root = page(
        "# Summary\n\nText.\n\n## Summary\n\nText.\n\n# Others\n\nText.\n\n## Summary {#sec-more}\n\nText.\n"
    )
    named = find(root, "//x:main//x:*[@aria-labelledby or @role='region']")
    assert named == []
    assert len(find(root, "//x:main//x:section[x:h2 or x:h3]")) == 4


@pytest.mark.parametrize("text", ["# $\\sqrt{x}$\n\nText.\n", "# One\n\n| $\\sqrt{x}$ | B |\n|---|---|\n| 1 | 2 |\n"])
def test_a_formula_that_is_all_of_a_head_has_a_name(text, page):
    _, root = page(text)
    assert [math.get("aria-label") for math in find(root, "//*[local-name()='math']")] == ["√x"]


def test_a_formula_among_words_is_read_out_as_what_it_is(page):
    _, root = page("# The $\\sqrt{x}$\n\n| Of $x$ | B |\n|---|---|\n| 1 | $y$ |\n")
    assert [math.get("aria-label") for math in find(root, "//*[local-name()='math']")] == [None] * 3


def test_metadata_say_the_summary_as_it_is_set(page):
    head = (
        "title: T\ndate: 2025-07-14\nlang: en\nsummary: |\n  What @tbl-a says, and $x^2$.\n\n  A *second* paragraph.\n"
    )
    master, root = page("# One\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n: Ships {#tbl-a}\n\nSee @tbl-a.\n", head)
    assert master.metadata.summary == "What Table 1 says, and x². A second paragraph."
    assert find(root, "//x:meta[@name='description']/@content") == [master.metadata.summary]


def test_addresses_and_citations_are_isolated_where_they_run_against_the_report(make_project):
    bib = "@book{doe, author={Doe, Jane}, title={A title}, year={2020}, publisher={Press}}\n"
    head = "title: تقرير\ndate: 2025-07-14\nlang: ar\nbibliography: r.bib\n"
    text = "# مقدمة\n\nنص عربي <https://example.org/a/b> و www.example.org [@doe, p. 3].\n"
    project = make_project({"10-introduction.md": text, "report.yaml": head, "r.bib": bib})
    manuscript, _ = read_manuscript(project, project.report("brief"))
    proof = prove(manuscript, project, project.report("brief"))
    assert proof.theme
    root = parse(compose(proof.resolved, proof.theme)[0].html)
    isolated = [element_text(one) for one in find(root, "//x:main//x:p//x:*[@dir='ltr']")]
    assert isolated == ["https://example.org/a/b", "www.example.org", "(Doe 2020, p. 3)"]
