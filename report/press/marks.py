"""Marks of the printer, all of them beyond the bleed: where to cut, where plates meet, and patches of the inks.

Source: ISO 15930-7, 6.9 (what is printed beyond the bleed box); ISO 32000-1, 8.6.6.4 (the colourant All).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name

if TYPE_CHECKING:
    import pikepdf

MM = 72 / 25.4
AWAY, LENGTH, HAIR = 1.0, 5.0, 0.1  # mm: from the bleed to a mark, and of the mark; its width
MARGIN = 10.0  # mm that the sheet has beyond the bleed
PATCH = 4.0  # mm
PATCHES = (
    (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1),
    (0.5, 0, 0, 0), (0, 0.5, 0, 0), (0, 0, 0.5, 0), (0, 0, 0, 0.5),
    (1, 1, 0, 0), (0, 1, 1, 0), (1, 0, 1, 0),
)  # fmt: skip


def draw_marks(pdf: pikepdf.Pdf, width: float, height: float, bleed: float) -> pikepdf.Object:
    """Return a form with the marks of a page of this trim size (pt) and bleed (pt), its origin the trim's lower left."""
    lines = [*_crop_marks(width, height, bleed), *_crosses(width, height, bleed)]
    strokes = "".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l S\n" for a, b, c, d in lines)
    content = f"q /All CS 1 SCN {HAIR * MM:.3f} w\n{strokes}Q\n{_bar(height, bleed)}"
    edge = bleed + MARGIN * MM
    black = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([1, 1, 1, 1]), N=1)
    space = Array([Name.Separation, Name.All, Name.DeviceCMYK, pdf.make_indirect(black)])
    return pdf.make_stream(
        content.encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([-edge, -edge, width + edge, height + edge]),
        Resources=Dictionary(ColorSpace=Dictionary(All=space)),
    )


def _crop_marks(width: float, height: float, bleed: float) -> list[tuple[float, float, float, float]]:
    near, far = bleed + AWAY * MM, bleed + (AWAY + LENGTH) * MM
    found = []
    for x, outwards in ((0.0, -1), (width, 1)):
        for y, upwards in ((0.0, -1), (height, 1)):
            found.append((x + outwards * near, y, x + outwards * far, y))
            found.append((x, y + upwards * near, x, y + upwards * far))
    return found


def _crosses(width: float, height: float, bleed: float) -> list[tuple[float, float, float, float]]:
    """Place a cross in the middle of each side."""
    away, arm = bleed + (AWAY + LENGTH / 2) * MM, LENGTH / 2 * MM
    centres = ((-away, height / 2), (width + away, height / 2), (width / 2, -away), (width / 2, height + away))
    return [line for x, y in centres for line in ((x - arm, y, x + arm, y), (x, y - arm, x, y + arm))]


def _bar(height: float, bleed: float) -> str:
    """Draw patches of the inks, full and half, above the page and left of its middle."""
    side, bottom = PATCH * MM, height + bleed + (AWAY + 1) * MM
    return "".join(
        f"{' '.join(map(str, colour))} k {(number + 1) * side:.3f} {bottom:.3f} {side:.3f} {side:.3f} re f\n"
        for number, colour in enumerate(PATCHES)
    )
