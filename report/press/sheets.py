"""Sheets for an office printer: pages imposed as a booklet or a hand-out, each drawn whole on its place.

Such a file is made for paper alone: it has neither tags nor links, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.press.content import Rewriter
from report.press.geometry import set_upright
from report.press.imposition import best_grid, fold, lay_out_cells
from report.press.marks import MM
from report.press.press import describe_press_file, save, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.press.imposition import Place, Side
    from report.press.inks import Inks
    from report.press.pages import BoundPages

GAP = 6.0  # mm around each page of a hand-out
RULE, SPACE = 0.4, 8.0  # pt, how wide a line for notes is; mm, how far it is from the next
LINE = "0.6 G"
SIZES = {"A5": (148.0, 210.0), "A4": (210.0, 297.0), "A3": (297.0, 420.0), "letter": (215.9, 279.4), "tabloid": (279.4, 431.8)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Booklet:
    """How a booklet is made: how many sheets are a signature (0: all are one), and the creep of each in mm.

    `sheet` names the paper; where it is empty, that is as large as two pages.
    """

    signature: int = 0
    creep: float = 0.0
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Handout:
    """How a hand-out is made: how many pages a side has, and whether lines for notes stand beside them."""

    cells: int
    lines: bool = False
    sheet: str = "A4"


def make_booklet(bound: BoundPages, order: Booklet, inks: Inks | None) -> bytes:
    """Impose pages on sheets to be folded; sheets are turned about their short edge to print the back."""
    with pikepdf.open(BytesIO(bound.pdf)) as pdf, pikepdf.new() as out:
        forms = _forms(pdf, out, inks)
        page = _size(forms[0])
        width, height = _landscape(order.sheet) if order.sheet else (2 * page[0], page[1])
        sheets = fold(len(forms), order.signature, right_to_left=bound.meta.right_to_left)
        for sheet in sheets:
            shift = sheet.depth * order.creep * MM
            for side in (sheet.front, sheet.back):
                _add_side(out, _halves(side, (width, height), shift), forms, (width, height))
        return _finish(pdf, out, bound, "booklet", Name.DuplexFlipShortEdge)


def make_handout(bound: BoundPages, order: Handout, inks: Inks | None) -> bytes:
    """Impose several pages on each side of paper, in reading order."""
    with pikepdf.open(BytesIO(bound.pdf)) as pdf, pikepdf.new() as out:
        forms = _forms(pdf, out, inks)
        paper = (SIZES[order.sheet][0] * MM, SIZES[order.sheet][1] * MM)
        page = _size(forms[0])
        needed = (2 * page[0], page[1]) if order.lines else page
        grid, turned = best_grid(order.cells, needed, paper)
        width, height = paper[::-1] if turned else paper
        cell = (width / grid.columns, height / grid.rows)
        rtl = bound.meta.right_to_left
        for rows in lay_out_cells(len(forms), grid, right_to_left=rtl):
            placed, notes = [], []
            for row, places in enumerate(rows):
                for column, place in enumerate(places):
                    box = (column * cell[0], height - (row + 1) * cell[1], *cell)
                    own, free = _parted(box, right_to_left=rtl) if order.lines else (box, None)
                    placed.append((place, _within(own, GAP * MM), 0.0))
                    if free and place is not None:
                        notes.append(_within(free, GAP * MM))
            _add_side(out, placed, forms, (width, height), notes)
        flip = Name.DuplexFlipShortEdge if turned else Name.DuplexFlipLongEdge
        return _finish(pdf, out, bound, f"hand-out, {order.cells} to a side", flip)


Box = tuple[float, float, float, float]
Placed = tuple["Place", Box, float]
"""A page or none, the box that it is fitted into (left, bottom, width, height, in pt), and how far it is moved to the right."""


def _forms(pdf: pikepdf.Pdf, out: pikepdf.Pdf, inks: Inks | None) -> list[Any]:
    strip(pdf)
    set_upright(pdf)
    Rewriter(pdf, inks).rewrite()
    return [out.copy_foreign(page.as_form_xobject()) for page in pdf.pages]


def _size(form: pikepdf.Object) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in form.BBox)
    return right - left, top - bottom


def _landscape(name: str) -> tuple[float, float]:
    width, height = SIZES[name]
    return height * MM, width * MM


def _halves(side: Side, sheet: tuple[float, float], creep: float) -> list[Placed]:
    """Place the two pages of a side; inner sheets stand out at the fore edge, so their pages move towards the fold."""
    half, height = sheet[0] / 2, sheet[1]
    return [(side.left, (0.0, 0.0, half, height), creep), (side.right, (half, 0.0, half, height), -creep)]


def _parted(box: Box, *, right_to_left: bool) -> tuple[Box, Box]:
    """Part a cell into the half for a page and the half for notes."""
    left, bottom, width, height = box
    halves = (left, bottom, width / 2, height), (left + width / 2, bottom, width / 2, height)
    return halves[::-1] if right_to_left else halves


def _within(box: Box, gap: float) -> Box:
    left, bottom, width, height = box
    return left + gap / 2, bottom + gap / 2, width - gap, height - gap


def _add_side(
    out: pikepdf.Pdf,
    placed: Sequence[Placed],
    forms: Sequence[pikepdf.Object],
    sheet: tuple[float, float],
    notes: Sequence[Box] = (),
) -> None:
    named, content = {}, []
    for place, box, shift in placed:
        if place is None:
            continue
        named[f"/P{place}"] = forms[place]
        content.append(f"q {_matrix(forms[place], box, shift)} cm /P{place} Do Q")
    content += [_lines(box) for box in notes]
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(sheet[0], 3), round(sheet[1], 3)]),
        Resources=Dictionary(XObject=Dictionary(named)),
        Contents=out.make_stream("\n".join(content).encode()),
    )
    out.pages.append(pikepdf.Page(page))


def _matrix(form: pikepdf.Object, box: Box, shift: float) -> str:
    """Fit a form into a box, in its middle."""
    left, bottom, _, _ = (float(edge) for edge in form.BBox)
    width, height = _size(form)
    scale = min(box[2] / width, box[3] / height)
    x = box[0] + (box[2] - width * scale) / 2 - left * scale + shift
    y = box[1] + (box[3] - height * scale) / 2 - bottom * scale
    return f"{scale:.5f} 0 0 {scale:.5f} {x:.3f} {y:.3f}"


def _lines(box: Box) -> str:
    left, bottom, width, height = box
    count = int(height / (SPACE * MM))
    rules = (bottom + height - (number + 1) * SPACE * MM for number in range(count))
    strokes = "\n".join(f"{left:.2f} {y:.2f} m {left + width:.2f} {y:.2f} l S" for y in rules)
    return f"q {LINE} {RULE} w\n{strokes}\nQ"


def _finish(pdf: pikepdf.Pdf, out: pikepdf.Pdf, bound: BoundPages, kind: str, flip: pikepdf.Name) -> bytes:
    """Give an imposed file what its source says of itself, and what a printer is told."""
    out.trailer.Info = out.copy_foreign(pdf.trailer.Info)
    out.Root.Metadata = out.copy_foreign(pdf.Root.Metadata)
    out.Root.ViewerPreferences = Dictionary(Duplex=flip, PrintScaling=Name("/None"), DisplayDocTitle=True)
    describe_press_file(out, bound.meta, kind)
    return save(out)
