"""Marks: how one document of pandoc's type holds two versions, and how either is taken out of it again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from report.model.errors import BuildError
from report.model.marks import DELETED, INSERTED, MOVED
from report.model.tree import div, span
from report.runtime.foreign import read_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.manuscript import Block

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


def mark_of(element: Any) -> str:
    """Return the mark of an element, or of a row or cell; empty where it has none."""
    return next((name for name in names_of(element) if name in MARKS), "")


def names_of(element: Any) -> list[str]:
    """Return the classes of a division, a span, a row or a cell; none of anything else."""
    if isinstance(element, dict):
        return list(element["c"][0][1]) if element.get("t") in {"Div", "Span"} else []
    if isinstance(element, list) and element and is_attr(element[0]):
        return list(element[0][1])
    return []


def is_attr(value: Any) -> bool:
    """Tell whether a value is pandoc's attributes."""
    return (
        isinstance(value, list)
        and len(value) == 3
        and isinstance(value[0], str)
        and isinstance(value[1], list)
        and isinstance(value[2], list)
    )


def accepted(value: Any) -> Any:
    """Return the newer version of what is marked."""
    return _view(value, INSERTED, DELETED)


def rejected(value: Any) -> Any:
    """Return the older version of what is marked."""
    return _view(value, DELETED, INSERTED)


def _view(value: Any, kept: str, dropped: str) -> Any:
    if isinstance(value, dict):
        own = OWN_VIEWS.get(value.get("t", ""))
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
            out += _view(item["c"][1], kept, dropped)
        elif AMENDED in names:
            out.append(_view(item["c"][1][0 if kept == DELETED else 1], kept, dropped))
        elif CODE in names:
            out.append(_joined(_view(item["c"][1], kept, dropped)))
        elif kept in names:
            attr = [item[0][0], [name for name in names if name not in {kept, MOVED}], item[0][2]]
            out.append([attr, *_view(item[1:], kept, dropped)])
        else:
            out.append(_view(item, kept, dropped))
    return merged(out)


def _is_whole(item: Any, dropped: str) -> bool:
    """Tell whether an item of a list, or a term with its definitions, stands in the other version only."""
    first = item[0] if isinstance(item, list) and item else None
    if isinstance(first, list) and first and isinstance(first[0], dict) and first[0].get("t") == "Span":
        first = first[0]
    elif not (isinstance(first, dict) and first.get("t") == "Div"):
        return False
    return {WHOLE, dropped} <= set(names_of(first))


def _table_view(table: Block, dropped: str) -> Block:
    attr, caption, columns, *rest = table["c"]
    signs = dict(attr[2]).get(COLUMNS)
    if signs is None:
        return table
    kept = [column for column, sign in zip(columns, signs, strict=True) if sign != SIGNS[dropped]]
    attr = [attr[0], attr[1], [pair for pair in attr[2] if pair[0] != COLUMNS]]
    return {"t": "Table", "c": [attr, caption, kept, *rest]}


def _division_view(block: Block, dropped: str) -> Block:
    attr, blocks = block["c"]
    former = former_of(attr)
    if former is None:
        return block
    newer = [attr[0], attr[1], [pair for pair in attr[2] if pair[0] != FORMER]]
    return {"t": "Div", "c": [former if dropped == INSERTED else newer, blocks]}


def former_of(attr: Any) -> list[Any] | None:
    """Return the attributes that a division had before, None where it has none; an author may have written such a name too."""
    told = dict(attr[2]).get(FORMER)
    if told is None:
        return None
    with suppress(BuildError):
        name, classes, pairs = read_json(FORMER, told.encode(), tuple[str, list[str], list[tuple[str, str]]])
        return [name, classes, [list(pair) for pair in pairs]]
    return None


def _joined(pieces: list[Block]) -> Block:
    attr = pieces[0]["c"][0] if pieces else ["", [], []]
    return {"t": "CodeBlock", "c": [attr, "\n".join(piece["c"][1] for piece in pieces)]}


def merged(parts: list[Any]) -> list[Any]:
    """Join words that stand side by side without a space."""
    out: list[Any] = []
    for part in parts:
        if _is_word(part) and out and _is_word(out[-1]):
            out[-1] = {"t": "Str", "c": out[-1]["c"] + part["c"]}
        else:
            out.append(part)
    return out


def _is_word(part: Any) -> bool:
    return isinstance(part, dict) and part.get("t") == "Str"


OWN_VIEWS = {"Div": _division_view, "Table": _table_view}
