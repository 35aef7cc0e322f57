"""What later stages and validators find is told where its author wrote it, and what follows from a finding is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from report.compose.master import compose
from report.compose.xml import parse
from report.model.findings import About, Finding
from report.pipeline.build import build_editions
from report.pipeline.proof import check_sources, prove
from report.pipeline.source_places import SourceMap, traced
from report.read.manuscript import read_manuscript

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from report.read.project import Project

    Make = Callable[..., Project]

HEAD = "title: A map of places\ndate: 2025-07-14\nlang: en\nauthors: [{name: Ana Lee}]\n"
FIRST = """# First

## Method

We say what we count. See [the list](https://example.org/list) of all.

| Year | Number |
|------|--------|
| 2023 | 10     |

: The counts {#tbl-wide-small}

The same sentence stands here.
"""
SECOND = """# Second

Text before, which mentions the list of Ana Lee, [here](https://example.org/other).

## Method

The same sentence stands here.

Another *marked* paragraph, and [here](https://example.org/third)
it goes on for a second line with [the list](https://example.org/list) again.

| Year | Number |
|------|--------|
| 2023 | 10     |

: The others {#tbl-wide}
"""


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.location or "")) for finding in findings]


def checked(project: Project) -> list[tuple[str, str]]:
    """Check the report `brief`; name the places from its folder on."""
    return [
        (code, place.removeprefix("sources/brief/"))
        for code, place in told(check_sources(project, project.report("brief")))
    ]


@pytest.fixture
def two_chapters(make_project: Make) -> Project:
    return make_project({"report.yaml": HEAD, "10-introduction.md": FIRST, "20-second.md": SECOND})


def place_of(project: Project, about: About, document: str = "") -> str:
    """Return where something was written, as the master or a page of HTML has it."""
    source = project.report("brief")
    manuscript, _ = read_manuscript(project, source)
    proof = prove(manuscript, project, source)
    assert proof.theme
    root = html.document_fromstring(document) if document else parse(compose(proof.resolved, proof.theme)[0].html)
    return str(SourceMap(manuscript, project, root).place(about) or "").removeprefix("sources/brief/")


@pytest.mark.parametrize(
    ("about", "place"),
    [
        (About(identifier="tbl-wide"), "20-second.md:16:15"),  # and not the first that begins so
        (About(identifier="tbl-wide-small"), "10-introduction.md:11:15"),
        (About(identifier="second", words="Method"), "20-second.md:5:4"),  # and not the heading of the first chapter
        (About(identifier="second", words="The same sentence"), "20-second.md:7:1"),
        (About(identifier="first", words="The same sentence"), "10-introduction.md:13:1"),
        (About(identifier="second", words="Ana Lee"), "20-second.md:3:41"),  # and not the author on the first page
        (About(words="Ana Lee"), "report.yaml:4:18"),
        (About(identifier="tbl-wide", words="Number"), "20-second.md:12:10"),
        (About(identifier="second", words="second line"), "20-second.md:10:18"),
        (About(typed="@page:nowhere"), ""),
    ],
)
def test_what_a_stage_tells_of_the_master_is_found_where_it_was_written(
    two_chapters: Project, about: About, place: str
) -> None:
    assert place_of(two_chapters, about) == place


@pytest.mark.parametrize(
    ("selector", "place"),
    [
        ("#second > p:nth-of-type(2) > a", "20-second.md:9:40"),  # one of two links of the same words
        ("#second > p:nth-of-type(3) > a:last-child", "20-second.md:10:46"),  # one of two to the same address
        ("#second > p:nth-of-type(1)", "20-second.md:7:1"),
        ("#first p:last-of-type", "10-introduction.md:13:1"),
        (":::", ""),
    ],
)
def test_what_a_validator_tells_of_a_web_page_is_found_where_it_was_written(
    two_chapters: Project, selector: str, place: str
) -> None:
    page = """<body><nav><ol><li>First<li>Method<li>Second</ol></nav><h1>A map of places</h1>
    <section id="first"><h2>First</h2><h3>Method</h3><p>We say what we count. See <a href="https://example.org/list">the list</a> of
    all.</p><p>The same sentence stands here.</p></section>
    <section id="second"><h2>Second</h2><h3>Method</h3><p>The same sentence stands here.</p>
    <p>Another <em>marked</em> paragraph, and <a href="https://example.org/third">here</a></p><p>it goes on for a second line with
    <a href="https://example.org/list">the list</a> again.</p></section>"""
    assert place_of(two_chapters, About(selector=selector), page) == place


def test_a_table_that_is_too_wide_is_told_at_its_own_name_and_once(make_project: Make, tmp_path: Path) -> None:
    columns = ",".join(f"Column {number}" for number in range(16))
    wide = f'# Second\n\nText.\n\n``` {{.csv #tbl-wide caption="Many"}}\n{columns}\n{",".join(["2000"] * 16)}\n```\n'
    small = (
        '# First\n\n``` {.csv #tbl-wide-small caption="Small"}\na,b\n1,2\n```\n\nSee @tbl-wide-small and @tbl-wide.\n'
    )
    project = make_project({"10-introduction.md": small, "20-b.md": wide})
    result = build_editions(project, project.report("brief"), ("pdf",), tmp_path / "out")
    assert told(result.findings) == [("P108", "sources/brief/20-b.md:5:11")]


def test_a_fault_is_not_told_at_the_same_words_in_code(make_project: Make) -> None:
    text = (
        "# Title\n\nText `Box<T>` is right.\n\n```rust\nBox<T>\n```\n\n<!-- [x](#nowhere) -->\n\n"
        "- ~~~\n  [x](#nowhere)\n  ~~~\n\nBut Box<T> is bare. [x](#nowhere) and a [ref][r].\n\n[r]: #other\n"
    )
    assert checked(make_project({"10-introduction.md": text})) == [
        ("S273", "10-introduction.md:9:1"),
        ("S210", "10-introduction.md:15:8"),
        ("S203", "10-introduction.md:15:25"),
        ("S203", "10-introduction.md:17:3"),
    ]


def test_a_text_that_stands_in_code_only_is_told_there(make_project: Make) -> None:
    project = make_project({"10-introduction.md": "# T\n\n``` {.csv #tbl-a caption='C <!-- d'}\na,b\n1,@x\n```\n"})
    assert place_of(project, About(typed="@x")) == "10-introduction.md:5:3"


@pytest.mark.parametrize(
    ("section", "cause"),
    [
        ("See @sec-lost, [this](#lost):\n\n{{< include lost.md >}}\n", ("S236", "10-introduction.md:5:1")),
        ("See @sec-lost, [this](#lost) and more.\n", ("S108", "report.yaml:4:32")),
    ],
)
def test_what_follows_from_a_missing_text_is_left_out(make_project: Make, section: str, cause: tuple[str, str]) -> None:
    missing = ", 20-lost.md" if cause[0] == "S108" else ""
    head = f"title: A title\ndate: 2025-07-14\nlang: en\nsections: [10-introduction.md{missing}]\nbibliography: r.bib\n"
    files = {
        "report.yaml": head,
        "10-introduction.md": f"# One\n\n{section}",
        "r.bib": "@book{lee, title={A}, author={Lee, A}, year={2000}, publisher={P}}",
        "figures/map.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    }
    assert checked(make_project(files)) == [cause]


def test_a_picture_is_not_told_as_never_shown_where_another_name_may_have_meant_it(make_project: Make) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    text = "# One\n\n![A map of the north](figures/mpa.svg)\n"
    project = make_project({"10-introduction.md": text, "figures/map.svg": drawing})
    assert "S226" not in dict(checked(project))
    assert "S201" in dict(checked(project))


def test_a_finding_that_says_nothing_of_its_place_stays_as_it_is(two_chapters: Project, tmp_path: Path) -> None:
    page = tmp_path / "brief.html"
    page.write_text("<p>Nothing of the report</p>")
    found = (Finding("W901", "odd", None, ""),)
    assert traced(found, two_chapters, two_chapters.report("brief"), page) == found
