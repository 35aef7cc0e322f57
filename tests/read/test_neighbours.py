"""Spellings of other tools that have a counterpart are taken for it, and a strange fence stays a listing."""

from __future__ import annotations

import pytest

from report.model.neighbours import FORMULA_OF_LATEX, spellings_of, told_class, told_reference
from report.model.tree import attributes, containers, text_of
from report.model.tree.attributes import Attributed
from report.model.tree.blocks import BulletList, CodeBlock, Div, Header, Paragraph
from report.model.tree.inlines import Cite, Image, Link, Str
from report.model.tree.views import each
from report.read.neighbours import respell_fences, strange_fences
from report.read.texts import _parse_all
from tests.common import there

CALLOUTS = {
    "> [!NOTE]\n> Body": ("callout-note", ""),
    "> [!TIP] My *own* title\n> Body": ("callout-tip", "My own title"),
    "> [!warning]-\n>\n> Body": ("callout-warning", ""),
    ":::{note}\nBody\n:::": ("callout-note", ""),
    ':::{caution} "So" it is\n:class: dropdown\n\nBody\n:::': ("callout-caution", '"So" it is'),
    "```{important} Title\n:name: x\nBody\n```": ("callout-important", "Title"),
    "~~~{admonition} Title\nBody\n~~~": ("callout-note", "Title"),
    "::: {.callout-tip}\n## Title of *it*\n\nBody\n:::": ("callout-tip", "Title of it"),
}
UNTOUCHED = (
    "::: {.callout-note}\nBody\n:::",
    "``` {.python key=value}\nx\n```",
    "```python {#lst-x .cls key=\"a b\" k='c'}\nx\n```",
    "```\n:::{note}\n```{r}\n```",
    "~~~~ {.csv}\n```{r}\n~~~~",
    "``` {=html}\n<b>\n```",
    "``` {.csv #tbl-x\n    caption=x}\na,b\n```",
    "Code ```{r} x``` in a line, and `{note}`.",
    "> A quotation\n> [!NOTE]\n",
)
LISTINGS = {
    "```{r}\n1\n2\n```": ("r", "1\n2"),
    "```{r, echo=FALSE}\n1\n2\n```": ("r", "1\n2"),
    "```{code-block} python\n1\n2\n```": ("python", "1\n2"),
    "```js {1,3-4} linenos\n1\n2\n```": ("js", "1\n2"),
    "> ~~~{python}\n> 1\n> 2\n> ~~~": ("python", "1\n2"),
    '```python title="x.py"\n1\n2\n```': ("python", "1\n2"),
    "```{figure} a.svg\n1\n2\n```": ("", "1\n2"),
    "``` {.csv caption=“a b”}\n1\n2\n```": ("", "1\n2"),
}


def parse(text):
    return _parse_all([text], "screen")[0].blocks


@pytest.mark.parametrize("text", CALLOUTS)
def test_a_callout_of_another_tool_is_one_of_ours(text):
    (block,) = parse(text)
    division = there(Div.of(block))
    assert (division.attributes.classes, division.attributes.get("title")) == ([CALLOUTS[text][0]], CALLOUTS[text][1])
    assert text_of(division.blocks) == "Body"


def test_a_list_may_follow_the_mark_of_a_callout():
    (block,) = parse("> [!NOTE]\n> - one\n> - two")
    assert len(there(BulletList.of(Div(block).blocks[0])).items) == 2


def test_a_line_with_a_link_is_no_title_and_stays_in_the_text():
    (block,) = parse("> [!NOTE] See [there](https://example.org)\n> Body")
    assert text_of(Div(block).blocks) == "See thereBody"
    assert list(each(Link, containers(block)))


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_ours_or_only_shown_is_left_alone(text):
    assert respell_fences(text) == text
    assert list(strange_fences(text)) == []


@pytest.mark.parametrize("text", LISTINGS)
def test_a_listing_with_a_strange_first_line_keeps_its_lines(text):
    (listing,) = each(CodeBlock, containers(parse(text)))
    assert (listing.attributes.classes, listing.text) == (
        [LISTINGS[text][0]] if LISTINGS[text][0] else [],
        LISTINGS[text][1],
    )


@pytest.mark.parametrize("text", [*CALLOUTS, *UNTOUCHED, *LISTINGS])
def test_every_line_stays_where_it_is(text):
    assert respell_fences(text).count("\n") == text.count("\n")
    assert respell_fences(respell_fences(text)) == respell_fences(text)


def test_what_is_strange_in_a_fence_is_told_at_its_place():
    text = "Text\n\n> ```{r}\n> 1\n> ```\n\n```{figure} x.svg\n```\n\n```js {1-2}\n```\n"
    told = [(one.line, one.column, one.what.partition(":")[0]) for one in strange_fences(text)]
    assert told == [
        (3, 3, "code that is to be run"),
        (7, 1, "a directive of MyST, printed as a listing"),
        (10, 1, "what stands behind the signs that open a listing is not understood"),
    ]


def test_identifiers_of_pandoc_crossref_are_ours():
    text = '@fig:x [@tbl:y; @Sec:z] [a](#fig:x)\n\n![c](f.svg){#fig:x fig-alt="b"}\n\n## Z {#sec:z}\n\n$$a$$ {#eq:e}\n'
    elements = list(containers(parse(text)))
    assert [key for cite in each(Cite, elements) for key in cite.keys] == ["fig-x", "tbl-y", "Sec-z"]
    assert [link.target for link in each(Link, elements)] == ["#fig-x"]
    (image,) = each(Image, elements)
    assert image.attributes.get("alt") == "b"
    named = {there(attributes(one)).identifier for one in elements if attributes(one)}
    assert {"fig-x", "sec-z"} <= named
    words = [word.text for one in each(Paragraph, elements) for word in each(Str, one.inlines)]
    assert "{#eq-e}" in words


def test_classes_of_the_margin_are_asides():
    (block,) = parse("::: {.column-margin}\nText\n:::")
    assert Attributed(block).attributes.classes == ["aside"]


def test_a_heading_that_is_more_than_words_stays_in_its_callout():
    (block,) = parse("::: {.callout-note}\n## A^[note] title\n\nBody\n:::")
    assert Header.of(Div(block).blocks[0])


def test_the_ways_to_write_an_identifier_are_known():
    assert spellings_of("fig-a-b") == ("fig-a-b", "fig:a-b")
    assert spellings_of("harbour-tolls") == ("harbour-tolls",)


@pytest.mark.parametrize("name", ["note", "{danger}", "note[Title]", "panel-tabset", "pagebreak", "{figure}"])
def test_a_class_of_another_tool_has_a_way_out(name):
    assert told_class(name)
    assert "{{{{" not in told_class(name)


@pytest.mark.parametrize("key", ["lst-a", "tab:a", "ch-a", "thm-a", "eqn:a"])
def test_a_cross_reference_of_another_tool_has_a_way_out(key):
    assert told_reference(key)


@pytest.mark.parametrize("key", ["lee2020", "app2020", "tab", "fig-x"])
def test_a_key_that_is_of_no_other_tool_has_none(key):
    assert told_reference(key) == ""


@pytest.mark.parametrize(
    ("text", "count"),
    [(r"So \(a = b\) and \[x^2\]", 2), (r"A \[bracket\] and \(so\)", 0), (r"\\[ a_1", 0), (r"\[a\](b_c)", 0)],
)
def test_formulas_as_latex_writes_them_are_known_by_their_signs(text, count):
    assert len(list(FORMULA_OF_LATEX.finditer(text))) == count
