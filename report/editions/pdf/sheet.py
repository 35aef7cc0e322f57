"""The style sheet of the pages: the theme's for an edition, with the sheet of paper, the cover and the watermark put in."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from report.fonts import scripts_for, stacks
from report.fonts.outlines import MissingCharacter, outline_texts
from report.model.metadata import Status
from report.model.pages import PLAIN
from report.model.words import words_for
from report.themes.colours import BLACK, WHITE, mix
from report.themes.cover_art import draw_artwork
from report.themes.css_adapt import enlarge, fit_print

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.master import Master
    from report.model.metadata import Metadata
    from report.model.pages import Impression
    from report.themes.theme import StyleSheet, Theme

SHEETS = {"screen": "print.css", "print": "press.css", "large-print": "large-print.css"}
COVER = "cover.css"  # a theme that has it has a cover
PICTURE = "cover-picture"  # what the page knows the picture for the cover by
SIZES = {"A4": (210.0, 297.0), "letter": (215.9, 279.4), "A5": (148.0, 210.0)}  # mm
TURNED = ("landscape", "small-landscape")  # pages of the sheets that lie on their side
DEPTHS = (
    (56, 0.53),
    (90, 0.45),
    (10_000, 0.36),
)  # up to so many characters of title: how much of the sheet the picture takes
MARKED = {Status.DRAFT: "draft", Status.SUPERSEDED: "superseded", Status.WITHDRAWN: "withdrawn"}
NOTICE, SMALL = 0.03, 0.08  # of the sheet: what a notice takes, and what a small sheet or large letters take more
FIRST_WORDS = re.compile(r"[^,;:،、，：（(·—–-]+")
FAMILY = "Source Sans 3"
TINTS = ("tint", "signal-tint")
PALE = 0.94  # of white in a watermark


@dataclass(frozen=True, slots=True)
class PrintSheet:
    """The sheet as the theme wrote it, its CSS for all pages, and for those that the cover is among; `files` by the names that it knows."""

    sheet: StyleSheet
    css: str
    opening: str
    files: tuple[tuple[str, Path], ...] = ()


def print_sheet(master: Master, theme: Theme, impression: Impression = PLAIN) -> PrintSheet:
    """Return the sheet that a report's pages are laid out by."""
    meta, bleed = master.metadata, impression.bleed
    width, height = SIZES[meta.page_size.value]
    written = theme.sheet(SHEETS[master.edition])
    tokens = written.tokens()
    more = scripts_for(master.html.decode())
    values = {**stacks(tokens, meta.lang, more), "watermark": _watermark(meta, tokens, width)}
    if impression.economy:
        values |= dict.fromkeys(TINTS, tokens.get("paper", WHITE))
    turned = "".join(f"@page {name} {{ size: {height}mm {width}mm }}\n" for name in TURNED)
    sizes = f"\n@page {{ size: {width}mm {height}mm{f'; bleed: {bleed}mm' if bleed else ''} }}\n{turned}"
    css = opening = _fitted(written, values, master)
    if theme.find(COVER) and not impression.economy:
        depth = (next(share for length, share in DEPTHS if len(meta.title) <= length) - _taken(master)) * height
        above = 0.0 if meta.marking else bleed  # a picture that begins below a mark touches no edge there
        picture, depth = _picture(master, tokens, width + 2 * bleed, depth + above)
        values |= {
            "cover-depth": f"{depth - above:.2f}mm",
            "cover-height": f"{depth:.2f}mm",
            "cover-width": f"{width + 2 * bleed}mm",
            "cover-top": "13mm" if meta.marking else "0mm",
            "cover-beside": f"{bleed}mm",
            "cover-above": f"{above}mm",
            "cover-picture": _address(picture),
        }
        opening = _fitted(written.then(theme.sheet(COVER)), values, master)
    files = ((PICTURE, master.cover),) if master.cover else ()
    return PrintSheet(written, css + sizes, opening + sizes, files)


def _taken(master: Master) -> float:
    """Tell how much of the sheet must be kept from a cover's picture, for what stands with the title."""
    meta = master.metadata
    urgent = meta.status is not Status.FINAL or meta.embargo_until is not None
    large, small = master.edition == "large-print", meta.page_size.value == "A5"
    return NOTICE * (urgent + bool(meta.marking)) + SMALL * (large + small + (large and small))


def _fitted(sheet: StyleSheet, values: dict[str, str], master: Master) -> str:
    css = fit_print(sheet.without_tokens(values).css, master.metadata.lang)
    return enlarge(css) if master.edition == "large-print" else css


def _picture(master: Master, tokens: dict[str, str], width: float, depth: float) -> tuple[str, float]:
    """Draw the picture of a cover: the one that is given, cut to `depth` mm, or artwork; return it, and how deep it is."""
    if master.cover is None:
        artwork = draw_artwork(master.metadata, tokens, depth / width, master.pattern)
        return artwork.svg(width), artwork.height * width
    size = f'width="{width}" height="{depth:.1f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {depth:.1f}" {size}>'
        f'<image href="report:///{PICTURE}" {size} preserveAspectRatio="xMidYMid slice"/></svg>'
    ), depth


def _watermark(meta: Metadata, tokens: dict[str, str], width: float) -> str:
    """Draw what a version that is not to be relied on has behind its text; none for others."""
    if meta.status not in MARKED:
        return "none"
    match = FIRST_WORDS.match(getattr(words_for(meta.lang), MARKED[meta.status]))
    word = match[0].strip().split()[0] if match else ""
    size = min(0.9 / max(len(word), 1), 0.2) * 1.6
    text = f'<text x="50" y="55" text-anchor="middle" font-size="{size * 100:.1f}" font-weight="600" fill="{mix(tokens.get("ink", BLACK), WHITE, PALE)}">{escape(word)}</text>'  # fmt: skip
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="{width}mm" height="{width}mm"><g transform="rotate(-35 50 50)">{text}</g></svg>'
    try:
        return _address(outline_texts(svg, FAMILY))
    except MissingCharacter:  # no font has it, which is told of the words in the title
        return "none"


def _address(svg: str) -> str:
    return f'url("data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}")'
