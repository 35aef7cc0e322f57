"""What is known of the part that is being laid out, for the functions put into WeasyPrint's place."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.editions.pdf.formulas import Formula
    from report.model.parts import EngineEvent, PageNumber, PartSource


@dataclass(slots=True)
class Rendering:
    """One part on its way. `formulas` are those set, `mathematical` the signs they show: glyph, text and width."""

    source: PartSource
    room: dict[str, int]
    strings: dict[str, str]
    borrowed: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    anchors: list[tuple[str, int, float, float]] = field(default_factory=list)
    numbers: list[PageNumber] = field(default_factory=list)
    digits: dict[Any, Any] = field(default_factory=dict)
    margins: dict[str, Any] = field(default_factory=dict)
    formulas: list[Formula] = field(default_factory=list)
    mathematical: dict[int, tuple[str, int]] = field(default_factory=dict)
    events: list[EngineEvent] = field(default_factory=list)
    pages_done: int = 0


_current: list[Rendering] = []
_one_at_a_time = threading.Lock()  # an executor may run its calls in threads; the engine cannot


def current() -> Rendering:
    """Return the part being laid out; a process lays out one at a time."""
    return _current[-1]


@contextmanager
def rendering(source: PartSource) -> Iterator[Rendering]:
    """Make a part the one that is being laid out."""
    with _one_at_a_time:
        state = Rendering(source, dict(source.room), dict(source.opening.strings))
        _current.append(state)
        try:
            yield state
        finally:
            _current.pop()
