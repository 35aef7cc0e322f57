"""Parts: the stretches of the master that are laid out each for itself, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.findings import About
    from report.model.pages import PageStart

USUAL_ROOM = 2  # digits, where nothing else is said; in heads and feet any number fits
PAGE, PAGES = "page", "pages"  # names of numbers that no element can have: identifiers are written "#id"


@dataclass(frozen=True, slots=True)
class Opening:
    """How a part begins: what a layout of the whole would have brought with it to the part's first page.

    `breaks` is the CSS break before it ("right", "left", "page"; empty for the first part, whose page is the
    report's first), `side` the side that page is on. Where `spare`, a blank page goes before it, which the
    binder drops unless the sides ask for it. `notes` counts the notes of earlier parts; `strings` are the
    running heads' texts as the page before left them.
    """

    breaks: str = ""
    side: str = "right"
    spare: bool = False
    notes: int = 0
    strings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PartSource:
    """All that a part is laid out from. `label` names it to people.

    `html` is XHTML, `files` what it may read, by name: pictures and the theme's ornaments. `links` are the
    identifiers that it links to, `elsewhere` those of them that stand in other parts. `room` gives, for the page numbers that it prints in its
    text, by identifier, how many digits to leave room for.
    """

    label: str
    html: bytes
    css: str
    lang: str
    files: tuple[tuple[str, Path], ...] = ()
    opening: Opening = field(default_factory=Opening)
    links: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    room: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A piece of text that holds page numbers, which are put in when all parts are bound.

    `page` (of the part, from 0) and `stream` (of its content streams) say where. `pieces` are, in order
    from left to right, PDF operators as bytes, or names of numbers: `PAGE`, `PAGES` or "#" and an
    identifier. The text stands at `x`, `y` (CSS px, from the top left), its left end (`align` 0), middle
    (.5) or right end (1) there; the fixed pieces take `width`, each digit `advance` px. In the text of a
    page (`flow`) a number must have as many digits as `room` says.
    """

    page: int
    stream: int
    pieces: tuple[bytes | str, ...]
    digits: tuple[bytes, ...]
    x: float
    y: float
    align: float
    width: float
    advance: float
    flow: bool
    room: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline: its level from 1, and where it points (page of the part, from 0; PDF points)."""

    level: int
    title: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class FaceUse:
    """A font face as a part uses it. `key` names it in content streams, `name` and the metrics go into its descriptor.

    `file` is the name of a face of the house; a face from elsewhere brings its `data`. `glyphs` maps glyph
    numbers to the text they stand for and their widths in thousandths of an em.
    """

    key: str
    name: str
    family: str
    file: str
    data: bytes
    flags: int
    ascent: int
    descent: int
    glyphs: dict[int, tuple[str, float]]


@dataclass(frozen=True, slots=True)
class PageFault:
    """Something on a page (of the part, from 0) that should not be so: the rule's code, what it is about, and a detail."""

    code: str
    page: int
    about: About
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EngineEvent:
    """What the layout engine, or what serves it, tells of a part: the rule's code, the words for it, what it is about.

    `line` is one of the part's style sheet, from 1, where the event is about that, else 0.
    """

    code: str
    words: str
    about: About | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part laid out: tagged PDF pages without any finish, and what the binder must know of them.

    Pages count from 0; where `spare`, page 0 is the blank one before the part. `strayed` are the ids of
    notes that do not begin on the page they are called on. `identified` are the structure elements' IDs by
    object number. `borrowed` are the running heads' texts that were taken from the opening, `strings` what
    the part leaves to the next.
    """

    pdf: bytes
    pages: int
    spare: bool
    starts: tuple[PageStart, ...]
    page_of: dict[str, int]
    strayed: tuple[str, ...]
    events: tuple[EngineEvent, ...]
    numbers: tuple[PageNumber, ...]
    bookmarks: tuple[Bookmark, ...]
    anchors: tuple[tuple[str, int, float, float], ...]
    faces: tuple[FaceUse, ...]
    identified: tuple[tuple[str, int], ...]
    borrowed: tuple[tuple[str, str], ...]
    strings: tuple[tuple[str, str], ...]
    faults: tuple[PageFault, ...] = ()
