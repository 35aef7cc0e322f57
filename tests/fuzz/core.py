"""Cases: what a stranger hands over, and the commands that are given it; and how a good file is made an odd one.

A case depends on its family, the seed and its number alone, so that whatever is found can be made again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HERE = "@the work folder@"  # in a file's bytes, stands for the path of the folder that it is laid out in
LARGEST = 300_000  # characters, that no repetition makes a text pass
TIMES = (2, 3, 10, 100, 3_000)
NUMBERS = ("0", "-1", "1e999", "99999999999999999999", "0.0000001", "NaN", "١", "²", "")
ODD = (
    "\0", "\x07", "\x1b[31m", "\ufeff", "\u202e", "\u2028", "\ufffe", "\U000e0001", "\r", "\x85", "\x0c", "é" * 300,
    "\u200b", "𝕏", "\ufdfd", "\t", "\\", '"', "'", "<", ">", "&", "%", "$", "{", "}", "[", "]", "(", ")", "`", "~", "^", "|",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link in the work folder."""

    target: str


@dataclass(frozen=True, slots=True)
class Pipe:
    """A named pipe (FIFO) that nobody writes to."""


@dataclass(frozen=True, slots=True)
class Socket:
    """A socket that nobody listens at."""


Content = bytes | str | Link | Pipe | Socket


@dataclass(frozen=True, slots=True)
class Case:
    """Files by their paths in the work folder, an empty folder's with a slash at its end, and what is run there.

    A command's first word names its program (`running.PROGRAMS`). `never` are words that no output may hold; `same`
    are the SHA-256 that files must have at the end, by path, when every command has ended well, as they have to then.
    """

    files: Mapping[str, Content]
    commands: tuple[tuple[str, ...], ...] = (("report", "check"),)
    never: tuple[str, ...] = ()
    same: Mapping[str, str] = field(default_factory=dict)


def random_for(family: str, seed: int, number: int) -> Random:
    """Return the chance that a case is made by."""
    return Random(f"{family}/{seed}/{number}")


def mutated(text: str, rng: Random, tokens: Sequence[str] = (), others: Sequence[str] = ()) -> str:
    """Change a text in one to five places; `tokens` are words of its trade, `others` texts to take pieces from."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5))):
        text = rng.choice(MUTATORS)(text, rng, tokens or ODD, others or (text,))
    return text


def mutated_bytes(data: bytes, rng: Random, tokens: Sequence[str] = ()) -> bytes:
    """Change bytes in the same ways."""
    odd = tokens or ("\0", "\xff" * 4, "\x7f\xff\xff\xff", "\0" * 64)
    return mutated(data.decode("latin-1"), rng, odd).encode("latin-1", "replace")


def _span(text: str, rng: Random, longest: int = 200) -> tuple[int, int]:
    start = rng.randrange(len(text) + 1)
    return start, min(len(text), start + rng.randint(1, longest))


def _spot(text: str, rng: Random) -> int:
    """Choose where to put something: every other time at the beginning of a line."""
    spot = rng.randrange(len(text) + 1)
    return text.rfind("\n", 0, spot) + 1 if rng.random() < 0.5 else spot


def _flip(text: str, rng: Random, *_: Sequence[str]) -> str:
    if not text:
        return "\x01"
    spot = rng.randrange(len(text))
    return text[:spot] + chr((ord(text[spot]) ^ (1 << rng.randrange(7))) & 0xFF or 1) + text[spot + 1 :]


def _cut(text: str, rng: Random, *_: Sequence[str]) -> str:
    start, end = _span(text, rng)
    return text[:start] + text[end:]


def _truncate(text: str, rng: Random, *_: Sequence[str]) -> str:
    return text[: rng.randrange(len(text) + 1)]


def _repeat(text: str, rng: Random, *_: Sequence[str]) -> str:
    start, end = _span(text, rng, rng.choice((1, 8, 40, 200)))
    times = min(rng.choice(TIMES), LARGEST // max(1, end - start))
    return (text[:start] + text[start:end] * times + text[end:])[: 2 * LARGEST]


def _swap(text: str, rng: Random, *_: Sequence[str]) -> str:
    a, b, c, d = sorted(rng.randrange(len(text) + 1) for _ in range(4))
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _splice(text: str, rng: Random, _: Sequence[str], others: Sequence[str]) -> str:
    other = rng.choice(others)
    start, end = _span(other, rng, 2_000)
    spot = _spot(text, rng)
    return text[:spot] + other[start:end] + text[spot:]


def _insert(text: str, rng: Random, tokens: Sequence[str], _: Sequence[str]) -> str:
    spot = _spot(text, rng)
    return text[:spot] + rng.choice(tokens) * rng.choice((1, 1, 1, 2, 50)) + text[spot:]


def _odd(text: str, rng: Random, *_: Sequence[str]) -> str:
    spot = _spot(text, rng)
    return text[:spot] + rng.choice(ODD) + text[spot:]


def _number(text: str, rng: Random, *_: Sequence[str]) -> str:
    """Put another number in the place of one."""
    spots = [spot for spot, character in enumerate(text) if character.isdigit()]
    if not spots:
        return text
    spot = rng.choice(spots)
    return text[:spot] + rng.choice(NUMBERS) + text[spot + 1 :]


MUTATORS: tuple[Callable[[str, Random, Sequence[str], Sequence[str]], str], ...] = (
    _flip, _cut, _truncate, _repeat, _swap, _splice, _insert, _insert, _insert, _odd, _number,
)  # fmt: skip
