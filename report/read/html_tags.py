"""HTML in a text that has a counterpart: pictures, figures, links, marks and the like become what Markdown would have made.

What is left is looked at when a section is settled: a few plain tags pass, and the others are refused with the way out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from report.model.tree import horizontal_rule, paragraph, plain, rewrite_lists, string, text_of
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Div, Figure, Paragraph
from report.model.tree.inlines import Code, Image, Link, Raw, Span, TextRun
from report.model.tree.views import is_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.model.tree.views import Block

VALUE = r"""(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z_:][\w:.-]*{VALUE})*)\s*(/?)>")
ATTRIBUTE = re.compile(rf"([A-Za-z_:][\w:.-]*){VALUE}")
PIXELS = re.compile(r"\d+(\.\d+)?")
SUMMARY, CAPTION = "html-summary", "html-caption"  # classes of divisions until what is around them is made


@dataclass(frozen=True, slots=True)
class HtmlTag:
    """A tag: its name, whether it closes, and its attributes, in lower case."""

    name: str
    closes: bool
    pairs: tuple[tuple[str, str], ...]

    def attributes(self, *classes: str) -> Attributes:
        """Make pandoc's attributes of it."""
        values = dict(self.pairs)
        pairs = [pair for pair in self.pairs if pair[0] not in {"id", "class", "name", "href", "src"}]
        names = [*classes, *values.get("class", "").split()]
        return Attributes.make(values.get("id") or values.get("name", ""), names, pairs)

    def get(self, key: str) -> str:
        """Return the value of a key; empty where there is none."""
        return dict(self.pairs).get(key, "")


def read_tag(text: str) -> HtmlTag | None:
    """Read what is one tag and nothing else."""
    match = TAG.fullmatch(text.strip())
    if not match:
        return None
    found = ((name.lower(), unescape(value.strip("\"'"))) for name, value in ATTRIBUTE.findall(match[3]))
    return HtmlTag(match[2].lower(), bool(match[1]), tuple(found))


def take_html(blocks: Sequence[Block], text: str) -> tuple[Block, ...]:
    """Put into the place of tags that have a counterpart what that is."""
    return tuple(rewrite_lists(blocks, _paired)) if "<" in text else tuple(blocks)


def _paired(parts: list[Block]) -> list[Block]:
    """Make elements of the pairs of tags in a list of elements, the inner ones first."""
    if not any(is_kind(part, "RawInline", "RawBlock") for part in parts):
        return parts
    out: list[Block] = []
    opened: list[tuple[HtmlTag, int]] = []
    for part in parts:
        raw = Raw.of(part)
        tag = read_tag(raw.text) if raw and raw.format == "html" else None
        inline = is_kind(part, "RawInline")
        if tag and not tag.closes and (made := _single(tag, inline=inline)):
            out.append(made)
            continue
        out.append(part)
        makers = INLINES if inline else BLOCKS
        if not tag or tag.name not in makers:
            continue
        if not tag.closes:
            opened.append((tag, len(out) - 1))
        elif opened and opened[-1][0].name == tag.name:
            begun, start = opened.pop()
            content = out[start + 1 : -1]
            out[start:] = makers[tag.name](begun, content)
    return out


def _single(tag: HtmlTag, *, inline: bool) -> Block | None:
    """Make what a tag stands for that has no end."""
    if tag.name == "hr" and not inline and not tag.pairs:
        return horizontal_rule()
    if tag.name != "img" or not tag.get("src"):
        return None
    attr = tag.attributes()
    attr.pairs = [
        [key, f"{value}px" if key in {"width", "height"} and PIXELS.fullmatch(value) else value]
        for key, value in attr.pairs
    ]
    picture = Image.make(string(tag.get("alt")), tag.get("src"), attr)
    return picture if inline else plain([picture])


def _link(tag: HtmlTag, content: list[Block]) -> list[Block]:
    if tag.get("href"):
        return [Link.make(content, tag.get("href"), tag.attributes())]
    return [Span.make(content, tag.attributes())]


def _run(kind: str) -> Callable[[HtmlTag, list[Block]], list[Block]]:
    def make(tag: HtmlTag, content: list[Block]) -> list[Block]:
        run = TextRun.make(kind, content)
        return [Span.make([run], attr)] if (attr := tag.attributes()) else [run]

    return make


def _mark(tag: HtmlTag, content: list[Block]) -> list[Block]:
    return [Span.make(content, tag.attributes("mark"))]


def _code(tag: HtmlTag, content: list[Block]) -> list[Block]:
    return [Code.make(text_of(content), tag.attributes())]


def _part(name: str) -> Callable[[HtmlTag, list[Block]], list[Block]]:
    return lambda _, content: [Div.make(content, Attributes.make("", [name]))]


def _take_part(blocks: list[Block], name: str) -> tuple[list[Block], list[Block]]:
    """Part the blocks of the division of that class, which is taken out, from the others."""
    found = [division for block in blocks if (division := Div.of(block)) and name in division.attributes.classes]
    return (found[0].blocks if found else []), [block for block in blocks if not found or block is not found[0].node]


def _figure(tag: HtmlTag, content: list[Block]) -> list[Block]:
    caption, rest = _take_part(content, CAPTION)
    return [Figure.make(rest, caption, tag.attributes())] if caption else _division(tag, rest)


def _details(tag: HtmlTag, content: list[Block]) -> list[Block]:
    """Show what would unfold: on paper nothing does."""
    summary, rest = _take_part(content, SUMMARY)
    words = [inline for block in summary if (run := Paragraph.of(block)) for inline in run.inlines]
    attr = tag.attributes("details")
    attr.pairs = attr.without("open")
    return [Div.make([paragraph([TextRun.make("Strong", words)]), *rest] if words else rest, attr)]


def _division(tag: HtmlTag, content: list[Block]) -> list[Block]:
    return [Div.make(content, attr)] if (attr := tag.attributes()) else content


INLINES: dict[str, Callable[[HtmlTag, list[Block]], list[Block]]] = {
    "a": _link,
    "code": _code,
    "del": _run("Strikeout"),
    "em": _run("Emph"),
    "ins": _run("Underline"),
    "mark": _mark,
    "strike": _run("Strikeout"),
    "strong": _run("Strong"),
    "u": _run("Underline"),
}
BLOCKS: dict[str, Callable[[HtmlTag, list[Block]], list[Block]]] = {
    "details": _details,
    "figcaption": _part(CAPTION),
    "figure": _figure,
    "p": _division,
    "summary": _part(SUMMARY),
}
