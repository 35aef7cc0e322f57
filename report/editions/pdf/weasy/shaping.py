"""Shaped lines are kept until they are drawn.

WeasyPrint throws a line's Pango layout away when its width is known, to spare memory, and shapes the line
again to draw it. A part is small enough to keep them. Private names of WeasyPrint 70 are replaced:
`text.line_break.Layout.deactivate` and `reactivate`; a line whose spaces are not stretched is drawn as it was
measured.
"""

from __future__ import annotations

from typing import Any

from weasyprint.text.ffi import pango
from weasyprint.text.line_break import Layout

_reactivate = Layout.reactivate


def _keep(layout: Any) -> None:
    """Leave a line as it is."""


def _take_up(layout: Any, style: Any) -> None:
    """Make a line ready to be drawn: with its spaces stretched, and no width to break it."""
    if layout.justification_spacing:
        _reactivate(layout, style)
    else:
        pango.pango_layout_set_width(layout.layout, -1)


REPLACED = (
    (Layout, "deactivate", _keep),
    (Layout, "reactivate", _take_up),
)
