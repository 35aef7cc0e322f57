"""What shaping a line takes is made once for each style, and shaped lines are kept until they are drawn.

WeasyPrint throws a line's Pango layout away when its width is known, to spare memory, and shapes the line again
to draw it. A part is small enough to keep them. Private names of WeasyPrint 70 are replaced:

- `text.line_break.Layout.setup`: Pango's context and description of the font are kept with the style.
- `text.line_break.Layout.deactivate` and `reactivate`: a line whose spaces are not stretched is drawn as it was
  measured.
- `layout.inline.strut`: a style's own line height and baseline are kept with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import weasyprint.layout.inline
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout, strut

if TYPE_CHECKING:
    from weasyprint.css import ComputedStyle

FEATURES = tuple(
    f"font_{name}"
    for name in (
        "kerning",
        "variant_ligatures",
        "variant_position",
        "variant_caps",
        "variant_numeric",
        "variant_alternates",
        "variant_east_asian",
        "feature_settings",
    )
)

_setup = Layout.setup
_reactivate = Layout.reactivate


@dataclass(frozen=True, slots=True)
class _Setting:
    """What Pango must know of a style, `features` NULL where the font's own are wanted."""

    context: Any
    language: Any
    description: Any
    features: Any


def _set_up(layout: Layout, style: ComputedStyle) -> None:
    """Make a line's Pango layout; of a style that decorates its text, or has a language for its font, as WeasyPrint does."""
    if style["text_decoration_line"] != "none" or style["font_language_override"] != "normal":
        _setup(layout, style)
        return
    try:
        setting = style._setting
    except AttributeError:
        setting = style._setting = _setting_of(style)
    layout.style, layout.language, layout.first_line_direction = style, setting.language, 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = made = ffi.gc(pango.pango_layout_new(setting.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(made, False)
    pango.pango_layout_set_font_description(made, setting.description)
    if setting.features:
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, setting.features)
        pango.pango_layout_set_attributes(made, attributes)


def _setting_of(style: ComputedStyle) -> _Setting:
    config = style.font_config
    context = ffi.gc(pango.pango_font_map_create_context(config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_get_default()
    if style["lang"]:
        pointer, _alive = unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    wanted = font_features(*(style[name] for name in FEATURES))
    text = ",".join(f"{key} {value}" for key, value in wanted.items()).encode()
    known = config.font_features
    if text and text not in known:
        known[text] = pango.pango_attr_font_features_new(text)
    return _Setting(context, language, get_font_description(style), known[text] if text else ffi.NULL)


def _keep(layout: Layout) -> None:
    """Leave a line as it is."""


def _take_up(layout: Layout, style: ComputedStyle) -> None:
    """Make a line ready to be drawn: with its spaces stretched, and no width to break it."""
    if layout.justification_spacing:
        _reactivate(layout, style)
    else:
        pango.pango_layout_set_width(layout.layout, -1)


def _own_line(style: ComputedStyle) -> Any:
    """Return a style's line height and baseline."""
    try:
        return style._own_line
    except AttributeError:
        style._own_line = strut(style)
        return style._own_line


SPEED = (
    (Layout, "setup", _set_up),
    (Layout, "deactivate", _keep),
    (Layout, "reactivate", _take_up),
    (weasyprint.layout.inline, "strut", _own_line),
)
