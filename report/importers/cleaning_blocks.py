"""Clean blocks: divisions, listings, headings, tables and empty paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.model.tree import SPACES, paragraph, space, span, text_of
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import CodeBlock, Div, Header, Paragraph
from report.model.tree.inlines import Raw, Span, Str, TextRun
from report.model.tree.tables import Column, Table, TableBody
from report.model.tree.views import is_kind, kind_of
from report.model.words import CALLOUTS
from report.resolve.safety import VALUES

if TYPE_CHECKING:
    from report.model.tree.views import Block

ADMONITIONS = {
    "hint": "tip", "attention": "caution", "danger": "warning", "error": "warning", "seealso": "note",
    **{name: name for name in CALLOUTS},
}  # fmt: skip
KEPT = {"pull-quote", "aside"}
OURS = {"landscape", "columns", "content-visible", "content-hidden"}  # which only our own Markdown means by these names
LANGUAGE = re.compile(r"[A-Za-z][\w+#-]*")
OPENING = re.compile(r":|(?:Table|table):$")
DATA = {"csv", "vega-lite"}
TITLES = {"title", "admonition-title", "callout-title"}


def clean_division(element: Block, kind: str) -> list[Block] | None:
    """Keep a division that means something to us, a language, a call-out; else only what it holds."""
    attr, blocks = Div(element).attributes, Div(element).blocks
    classes = attr.classes
    named = attr.identifier and kind != "ipynb"
    anchor = [paragraph([span([], "anchor", identifier=attr.identifier)])] if named else []
    callout = next((name.removeprefix("callout-") for name in classes if name.startswith("callout-")), "")
    if not callout and (kind in {"rst", "html"} and (kind == "rst" or "admonition" in classes)):
        callout = next((ADMONITIONS[name] for name in classes if name in ADMONITIONS), "")
    if callout in CALLOUTS:
        title, rest = _titled(blocks, attr.get("title"), callout)
        told = Attributes.make("", [f"callout-{callout}"], [("title", title)] if title else [])
        return [*anchor, Div.make(rest, told)]
    if kind == "markdown" and OURS.intersection(classes):
        return [*anchor, Div.make(blocks, Attributes.make("", classes, attr.pairs))]
    kept = [name for name in classes if name in KEPT]
    look = [pair for pair in attr.only("lang", "dir") if VALUES[pair[0]][0].fullmatch(pair[1])]
    if kept or look:
        return [*anchor, Div.make(blocks, Attributes.make("", kept, look))]
    table = Table.of(blocks[0]) if len(blocks) == 1 else None
    if attr.identifier and table and not table.attributes.identifier:
        table.attributes.identifier = attr.identifier
        return list(blocks)
    return [*anchor, *blocks]


def _titled(blocks: list[Block], title: str, callout: str) -> tuple[str, list[Block]]:
    """Take a call-out's title from its first part; the mere name of its kind is none."""
    words = title
    first = Div.of(blocks[0]) if blocks else None
    if not words and first and not TITLES.isdisjoint(first.attributes.classes):
        words, blocks = text_of(first.blocks), blocks[1:]
    elif not words and blocks and is_kind(blocks[0], "Para") and len(text_of(blocks[0]).split()) == 1:
        only = text_of(blocks[0]).strip().rstrip(":").lower()
        if ADMONITIONS.get(only) == callout or only == callout:
            blocks = blocks[1:]
    words = " ".join(words.split()).replace('"', "'")
    return ("" if ADMONITIONS.get(words.lower()) == callout else words), blocks


def clean_code(element: Block, kind: str) -> list[Block] | None:
    """Keep a listing's language, and data of our own Markdown whole; write the others as a person does, with fences."""
    listing = CodeBlock(element)
    classes = listing.attributes.classes
    if kind == "markdown" and DATA.intersection(classes):
        return None
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", listing.text).rstrip("\n")
    language = next((name for name in classes if LANGUAGE.fullmatch(name)), "")
    if not text.strip():
        return []
    if language:
        return [CodeBlock.make(text, Attributes.make("", [language]))]
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`+", text))])
    return [Raw.block("markdown", f"{fence}\n{text}\n{fence}\n")]


def clean_header(element: Block) -> list[Block] | None:
    """Leave of a heading its level, name and words, on one line."""
    header = Header(element)
    inlines = [space() if is_kind(inline, "LineBreak") else inline for inline in trimmed(header.inlines)]
    while len(inlines) == 1 and is_kind(inlines[0], "Strong", "Emph"):
        inlines = TextRun(inlines[0]).inlines
    last = Str.of(inlines[-1]) if inlines else None
    if last and re.search(r"\{[^:]*\}$", last.text):  # not meant as attributes
        inlines = [*inlines[:-1], *_escaped(last.text)]
    kept = [name for name in header.attributes.classes if name == "unnumbered"]
    header.attributes = Attributes.make(header.attributes.identifier, kept)
    header.inlines = inlines
    return None


def clean_table(element: Block) -> list[Block] | None:
    """Leave of a table its cells and alignments; widths and looks are the theme's."""
    table = Table(element)
    head, bodies, rows = table.head, table.bodies, table.rows
    for part in (head, table.foot, *bodies, *rows, *table.cells):
        part.attributes = Attributes.make()
    if head.rows and not any(body.rows for body in bodies):  # every row was marked as one of the head
        table.bodies = [TableBody.make(head.rows[1:])]
        head.rows = head.rows[:1]
    table.attributes = Attributes.make(table.attributes.identifier)
    table.short_caption = None
    table.columns = [Column.make(column.alignment) for column in table.columns]
    return None


def clean_paragraph(element: Block) -> list[Block] | None:
    """Drop a paragraph in which nothing is left, and the blanks at both ends of another."""
    words = Paragraph(element)
    inlines = trimmed(words.inlines)
    if not inlines:
        return []
    first = Str.of(inlines[0])
    opens = first is not None and OPENING.match(first.text)  # it would make a caption, a definition or a division of it
    words.inlines = [*_escaped(first.text), *_spaced(inlines[1:])] if first and opens else _spaced(inlines)
    return None


def _escaped(word: str) -> list[Block]:
    """Escape a word at its first colon, or at its last brace."""
    at = word.index(":") if ":" in word else word.rindex("{")
    before, after = ([Str.make(part)] if part else [] for part in (word[:at], word[at + 1 :]))
    return [*before, Raw.inline("markdown", f"\\{word[at]}"), *after]


def _spaced(inlines: list[Block]) -> list[Block]:
    """Set open points off from the words around them."""
    out: list[Block] = []
    for inline in inlines:
        if out and is_open_point(inline) != is_open_point(out[-1]) and not SPACES & {kind_of(inline), kind_of(out[-1])}:
            word = Str.of(inline)
            out += [] if word and word.text[0] in ".,;:!?)" else [space()]
        out.append(inline)
    return out


def is_open_point(inline: Block) -> bool:
    """Tell whether an inline says that something is to be settled."""
    passage = Span.of(inline)
    return passage is not None and "todo" in passage.attributes.classes


def trimmed(inlines: list[Block]) -> list[Block]:
    """Cut blanks off both ends."""
    start, end = 0, len(inlines)
    while start < end and _blank(inlines[start]):
        start += 1
    while end > start and _blank(inlines[end - 1]):
        end -= 1
    return inlines[start:end]


def _blank(inline: Block) -> bool:
    word = Str.of(inline)
    return is_kind(inline, *SPACES) or (word is not None and not word.text.strip())
