"""Strips: lines of text that are put on finished pages, set by the layout engine in the house's faces."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pikepdf

from report.editions.pdf.bind.faces import embed_faces
from report.editions.pdf.bind.join import Joined
from report.fonts import stacks
from report.model.errors import BuildError
from report.model.master import XHTML
from report.model.parts import PartSource
from report.press.content import Rewriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.press.inks import Inks

FAMILY = '"Source Sans 3"'
STRONG = ("L", "R", "AL")
SHARE = 1.8  # pt of a letter for each mm that a strip is high
SHEET = """@page {{ size: {width}mm {height}mm; margin: 0 }}
html {{ font: {size}pt/{height}mm {family}; color: #000 }}
body {{ margin: 0 }}
p {{ margin: 0; break-after: page; height: {height}mm; overflow: hidden; white-space: pre; text-align: {align}; font-variant-numeric: lining-nums tabular-nums }}
p:last-child {{ break-after: auto }}
.rtl {{ direction: rtl }}
"""


def set_strips(texts: Sequence[str], box: tuple[float, float], lang: str, inks: Inks | None, align: str = "left") -> pikepdf.Pdf:  # fmt: skip
    """Set each text on a page of its own, as wide and high as `box` (mm), without tags; the caller closes the file.

    Raise `BuildError` where no font has a character.
    """
    from report.editions.pdf.page_findings import event_message
    from report.editions.pdf.weasy.render import render_part

    width, height = box
    family = stacks({"sans": FAMILY}, lang)["sans"]
    css = SHEET.format(width=width, height=height, size=height * SHARE, family=family, align=align)
    lines = "".join(f'<p class="{_side(text)}">{escape(text) or "&#160;"}</p>' for text in texts)
    html = f'<html xmlns="{XHTML}" lang="{lang}"><head><title>-</title></head><body>{lines}</body></html>'
    part = render_part(PartSource("strips", html.encode(), css, lang))
    if part.events or part.pages != len(texts):
        said = event_message(part.events[0]) if part.events else f"{part.pages} lines for {len(texts)}"
        raise BuildError(f"a line for the pages cannot be set: {said}", "write it with other characters")
    pdf = pikepdf.open(BytesIO(part.pdf))
    pages = [page.obj for page in pdf.pages]
    embed_faces(Joined(pdf, [0], pages, [pages[0].Resources]), [part])
    Rewriter(pdf, inks).rewrite()
    return pdf


def _side(text: str) -> str:
    """Say which way a line runs: as its first letter does (Unicode Standard Annex 9, P2)."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return "rtl" if next((kind for kind in kinds if kind in STRONG), "L") != "L" else "ltr"
