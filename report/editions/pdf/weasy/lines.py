"""Lines are not broken early for a space that would hang over their end.

WeasyPrint asks Pango for the first line of a text. Where all of it fits but for the space at its end, Pango keeps it on one
line that is too wide, and `split_first_line` takes that for a word too long to fit: it breaks after the first word. Without
the space it is right. Private name of WeasyPrint 70 replaced: `layout.inline.split_first_line`.
"""

from __future__ import annotations

from typing import Any

import weasyprint.layout.inline

NARROWEST = 0.25  # em: what a letter takes at least, on an average; a text that is longer has more than a line

_split = weasyprint.layout.inline.split_first_line


def _first_line(text: str, style: Any, context: Any, max_width: float | None, *more: Any, **options: Any) -> Any:
    """Fit a text's first line, without the space at its end where only that does not fit."""
    found = _split(text, style, context, max_width, *more, **options)
    resume_at = found[2]
    if resume_at is None or max_width is None or not text.endswith(" ") or style["white_space"] != "normal":
        return found
    if len(text) * style["font_size"] * NARROWEST > max_width:
        return found
    whole = _split(text.rstrip(" "), style, context, max_width, *more, **options)
    return whole if whole[2] is None and whole[3] <= max_width else found


REPLACED = ((weasyprint.layout.inline, "split_first_line", _first_line),)
