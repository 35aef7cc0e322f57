"""Headings: their levels are mended, and the text is cut into sections at the highest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from report.importers.cleaning_blocks import is_open_point
from report.importers.original import short
from report.model.errors import BuildError
from report.model.tree import paragraph, rewrite, text_of
from report.model.tree.blocks import Header, Paragraph
from report.model.tree.inlines import Str, TextRun
from report.model.tree.views import each, is_kind
from report.resolve.blocks import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.importers.original import Notes
    from report.model.tree.views import Block

MOST = 300  # sections of one document
BOLD = 100  # characters that a bold line has at most if it is a heading
INTRODUCTIONS = {
    "ar": "مقدمة", "de": "Einleitung", "en": "Introduction", "es": "Introducción", "fr": "Introduction",
    "it": "Introduzione", "nl": "Inleiding", "pt": "Introdução", "ru": "Введение", "zh": "引言",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section to be: its title, and its blocks with the heading first."""

    title: str
    blocks: tuple[Block, ...]


def find_headings(blocks: Sequence[Block], notes: Notes) -> list[Block]:
    """Let only headings be headings that stand for themselves; where there is none, bold lines are."""
    out: list[Block] = []
    for block in blocks:
        header = Header.of(block)
        if header is None:
            out += rewrite([block], lambda element: _quiet(element, notes))
        elif text_of(header.inlines).strip():
            out.append(block)
        else:
            notes.tell("I110", "an empty heading is left out")
            rest = [inline for inline in header.inlines if is_kind(inline, "Image", "Span")]
            out += [paragraph(rest)] if rest else []
    if not any(is_kind(block, "Header") for block in out):
        out = [_from_bold(block, notes) for block in out]
    return out


def take_title(blocks: Sequence[Block], title: str) -> tuple[str, list[Block]]:
    """Take a single highest heading at the beginning for the document's title."""
    levels = [header.level for header in each(Header, blocks)]
    first = Header.of(blocks[0]) if blocks else None
    if first is None or levels[0] != 1:
        return title, list(blocks)
    words = " ".join(text_of(first.inlines).split())
    alone = levels.count(levels[0]) == 1 and len(levels) > 1
    if (words.lower() == title.lower() and (alone or len(levels) > 1)) or (alone and not title):
        return words, list(blocks[1:])
    return title, list(blocks)


def mend_levels(blocks: Sequence[Block], notes: Notes, top: int = 1) -> list[Block]:
    """Raise headings so that the highest are of level 1 and none skips a level; what goes too deep is a bold line.

    It is told where the highest were below `top`.
    """
    trail: list[int] = []
    out: list[Block] = []
    levels = [header.level for header in each(Header, blocks)]
    if levels and min(levels) > top:
        notes.tell("I110", f"headings begin at level {min(levels)}: they are raised")
    for block in blocks:
        header = Header.of(block)
        if header is None:
            out.append(block)
            continue
        while trail and trail[-1] >= header.level:
            trail.pop()
        trail.append(header.level)
        words = short(text_of(header.inlines))
        if header.level - min(levels) + 1 != len(trail):
            notes.tell("I110", f'"{words}" skips a level: it is now of level {len(trail)}', "look at its level")
        if len(trail) > DEEPEST:
            notes.tell("I110", f'"{words}" is a heading of level {len(trail)}: it is written as a bold line')
            out.append(_bold(header))
        else:
            out.append(Header.make(len(trail), header.inlines, header.attributes))
    return out


def split(blocks: Sequence[Block], title: str, lang: str, notes: Notes) -> list[Chapter]:
    """Cut a text at its headings of level 1; what stands before the first is a section of its own.

    Raise `BuildError` where that makes more sections than any report has: each is written by itself.
    """
    starts = [index for index, block in enumerate(blocks) if (header := Header.of(block)) and header.level == 1]
    if len(starts) > MOST:
        message = (
            f"{notes.path} has {len(starts):,} headings of the highest level, and a report has at most {MOST} sections"
        )
        raise BuildError(message, "cut it up, or make most of them headings of the next level")
    chapters = []
    before = blocks[: starts[0]] if starts else blocks
    if before:
        words = INTRODUCTIONS.get(lang.split("-", maxsplit=1)[0], INTRODUCTIONS["en"]) if starts else title
        notes.tell("I110", f'a section without a heading is called "{words}"', "give it a title")
        head = Header.make(1, [Str.make(words)])
        chapters.append(Chapter(words, (head, *before)))
    for start, end in pairwise([*starts, len(blocks)]):
        chapters.append(Chapter(_words(blocks[start]), tuple(blocks[start:end])))
    return chapters


def _words(heading: Block) -> str:
    """Read a heading's words without its open points."""
    return text_of([inline for inline in Header(heading).inlines if not is_open_point(inline)]).strip()


def _quiet(element: Block, notes: Notes) -> Block | None:
    header = Header.of(element)
    if header is None:
        return None
    notes.tell("I110", f'"{short(text_of(header.inlines))}" is a heading within a list, table or quotation: now bold')
    return _bold(header)


def _bold(header: Header) -> Block:
    """Write a heading as a bold line."""
    return paragraph([TextRun.make("Strong", header.inlines)])


def _from_bold(block: Block, notes: Notes) -> Block:
    inlines = Paragraph(block).inlines if is_kind(block, "Para") else []
    if len(inlines) != 1 or not is_kind(inlines[0], "Strong"):
        return block
    words = text_of(inlines).strip()
    if not words or len(words) > BOLD or words.endswith((".", ",", ";", ":", "!")):
        return block
    notes.tell("I110", f'the bold line "{short(words)}" is taken for a heading', "look whether it is one")
    return Header.make(1, TextRun(inlines[0]).inlines)
