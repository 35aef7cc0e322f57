"""Views of pandoc's tables: their columns, rows and cells."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Captioned
from report.model.tree.views import Block, Entry, Inner, Inners, Member

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.model.tree.views import Tree

UNALIGNED = "AlignDefault"


class Column(Entry):
    """How a column is set."""

    __slots__ = ()

    @classmethod
    def make(cls, alignment: str = UNALIGNED, width: float | None = None) -> Column:
        """Say how a column is set; its width is a share of the text's, None where it is left open."""
        return cls([{"t": alignment}, {"t": "ColWidthDefault"} if width is None else {"t": "ColWidth", "c": width}])

    @property
    def alignment(self) -> str:
        """Return its alignment in pandoc's word: "AlignLeft" and the like."""
        return str(self.node[0]["t"])


class TablePart(Entry):
    """A part of a table, which begins with its attributes."""

    __slots__ = ()
    attributes = Inner(Attributes, 0)


class Cell(TablePart):
    """A cell, which may go on over several rows and columns."""

    __slots__ = ()
    row_span = Member[int](2)
    column_span = Member[int](3)
    blocks = Member[list[Block]](4)

    @classmethod
    def make(cls, blocks: Iterable[Block] = (), attributes: Attributes | None = None) -> Cell:
        """Make a cell of one row and column, aligned like its column."""
        return cls([Attributes.given(attributes), {"t": UNALIGNED}, 1, 1, list(blocks)])

    @property
    def single(self) -> bool:
        """Tell whether it is of one row and column."""
        return bool(self.node[2] == self.node[3] == 1)

    @property
    def shell(self) -> list[Any]:
        """Return all of it but its blocks."""
        shell: list[Any] = self.node[:4]
        return shell

    def filled(self, blocks: list[Block], attributes: Attributes | None = None) -> Cell:
        """Make a cell like this one with other blocks, and other attributes where they are given."""
        first, *others = self.shell
        return Cell([first if attributes is None else attributes.node, *others, blocks])


class Row(TablePart):
    """A row of cells."""

    __slots__ = ()
    cells = Inners(Cell, 1)

    @classmethod
    def of(cls, value: Tree) -> Row | None:
        """View a value, or return None where it is no row with cells."""
        if not isinstance(value, list | tuple) or len(value) != 2 or Attributes.of(value[0]) is None:
            return None
        first = value[1][0] if isinstance(value[1], list) and value[1] else None
        return cls(list(value)) if isinstance(first, list) and len(first) == 5 else None

    @classmethod
    def make(cls, cells: Iterable[Cell], attributes: Attributes | None = None) -> Row:
        """Make a row."""
        return cls([Attributes.given(attributes), [cell.node for cell in cells]])


class TableEnd(TablePart):
    """A table's head or foot."""

    __slots__ = ()
    rows = Inners(Row, 1)

    @classmethod
    def make(cls, rows: Iterable[Row] = (), attributes: Attributes | None = None) -> TableEnd:
        """Make a head or a foot."""
        return cls([Attributes.given(attributes), [row.node for row in rows]])


class TableBody(TablePart):
    """Rows between head and foot, some of them a head of their own; `stubs` counts the columns that name the rows."""

    __slots__ = ()
    stubs = Member[int](1)
    heads = Inners(Row, 2)
    rows = Inners(Row, 3)

    @classmethod
    def make(
        cls, rows: Iterable[Row], stubs: int = 0, heads: Iterable[Row] = (), attributes: Attributes | None = None
    ) -> TableBody:
        """Make a body."""
        nodes = ([row.node for row in part] for part in (heads, rows))
        return cls([Attributes.given(attributes), stubs, *nodes])


class Table(Captioned):
    """A table."""

    __slots__ = ()
    kinds = frozenset({"Table"})
    columns = Inners(Column, 2)
    head = Inner(TableEnd, 3)
    bodies = Inners(TableBody, 4)
    foot = Inner(TableEnd, 5)

    @staticmethod
    def make(
        columns: Iterable[Column],
        head: TableEnd,
        bodies: Iterable[TableBody],
        foot: TableEnd,
        attributes: Attributes | None = None,
    ) -> Block:
        """Make a table without a caption."""
        parts = [[column.node for column in columns], head.node, [body.node for body in bodies], foot.node]
        return {"t": "Table", "c": [Attributes.given(attributes), [None, []], *parts]}

    @property
    def rows(self) -> list[Row]:
        """View its rows: those of the head, the bodies and the foot."""
        inner = chain.from_iterable((*body.heads, *body.rows) for body in self.bodies)
        return [*self.head.rows, *inner, *self.foot.rows]

    @property
    def cells(self) -> list[Cell]:
        """View the cells of all its rows."""
        return [cell for row in self.rows for cell in row.cells]

    def take(self, other: Table) -> None:
        """Take the columns, rows and cells of another table."""
        self.array[2:] = other.array[2:]
