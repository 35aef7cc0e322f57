"""S305: whether the colours of a theme can be read on one another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.themes.colours import contrast
from report.themes.theme import without_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.themes.theme import StyleSheet, Theme

ENOUGH = 4.5
TEXTS = ("ink", "quiet", "accent", "signal", "string")
GROUNDS = ("paper", "tint", "signal-tint")
COLOUR = re.compile(r"--([\w-]+):\s*(#(?:[0-9a-f]{3}){1,2})\s*;", re.IGNORECASE)
DARK = re.compile(r"@media[^{;@]*prefers-color-scheme:\s*dark[^{;@]*\{\s*:root\s*\{([^}]*)\}")
Colours = dict[str, tuple[str, int]]
"""Colours by token, each with the index in its sheet where it is set."""


def check_contrast(theme: Theme) -> Iterator[Finding]:
    """Find pairs of a text's and a ground's colour below 4.5 : 1 (WCAG 2.2, 1.4.3), in both schemes."""
    light = theme.sheet("tokens.css")
    yield from _pairs(_colours(light.css, 0), light, "")
    screen = theme.sheet("screen.css")
    for match in DARK.finditer(screen.css):
        yield from _pairs(_colours(match[1], match.start(1)), screen, "in the dark scheme, ")


def _colours(css: str, start: int) -> Colours:
    return {match[1]: (match[2], start + match.start()) for match in COLOUR.finditer(without_comments(css))}


def _pairs(colours: Colours, sheet: StyleSheet, scheme: str) -> Iterator[Finding]:
    for text in (name for name in TEXTS if name in colours):
        for ground in (name for name in GROUNDS if name in colours):
            found = contrast(colours[text][0], colours[ground][0])
            if found < ENOUGH:
                message = f"{scheme}--{text} on --{ground} has a contrast of {found:.2f} : 1"
                place = sheet.place(colours[text][1])
                yield Finding("S305", message, place, f"make it {ENOUGH} : 1 or more, by changing either")
