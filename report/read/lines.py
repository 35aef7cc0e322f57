"""Where in a source file a thing stands: pandoc's Markdown reader keeps no positions, so they are looked up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from report.model.findings import Location

if TYPE_CHECKING:
    from report.model.manuscript import Section

SHORTEST = 6


class Places:
    """Locations in one section's text. Each look-up of the same words finds the next place they stand in."""

    def __init__(self, section: Section) -> None:
        self._section = section
        self._seen: Counter[str] = Counter()

    def next(self, *words: str) -> Location:
        """Locate the next occurrence of the first of `words` that the text has; line 0 where it has none."""
        for word in words:
            start = -1
            for _ in range(self._seen[word] + 1):
                start = self._section.text.find(word, start + 1)
                if start < 0:
                    break
            if start >= 0:
                self._seen[word] += 1
                return Location(self._section.path, self._section.text.count("\n", 0, start) + 1)
        return Location(self._section.path)


def locate_text(section: Section, content: str) -> Location:
    """Locate a passage by its first letters and digits, whatever marks stand between them in the source."""
    wanted = "".join(char for char in content if char.isalnum())
    kept = [(index, char) for index, char in enumerate(section.text) if char.isalnum()]
    text = "".join(char for _, char in kept)
    for length in (60, 30, 15, SHORTEST):
        start = text.find(wanted[:length]) if len(wanted) >= min(length, SHORTEST) else -1
        if start >= 0:
            return Location(section.path, section.text.count("\n", 0, kept[start][0]) + 1)
    return Location(section.path)
