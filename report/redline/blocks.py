"""Blocks compared: each is the same, edited, moved, or in one version only; what is edited is compared within."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from report.model.master import DELETED, INSERTED, MOVED
from report.model.tree import containers
from report.model.tree.attributes import Attributed
from report.model.tree.blocks import (
    BlockQuote,
    BulletList,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Div,
    Figure,
    Header,
    LineBlock,
    OrderedList,
    Paragraph,
)
from report.model.tree.inlines import Span
from report.model.tree.tables import Table
from report.model.tree.views import is_kind, kind_of
from report.read.data_blocks import CHART, data_files
from report.redline.align import ALIKE, ChangeKind, align
from report.redline.inlines import ComparedReaders, compare_inlines
from report.redline.marks import CODE, FORMER, WHOLE, marked_blocks, marked_inlines
from report.redline.reading import compared_text, shared_words, words_of
from report.redline.tables import compare_tables, table_shell

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator, Sequence

    from report.model.tree.views import Block, Tree
    from report.redline.align import Pair
    from report.redline.reading import Reader

    Blocks = Sequence[Block]
    Edit = Callable[[Block, Block, ComparedReaders], Block | None]

MOVABLE = 3  # words: shorter blocks come again without having been moved
SAME_PLACE = {"Figure", "Table"}  # what has a name that it keeps
TITLE = "title"  # of a call-out, an attribute that is words
TEXT = {"Para", "Plain"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A block or a list's item, with what it is known by and its words."""

    content: Any
    key: str
    words: Counter[str]


def both_of(old: Reader, new: Reader) -> ComparedReaders:
    """Return what two versions are compared with."""
    return ComparedReaders(old, new, compare_cell)


def compare_blocks(old: Blocks, new: Blocks, both: ComparedReaders) -> list[Block]:
    """Return the newer blocks with marks, from which either version can be had again."""
    return [block for _, block in compared(old, new, both)]


def compared(old: Blocks, new: Blocks, both: ComparedReaders) -> Iterator[tuple[int, Block]]:
    """Yield the newer blocks with marks, each with its index among the newer, -1 where it is not among them."""
    before, after = pieces(old, both.old), pieces(new, both.new)
    pairs = align(
        [one.key for one in before], [one.key for one in after], lambda x, y: alike(before[x], after[y], both)
    )
    moved = moves(pairs, before, after)
    for kind, x, y in pairs:
        if kind is ChangeKind.SAME:
            yield y, keep(before[x].content, after[y].content, both)
        elif kind is ChangeKind.EDITED:
            yield from ((y, block) for block in edit(before[x].content, after[y].content, both))
        elif kind is ChangeKind.DELETED:
            yield -1, marked_blocks(DELETED, [before[x].content], *([MOVED] if before[x].key in moved else []))
        else:
            yield y, marked_blocks(INSERTED, [after[y].content], *([MOVED] if after[y].key in moved else []))


def pieces(blocks: Sequence[Tree], reader: Reader) -> list[Piece]:
    """Read blocks, or the items of a list, for comparison."""
    return [Piece(block, reader.signature(block), words_of(block)) for block in blocks]


def moves(pairs: Sequence[Pair], before: Sequence[Piece], after: Sequence[Piece]) -> set[str]:
    """Return what stands in both versions, in another place."""
    gone = {before[x].key for kind, x, _ in pairs if kind is ChangeKind.DELETED and before[x].words.total() >= MOVABLE}
    return gone & {after[y].key for kind, _, y in pairs if kind is ChangeKind.INSERTED}


def alike(old: Piece, new: Piece, both: ComparedReaders) -> float:
    """Return how like two blocks are, 0 where the one cannot be shown as an edited form of the other."""
    one, other = old.content, new.content
    kind = kind_of(one)
    if kind != kind_of(other) and not {kind, kind_of(other)} <= TEXT:
        return 0.0
    if kind not in EDITS or both.old.signature(_shell(one)) != both.new.signature(_shell(other)):
        return 0.0
    found = shared_words(old.words, new.words)
    if kind == "Header" or (kind in SAME_PLACE and Attributed(one).attributes.identifier):
        return max(found, ALIKE)  # a title may be new in every word
    return found


def keep(old: Block, new: Block, both: ComparedReaders) -> Block:
    """Return a block that is the same, compared within where it holds pictures, of which more is said than is seen."""
    way = EDITS.get(kind_of(new))
    if way and old != new and any(is_kind(one, "Image") for one in containers([old])):
        return way(old, new, both) or new
    return new


def edit(old: Block, new: Block, both: ComparedReaders) -> list[Block]:
    """Return the newer block with marks; both, each marked as a whole, where it cannot be compared within."""
    edited = EDITS[kind_of(new)](old, new, both)
    return [edited] if edited else [marked_blocks(DELETED, [old]), marked_blocks(INSERTED, [new])]


def _shell(block: Block) -> list[object]:
    """Return what must be the same of a block to compare what it holds."""
    if header := Header.of(block):
        return [header.level, header.attributes.classes, header.attributes.pairs]
    if table := Table.of(block):
        return table_shell(table)
    if figure := Figure.of(block):
        return [figure.attributes.node, figure.short_caption]
    if division := Div.of(block):
        return division.attributes.with_pairs(division.attributes.without(TITLE)).node
    if listing := CodeBlock.of(block):
        return listing.attributes.node
    numbered = OrderedList.of(block)
    return numbered.numbering if numbered else []


def _text(old: Block, new: Block, both: ComparedReaders) -> Block:
    words = compare_inlines(Paragraph(old).inlines, Paragraph(new).inlines, both)
    return Paragraph.make(kind_of(new), words)


def _heading(old: Block, new: Block, both: ComparedReaders) -> Block:
    header = Header(new)
    words = compare_inlines(Header(old).inlines, header.inlines, both)
    return Header.make(header.level, words, header.attributes)


def _bullets(old: Block, new: Block, both: ComparedReaders) -> Block:
    return BulletList.make(_items(BulletList(old).items, BulletList(new).items, both))


def _numbers(old: Block, new: Block, both: ComparedReaders) -> Block:
    numbered = OrderedList(new)
    return OrderedList.make(_items(OrderedList(old).items, numbered.items, both), numbered.numbering)


def _items(old: Sequence[Blocks], new: Sequence[Blocks], both: ComparedReaders) -> list[list[Block]]:
    before, after = pieces(old, both.old), pieces(new, both.new)
    pairs = align(
        [one.key for one in before],
        [one.key for one in after],
        lambda x, y: shared_words(before[x].words, after[y].words),
    )
    moved = moves(pairs, before, after)
    out: list[list[Block]] = []
    for kind, x, y in pairs:
        if kind in {ChangeKind.SAME, ChangeKind.EDITED}:
            out.append(compare_blocks(old[x], new[y], both))
            continue
        one, mark = (before[x], DELETED) if kind is ChangeKind.DELETED else (after[y], INSERTED)
        others = [WHOLE, *([MOVED] if one.key in moved else [])]
        out.append([marked_blocks(mark, one.content, *others)])
    return out


def _quotation(old: Block, new: Block, both: ComparedReaders) -> Block:
    return BlockQuote.make(compare_blocks(BlockQuote(old).blocks, BlockQuote(new).blocks, both))


def _division(old: Block, new: Block, both: ComparedReaders) -> Block:
    former, attr = Div(old).attributes, Div(new).attributes
    if former.node != attr.node:  # in its title
        attr = attr.with_pairs([*attr.pairs, (FORMER, json.dumps(former.node, ensure_ascii=False))])
    return Div.make(compare_blocks(Div(old).blocks, Div(new).blocks, both), attr)


def _figure(old: Block, new: Block, both: ComparedReaders) -> Block | None:
    before, after = Figure(old), Figure(new)
    if CHART in after.attributes.classes and not _drawn_alike(before, after, both):
        return None
    words = compare_cell(before.caption, after.caption, both)
    return Figure.make(compare_cell(before.blocks, after.blocks, both), words, after.attributes, after.short_caption)


def _drawn_alike(old: Figure, new: Figure, both: ComparedReaders) -> bool:
    """Tell whether two charts have the same specification and data."""
    before = [both.old.picture(name) for name in data_files(old.node)]
    return old.blocks == new.blocks and before == [both.new.picture(name) for name in data_files(new.node)]


def _table(old: Block, new: Block, both: ComparedReaders) -> Block | None:
    return compare_tables(Table(old), Table(new), both, compare_cell)


def compare_cell(old: Blocks, new: Blocks, both: ComparedReaders) -> list[Block]:
    """Compare what stands in one cell or caption: one paragraph there is the same, however its words have changed."""
    if len(old) == len(new) == 1 and {kind_of(old[0]), kind_of(new[0])} <= TEXT:
        return [_text(old[0], new[0], both)]
    return compare_blocks(old, new, both)


def _code(old: Block, new: Block, _both: ComparedReaders) -> Block:
    """Compare a listing by its lines; the pieces are listings one below the other."""
    attr = CodeBlock(new).attributes
    before, after = CodeBlock(old).text.split("\n"), CodeBlock(new).text.split("\n")
    pieces: list[tuple[str, list[str]]] = []
    for kind, x, y in align(before, after, lambda _x, _y: 0.0):
        mark = {ChangeKind.DELETED: DELETED, ChangeKind.INSERTED: INSERTED}.get(kind, "")
        line = before[x] if kind is ChangeKind.DELETED else after[y]
        if pieces and pieces[-1][0] == mark:
            pieces[-1][1].append(line)
        else:
            pieces.append((mark, [line]))
    blocks = [(mark, CodeBlock.make("\n".join(lines), attr)) for mark, lines in pieces]
    return marked_blocks(CODE, [marked_blocks(mark, [block]) if mark else block for mark, block in blocks])


def _definitions(old: Block, new: Block, both: ComparedReaders) -> Block:
    former, items = DefinitionList(old).items, DefinitionList(new).items
    before, after = pieces([item.node for item in former], both.old), pieces([item.node for item in items], both.new)
    pairs = align(
        [one.key for one in before],
        [one.key for one in after],
        lambda x, y: _like_definition(before[x], after[y]),
    )
    out: list[DefinitionItem] = []
    for kind, x, y in pairs:
        if kind is ChangeKind.SAME:
            out.append(items[y])
        elif kind is ChangeKind.EDITED:
            was, item = former[x], items[y]
            meanings = [compare_cell(one, other, both) for one, other in zip(was.meanings, item.meanings, strict=True)]
            out.append(DefinitionItem.make(compare_inlines(was.term, item.term, both), meanings))
        else:
            mark, one = (DELETED, former[x]) if kind is ChangeKind.DELETED else (INSERTED, items[y])
            term = marked_inlines(mark, one.term)
            Span(term).attributes.classes.append(WHOLE)
            out.append(DefinitionItem.make([term], [[marked_blocks(mark, meaning)] for meaning in one.meanings]))
    return DefinitionList.make(out)


def _like_definition(old: Piece, new: Piece) -> float:
    one, other = DefinitionItem(old.content), DefinitionItem(new.content)
    if len(one.meanings) != len(other.meanings):
        return 0.0
    return 1.0 if compared_text(one.term) == compared_text(other.term) else shared_words(old.words, new.words)


def _lines(old: Block, new: Block, both: ComparedReaders) -> Block | None:
    before, after = LineBlock(old).lines, LineBlock(new).lines
    if len(before) != len(after):
        return None
    return LineBlock.make(compare_inlines(one, other, both) for one, other in zip(before, after, strict=True))


EDITS: dict[str, Edit] = {
    "BlockQuote": _quotation,
    "BulletList": _bullets,
    "CodeBlock": _code,
    "DefinitionList": _definitions,
    "Div": _division,
    "Figure": _figure,
    "Header": _heading,
    "LineBlock": _lines,
    "OrderedList": _numbers,
    "Para": _text,
    "Plain": _text,
    "Table": _table,
}
