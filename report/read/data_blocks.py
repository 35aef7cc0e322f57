"""Tables and charts from data: a block of data becomes the table or figure that it stands for, with its caption.

The data stay in it as they were written, until they are set. From here on it has an identifier, a number and
a caption like any other table or figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.model.tree import containers, plain, string, text_of
from report.model.tree.attributes import Attributed, Attributes
from report.model.tree.blocks import CodeBlock, Figure, Paragraph
from report.model.tree.tables import Cell, Column, Row, Table, TableBody, TableEnd
from report.model.tree.views import each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.model.tree.views import Block

ADDRESS = re.compile(r"""url["']?\s*:\s*["']?([^"'\s,}]+)""")
CSV, CHART = "csv", "vega-lite"
HELD = "held-data"  # the class of data within the table or figure that they become
TABLE_KEYS = {
    "align", "caption", "columns", "delimiter", "file", "group", "header-columns", "header-rows", "source", "total-rows", "widths",
}  # fmt: skip
PLAIN = re.compile(r"(?:[\w ,;:()%/&+–—’“”«»?!]|\.(?!\.)|-(?!-))*")


def set_data_blocks(texts: Sequence[Sequence[Block]], read: Callable[[list[str]], list[Sequence[Block]]]) -> None:
    """Turn blocks of data into tables and figures, in place. `read` parses captions that are more than words."""
    found = [block for text in texts for block in each(CodeBlock, containers(text)) if _is_data(block)]
    captions = [block.attributes.get("caption") for block in found]
    marked = [caption for caption in dict.fromkeys(captions) if not PLAIN.fullmatch(caption)]
    known = dict(zip(marked, read(marked), strict=True)) if marked else {}
    for block, caption in zip(found, captions, strict=True):
        _turn(block, _inlines(known[caption]) if caption in known else string(caption))


def _is_data(block: CodeBlock) -> bool:
    """Tell whether a block of code holds data to be set; one that only names its language is a listing."""
    attr = block.attributes
    named = attr.identifier.startswith("tbl-") or not TABLE_KEYS.isdisjoint(attr.values)
    return CHART in attr.classes or (CSV in attr.classes and named)


def _inlines(blocks: Sequence[Block]) -> list[Block]:
    first = Paragraph.of(blocks[0]) if blocks else None
    return list(first.inlines) if first else string(text_of(blocks))


def _turn(block: CodeBlock, caption: list[Block]) -> None:
    attr = block.attributes
    attr.pairs = attr.without("caption")
    words = [plain(caption)] if caption else []
    held = CodeBlock.make(block.text, Attributes.make("", [HELD]))
    if CHART in attr.classes:
        block.become(Figure.make([held], words, attr))
    else:  # a table of one cell, which holds the data
        table = Table.make(
            [Column.make()], TableEnd.make(), [TableBody.make([Row.make([Cell.make([held])])])], TableEnd.make(), attr
        )
        Table(table).caption = words
        block.become(table)


def data_files(element: Block) -> list[str]:
    """Name the files that a table's or chart's data may be in."""
    attr = Attributed(element).attributes
    named = [value for key, value in attr.pairs if key == "file"]
    if CHART in attr.classes:
        named += ADDRESS.findall(CodeBlock(Figure(element).blocks[0]).text)
    return named


def held_data(table: Table) -> str:
    """Return the data that a table holds until it is set."""
    return CodeBlock(table.bodies[0].rows[0].cells[0].blocks[0]).text
