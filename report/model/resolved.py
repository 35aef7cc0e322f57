"""A manuscript whose numbers, references and images are settled: what the master is composed of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.manuscript import Block, Manuscript


@dataclass(frozen=True, slots=True)
class Target:
    """What a cross-reference can point to: its kind (fig, tbl, sec, eq), its number and its title in plain text."""

    identifier: str
    kind: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that the text shows. `source` is the path as written, `path` the file it names."""

    source: str
    path: Path


@dataclass(frozen=True, slots=True)
class Resolved:
    """Blocks in reading order, ready to be written as HTML. `targets` maps identifiers."""

    manuscript: Manuscript
    blocks: tuple[Block, ...]
    targets: dict[str, Target]
    images: tuple[Image, ...]
    cites: bool
