"""Tables compared: columns, rows, and the words in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.master import DELETED, INSERTED
from report.model.tree.attributes import Attributes
from report.model.tree.tables import Cell, Row, Table, TableBody, TableEnd
from report.redline.align import ChangeKind, align
from report.redline.marks import COLUMNS, DELETED_SIGN, INSERTED_SIGN, KEPT_SIGN
from report.redline.reading import shared_words, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.model.tree.views import Block
    from report.redline.align import Pair
    from report.redline.inlines import ComparedReaders

    Cells = Callable[[Sequence[Block], Sequence[Block], ComparedReaders], list[Block]]

HERE = {ChangeKind.DELETED: DELETED, ChangeKind.INSERTED: INSERTED}
SIGN = {ChangeKind.DELETED: DELETED_SIGN, ChangeKind.INSERTED: INSERTED_SIGN}
NAMED = 0.5  # how like two rows are that begin with the same words


def table_shell(table: Table) -> list[object]:
    """Return what must be the same of two tables to compare them by their cells."""
    bodies = [[body.attributes.node, body.stubs, [row.node for row in body.heads]] for body in table.bodies]
    ends = [end.attributes.node for end in (table.head, table.foot)]
    return [table.attributes.node, table.short_caption, ends, bodies, _is_plain(table)]


def compare_tables(old: Table, new: Table, both: ComparedReaders, compare: Cells) -> Block | None:
    """Return the newer table with marks; None where cells span several, or there is more than one body."""
    if not (_is_plain(old) and _is_plain(new)):
        return None
    columns = _columns(old, new, both)
    before, after = old.columns, new.columns
    kept = [(before[x], after[y]) for kind, x, y in columns if kind not in HERE]
    if any(one.alignment != other.alignment for one, other in kept):
        return None  # alignment is not words
    work = _Work(columns, both, compare)
    made = new.copy()
    made.columns = [before[x] if kind is ChangeKind.DELETED else after[y] for kind, x, y in columns]
    if any(kind in HERE for kind, _, _ in columns):
        signs = "".join(SIGN.get(kind, KEPT_SIGN) for kind, _, _ in columns)
        made.attributes = new.attributes.with_pairs([*new.attributes.pairs, (COLUMNS, signs)])
    made.set_caption(compare(old.caption, new.caption, both))
    body = new.bodies[0]
    rows = work.rows(old.bodies[0].rows, body.rows)
    made.bodies = [TableBody.make(rows, body.stubs, body.heads, body.attributes)]
    made.head = TableEnd.make(work.rows(old.head.rows, new.head.rows), new.head.attributes)
    made.foot = TableEnd.make(work.rows(old.foot.rows, new.foot.rows), new.foot.attributes)
    return made.node


def _is_plain(table: Table) -> bool:
    if len(table.bodies) != 1:
        return False
    width = len(table.columns)
    rows = [row.cells for row in table.rows]
    return all(len(cells) == width and all(cell.single for cell in cells) for cells in rows)


def _columns(old: Table, new: Table, both: ComparedReaders) -> list[Pair]:
    """Align the columns of two tables: by their words where there are more of them or fewer."""
    if len(old.columns) == len(new.columns):
        return [(ChangeKind.SAME, index, index) for index in range(len(new.columns))]
    before, after = (_cells_by_column(one) for one in (old, new))
    words = [[words_of(column) for column in columns] for columns in (before, after)]
    return align(
        [both.old.signature(column) for column in before],
        [both.new.signature(column) for column in after],
        lambda x, y: shared_words(words[0][x], words[1][y]),
    )


def _cells_by_column(table: Table) -> list[list[list[object]]]:
    rows = [row.cells for row in table.rows]
    return [[cells[index].node for cells in rows] for index in range(len(table.columns))]


@dataclass(frozen=True, slots=True)
class _Work:
    """The columns of both tables, and how their cells are compared."""

    columns: list[Pair]
    both: ComparedReaders
    compare: Cells

    def rows(self, old: list[Row], new: list[Row]) -> list[Row]:
        """Return the newer rows with marks."""
        before, after = [self._nodes(row, 1) for row in old], [self._nodes(row, 2) for row in new]
        words = [[words_of(cells) for cells in rows] for rows in (before, after)]

        def like(x: int, y: int) -> float:
            if len(before[x]) and words_of(before[x][0]) == words_of(after[y][0]) and words_of(after[y][0]):
                return max(NAMED, shared_words(words[0][x], words[1][y]))
            return shared_words(words[0][x], words[1][y])

        pairs = align(
            [self.both.old.signature([row.attributes.node, cells]) for row, cells in zip(old, before, strict=True)],
            [self.both.new.signature([row.attributes.node, cells]) for row, cells in zip(new, after, strict=True)],
            like,
        )
        return [row for pair in pairs for row in self._row(pair, old, new)]

    def _kept(self, row: Row, place: int) -> list[Cell]:
        """Return the cells of a row that stand in columns of both tables."""
        cells, kept = row.cells, [pair for pair in self.columns if pair[0] not in HERE]
        return [cells[x if place == 1 else y] for _, x, y in kept]

    def _nodes(self, row: Row, place: int) -> list[list[object]]:
        return [cell.node for cell in self._kept(row, place)]

    def _row(self, pair: Pair, old: list[Row], new: list[Row]) -> list[Row]:
        kind, x, y = pair
        if kind is ChangeKind.DELETED:
            return [self._single(old[x], DELETED)]
        if kind is ChangeKind.INSERTED:
            return [self._single(new[y], INSERTED)]
        if not self._same_cells(old[x], new[y]):
            return [self._single(old[x], DELETED), self._single(new[y], INSERTED)]
        before, after, cells = old[x].cells, new[y].cells, []
        for column, i, j in self.columns:
            if column is ChangeKind.DELETED:
                cells.append(_marked(before[i], DELETED))
            elif column is ChangeKind.INSERTED:
                cells.append(_marked(after[j], INSERTED))
            else:
                cells.append(after[j].filled(self.compare(before[i].blocks, after[j].blocks, self.both)))
        return [Row.make(cells, new[y].attributes)]

    def _same_cells(self, old: Row, new: Row) -> bool:
        pairs = zip(self._kept(old, 1), self._kept(new, 2), strict=True)
        same = old.attributes.node == new.attributes.node
        return same and all(one.shell == other.shell for one, other in pairs)

    def _single(self, row: Row, mark: str) -> Row:
        """Mark a row that one table has; in columns that only the other has its cells are empty."""
        given, cells = row.cells, []
        for kind, x, y in self.columns:
            if kind in HERE and HERE[kind] != mark:
                cells.append(Cell.make(attributes=Attributes.make("", [HERE[kind]])))
            else:
                cells.append(given[x if mark == DELETED else y])
        return Row.make(cells, row.attributes.marked(mark))


def _marked(cell: Cell, mark: str) -> Cell:
    return cell.filled(cell.blocks, cell.attributes.marked(mark))
