"""Overprint: black letters are printed on top of what lies below, so that no white shows where plates do not meet.

Source: ISO 32000-1, 8.6.7 (overprint control).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import ContentStreamInstruction, Dictionary, Name, Operator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ON, OFF = "/BlackOn", "/BlackOff"
STATES = {ON: {"/op": True, "/OPM": 1}, OFF: {"/op": False, "/OPM": 0}}
BLACK = (0.0, 0.0, 0.0, 1.0)


def overprint_letters(instructions: Iterable[tuple[Any, bool]]) -> Iterator[Any]:
    """Set overprint before black letters, and take it back before other colours.

    Each instruction comes with whether letters are painted next.
    """
    on, kept = False, []
    for instruction, letters in instructions:
        operator = str(instruction.operator)
        if operator == "q":
            kept.append(on)
        elif operator == "Q" and kept:
            on = kept.pop()
        elif operator in {"k", "Do"}:  # what is drawn takes the state over
            wanted = operator == "k" and letters and tuple(float(part) for part in instruction.operands) == BLACK
            if wanted != on:
                on = wanted
                yield ContentStreamInstruction([Name(ON if on else OFF)], Operator("gs"))
        yield instruction


def add_states(resources: Any) -> None:
    """Give resources the two states that content is set with."""
    held = {str(name): state for name, state in resources.get("/ExtGState", {}).items()}
    resources.ExtGState = Dictionary({**held, **{name: Dictionary(state) for name, state in STATES.items()}})
