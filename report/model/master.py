"""The one HTML master of a report, from which every edition is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.metadata import EDITIONS

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.metadata import Metadata
    from report.model.resolved import ShownImage

INSERTED, DELETED = "redline-insertion", "redline-deletion"
MOVED = "redline-moved"  # beside either, on what stands elsewhere in the other version
LABEL = "redline-label"  # on what is read out before and after what is marked
UNREAD = frozenset({DELETED, LABEL})  # what is no part of a title
"""What a master is made into."""

XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"
SVG = "http://www.w3.org/2000/svg"
EPUB = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: a heading's text, the identifier of its section, its depth from 1, its entries below."""

    title: str
    identifier: str
    depth: int
    entries: tuple[ContentsEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """A line of a list of figures or tables: which of the two it is, its identifier, its label and its words."""

    kind: str
    identifier: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of what a report holds."""

    figures: int = 0
    tables: int = 0
    notes: int = 0
    references: int = 0


@dataclass(frozen=True, slots=True)
class Master:
    """A report composed: `html` is one XHTML5 document, UTF-8, in which every block has a stable id.

    `contents` are all headings, nested. `sources` maps the id of a top-level section to the file it was
    written in. `images` are what `src` attributes name, `files` what data were read from. `lists` are the
    lists that are printed after the contents: "figures" or "tables", and what stands in each. `cover` is the picture
    for it, `pattern` what it is drawn of without, empty where the series has its own. `edition` is one of `metadata.EDITIONS`.
    """

    metadata: Metadata
    html: bytes
    contents: tuple[ContentsEntry, ...]
    images: tuple[ShownImage, ...]
    sources: dict[str, str]
    counts: Counts
    files: tuple[Path, ...] = ()
    lists: tuple[tuple[str, tuple[Caption, ...]], ...] = ()
    cover: Path | None = None
    pattern: str = ""
    edition: str = EDITIONS[0]
