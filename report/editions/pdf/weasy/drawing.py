"""A line's glyphs are written as whole runs, and boxes with nothing behind their text are passed over.

Private names of WeasyPrint 70 are replaced; each of ours leaves what is out of the ordinary to WeasyPrint:

- `draw.text.draw_first_line`, by way of `page_numbers`: a glyph that comes again with the same advance is written
  as it was the first time.
- `layout.background.layout_box_backgrounds`: a box without background, border image and round corners has none.
- `formatting_structure.boxes.Box.is_in_normal_flow`: the question that is asked most, answered in one go.
"""

from __future__ import annotations

from typing import Any

import weasyprint.draw.text
import weasyprint.layout.background
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

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

_draw = weasyprint.draw.text.draw_first_line
_backgrounds = weasyprint.layout.background.layout_box_backgrounds


def draw_line(stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
    """Draw a line of text as `draw_first_line` does: the same bytes."""
    plain = text_overflow != "ellipsis" and block_ellipsis == "none" and textbox.text.strip()
    if not plain or textbox.style["font_size"] < 1e-6:
        return _draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
    runs = _read_runs(textbox.pango_layout, stream)
    if runs is None:
        return _draw(stream, textbox, text_overflow, block_ellipsis, matrix)
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


def _read_runs(layout: Any, stream: Any) -> list[tuple[Any, Any, float, str]] | None:
    """Read the runs of a line: Pango's font, ours, its size, and the glyphs; None where one is out of the ordinary."""
    found = []
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
            return None
        known = font.__dict__.setdefault("_written", {}).setdefault(size, {})
        pairs = list(zip(glyphs, words[ADVANCE::GLYPH].tolist(), strict=True))
        for index, pair in enumerate(pairs):
            if pair not in known:
                _note_text(font, pair[0], layout, item, index)
                known[pair] = _write_glyph(stream, pango_font, font, size, pair)
        text = "".join([known[pair] for pair in pairs])
        found.append((pango_font, font, size, f"<{text}".removesuffix("<") if text.endswith("<") else f"<{text}>"))
    return found


def _write_glyph(stream: Any, pango_font: Any, font: Any, size: float, pair: tuple[int, int]) -> str:
    """Write a glyph with the way to the next one."""
    glyph, advance = pair
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    kerning = font.widths[glyph] - advance * 1000 * FROM_UNITS / size
    return f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"


def _note_text(font: Any, glyph: int, layout: Any, item: Any, index: int) -> None:
    """Note what text a glyph stands for, where it is met for the first time."""
    if glyph in font.to_unicode:
        return
    clusters, count, run = item.glyphs.log_clusters, item.glyphs.num_glyphs, item.item
    right_to_left = run.analysis.level % 2
    last = index == 0 if right_to_left else index == count - 1
    end = run.length if last else clusters[index - 1 if right_to_left else index + 1]
    text: bytes = layout.text.encode()
    font.to_unicode[glyph] = text[run.offset + clusters[index] : run.offset + end].decode()


def _layout_backgrounds(page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:
    """Lay out the background of a box and those inside it."""
    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    if not layout_children or style is not None or box is page or not _is_bare(box.style):
        _backgrounds(page, box, get_image, layout_children, style)
        return
    box.__dict__.update(SQUARE)
    for child in box.all_children():
        _layout_backgrounds(page, child, get_image)


def _is_bare(style: Any) -> bool:
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


def _is_in_flow(box: Any) -> bool:
    style = box.style
    position = style["position"]
    return style["float"] not in FLOATS and position not in APART and position[0] not in TAKEN_OUT


REPLACED = (
    (weasyprint.layout.background, "layout_box_backgrounds", _layout_backgrounds),
    (boxes.Box, "is_in_normal_flow", _is_in_flow),
)
