"""What an EPUB is made of, before it is packed."""

from __future__ import annotations

from dataclasses import dataclass

COVER, TITLE_PAGE, NAV, COLOPHON = "text/cover.xhtml", "text/title.xhtml", "nav.xhtml", "text/colophon.xhtml"
STYLE, COVER_IMAGE = "styles/book.css", "images/cover.jpg"
XHTML_TYPE = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of the container: its path below the package document, media type, bytes and manifest properties."""

    name: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NavPoint:
    """A line of the contents or of the page list: its text, where it leads, and the lines below it."""

    title: str
    href: str
    points: tuple[NavPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Features:
    """What the content is found to have: from this, and nothing else, the accessibility metadata follows."""

    images: bool = False
    math: bool = False
    pages: bool = False
    moving: bool = False


@dataclass(frozen=True, slots=True)
class EpubBook:
    """A whole EPUB: `documents` in reading order, other resources, contents and page list."""

    documents: tuple[Resource, ...]
    resources: tuple[Resource, ...]
    contents: tuple[NavPoint, ...]
    pages: tuple[NavPoint, ...]
    features: Features
