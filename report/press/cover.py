"""The cover apart: back, spine and front side by side, as it is wrapped around the block of a perfect-bound report."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.press.content import Rewriter
from report.press.geometry import contents_of, trim_of
from report.press.inks import PressInks
from report.press.marks import AWAY, HAIR, LENGTH, MARGIN, MM, draw_marks
from report.press.press import AT_EDGE, VERSION, claim, describe_press_file, save, strip
from report.press.stamp_lines import set_strips

if TYPE_CHECKING:
    from report.model.metadata import Metadata
    from report.press.pages import BoundPages
    from report.press.press import PressOptions

NARROWEST = 5.0  # mm of spine that have room for a line
LETTERS, HIGHEST = 0.45, 6.0  # of a spine's width, and mm: how high its line is
LINE = 3.6  # mm, of a mark
OVER = 60.0  # pt, beyond any bleed
ENDS = 12.0  # mm of a spine at head and foot that stay empty


def make_cover(bound: BoundPages, order: PressOptions, spine: float) -> bytes:
    """Make the cover of the first page, with a spine so wide (mm). The back is empty but for a handling mark."""
    with pikepdf.open(BytesIO(bound.pdf)) as pdf:
        strip(pdf)
        del pdf.pages[1:]
        Rewriter(pdf, order.inks()).rewrite()
        page = pdf.pages[0].obj
        left, bottom, right, top = trim_of(page)
        size = (right - left, top - bottom)
        wide = (2 * size[0] + spine * MM, size[1])
        forms = {"/Front": _front(pdf, (left, bottom, right, top), order.bleed * MM)}
        content = [f"q 1 0 0 1 {_place(bound.meta, size[0], spine):.3f} 0 cm /Front Do Q"]
        content += _lines(pdf, bound.meta, forms, size, spine)
        forms["/Marks"] = draw_marks(pdf, *wide, order.bleed * MM)
        content += ["/Marks Do", _folds(wide, size[0], order.bleed * MM)]
        _set_page(pdf, wide, order.bleed * MM, forms, "\n".join(content))
        describe_press_file(pdf, bound.meta, "cover", order.override)
        if order.profile:
            claim(pdf, bound.meta, order.profile)
        return save(pdf, VERSION)


def _front(pdf: pikepdf.Pdf, trim: tuple[float, float, float, float], bleed: float) -> Any:
    """Return the page as a form whose origin is the corner of its trim."""
    left, bottom, right, top = trim
    page = pdf.pages[0].obj
    return pdf.make_stream(
        contents_of(page),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([left - bleed, bottom - bleed, right + bleed, top + bleed]),
        Matrix=Array([1, 0, 0, 1, -left, -bottom]),
        Resources=page.Resources,
    )


def _place(meta: Metadata, width: float, spine: float) -> float:
    """Return where the front begins: at the right, or at the left of what is read from right to left."""
    return 0.0 if meta.right_to_left else width + spine * MM


def _lines(
    pdf: pikepdf.Pdf, meta: Metadata, forms: dict[str, pikepdf.Object], size: tuple[float, float], spine: float
) -> list[str]:
    """Draw what covers spine and back over the front's bleed: paper, the title along the spine, and a mark on the back."""
    width, height = size
    back = width + spine * MM if meta.right_to_left else 0.0
    start = width if meta.right_to_left else -OVER
    paper = f"{start:.3f} {-OVER:.3f} {width + spine * MM + OVER:.3f} {height + 2 * OVER:.3f}"
    content = [f"q 0 0 0 0 k {paper} re f Q"]
    if spine >= NARROWEST:
        title = " · ".join(part for part in (meta.title, meta.publisher) if part)
        high = min(spine * LETTERS, HIGHEST)
        forms["/Spine"] = _strip(pdf, title, (height / MM - 2 * ENDS, high), meta)
        x = width + (spine - high) * MM / 2
        content.append(f"q 0 -1 1 0 {x:.3f} {height - ENDS * MM:.3f} cm /Spine Do Q")
    if meta.marking:
        forms["/Mark"] = _strip(pdf, meta.marking, (width / MM, LINE), meta, align="center")
        heights = (AT_EDGE * MM, height - (AT_EDGE + LINE) * MM)
        content += [f"q 1 0 0 1 {back:.3f} {y:.3f} cm /Mark Do Q" for y in heights]
    return content


def _strip(pdf: pikepdf.Pdf, text: str, box: tuple[float, float], meta: Metadata, align: str = "left") -> Any:
    with set_strips([text], box, meta.lang, PressInks(), align=align) as strips:
        return pdf.copy_foreign(strips.pages[0].as_form_xobject())


def _folds(wide: tuple[float, float], width: float, bleed: float) -> str:
    """Mark where the cover is folded, beyond the bleed, with broken lines."""
    near, far = bleed + AWAY * MM, bleed + (AWAY + LENGTH) * MM
    lines = []
    for x in (width, wide[0] - width):
        lines += [f"{x:.3f} {-near:.3f} m {x:.3f} {-far:.3f} l S", f"{x:.3f} {wide[1] + near:.3f} m {x:.3f} {wide[1] + far:.3f} l S"]  # fmt: skip
    return f"q [2 1] 0 d 0 0 0 1 K {2 * HAIR * MM:.3f} w\n" + "\n".join(lines) + "\nQ"


def _set_page(pdf: pikepdf.Pdf, wide: tuple[float, float], bleed: float, forms: dict[str, pikepdf.Object], content: str) -> None:  # fmt: skip
    page = pdf.pages[0].obj
    for name, away in (("/TrimBox", 0.0), ("/BleedBox", bleed), ("/MediaBox", bleed + MARGIN * MM)):
        page[name] = Array([-away, -away, wide[0] + away, wide[1] + away])
    page.Resources = Dictionary(XObject=Dictionary(forms))
    page.Contents = pdf.make_stream(content.encode())
    if "/PageLabels" in pdf.Root:
        del pdf.Root["/PageLabels"]
