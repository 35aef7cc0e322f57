"""Drawings as pictures of pixels, for what shows no others: the layout engine draws them, and PDFium counts the pixels."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

PIXEL = 72 / 96  # pt in a px of CSS


def draw_pixels(drawing: bytes, width: int, height: int) -> Image:
    """Draw an SVG, as we write it, as a picture of so many pixels, which it fills; what goes over its edges is cut off."""
    import pypdfium2

    from report.editions.pdf.weasy.drawn import drawn_page

    with closing(pypdfium2.PdfDocument(drawn_page(drawing, width, height))) as document:
        drawn: Image = document[0].render(scale=1 / PIXEL).to_pil()
        return drawn.convert("RGB").resize((width, height))
