"""Blocks compared: each is the same, edited, moved, or in one version only; what is edited is compared within."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from report.model.marks import DELETED, INSERTED, MOVED
from report.model.tree import containers
from report.read.data_blocks import CHART, data_files
from report.redline.align import ALIKE, ChangeKind, align
from report.redline.inlines import ComparedReaders, compare_inlines
from report.redline.marks import CODE, FORMER, WHOLE, marked_blocks, marked_inlines
from report.redline.reading import compared_text, shared_words, words_of
from report.redline.tables import compare_tables, table_shell

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator, Sequence

    from report.model.manuscript import Block
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


def pieces(blocks: Sequence[Any], reader: Reader) -> list[Piece]:
    """Read blocks, or the items of a list, for comparison."""
    return [Piece(block, reader.signature(block), words_of(block)) for block in blocks]


def moves(pairs: Sequence[Pair], before: Sequence[Piece], after: Sequence[Piece]) -> set[str]:
    """Return what stands in both versions, in another place."""
    gone = {before[x].key for kind, x, _ in pairs if kind is ChangeKind.DELETED and before[x].words.total() >= MOVABLE}
    return gone & {after[y].key for kind, _, y in pairs if kind is ChangeKind.INSERTED}


def alike(old: Piece, new: Piece, both: ComparedReaders) -> float:
    """Return how like two blocks are, 0 where the one cannot be shown as an edited form of the other."""
    one, other = old.content, new.content
    if one["t"] != other["t"] and not {one["t"], other["t"]} <= TEXT:
        return 0.0
    if one["t"] not in EDITS or both.old.signature(_shell(one)) != both.new.signature(_shell(other)):
        return 0.0
    found = shared_words(old.words, new.words)
    if one["t"] == "Header" or (one["t"] in SAME_PLACE and one["c"][0][0]):
        return max(found, ALIKE)  # a title may be new in every word
    return found


def keep(old: Block, new: Block, both: ComparedReaders) -> Block:
    """Return a block that is the same, compared within where it holds pictures, of which more is said than is seen."""
    if old != new and new["t"] in EDITS and any(one["t"] == "Image" for one in containers([old])):
        return EDITS[new["t"]](old, new, both) or new
    return new


def edit(old: Block, new: Block, both: ComparedReaders) -> list[Block]:
    """Return the newer block with marks; both, each marked as a whole, where it cannot be compared within."""
    edited = EDITS[new["t"]](old, new, both)
    return [edited] if edited else [marked_blocks(DELETED, [old]), marked_blocks(INSERTED, [new])]


def _shell(block: Block) -> Any:
    """Return what must be the same of a block to compare what it holds."""
    kind: str = block["t"]
    content: Any = block.get("c")
    if kind == "Header":
        return [content[0], content[1][1:]]
    if kind == "Table":
        return table_shell(content)
    if kind == "Figure":
        return [content[0], content[1][0]]
    if kind == "Div":
        return [*content[0][:2], [pair for pair in content[0][2] if pair[0] != TITLE]]
    if kind in {"CodeBlock", "OrderedList"}:
        return content[0]
    return []


def _text(old: Block, new: Block, both: ComparedReaders) -> Block:
    return {"t": new["t"], "c": compare_inlines(old["c"], new["c"], both)}


def _heading(old: Block, new: Block, both: ComparedReaders) -> Block:
    level, attr, inlines = new["c"]
    return {"t": "Header", "c": [level, attr, compare_inlines(old["c"][2], inlines, both)]}


def _bullets(old: Block, new: Block, both: ComparedReaders) -> Block:
    return {"t": "BulletList", "c": _items(old["c"], new["c"], both)}


def _numbers(old: Block, new: Block, both: ComparedReaders) -> Block:
    return {"t": "OrderedList", "c": [new["c"][0], _items(old["c"][1], new["c"][1], both)]}


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
    return {"t": "BlockQuote", "c": compare_blocks(old["c"], new["c"], both)}


def _division(old: Block, new: Block, both: ComparedReaders) -> Block:
    attr = new["c"][0]
    if old["c"][0] != attr:  # in its title
        attr = [attr[0], attr[1], [*attr[2], [FORMER, json.dumps(old["c"][0], ensure_ascii=False)]]]
    return {"t": "Div", "c": [attr, compare_blocks(old["c"][1], new["c"][1], both)]}


def _figure(old: Block, new: Block, both: ComparedReaders) -> Block | None:
    attr, caption, content = new["c"]
    if CHART in attr[1] and not _drawn_alike(old, new, both):
        return None
    words = compare_cell(old["c"][1][1], caption[1], both)
    return {"t": "Figure", "c": [attr, [caption[0], words], compare_cell(old["c"][2], content, both)]}


def _drawn_alike(old: Block, new: Block, both: ComparedReaders) -> bool:
    """Tell whether two charts have the same specification and data."""
    before = [both.old.picture(name) for name in data_files(old)]
    return old["c"][2] == new["c"][2] and before == [both.new.picture(name) for name in data_files(new)]


def _table(old: Block, new: Block, both: ComparedReaders) -> Block | None:
    return compare_tables(old, new, both, compare_cell)


def compare_cell(old: Blocks, new: Blocks, both: ComparedReaders) -> list[Block]:
    """Compare what stands in one cell or caption: one paragraph there is the same, however its words have changed."""
    if len(old) == len(new) == 1 and {old[0]["t"], new[0]["t"]} <= TEXT:
        return [_text(old[0], new[0], both)]
    return compare_blocks(old, new, both)


def _code(old: Block, new: Block, _both: ComparedReaders) -> Block:
    """Compare a listing by its lines; the pieces are listings one below the other."""
    attr = new["c"][0]
    before, after = old["c"][1].split("\n"), new["c"][1].split("\n")
    pieces: list[tuple[str, list[str]]] = []
    for kind, x, y in align(before, after, lambda _x, _y: 0.0):
        mark = {ChangeKind.DELETED: DELETED, ChangeKind.INSERTED: INSERTED}.get(kind, "")
        line = before[x] if kind is ChangeKind.DELETED else after[y]
        if pieces and pieces[-1][0] == mark:
            pieces[-1][1].append(line)
        else:
            pieces.append((mark, [line]))
    blocks = [(mark, {"t": "CodeBlock", "c": [attr, "\n".join(lines)]}) for mark, lines in pieces]
    return marked_blocks(CODE, [marked_blocks(mark, [block]) if mark else block for mark, block in blocks])


def _definitions(old: Block, new: Block, both: ComparedReaders) -> Block:
    before, after = pieces(old["c"], both.old), pieces(new["c"], both.new)
    pairs = align(
        [one.key for one in before],
        [one.key for one in after],
        lambda x, y: _like_definition(before[x], after[y]),
    )
    out: list[Any] = []
    for kind, x, y in pairs:
        if kind is ChangeKind.SAME:
            out.append(after[y].content)
        elif kind is ChangeKind.EDITED:
            (term, said), (name, meant) = before[x].content, after[y].content
            meanings = [compare_cell(one, other, both) for one, other in zip(said, meant, strict=True)]
            out.append([compare_inlines(term, name, both), meanings])
        else:
            mark, one = (DELETED, before[x]) if kind is ChangeKind.DELETED else (INSERTED, after[y])
            term = marked_inlines(mark, one.content[0])
            term["c"][0][1].append(WHOLE)
            out.append([[term], [[marked_blocks(mark, meaning)] for meaning in one.content[1]]])
    return {"t": "DefinitionList", "c": out}


def _like_definition(old: Piece, new: Piece) -> float:
    if len(old.content[1]) != len(new.content[1]):
        return 0.0
    return 1.0 if compared_text(old.content[0]) == compared_text(new.content[0]) else shared_words(old.words, new.words)


def _lines(old: Block, new: Block, both: ComparedReaders) -> Block | None:
    if len(old["c"]) != len(new["c"]):
        return None
    pairs = zip(old["c"], new["c"], strict=True)
    return {"t": "LineBlock", "c": [compare_inlines(one, other, both) for one, other in pairs]}


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
