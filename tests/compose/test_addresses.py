"""Addresses are marked, are never hyphenated, and break where they may."""

from __future__ import annotations

import pypdfium2
import pytest

from report.compose.addresses import mark_addresses, part_addresses
from report.compose.xml import element_text, find, fragment, parse_html
from report.model.master import XHTML
from report.pipeline.build import build_editions

MARKED = {  # what a paragraph holds, and the addresses that are marked in it
    "write to standards@lists.example.org.": ["standards@lists.example.org"],
    "see www.responsibilities.example.org today": ["www.responsibilities.example.org"],
    "(https://example.org/a_(b)), or": ["https://example.org/a_(b"],
    "lists.example.org/archive/2026, and example.org": ["lists.example.org/archive/2026", "example.org"],
    "<em>one.example.org</em> and two.example.org": ["one.example.org", "two.example.org"],
    "https://example.org/x?y=1&amp;z=2": ["https://example.org/x?y=1&z=2"],
    '<a href="mailto:a.b@example.org">a.b@example.org</a>': ["a.b@example.org"],
    "e.g. this, i.e. that, 1.5 per cent, the end.Next": [],
    "<code>a.example.org</code>": [],
    "at 5 p.m. of the U.S.A.": [],
}
PARTED = {
    "https://example.org/list?a=1": "https://|example|.org|/list?a=1",
    "policy.department@example.org": "policy|.department|@example.org",
    "https://example.org/140035.pdf": "https://|example|.org|/140035.pdf",
    "www.a-b.example.org/": "www|.a|-b|.example|.org/",
}
LONG = "internationalorganisationdocumentationunderstanding"
TEXT = f"""# Addresses

Words words words words <https://example.org/{LONG}/list> and some more, write to policy.department.{LONG[:25]}@ministry.example.org for it, or to [the.list.of.{LONG}@example.org](mailto:x@example.org). Then the COVID-19 rule.[^1]

| Who | Where |
|---|---|
| The desk for all that is asked of it | www.{LONG}.example.org |

[^1]: More in a note at documents.{LONG}.example.org/{LONG}/list.html.
"""


@pytest.mark.parametrize("typed", MARKED)
def test_an_address_is_marked_and_what_looks_like_one_is_not(typed):
    body = parse_html(f'<body xmlns="{XHTML}"><p>{typed}</p></body>', "text")
    before = element_text(body)
    mark_addresses(body)
    assert [element_text(one) for one in find(body, ".//x:*[@class='address']")] == MARKED[typed]
    assert element_text(body) == before


@pytest.mark.parametrize("address", PARTED)
def test_an_address_breaks_before_its_marks_and_behind_two_strokes(address):
    body = parse_html(f'<body xmlns="{XHTML}"><a class="uri">{address}</a></body>', "text")
    part_addresses(body)
    assert fragment(body[0]).replace("\N{ZERO WIDTH SPACE}", "|") == PARTED[address]


@pytest.mark.parametrize("edition", ["screen", "large-print"])
def test_no_hyphen_stands_in_an_address_on_paper_and_those_of_words_are_copied_as_typed(
    edition, make_project, tmp_path
):
    from report.pipeline.build import BuildContext

    project = make_project({"10-introduction.md": TEXT})
    context = BuildContext(edition=edition)
    assert build_editions(project, project.report("brief"), ("pdf", "epub"), tmp_path, context).findings == ()
    (path,) = tmp_path.rglob("*.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    assert "\N{HYPHEN}" not in text
    assert "COVID-19" in text
    joined = "".join(text.split())
    for address in (
        f"https://example.org/{LONG}/list",
        f"www.{LONG}.example.org",
        f"documents.{LONG}.example.org/{LONG}/list.html",
    ):
        assert address in joined
