"""The account of a section's words: what its author has typed against what has become of it (S266).

The editions are compared with each other, and would agree where all of them have lost the same. So words are counted on both
sides: what is typed and not printed has been lost on the way, and what is printed more often than it is typed has come from
nowhere.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING

from report.model.findings import Finding, Severity
from report.model.tree.printed import PrintedText, read_printed
from report.read.lines import locate, locate_text
from report.read.typed_words import TypedWords, parted_by_marks, printed_words, typed_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.model.findings import Location
    from report.model.manuscript import Section
    from report.resolve.lints.scope import LintScope

CODE = "S266"
MOST = 4_000_000  # pairs of equal words that are looked at to find a place
NEAR = 3  # words between two that are lost together
PARTED = re.compile(r"\|[ \t]*\n|\n[ \t]*\n")  # rows and paragraphs
SHOWN = 60  # characters of what is lost
ROWS = "give each row as many cells as the line of hyphens below the heads has"
LOST = "write it so that it is text: look for a mark before it that hides it"
ADDED = "if it is meant as it is, report it: the editions say more than the source"


def check_word_account(scope: LintScope) -> Iterator[Finding]:
    """Hold what was typed in a section against what has been read of it."""
    if scope.blocks:  # none where the text could not be read, which is told
        yield from compare_words(scope.section, read_printed(scope.blocks), final=scope.final)


def compare_words(section: Section, printed: PrintedText, *, final: bool) -> Iterator[Finding]:
    """Hold what was typed in a section against what can be read of it at a later stage."""
    text = section.passage or section.text
    typed, words = typed_words(text), printed_words(printed.text)
    lost, added = _balance(typed, Counter(words), text)
    if not lost and not added:
        return
    severity = Severity.ERROR if final else Severity.WARNING
    lost -= Counter(printed_words(printed.besides))
    if lost:
        for passage in _passages(typed, words, lost, text):
            start, end = typed.places[passage[0]], typed.places[passage[-1]] + len(typed.words[passage[-1]])
            help = ROWS if _in_table(text, start) else LOST
            place = _place(section, start, end)
            yield Finding(CODE, f"typed and not printed: {_shown(text[start:end])}", place, help, severity)
    if added:
        yield from _additions(section, typed, words, added, severity)


def _balance(typed: TypedWords, said: Counter[str], text: str) -> tuple[Counter[str], Counter[str]]:
    """Return the words that were lost and those that were added, each as often as it was.

    Where words are parted or joined otherwise than we thought, none of them is lost.
    """
    written = Counter(typed.words)
    lost, added = written - said, said - written
    if lost and added and len(lost) * len(added) <= MOST:
        for number, word in enumerate(typed.words):
            if lost[word] > 0:
                parts = parted_by_marks(text, typed.places[number], word)
                joined = _joined(typed.words, number, added)
                if len(parts) > 1 and all(added[part] > 0 for part in parts):
                    lost[word] -= 1
                    added -= Counter(parts)
                elif len(joined) > 1:
                    lost -= Counter(joined)
                    added["".join(joined)] -= 1
    return +lost, +added - typed.spare


def _joined(words: Sequence[str], number: int, added: Counter[str]) -> Sequence[str]:
    """Return the words from one on which were added as a single one; none where it is not so."""
    for word, count in added.items():
        if count > 0 and word.startswith(words[number]):
            end, length = number, 0
            while end < len(words) and length < len(word):
                length += len(words[end])
                end += 1
            if "".join(words[number:end]) == word:
                return words[number:end]
    return ()


def _passages(typed: TypedWords, printed: Sequence[str], lost: Counter[str], text: str) -> Iterator[list[int]]:
    """Yield the runs of words that were lost, as their numbers among those that were typed."""
    there = _matched(typed.words, printed)
    gone: list[int] = []
    for wanted in (False, True):  # those that stand nowhere, and then those that stand elsewhere
        for number, word in enumerate(typed.words):
            if lost[word] > 0 and there[number] is wanted:
                lost[word] -= 1
                gone.append(number)
    gone.sort()
    starts = 0
    for number, (left, right) in enumerate(zip(gone, [*gone[1:], -1], strict=True)):
        parted = right >= 0 and PARTED.search(text, typed.places[left], typed.places[right])
        if parted or not 0 < right - left <= NEAR:
            yield gone[starts : number + 1]
            starts = number + 1


def _matched(typed: Sequence[str], printed: Sequence[str]) -> list[bool]:
    """Tell of each word that was typed whether it is printed in its place."""
    there = [False] * len(typed)
    said = Counter(printed)
    if sum(count * said[word] for word, count in Counter(typed).items()) <= MOST:
        for block in SequenceMatcher(None, typed, printed, autojunk=False).get_matching_blocks():
            there[block.a : block.a + block.size] = [True] * block.size
    return there


def _additions(
    section: Section, typed: TypedWords, printed: Sequence[str], added: Counter[str], severity: Severity
) -> Iterator[Finding]:
    """Tell of words that are printed and not typed, in their runs, at the words before them."""
    there = _matched(printed, typed.words)
    new = [word in added and not known for word, known in zip(printed, there, strict=True)]
    before = 0
    for is_new, group in groupby(range(len(printed)), key=new.__getitem__):
        run = list(group)
        if is_new:
            start = typed.places[min(before, len(typed.places) - 1)] if typed.places else 0
            place = _place(section, start, start + SHOWN)
            words = _shown(" ".join(printed[number] for number in run))
            yield Finding(CODE, f"printed and not typed: {words}", place, ADDED, severity)
        else:
            before += len(run)


def _place(section: Section, start: int, end: int) -> Location:
    """Locate words of a section; those of a passage by what they are."""
    return locate_text(section, section.passage[start:end]) if section.passage else locate(section, start)


def _in_table(text: str, place: int) -> bool:
    start = text.rfind("\n", 0, place) + 1
    return "|" in text[start : (text + "\n").find("\n", place)]


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= SHOWN else f'"{line[: SHOWN - 1]}…"'
