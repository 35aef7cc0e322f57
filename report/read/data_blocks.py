"""Tables and charts from data: a block of data becomes the table or figure that it stands for, with its caption.

The data stay in it as they were written, until they are set. From here on it has an identifier, a number and
a caption like any other table or figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from report.model.tree import containers, string, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.model.manuscript import Block

ADDRESS = re.compile(r"""url["']?\s*:\s*["']?([^"'\s,}]+)""")
CSV, CHART = "csv", "vega-lite"
HELD = "held-data"  # the class of data within the table or figure that they become
TABLE_KEYS = {
    "align", "caption", "columns", "delimiter", "file", "group", "header-columns", "header-rows", "source", "total-rows", "widths",
}  # fmt: skip
PLAIN = re.compile(r"(?:[\w ,;:()%/&+–—’“”«»?!]|\.(?!\.)|-(?!-))*")


def set_data_blocks(texts: Sequence[Sequence[Block]], read: Callable[[list[str]], list[Sequence[Block]]]) -> None:
    """Turn blocks of data into tables and figures, in place. `read` parses captions that are more than words."""
    found = [block for text in texts for block in containers(text) if block["t"] == "CodeBlock" and _is_data(block)]
    captions = [dict(block["c"][0][2]).get("caption", "") for block in found]
    marked = [caption for caption in dict.fromkeys(captions) if not PLAIN.fullmatch(caption)]
    known = dict(zip(marked, read(marked), strict=True)) if marked else {}
    for block, caption in zip(found, captions, strict=True):
        _turn(block, _inlines(known[caption]) if caption in known else string(caption))


def _is_data(block: Block) -> bool:
    """Tell whether a block of code holds data to be set; one that only names its language is a listing."""
    identifier, classes, pairs = block["c"][0]
    keys = {key for key, _ in pairs}
    return CHART in classes or (CSV in classes and (identifier.startswith("tbl-") or bool(keys & TABLE_KEYS)))


def _inlines(blocks: Sequence[Block]) -> list[Block]:
    return list(blocks[0]["c"]) if blocks and blocks[0]["t"] in {"Para", "Plain"} else string(text_of(blocks))


def _turn(block: Block, caption: list[Block]) -> None:
    attr, data = block["c"]
    attr[2] = [pair for pair in attr[2] if pair[0] != "caption"]
    words = [None, [{"t": "Plain", "c": caption}] if caption else []]
    held = {"t": "CodeBlock", "c": [["", [HELD], []], data]}
    if CHART in attr[1]:
        block["t"], block["c"] = "Figure", [attr, words, [held]]
    else:
        block["t"], block["c"] = "Table", _table(attr, words, held)


def _table(attr: list[Any], caption: list[Any], held: Block) -> list[Any]:
    """Make a table of one cell, which holds the data."""
    nothing = ["", [], []]
    cell = [nothing, {"t": "AlignDefault"}, 1, 1, [held]]
    column = [{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]
    return [attr, caption, [column], [nothing, []], [[nothing, 0, [], [[nothing, [cell]]]]], [nothing, []]]


def data_files(element: Block) -> list[str]:
    """Name the files that a table's or chart's data may be in."""
    named = [value for key, value in element["c"][0][2] if key == "file"]
    if CHART in element["c"][0][1]:
        named += ADDRESS.findall(element["c"][2][0]["c"][1])
    return named
