"""Where in a source file a thing stands: pandoc's Markdown reader keeps no positions, so they are looked up."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from report.model.findings import Location
from report.model.manuscript import Origin

if TYPE_CHECKING:
    from report.model.manuscript import Section

SHORTEST = 6
BRACKETS = 8
BESIDE_KEYS, WITHIN_NAMES = {"_", "`"}, {"_", "-"}
FENCES = ("```", "~~~")
LEAD = re.compile(r"\]\(<?|\{(?!\{)| ")  # what may stand before the thing that is looked up
REPEATED = re.compile(r"(\S[^\n]{0,11}?)\1{49,}")
LONG = 2000  # characters of a line
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Places:
    """Locations in one section's text. Each look-up of the same words finds the next place they stand in."""

    def __init__(self, section: Section) -> None:
        self._section = section
        self._found: dict[str, int] = {}

    def next(self, *words: str) -> Location:
        """Locate the next occurrence of the first of `words` that the text has; line 0 where it has none."""
        index = self.pass_by(*words)
        return Location(self._section.path) if index is None else self._at(index)

    def pass_by(self, *words: str) -> int | None:
        """Find what `next` would locate, so that it will find the one after it; None where the text has none."""
        for word in words:
            index = _find(self._section.text, word, self._found.get(word, -1) + 1)
            if index is not None:
                self._found[word] = index
                return index
        return None

    def again(self, *words: str) -> Location:
        """Locate once more what the last look-up of the same words found."""
        for word in words:
            if word in self._found:
                return self._at(self._found[word])
        return self.next(*words)

    def passage(self, content: str) -> Location:
        """Locate the next bracketed passage of that plain text, whatever marks it holds in the source."""
        place = self.next(f"[{content}]", content)
        return place if place.line else locate_text(self._section, content)

    def first(self) -> Location:
        """Locate the first line that is not blank."""
        text = self._section.text
        return self._at(len(text) - len(text.lstrip()))

    def _at(self, index: int) -> Location:
        lead = LEAD.match(self._section.text, index)
        return locate(self._section, lead.end() if lead else index)


def locate(section: Section, index: int) -> Location:
    """Locate a character of a section's text in the file that its author wrote it in."""
    known = section.origins or (Origin(0, section.path, 1, 1),)
    origin = known[bisect_right(known, index, key=attrgetter("start")) - 1]
    if origin.inserted:
        return Location(origin.path, origin.line, origin.column)
    lines = section.text.count("\n", origin.start, index)
    column = index - section.text.rfind("\n", 0, index) if lines else origin.column + index - origin.start
    return Location(origin.path, origin.line + lines, column)


def locate_line(section: Section, line: int, column: int = 1) -> Location:
    """Locate a line and column of a section's text, both from 1, in the file that its author wrote them in."""
    lines = section.text.split("\n")
    return locate(section, sum(len(text) + 1 for text in lines[: line - 1]) + column - 1)


def locate_text(section: Section, content: str) -> Location:
    """Locate a passage by its first letters and digits, whatever marks stand between them in the source."""
    wanted = "".join(char for char in content if char.isalnum())
    kept = [(index, char) for index, char in enumerate(section.text) if char.isalnum()]
    text = "".join(char for _, char in kept)
    for length in (60, 30, 15, SHORTEST):
        start = text.find(wanted[:length]) if len(wanted) >= min(length, SHORTEST) else -1
        if start >= 0:
            return locate(section, kept[start][0])
    return Location(section.path)


def position(text: str, index: int) -> tuple[int, int]:
    """Return the line and the column of a character, both from 1."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def find_control(text: str) -> tuple[int, int, str] | None:
    """Find the first control character, which no edition can hold: its line and column, from 1, and its name."""
    match = CONTROL.search(text)
    return (*position(text, match.start()), f"U+{ord(match[0]):04X}") if match else None


def find_brackets(text: str) -> tuple[int, int] | None:
    """Find where brackets are nested so deep that pandoc takes ten times longer for each more: line and column."""
    depth, listing = 0, False
    for number, line in enumerate(text.split("\n"), start=1):
        if line.lstrip().startswith(FENCES):
            listing = not listing
        if listing or not line.strip():
            depth = 0
            continue
        for column, char in enumerate(line if "[" in line or depth else "", start=1):
            depth = max(depth + (char == "[") - (char == "]"), 0)
            if depth > BRACKETS:
                return number, column
    return None


def find_monotony(text: str) -> tuple[int, str] | None:
    """Find the longest run of the same few characters, or else the longest line: the line from 1, and what to say of it."""
    run = max(REPEATED.finditer(text), key=lambda match: len(match[0]), default=None)
    if run:
        count = len(run[0]) // len(run[1])
        return text.count("\n", 0, run.start()) + 1, f'"{run[1].strip()}" is repeated {count:,} times'
    lines = text.split("\n")
    longest = max(range(len(lines)), key=lambda number: len(lines[number]))
    return (longest + 1, f"a line has {len(lines[longest]):,} characters") if len(lines[longest]) >= LONG else None


def _find(text: str, word: str, start: int) -> int | None:
    """Find words that do not go on: `@fig-map`, but neither `@fig-maps` nor the one in `code`."""
    while (index := text.find(word, start)) >= 0:
        before, after = text[index - 1 : index], text[index + len(word) : index + len(word) + 1]
        begins = not (word.startswith("@") and (before.isalnum() or before in BESIDE_KEYS))
        if begins and not (word[-1:].isalnum() and (after.isalnum() or after in WITHIN_NAMES)):
            return index
        start = index + 1
    return None
