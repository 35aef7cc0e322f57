"""Numbered lists are printed as they were typed: their numbers, and the brackets around these, which pandoc leaves out.

Legal texts depend on it: an article that was repealed leaves a gap, and "point (a)" means what stands behind "(a)". A list
whose numbers are all equal counts up, as everywhere in Markdown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.model.tree import div, text_of
from report.model.tree.blocks import OrderedList
from report.model.tree.views import each
from report.read.lines import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.model.manuscript import Section
    from report.model.tree.views import Block

TYPED = re.compile(r"(?:^|[\s>])\(?([0-9]{1,9}|[A-Za-z]{1,12}|#)[.)][ \t]+[^\w\n]*$")
MARKS = {"OneParen": ("", ")"), "TwoParens": ("(", ")")}
FULL_STOP = ("", ".")
LETTERS = 24  # letters and digits of an item by which it is found
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
AS_TYPED = "as-typed"
LABELS = "labels"


def label_lists(elements: Sequence[Block], section: Section) -> None:
    """Wrap each list that pandoc would print otherwise in a division that tells the label of each item."""
    lists = list(each(OrderedList, elements))
    reader = _NumberReader(section) if lists else None
    found = [(numbered, reader.numbers(numbered)) for numbered in lists] if reader else []
    for numbered, typed in found:
        counted = list(range(numbered.start, numbered.start + len(numbered.items)))
        numbers = _filled(typed, counted)
        if numbers == counted and numbered.delimiter not in MARKS:
            continue
        before, after = MARKS.get(numbered.delimiter, FULL_STOP)
        labels = (f"{before}{_figures(number, numbered.figures)}{after}" for number in numbers)
        numbered.become(div([OrderedList(dict(numbered.node)).node], AS_TYPED, **{LABELS: " ".join(labels)}))


def _filled(typed: Sequence[int | None], counted: Sequence[int]) -> list[int]:
    """Count on where no number is known, and from the first where all that are known are equal."""
    known = {number for number in typed if number is not None}
    if len(known) < 2 and len(typed) > 1:
        return list(counted)
    numbers: list[int] = []
    for number, usual in zip(typed, counted, strict=True):
        numbers.append(number if number is not None else numbers[-1] + 1 if numbers else usual)
    return numbers


class _NumberReader:
    """Goes through a section's text with its lists, and reads the number that each item was given."""

    def __init__(self, section: Section) -> None:
        self._text = section.text
        self._letters, self._places = letters_of(section.text)
        self._at = 0

    def numbers(self, numbered: OrderedList) -> list[int | None]:
        """Return what was typed before each item; None where that is not found. Lists come in the order of the text."""
        at, found = self._at, []
        for number, item in enumerate(numbered.items):
            index, at = self._find(item, at)
            found.append(_number(self._text, index, numbered.figures) if index is not None else None)
            if not number and index is not None:
                self._at = at
        return found

    def _find(self, item: Sequence[Block], at: int) -> tuple[int | None, int]:
        wanted = "".join(filter(str.isalnum, text_of(item[:1])))[:LETTERS]
        found = self._letters.find(wanted, at) if wanted else -1
        while found >= 0:
            index = self._places[found]
            if TYPED.search(_before(self._text, index)):
                return index, found + 1
            found = self._letters.find(wanted, found + 1)
        return None, at


def _before(text: str, index: int) -> str:
    """Return what stands in a line before a character."""
    return text[text.rfind("\n", 0, index) + 1 : index]


def _number(text: str, index: int, figures: str) -> int | None:
    """Read the number that stands before an item."""
    match = TYPED.search(_before(text, index))
    typed = match[1].lower() if match else ""
    if figures.endswith("Roman"):
        return _roman(typed)
    if figures.endswith("Alpha"):
        return ord(typed) - ord("a") + 1 if typed.isalpha() and len(typed) == 1 else None
    return int(typed) if typed.isdecimal() else None


def _roman(letters: str) -> int | None:
    if not letters or not set(letters) <= ROMAN.keys():
        return None
    values = [ROMAN[letter] for letter in letters]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


def _figures(number: int, figures: str) -> str:
    """Write a number in pandoc's kind of figures: LowerAlpha, UpperRoman and the like."""
    if figures.endswith("Alpha"):
        text = "".join(_as_letters(number))
    elif figures.endswith("Roman"):
        text = _as_roman(number)
    else:
        return str(number)
    return text.upper() if figures.startswith("Upper") else text


def _as_letters(number: int) -> Iterator[str]:
    before, last = divmod(number - 1, 26)
    if before > 0:
        yield from _as_letters(before)
    yield chr(ord("a") + last)


def _as_roman(number: int) -> str:
    steps = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True
    )
    text = ""
    for value, letters in steps:
        count, number = divmod(number, value)
        text += letters * count
    return text
