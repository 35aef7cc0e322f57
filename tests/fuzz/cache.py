"""A cache that is cut, flipped, replaced or in the way: what is built is the same, and nobody hears of it."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING

from tests.fuzz.bases import REPORT, files_in, made_of
from tests.fuzz.core import Case, Content, Link, Pipe, mutated_bytes

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

BUILD = ("fresh", "build", "-q", "--to", "pdf,epub,html")
MADE = tuple(f"build/brief/brief.{form}" for form in ("pdf", "epub", "html"))


@functools.cache
def _warm(root: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """Build a report with a cache of its own; return the cache's files, and the digests of the editions."""
    desk = made_of(Case({**REPORT, "cache/": ""}, (BUILD,)), root / "base-cache")
    kept = {f"cache/{name}": data for name, data in files_in(desk / "cache").items()}
    return kept, {name: hashlib.sha256((desk / name).read_bytes()).hexdigest() for name in MADE}


def make(rng: Random, root: Path) -> Case:
    """Harm a share of a cache's files, or all, and build a report with it."""
    kept, made = _warm(root)
    files: dict[str, Content] = {**kept, **REPORT}
    names = sorted(kept)
    chosen = names if rng.random() < 0.3 else rng.sample(names, rng.choice((1, 1, 3, 10)))
    harm = rng.choice(HARMS)
    for name in chosen:
        files |= harm(files, name, rng)
    return Case(files, (BUILD,), same=made)


def _flip(files: dict[str, Content], name: str, rng: Random) -> dict[str, Content]:
    data = bytearray(_bytes(files, name) or b"\0")
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return {name: bytes(data)}


def _cut(files: dict[str, Content], name: str, rng: Random) -> dict[str, Content]:
    data = _bytes(files, name)
    return {name: data[: rng.randrange(len(data) + 1)]}


def _odd(files: dict[str, Content], name: str, rng: Random) -> dict[str, Content]:
    return {name: mutated_bytes(_bytes(files, name), rng)}


def _exchange(files: dict[str, Content], name: str, rng: Random) -> dict[str, Content]:
    """Put another file of the cache in a file's place."""
    other = rng.choice(sorted(path for path in files if path.startswith("cache/")))
    return {name: files[other], other: files[name]}


def _replace(_: dict[str, Content], name: str, rng: Random) -> dict[str, Content]:
    return {name: rng.choice((b"", b"\0", b"\xff" * 100, b"x" * 5_000, b"cos\nsystem\n(S'id'\ntR.", b"\x80\x05."))}


def _in_the_way(files: dict[str, Content], name: str, rng: Random) -> dict[str, Content]:
    """Put a folder, a link or a pipe in a file's place."""
    del files[name]
    return rng.choice(
        ({f"{name}/x": b"x"}, {f"{name}/": ""}, {name: Link("nobody")}, {name: Link(".")}, {name: Pipe()})
    )


def _bytes(files: dict[str, Content], name: str) -> bytes:
    content = files.get(name, b"")
    return content if isinstance(content, bytes) else b""


HARMS = (_flip, _flip, _cut, _cut, _odd, _exchange, _replace, _in_the_way)
