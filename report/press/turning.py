"""Pages that lie on their side, turned so that all of a file stand upright, as a bound book has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Array

if TYPE_CHECKING:
    import pikepdf

BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")


def set_upright(pdf: pikepdf.Pdf) -> None:
    """Turn each page that is wider than high, where the first is not, by a quarter: its head is then at the left."""
    if _is_wide(pdf.pages[0].obj):
        return
    for page in pdf.pages:
        if _is_wide(page.obj):
            _turn(page, float(page.obj.get("/TrimBox", page.obj.MediaBox)[3]))


def _is_wide(page: Any) -> bool:
    left, bottom, right, top = (float(edge) for edge in page.get("/TrimBox", page.MediaBox))
    return right - left > top - bottom


def _turn(page: pikepdf.Page, height: float) -> None:
    """Turn a page to the left about its corner, and move it back to where it stood."""
    for name in BOXES:
        if name in page.obj:
            left, bottom, right, top = (float(edge) for edge in page.obj[name])
            page.obj[name] = Array([height - top, left, height - bottom, right])
    page.contents_add(f"q 0 1 -1 0 {height:.4f} 0 cm\n".encode(), prepend=True)
    page.contents_add(b"\nQ")
