"""Styles and lengths that are the same again and again are worked out once.

Private names of WeasyPrint 70 are replaced:

- `css.ComputedStyle.__missing__`: a property that no rule sets is taken from the parent or its initial value at once.
- `layout.page.set_page_type_computed_styles`: pages of one type share their styles and those of their margin boxes.
- `resolve_percentages` in every module of `layout` that has it: lengths without a percentage are kept with the style.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import weasyprint.layout.page
from weasyprint.css import ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.layout import absolute, block, column, grid, inline, page, percent, table
from weasyprint.layout import float as floats

if TYPE_CHECKING:
    from weasyprint import HTML
    from weasyprint.css import StyleFor
    from weasyprint.formatting_structure import boxes

SPECIAL = {"page", "position", "float", "display"}
ORDINARY = {key for key in INITIAL_VALUES if key not in SPECIAL and not key.startswith("text_decoration_")}
PASSED_ON = ORDINARY & INHERITED - set(PHYSICAL_FUNCTIONS)
INITIAL = ORDINARY - INHERITED - INITIAL_NOT_COMPUTED
PLAIN_INITIAL = INITIAL - set(PHYSICAL_FUNCTIONS)
LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)
BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))

_missing = ComputedStyle.__missing__
_set_page_styles = weasyprint.layout.page.set_page_type_computed_styles
_resolve = percent.resolve_percentages


def _find(style: ComputedStyle, key: str) -> Any:
    """Find a property's value; what a rule sets, in this or a logical name, is left to WeasyPrint."""
    if key not in style.cascaded:
        if key in PASSED_ON:
            if style.parent_style is not None:
                value = style[key] = style.parent_style[key]
                return value
        elif key in PLAIN_INITIAL or (key in INITIAL and not _is_logical(style)):
            value = style[key] = INITIAL_VALUES[key]
            return value
    return _missing(style, key)


def _is_logical(style: ComputedStyle) -> bool:
    """Tell whether a rule may set the property by the name that it has in the direction of the text."""
    found: bool | None = getattr(style, "_logical", None)
    if found is None:
        found = style._logical = any("inline" in name or "block" in name for name in style.cascaded)
    return found


def _set_page_type(page_type: object, html: HTML, style_for: StyleFor) -> None:
    if (page_type, None) not in style_for.get_computed_styles():
        _set_page_styles(page_type, html, style_for)


def _resolve_percentages(box: boxes.Box, containing_block: boxes.Box) -> None:
    """Give a box its lengths, all at once where none depends on the box around it."""
    box = box._box if isinstance(box, absolute.AbsolutePlaceholder) else box
    style = box.style
    try:
        lengths = style._lengths
    except AttributeError:
        lengths = style._lengths = _fixed_lengths(style)
    if lengths is None:
        _resolve(box, containing_block)
    else:
        box.__dict__.update(lengths)


def _fixed_lengths(style: ComputedStyle) -> dict[str, Any] | None:
    """Return the lengths of a style in px; None where one is a part of something, or the box is sized unusually."""
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return None
    found: dict[str, Any] = {name: style[name] for name in BORDERS}
    for name in LENGTHS:
        value = style[name]
        if value == "auto":
            found[name] = 0 if name.startswith("min_") else "auto"
        elif getattr(value, "unit", "").lower() == "px":
            found[name] = value.value
        else:
            return None
    return found


SPEED = (
    (ComputedStyle, "__missing__", _find),
    (weasyprint.layout.page, "set_page_type_computed_styles", _set_page_type),
    *(
        (module, "resolve_percentages", _resolve_percentages)
        for module in (absolute, block, column, floats, grid, inline, page, table)
    ),
)
