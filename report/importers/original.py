"""A document as it was found: what it says, what it shows, and what of it could not be carried over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.model.findings import Finding, Location

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from report.model.tree.views import Block

OPEN_POINT, ANCHOR, CAPTION = "x-report-open-point:", "x-report-anchor:", "x-report-caption:"
"""Targets of links that pandoc hands on, which stand for something else until the text is cleaned."""


def short(text: str) -> str:
    """Shorten words to what a message can show."""
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:59]}…"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a document says of itself; empty where it does not. `bibliography` are names of files beside it."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    date: date | None = None
    lang: str = ""
    summary: tuple[Block, ...] = ()
    keywords: tuple[str, ...] = ()
    bibliography: tuple[str, ...] = ()
    numbered: bool = False

    def or_else(self, other: DocumentFacts) -> DocumentFacts:
        """Fill what is empty with what another source says."""
        return DocumentFacts(*(getattr(self, name) or getattr(other, name) for name in self.__slots__))


@dataclass(slots=True)
class Notes:
    """What is told of one document, in the order in which it was found; the same words once, with their number."""

    path: str
    rows: dict[tuple[str, str, int, str], int] = field(default_factory=dict)

    def tell(self, code: str, message: str, help: str = "", line: int = 0) -> None:
        """Tell of something, at a line of the document where it is known."""
        key = (code, message, line, help)
        self.rows[key] = self.rows.get(key, 0) + 1

    def findings(self) -> tuple[Finding, ...]:
        """Return all that was told."""
        return tuple(
            Finding(
                code,
                message + (f" ({count} times)" if count > 1 else ""),
                Location(self.path, line),
                help,
            )
            for (code, message, line, help), count in self.rows.items()
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document made ready for pandoc: its `source`, the files in it by the names that it uses, and its facts.

    `titled` where its title was taken out of its text.
    """

    source: str | bytes
    facts: DocumentFacts = DocumentFacts()
    media: Mapping[str, bytes] = field(default_factory=dict)
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Original:
    """A document that was read. `folder` is where it lies, for pictures that it only names.

    `titled` where its title stands in its text, and not only in its properties.
    """

    name: str
    stem: str
    kind: str
    folder: Path
    blocks: tuple[Block, ...]
    facts: DocumentFacts
    media: Mapping[str, bytes]
    notes: Notes
    titled: bool = False
