"""What is replaced in WeasyPrint and pydyf, while a part is laid out and no longer."""

from __future__ import annotations

import contextlib
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

REPLACED = tuple(
    row
    for module in (drawing, formulas, gradients, lines, tagging, page_numbers, opening, output, shaping, styling)
    for row in module.REPLACED
)


@contextlib.contextmanager
def replaced() -> Iterator[None]:
    """Put ours in the place of the names in `REPLACED`: rows of owner, name, and ours."""
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in REPLACED]
    _set(REPLACED)
    try:
        yield
    finally:
        _set(before)


def _set(rows: Iterable[tuple[object, str, object]]) -> None:
    for owner, name, value in rows:
        setattr(owner, name, value)
