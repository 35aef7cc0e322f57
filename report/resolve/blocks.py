"""Blocks with a meaning of their own: captions, call-outs, table stubs, open points, headings, and those for some formats only."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from report.model.formats import FORMATS
from report.model.metadata import EDITIONS, Status
from report.model.tree import containers, div, paragraph, space, span, string, text_of
from report.model.tree.attributes import Attributed
from report.model.tree.blocks import Captioned, Div, Header, Paragraph
from report.model.tree.inlines import Span, Str
from report.model.tree.tables import Table
from report.model.tree.views import each, kind_of
from report.model.words import CALLOUTS
from report.read.conditions import BY_EDITION, BY_FORMAT, HIDDEN, VISIBLE, is_conditional, names_in
from report.read.data_blocks import CHART, CSV
from report.read.lines import end_of_quoted, locate
from report.read.section_heads import BYLINE
from report.read.values import DIGITS
from report.resolve.charts.figures import set_chart
from report.resolve.data_tables import set_data_table
from report.resolve.decimals import align_decimals
from report.resolve.images import resolve_figure
from report.resolve.references import joined_target
from report.resolve.safety import check_attributes
from report.resolve.terms import DEEPEST as LEVELS
from report.resolve.terms import link_term, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.model.findings import Location
    from report.model.manuscript import Section
    from report.model.tree.attributes import Attributes
    from report.model.tree.views import Block
    from report.resolve.context import Context

NOWHERE = "none"
COUNTS = ("2", "3")  # of columns; the first where nothing is said
DEEPEST = 5  # levels of headings: `h1` is the title of the report
JOINED = re.compile(r"(\w)@([A-Za-z]+-[\w:.-]*\w)")
ENDED = re.compile(r"[^\]\s]++\]?")  # words up to a bracket that may end them
WORDLESS = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(?:!\[\]|\{)[^\n]*)?[ \t]*$", re.MULTILINE)
NOTE = re.compile(r"^ {0,3}(\[\^[^\]\s]++\]):", re.MULTILINE)


def caption_figure(element: Block, context: Context) -> list[Block] | None:
    """Set "Figure 2." before a figure's caption; draw the chart that it may hold."""
    drawn = set_chart(element, context) if CHART in Attributed(element).attributes.classes else None
    resolve_figure(element, context)
    _caption(element, "fig", context)
    return drawn


def caption_table(element: Block, context: Context) -> list[Block] | None:
    """Set "Table 2." before a table's caption, and mark its stub: the column that names the rows."""
    table = Table(element)
    attr = table.attributes
    if CSV in attr.classes:
        set_data_table(table, context)
        return _caption(element, "tbl", context)
    pairs = attr.values
    given = pairs.pop("header-columns", "")
    attr.pairs = [list(pair) for pair in pairs.items()]
    columns = int(given) if given.isdecimal() and len(given) <= DIGITS else int(_has_stub(table))
    for body in table.bodies:
        body.stubs = columns
    align_decimals(table, context.manuscript.metadata.lang)
    return _caption(element, "tbl", context)


def set_byline(element: Block, context: Context) -> list[Block] | None:
    """Set who wrote a section, and when, in a line below its heading."""
    header = Header(element)
    words = header.attributes.get(BYLINE)
    if not words:
        return None
    header.attributes.pairs = header.attributes.without(BYLINE)
    check_attributes(element, context)
    return [element, div([paragraph(string(words))], "section-byline")]


def title_callout(element: Block, context: Context) -> list[Block] | None:
    """Give a call-out its word and its title; refuse a kind that is not known."""
    mark_formats(element, context)
    division = Div(element)
    attr = division.attributes
    _count_columns(attr)
    kind = next((name.removeprefix("callout-") for name in attr.classes if name.startswith("callout-")), "")
    if not kind:
        return None
    if kind not in CALLOUTS:
        place = context.places.next(f"callout-{kind}")
        near = context.suggestions.nearest(kind, CALLOUTS)
        kinds = ", ".join(f"callout-{name}" for name in CALLOUTS)
        help = f'did you mean "callout-{near}"?' if near else f"use one of {kinds}"
        context.error("S214", f'there is no call-out "callout-{kind}"', place, help)
        return None
    title = attr.get("title")
    attr.pairs = attr.without("title")
    word = span(string(getattr(context.words, kind)), "callout-kind")
    words = [word, space(), span(string(title), "callout-title")] if title else [word]
    attr.classes = ["callout", *attr.classes]
    division.blocks = [div([paragraph(words)], "callout-head"), *division.blocks]
    return None


def _count_columns(attr: Attributes) -> None:
    """Make the number of columns a class, which every edition's sheet can name."""
    if "columns" in attr.classes:
        count = attr.values.get("count", COUNTS[0])
        if count in COUNTS:  # any other is left, and found fault with
            attr.classes = [*attr.classes, f"columns-{count}"]
            attr.pairs = attr.without("count")


def resolve_span(element: Block, context: Context) -> list[Block] | None:
    """Link a term; let an open point stand in a draft, and refuse it in a final version."""
    mark_formats(element, context)
    passage = Span(element)
    attr = passage.attributes
    if "term" in attr.classes:
        return link_term(passage, context)
    if "index" in attr.classes:
        _check_entry(attr.get("entry") or text_of(passage.inlines), context)
        attr.pairs = attr.only("lang")
    if "todo" not in attr.classes:
        return None
    words = text_of(passage.inlines)
    place = context.places.passage(words)
    if context.manuscript.metadata.status is Status.FINAL:
        context.error(
            "S223", f'an open point in a final version: "{words}"', place, "settle it, or set `status: draft`"
        )
    else:
        context.warning("S215", f'an open point: "{words}"', place, "settle it before the version is final")
    return None


def _check_entry(entry: str, context: Context) -> None:
    if not entry.strip("! "):
        place = context.places.next("]{.index", ".index")
        context.error("S248", "an entry of the index has no words", place, 'write `[]{.index entry="…"}`')
    elif len(parts_of(entry)) > LEVELS:
        message = f"an entry of the index is {len(parts_of(entry)):,} levels deep"
        place = context.places.next("]{.index", ".index")
        context.error("S248", message, place, f"part it by `!` into {LEVELS} levels at most")


def check_words(element: Block, context: Context) -> list[Block] | None:
    """Find what pandoc has left as text: a call of a note that is not written and not escaped, a cross-reference in a word."""
    word = Str(element).text
    for call in find_calls(word) if "[^" in word else ():
        if call in _written_notes(context.section.text) or not context.places.holds(call):
            continue  # a call that is left as words is none where it is escaped, or its note stands there
        context.error(
            "S220", f"the note {call} is not written", context.places.next(call), f"write `{call}: …` in the same file"
        )
    for letter, name in JOINED.findall(word):
        target = joined_target(name, context.targets)
        if target:
            message = f'"@{target}" is joined to the word before it, and read as text'
            context.error("S240", message, context.places.next(f"{letter}@{target}"), f"write `[@{target}]`")
    return None


def find_calls(words: str) -> Iterator[str]:
    """Yield what looks like the call of a note."""
    for match in ENDED.finditer(words):
        start = match[0].find("[^")
        if start >= 0 and match[0].endswith("]") and start + 3 < len(match[0]):
            yield match[0][start:]


@lru_cache(maxsize=2)
def _written_notes(text: str) -> frozenset[str]:
    """List the calls of the notes that a text has."""
    return frozenset(NOTE.findall(text))


def check_headings(blocks: Sequence[Block], context: Context) -> None:
    """Find headings that skip a level or go too deep, and text before a section's first heading."""
    level = 0
    if blocks and kind_of(blocks[0]) != "Header":
        place = context.places.first()
        context.error("S217", "the section does not begin with its title", place, "begin with `# Title`")
        level = 1
    wordless = _wordless_headings(context.section)
    for heading in each(Header, containers(blocks)):
        found, title = heading.level, text_of(heading.inlines)
        marks = "#" * found
        place = context.places.next(f"{marks} {title}", title or marks)
        if not title.strip():
            place = next(wordless, place)
            help = "write some words: contents, bookmarks and readers' navigation name a section by them"
            context.error("S265", "a heading has no words", place, help)
        if found > DEEPEST:
            message = f'"{title}" is a heading of level {found}; {DEEPEST} levels can be set'
            context.error("S218", message, place, "write it as a paragraph that begins with **bold words**")
        elif found > level + 1:
            after = f"after one of level {level}" if level else "and the first of its section"
            message = f'"{title}" is a heading of level {found} {after}: a level is skipped'
            context.error("S218", message, place, f"write {'#' * (level + 1)} {title}")
        level = found


def _wordless_headings(section: Section) -> Iterator[Location]:
    """Locate the headings that have marks and no words behind them."""
    for match in WORDLESS.finditer(section.text):
        if not end_of_quoted(section.text, match.start()):
            yield locate(section, match.start(1))


def _caption(element: Block, kind: str, context: Context) -> list[Block] | None:
    captioned = Captioned(element)
    identifier, blocks = captioned.attributes.identifier, captioned.caption
    if not blocks or identifier not in context.targets:
        return None
    words = context.words
    label = span(string(words.label(kind, context.targets[identifier].number) + words.label_stop), "label")
    first = Paragraph(dict(blocks[0]))
    first.inlines = [label, *string(words.label_gap), *first.inlines]
    blocks[0] = first.node
    return None


def _has_stub(table: Table) -> bool:
    first_cells = [row.cells[0] for body in table.bodies for row in body.rows if row.cells]
    stub = [text_of(cell.blocks).strip() for cell in first_cells]
    return len(table.columns) > 1 and bool(table.head.rows) and all(stub) and len(set(stub)) == len(stub)


def mark_formats(element: Block, context: Context) -> None:
    """Say of conditional text which formats show it; what no condition applies to is shown, or hidden, in all."""
    if not is_conditional(element):
        return
    attr = Attributed(element).attributes
    pairs = attr.values
    _check(pairs, context)
    wanted, unwanted = names_in(pairs.get("when-format", "")), names_in(pairs.get("unless-format", ""))
    meant = {name for name in FORMATS if (name in wanted or not wanted) and name not in unwanted}
    shown = meant if VISIBLE in attr.classes else set(FORMATS) - meant
    attr.classes = [name for name in attr.classes if name not in {VISIBLE, HIDDEN}]
    attr.pairs = attr.without(*BY_FORMAT, *BY_EDITION)
    if shown != set(FORMATS):
        attr.pairs.append(["formats", " ".join(name for name in FORMATS if name in shown) or NOWHERE])


def _check(pairs: dict[str, str], context: Context) -> None:
    for keys, known in ((BY_FORMAT, FORMATS), (BY_EDITION, EDITIONS)):
        for key in sorted(keys & set(pairs)):
            for name in sorted(names_in(pairs[key]) - set(known)):
                place = context.places.next(f'{key}="{pairs[key]}"', f"{key}={pairs[key]}")
                kind = key.partition("-")[2]
                context.error(
                    "S212",
                    f'there is no {kind} "{name}"',
                    place,
                    context.suggestions.meant(name, known, f"the {kind}s are {', '.join(known)}"),
                )
