"""The cover of the EPUB, drawn from the metadata in the theme's colours; from right to left where the report runs so."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from report.editions.drawn import draw_pixels
from report.editions.pictures import DRAWING, read_picture
from report.fonts import face_for, leading_family
from report.themes.cover_art import draw_artwork

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from report.compose.facts import DerivedFacts
    from report.model.master import Master
    from report.model.metadata import Metadata

WIDTH, HEIGHT = 1600, 2400  # px
MARGIN = 150
SERIF, SANS = "display", "sans"  # the theme's tokens for the faces
USUAL = {SERIF: "Source Serif 4 Display", SANS: "Source Sans 3"}
TITLE_SIZES = (156, 140, 124, 110, 96, 84)
TITLE_LINES = 5
LEADING = 1.12
DEEPEST = 0.86  # of the width: the picture, where a short title lets it
FOOT, GAP = HEIGHT - 320, 130  # px: where the line of authors begins, and what parts picture and title
LABEL = 800  # px
FINE = 2  # times finer that artwork is drawn, so that edges come out smooth
WIDE = r"[\u2e80-\u9fff\uac00-\ud7ff\uf900-\uffef\U00020000-\U0003ffff]"  # a line may break after each of them
CLOSING = r"[、。，．：；！？）」』》】〉”’ーぁぃぅぇぉっゃゅょァィゥェォッャュョ…]"  # but not before these
PIECE = re.compile(rf"{WIDE}{CLOSING}*|(?:(?!{WIDE})\S)+{CLOSING}*|\s+")
MIRRORED = {"l": "r", "r": "l"}


def draw_cover(master: Master, facts: DerivedFacts, tokens: dict[str, str]) -> bytes:
    """Draw the cover as JPEG, 1600 by 2400 px, sRGB. `tokens` are the theme's colours by name."""
    from PIL import Image, ImageDraw

    meta = master.metadata
    paper, ink = tokens.get("paper", "#ffffff"), tokens.get("ink", "#1d2429")
    accent, quiet = tokens.get("accent", "#0b4f6c"), tokens.get("quiet", "#56626b")
    image = Image.new("RGB", (WIDTH, HEIGHT), paper)
    sheet = _Sheet(ImageDraw.Draw(image), meta, tokens)
    size, lines = sheet.title(meta.title, WIDTH - 2 * MARGIN)
    subtitle = sheet.wrap(meta.subtitle, (SANS, 300, 66), WIDTH - 2 * MARGIN)[:4]
    needed = len(lines) * size * LEADING + len(subtitle) * 86 + 60
    picture = _picture(master, tokens, min(DEEPEST, (FOOT - GAP - needed) / WIDTH))
    image.paste(picture, (0, 0))
    sheet.label(meta.publisher, facts.number, (paper, ink, accent))
    top = picture.height + GAP
    for line in lines:
        sheet.text((MARGIN, top), line, (SERIF, 600, size), ink)
        top += round(size * LEADING)
    for line in subtitle:
        sheet.text((MARGIN, top + 44), line, (SANS, 300, 66), quiet)
        top += 86
    sheet.bar(MARGIN, FOOT + 60, WIDTH - MARGIN, FOOT + 63, ink)
    mark = " · ".join(part for part in (meta.marking, facts.date) if part)
    sheet.text((WIDTH - MARGIN, FOOT + 100), mark, (SANS, 400, 46), quiet, "ra")
    signal = tokens.get("signal", ink)
    rows = [(line, (SANS, 600, 46), ink) for line in sheet.wrap(facts.byline, (SANS, 600, 46), WIDTH // 2)[:2]]
    rows += [(line, (SANS, 600, 42), signal) for line in sheet.wrap(facts.status, (SANS, 600, 42), WIDTH - 2 * MARGIN)]
    for number, (line, style, colour) in enumerate(rows[:4]):
        sheet.text((MARGIN, FOOT + 100 + 56 * number), line, style, colour)
    out = BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def _picture(master: Master, tokens: dict[str, str], height: float) -> Image:
    """Draw what stands above the title, as high as `height` is of the width: the picture that is given, or artwork."""
    from PIL import Image, ImageDraw, ImageOps

    if master.cover is not None and master.cover.suffix.lower() == DRAWING:
        return draw_pixels(read_picture(master.cover), WIDTH, round(WIDTH * height))
    if master.cover is not None:
        with Image.open(BytesIO(read_picture(master.cover))) as given:
            upright = ImageOps.exif_transpose(given).convert("RGB")
            return ImageOps.fit(upright, (WIDTH, round(WIDTH * height)), Image.Resampling.LANCZOS)
    artwork = draw_artwork(master.metadata, tokens, height, master.pattern)
    across = WIDTH * FINE
    picture = Image.new("RGB", (across, round(across * artwork.height)), artwork.ground)
    draw = ImageDraw.Draw(picture)
    for shape in artwork.shapes:
        draw.polygon([(x * across, y * across) for x, y in shape.points], fill=shape.colour)
    return picture.reduce(FINE)


Style = tuple[str, int, int]
"""The token of the family, the weight and the size in px of a text."""


class _Sheet:
    """Where the cover is drawn: places are told as for a cover from left to right, and mirrored where it is none."""

    def __init__(self, draw: ImageDraw, meta: Metadata, tokens: dict[str, str]) -> None:
        self._draw, self._mirrored = draw, meta.right_to_left
        self._families = {name: leading_family(tokens.get(name, ""), usual) for name, usual in USUAL.items()}
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
        self._draw.text((x, y), text, font=self._font(style, text), fill=fill, anchor=anchor, **self._options)

    def label(self, publisher: str, number: str, colours: tuple[str, str, str]) -> None:
        """Draw the publisher and the number on white, in the corner of the picture."""
        paper, ink, accent = colours
        names = self.wrap(publisher, (SANS, 600, 56), LABEL - 140)[:3]
        numbers = self.wrap(number, (SANS, 400, 50), LABEL - 140)[:2]
        self.bar(MARGIN - 70, 0, MARGIN - 70 + LABEL, 200 + 68 * len(names) + 62 * len(numbers), paper)
        top = 120
        for line in names:
            self.text((MARGIN, top), line, (SANS, 600, 56), ink)
            top += 68
        for line in numbers:
            self.text((MARGIN, top + 10), line, (SANS, 400, 50), accent)
            top += 62

    def title(self, title: str, width: int) -> tuple[int, list[str]]:
        """Break the title into lines, as large as it fits; return its size and them."""
        for size in TITLE_SIZES:
            style = (SERIF, 600, size)
            lines = self.wrap(title, style, width)
            if len(lines) <= TITLE_LINES and all(self._length(line, style) <= width for line in lines):
                break
        return size, lines

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

    def _font(self, style: Style, text: str) -> FreeTypeFont:
        from PIL import ImageFont

        name, weight, size = style
        return ImageFont.truetype(str(face_for(text, self._families[name], weight)), size)

    def _length(self, text: str, style: Style) -> float:
        return self._draw.textlength(text, font=self._font(style, text), **self._options)


def _shaping(meta: Metadata) -> dict[str, Any]:
    """Say how letters are to be joined and ordered, if Pillow can."""
    from PIL import features

    if not features.check("raqm"):
        return {}
    return {"direction": "rtl" if meta.right_to_left else "ltr", "language": meta.lang}
