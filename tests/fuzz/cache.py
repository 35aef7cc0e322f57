"""A cache that is cut, flipped, replaced or in the way: what is built is the same, and nobody hears of it."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING

from tests.fuzz.bases import REPORT, files_in, made_of
from tests.fuzz.core import HERE, Case, Content, Link, Pipe, mutated_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from random import Random

    Harm = Callable[[dict[str, Content], str, Random], dict[str, Content]]

BUILD = ("fresh", "build", "-q", "--to", "pdf,epub,html")
MADE = tuple(f"build/brief/brief.{form}" for form in ("pdf", "epub", "html"))


@functools.cache
def warm(root: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """Build a report with a cache of its own; return the cache's files, and the digests of the editions."""
    desk = made_of(Case({**REPORT, "cache/": ""}, (BUILD,)), root)
    found = files_in(desk / "cache").items()
    kept = {f"cache/{name}": data.replace(str(desk).encode(), HERE.encode()) for name, data in found}
    return kept, {name: hashlib.sha256((desk / name).read_bytes()).hexdigest() for name in MADE}


def make(rng: Random, root: Path) -> Case:
    """Harm a share of a cache's files, or all, and build a report with it."""
    names = sorted(warm(root)[0])
    chosen = names if rng.random() < 0.3 else rng.sample(names, rng.choice((1, 1, 3, 10)))
    return harmed(root, rng.choice(HARMS), chosen, rng)


def harmed(root: Path, harm: Harm, names: Sequence[str], rng: Random) -> Case:
    """Return the case of a report that is built with a cache in which some files are harmed, all where none is named."""
    kept, made = warm(root)
    files: dict[str, Content] = {**kept, **REPORT}
    for name in names or sorted(kept):
        files |= harm(files, name, rng)
    return Case(files, (BUILD,), same=made)


def flip(files: dict[str, Content], name: str, rng: Random) -> dict[str, Content]:
    """Turn one bit of a file."""
    data = bytearray(_bytes(files, name) or b"\0")
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return {name: bytes(data)}


def cut(files: dict[str, Content], name: str, rng: Random) -> dict[str, Content]:
    """Cut a file off."""
    data = _bytes(files, name)
    return {name: data[: rng.randrange(len(data) + 1)]}


def odd(files: dict[str, Content], name: str, rng: Random) -> dict[str, Content]:
    """Change a file in any way there is."""
    return {name: mutated_bytes(_bytes(files, name), rng)}


def exchange(files: dict[str, Content], name: str, rng: Random) -> dict[str, Content]:
    """Put another file of the cache in a file's place."""
    other = rng.choice(sorted(path for path in files if path.startswith("cache/")))
    return {name: files[other], other: files[name]}


def replace(_: dict[str, Content], name: str, rng: Random) -> dict[str, Content]:
    """Put something else in a file's place."""
    return {name: rng.choice((b"", b"\0", b"\xff" * 100, b"x" * 5_000, b"cos\nsystem\n(S'id'\ntR.", b"\x80\x05."))}


def in_the_way(files: dict[str, Content], name: str, rng: Random) -> dict[str, Content]:
    """Put a folder, a link or a pipe in a file's place."""
    del files[name]
    ways: tuple[dict[str, Content], ...] = (
        {f"{name}/x": b"x"}, {f"{name}/": ""}, {name: Link("nobody")}, {name: Link(".")}, {name: Pipe()},
    )  # fmt: skip
    return rng.choice(ways)


def _bytes(files: dict[str, Content], name: str) -> bytes:
    content = files.get(name, b"")
    return content if isinstance(content, bytes) else b""


HARMS = (flip, flip, cut, cut, odd, exchange, replace, in_the_way)
