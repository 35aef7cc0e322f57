"""Tables compared: columns, rows, and the words in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from report.model.marks import DELETED, INSERTED
from report.redline.align import ChangeKind, align
from report.redline.marks import COLUMNS, DELETED_SIGN, INSERTED_SIGN, KEPT_SIGN
from report.redline.reading import shared_words, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from report.model.manuscript import Block
    from report.redline.align import Pair
    from report.redline.inlines import ComparedReaders

    Cells = Callable[[Sequence[Block], Sequence[Block], ComparedReaders], list[Block]]

Row = list[Any]
"""A row of pandoc's: its attributes and cells; a cell is attributes, alignment, rows, columns and blocks."""
HERE = {ChangeKind.DELETED: DELETED, ChangeKind.INSERTED: INSERTED}
SIGN = {ChangeKind.DELETED: DELETED_SIGN, ChangeKind.INSERTED: INSERTED_SIGN}
NAMED = 0.5  # how like two rows are that begin with the same words


def table_shell(content: list[Any]) -> list[Any]:
    """Return what must be the same of two tables to compare them by their cells."""
    attr, caption, _, head, bodies, foot = content
    return [attr, caption[0], head[0], [[body[0], body[1], body[2]] for body in bodies], foot[0], _is_plain(content)]


def compare_tables(old: Block, new: Block, both: ComparedReaders, compare: Cells) -> Block | None:
    """Return the newer table with marks; None where cells span several, or there is more than one body."""
    if not (_is_plain(old["c"]) and _is_plain(new["c"])):
        return None
    columns = _columns(old["c"], new["c"], both)
    before, after = old["c"][2], new["c"][2]
    kept = [(before[x], after[y]) for kind, x, y in columns if kind not in HERE]
    if any(one[0] != other[0] for one, other in kept):
        return None  # alignment is not words
    work = _Work(columns, both, compare)
    attr, caption, _, head, bodies, foot = new["c"]
    specs = [before[x] if kind is ChangeKind.DELETED else after[y] for kind, x, y in columns]
    if any(kind in HERE for kind, _, _ in columns):
        signs = "".join(SIGN.get(kind, KEPT_SIGN) for kind, _, _ in columns)
        attr = [attr[0], attr[1], [*attr[2], [COLUMNS, signs]]]
    body, former = bodies[0], old["c"][4][0]
    words = [caption[0], compare(old["c"][1][1], caption[1], both)]
    rows = [*body[:3], work.rows(former[3], body[3])]
    ends = [[part[0], work.rows(was[1], part[1])] for was, part in ((old["c"][3], head), (old["c"][5], foot))]
    return {"t": "Table", "c": [attr, words, specs, ends[0], [rows], ends[1]]}


def _is_plain(content: list[Any]) -> bool:
    if len(content[4]) != 1:
        return False
    width = len(content[2])
    rows = list(_rows(content))
    return all(len(row[1]) == width and all(cell[2] == cell[3] == 1 for cell in row[1]) for row in rows)


def _rows(content: list[Any]) -> Iterator[Row]:
    yield from content[3][1]
    for body in content[4]:
        yield from body[2]
        yield from body[3]
    yield from content[5][1]


def _columns(old: list[Any], new: list[Any], both: ComparedReaders) -> list[Pair]:
    """Align the columns of two tables: by their words where there are more of them or fewer."""
    if len(old[2]) == len(new[2]):
        return [(ChangeKind.SAME, index, index) for index in range(len(new[2]))]
    before, after = ([[row[1][index] for row in _rows(one)] for index in range(len(one[2]))] for one in (old, new))
    words = [[words_of(column) for column in columns] for columns in (before, after)]
    return align(
        [both.old.signature(column) for column in before],
        [both.new.signature(column) for column in after],
        lambda x, y: shared_words(words[0][x], words[1][y]),
    )


@dataclass(frozen=True, slots=True)
class _Work:
    """The columns of both tables, and how their cells are compared."""

    columns: list[Pair]
    both: ComparedReaders
    compare: Cells

    def rows(self, old: list[Row], new: list[Row]) -> list[Row]:
        """Return the newer rows with marks."""
        before, after = [self._kept(row, 1) for row in old], [self._kept(row, 2) for row in new]
        words = [[words_of(cells) for cells in rows] for rows in (before, after)]

        def like(x: int, y: int) -> float:
            if len(before[x]) and words_of(before[x][0]) == words_of(after[y][0]) and words_of(after[y][0]):
                return max(NAMED, shared_words(words[0][x], words[1][y]))
            return shared_words(words[0][x], words[1][y])

        pairs = align(
            [self.both.old.signature([row[0], cells]) for row, cells in zip(old, before, strict=True)],
            [self.both.new.signature([row[0], cells]) for row, cells in zip(new, after, strict=True)],
            like,
        )
        return [row for pair in pairs for row in self._row(pair, old, new)]

    def _kept(self, row: Row, place: int) -> list[Any]:
        """Return the cells of a row that stand in columns of both tables."""
        return [row[1][pair[place]] for pair in self.columns if pair[0] not in HERE]

    def _row(self, pair: Pair, old: list[Row], new: list[Row]) -> list[Row]:
        kind, x, y = pair
        if kind is ChangeKind.DELETED:
            return [self._single(old[x], DELETED)]
        if kind is ChangeKind.INSERTED:
            return [self._single(new[y], INSERTED)]
        if not self._same_cells(old[x], new[y]):
            return [self._single(old[x], DELETED), self._single(new[y], INSERTED)]
        cells = []
        for column, i, j in self.columns:
            if column is ChangeKind.DELETED:
                cells.append(_marked(old[x][1][i], DELETED))
            elif column is ChangeKind.INSERTED:
                cells.append(_marked(new[y][1][j], INSERTED))
            else:
                cell = new[y][1][j]
                cells.append([*cell[:4], self.compare(old[x][1][i][4], cell[4], self.both)])
        return [[new[y][0], cells]]

    def _same_cells(self, old: Row, new: Row) -> bool:
        pairs = zip(self._kept(old, 1), self._kept(new, 2), strict=True)
        return old[0] == new[0] and all(one[:4] == other[:4] for one, other in pairs)

    def _single(self, row: Row, mark: str) -> Row:
        """Mark a row that one table has; in columns that only the other has its cells are empty."""
        cells = []
        place = 1 if mark == DELETED else 2
        for pair in self.columns:
            if pair[0] in HERE and HERE[pair[0]] != mark:
                cells.append(_marked(["", [], []], HERE[pair[0]], empty=True))
            else:
                cells.append(row[1][pair[place]])
        attr = row[0]
        return [[attr[0], [*attr[1], mark], attr[2]], cells]


def _marked(cell: list[Any], mark: str, *, empty: bool = False) -> list[Any]:
    if empty:
        return [["", [mark], []], {"t": "AlignDefault"}, 1, 1, []]
    attr = cell[0]
    return [[attr[0], [*attr[1], mark], attr[2]], *cell[1:]]
