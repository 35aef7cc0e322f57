"""Where in a source file a thing stands: pandoc's Markdown reader keeps no positions, so they are looked up."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from report.model.findings import Location
from report.model.manuscript import TextOrigin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.manuscript import Section

LENGTHS = (60, 30, 15, 6)  # letters and digits by which a passage is known, the surest first
OFTEN = 20  # readings of a text that take as long as to list its words
DEAR = 200  # characters that are read as quickly as one word of the list is compared
PATIENCE = 1_000_000_000  # characters that are read to locate things: after a second, the file has to do for a place
BRACKETS = 8
BESIDE_KEYS, WITHIN_NAMES = {"_", "`"}, {"_", "-"}
FENCES = ("```", "~~~")
LEAD = re.compile(r"\]\(<?|\{(?!\{)| ")  # what may stand before the thing that is looked up
REPEATED = re.compile(r"(\S[^\n]{0,11}?)\1{49,}")
LONG = 2000  # characters of a line
END, WORD = re.compile("\n"), re.compile(r"[\w-]+")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
ITEM = r"(?:[-*+:~]|\(?(?:\d{1,9}|[A-Za-z#]{1,4})[.)]|\(?@[\w-]*\)|\[\^[^\]\s]+\]:)(?=[ \t])"
MARGIN = rf"(?:[ \t>]|{ITEM})*"  # of quotations, lists, definitions and notes
FENCE = re.compile(MARGIN + r"(`{3,}|~{3,})([^\n]*)")
TICKS = re.compile("`+|<!--|-->")
REFERENCE = re.compile(r"&#([xX][0-9A-Fa-f]{1,8}|[0-9]{1,9});")
LAST, SURROGATES = 0x10FFFF, range(0xD800, 0xE000)  # of Unicode's numbers, and those that are no characters
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Places:
    """Locations in one section's text. Each look-up of the same words finds the next place they stand in.

    What stands in code or in a comment is innocent, and found only where the words stand nowhere else.
    """

    def __init__(self, section: Section) -> None:
        self._section = section
        self._found: dict[str, int] = {}
        self._gone: set[str] = set()
        self._quoted: set[str] = set()  # what stands in code only
        self._read = 0  # characters, in all look-ups

    def next(self, *words: str) -> Location:
        """Locate the next occurrence of the first of `words` that the text has; line 0 where it has none."""
        index = self.pass_by(*words)
        return Location(self._section.path) if index is None else self._at(index)

    def pass_by(self, *words: str) -> int | None:
        """Find what `next` would locate, so that it will find the one after it; None where the text has none."""
        for word in words:
            index = None if word in self._gone else self._find_live(word)
            if index is not None:
                self._found[word] = index
                return index
            self._gone.add(word)
        return None

    def holds(self, words: str) -> bool:
        """Tell whether words stand in the text, wherever a look-up of them has come to."""
        return self._find(words, 0) is not None

    def again(self, *words: str) -> Location:
        """Locate once more what the last look-up of the same words found."""
        for word in words:
            if word in self._found:
                return self._at(self._found[word])
        return self.next(*words)

    def passage(self, content: str) -> Location:
        """Locate the next bracketed passage of that plain text, whatever marks it holds in the source."""
        place = self.next(f"[{content}]", content)
        return place if place.line else self.loosely(content)

    def loosely(self, content: str) -> Location:
        """Locate a passage by its first letters and digits, whatever marks stand between them in the source."""
        self._read += len(self._section.text)
        return locate_text(self._section, content) if self._read < PATIENCE else Location(self._section.path)

    def first(self) -> Location:
        """Locate the first line that is not blank."""
        text = self._section.text
        return self._at(len(text) - len(text.lstrip()))

    def _at(self, index: int) -> Location:
        lead = LEAD.match(self._section.text, index)
        return locate(self._section, lead.end() if lead else index)

    def _find_live(self, words: str) -> int | None:
        """Find the next place of words outside code; where they stand in code only, the next of those."""
        known = self._found.get(words, -1)
        text = self._section.text
        index = None if words in self._quoted else self._find(words, known + 1)
        while index is not None and (end := end_of_quoted(text, index)):
            index = self._find(words, end)
        if index is None and (known < 0 or words in self._quoted):
            self._quoted.add(words)
            index = self._find(words, known + 1)
        return index

    def _find(self, words: str, start: int) -> int | None:
        """Find words in the text, or in the list of its words as soon as that has been read a few times."""
        text = self._section.text
        listed = _rarest(text, words) if self._read > OFTEN * len(text) else None
        if listed is None:
            index = _find(text, words, start) if self._read < PATIENCE else None
            self._read += (len(text) if index is None else index) - start
            return index
        places, offset = listed
        for number in range(bisect_left(places, start + offset), len(places)):
            self._read += DEAR
            if self._read > PATIENCE:
                return None
            if _stands(text, words, places[number] - offset):
                return places[number] - offset
        return None


@lru_cache(maxsize=8)
def _ends_of_lines(text: str) -> array[int]:
    """List where lines end, so that no finding has to count them."""
    return array("Q", (match.start() for match in END.finditer(text)))


@lru_cache(maxsize=8)
def _words_of(text: str) -> dict[str, array[int]]:
    """List where each word of a text begins."""
    found: defaultdict[str, array[int]] = defaultdict(lambda: array("Q"))
    for match in WORD.finditer(text):
        found[match[0]].append(match.start())
    return dict(found)


def _rarest(text: str, words: str) -> tuple[Sequence[int], int] | None:
    """Return where that whole word stands in a text which is the rarest of those looked up, and where it stands in these.

    None where no word of them is whole: what they begin or end with may go on in the text.
    """
    known = _words_of(text)
    whole = [
        (known.get(match[0], ()), match.start())
        for match in WORD.finditer(words)
        if match.start() and (match.end() < len(words) or words[-1].isalnum())
    ]
    return min(whole, key=lambda one: len(one[0]), default=None)


def end_of_quoted(text: str, index: int) -> int:
    """Return where the code or the comment ends that a character stands in, 0 where it stands in none."""
    starts, ends = _quoted(text)
    number = bisect_right(starts, index) - 1
    return ends[number] if number >= 0 and index < ends[number] else 0


@lru_cache(maxsize=8)
def _quoted(text: str) -> tuple[array[int], array[int]]:
    """List where code and comments begin and end: what is between fences, without their lines, and between backticks."""
    starts, ends = array("Q"), array("Q")
    fence, begin = "", 0
    ticks: list[re.Match[str]] = []
    for line in LINE.finditer(text):
        found = FENCE.match(line[0])
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                starts.append(begin)
                ends.append(line.start())
                fence = ""
        elif found and not (found[1].startswith("`") and "`" in found[2]):
            _add_spans(ticks, starts, ends)
            fence, begin = found[1], line.end()
        elif not line[0].strip():
            _add_spans(ticks, starts, ends)
        elif "`" in line[0] or "<!--" in line[0] or "-->" in line[0]:
            ticks += TICKS.finditer(text, line.start(), line.end())
    _add_spans(ticks, starts, ends)
    return starts, ends


def _add_spans(ticks: list[re.Match[str]], starts: array[int], ends: array[int]) -> None:
    """Add what stands between backticks of a paragraph, each run of them closed by the next that is as long, and its comments."""
    later: defaultdict[str, list[int]] = defaultdict(list)
    for number in range(len(ticks) - 1, -1, -1):
        later[ticks[number][0]].append(number)
    number = 0
    while number < len(ticks):
        closing = later["-->" if ticks[number][0] == "<!--" else ticks[number][0]]
        while closing and closing[-1] <= number:
            closing.pop()
        if closing and ticks[number][0] != "-->":
            starts.append(ticks[number].end())
            ends.append(ticks[closing[-1]].start())
            number = closing[-1]
        number += 1
    ticks.clear()


def locate(section: Section, index: int) -> Location:
    """Locate a character of a section's text in the file that its author wrote it in."""
    known = section.origins or (TextOrigin(0, section.path, 1, 1),)
    origin = known[bisect_right(known, index, key=attrgetter("start")) - 1]
    if origin.inserted:
        return Location(origin.path, origin.line, origin.column)
    ends = _ends_of_lines(section.text)
    before = bisect_left(ends, index)
    lines = before - bisect_left(ends, origin.start)
    column = index - ends[before - 1] if lines else origin.column + index - origin.start
    return Location(origin.path, origin.line + lines, column)


def locate_line(section: Section, line: int, column: int = 1) -> Location:
    """Locate a line and column of a section's text, both from 1, in the file that its author wrote them in."""
    return locate(section, _start_of(section.text, line) + column - 1)


def line_of(text: str, line: int) -> str:
    """Return one of a text's lines, from 1; empty where it has not so many."""
    start, ends = _start_of(text, line), _ends_of_lines(text)
    return text[start : ends[line - 1] if line <= len(ends) else len(text)]


def _start_of(text: str, line: int) -> int:
    """Return where a line begins, from 1; behind the text where it has not so many."""
    ends = _ends_of_lines(text)
    if line <= 1:
        return 0
    return ends[line - 2] + 1 if line - 2 < len(ends) else len(text) + 1


def locate_text(section: Section, content: str) -> Location:
    """Locate a passage by its first letters and digits, whatever marks stand between them in the source."""
    wanted = "".join(islice(filter(str.isalnum, content), LENGTHS[0]))
    letters, places = letters_of(section.text)
    for length in LENGTHS if len(wanted) >= LENGTHS[-1] else ():
        start = letters.find(wanted[:length])
        if start >= 0:
            return locate(section, places[start])
    return Location(section.path)


@lru_cache(maxsize=2)
def letters_of(text: str) -> tuple[str, array[int]]:
    """Return the letters and digits of a text, and where each stands."""
    places = array("Q", (index for index, char in enumerate(text) if char.isalnum()))
    return "".join(filter(str.isalnum, text)), places


def position(text: str, index: int) -> tuple[int, int]:
    """Return the line and the column of a character, both from 1."""
    ends = _ends_of_lines(text)
    lines = bisect_left(ends, index)
    return lines + 1, index - (ends[lines - 1] if lines else -1)


def find_control(text: str) -> tuple[int, int, str] | None:
    """Find the first control character, which no edition can hold: its line and column, from 1, and its name."""
    match = CONTROL.search(text)
    return (*position(text, match.start()), f"U+{ord(match[0]):04X}") if match else None


def find_control_reference(text: str) -> tuple[int, int, str] | None:
    """Find the first character reference outside of code that stands for what no edition can hold; like `find_control`."""
    for match in REFERENCE.finditer(text):
        number = int(match[1][1:], 16) if match[1][0] in "xX" else int(match[1])
        if (number > LAST or number in SURROGATES or CONTROL.match(chr(number))) and not end_of_quoted(
            text, match.start()
        ):
            return (*position(text, match.start()), match[0])
    return None


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


def _find(text: str, words: str, start: int) -> int | None:
    while (index := text.find(words, start)) >= 0:
        if _stands(text, words, index):
            return index
        start = index + 1
    return None


def _stands(text: str, words: str, index: int) -> bool:
    """Tell whether words stand there and do not go on: `@fig-map`, but neither `@fig-maps` nor the one in `code`."""
    if index < 0 or not text.startswith(words, index):
        return False
    before, after = text[index - 1 : index], text[index + len(words) : index + len(words) + 1]
    begins = not (words.startswith("@") and (before.isalnum() or before in BESIDE_KEYS))
    return begins and not (words[-1:].isalnum() and (after.isalnum() or after in WITHIN_NAMES))
