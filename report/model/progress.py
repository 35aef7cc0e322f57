"""What a build tells whoever runs it, while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done: a verb, what it was done to, and how much."""

    verb: str
    subject: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How many pages of a part are laid out; `expected` are those of its whole report, as of its last build, or 0."""

    report: str
    part: str
    pages: int
    expected: int = 0


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears of steps, as they are done, and of progress, which another thread may tell."""

    step: Callable[[Step], None] = lambda _: None
    progress: Callable[[Progress], None] = lambda _: None
