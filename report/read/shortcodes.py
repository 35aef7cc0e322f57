"""Shortcodes in a text: `{{< include … >}}`, `{{< var … >}}`, `{{< meta … >}}` and `{{< pagebreak >}}` give way to what they stand for.

This happens before pandoc reads the text, so that what comes in is Markdown like the rest. In listings and
code a shortcode stands as it is written; elsewhere `{{{< … >}}}` shows one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from report.model.errors import BuildError
from report.model.findings import Finding, Location
from report.model.manuscript import TextOrigin
from report.model.neighbours import SHORTCODES
from report.model.suggestions import Suggestions
from report.read.lines import find_control
from report.read.project import read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from report.read.project import Project

OPENS, CLOSES = "{{<", ">}}"
FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")  # in a list or quotation, too
TICKS = re.compile(r"`+")
ITEM = re.compile(r"[-*+]|\d+[.)]")
MARGIN = re.compile(rf"(?:[ \t>]|(?:{ITEM.pattern})[ \t])*")  # of lists and quotations
SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!<>~^$@|'\"&])")
PAGE_BREAK = "\n::: {.page-break}\n:::\n\n"
DEEPEST = 8  # includes within includes
MOST = 1000  # files that one text takes in, each as often as it is: eight deep, a few lines could ask for millions
LARGEST = 10_000_000  # characters, from which on nothing more is put into a text
NAMES = ("include", "meta", "pagebreak", "var")


@dataclass(frozen=True, slots=True)
class Expanded:
    """A text without shortcodes: where its stretches come from, the files that it took in, and what was wrong."""

    text: str
    origins: tuple[TextOrigin, ...] = ()
    files: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ShortcodeContext:
    """What shortcodes draw on: files of the project, the report's variables, and its metadata as text by key."""

    project: Project
    folder: Path
    variables: Mapping[str, str]
    metadata: Mapping[str, str]


def expand(text: str, path: str, lore: ShortcodeContext) -> Expanded:
    """Put in the place of each shortcode what it stands for. `path` is the text's file, for findings."""
    expansion = _Expansion(lore)
    expansion.text(text, path, ())
    return Expanded(
        "".join(expansion.parts), tuple(expansion.origins), tuple(expansion.files), tuple(expansion.findings)
    )


@dataclass(slots=True)
class _Expansion:
    lore: ShortcodeContext
    parts: list[str] = field(default_factory=list)
    origins: list[TextOrigin] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    suggestions: Suggestions = field(default_factory=Suggestions)
    length: int = 0
    full: bool = False

    def text(self, text: str, path: str, above: tuple[Path, ...], margin: str = "") -> None:
        """Append a text of a file that was included by those `above`; all lines but the first begin with the `margin`."""
        self._from(path, 1, 1)
        if "{{" not in text and not margin:
            self._append(text)
            return
        for number, (line, listed) in enumerate(lines_of(text), start=1):
            if margin and number > 1:
                self._insert(margin if line.strip() else margin.rstrip(), Location(path, number, 1))
                self._from(path, number, 1)
            if listed or "{{" not in line:  # the line that opens a listing has attributes
                self._append(line)
            else:
                self._line(line, Location(path, number), above, margin)

    def _line(self, line: str, place: Location, above: tuple[Path, ...], margin: str) -> None:
        spans = code_spans(line)
        first, last = len(line) - len(line.lstrip()), len(line.rstrip())
        end = 0
        for start, stop, shown in find_shortcodes(line):
            if within(start, spans):
                continue
            self._append(line[end:start])
            end = stop
            here = Location(place.path, place.line, start + 1)
            if shown:
                self._insert(line[start + 1 : stop - 1], here)
            else:
                words = _words(line, start, stop)
                if words[:1] == ["include"] and end >= last and MARGIN.fullmatch(line[:start]):
                    nested = ITEM.sub(lambda mark: " " * len(mark[0]), line[:start])
                    self._include(_rest(words), here, above, margin + nested)
                else:
                    self._shortcode(words, here, alone=end >= last and first == start)
            self._from(place.path, place.line, end + 1)
        begin = line.find(OPENS, end)
        if begin >= 0 and not within(begin, spans):
            here = Location(place.path, place.line, begin + 1)
            self._error("S237", "a shortcode is not closed in its line", here, "write `>}}` in the same line")
        self._append(line[end:])

    def _shortcode(self, words: list[str], here: Location, *, alone: bool) -> None:
        name, rest = words[0] if words else "", _rest(words)
        if name in {"include", "pagebreak"} and not alone:
            self._error("S237", f'the shortcode "{name}" stands within a line', here, "give it a line of its own")
        elif name == "pagebreak":
            self._insert(PAGE_BREAK, here)
        elif name == "var":
            self._value(rest, self.lore.variables, "variable", here)
        elif name == "meta":
            self._value(rest, self.lore.metadata, "key of the metadata", here, escape_text)
        else:
            near = self.suggestions.nearest(name, NAMES)
            known = f"the shortcodes are {', '.join(NAMES)}"
            help = SHORTCODES.get(name) or (f'did you mean "{near}"?' if near else known)
            self._error("S237", f'there is no shortcode "{name}"', here, help)

    def _value(
        self, name: str, values: Mapping[str, str], kind: str, here: Location, write: Callable[[str], str] = str
    ) -> None:
        value = values.get(name)
        if value is None:
            near = self.suggestions.nearest(name, values)
            other = "write `variables: {name: value}` in report.yaml" if kind == "variable" else "see the list of keys"
            help = f'did you mean "{near}"?' if near else other
            self._error("S235", f'there is no {kind} "{name}"', here, help)
        else:
            self._insert(write(value), here)

    def _include(self, name: str, here: Location, above: tuple[Path, ...], margin: str) -> None:
        if self._is_full(here):
            return
        path = self.lore.project.shared(self.lore.folder, name)
        if path is None:
            help = "a report reads its own folder, and folders of sources/ that begin with _"
            said = self.lore.project.absent(self.lore.folder, name, "file")
            self._error("S236", said if said.endswith("not a file") else f"{said} to include", here, help)
        elif path in above or len(above) >= DEEPEST:
            help = "take one of the includes out"
            self._error("S236", f'"{name}" is included by itself, or too deeply', here, help)
        elif text := self._read(path):
            self.files.append(path)
            self.text(
                text if text.endswith("\n") else f"{text}\n", self.lore.project.name(path), (*above, path), margin
            )

    def _read(self, path: Path) -> str:
        """Read a file to include; what is wrong with it becomes a finding."""
        try:
            text = read_source(self.lore.project, path)
        except BuildError as error:
            self.findings += error.findings
            return ""
        if found := find_control(text):
            place = Location(self.lore.project.name(path), found[0])
            self._error("S110", f"a control character ({found[1]})", place, "take it out")
            return ""
        return text

    def _error(self, code: str, message: str, place: Location, help: str) -> None:
        self.findings.append(Finding(code, message, place, help))

    def _is_full(self, here: Location) -> bool:
        """Tell whether nothing more can be put in, which is an error where it first happens."""
        if not self.full and (self.length > LARGEST or len(self.files) >= MOST):
            self.full = True
            help = f"a text takes in {MOST:,} files and {LARGEST:,} characters at most: part it"
            self._error("S236", "the text has become too long with what is put into it", here, help)
        return self.full

    def _insert(self, text: str, here: Location) -> None:
        if self._is_full(here):
            return
        self._from(here.path, here.line, here.column, inserted=True)
        self._append(text)

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _from(self, path: str, line: int, column: int, *, inserted: bool = False) -> None:
        """Say where what is appended from here on was written."""
        if self.origins and self.origins[-1].start == self.length:
            self.origins.pop()
        self.origins.append(TextOrigin(self.length, path, line, column, inserted=inserted))


def included(text: str) -> set[str]:
    """Name the files that a text takes in; what stands in listings and code is only shown."""
    if OPENS not in text:
        return set()
    open_lines = (_without_code(line) for line, listed in lines_of(text) if "{" in line and not listed)
    calls = (
        _words(line, start, stop) for line in open_lines for start, stop, shown in find_shortcodes(line) if not shown
    )
    return {_rest(words) for words in calls if words[:1] == ["include"]}


def find_shortcodes(line: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where each shortcode of a line begins and ends, and whether its three braces only show one.

    The line is gone through once: what is not closed behind one place is not looked for again behind another.
    """
    end, shows = 0, True
    while (start := line.find(OPENS, end)) >= 0:
        stop = -1
        if shows and start > end and line[start - 1] == "{":
            stop = line.find(CLOSES + "}", start + len(OPENS))
            shows = stop >= 0
        if stop >= 0:
            start, end = start - 1, stop + len(CLOSES) + 1
            yield start, end, True
            continue
        stop = line.find(CLOSES, start + len(OPENS))
        if stop < 0:
            return
        end = stop + len(CLOSES)
        yield start, end, False


def code_spans(line: str) -> list[tuple[int, int]]:
    """Return the stretches of a line that are code: from a run of grave accents to the next that is as long."""
    runs = [match.span() for match in TICKS.finditer(line)]
    later: dict[int, int] = {}
    closing = [-1] * len(runs)
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        closing[index] = later.get(length, -1)
        later[length] = index
    spans, index = [], 0
    while index < len(runs):
        close = closing[index]
        if close >= 0:
            spans.append((runs[index][0], runs[close][1]))
        index = max(close, index) + 1
    return spans


def within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a place is in one of some stretches, which are in order."""
    index = bisect_right(spans, place, key=itemgetter(0)) - 1
    return index >= 0 and place < spans[index][1]


def _without_code(line: str) -> str:
    ends = [0, *(place for span in code_spans(line) for place in span), len(line)]
    return "".join(line[start:stop] for start, stop in zip(ends[::2], ends[1::2], strict=True))


def _words(line: str, start: int, stop: int) -> list[str]:
    """Return what a shortcode is called, and what follows its name."""
    return line[start + len(OPENS) : stop - len(CLOSES)].strip(" \t").split(maxsplit=1)


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a text, and whether each is within a listing; the line that opens one has attributes, and is not."""
    fence = ""
    for line in text.splitlines(keepends=True):
        mark, within = FENCE.match(line), bool(fence)
        if mark and (not fence or (mark[1].startswith(fence) and not line.strip(mark[1][0] + " \t\n>"))):
            fence = "" if fence else mark[1]
        yield line, within


def _rest(words: list[str]) -> str:
    return words[1].strip("\"'") if len(words) > 1 else ""


def escape_text(text: str) -> str:
    """Write plain text so that Markdown reads it as such."""
    return SPECIAL.sub(r"\\\1", text)
