"""Two editions held against each other: what one says and the other does not."""

from __future__ import annotations

import bisect
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.checks.parity.reading import KINDS, ReadPassage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from report.checks.parity.reading import Reading

AHEAD = 60  # passages that are looked through for the place where two editions agree again
WINDOW = 20_000  # characters, likewise
SURE = 8  # characters that are enough to know a passage again
START = 24  # characters that a page is known by
NUMBERS = re.compile(r"\d+")
MIRRORED = str.maketrans(")]}", "([{")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class Difference:
    """What the first edition says in some place, and the second in its stead; either may be nothing.

    `ours` and `theirs` are the passages of the first and of the second edition in which it begins.
    """

    kind: str
    first: str
    second: str
    ours: ReadPassage
    theirs: ReadPassage


def differences(first: Reading, second: Reading, asked: Collection[str] = ()) -> Iterator[Difference]:
    """Compare all passages, kind by kind. `asked` are the texts that the source gives to some editions only."""
    texts = sorted(asked, key=len, reverse=True)
    for kind in KINDS:
        ours, theirs = first.of(kind), second.of(kind)
        keys = [passage.key for passage in ours], [passage.key for passage in theirs]
        if "".join(keys[0]) == "".join(keys[1]):
            continue
        if len(RIGHT_TO_LEFT.findall("".join(keys[0]))) * 2 > sum(map(len, keys[0])):
            found = [_by_letters(kind, ours, theirs)]
        else:
            apart = [_apart(passages, leftward=leftward) for leftward in (False, True) for passages in (ours, theirs)]
            found = [_in_order(kind, apart[0], apart[1]), _by_letters(kind, apart[2], apart[3])]
        yield from (one for one in itertools.chain(*found) if not _is_asked(one, texts))


def strayed_pages(book: Reading, pdf: Reading) -> Iterator[tuple[str, str, str]]:
    """Yield the label of each page that the book begins elsewhere, with the PDF's words and the book's."""
    for label, words in pdf.pages.items():
        if label not in book.pages:
            yield label, words, ""
        elif not _begins(book.pages[label], words[:START]):
            yield label, words, book.pages[label]
    marks, pages = [label for label in book.pages if label in pdf.pages], [label for label in pdf.pages if label in book.pages]  # fmt: skip
    for label, other in zip(pages, marks, strict=True):
        if label != other:
            yield label, pdf.pages[label], book.pages[label]
            return


def _apart(passages: Sequence[ReadPassage], *, leftward: bool) -> list[ReadPassage]:
    return [passage for passage in passages if bool(RIGHT_TO_LEFT.search(passage.key)) == leftward]


def _begins(words: str, start: str) -> bool:
    if RIGHT_TO_LEFT.search(start):
        return len(set(words[: len(start)]) & set(start)) * 2 > len(set(start))
    return words.startswith(start)


def _in_order(kind: str, ours: Sequence[ReadPassage], theirs: Sequence[ReadPassage]) -> Iterator[Difference]:
    """Go through one edition's passages, and find each in the stream of the other's."""
    stream = "".join(passage.key for passage in theirs)
    bounds = list(itertools.accumulate((len(passage.key) for passage in theirs), initial=0))
    keys = [passage.key for passage in ours]
    at = index = 0
    while index < len(keys):
        if stream.startswith(keys[index], at):
            at, index = at + len(keys[index]), index + 1
            continue
        again, there = _agreement(keys, index, stream, at)
        yield _difference(kind, ours[index:again], stream[at:there], _passage_at(theirs, bounds, at))
        at, index = there, again
    if at < len(stream):
        yield _difference(kind, (), stream[at:], _passage_at(theirs, bounds, at))


def _agreement(keys: Sequence[str], index: int, stream: str, at: int) -> tuple[int, int]:
    """Return the nearest passage, and the nearest place in the stream, from which both are alike again."""
    best, cost, skipped = (len(keys), len(stream)), len(stream) + 1, 0
    for number in range(index, min(index + AHEAD, len(keys))):
        key = keys[number]
        there = stream.find(key, at, at + WINDOW + len(key)) if len(key) >= SURE else -1
        if there >= 0 and there - at + skipped < cost:
            best, cost = (number, there), there - at + skipped
        skipped += len(key)
    return best


def _passage_at(passages: Sequence[ReadPassage], bounds: Sequence[int], at: int) -> ReadPassage:
    index = min(bisect.bisect_right(bounds, at) - 1, len(passages) - 1)
    return passages[index] if passages else ReadPassage("", "", "")


def _difference(kind: str, lost: Sequence[ReadPassage], found: str, passage: ReadPassage) -> Difference:
    first = "".join(one.key for one in lost)
    return Difference(kind, first, found, lost[0] if lost else passage, passage)


def _by_letters(kind: str, ours: Sequence[ReadPassage], theirs: Sequence[ReadPassage]) -> Iterator[Difference]:
    """Compare how often each letter comes: PDFium gives right-to-left letters in the order in which it sees them."""
    first, second = ("".join(passage.key for passage in passages) for passages in (ours, theirs))
    if sorted(first.translate(MIRRORED)) != sorted(second.translate(MIRRORED)):
        pair = next((pair for pair in zip(ours, theirs, strict=False) if sorted(pair[0].key) != sorted(pair[1].key)), None)  # fmt: skip
        one, other = pair or ((ours or theirs)[-1], (theirs or ours)[-1])
        yield Difference(kind, first, second, one, other)


def _is_asked(one: Difference, texts: Sequence[str]) -> bool:
    """Tell whether nothing is left of a difference but for texts that were meant to differ, and numbers of notes."""
    if not texts:
        return False
    first, second = one.first, one.second
    for text in texts:
        first, second = first.replace(text, ""), second.replace(text, "")
    return NUMBERS.sub("", first) == NUMBERS.sub("", second)
