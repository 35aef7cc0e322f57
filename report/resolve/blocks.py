"""Blocks with a meaning of their own: captions, call-outs, table stubs, open points, headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.metadata import Status
from report.model.words import CALLOUTS
from report.resolve.images import resolve_figure
from report.resolve.tree import attributes, paragraph, span, string, text_of

if TYPE_CHECKING:
    from report.model.manuscript import Block
    from report.resolve.context import Context

LATER = {"csv": "a table from data", "vega-lite": "a chart from data"}


def caption_figure(element: Block, context: Context) -> list[Block] | None:
    """Set "Figure 2." before a figure's caption."""
    resolve_figure(element, context)
    return _caption(element, context.words.figure, context)


def caption_table(element: Block, context: Context) -> list[Block] | None:
    """Set "Table 2." before a table's caption, and mark its stub: the column that names the rows."""
    attr = element["c"][0]
    pairs = dict(attr[2])
    given = pairs.pop("header-columns", "")
    attr[2] = [list(pair) for pair in pairs.items()]
    columns = int(given) if given.isdecimal() else int(_has_stub(element))
    for body in element["c"][4]:
        body[1] = columns
    return _caption(element, context.words.table, context)


def title_callout(element: Block, context: Context) -> list[Block] | None:
    """Give a call-out its word and its title; refuse a kind that is not known."""
    attr, blocks = element["c"]
    kind = next((name.removeprefix("callout-") for name in attr[1] if name.startswith("callout-")), "")
    if not kind:
        return None
    if kind not in CALLOUTS:
        place = context.places.next(f"callout-{kind}")
        kinds = ", ".join(f"callout-{name}" for name in CALLOUTS)
        context.error("S214", f'there is no call-out "callout-{kind}"', place, f"use one of {kinds}")
        return None
    title = dict(attr[2]).get("title", "")
    attr[2] = [pair for pair in attr[2] if pair[0] != "title"]
    word = span(string(getattr(context.words, kind)), "callout-kind")
    words = [word, {"t": "Space"}, span(string(title), "callout-title")] if title else [word]
    heading = {"t": "Div", "c": [["", ["callout-head"], []], [paragraph(words)]]}
    attr[1] = ["callout", *attr[1]]
    element["c"][1] = [heading, *blocks]
    return None


def show_open_point(element: Block, context: Context) -> list[Block] | None:
    """Let an open point stand in a draft; refuse it in a final version."""
    attr, inlines = element["c"]
    if "todo" not in attr[1]:
        return None
    words = text_of(inlines)
    place = context.places.next(f"[{words}]", words)
    if context.manuscript.metadata.status is Status.FINAL:
        context.error("S215", f'an open point in a final version: "{words}"', place, "settle it, or set `status: draft`")
    else:
        context.warning("S215", f'an open point: "{words}"', place, "settle it before the version is final")
    return None


def refuse_later(element: Block, context: Context) -> list[Block] | None:
    """Say plainly that tables and charts from data are not set by this version."""
    attr = element["c"][0]
    for name in attr[1]:
        if name in LATER:
            place = context.places.next(f".{name}", f"{{{name}")
            context.error("S216", f"{LATER[name]} ({name}) cannot be set yet", place, "write the table, or draw the chart as SVG")
    return None


def check_headings(context: Context) -> None:
    """Find headings that skip a level, and text before a section's first heading."""
    place = context.section.path
    level = 0
    for index, block in enumerate(context.section.blocks):
        if block["t"] != "Header":
            if index == 0:
                where = context.places.next(text_of(block).split(" ")[0] or place)
                context.error("S217", "the section does not begin with its title", where, "begin with `# Title`")
                level = 1
            continue
        title = text_of(block["c"][2])
        if block["c"][0] > level + 1:
            words = "the first heading" if not level else f"a heading of level {level}"
            found = f'"{title}" is a heading of level {block["c"][0]} after {words}' if level else f'"{title}" is of level {block["c"][0]}'
            where = context.places.next(f"{'#' * block['c'][0]} {title}", title)
            context.error("S218", f"{found}: a level is skipped", where, f"write {'#' * (level + 1)} {title}")
        level = block["c"][0]


def _caption(element: Block, word: str, context: Context) -> list[Block] | None:
    attr = attributes(element)
    blocks = element["c"][1][1]
    if attr is None or not blocks or attr[0] not in context.targets:
        return None
    label = span(string(f"{word}\N{NO-BREAK SPACE}{context.targets[attr[0]].number}."), "label")
    blocks[0] = {**blocks[0], "c": [label, {"t": "Space"}, *blocks[0]["c"]]}
    return None


def _has_stub(element: Block) -> bool:
    _, _, columns, head, bodies, _ = element["c"]
    stub = [text_of(row[1][0][4]).strip() for body in bodies for row in body[3] if row[1]]
    return len(columns) > 1 and bool(head[1]) and all(stub) and len(set(stub)) == len(stub)
