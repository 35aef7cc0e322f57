"""Headings of plain text: lines that are underlined, numbered, in capitals, or short and alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)[.):]?\s+(?P<title>\S.*)")
ROMAN = re.compile(r"(?P<number>[IVX]{1,5})[.)]\s+(?P<title>\S.*)")
UNDERLINE = re.compile(r"(=+|-+|~+|_+|\*+)")
LONGEST, SHORT = 90, 60
STOPS = (".", ",", ";", ":", "!", "?", "…", "。", "،")
DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that is taken for a heading. `depth` is its level where the line itself tells it, else 0.

    `sure` where nothing but a heading looks like this.
    """

    title: str
    style: str
    depth: int = 0
    numbered: bool = False

    @property
    def sure(self) -> bool:
        """Tell whether nothing else looks like this."""
        return self.style != "short"


def underlined(lines: Sequence[str]) -> Heading | None:
    """Read a line and the line of signs below it."""
    if len(lines) < 2:
        return None
    title, line = lines[0].strip(), lines[1].strip()
    if not title or not UNDERLINE.fullmatch(line) or len(line) < max(3, len(title) // 2) or not title[-1:].strip("|+"):
        return None
    if "  " in line or len(title) > LONGEST or UNDERLINE.fullmatch(title):
        return None
    found = _numbered(title)
    style = "double" if line[0] == "=" else "single"
    return Heading(found.title, style, found.depth, numbered=True) if found else Heading(title, style)


def single(line: str) -> Heading | None:
    """Read a line that stands alone; None where it cannot be a heading."""
    text = line.strip()
    if len(text) > LONGEST or text.endswith(STOPS) or not any(char.isalpha() for char in text):
        return None
    if found := _numbered(text):
        return found
    letters = [char for char in text if char.isalpha()]
    if len(letters) >= 3 and all(char.isupper() for char in letters):
        return Heading(text, "capitals")
    if len(text) <= SHORT and not text[0].islower() and "@" not in text and "://" not in text:
        return Heading(text, "short")
    return None


def levels_of(headings: Sequence[Heading]) -> list[int]:
    """Give headings their levels: numbers say theirs, other styles rank by how loud they are."""
    loud = [style for style in ("double", "capitals", "single") if any(found.style == style for found in headings)]
    numbered = any(found.depth for found in headings)
    rank = {style: index + 1 for index, style in enumerate(loud)}
    if numbered and "single" in rank:
        rank["single"] = max(rank["single"], 2)
    levels, last = [], 0
    for found in headings:
        level = found.depth or rank.get(found.style, 0) or last + 1
        if found.sure:
            last = level
        levels.append(min(level, DEEPEST))
    return levels


def _numbered(text: str) -> Heading | None:
    match = NUMBERED.fullmatch(text) or ROMAN.fullmatch(text)
    if match is None or match["title"][0].islower():
        return None
    return Heading(match["title"], "numbered", match["number"].count(".") + 1, numbered=True)
