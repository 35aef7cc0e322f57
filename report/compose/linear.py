"""Formulas in one line of plain text, for whatever shows no other: bookmarks, navigation, titles and labels.

Source: Unicode Technical Note 28, "UnicodeMath": strokes for fractions, brackets only where something would be lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.compose.xml import Element

RAISED = dict(zip(map(ord, "0123456789+-−=()n"), "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
LOWERED = dict(zip(map(ord, "0123456789+-−=()"), "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
PRIMES = {"′", "″", "‴", "'", "°"}
JOINING = set("+-−±·×/=<>≤≥≠,;:| ")  # of which what has one is no single thing
UNSAID = {"annotation", "annotation-xml", "mphantom", "none", "mprescripts"}
UNSEEN = {
    0x2061: " ",
    **dict.fromkeys((0x2062, 0x2063, 0x2064, 0x200B)),
}  # applied, times, and, plus: said and never written
ACCENTS = {
    "→": "\u20d7",
    "‾": "\u0305",
    "¯": "\u0305",
    "^": "\u0302",
    "ˆ": "\u0302",
    "~": "\u0303",
    "˜": "\u0303",
    "˙": "\u0307",
}
ROOTS = {"2": "√", "3": "∛", "4": "∜"}
SPACED = ("=", "<", ">", "≤", "≥", "≠", "≈", "→", "∈", "⇒", "≡", "∼")


def linear_text(element: Element) -> str:
    """Write a formula, or a part of one, in a line."""
    name = str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
    if not name or name in UNSAID:
        return ""
    parts = [linear_text(child) for child in element if isinstance(child.tag, str)]
    write = WRITERS.get(name)
    if write and len(parts) >= ARGUMENTS[name]:
        return write(parts)
    words = (element.text or "").translate(UNSEEN)
    if name == "mo" and words.strip() in SPACED:
        return f" {words.strip()} "
    if name in {"mtext", "mo"}:
        return words if name == "mtext" or words == " " else words.strip()
    if not parts:
        return words.strip()
    return "".join(parts)


def _whole(text: str) -> str:
    """Put brackets around what is more than one thing."""
    inner = text.strip()
    closed = inner.startswith("(") and inner.endswith(")") and ")" not in inner[1:-1]
    return f"({inner})" if JOINING & set(inner.lstrip("-−+")) and not closed else inner


def _raised(base: str, above: str) -> str:
    above = above.strip()
    if not above or above in PRIMES:
        return base + above
    small = above.translate(RAISED)
    changed = all(ord(char) in RAISED for char in above)
    return base + (small if changed else f"^{_whole(above)}")


def _lowered(base: str, below: str) -> str:
    below = below.strip()
    changed = all(ord(char) in LOWERED for char in below)
    return base + (below.translate(LOWERED) if changed else f"_{_whole(below)}")


def _root(parts: Sequence[str]) -> str:
    inner = "".join(parts).strip()
    return "√" + (_whole(inner) if len(inner) > 1 else inner)


def _nth_root(parts: Sequence[str]) -> str:
    inner, index = parts[0].strip(), parts[1].strip()
    return ROOTS.get(index, _raised("", index) + "√") + (_whole(inner) if len(inner) > 1 else inner)


WRITERS: dict[str, Callable[[Sequence[str]], str]] = {
    "mfrac": lambda parts: f"{_whole(parts[0])}/{_whole(parts[1])}",
    "mroot": _nth_root,
    "msqrt": _root,
    "msub": lambda parts: _lowered(parts[0], parts[1]),
    "msubsup": lambda parts: _raised(_lowered(parts[0], parts[1]), parts[2]),
    "msup": lambda parts: _raised(_whole(parts[0]) if len(parts[0]) > 1 else parts[0], parts[1]),
    "mtable": "; ".join,
    "mtr": ", ".join,
    "mover": lambda parts: parts[0] + ACCENTS.get(parts[1].strip(), parts[1].strip()),
    "munder": lambda parts: _lowered(parts[0], parts[1]),
    "munderover": lambda parts: _raised(_lowered(parts[0], parts[1]), parts[2]),
}
ARGUMENTS = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msubsup": 3,
    "msup": 2,
    "mover": 2,
    "munder": 2,
    "munderover": 3,
} | dict.fromkeys(("msqrt", "mtable", "mtr"), 1)
