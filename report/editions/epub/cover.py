"""The cover of the EPUB, drawn from the metadata in the theme's colours."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from report.fonts import face_path

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


def draw_cover(meta: Metadata, facts: Facts, tokens: dict[str, str]) -> bytes:
    """Draw the cover as JPEG, 1600 by 2400 px, sRGB. `tokens` are the theme's colours by name."""
    from PIL import Image, ImageDraw

    paper, ink = tokens.get("paper", "#ffffff"), tokens.get("ink", "#1d2429")
    accent, quiet = tokens.get("accent", "#0b4f6c"), tokens.get("quiet", "#56626b")
    image = Image.new("RGB", (WIDTH, HEIGHT), paper)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 640), fill=accent)
    draw.rectangle((MARGIN, 640, MARGIN + 12, HEIGHT - 320), fill=accent)
    draw.text((MARGIN, 170), meta.publisher, font=_font(SANS, 600, 62), fill=paper)
    draw.text((MARGIN, 520), facts.number, font=_font(SANS, 400, 50), fill=paper, anchor="ls")
    draw.text((WIDTH - MARGIN, 520), facts.date, font=_font(SANS, 400, 50), fill=paper, anchor="rs")
    left, width = MARGIN + 70, WIDTH - 2 * MARGIN - 70
    bottom = _title(draw, meta.title, left, width, ink)
    for line in _wrap(draw, meta.subtitle, _font(SANS, 300, 66), width)[:5]:
        draw.text((left, bottom + 60), line, font=_font(SANS, 300, 66), fill=quiet)
        bottom += 86
    draw.rectangle((MARGIN, HEIGHT - 300, WIDTH - MARGIN, HEIGHT - 296), fill=ink)
    draw.text((MARGIN, HEIGHT - 250), facts.byline, font=_font(SANS, 600, 46), fill=ink)
    mark = " · ".join(part for part in (meta.marking, facts.status) if part)
    draw.text((WIDTH - MARGIN, HEIGHT - 250), mark or facts.licence, font=_font(SANS, 400, 46), fill=quiet, anchor="ra")
    out = BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def _title(draw: ImageDraw, title: str, left: int, width: int, ink: str) -> float:
    for size in TITLE_SIZES:
        font = _font(SERIF, 600, size)
        lines = _wrap(draw, title, font, width)
        if len(lines) <= TITLE_LINES:
            break
    top = 780.0
    for line in lines:
        draw.text((left, top), line, font=font, fill=ink)
        top += size * 1.12
    return top


def _wrap(draw: ImageDraw, text: str, font: FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(joined, font=font) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _font(family: str, weight: int, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(face_path(family, weight)), size)
