"""A report as it was read: metadata, sections in pandoc's document type, and the files it draws on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.metadata import Metadata

Block = dict[str, Any]
"""One block or inline of pandoc's JSON: `{"t": name, "c": content}`."""


@dataclass(frozen=True, slots=True)
class Section:
    """One file of text. `path` is relative to the project's root, `text` is what the author wrote."""

    path: str
    text: str
    blocks: tuple[Block, ...]
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A report read and not yet resolved.

    `folder` is the only folder that figures, data and references are read from.
    `files` are all the source files, in order of name: what the PDF attaches and the record lists.
    """

    metadata: Metadata
    folder: Path
    sections: tuple[Section, ...]
    key_points: Section | None = None
    summary: Section | None = None
    bibliography: tuple[Path, ...] = ()
    style: Path | None = None
    files: tuple[Path, ...] = ()
