"""The words of a section are counted in its source and in what it has become."""

from __future__ import annotations

import pytest

from report.compose.printed import printed_text
from report.compose.xml import parse_html
from report.model.manuscript import Register, Section
from report.model.master import XHTML
from report.resolve.lints.word_account import compare_words


def account(markdown: str, html: str, notes: str = "", *, final: bool = False, **register: object) -> list[str]:
    """Hold a source against a part of a master."""
    section = Section("10.md", markdown, tuple, Register(**register))  # type: ignore[arg-type]
    body, ol = (
        parse_html(f'<{tag} xmlns="{XHTML}">{text}</{tag}>', "text") for tag, text in (("body", html), ("ol", notes))
    )
    said = printed_text(body, ol, data=bool(section.register.files))
    return [str(finding).split("\n")[0] for finding in compare_words(section, said, final=final)]


def test_nothing_is_said_where_all_is_printed() -> None:
    assert account("One *two* H~2~O.", "<p>One <em>two</em> H<sub>2</sub>O.</p>") == []


def test_what_is_not_printed_is_told_at_its_place_in_one_piece() -> None:
    assert account("One two.\n\nThree four five.", "<p>One two.</p><p>Three</p>") == [
        '10.md:3:7: warning S266: typed and not printed: "four five"'
    ]


def test_a_word_that_is_printed_elsewhere_is_told_where_it_is_not() -> None:
    html = "<p>North here</p><p>South</p>"
    assert account("North here\n\nSouth here", html) == ['10.md:3:7: warning S266: typed and not printed: "here"']


def test_what_is_doubled_is_told_behind_the_words_before_it() -> None:
    html = "<p>One two</p><p>Three three</p>"
    assert account("One two\n\nThree", html) == ['10.md:3:1: warning S266: printed and not typed: "three"']


def test_in_a_final_version_it_is_an_error() -> None:
    assert ": error S266:" in account("One two", "<p>One</p>", final=True)[0]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("See @tbl-x.", '<p>See <a class="cross-ref" href="#tbl-x">Table 1</a>.</p>'),
        ("So @doe2020.", '<p>So <span class="citation">Doe (2020)</span>.</p>'),
        ("![Red](a.png) dot", '<p><img alt="Red" src="a.png"/> dot</p>'),
        ("$a+b$ is", '<p><math xmlns="http://www.w3.org/1998/Math/MathML" alttext="a+b"><mi>a</mi></math> is</p>'),
        ("2*3 is a*b", "<p>2*3 is a*b</p>"),
        ("(a) first", '<ol><li><span class="item-label">(a)</span> first</li></ol>'),
    ],
)
def test_what_we_add_and_what_is_read_out_is_no_difference(markdown: str, html: str) -> None:
    assert account(markdown, html) == []


def test_a_note_is_typed_once_and_printed_as_often_as_it_is_called() -> None:
    notes = '<li><p><a class="backlink">1</a> Its words.</p></li><li><p><a class="backlink">2</a> Its words.</p></li>'
    assert account("One[^a] two[^a]\n\n[^a]: Its words.", "<p>One two</p>", notes) == []


def test_a_table_from_a_file_says_what_its_author_typed_elsewhere() -> None:
    html = "<p>One</p><table><tr><td>North</td></tr></table>"
    assert account("One", html, files=("data.csv",)) == []
    assert account("One", html) == ['10.md:1:1: warning S266: printed and not typed: "North"']
