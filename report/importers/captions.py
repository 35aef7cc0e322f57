"""Captions: which paragraph belongs to which picture or table, without the number that it was given before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.importers.cleaning import CAPTION_MARK
from report.importers.cleaning_blocks import trimmed
from report.model.tree import SPACES, paragraph, plain, text_of
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Captioned, Figure, Paragraph
from report.model.tree.inlines import Image, Span, Str
from report.model.tree.nested import with_inner_blocks
from report.model.tree.tables import Table
from report.model.tree.views import content_of, each, is_kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.importers.original import Notes
    from report.model.tree.views import Block

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
            out[index] = _with_caption(out[index], Paragraph(caption).inlines)
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
    if table := Table.of(block):
        for cell in table.cells:
            cell.blocks = join_captions(cell.blocks, notes)
    return with_inner_blocks(block, lambda blocks: join_captions(blocks, notes))


def is_picture(block: Block) -> bool:
    """Tell whether a paragraph is a picture and nothing else."""
    words = Paragraph.of(block)
    rest = [inline for inline in words.inlines if not _bare(inline)] if words else []
    return len(rest) == 1 and is_kind(rest[0], "Image")


def picture_of(block: Block) -> Block:
    """Return the picture of a paragraph that is one."""
    return next(each(Image, Paragraph(block).inlines)).node


def _bare(inline: Block) -> bool:
    passage = Span.of(inline)
    return is_kind(inline, *SPACES) or (passage is not None and not passage.inlines)


def _unfolded(blocks: Sequence[Block], notes: Notes) -> list[Block]:
    """Take figures apart that hold anything else than one picture."""
    out: list[Block] = []
    for block in blocks:
        figure = Figure.of(block)
        only = figure.blocks[0] if figure and len(figure.blocks) == 1 else None
        if figure is None or (only and is_picture(only)):
            out.append(block)
        elif only and is_kind(only, "Table") and not _captioned(only):
            table = Table(_with_caption(only, Paragraph(figure.caption[0]).inlines if figure.caption else []))
            table.attributes.identifier = table.attributes.identifier or figure.attributes.identifier
            out.append(table.node)
        else:
            notes.tell("I110", "a figure of several parts is taken apart", "draw it as one picture if it is one")
            out += [*figure.blocks, *(paragraph(Paragraph(part).inlines) for part in figure.caption)]
    return out


def _figure(block: Block) -> Block | None:
    """Turn a picture that has a paragraph for itself into a figure without a caption."""
    if not is_kind(block, "Para") or not is_picture(block):
        return None
    names = filter(None, (passage.attributes.identifier for passage in each(Span, Paragraph(block).inlines)))
    return Figure.make([plain([picture_of(block)])], attributes=Attributes.make(next(names, "")))


def _kind(block: Block) -> str:
    return kind_of(block) if kind_of(block) in LABELS else ""


def _captioned(block: Block) -> bool:
    return bool(Captioned(block).caption)


def _marked(block: Block) -> bool:
    words = Paragraph.of(block)
    return words is not None and any(map(_is_mark, words.inlines))


def _is_mark(inline: Block) -> bool:
    """Tell whether something marks its paragraph as a caption."""
    passage = Span.of(inline)
    return passage is not None and CAPTION_MARK in passage.attributes.classes


def _captions(blocks: Sequence[Block], other: int, kind: str) -> bool:
    """Tell whether a block is the caption of a picture or table next to it."""
    if not 0 <= other < len(blocks) or not is_kind(blocks[other], "Para"):
        return False
    words = text_of(blocks[other]).strip()
    if any(pattern.match(words) for name, pattern in STARTS.items() if name != kind):
        return False
    return _marked(blocks[other]) or (bool(LABELS[kind].match(words)) and len(words) < LONGEST_WORDS)


def _with_caption(block: Block, inlines: list[Block]) -> Block:
    return Captioned(block).captioned([plain(inlines)] if inlines else [])


def _finished(block: Block) -> Block:
    """Take marks away, and the number out of a caption."""
    if _marked(block):
        return Paragraph.make(kind_of(block), _unmarked(Paragraph(block).inlines))
    if _kind(block) and _captioned(block):
        inlines = [
            inline for part in Captioned(block).caption if content_of(part) for inline in Paragraph(part).inlines
        ]
        return _with_caption(block, _without_label(_unmarked(inlines), LABELS[kind_of(block)]))
    return block


def _unmarked(inlines: Sequence[Block]) -> list[Block]:
    return trimmed([inline for inline in inlines if not _is_mark(inline)])


def _without_label(inlines: list[Block], label: re.Pattern[str]) -> list[Block]:
    """Cut "Figure 2:" off a caption; the names of places in it are kept."""
    best = 0
    for end in range(1, min(len(inlines), LONGEST) + 1):
        if label.fullmatch(text_of(inlines[:end]).strip()):
            best = end
    anchors = [passage.node for passage in each(Span, inlines[:best]) if passage.attributes.identifier]
    rest = trimmed(inlines[best:])
    while (word := Str.of(rest[0]) if rest else None) and word.text in {":", ".", "-", "–", "—"}:
        rest = trimmed(rest[1:])
    return [*anchors, *rest]
