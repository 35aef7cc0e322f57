"""HTML that has a counterpart becomes what Markdown would have made of it; the rest is left to be refused."""

from __future__ import annotations

import pytest

from report.model.tree import containers, text_of
from report.model.tree.blocks import Div, Figure, Paragraph
from report.model.tree.inlines import Image, Raw
from report.model.tree.views import each, kind_of
from report.read.html_tags import read_tag
from report.read.texts import _parse_all
from tests.common import there

SAME = {
    '<a id="x"></a>Text': "[]{#x}Text",
    '<a name="x">Text</a>': "[Text]{#x}",
    '<a href="https://x.org">*to* it</a>': "[*to* it](https://x.org)",
    "<strong>a <em>b</em></strong>": "**a *b***",
    "<u>a</u> <ins>b</ins> <del>c</del>": "[a]{.underline} [b]{.underline} ~~c~~",
    "<mark>a</mark> <code>b</code>": "[a]{.mark} `b`",
    "- <u>in a list</u>\n- ^[A <mark>note</mark>.]": "- [in a list]{.underline}\n- ^[A [note]{.mark}.]",
    "| <u>a</u> |\n|---|\n| <mark>b</mark> |": "| [a]{.underline} |\n|---|\n| [b]{.mark} |",
    "A\n\n<hr>\n\nB": "A\n\n***\n\nB",
    "<p>\n\n*Text*\n\n</p>": "*Text*",
    '<p align="center">\n\nText\n\n</p>': "::: {align=center}\nText\n:::",
    "<details open>\n<summary>More *of* it</summary>\n\nText.\n\n</details>": "::: {.details}\n**More *of* it**\n\nText.\n:::",
}
REFUSED = ("<a>x", "<u>x *y</u> z*", "<font color=red>x</font>", "<details>\n\nx", "<p>\n\n- x </p>")


def parse(text):
    return list(_parse_all([text], "screen")[0].blocks)


@pytest.mark.parametrize("html", SAME)
def test_html_is_read_as_its_markdown(html):
    assert parse(html) == parse(SAME[html])


def test_a_figure_has_its_caption_and_identifier():
    (block,) = parse(
        '<figure id="fig-x">\n<img src="f.svg" alt="b" width="300">\n<figcaption>A *box*</figcaption>\n</figure>'
    )
    figure = there(Figure.of(block))
    (image,) = each(Image, containers(block))
    assert (figure.attributes.identifier, text_of(figure.caption)) == ("fig-x", "A box")
    assert (image.source, image.attributes.get("alt"), image.attributes.get("width")) == ("f.svg", "b", "300px")


def test_a_figure_without_a_caption_is_its_picture():
    (block,) = parse('<figure>\n<img src="f.svg" alt="b">\n</figure>')
    assert there(Paragraph.of(block)).inlines
    (other,) = parse('<figure id="x">\n<img src="f.svg" alt="b">\n</figure>')
    assert there(Div.of(other)).attributes.identifier == "x"


@pytest.mark.parametrize("html", REFUSED)
def test_what_is_not_understood_is_left_to_be_refused(html):
    assert any(raw.format == "html" for raw in each(Raw, containers(parse(html))))


def test_a_tag_is_read_with_its_attributes():
    tag = there(read_tag("""<IMG src='a "b".svg' alt="x &amp; y" hidden width=5 />"""))
    assert (tag.name, tag.closes) == ("img", False)
    assert tag.pairs == (("src", 'a "b".svg'), ("alt", "x & y"), ("hidden", ""), ("width", "5"))
    assert read_tag("<a><b>") is None
    assert read_tag("<!-- a -->") is None


def test_code_is_only_shown():
    assert [kind_of(block) for block in parse("`<u>x</u>`\n\n```\n<u>x</u>\n```")] == ["Para", "CodeBlock"]
