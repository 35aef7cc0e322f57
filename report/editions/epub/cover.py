"""The cover of the EPUB, drawn from the metadata in the theme's colours; from right to left where the report runs so."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from report.fonts import face_for

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from report.compose.facts import Facts
    from report.model.metadata import Metadata

WIDTH, HEIGHT = 1600, 2400  # px
MARGIN = 150
SERIF, SANS = "Source Serif 4 Display", "Source Sans 3"
TITLE_SIZES = (168, 150, 132, 116, 100, 84)
TITLE_LINES = 7
WIDE = r"[\u2e80-\u9fff\uac00-\ud7ff\uf900-\uffef\U00020000-\U0003ffff]"  # a line may break after each of them
CLOSING = r"[、。，．：；！？）」』》】〉”’ーぁぃぅぇぉっゃゅょァィゥェォッャュョ…]"  # but not before these
PIECE = re.compile(rf"{WIDE}{CLOSING}*|(?:(?!{WIDE})\S)+{CLOSING}*|\s+")
MIRRORED = {"l": "r", "r": "l"}


def draw_cover(meta: Metadata, facts: Facts, tokens: dict[str, str]) -> bytes:
    """Draw the cover as JPEG, 1600 by 2400 px, sRGB. `tokens` are the theme's colours by name."""
    from PIL import Image, ImageDraw

    paper, ink = tokens.get("paper", "#ffffff"), tokens.get("ink", "#1d2429")
    accent, quiet = tokens.get("accent", "#0b4f6c"), tokens.get("quiet", "#56626b")
    image = Image.new("RGB", (WIDTH, HEIGHT), paper)
    sheet = _Sheet(ImageDraw.Draw(image), meta)
    sheet.bar(0, 0, WIDTH, 640, accent)
    sheet.bar(MARGIN, 640, MARGIN + 12, HEIGHT - 320, accent)
    sheet.text((MARGIN, 170), meta.publisher, (SANS, 600, 62), paper)
    sheet.text((MARGIN, 520), facts.number, (SANS, 400, 50), paper, "ls")
    sheet.text((WIDTH - MARGIN, 520), facts.date, (SANS, 400, 50), paper, "rs")
    left, width = MARGIN + 70, WIDTH - 2 * MARGIN - 70
    bottom = sheet.title(meta.title, left, width, ink)
    for line in sheet.wrap(meta.subtitle, (SANS, 300, 66), width)[:5]:
        sheet.text((left, bottom + 60), line, (SANS, 300, 66), quiet)
        bottom += 86
    sheet.bar(MARGIN, HEIGHT - 300, WIDTH - MARGIN, HEIGHT - 296, ink)
    sheet.text((MARGIN, HEIGHT - 250), facts.byline, (SANS, 600, 46), ink)
    mark = " · ".join(part for part in (meta.marking, facts.status) if part)
    sheet.text((WIDTH - MARGIN, HEIGHT - 250), mark or facts.licence, (SANS, 400, 46), quiet, "ra")
    out = BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


Style = tuple[str, int, int]
"""The family, weight and size in px of a text."""


class _Sheet:
    """Where the cover is drawn: places are told as for a cover from left to right, and mirrored where it is none."""

    def __init__(self, draw: ImageDraw, meta: Metadata) -> None:
        self._draw, self._mirrored = draw, meta.right_to_left
        self._options: dict[str, Any] = _shaping(meta)

    def bar(self, left: int, top: int, right: int, bottom: int, fill: str) -> None:
        """Draw a rectangle."""
        across = (WIDTH - right, WIDTH - left) if self._mirrored else (left, right)
        self._draw.rectangle((across[0], top, across[1], bottom), fill=fill)

    def text(self, place: tuple[int, float], text: str, style: Style, fill: str, anchor: str = "la") -> None:
        """Draw a line."""
        x, y = place
        if self._mirrored:
            x, anchor = WIDTH - x, MIRRORED[anchor[0]] + anchor[1]
        self._draw.text((x, y), text, font=_font(style, text), fill=fill, anchor=anchor, **self._options)

    def title(self, title: str, left: int, width: int, ink: str) -> float:
        """Draw the title as large as it fits, and return where it ends."""
        for size in TITLE_SIZES:
            style = (SERIF, 600, size)
            lines = self.wrap(title, style, width)
            if len(lines) <= TITLE_LINES and all(self._length(line, style) <= width for line in lines):
                break
        top = 780.0
        for line in lines:
            self.text((left, top), line, style, ink)
            top += size * 1.12
        return top

    def wrap(self, text: str, style: Style, width: int) -> list[str]:
        """Break a text into lines."""
        lines: list[str] = []
        for piece in PIECE.findall(" ".join(text.split())):
            joined = f"{lines[-1]}{piece}" if lines else piece
            if not lines or self._length(joined.rstrip(), style) <= width:
                lines[-1:] = [joined]
            elif piece.strip():
                lines.append(piece)
        return [line.strip() for line in lines]

    def _length(self, text: str, style: Style) -> float:
        return self._draw.textlength(text, font=_font(style, text), **self._options)


def _shaping(meta: Metadata) -> dict[str, Any]:
    """Say how letters are to be joined and ordered, if Pillow can."""
    from PIL import features

    if not features.check("raqm"):
        return {}
    return {"direction": "rtl" if meta.right_to_left else "ltr", "language": meta.lang}


def _font(style: Style, text: str) -> FreeTypeFont:
    from PIL import ImageFont

    family, weight, size = style
    return ImageFont.truetype(str(face_for(text, family, weight)), size)
