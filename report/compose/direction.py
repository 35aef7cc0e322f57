"""Which way a text runs."""

from unicodedata import bidirectional

STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def direction_of(text: str) -> str:
    """Tell which way a text runs by its first letter: "ltr" or "rtl", empty where it has none (UAX #9, P2)."""
    return next((STRONG[kind] for kind in map(bidirectional, text) if kind in STRONG), "")
