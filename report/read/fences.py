"""Fences that have no counterpart: divisions (`:::`) and listings that do not end, and ends of what has not begun.

Pandoc tells of a division that it has to close itself, in lists, quotations and notes without a line that means anything;
all else it takes for text. What is wrong is seen in what pandoc has read, and where it was written, in the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

from report.model.tree import containers
from report.model.tree.blocks import Paragraph
from report.model.tree.inlines import Str
from report.model.tree.views import content_of, each, is_kind
from report.read.lines import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.model.tree.views import Block
    from report.read.converter import PandocWarning

UNCLOSED = "UnclosedDiv"  # as pandoc calls its warning
SIGN = re.compile(r":{3,}|[`~]{3,}")
SIGNS = (":::", "```", "~~~")
ITEM = r"(?:[-*+:~]|\(?(?:\d{1,9}|[A-Za-z#]{1,4})[.)]|\(?@[\w-]*\)|\[\^[^\]\s]+\]:)(?=[ \t])"
MARGIN = rf"(?:[ \t>]|{ITEM})*"  # of quotations, lists, definitions and notes
LEAD = re.compile(MARGIN)
INDENT, QUOTE = re.compile(r"[ \t>]*"), re.compile(r"> ?")
OPENING = re.compile(r":{3,}[ \t]*(?:\{.*|[^\s:{}]+(?:[ \t]*\{.*)?[ \t]*:*[ \t]*)")
CLOSING = re.compile(r":{3,}[ \t]*")
LISTING = re.compile(r"(`{3,})[^`]*|(~{3,}).*")
NO_TEXT = re.compile(r"#{1,6}[ \t]|[|+]|.*-->[ \t]*$|[-*_ \t]+$")  # what a division may stand right below
CODE = 4  # columns from which on a line is a listing, where it is not in a list
SHOWN = 40  # characters of a line


class FenceFault(Enum):
    """What is wrong with a fence: what to say of it, and the way out."""

    DIVISION = "is never closed", "close it with `:::` in a line of its own, within the same list or quotation"
    LISTING = "is never closed", "close it in a line of its own, with as many signs or more"
    END = "closes nothing", "take it out, or open what it is to close with `::: {.class}`, below a blank line"
    TEXT = "is read as a part of the sentence above it", "leave a blank line above it"


@dataclass(frozen=True, slots=True)
class Fence:
    """A fence without its counterpart; its line and column, from 1, in what pandoc was given, 0 where unknown."""

    line: int
    column: int
    text: str
    fault: FenceFault

    @property
    def message(self) -> str:
        """Say what is wrong."""
        shown = self.text.strip() if len(self.text) <= SHOWN else f"{self.text[:SHOWN]}…"
        return f"{shown} {self.fault.value[0]}"


@dataclass(frozen=True, slots=True)
class _Opened:
    """A division that is open: how deep its quotation and its list are, and whether pandoc takes it for text."""

    fence: Fence
    quotes: int
    indent: int


@dataclass(slots=True)
class _Reader:
    """Goes through a text's lines, and keeps what is open and what has no counterpart."""

    lines: Sequence[str]
    opened: list[_Opened] = field(default_factory=list)
    unclosed: list[_Opened] = field(default_factory=list)
    strays: list[Fence] = field(default_factory=list)
    never: dict[str, int] = field(default_factory=dict)  # by sign, the length from which on no listing is closed
    in_text: bool = False
    in_list: bool = False

    def read(self) -> None:
        """Read all lines; a listing is passed over."""
        index = 0
        while index < len(self.lines):
            index += self._line(index)
        self.unclosed += self.opened

    def _line(self, index: int) -> int:
        """Read a line; return how many lines are done with."""
        line = self.lines[index]
        if not line.strip():
            self._leave(0, None)
            self.in_text = False
            return 1
        margin, begin = LEAD.match(line)[0], INDENT.match(line)[0]  # type: ignore[index]  # both match anything
        if not begin:
            self.in_list = bool(margin)
        rest, quotes = line[len(margin) :], margin.count(">")
        if not self.in_list and len(QUOTE.sub("", begin)) >= CODE and not self.in_text:
            return 1
        self._leave(quotes, _width(begin))
        fence = Fence(index + 1, len(margin) + 1, rest, FenceFault.DIVISION)
        if LISTING.fullmatch(rest) and (end := self._listing(index, fence)):
            return end
        self._division(fence, quotes, _width(margin) if self.in_list else 0)
        return 1

    def _listing(self, index: int, fence: Fence) -> int:
        """Return how many lines a listing has, 0 where it does not end."""
        sign = SIGN.match(fence.text)[0]  # type: ignore[index]  # a listing begins with one
        if len(sign) < self.never.get(sign[0], len(sign) + 1):
            for count, line in enumerate(islice(self.lines, index + 1, None), start=2):
                text = line.strip(" \t>")
                if text.startswith(sign) and not text.strip(sign[0]):
                    self.in_text = False
                    return count
            if sign[0] not in self.never:  # what follows may be its end, with too few signs
                self.strays.append(Fence(fence.line, fence.column, fence.text, FenceFault.LISTING))
            self.never[sign[0]] = len(sign)
        return 0

    def _division(self, fence: Fence, quotes: int, indent: int) -> None:
        if CLOSING.fullmatch(fence.text):
            self._close(fence, quotes, indent)
            self.in_text = False
        elif OPENING.fullmatch(fence.text):
            if self.in_text:
                fence = Fence(fence.line, fence.column, fence.text, FenceFault.TEXT)
                self.strays.append(fence)
            self.opened.append(_Opened(fence, quotes, indent))
        else:
            self.in_text = not NO_TEXT.match(fence.text)

    def _close(self, fence: Fence, quotes: int, indent: int) -> None:
        last = self.opened[-1] if self.opened else None
        if last and last.quotes == quotes and bool(last.indent) == bool(indent):
            self.opened.pop()
        else:
            self.strays.append(Fence(fence.line, fence.column, fence.text, FenceFault.END))

    def _leave(self, quotes: int, begin: int | None) -> None:
        """Leave the quotations and lists that a line stands outside of; a blank line ends quotations alone."""
        while self.opened:
            last = self.opened[-1]
            if last.quotes <= quotes and (begin is None or last.indent <= begin):
                return
            self.unclosed.append(self.opened.pop())


def find_unmatched(blocks: Sequence[Block], text: str, warnings: Sequence[PandocWarning]) -> tuple[Fence, ...]:
    """Find the fences without counterpart, by what pandoc has made of a text and warned of, in the order of lines."""
    warned = [(warning.line, warning.column) for warning in warnings if warning.kind == UNCLOSED]
    seen = {sign[0] for sign in _signs(blocks)} if any(sign in text for sign in SIGNS) else set()
    if not warned and not seen:
        return ()
    reader = _Reader(text.split("\n"))
    reader.read()
    found = [
        Fence(line, column, line_of(text, line)[column - 1 :], FenceFault.DIVISION) for line, column in warned if line
    ]
    below = [one.fence for one in reader.unclosed if (one.quotes or one.indent) and one.fence not in reader.strays]
    places = sorted(below, key=lambda fence: fence.line)
    nowhere = Fence(0, 0, ":::", FenceFault.DIVISION)
    found += [*places, *[nowhere] * len(warned)][: sum(not line for line, _ in warned)]
    found += [fence for fence in reader.strays if fence.text[0] in seen]
    return tuple(sorted(found, key=lambda fence: fence.line))


def _signs(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the signs of fences that begin a line of the running text."""
    for paragraph in each(Paragraph, containers(blocks)):
        inlines, begins = paragraph.inlines, True
        for inline, following in zip(inlines, [*inlines[1:], None], strict=True):
            if begins:
                yield from _sign(inline, following)
            begins = is_kind(inline, "SoftBreak", "LineBreak")


def _sign(inline: Block, following: Block | None) -> Iterator[str]:
    """Yield the sign that a line begins with, which pandoc may have read as a lowered nothing, or in part as code."""
    word = Str.of(inline)
    if word and (SIGN.match(word.text) or (is_kind(following, "Code") and not word.text.strip("`"))):
        yield word.text
    elif is_kind(inline, "Subscript") and not content_of(inline):
        yield "~~~"


def _width(margin: str) -> int:
    """Return how wide a margin is beside the signs of quotations."""
    return len(QUOTE.sub("", margin))
