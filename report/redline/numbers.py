"""Numbers that are others now: what an editor wants to see first, each with the words that it stands among."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from report.model.master import DELETED, INSERTED
from report.model.tree.inlines import Span
from report.model.tree.tables import Row
from report.model.tree.views import content_of, is_kind
from report.redline.marks import accepted, mark_of
from report.redline.reading import compared_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.model.tree.views import Block, Tree

NUMBER = re.compile(r"\d[\d.,\u2009\u202f\u00a0]*\d%?|\d%?")
AROUND = 3  # words on either side


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number, the one in its place, and where that stands: among which words, or in which row."""

    old: str
    new: str
    where: str = ""


def changed_numbers(value: Tree, row: str = "") -> Iterator[NumberChange]:
    """Find the numbers in marked blocks that took the place of others; `row` is what begins the row of a table."""
    if mark_of(value):
        return
    if isinstance(value, dict):
        yield from changed_numbers(content_of(value), row)
    elif isinstance(value, list | tuple):
        row = _row(value) or row
        for index, (part, following) in enumerate(zip_longest(value, value[1:])):
            if (
                is_kind(part, "Span")
                and is_kind(following, "Span")
                and (mark_of(part), mark_of(following)) == (DELETED, INSERTED)
            ):
                where = _among(value[:index], following, value[index + 2 :]) or row
                yield from _pairs(part, following, where)
            yield from changed_numbers(part, row)


def _row(value: Tree) -> str:
    """Read the first cell of a row of a table; nothing of what is none."""
    row = Row.of(value)
    return compared_text(accepted(row.cells[0].blocks)) if row else ""


def _among(before: Sequence[Block], new: Block, after: Sequence[Block]) -> str:
    """Read some words on either side of a passage, and the passage between them; nothing where it stands alone."""
    left, right = compared_text(accepted(before)).split()[-AROUND:], compared_text(accepted(after)).split()[:AROUND]
    return " ".join([*left, compared_text(Span(new).inlines), *right]) if left or right else ""


def _pairs(old: Block, new: Block, where: str) -> Iterator[NumberChange]:
    """Pair the numbers of two passages in their order, as far as they go together."""
    before, after = (NUMBER.findall(compared_text(Span(passage).inlines)) for passage in (old, new))
    for one, other in zip(before, after, strict=False):
        if one != other:
            yield NumberChange(one, other, where)
