"""Headings: their levels are mended, and the text is cut into sections at the highest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from report.importers.original import short
from report.model.errors import BuildError
from report.model.tree import rewrite, text_of
from report.resolve.blocks import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.importers.original import Notes
    from report.model.manuscript import Block

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
        if block["t"] != "Header":
            out.append(rewrite(block, lambda element: _quiet(element, notes)))
        elif text_of(block["c"][2]).strip():
            out.append(block)
        else:
            notes.tell("I110", "an empty heading is left out")
            out += (
                [{"t": "Para", "c": rest}]
                if (rest := [i for i in block["c"][2] if i["t"] in {"Image", "Span"}])
                else []
            )
    if not any(block["t"] == "Header" for block in out):
        out = [_from_bold(block, notes) for block in out]
    return out


def take_title(blocks: Sequence[Block], title: str) -> tuple[str, list[Block]]:
    """Take a single highest heading at the beginning for the document's title."""
    levels = [block["c"][0] for block in blocks if block["t"] == "Header"]
    first = blocks[0] if blocks else None
    if first is None or first["t"] != "Header" or levels[0] != 1:
        return title, list(blocks)
    words = " ".join(text_of(first["c"][2]).split())
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
    levels = [block["c"][0] for block in blocks if block["t"] == "Header"]
    if levels and min(levels) > top:
        notes.tell("I110", f"headings begin at level {min(levels)}: they are raised")
    for block in blocks:
        if block["t"] != "Header":
            out.append(block)
            continue
        level, attr, inlines = block["c"]
        while trail and trail[-1] >= level:
            trail.pop()
        trail.append(level)
        words = short(text_of(inlines))
        if level - min(levels) + 1 != len(trail):
            notes.tell("I110", f'"{words}" skips a level: it is now of level {len(trail)}', "look at its level")
        if len(trail) > DEEPEST:
            notes.tell("I110", f'"{words}" is a heading of level {len(trail)}: it is written as a bold line')
            out.append({"t": "Para", "c": [{"t": "Strong", "c": inlines}]})
        else:
            out.append({"t": "Header", "c": [len(trail), attr, inlines]})
    return out


def split(blocks: Sequence[Block], title: str, lang: str, notes: Notes) -> list[Chapter]:
    """Cut a text at its headings of level 1; what stands before the first is a section of its own.

    Raise `BuildError` where that makes more sections than any report has: each is written by itself.
    """
    starts = [index for index, block in enumerate(blocks) if block["t"] == "Header" and block["c"][0] == 1]
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
        head = {"t": "Header", "c": [1, ["", [], []], [{"t": "Str", "c": words}]]}
        chapters.append(Chapter(words, (head, *before)))
    for start, end in pairwise([*starts, len(blocks)]):
        chapters.append(Chapter(_words(blocks[start]), tuple(blocks[start:end])))
    return chapters


def _words(heading: Block) -> str:
    """Read a heading's words without its open points."""
    inlines = [inline for inline in heading["c"][2] if not (inline["t"] == "Span" and "todo" in inline["c"][0][1])]
    return text_of(inlines).strip()


def _quiet(element: Block, notes: Notes) -> Block | None:
    if element["t"] != "Header":
        return None
    notes.tell("I110", f'"{short(text_of(element["c"][2]))}" is a heading within a list, table or quotation: now bold')
    return {"t": "Para", "c": [{"t": "Strong", "c": element["c"][2]}]}


def _from_bold(block: Block, notes: Notes) -> Block:
    if block["t"] != "Para" or len(block["c"]) != 1 or block["c"][0]["t"] != "Strong":
        return block
    words = text_of(block["c"]).strip()
    if not words or len(words) > BOLD or words.endswith((".", ",", ";", ":", "!")):
        return block
    notes.tell("I110", f'the bold line "{short(words)}" is taken for a heading', "look whether it is one")
    return {"t": "Header", "c": [1, ["", [], []], block["c"][0]["c"]]}
