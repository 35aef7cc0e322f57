"""What is replaced in WeasyPrint and pydyf, while a part is laid out and no longer."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from report.editions.pdf.weasy import (
    drawing,
    formulas,
    gradients,
    lines,
    opening,
    output,
    page_numbers,
    shaping,
    styling,
    tagging,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PLAIN = "REPORT_PLAIN_LAYOUT"
CURES = (*gradients.CURES, *lines.CURES, *output.CURES, *tagging.CURES)
"""What mends a slip of WeasyPrint or pydyf; each can go when it is mended there."""
PARTS = (*formulas.PARTS, *opening.PARTS, *output.PARTS, *page_numbers.PARTS, *tagging.PARTS)
"""What our editions are made of: parts that are bound, page numbers left open, formulas, tags."""
SPEED = (*drawing.SPEED, *shaping.SPEED, *styling.SPEED, *tagging.SPEED)
"""What gives the same bytes sooner; all of it can go at one stroke."""
REPLACED = (*CURES, *PARTS, *SPEED)
SLOW = (
    *CURES,
    *PARTS,
    (page_numbers, "_draw", drawing._draw),
)  # where lines are drawn by way of the page numbers in them


@contextlib.contextmanager
def replaced() -> Iterator[None]:
    """Put ours in the place of the names in `REPLACED`, rows of owner, name, and ours; under `REPORT_PLAIN_LAYOUT=1` without `SPEED`."""
    rows = SLOW if os.environ.get(PLAIN) else REPLACED
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in rows]
    _set(rows)
    try:
        yield
    finally:
        _set(before)


def _set(rows: Iterable[tuple[object, str, object]]) -> None:
    for owner, name, value in rows:
        setattr(owner, name, value)
