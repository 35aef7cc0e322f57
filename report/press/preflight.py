"""Preflight: what a press would stumble over, looked for in the finished file and in nothing else.

It says what was found and how much was looked for; it is no proof of conformity to a standard.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Name

from report.model.findings import Finding, Location
from report.press.marks import MM
from report.press.pictures import ink_of
from report.press.reading import INKS, read_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from report.press.geometry import Box
    from report.press.press import PressOptions
    from report.press.reading import PaintedObject

FILES = ("/FontFile", "/FontFile2", "/FontFile3")
NEAR, SAFE, SLACK = 0.5, 3.0, 0.1  # mm: touches an edge; is away from it; does not count
FINE, FINE_IN_BLACK = 225, 500  # dots per inch, of a photograph and of what is black or white
HAIR = 0.2  # pt
ROUNDED = 0.02  # of an ink
COMPRESSED = 0.1  # of an ink, that a compressed picture may have more
IDLE = ("/AcroForm", "/OpenAction", "/AA", "/Names", "/AF", "/StructTreeRoot", "/Outlines", "/Collection")
IDLE_ON_PAGES = ("/Annots", "/AA")
TONES = ("text", "fill", "stroke")


@dataclass(frozen=True, slots=True)
class PreflightPage:
    """A page, its number from 1, what is painted on it, and the boxes it is cut to and bleeds to."""

    number: int
    page: Any
    marks: tuple[PaintedObject, ...]
    trim: Box
    bleed: Box

    def place(self, mark: PaintedObject) -> str:
        """Say where a mark is, in mm from the upper left corner of the page."""
        x, y = max(mark.box[0], self.trim[0]) - self.trim[0], self.trim[3] - min(mark.box[3], self.trim[3])
        return f"page {self.number}, {x / MM:.0f} × {y / MM:.0f} mm from its upper left"


@dataclass(slots=True)
class File:
    """The file on the desk, and how it was ordered."""

    pdf: pikepdf.Pdf
    order: PressOptions
    leaves: list[PreflightPage] = field(default_factory=list)
    known: dict[tuple[int, int], float] = field(default_factory=dict)


def preflight(data: bytes, order: PressOptions, name: str) -> tuple[Finding, ...]:
    """Check a press file. Findings name the file by `name`, and the page by its number from 1."""
    with pikepdf.open(BytesIO(data)) as pdf:
        file = File(pdf, order, leaves_of(pdf))
        found = [(code, said, help) for code, check in CHECKS.items() for said, help in check(file)]
    return tuple(Finding(code, said, Location(name), help) for code, said, help in found)


def leaves_of(pdf: pikepdf.Pdf) -> list[PreflightPage]:
    """Read all pages of a press file."""
    return [_leaf(number, page.obj) for number, page in enumerate(pdf.pages, start=1)]


def _leaf(number: int, page: pikepdf.Dictionary) -> PreflightPage:
    media = _box(page.MediaBox)
    trim = _box(page.TrimBox) if "/TrimBox" in page else media
    bleed = _box(page.BleedBox) if "/BleedBox" in page else trim
    marks = tuple(mark for mark in read_marks(page) if _meets(mark.box, bleed))
    return PreflightPage(number, page, marks, trim, bleed)


def _box(edges: pikepdf.Object) -> Box:
    left, bottom, right, top = (float(edge) for edge in edges)
    return left, bottom, right, top


def _meets(box: Box, other: Box) -> bool:
    """Tell whether boxes have a place in common; that of a letter is a point."""
    return max(box[0], other[0]) <= min(box[2], other[2]) and max(box[1], other[1]) <= min(box[3], other[3])


def _boxes(file: File) -> Iterator[tuple[str, str]]:
    help = "make the file anew with `report print --shop`"
    size = _size(file.leaves[0].trim)
    for leaf in file.leaves:
        missing = [name for name in ("TrimBox", "BleedBox") if f"/{name}" not in leaf.page]
        if missing:
            yield f"page {leaf.number} has no {' and no '.join(missing)}", help
        elif not (_holds(leaf.bleed, leaf.trim) and _holds(_box(leaf.page.MediaBox), leaf.bleed)):
            yield f"page {leaf.number}: its boxes do not lie within each other", help
        elif min(_bleeds(leaf)) < file.order.bleed - SLACK:
            yield f"page {leaf.number} has {min(_bleeds(leaf)):.1f} mm of bleed, not {file.order.bleed:g}", help
        elif any(abs(one - other) > SLACK * MM for one, other in zip(_size(leaf.trim), size, strict=True)):
            own = " × ".join(f"{edge / MM:.0f}" for edge in _size(leaf.trim))
            yield f"page {leaf.number} is cut to {own} mm, and page 1 is not", help


def _bleeds(leaf: PreflightPage) -> list[float]:
    return [abs(one - other) / MM for one, other in zip(leaf.trim, leaf.bleed, strict=True)]


def _size(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _holds(outer: Box, inner: Box) -> bool:
    slack = SLACK * MM
    low = outer[0] <= inner[0] + slack and outer[1] <= inner[1] + slack
    return low and outer[2] >= inner[2] - slack and outer[3] >= inner[3] - slack


def _edges(file: File) -> Iterator[tuple[str, str]]:
    help = "let it be drawn to the edge of the bleed, or end it 3 mm inside the page"
    for leaf in file.leaves:
        short = [mark for mark in leaf.marks if mark.kind != "text" and _has_ink(mark) and _stops_short(mark.box, leaf)]
        if short:
            yield f"{leaf.place(short[0])}: {_named(short)} at the edge without a bleed", help


def _stops_short(box: Box, leaf: PreflightPage) -> bool:
    near, slack = NEAR * MM, SLACK * MM
    left, bottom, right, top = leaf.trim
    inside = box[0] < right and box[2] > left and box[1] < top and box[3] > bottom
    low = any(box[i] < leaf.trim[i] + near and box[i] > leaf.bleed[i] + slack for i in (0, 1))
    high = any(box[i] > leaf.trim[i] - near and box[i] < leaf.bleed[i] - slack for i in (2, 3))
    bare = min(_bleeds(leaf)) < SLACK and not _holds((left + near, bottom + near, right - near, top - near), box)
    return inside and (low or high or bare)


def _has_ink(mark: PaintedObject) -> bool:
    if mark.kind not in TONES or not mark.colour:
        return True
    return mark.colour != (1.0,) if mark.space == "DeviceGray" else any(mark.colour)


def _named(marks: Iterable[PaintedObject]) -> str:
    """Name what was found by its kind, and count the others."""
    first, *others = marks
    names = {"fill": "an area", "stroke": "a line", "picture": "a picture", "shade": "a gradient", "text": "text"}
    return names[first.kind] + (f" (and {len(others)} more on the page)" if others else "")


def _fonts(file: File) -> Iterator[tuple[str, str]]:
    for name in loose_fonts(file.pdf):
        yield f"the font {name} is not embedded", "make the file anew with `report print --shop`"


def _pictures(file: File) -> Iterator[tuple[str, str]]:
    for leaf in file.leaves:
        for mark in leaf.marks:
            if mark.kind != "picture" or mark.drawn.Width == mark.drawn.Height == 1:  # one colour has no pixels
                continue
            size = f"{int(mark.drawn.Width)} × {int(mark.drawn.Height)} pixels"
            needed = FINE_IN_BLACK if int(mark.drawn.get("/BitsPerComponent", 1)) == 1 else FINE
            if mark.resolution < needed:
                said = f"{leaf.place(mark)}: a picture of {size} is printed at {mark.resolution:.0f} dpi"
                yield said, f"{needed} are the least: take a larger one, or set it smaller"


def _spaces(file: File) -> Iterator[tuple[str, str]]:
    for leaf in file.leaves:
        strange = [mark for mark in leaf.marks if mark.space not in INKS]
        if strange:
            yield f"{leaf.place(strange[0])}: {_named(strange)} in {strange[0].space}", "write it as a plain colour"


def _amounts(file: File) -> Iterator[tuple[str, str]]:
    limit = file.order.limit
    for leaf in file.leaves:
        sums = [(_amount(file, mark), mark) for mark in leaf.marks]
        most, mark = max(sums, key=lambda pair: pair[0], default=(0.0, None))
        if mark is not None and most > limit + ROUNDED:
            help = "give the file another --ink-limit, or the picture less colour"
            yield f"{leaf.place(mark)}: {most:.0%} of ink, and {limit:.0%} is the limit", help


def _amount(file: File, mark: PaintedObject) -> float:
    if mark.kind == "picture" and mark.space == "DeviceCMYK":
        key = mark.drawn.objgen
        if key not in file.known:
            file.known[key] = ink_of(mark.drawn) - COMPRESSED
        return file.known[key]
    return sum(mark.colour) if mark.space == "DeviceCMYK" else 0.0


def _letters(file: File) -> Iterator[tuple[str, str]]:
    for leaf in file.leaves:
        rich = [mark for mark in leaf.marks if mark.kind == "text" and _is_rich(mark)]
        if rich:
            inks = " ".join(f"{part:.0%}" for part in rich[0].colour)
            yield f"{leaf.place(rich[0])}: black text in {inks}", "let black text be 0 0 0 100 %"


def _is_rich(mark: PaintedObject) -> bool:
    if mark.space != "DeviceCMYK" or len(mark.colour) != 4:
        return False
    *coloured, black = mark.colour
    dark = max(coloured) - min(coloured) < 0.3
    return (black > 0.85 and sum(coloured) > ROUNDED) or (dark and min(coloured) + black > 0.7 and min(coloured) > 0.1)


def _lines(file: File) -> Iterator[tuple[str, str]]:
    for leaf in file.leaves:
        thin = [mark for mark in leaf.marks if mark.kind == "stroke" and mark.width < HAIR and _has_ink(mark)]
        if thin:
            yield f"{leaf.place(thin[0])}: {_named(thin)} of {thin[0].width:.2f} pt", "0.25 pt can be printed"


def _transparency(file: File) -> Iterator[tuple[str, str]]:
    for leaf in file.leaves:
        clear = [mark for mark in leaf.marks if mark.transparent]
        if clear:
            yield f"{leaf.place(clear[0])}: {_named(clear)} is transparent", "ask whether the press takes PDF/X-4"


def _overprint(file: File) -> Iterator[tuple[str, str]]:
    for leaf in file.leaves:
        over = [mark for mark in leaf.marks if mark.overprint and mark.colour != (0.0, 0.0, 0.0, 1.0)]
        if over:
            yield f"{leaf.place(over[0])}: {_named(over)} overprints", "let black text overprint alone"


def _count(file: File) -> Iterator[tuple[str, str]]:
    pages, multiple = len(file.leaves), file.order.multiple
    if pages % multiple:
        yield f"{pages} pages are no multiple of {multiple}", f"{-pages % multiple} blank ones are wanting"


def _idle(file: File) -> Iterator[tuple[str, str]]:
    found = [name[1:] for name in IDLE if name in file.pdf.Root]
    found += ["encryption"] * file.pdf.is_encrypted
    found += [
        f"{name[1:]} of page {leaf.number}" for leaf in file.leaves for name in IDLE_ON_PAGES if name in leaf.page
    ]
    if found:
        yield f"the file holds {', '.join(found)}", "make the file anew with `report print --shop`"


def _condition(file: File) -> Iterator[tuple[str, str]]:
    intents = file.pdf.Root.get("/OutputIntents", ())
    if not any(str(intent.get("/S")) == "/GTS_PDFX" and "/DestOutputProfile" in intent for intent in intents):
        yield "the file has no output intent: its colours were made by a formula", "give the press's profile with --icc"


def _margins(file: File) -> Iterator[tuple[str, str]]:
    for leaf in file.leaves:
        left, bottom, right, top = leaf.trim
        safe = (left + SAFE * MM, bottom + SAFE * MM, right - SAFE * MM, top - SAFE * MM)
        near = [mark for mark in leaf.marks if mark.kind == "text" and not _meets(mark.box, safe)]
        near = [mark for mark in near if _meets(mark.box, leaf.trim)]
        if near:
            yield f"{leaf.place(near[0])}: {_named(near)} nearer than {SAFE:g} mm to the edge", "give it a wider margin"


CHECKS: dict[str, Callable[[File], Iterator[tuple[str, str]]]] = {
    "D101": _boxes,
    "D102": _edges,
    "D103": _fonts,
    "D104": _pictures,
    "D105": _spaces,
    "D106": _amounts,
    "D107": _letters,
    "D108": _lines,
    "D109": _transparency,
    "D110": _overprint,
    "D111": _count,
    "D112": _idle,
    "D113": _condition,
    "D114": _margins,
}


def loose_fonts(pdf: pikepdf.Pdf) -> list[str]:
    """Name the fonts of a file that are not embedded in it, in order of name."""
    return sorted({str(font.get("/BaseFont", "/?"))[1:] for font in pdf.objects if _is_font(font) and _is_loose(font)})


def _is_font(thing: pikepdf.Object) -> bool:
    return getattr(thing, "_type_name", "") == "dictionary" and thing.get("/Type") == Name.Font


def _is_loose(font: pikepdf.Object) -> bool:
    if font.get("/Subtype") in (Name.Type0, Name.Type3):  # the one names its descendant, the other draws
        return False
    described = font.get("/FontDescriptor")
    return described is None or not any(key in described for key in FILES)
