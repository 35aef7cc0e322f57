"""What is set otherwise than it is meant: quotation marks and apostrophes (S232), listings (S231), tables (S228)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.model.neighbours import THING
from report.model.tree import text_of
from report.model.tree.blocks import CodeBlock
from report.model.tree.tables import Table
from report.model.tree.views import each
from report.read.data_blocks import CSV, HELD
from report.read.lines import Places, locate
from report.read.shortcodes import lines_of
from report.resolve.lints.prose import read_prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.resolve.lints.scope import LintScope

COLUMN = 8.2 * 0.6  # pt: a character of the face and size that listings are set in
PADDING = 20.0  # pt, both sides of a listing
POINT = 25.4 / 72  # mm
LETTER = r"[^\W\d_]"
OPENING = {  # marks that only open, by language; elsewhere nothing is said of a mark's direction
    **dict.fromkeys(("en", "ga", "cy", "nl"), "“"),
    **dict.fromkeys(("es", "it", "pt", "ca", "fr"), "“«"),
    **dict.fromkeys(("ru", "uk", "be", "el", "nb", "nn", "no"), "«"),
    **dict.fromkeys(("de", "cs", "sk", "sl", "bg", "pl", "ro", "hu", "hr"), "„"),
}
CLOSING = {
    **dict.fromkeys(("en", "ga", "cy", "nl", "pl", "ro", "hu", "hr"), "”"),
    **dict.fromkeys(("es", "it", "pt", "ca", "fr"), "”»"),
    **dict.fromkeys(("ru", "uk", "be", "el", "nb", "nn", "no"), "»"),
    **dict.fromkeys(("de", "cs", "sk", "sl", "bg"), "“"),
}
APOSTROPHES = {
    "en": r"(?<!\w)[‘\ue002](?=\d\ds\b|tis\b|twas\b|em\b)|(?<=[^\W\d_])‘(?=(?:t|s|re|ve|ll|d|m)\b)",
    "fr": r"(?<=\b[cdjlmnstCDJLMNST])‘(?=\w)|(?<=\b[qQ]u)‘(?=\w)",
}
CODE = re.compile(r"(?<!`)`++[^`]++`++|\$[^$\n]++\$|\{[^}\n]*+\}")
TWO = re.compile(r"(?<![\w'\\])''(?=\w)(?:[^'\n]*'')?|(?<=[\w.,!?])''(?!['\w])")
STRAIGHT = dict(zip("\ue000\ue001\ue002\ue003", "\"\"''", strict=True))
TYPED = str.maketrans(STRAIGHT)
KEYED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', **STRAIGHT})
END = re.compile(f"[ {THING}]")
WITHIN = 2000  # characters that a passage is known again by, whatever marks stand in it


@dataclass(frozen=True, slots=True)
class Fault:
    """A slip: how it looks in the text, and in the source where that differs; what is said of it."""

    pattern: re.Pattern[str]
    what: str
    help: str
    source: re.Pattern[str] | None = None


GENERAL = (
    Fault(
        re.compile(r"(?<!\d)\d++[’'\ue003]\s?\d++[”\"\ue001]"),
        "feet and inches take primes",
        "write 5′ 6″",
        re.compile(r"(?<!\d)\d++\\?['’]\s?\d++\\?[\"”]"),
    ),
    Fault(re.compile(r"(?<!\d)[\"']"), "a straight mark", "write a curled one", re.compile(r"(?<!\d)\\[\"']")),
    Fault(re.compile(r"(?<=\d)[\"']"), "a straight mark after a figure", "write ′ or ″", re.compile(r"\d\\[\"']")),
    Fault(re.compile("(?<!`)``(?!`)"), "two grave accents stand for a quotation mark", 'write one: "'),
)


def check_quotes(scope: LintScope) -> Iterator[Finding]:
    """Find marks that are wrong in the language of their passage; code and formulas are left alone."""
    yield from _two_for_one(scope)
    text = scope.section.text
    if "lang" not in text and not any((f.source or f.pattern).search(text) for f in faults_of(scope.lang)):
        return
    places = Places(scope.section)
    for lang, passage in read_prose(scope.blocks, scope.lang):
        for fault in faults_of(lang):
            for start, word in _words(passage, fault.pattern):
                written = word.translate(TYPED)
                if "''" in written:
                    continue  # which is told above
                place = places.next(written, *_keyed(word))
                place = place if place.line else places.loosely(passage[start : start + WITHIN])
                yield Finding("S232", f"{fault.what}: {written}", place, fault.help)


def _words(passage: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield the words that matches stand in, each once, and where it begins.

    A word may be as long as its passage: it is looked for from where the last one ended, and not again for each match.
    """
    start = end = 0
    ends = END.finditer(passage)
    mark = next(ends, None)
    for match in pattern.finditer(passage):
        begin = start
        while mark and mark.start() < match.start():
            begin = mark.end()
            mark = next(ends, None)
        if begin == start and match.end() <= end:
            continue
        after = END.search(passage, match.end())
        start, end = begin, after.start() if after else len(passage)
        yield start, passage[start:end]


def _keyed(word: str) -> tuple[str, ...]:
    """Give the ways in which a word can have been typed."""
    plain = word.translate(KEYED)
    return plain, plain.replace('"', '\\"').replace("'", "\\'"), plain.replace('"', '\\"')


@cache
def faults_of(lang: str) -> tuple[Fault, ...]:
    """Return what is wrong in a language."""
    name = lang.partition("-")[0].lower()
    found = list(GENERAL)
    if name in APOSTROPHES:
        pattern = re.compile(APOSTROPHES[name])
        typed = re.compile(APOSTROPHES[name].replace("\\ue002", "'"))
        found.append(Fault(pattern, "an apostrophe is turned the wrong way", "write ’", typed))
    if name in OPENING:
        opening, closing = OPENING[name], CLOSING[name]
        ends = re.compile(rf"(?<={LETTER})[{opening}](?=[\s.,;:!?)…]|$)")
        starts = re.compile(rf"(?:^|(?<=[\s(]))[{closing}](?={LETTER})")
        found.append(Fault(ends, "an opening mark ends a word", f"write {closing[0]} there"))
        found.append(Fault(starts, "a closing mark begins a word", f"write {opening[0]} there"))
    if name in {"en", "fr", "es", "it", "pt", "nl"}:
        inside = re.compile(rf"(?<={LETTER})[“”](?={LETTER})")
        found.append(Fault(inside, "a quotation mark within a word", "write ’ for an apostrophe, or set a space"))
    return tuple(found)


def _two_for_one(scope: LintScope) -> Iterator[Finding]:
    """Find two apostrophes for a quotation mark, which pandoc takes for something else."""
    text = scope.section.text
    if "''" not in text or scope.section.path.endswith(".yaml"):
        return  # in YAML they stand for one apostrophe
    masked = CODE.sub(lambda match: THING * len(match[0]), "".join(_without_listings(text)))
    for match in TWO.finditer(masked):
        place = locate(scope.section, match.start())
        yield Finding(
            "S232", f"two apostrophes stand for a quotation mark: {text[slice(*match.span())]}", place, 'write one: "'
        )


def _without_listings(text: str) -> Iterator[str]:
    """Yield the lines of a text, those of listings and the ones that open them masked.

    A brace that nothing closes in its line is made another mark: each would be held against the whole rest of it.
    """
    for (line, listed), (_, opens) in pairwise([*lines_of(text), ("", False)]):
        closed = line.rfind("}") + 1
        yield THING * len(line) if listed or opens else line[:closed] + line[closed:].replace("{", "(")


def check_listings(scope: LintScope) -> Iterator[Finding]:
    """Find listings with a line that is longer than the text is wide, each once, at its first such line."""
    places = Places(scope.section)
    most = int((scope.measure / POINT - PADDING) / COLUMN)
    for block in each(CodeBlock, scope.elements):
        if most <= 0 or HELD in block.attributes.classes:
            continue
        long = [line for line in block.text.split("\n") if len(line.expandtabs()) > most]
        if long:
            length = max(len(line.expandtabs()) for line in long)
            message = f"a line of the listing has {length} characters, and {most} fit on the page"
            yield Finding("S231", message, places.next(long[0].strip()), "break it where its language allows")


def check_tables(scope: LintScope) -> Iterator[Finding]:
    """Find tables whose head is empty, or has only empty cells."""
    places = Places(scope.section)
    for table in each(Table, scope.elements):
        if CSV in table.attributes.classes or _is_headed(table):
            continue
        caption = text_of(table.caption).strip()
        name = f' "{caption}"' if caption else ""
        place = places.passage(_first_cell(table) or caption)
        yield Finding("S228", f"the table{name} has no header cells", place, "name the columns in its first row")


def _is_headed(table: Table) -> bool:
    return any(text_of(cell.blocks).strip() for row in table.head.rows for cell in row.cells)


def _first_cell(table: Table) -> str:
    cells = (cell for body in table.bodies for row in body.rows for cell in row.cells)
    return next((text for cell in cells if (text := text_of(cell.blocks).strip())), "")
