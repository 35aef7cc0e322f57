"""Words in two directions: a line's stretches in the order in which they are drawn, for drawings, which have no layout engine.

This is the Unicode Bidirectional Algorithm (UAX 9) as far as labels and titles need it: no embeddings, no isolates.
"""

from __future__ import annotations

import unicodedata
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from report.fonts.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.fonts.scripts import Script

LEFT, RIGHT, NUMBER, NEUTRAL = "L", "R", "N", ""
KINDS = {"L": LEFT, "R": RIGHT, "AL": RIGHT, "EN": NUMBER, "AN": NUMBER}
JOINS = {"CS", "ES"}  # between the digits of one number
SIGNS = {"ET"}  # percent, degree and currencies: part of the number beside them
LEVELS = {LEFT: {LEFT: 0, RIGHT: 1, NUMBER: 2}, RIGHT: {LEFT: 2, RIGHT: 1, NUMBER: 2}}


def stretches(words: str) -> list[tuple[str, str]]:
    """Cut a line where its direction or script changes; return its parts from left to right, each "ltr" or "rtl"."""
    keyed = zip(_levels(words), _scripts(words), words, strict=True)
    parts = [(key[0], "".join(one[2] for one in group)) for key, group in groupby(keyed, key=lambda one: one[:2])]
    for lowest in (2, 1):
        groups = [list(group) for _, group in groupby(parts, key=partial(_is_turned, lowest))]
        parts = [part for group in groups for part in (reversed(group) if _is_turned(lowest, group[0]) else group)]
    return [(text, "rtl" if level % 2 else "ltr") for level, text in parts]


def _is_turned(lowest: int, part: tuple[int, str]) -> bool:
    return part[0] >= lowest


def _scripts(words: str) -> Iterator[Script | None]:
    """Say in which script each character is set; spaces and marks go with what they follow."""
    last = None
    for char in words:
        if not (char.isspace() or unicodedata.category(char) in {"Mn", "Me", "Cf"}):
            last = script_of(char)
        yield last


def _levels(words: str) -> list[int]:
    kinds = _kinds(words)
    base = next((kind for kind in kinds if kind in {LEFT, RIGHT}), LEFT)
    before, index = base, 0
    while index < len(kinds):
        end = next((later for later in range(index, len(kinds)) if kinds[later]), len(kinds))
        if end > index:
            after = kinds[end] if end < len(kinds) else base
            sides = {RIGHT if kind == NUMBER else kind for kind in (before, after)}
            kinds[index:end] = [sides.pop() if len(sides) == 1 else base] * (end - index)
        before = kinds[min(end, len(kinds) - 1)]
        index = end + 1
    return [LEVELS[base][kind] for kind in kinds]


def _kinds(words: str) -> list[str]:
    """Classify characters: numbers after letters from the left are like these, signs beside numbers like those."""
    classes = [unicodedata.bidirectional(char) for char in words]
    kinds = [KINDS.get(name, NEUTRAL) for name in classes]
    for index in range(1, len(kinds) - 1):
        if classes[index] in JOINS and kinds[index - 1] == kinds[index + 1] == NUMBER:
            kinds[index] = NUMBER
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for index in order:
            follows = classes[index] == "NSM" and step < 0
            if follows or (classes[index] in SIGNS and not kinds[index] and kinds[index + step] == NUMBER):
                kinds[index] = kinds[index + step]
    strong = next((kind for kind in kinds if kind in {LEFT, RIGHT}), LEFT)
    for index, kind in enumerate(kinds):
        if kind == NUMBER and strong == LEFT and classes[index] != "AN":
            kinds[index] = LEFT
        strong = kind if kind in {LEFT, RIGHT} else strong
    return kinds
