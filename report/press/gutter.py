"""The gutter: what the spine of a bound report takes, made up for by moving pages away from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.press.boxes import trim_of
from report.press.marks import MM
from report.press.reading import read_marks

if TYPE_CHECKING:
    import pikepdf

    from report.press.geometry import Box
    from report.press.reading import PaintedObject

WHITE = (0.0, 0.0, 0.0, 0.0)


def move_from_spine(pdf: pikepdf.Pdf, gutter: float, *, right_to_left: bool) -> None:
    """Move each page by so many mm away from the spine; one with ink at its edge stays, or its bleed would be too short."""
    for number, page in enumerate(pdf.pages):
        trim = trim_of(page.obj)
        if any(_reaches_edge(mark, trim) for mark in read_marks(page.obj)):
            continue
        right_hand = (number % 2 == 0) != right_to_left
        away = gutter * MM if right_hand else -gutter * MM
        page.contents_add(f"q 1 0 0 1 {away:.3f} 0 cm\n".encode(), prepend=True)
        page.contents_add(b"\nQ")


def _reaches_edge(mark: PaintedObject, trim: Box) -> bool:
    if mark.kind == "text" or mark.colour == WHITE:
        return False
    inside = mark.box[0] < mark.box[2] and mark.box[1] < mark.box[3]
    return inside and (
        mark.box[0] <= trim[0] or mark.box[1] <= trim[1] or mark.box[2] >= trim[2] or mark.box[3] >= trim[3]
    )
