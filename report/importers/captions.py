"""Captions: which paragraph belongs to which picture or table, without the number that it was given before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from report.importers.cleaning import CAPTION_MARK
from report.importers.cleaning_blocks import rows_of, trimmed
from report.model.tree import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.importers.original import Notes
    from report.model.manuscript import Block

NUMBER = r"\s*[A-Z]?\d+(?:[.\-–]\d+)*[a-z]?\s*[:.\-–—]?"
FIGURES = r"Figure|Figura|Fig\.?|Abbildung|Abb\.?|Chart|Map|Graph|Exhibit|Diagram|Illustration|Schéma|Carte|Рисунок|Рис\.|شكل|الشكل|图|圖"
TABLES = r"Tableau|Tabelle|Table|Tabla|Tabela|Tabella|Cuadro|Tab\.?|Таблица|جدول|الجدول|表"
FIGURE, TABLE = re.compile(f"(?:{FIGURES}){NUMBER}", re.IGNORECASE), re.compile(f"(?:{TABLES}){NUMBER}", re.IGNORECASE)
LABELS = {"Figure": FIGURE, "Table": TABLE}
STARTS = {
    "Figure": re.compile(rf"(?:{FIGURES})\b", re.IGNORECASE),
    "Table": re.compile(rf"(?:{TABLES})\b", re.IGNORECASE),
}
LONGEST_WORDS = 300  # characters of a caption that only its first word tells
LONGEST = 14  # inlines that a label can take


def join_captions(blocks: Sequence[Block], notes: Notes) -> list[Block]:
    """Give pictures and tables, at every depth, the captions that stand above or below them."""
    out = [_figure(block) or _inside(block, notes) for block in _unfolded(blocks, notes)]
    index = 0
    while index < len(out):
        kind = _kind(out[index])
        other = _place_of_caption(out, index, kind) if kind and not _captioned(out[index]) else -1
        if other >= 0:
            caption = out.pop(other)
            index -= other < index
            out[index] = _with_caption(out[index], caption["c"])
        index += 1
    return [_finished(block) for block in out]


def _place_of_caption(blocks: Sequence[Block], index: int, kind: str) -> int:
    """Find the paragraph that is a caption: tables have theirs above rather than below, pictures the other way round."""
    below, above = (_captions(blocks, other, kind) for other in (index + 1, index - 1))
    if kind == "Figure" and below and above:
        above = index + 2 < len(blocks) and _kind(blocks[index + 2]) == kind and not _captioned(blocks[index + 2])
    elif kind == "Figure":
        above = above and not below
    return index - 1 if above else index + 1 if below else -1


def _inside(block: Block, notes: Notes) -> Block:
    kind = block["t"]
    content: Any = block.get("c")
    if kind == "BulletList":
        return {"t": kind, "c": [join_captions(item, notes) for item in content]}
    if kind == "OrderedList":
        return {"t": kind, "c": [content[0], [join_captions(item, notes) for item in content[1]]]}
    if kind == "BlockQuote":
        return {"t": kind, "c": join_captions(content, notes)}
    if kind == "Div":
        return {"t": kind, "c": [content[0], join_captions(content[1], notes)]}
    if kind == "Table":
        for cell in (cell for row in rows_of(block) for cell in row[1]):
            cell[4] = join_captions(cell[4], notes)
    return block


def is_picture(block: Block) -> bool:
    """Tell whether a paragraph is a picture and nothing else."""
    if block["t"] not in {"Para", "Plain"}:
        return False
    rest = [inline for inline in block["c"] if not _bare(inline)]
    return len(rest) == 1 and rest[0]["t"] == "Image"


def picture_of(block: Block) -> Any:
    """Return the picture of a paragraph that is one."""
    return next(inline for inline in block["c"] if inline["t"] == "Image")


def _bare(inline: Block) -> bool:
    return inline["t"] in {"Space", "SoftBreak", "LineBreak"} or (inline["t"] == "Span" and not inline["c"][1])


def _unfolded(blocks: Sequence[Block], notes: Notes) -> list[Block]:
    """Take figures apart that hold anything else than one picture."""
    out: list[Block] = []
    for block in blocks:
        if block["t"] != "Figure":
            out.append(block)
            continue
        attr, caption, content = block["c"]
        if len(content) == 1 and is_picture(content[0]):
            out.append(block)
        elif len(content) == 1 and content[0]["t"] == "Table" and not _captioned(content[0]):
            table = _with_caption(content[0], caption[1][0]["c"] if caption[1] else [])
            table["c"][0][0] = table["c"][0][0] or attr[0]
            out.append(table)
        else:
            notes.tell("I110", "a figure of several parts is taken apart", "draw it as one picture if it is one")
            out += [*content, *({"t": "Para", "c": part["c"]} for part in caption[1])]
    return out


def _figure(block: Block) -> Block | None:
    """Turn a picture that has a paragraph for itself into a figure without a caption."""
    if block["t"] != "Para" or not is_picture(block):
        return None
    names = [inline["c"][0][0] for inline in block["c"] if inline["t"] == "Span" and inline["c"][0][0]]
    return {
        "t": "Figure",
        "c": [[names[0] if names else "", [], []], [None, []], [{"t": "Plain", "c": [picture_of(block)]}]],
    }


def _kind(block: Block) -> str:
    return str(block["t"]) if block["t"] in LABELS else ""


def _captioned(block: Block) -> bool:
    return bool(block["c"][1][1])


def _marked(block: Block) -> bool:
    return block["t"] in {"Para", "Plain"} and any(CAPTION_MARK in i["c"][0][1] for i in block["c"] if i["t"] == "Span")


def _captions(blocks: Sequence[Block], other: int, kind: str) -> bool:
    """Tell whether a block is the caption of a picture or table next to it."""
    if not 0 <= other < len(blocks) or blocks[other]["t"] != "Para":
        return False
    words = text_of(blocks[other]["c"]).strip()
    if any(pattern.match(words) for name, pattern in STARTS.items() if name != kind):
        return False
    return _marked(blocks[other]) or (bool(LABELS[kind].match(words)) and len(words) < LONGEST_WORDS)


def _with_caption(block: Block, inlines: list[Block]) -> Block:
    content = {"t": "Plain", "c": inlines}
    return {"t": block["t"], "c": [block["c"][0], [None, [content] if inlines else []], *block["c"][2:]]}


def _finished(block: Block) -> Block:
    """Take marks away, and the number out of a caption."""
    if _marked(block):
        return {"t": block["t"], "c": _unmarked(block["c"])}
    if _kind(block) and _captioned(block):
        inlines = [inline for part in block["c"][1][1] for inline in part.get("c", [])]
        return _with_caption(block, _without_label(_unmarked(inlines), LABELS[block["t"]]))
    return block


def _unmarked(inlines: Sequence[Block]) -> list[Block]:
    return trimmed([i for i in inlines if not (i["t"] == "Span" and CAPTION_MARK in i["c"][0][1])])


def _without_label(inlines: list[Block], label: re.Pattern[str]) -> list[Block]:
    """Cut "Figure 2:" off a caption; the names of places in it are kept."""
    best = 0
    for end in range(1, min(len(inlines), LONGEST) + 1):
        if label.fullmatch(text_of(inlines[:end]).strip()):
            best = end
    anchors = [inline for inline in inlines[:best] if inline["t"] == "Span" and inline["c"][0][0]]
    rest = trimmed(inlines[best:])
    while rest and rest[0]["t"] == "Str" and rest[0]["c"] in {":", ".", "-", "–", "—"}:
        rest = trimmed(rest[1:])
    return [*anchors, *rest]
