"""A line's glyphs are written as whole runs, and boxes with nothing behind their text are passed over.

Private names of WeasyPrint 70 are replaced; each of ours leaves what is out of the ordinary to WeasyPrint:

- `draw.text.draw_first_line`, by way of `page_numbers`: a glyph that comes again with the same advance is written
  as it was the first time. Marks above letters keep their text, and a line that has some tells its own.
- `layout.background.layout_box_backgrounds`: a box without background, border image and round corners has none.
- `formatting_structure.boxes.Box.is_in_normal_flow`: the question that is asked most, answered in one go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional, category, normalize

import weasyprint.draw.text
import weasyprint.layout.background
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

if TYPE_CHECKING:
    from collections.abc import Callable

    from cffi import FFI
    from weasyprint.css import ComputedStyle
    from weasyprint.matrix import Matrix
    from weasyprint.pdf.fonts import Font
    from weasyprint.pdf.stream import Stream
    from weasyprint.text.line_break import Layout

GLYPH = 5  # integers of 32 bits: the glyph, its advance, its offsets, its flags (PangoGlyphInfo)
BYTES = 4 * GLYPH
ADVANCE, RIGHT, UP = 1, 2, 3
STRANGE = 0x0FFFFFFF  # Pango's mark of an empty glyph; above it, those of missing ones
NO_IMAGE = (("none", None),)
CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
SQUARE: dict[str, Any] = {"background": None, **dict.fromkeys(CORNERS, (0, 0))}
FLOATS = {"left", "right", "inline-start", "inline-end", "footnote"}
APART = {"absolute", "fixed"}
TAKEN_OUT = {"running()", "note()"}
SELECTORS = dict.fromkeys(range(0xFE00, 0xFE10))  # of one piece with what they select
MARK = "Mn"  # the category of marks that take no room
RIGHT_TO_LEFT = {"R", "AL"}  # classes of Unicode's bidirectional algorithm
UNSEEN = dict.fromkeys(map(ord, "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}"))  # where a line may be broken
SARA_AM, RING, SARA_AA, TONES = "\u0e33", "\u0e4d", "\u0e32", "\u0e48\u0e49\u0e4a\u0e4b"
MOVING = frozenset(map(chr, (*range(0x0900, 0x0E00), *range(0x1000, 0x10A0), *range(0x1780, 0x1800))))

_draw = weasyprint.draw.text.draw_first_line
_backgrounds = weasyprint.layout.background.layout_box_backgrounds


def draw_line(stream: Stream, textbox: boxes.TextBox, text_overflow: str, block_ellipsis: str, matrix: Matrix) -> Any:
    """Draw a line of text as `draw_first_line` does: the same bytes."""
    plain = text_overflow != "ellipsis" and block_ellipsis == "none" and textbox.text.strip()
    if not plain or textbox.style["font_size"] < 1e-6:
        return _draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
    runs = _read_runs(textbox.pango_layout, stream)
    if runs is None:
        told = _is_told(textbox.text)
        if told:
            stream.stream.append(_tell(textbox.text))
        pictures = _draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        if told:
            stream.stream.append(b"EMC")
        return pictures
    stream.set_text_matrix(*matrix.values)
    shown, before = "", None
    for pango_font, font, size, text in runs:
        if pango_font != before:
            if shown:
                stream.show_text(shown)
            stream.set_font_size(font.hash, size)
            shown, before = "", pango_font
        shown += text
    stream.show_text(shown)
    return []


def _is_told(text: str) -> bool:
    """Tell whether a line has marks above its letters that are not of one piece with them, and runs from left to right: else readers turn it about."""
    return not RIGHT_TO_LEFT & set(map(bidirectional, text)) and MARK in map(
        category, normalize("NFC", text).translate(SELECTORS)
    )


def _tell(text: str) -> bytes:
    """Begin a stretch whose text is told: readers lose marks that are raised (ISO 32000-1, 14.9.4)."""
    plain = text.translate(UNSEEN).encode("utf-16-be", "surrogatepass")
    return b"/Span <</ActualText <feff%s>>> BDC" % plain.hex().encode()


def _read_runs(layout: Layout, stream: Stream) -> list[tuple[Any, Any, float, str]] | None:
    """Read the runs of a line: Pango's font, ours, its size, and the glyphs; None where one is out of the ordinary."""
    found, usual = [], True
    line, _ = layout.get_first_line()
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        run = run.next
        pango_font = item.item.analysis.font
        font, size = stream.add_font(pango_font)
        count = item.glyphs.num_glyphs
        words = memoryview(ffi.buffer(item.glyphs.glyphs, count * BYTES)).cast("B").cast("i")
        glyphs = words[::GLYPH].tolist()
        shifted = any(words[RIGHT::GLYPH].tolist()) or any(words[UP::GLYPH].tolist())
        if font.bitmap or font.png or font.svg or font.colr or shifted or max(glyphs, default=0) >= STRANGE:
            usual = False
            for index, glyph in enumerate(glyphs):
                if glyph < STRANGE:
                    _note_text(font, glyph, layout, item, index)
        if not usual:
            continue
        known = font.__dict__.setdefault("_written", {}).setdefault(size, {})
        pairs = list(zip(glyphs, words[ADVANCE::GLYPH].tolist(), strict=True))
        for index, pair in enumerate(pairs):
            if pair not in known:
                _note_text(font, pair[0], layout, item, index)
                known[pair] = _write_glyph(stream, pango_font, font, size, pair)
        text = "".join([known[pair] for pair in pairs])
        found.append((pango_font, font, size, f"<{text}".removesuffix("<") if text.endswith("<") else f"<{text}>"))
    return found if usual else None


def _write_glyph(stream: Stream, pango_font: FFI.CData, font: Font, size: float, pair: tuple[int, int]) -> str:
    """Write a glyph with the way to the next one."""
    glyph, advance = pair
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    kerning = font.widths[glyph] - advance * 1000 * FROM_UNITS / size
    return f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"


def _note_text(font: Font, glyph: int, layout: Layout, item: FFI.CData, index: int) -> None:
    """Note what text a glyph stands for, where it is met for the first time.

    A letter and its marks are one cluster: where it has as many glyphs as characters, each stands for its own.
    WeasyPrint gives the whole of it to one of them, and so loses the letter wherever that comes again.
    """
    if glyph in font.to_unicode:
        return
    clusters, count, run = item.glyphs.log_clusters, item.glyphs.num_glyphs, item.item
    right_to_left = run.analysis.level % 2
    first = last = index
    while first > 0 and clusters[first - 1] == clusters[index]:
        first -= 1
    while last < count - 1 and clusters[last + 1] == clusters[index]:
        last += 1
    after = first - 1 if right_to_left else last + 1
    end = clusters[after] if 0 <= after < count else run.length
    text = layout.text.encode()[run.offset + clusters[index] : run.offset + end].decode()
    marked = split_cluster(text)
    if last - first + 1 == len(marked):
        font.to_unicode[glyph] = marked[last - index if right_to_left else index - first]
    else:  # of a cluster's glyphs, WeasyPrint's choice has all of its text
        font.to_unicode[glyph] = text if index == (first if right_to_left else last) else ""


def split_cluster(text: str) -> str:
    """Put a cluster's characters in the order of their glyphs; leave one empty whose script moves its letters about.

    Thai's vowel AM is drawn as a ring, before the tone that is written before it, and an AA.
    """
    if any(char in MOVING for char in text):
        return ""
    base, am, rest = text.partition(SARA_AM)
    if not am:
        return text
    letter, tones = base.rstrip(TONES), base[len(base.rstrip(TONES)) :]
    return f"{letter}{RING}{tones}{SARA_AA}{rest}"


def _layout_backgrounds(
    page: boxes.PageBox,
    box: boxes.Box,
    get_image: Callable[..., object],
    layout_children: bool = True,
    style: ComputedStyle | None = None,
) -> None:
    """Lay out the background of a box and those inside it."""
    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    if not layout_children or style is not None or box is page or not _is_bare(box.style):
        _backgrounds(page, box, get_image, layout_children, style)
        return
    box.__dict__.update(SQUARE)
    for child in box.all_children():
        _layout_backgrounds(page, child, get_image)


def _is_bare(style: ComputedStyle) -> bool:
    """Tell whether a style leaves a box without background, border image and round corners."""
    found: bool | None = getattr(style, "_bare", None)
    if found is None:
        found = style._bare = (
            style["background_image"] == NO_IMAGE
            and get_color(style, "background_color").alpha == 0
            and not style["box_shadow"]
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and all((0, "px") in style[corner] for corner in CORNERS)
        )
    return found


def _is_in_flow(box: boxes.Box) -> bool:
    style = box.style
    position = style["position"]
    return style["float"] not in FLOATS and position not in APART and position[0] not in TAKEN_OUT


SPEED = (
    (weasyprint.layout.background, "layout_box_backgrounds", _layout_backgrounds),
    (boxes.Box, "is_in_normal_flow", _is_in_flow),
)
