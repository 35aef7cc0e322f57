"""Lines are not broken early for a space that would hang over their end, and a word without end does not cost without end.

WeasyPrint asks Pango for the first line of a text. Where all of it fits but for the space at its end, Pango keeps it on one
line that is too wide, and `split_first_line` takes that for a word too long to fit: it breaks after the first word. Without
the space it is right.

Where it looks for a word to hyphenate, it has Pango analyse the whole text that cannot be broken, and again behind each word
that is too short: 24,000 characters took 20 seconds. The next word is found at the text's beginning.

Private names of WeasyPrint 70 replaced: `layout.inline.split_first_line`, `text.line_break.get_next_word_boundaries`.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import weasyprint.layout.inline
import weasyprint.text.line_break

from report.runtime.store import user_store, values_digest

if TYPE_CHECKING:
    from weasyprint.css import ComputedStyle
    from weasyprint.layout import LayoutContext

KIND = "hyphens"
NARROWEST = 0.25  # em: what a letter takes at least, on an average; a text that is longer has more than a line

NEAR = 200  # characters in which the next word is looked for first

_boundaries = weasyprint.text.line_break.get_next_word_boundaries
_split = weasyprint.layout.inline.split_first_line


def _first_line(
    text: str, style: ComputedStyle, context: LayoutContext, max_width: float | None, *more: object, **options: object
) -> Any:
    """Fit a text's first line, without the space at its end where only that does not fit."""
    found = _split(text, style, context, max_width, *more, **options)
    resume_at = found[2]
    if resume_at is None or max_width is None or not text.endswith(" ") or style["white_space"] != "normal":
        return found
    if len(text) * style["font_size"] * NARROWEST > max_width:
        return found
    whole = _split(text.rstrip(" "), style, context, max_width, *more, **options)
    return whole if whole[2] is None and whole[3] <= max_width else found


def _next_word(text: str, lang: str | None) -> tuple[int, int] | None:
    """Find where the next word begins and ends: in what is near, unless it goes on there."""
    found: tuple[int, int] | None = None
    if len(text) > NEAR:
        found = _boundaries(text[:NEAR], lang)
    return found if found and found[1] < NEAR else _boundaries(text, lang)


CURES = (
    (weasyprint.layout.inline, "split_first_line", _first_line),
    (weasyprint.text.line_break, "get_next_word_boundaries", _next_word),
)


def prepare_hyphenation(lang: str) -> None:
    """Have the patterns of a BCP 47 language at hand; do nothing where there are none, or they are."""
    import pyphen

    found = pyphen.language_fallback(lang.replace("-", "_"))
    if not found or pyphen.LANGUAGES[found] in pyphen.hdcache:
        return
    store, key = user_store(), values_digest(version("pyphen"), Path(pyphen.LANGUAGES[found]).read_bytes())
    kept = store.get(KIND, key)
    if kept is None:
        store.put(KIND, key, pyphen.Pyphen(lang=found).hd)
    else:
        pyphen.hdcache[pyphen.LANGUAGES[found]] = kept
