"""The house's brand: what every report of it looks like, whatever the theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.findings import Location

PATTERNS = ("quarters", "leaves", "halves", "triangles", "rings", "steps")
"""What a cover can be drawn of."""


@dataclass(frozen=True, slots=True)
class BrandToken:
    """A token that takes the place of the theme's: its value, that in the dark scheme, and where it was written.

    A value may hold "{}", for what the theme has.
    """

    name: str
    value: str
    dark: str
    place: Location


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand: tokens for every theme, the publisher's logo and the lines of its address, and what its covers are drawn of.

    `cover` is one of `PATTERNS`, empty where each series has its own.
    """

    tokens: tuple[BrandToken, ...] = ()
    logo: Path | None = None
    address: tuple[str, ...] = ()
    cover: str = ""
