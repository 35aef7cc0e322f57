"""The second stage: numbers, references, identifiers and images, as the blocks show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.model.manuscript import Section
from report.model.tree import elements, rewrite, text_of
from report.model.tree.inlines import Image, Raw
from report.model.tree.views import each
from report.read.drawings import read_drawing
from report.read.lines import Places, find_brackets, find_control
from report.read.manuscript import read_manuscript
from report.resolve.manuscript import resolve
from tests.common import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.model.resolved import ShownImage, Target
    from report.model.tree.views import Block
    from report.read.project import Project

DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'


@dataclass(frozen=True)
class Whole:
    """A report with all its passages settled."""

    targets: dict[str, Target]
    blocks: tuple[Block, ...]
    images: tuple[ShownImage, ...]


@pytest.fixture
def settle(make_project: Callable[..., Project]) -> Callable[..., tuple[Whole, list[str]]]:
    def run(text: str, head: str = HEAD, **more: str) -> tuple[Whole, list[str]]:
        files = {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}
        project = make_project({"report.yaml": head, "10-introduction.md": text, **files})
        manuscript, found = read_manuscript(project, project.report("brief"))
        resolved, findings = resolve(manuscript, project)
        settled = [passage.settle() for passage in resolved.passages]
        findings += tuple(finding for one in settled for finding in one.findings)
        blocks = tuple(block for one in settled for block in one.blocks)
        images = tuple(image for one in settled for image in one.images)
        told = [str(finding).partition("\n")[0] for finding in found + findings]
        return Whole(resolved.targets, blocks, images), told

    return run


def links(resolved: Whole) -> list[tuple[str, str]]:
    return [(text_of(item["c"][1]), item["c"][2][0]) for item in elements(resolved.blocks) if item["t"] == "Link"]


def test_what_is_numbered_is_named_in_the_language_of_the_report(
    settle: Callable[..., tuple[Whole, list[str]]],
) -> None:
    text = "# Un {#sec-un}\n\n![A.](a.svg){#fig-a alt='x'}\n\n@fig-a, [-@fig-a], @sec-un, @page:fig-a, [voir @fig-a].\n"
    resolved, found = settle(text, "title: A\ndate: 2025-07-14\nlang: fr\n", a_svg=SVG.format(""))
    assert found == []
    assert links(resolved) == [
        ("figure\u00a01", "#fig-a"),
        ("1", "#fig-a"),
        ("«\u202fUn\u202f»", "#sec-un"),
        ("", "#fig-a"),
        ("figure\u00a01", "#fig-a"),
    ]


def test_sections_and_appendices_are_numbered_apart(settle: Callable[..., tuple[Whole, list[str]]]) -> None:
    head = HEAD + "number-sections: true\nappendices: [a.md, b.md]\n"
    resolved, found = settle("# One\n\n## Deep\n\n# Two\n", head, a_md="# Method\n\n## Part\n", b_md="# Data\n")
    assert found == []
    assert [(target.title, target.number) for target in resolved.targets.values()] == [
        ("One", "1"),
        ("Deep", "1.1"),
        ("Two", "2"),
        ("Method", "A"),
        ("Part", "A.1"),
        ("Data", "B"),
    ]


def test_an_identifier_that_pandoc_made_gives_way_to_a_part_of_the_page(
    settle: Callable[..., tuple[Whole, list[str]]],
) -> None:
    resolved, found = settle("# Notes\n\n# Page 1\n\n# Summary\n\n# Notes\n")
    assert found == []
    assert list(resolved.targets) == ["notes-2", "page-1-2", "summary-2", "notes-1"]


def test_pixels_are_written_as_what_they_are_on_paper(settle: Callable[..., tuple[Whole, list[str]]]) -> None:
    pictures = "![](a.svg){alt=x width=48px height=96px} ![](a.svg){alt=x width=60%}"
    html = '<img src="a.svg" alt="x" width="36"> <abbr title="a &quot;b&quot;">c</abbr>'
    resolved, found = settle(f"# One\n\n{pictures} {html}\n", a_svg=SVG.format(""))
    assert found == []
    sizes = [
        [pair for pair in image.attributes.pairs if pair[0] != "alt"]
        for image in each(Image, elements(resolved.blocks))
    ]
    assert sizes == [[["width", "0.5in"], ["height", "1in"]], [["width", "60%"]], [["width", "0.375in"]]]
    tags = [raw.text for raw in each(Raw, elements(resolved.blocks))]
    assert tags == ['<abbr title="a &quot;b&quot;">', "</abbr>"]


def test_a_link_to_the_file_of_a_section_leads_to_it(settle: Callable[..., tuple[Whole, list[str]]]) -> None:
    head = f"{HEAD}sections: [10-introduction.md, b.md]\nappendices: [app.md]\n"
    text = "# A {#sec-a}\n\n[b](b.md) [part](./b.md#part) [s](b.md#summary) [app](app.md) [own](10-introduction.md#summary)\n\n## Summary\n"
    resolved, found = settle(
        text,
        head,
        b_md="# B {#sec-b}\n\n[a][r]\n\n## Summary\n\n## Part\n\n[r]: 10-introduction.md\n",
        app_md="# App\n\n[k](b.md#part)\n",
    )
    assert found == []
    assert links(resolved) == [
        ("b", "#sec-b"),
        ("part", "#part"),
        ("s", "#summary-3"),
        ("app", "#app"),
        ("own", "#summary-2"),
        ("a", "#sec-a"),
        ("k", "#part"),
    ]


def test_one_image_named_in_several_ways_is_one_image(settle: Callable[..., tuple[Whole, list[str]]]) -> None:
    text = "# One\n\n![a](./f/a b.svg) ![a](<f/a b.svg>) ![a](f/../f/a%20b.svg)\n".replace(
        "./f/a b.svg", "./f/a%20b.svg"
    )
    resolved, found = settle(text, **{"f__a b_svg": SVG.format("")})
    assert found == []
    assert [image.source for image in resolved.images] == ["f/a%20b.svg"]


def test_a_cross_reference_among_citations_is_told_once_and_the_citations_left(
    settle: Callable[..., tuple[Whole, list[str]]],
) -> None:
    head = HEAD + "bibliography: r.bib\n"
    _, found = settle("# One {#sec-a}\n\nText [@lee; @sec-a].\n", head, r_bib="@book{lee, title = {A}}\n")
    assert found == ['sources/brief/10-introduction.md:3:13: error S204: "@sec-a" stands among citations']


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# One\n\n`@fig-a` in code\n\n@fig-a\n", 5),
        ("# One\n\nSee @fig-ab.\n\nSee @fig-a.\n", 5),
        ("# One\n\nSee x@fig-a.org.\n\nSee @fig-a.\n", 5),
    ],
)
def test_a_reference_is_not_taken_for_another_that_begins_alike(text: str, line: int) -> None:
    assert Places(Section("a.md", text, tuple)).next("@fig-a").line == line


def test_the_same_words_are_found_one_after_the_other_and_again() -> None:
    places = Places(Section("a.md", "x\ny\nx\n", tuple))
    assert [places.next("x").line, places.again("x").line, places.next("x").line, places.next("x").line] == [1, 1, 3, 0]


@pytest.mark.parametrize(
    "content",
    [
        "<rect fill='url(#a)'/><use href='#a'/>",
        "<rect fill='url(\"#a\")' style='fill: url( #a )'/>",
        f"<image href='{DOT}'/>",
        "<a href='https://example.org/'><rect/></a>",
        "<style>rect { fill: url('#a') }</style>",
    ],
)
def test_a_drawing_may_refer_to_itself_and_link_to_the_world(content: str) -> None:
    assert read_drawing(SVG.format(content).encode()).removed == ()


@pytest.mark.parametrize(
    "content",
    [
        "<rect ONCLICK='x()'/>",
        "<style>rect { fill: URL(//example.org/a) }</style>",
        "<style><![CDATA[@import 'a.css';]]></style>",
        "<a href='JavaScript:x()'><rect/></a>",
        "<set attributeName='href' to='javascript:x()'/>",
        "<image href=' https://example.org/a.png'/>",
        "<rect style='fill: url(\"https://example.org/a\")'/>",
    ],
)
def test_a_drawing_may_not_act_or_reach_outside(content: str) -> None:
    assert [one.grave for one in read_drawing(SVG.format(content).encode()).removed] == [True]


def test_a_drawing_with_the_declaration_of_its_type_is_plain_svg() -> None:
    head = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert read_drawing((head + SVG.format("")).encode()) == read_drawing(SVG.format("").encode())
    declared = '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x()">]>' + SVG.format("")
    assert read_drawing(declared.encode()).svg == b""


def test_brackets_in_a_listing_or_in_pairs_are_no_nesting() -> None:
    assert find_brackets("[a] " * 99 + "\n\n```\n" + "[" * 99 + "\n```\n") is None
    assert find_brackets("a\n\n" + "[" * 9) == (3, 9)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_no_control_character_can_be_written_as_xml(text: str) -> None:
    from lxml import etree

    if find_control(text) is None:
        element = etree.Element("p")
        element.text = text
        assert (etree.fromstring(etree.tostring(element)).text or "") == text


@pytest.mark.slow
@given(st.recursive(st.text(max_size=3), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("tc"), inner)))
def test_a_tree_that_nothing_is_changed_in_is_the_same_tree(tree: Any) -> None:
    assert rewrite([tree], lambda element: None) == [tree]


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(
        st.sampled_from(["# A", "## A", "# Notes", "# B {#a}", "## C {#c}", "[x]{#a}", "# Title", "text"]), max_size=6
    )
)
def test_identifiers_are_unique_whatever_the_headings(
    lines: list[str], settle: Callable[..., tuple[Whole, list[str]]]
) -> None:
    resolved, _ = settle("# Start\n\n" + "\n\n".join(lines) + "\n")
    named = [
        item["c"][1][0] if item["t"] == "Header" else item["c"][0][0]
        for item in elements(resolved.blocks)
        if item["t"] in {"Header", "Span"}
    ]
    named = [name for name in named if name]
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("marks", [7, 8, 40])
def test_a_heading_that_goes_too_deep_is_told_and_not_counted(
    marks: int, settle: Callable[..., tuple[Whole, list[str]]]
) -> None:
    _, found = settle(f"# One\n\n{'#' * marks}\n", HEAD + "number-sections: true\n")
    told = f'"" is a heading of level {marks}; 5 levels can be set'
    assert f"sources/brief/10-introduction.md:3:1: error S218: {told}" in found


@pytest.mark.parametrize("text", ["# [@m@s]", "Text [@m, as [@s]].", "Text.^[A note [*x* @m [@s]].]"])
def test_a_citation_within_another_is_told(text: str, settle: Callable[..., tuple[Whole, list[str]]]) -> None:
    head = HEAD + "bibliography: r.bib\n"
    _, found = settle(text + "\n", head, r_bib="@book{m, title = {A}}\n@book{s, title = {B}}\n")
    assert any('S260: "@s" is cited within the citation of "@m"' in one for one in found)
