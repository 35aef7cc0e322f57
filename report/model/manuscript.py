"""A report as it was read: metadata, sections in pandoc's document type, and the files it draws on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.model.metadata import EDITIONS, Brand

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from report.model.findings import Finding, Location
    from report.model.metadata import Metadata
    from report.model.tree.views import Block

NO_BRAND = Brand()


@dataclass(frozen=True, slots=True)
class SourceAnchor:
    """Something in a section that has an identifier, or gets one: kind "sec", "fig", "tbl", "eq", "term", "idx" or "id" for the rest.

    `title` is a heading's or caption's plain text, a term, or an entry of the index; `level` a heading's, from 1.
    An entry of the index may have something to `sort` by, and another that it says to `see`.
    """

    kind: str
    identifier: str
    title: str = ""
    level: int = 0
    unnumbered: bool = False
    sort: str = ""
    see: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """What the rest of a report must know of a section, in document order.

    `cites` are its citations as pandoc's inlines, those of a note within a Note. `crossings` are the
    identifiers that it refers to, `links` those that it links to, `images` the sources of its pictures, `files`
    those of its data, `terms` what it wants of the glossary.
    `paths` are links to files, as written. `signs` tells that some text may be a mark that was not understood. `classes` are those of all that is no listing.
    """

    marks: tuple[SourceAnchor, ...] = ()
    cites: tuple[Block, ...] = ()
    crossings: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    notes: int = 0
    listings: int = 0
    terms: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    charts: bool = False
    signs: bool = False
    classes: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextOrigin:
    """Where a stretch of a section's text was written: from the index `start` on, from a line and column of a file on.

    What is `inserted` (a variable's value) stands there as a whole, whatever its length.
    """

    start: int
    path: str
    line: int
    column: int
    inserted: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One file of text. `path` is relative to the project's root, `text` is what the author wrote.

    Of what is only a part of its file, such as a value of the metadata, `passage` is the Markdown.
    Where other files or values were put into it, `origins` tell which stretches come from where. `read` gives its blocks, a copy at each call: those of a long report are not in memory all at once. `key`
    is a digest of what they were read from, `media` a folder with pictures that came with the text.
    """

    path: str
    text: str
    read: Callable[[], tuple[Block, ...]]
    register: Register = field(default_factory=Register)
    key: str = ""
    appendix: bool = False
    origins: tuple[TextOrigin, ...] = ()
    media: Path | None = None
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Converted:
    """A section in another program's format as Markdown; `folder` holds its pictures, by their names in the text."""

    text: str
    folder: Path
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A term of the glossary, its other forms, where it is defined, and what it means."""

    term: str
    aliases: tuple[str, ...]
    place: Location
    section: Section


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A report read and not yet resolved.

    `folder` is the only folder that figures, data and references are read from.
    `files` are all the source files, in order of name: what the PDF attaches and the record lists. `cover` is the
    picture for it. `edition` is one of `metadata.EDITIONS`. It is `complete` unless a text of it could not be read.
    """

    metadata: Metadata
    folder: Path
    sections: tuple[Section, ...]
    key_points: Section | None = None
    summary: Section | None = None
    bibliography: tuple[Path, ...] = ()
    style: Path | None = None
    glossary: tuple[Definition, ...] = ()
    files: tuple[Path, ...] = ()
    brand: Brand = NO_BRAND
    cover: Path | None = None
    edition: str = EDITIONS[0]
    complete: bool = True
