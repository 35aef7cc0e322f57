"""Marks: how one document of pandoc's type holds two versions, and how either is taken out of it again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from report.model.errors import BuildError
from report.model.master import DELETED, INSERTED, MOVED
from report.model.tree import div, span
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import CodeBlock, Div, Wrapper
from report.model.tree.inlines import Str
from report.model.tree.tables import Table
from report.model.tree.views import is_kind, kind_of
from report.runtime.foreign import read_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.tree.views import Block, Tree

WHOLE = "redline-whole"  # beside either, on a list's item that only one version has
AMENDED = "redline-amended"  # around two elements of which one stands in each version
CODE = "redline-code"  # around the pieces of one listing
FORMER = "redline-former"  # an attribute of a division: those that it had, as JSON
COLUMNS = "redline-columns"  # an attribute of a table: a sign for each column
KEPT_SIGN, INSERTED_SIGN, DELETED_SIGN = "=", "+", "-"
SIGNS = {INSERTED: INSERTED_SIGN, DELETED: DELETED_SIGN}
MARKS = frozenset({INSERTED, DELETED})


def marked_inlines(mark: str, inlines: Sequence[Block]) -> Block:
    """Mark inlines."""
    return span(inlines, mark)


def marked_blocks(mark: str, blocks: Sequence[Block], *others: str) -> Block:
    """Mark blocks; `others` are marks beside the first."""
    return div(blocks, mark, *others)


def mark_of(element: Tree) -> str:
    """Return the mark of an element, or of a row or cell; empty where it has none."""
    return next((name for name in names_of(element) if name in MARKS), "")


def names_of(element: Tree) -> list[str]:
    """Return the classes of a division, a span, a row or a cell; none of anything else."""
    if isinstance(element, dict):
        return list(Wrapper(element).attributes.classes) if is_kind(element, "Div", "Span") else []
    attr = Attributes.of(element[0]) if isinstance(element, list) and element else None
    return list(attr.classes) if attr else []


def accepted(blocks: Sequence[Block]) -> list[Block]:
    """Return the newer version of blocks or inlines that are marked."""
    return list(_view(blocks, INSERTED, DELETED))


def rejected(blocks: Sequence[Block]) -> list[Block]:
    """Return the older version of blocks or inlines that are marked."""
    return list(_view(blocks, DELETED, INSERTED))


def _view(value: Tree, kept: str, dropped: str) -> Any:
    if isinstance(value, dict):
        own = OWN_VIEWS.get(kind_of(value))
        value = own(value, dropped) if own else value
        return {name: _view(part, kept, dropped) for name, part in value.items()}
    if not isinstance(value, list | tuple):
        return value
    out: list[Any] = []
    for item in value:
        names = names_of(item)
        if dropped in names or _is_whole(item, dropped):
            continue
        if isinstance(item, dict) and kept in names:
            out += _view(Wrapper(item).inner, kept, dropped)
        elif AMENDED in names:
            out.append(_view(Wrapper(item).inner[0 if kept == DELETED else 1], kept, dropped))
        elif CODE in names:
            out.append(_joined(_view(Wrapper(item).inner, kept, dropped)))
        elif kept in names:
            first, *rest = item
            attr = Attributes.make(*first)
            attr.classes = [name for name in names if name not in {kept, MOVED}]
            out.append([attr.node, *_view(rest, kept, dropped)])
        else:
            out.append(_view(item, kept, dropped))
    return merged(out)


def _is_whole(item: Tree, dropped: str) -> bool:
    """Tell whether an item of a list, or a term with its definitions, stands in the other version only."""
    first = item[0] if isinstance(item, list) and item else None
    if isinstance(first, list) and first and is_kind(first[0], "Span"):
        first = first[0]
    elif not is_kind(first, "Div"):
        return False
    return {WHOLE, dropped} <= set(names_of(first))


def _table_view(block: Block, dropped: str) -> Block:
    table = Table(block)
    signs = table.attributes.values.get(COLUMNS)
    if signs is None:
        return block
    made = table.copy()
    made.columns = [column for column, sign in zip(table.columns, signs, strict=True) if sign != SIGNS[dropped]]
    made.attributes = table.attributes.with_pairs(table.attributes.without(COLUMNS))
    return made.node


def _division_view(block: Block, dropped: str) -> Block:
    division = Div(block)
    attr = division.attributes
    former = former_of(attr)
    if former is None:
        return block
    return Div.make(division.blocks, former if dropped == INSERTED else attr.with_pairs(attr.without(FORMER)))


def former_of(attr: Attributes) -> Attributes | None:
    """Return the attributes that a division had before, None where it has none; an author may have written such a name too."""
    told = attr.values.get(FORMER)
    if told is None:
        return None
    with suppress(BuildError):
        return Attributes.make(*read_json(FORMER, told.encode(), tuple[str, list[str], list[tuple[str, str]]]))
    return None


def _joined(pieces: list[Block]) -> Block:
    listings = [CodeBlock(piece) for piece in pieces]
    return CodeBlock.make("\n".join(one.text for one in listings), listings[0].attributes if listings else None)


def merged(parts: Sequence[Tree]) -> list[Any]:
    """Join words that stand side by side without a space."""
    out: list[Any] = []
    for part in parts:
        if is_kind(part, "Str") and out and is_kind(out[-1], "Str"):
            out[-1] = Str.make(Str(out[-1]).text + Str(part).text)
        else:
            out.append(part)
    return out


OWN_VIEWS = {"Div": _division_view, "Table": _table_view}
