"""Texts that can be shown wherever they come from: a control character is seen, and moves no cursor and changes no colour."""

from __future__ import annotations

import re

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but the tabulator and the end of a line
CONTROL_OR_END = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def shown(text: str) -> str:
    """Write a text of several lines so that it can be printed: its control characters are seen, and do nothing."""
    return CONTROL.sub(_as_escape, text)


def shown_in_line(text: str) -> str:
    """Write a text so that it stays on one line, whatever it holds."""
    return CONTROL_OR_END.sub(_as_escape, text)


def escaped(text: str) -> str:
    """Write each character as JSON does: one above U+FFFF as a pair (RFC 8259, 7)."""
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))


def _as_escape(match: re.Match[str]) -> str:
    return escaped(match[0])
