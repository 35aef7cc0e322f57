"""What was meant by a name that there is not: the nearest of those that there are."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 100  # characters of a name that can be a slip
PATIENCE = 20_000  # comparisons for one text, each some microseconds: a file may name thousands that there are not


@dataclass(slots=True)
class Suggestions:
    """Suggests names for slips of one text, until its patience is at an end; after that it knows of none."""

    patience: int = PATIENCE

    def near(self, name: str, names: Collection[str], most: int = 3) -> list[str]:
        """Return the names that are most like one, the nearest first; the comparison is difflib's."""
        if len(name) > LONGEST or not self.patience:
            return []
        known = list(islice(names, self.patience))
        self.patience -= len(known)
        return get_close_matches(name, [one for one in known if len(one) <= LONGEST], most)

    def meant(self, name: str, names: Collection[str], otherwise: str) -> str:
        """Ask whether the nearest name was meant; where none is near, return what to say `otherwise`."""
        near = self.nearest(name, names)
        return f'did you mean "{near}"?' if near else otherwise

    def nearest(self, name: str, names: Collection[str]) -> str:
        """Return the one name that is most like one, empty where none is."""
        return next(iter(self.near(name, names, 1)), "")
