"""What a report says of itself, the keys of `report.yaml`, typed, and what its house says of all: the brand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from report.model.findings import Location

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from report.model.rules.rule import Severity

PATTERNS = ("quarters", "leaves", "halves", "triangles", "rings", "steps")
"""What a cover can be drawn of."""
EDITIONS = ("screen", "print", "large-print")
"""For whom the pages are set: for reading on a screen, for a press, or in large print."""
RIGHT_TO_LEFT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"])


class Status(Enum):
    """How far a version has come."""

    DRAFT = "draft"
    FINAL = "final"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class PageSize(Enum):
    """The sheet that the pages are set on."""

    A4 = "A4"
    LETTER = "letter"
    A5 = "A5"


@dataclass(frozen=True, slots=True)
class Author:
    """A person or a desk. `orcid` is the bare number with hyphens."""

    name: str
    affiliation: str = ""
    orcid: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of one report, complete and checked.

    `index` is None where it depends on whether there are entries. `rules` are the weights that the report sets, None
    for a rule that is off. `lines` gives the file, line and column of each key, and of an item as "key: item".
    """

    slug: str
    title: str
    date: date
    subtitle: str = ""
    authors: tuple[Author, ...] = ()
    publisher: str = ""
    version: str = ""
    lang: str = "en"
    identifier: str = ""
    report_number: str = ""
    series: str = ""
    summary: str = ""
    key_points: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    license: str = ""
    status: Status = Status.DRAFT
    embargo_until: datetime | None = None
    marking: str = ""
    distribution: str = ""
    certified_by: str = ""
    url: str = ""
    recipients: tuple[Author, ...] = ()
    copies: tuple[Author, ...] = ()
    superseded_by: str = ""
    theme: str = "briefing"
    page_size: PageSize = PageSize.A4
    toc_depth: int = 2
    lists: tuple[str, ...] = ()
    number_sections: bool = False
    bibliography: tuple[str, ...] = ()
    csl: str = "chicago-author-date"
    cover_image: str = ""
    sections: tuple[str, ...] = ()
    appendices: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    glossary: str = ""
    index: bool | None = None
    archive: str = ""
    rules: Mapping[str, Severity | None] = field(default_factory=lambda: MappingProxyType({}))
    lines: Mapping[str, tuple[str, int, int]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def right_to_left(self) -> bool:
        """Tell whether the report's language is written from right to left."""
        return self.lang.split("-")[0] in RIGHT_TO_LEFT

    def place(self, *keys: str) -> Location | None:
        """Locate the first of some keys that was written; None where none of them was."""
        return next((Location(*self.lines[key]) for key in keys if key in self.lines), None)

    @property
    def creators(self) -> tuple[str, ...]:
        """Name the authors, or the publisher where there are none."""
        return tuple(author.name for author in self.authors) or ((self.publisher,) if self.publisher else ())


@dataclass(frozen=True, slots=True)
class BrandToken:
    """A token that takes the place of the theme's: its value, that in the dark scheme, and where it was written.

    A value may hold "{}", for what the theme has.
    """

    name: str
    value: str
    dark: str
    place: Location


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand: tokens for every theme, the publisher's logo and the lines of its address, and what its covers are drawn of.

    `cover` is one of `PATTERNS`, empty where each series has its own.
    """

    tokens: tuple[BrandToken, ...] = ()
    logo: Path | None = None
    address: tuple[str, ...] = ()
    cover: str = ""
