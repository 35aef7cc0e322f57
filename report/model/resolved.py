"""A manuscript whose numbers, references and citations are settled: what the master is composed of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from report.model.findings import Finding
    from report.model.manuscript import Manuscript, Section
    from report.model.tree.views import Block


@dataclass(frozen=True, slots=True)
class Target:
    """What a cross-reference can point to: its kind (fig, tbl, sec, eq), its number and its title in plain text."""

    identifier: str
    kind: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Use:
    """A place in the text that the glossary ("term") or the index ("idx") leads to: its entry and its identifier."""

    kind: str
    entry: str
    identifier: str
    sort: str = ""
    see: str = ""


@dataclass(frozen=True, slots=True)
class ShownImage:
    """A picture that the text shows. `source` is the path as written, `path` the file it names."""

    source: str
    path: Path


@dataclass(frozen=True, slots=True)
class Settled:
    """A passage's blocks ready to be written as HTML, the pictures they show, and what was found wrong.

    `files` are the files of data that they were made from.
    """

    blocks: tuple[Block, ...]
    images: tuple[ShownImage, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the report that is set by itself: a section, the key points, the summary, the references.

    `key` is a digest of all that its setting depends on, `settle` gives its blocks, `size` is about how many
    bytes of text it has, `listings` how many listings stand before it. `role` is the identifier of a passage
    that has its own place in the page, and empty for the others. Where all of it was typed in its section, it is `typed`.
    """

    key: str
    settle: Callable[[], Settled]
    size: int
    listings: int = 0
    role: str = ""
    section: Section | None = None
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """The passages of a report in reading order, and what its cross-references can point to."""

    manuscript: Manuscript
    passages: tuple[Passage, ...]
    targets: dict[str, Target]
