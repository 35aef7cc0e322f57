"""What pages are printed for, as far as it changes how they are laid out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Impression:
    """An impression: `bleed` is what pages have beyond their edges, in mm.

    An `economy` one has no tints and no picture on its cover, and the addresses of links stand at the foot of the page.
    """

    bleed: float = 0.0
    economy: bool = False


PLAIN = Impression()
