"""The job that a print shop is given: how many, on what paper, how bound; and what follows for the spine."""

from __future__ import annotations

import math
from dataclasses import dataclass

STITCHED, GLUED, LOOSE = "saddle", "perfect", "none"
BINDINGS = {STITCHED: "saddle-stitched", GLUED: "perfect-bound", LOOSE: "not bound, single sheets"}
THICKEST = 64  # pages that can be stitched through the fold


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its weight in g/m² and its bulk in cm³/g, 1.0 for a coated one, 1.2 to 2.0 for uncoated ones."""

    grammage: int = 100
    bulk: float = 1.2
    name: str = ""

    @property
    def thickness(self) -> float:
        """Of one leaf, in mm."""
        return self.grammage * self.bulk / 1000

    def __str__(self) -> str:
        return f"{self.name + ', ' if self.name else ''}{self.grammage} g/m², bulk {self.bulk:g}"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What is ordered. An empty `binding` is chosen by the number of pages."""

    copies: int = 0
    paper: Paper = Paper()
    binding: str = ""
    finishing: str = ""
    contact: str = ""

    def bound_as(self, pages: int) -> str:
        """Return how so many pages are bound."""
        return self.binding or (STITCHED if pages <= THICKEST else GLUED)

    def spine(self, pages: int) -> float:
        """Return how wide the spine is in mm, to a tenth; a booklet and loose sheets have none."""
        if self.bound_as(pages) != GLUED:
            return 0.0
        return round(math.ceil(pages / 2) * self.paper.thickness, 1)
