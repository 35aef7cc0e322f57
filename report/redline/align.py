"""Alignment: which elements of two sequences are the same, which are edited, and which stand in one only."""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Like = Callable[[int, int], float]

ALIKE = 0.4  # from here on two elements are versions of one
BAND = 60  # how far from where it is expected an edited element is looked for in a long stretch
LONG = 10_000  # pairs


class ChangeKind(Enum):
    """What has become of an element."""

    SAME = "same"
    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"


Pair = tuple[ChangeKind, int, int]
"""What has become of an element, and its index in either sequence, -1 where it is not in it."""


def align(old: Sequence[str], new: Sequence[str], like: Like) -> list[Pair]:
    """Align two sequences by their signatures, and, where these differ, by how like two elements are."""
    pairs: list[Pair] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += [(ChangeKind.SAME, i + step, k + step) for step in range(j - i)]
        else:
            pairs += _gap((i, j), (k, m), like)
    return pairs


def _gap(old: tuple[int, int], new: tuple[int, int], like: Like) -> Iterator[Pair]:
    i, k = old[0], new[0]
    for x, y in [*_matches(range(*old), range(*new), like), (old[1], new[1])]:
        yield from ((ChangeKind.DELETED, index, -1) for index in range(i, x))
        yield from ((ChangeKind.INSERTED, -1, index) for index in range(k, y))
        if x < old[1]:
            yield ChangeKind.EDITED, x, y
        i, k = x + 1, y + 1


def _matches(old: range, new: range, like: Like) -> list[tuple[int, int]]:
    """Find the pairs that are most alike in all, in the order of both; in a long stretch only near the diagonal."""
    rows, columns = len(old), len(new)
    if not rows or not columns:
        return []
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    score: dict[tuple[int, int], float] = {}
    for x in range(rows - 1, -1, -1):
        low, high = _reach(x, rows, columns)
        row, below = best[x], best[x + 1]
        for y in range(columns - 1, -1, -1):
            found = like(old[x], new[y]) if low <= y < high else 0.0
            row[y] = max(below[y], row[y + 1])
            if found >= ALIKE and found + below[y + 1] > row[y]:
                score[x, y] = found
                row[y] = found + below[y + 1]
    matches, x, y = [], 0, 0
    while x < rows and y < columns:
        if (x, y) in score and best[x][y] == score[x, y] + best[x + 1][y + 1]:
            matches.append((old[x], new[y]))
            x, y = x + 1, y + 1
        elif best[x + 1][y] >= best[x][y + 1]:
            x += 1
        else:
            y += 1
    return matches


def _reach(row: int, rows: int, columns: int) -> tuple[int, int]:
    if rows * columns <= LONG:
        return 0, columns
    middle = row * columns // rows
    return max(0, middle - BAND), min(columns, middle + BAND)
