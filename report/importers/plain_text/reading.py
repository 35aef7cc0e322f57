"""From lines to blocks: what stands between blank lines is a heading, a list, a table, a quotation or a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.importers.plain_text.headings import Heading, levels_of, single, underlined
from report.importers.plain_text.lists import Item, begins_list, list_blocks, nest, read_item
from report.importers.plain_text.tables import looks_aligned, read_table
from report.importers.plain_text.words import inlines_of, join_lines, width_of
from report.model.tree import horizontal_rule, paragraph
from report.model.tree.blocks import BlockQuote, CodeBlock, Header

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.model.tree.views import Block

ORNAMENT = re.compile(r"\s*+(?:[-=_*~#•·]\s*+){3,}")
QUOTED = re.compile(r"\s*> ?")
DEEPEST = 20  # quotations within quotations
ENDS = (".", "!", "?", ":", ";", "”", "»", ")")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines between blank lines, and the number of the first, from 1."""

    line: int
    lines: tuple[str, ...]
    first: bool = False


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text's blocks, and the title above them where it has one.

    `guesses` are what was not certain, each with its line and the words to tell it with; `numbered` where headings
    had numbers, which are left out.
    """

    title: str
    blocks: tuple[Block, ...]
    guesses: tuple[tuple[int, str], ...]
    numbered: bool


@dataclass(slots=True)
class _Reading:
    """What has been read so far: blocks, headings that wait for their levels, and the items of an open list.

    `kinds` are the styles and indents of these, `depth` counts the quotations around the text.
    """

    width: int
    blocks: list[Block] = field(default_factory=list)
    headings: list[tuple[int, Heading, Block]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    kinds: set[tuple[str, int]] = field(default_factory=set)
    depth: int = 0
    guesses: list[tuple[int, str]] = field(default_factory=list)

    def add(self, block: Block) -> None:
        self.close()
        self.blocks.append(block)

    def close(self) -> None:
        """End the list that is open."""
        if self.items:
            self.blocks += list_blocks(nest(self.items), self.width)
            self.items = []
            self.kinds.clear()

    def begin(self, item: Item) -> None:
        """Take an item into the list that is open."""
        self.items.append(item)
        self.kinds.add((item.style, item.indent))


def parse_plain_text(text: str) -> PlainText:
    """Read a plain text; nothing of it is lost, and what is not certain is told."""
    return _read_text(text, 0)


def _read_text(text: str, depth: int) -> PlainText:
    lines = [line.rstrip() for line in text.replace("\f", "\n\n").split("\n")]
    chunks = list(_chunks(lines))
    reading = _Reading(width_of(lines), depth=depth)
    for index, chunk in enumerate(chunks):
        _read(chunk, chunks[index + 1] if index + 1 < len(chunks) else None, reading)
    reading.close()
    title = _take_title(reading)
    for (_, _, block), level in zip(reading.headings, levels_of([row[1] for row in reading.headings]), strict=True):
        Header(block).level = level
    unsure = [
        (line, f'"{found.title}" is taken for a heading') for line, found, _ in reading.headings if not found.sure
    ]
    numbered = any(found.numbered for _, found, _ in reading.headings)
    return PlainText(title, tuple(reading.blocks), tuple(sorted([*reading.guesses, *unsure])), numbered)


def _take_title(reading: _Reading) -> str:
    """Take the first line for the title where no other heading looks like it."""
    if not reading.headings or not reading.blocks or reading.headings[0][2] is not reading.blocks[0]:
        return ""
    _, first, _ = reading.headings[0]
    if first.numbered or sum(found.style == first.style for _, found, _ in reading.headings) > 1:
        return ""
    del reading.headings[0], reading.blocks[0]
    return first.title


def _chunks(lines: Sequence[str]) -> Iterator[Chunk]:
    start, first = 0, True
    for index in range(len(lines) + 1):
        if index == len(lines) or not lines[index].strip():
            if index > start:
                yield Chunk(start + 1, tuple(lines[start:index]), first)
                first = False
            start = index + 1


def _read(chunk: Chunk, after: Chunk | None, reading: _Reading) -> None:
    lines, start = chunk.lines, 0
    while start < len(lines):
        ornament = len(lines) - start >= 3 and ORNAMENT.fullmatch(lines[start])
        at = start + bool(ornament and underlined(lines[start + 1 : start + 3]))
        found = underlined(lines[at : at + 2])
        if found is None:
            _read_rest(Chunk(chunk.line + start, lines[start:]) if start else chunk, after, reading)
            return
        _add_heading(chunk.line + at, found, reading)
        start = at + 2


def _read_rest(chunk: Chunk, after: Chunk | None, reading: _Reading) -> None:
    """Read lines that do not begin with a heading and the signs below it."""
    lines = chunk.lines
    if len(lines) == 1 and ORNAMENT.fullmatch(lines[0]):
        reading.add(horizontal_rule())
    elif (heading := _heading(chunk, after)) is not None:
        _add_heading(chunk.line, heading, reading)
    elif all(QUOTED.match(line) for line in lines):
        _add_quotation(lines, reading)
    elif begins_list(lines) or _goes_on(lines[0], reading):
        _read_items(chunk, reading)
    elif looks_aligned(lines):
        _add_aligned(chunk, reading)
    elif reading.items and _indent(lines[0]) >= reading.items[-1].content:
        end = next((at for at, line in enumerate(lines) if read_item(line)), len(lines))
        reading.items[-1].paragraphs.append(list(lines[:end]))
        _read_items(Chunk(chunk.line + end, lines[end:]), reading)
    else:
        _read_paragraph(chunk, reading)


def _heading(chunk: Chunk, after: Chunk | None) -> Heading | None:
    """Take a line alone for a heading, unless it begins a list, or nothing that it could stand over follows."""
    if len(chunk.lines) != 1:
        return None
    found = single(chunk.lines[0])
    if found is None or ((item := read_item(chunk.lines[0])) is not None and not found.numbered):
        return None
    if found.numbered:
        other = read_item(after.lines[0]) if after and item else None
        return None if other and item and other.style == item.style else found
    if found.style == "short":
        prose = after is not None and (chunk.first or (len(" ".join(after.lines)) > 60 or begins_list(after.lines)))
        return found if prose else None
    return found


def _add_heading(line: int, found: Heading, reading: _Reading) -> None:
    block = Header.make(1, inlines_of(found.title))
    reading.add(block)
    reading.headings.append((line, found, block))


def _read_items(chunk: Chunk, reading: _Reading) -> None:
    for line in chunk.lines:
        item = read_item(line)
        if item is not None:
            reading.begin(item)
        else:
            reading.items[-1].lines.append(line)


def _goes_on(line: str, reading: _Reading) -> bool:
    """Tell whether a line is the next item of a list whose items stand apart."""
    item = read_item(line)
    return item is not None and (item.style, item.indent) in reading.kinds


def _add_quotation(lines: Sequence[str], reading: _Reading) -> None:
    """Read what stands behind the signs of a quotation, which may hold another."""
    inner = [QUOTED.sub("", line, count=1) for line in lines]
    found = _read_text("\n".join(inner), reading.depth + 1) if reading.depth < DEEPEST else None
    blocks = list(found.blocks) if found else [paragraph(join_lines(inner, reading.width))]
    title = [paragraph(inlines_of(found.title))] if found and found.title else []
    reading.add(BlockQuote.make([*title, *blocks]))


def _add_aligned(chunk: Chunk, reading: _Reading) -> None:
    table = read_table(chunk.lines)
    if table is not None:
        reading.add(table)
        reading.guesses.append((chunk.line, "lines that stand in columns are taken for a table"))
        return
    indent = min(_indent(line) for line in chunk.lines)
    kept = "\n".join(line[indent:].expandtabs(8) for line in chunk.lines)
    reading.add(CodeBlock.make(kept))
    reading.guesses.append(
        (chunk.line, "lines that stand in columns are kept as they are, for the cells are not certain")
    )


def _read_paragraph(chunk: Chunk, reading: _Reading) -> None:
    """Read lines as one paragraph, as several where each line is one, and as a list from where items begin."""
    lines = chunk.lines
    start = next((at for at in range(1, len(lines)) if _list_follows(lines, at)), len(lines))
    words = lines[:start]
    if not reading.width and len(words) > 1:
        for line in words:
            reading.add(paragraph(inlines_of(line.strip())))
    elif len(words) > 1 and all(_indent(line) >= 4 for line in words):
        reading.add(BlockQuote.make([paragraph(join_lines(words, reading.width))]))
    else:
        reading.add(paragraph(join_lines(words, reading.width)))
    if start < len(lines):
        _read_items(Chunk(chunk.line + start, lines[start:]), reading)


def _list_follows(lines: Sequence[str], at: int) -> bool:
    if read_item(lines[at]) is None:
        return False
    return lines[at - 1].endswith(ENDS[:5]) or sum(read_item(line) is not None for line in lines[at:]) > 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
