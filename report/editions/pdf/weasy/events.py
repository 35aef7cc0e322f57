"""What the layout engine logs, as events: told apart by its templates, so that nobody reads its sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from report.editions.pdf.weasy.files import Refused
from report.model.findings import About
from report.model.parts import EngineEvent

if TYPE_CHECKING:
    import logging

GLYPH = '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)'
PLACE = " at %d:%d"  # of a style sheet
ADDRESS = re.compile(r" object at 0x[0-9a-f]+")


def read_event(record: logging.LogRecord) -> EngineEvent | None:
    """Return what a record of the engine's log tells; None where the fetcher has told of it already."""
    template, values = str(record.msg), record.args if isinstance(record.args, tuple) else ()
    if any(_is_refusal(value) for value in values):
        return None
    if template == GLYPH:
        character, number = values
        return EngineEvent("P102", f'"{character}" (U+{number:04X})', About(words=str(character)))
    before, place, after = template.partition(PLACE)
    if place:
        count = before.count("%")  # of the values that stand before the place
        return EngineEvent(
            "S301", _said(before + after, values[:count] + values[count + 2 :]).rstrip("."), line=_line(values[count])
        )
    return EngineEvent("P101", _said(template, values))


def _is_refusal(value: object) -> bool:
    return isinstance(value, Exception) and isinstance(value.__cause__ or value.__context__, Refused)


def _said(template: str, values: tuple[Any, ...]) -> str:
    return template % tuple(_plain(value) for value in values)


def _plain(value: object) -> object:
    """Return what is put into a sentence for a value: of an object without its place in memory."""
    return value if isinstance(value, str | int | float) else ADDRESS.sub("", str(value))


def _line(value: object) -> int:
    return value if isinstance(value, int) else 0
