"""Colours as #rrggbb: how bright they are, how they mix, and whether one can be read on another (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
FUNCTION = re.compile(r"(?:rgba?|hsla?|lab|lch|hcl)\([^()]*\)")
WHITE, BLACK = "#ffffff", "#000000"
STEPS = 20  # from a colour to white


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    red, green, blue = (_linear(part / 255) for part in parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def known_colour(text: str) -> bool:
    """Tell whether CSS knows a colour: by name, in digits, or as a function of numbers."""
    if FUNCTION.fullmatch(text.strip()) or text.strip().lower() in {"transparent", "none", "currentcolor"}:
        return True
    from PIL import ImageColor

    try:
        ImageColor.getrgb(text.strip())
    except ValueError:
        return False
    return True


def parts(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of a colour written as #rrggbb or #rgb, each from 0 to 255."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def mix(colour: str, other: str, share: float) -> str:
    """Mix a colour with a `share` (0 to 1) of another."""
    pairs = zip(parts(colour), parts(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def lightened(colour: str, ground: str, wanted: float) -> str:
    """Return a colour, made lighter until its contrast on a dark ground is what is wanted."""
    steps = (mix(colour, WHITE, step / STEPS) for step in range(STEPS + 1))
    return next((found for found in steps if contrast(found, ground) >= wanted), WHITE)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
