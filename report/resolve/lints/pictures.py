"""Pictures: how they are described (S222), whether the text speaks of them (S226), have pixels enough (S229) and can be seen (S280)."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from report.model.findings import Finding, Location
from report.model.tree import containers, text_of
from report.model.tree.blocks import Figure
from report.model.tree.inlines import Image
from report.model.tree.tables import Table
from report.model.tree.views import each
from report.read.lines import Places
from report.read.pictures import TYPES, pixels_of
from report.resolve.lints.scope import place_of_image, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from report.model.manuscript import Manuscript
    from report.read.project import Project
    from report.resolve.lints.scope import LintScope

SAY = "say what there is to see, in a sentence"
LONGEST = 300  # characters: what a voice reads in twenty seconds
STARTS = re.compile(
    r"((an?|the) )?((image|picture|photo(graph)?|graphic|screenshot) of|(chart|graph|diagram|figure|graphic) showing)\b"
    r"|((une?|l['’]) ?)?((image|photo(graphie)?|illustration) (de|du|des|d['’])|(graphique|figure|carte) montrant)"
    r"|(eine? )?((bild|foto|grafik|abbildung) (von|des|der|eines|einer)|(bild|foto|grafik|abbildung), (das|die))\b"
    r"|(una? )?((imagen|foto|fotografía|ilustración) del?|(gráfico|figura|mapa) que muestra)\b",
    re.IGNORECASE,
)
FILE = re.compile(r"[\w ./-]+\.(svg|png|jpe?g|gif|webp|tiff?|bmp|pdf|eps)", re.IGNORECASE)
GENERIC = frozenset(
    "image img picture pic photo photograph figure fig chart graph graphic diagram drawing illustration logo icon map "
    "table screenshot placeholder untitled bild foto grafik abbildung diagramm karte illustration schaubild photographie "
    "graphique carte schéma imagen fotografía gráfico figura mapa ilustración".split()
)
ENOUGH = 300  # pixels to the inch
INCH = 25.4  # mm
SCREEN = 96  # pixels to the inch, where nothing else is said (CSS Values 4, 5.2)
TALLEST = 130.0  # mm
SMALLEST = 8.0  # mm: in what is smaller nothing can be made out
GAP = 4.0  # mm between the columns of a table
LENGTH = re.compile(r"(\d+(?:\.\d+)?)(%|px|pt|mm|cm|in|em|)")
UNITS = {
    "mm": 1.0,
    "cm": 10.0,
    "in": INCH,
    "pt": INCH / 72,
    "px": INCH / SCREEN,
    "": INCH / SCREEN,
    "em": 10.1 * INCH / 72,
}


def check_pixels(scope: LintScope) -> Iterator[Finding]:
    """Find pictures that are printed at less than 300 pixels to the inch."""
    places, rooms = Places(scope.section), _rooms(scope)
    for image in each(Image, scope.elements):
        place = place_of_image(image, places)
        path = scope.file(source_of(image))
        pixels = pixels_of(path) if path else None
        if pixels is None or not scope.measure:
            continue
        width = _printed_width(image.attributes.values, pixels, rooms.get(id(image.node), scope.measure))
        found = pixels[0] / width * INCH
        if found < ENOUGH - 0.5:
            message = f'"{source_of(image)}" is printed at {found:.0f} dpi ({pixels[0]} pixels over {width:.{int(width < 10)}f} mm)'
            needed, fits = math.ceil(width / INCH * ENOUGH), math.floor(pixels[0] / ENOUGH * INCH)
            smaller = f", or print it smaller: width={fits}mm" if fits else ""
            yield Finding("S229", message, place, f"make it {needed} pixels wide{smaller}")


def check_smallness(scope: LintScope) -> Iterator[Finding]:
    """Find pictures that are given a size in which they cannot be made out."""
    places, rooms = Places(scope.section), _rooms(scope)
    for image in each(Image, scope.elements):
        place, given = place_of_image(image, places), image.attributes.values
        room = rooms.get(id(image.node), scope.measure)
        size = max(_length(given.get("width", ""), room), _length(given.get("height", ""), TALLEST))
        if 0 < size < SMALLEST and "decorative" not in image.attributes.classes:
            message = f'"{source_of(image)}" is printed {size:.1f} mm wide or high'
            help = f"give it {SMALLEST:.0f} mm or more, width=20mm, or mark an ornament with {{.decorative}}"
            yield Finding("S280", message, place, help)


def _rooms(scope: LintScope) -> dict[int, float]:
    """Return how wide the pictures in cells of tables can be, in mm: each column counts as an equal share."""
    found = {}
    for table in each(Table, scope.elements):
        columns = max(len(table.columns), 1)
        for cell in table.cells:
            room = max(scope.measure * cell.column_span / columns - GAP, 0.0)
            found.update({id(image.node): room for image in each(Image, containers(cell.blocks))})
    return found


def _printed_width(given: Mapping[str, str], pixels: tuple[int, int], measure: float) -> float:
    """Return how wide a picture is printed, in mm."""
    ratio = pixels[0] / pixels[1]
    if width := _length(given.get("width", ""), measure):
        return min(width, measure, TALLEST * ratio)
    if height := _length(given.get("height", ""), measure):
        return min(height * ratio, measure)
    return min(pixels[0] / SCREEN * INCH, measure, TALLEST * ratio)


def _length(text: str, whole: float) -> float:
    match = LENGTH.fullmatch(text)
    if not match:
        return 0.0
    return float(match[1]) * (whole / 100 if match[2] == "%" else UNITS[match[2]])


def check_pictures(manuscript: Manuscript, project: Project) -> Iterator[Finding]:
    """Find pictures in the report's own folder that no text shows."""
    folder = manuscript.folder
    if folder == project.sources:
        return  # the folder of a report that is a single file is that of all
    parts = [part for part in (manuscript.summary, manuscript.key_points, *manuscript.sections) if part]
    sources = {unquote(source) for part in parts for source in part.register.images}
    shown = {project.shared(folder, source) for source in (*sources, manuscript.metadata.cover_image)}
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
        if path.suffix.lower() in TYPES and path.is_file() and not hidden and path.resolve() not in shown:
            help = "show it, or move it out of the report's folder"
            yield Finding("S226", "the picture is shown nowhere", Location(project.name(path)), help)


def check_alternatives(scope: LintScope) -> Iterator[Finding]:
    """Find alternative texts that name the medium or the file, repeat the caption, or go on and on."""
    places = Places(scope.section)
    captions = dict(_captions(scope))
    for image in each(Image, scope.elements):
        if "decorative" in image.attributes.classes:
            continue
        place = place_of_image(image, places)
        if fault := _fault(_alternative(image), captions.get(id(image.node), "")):
            message = f'the alternative text of "{source_of(image)}" {fault[0]}'
            yield Finding("S222", message, place, fault[1])


def _captions(scope: LintScope) -> Iterator[tuple[int, str]]:
    for figure in each(Figure, scope.elements):
        caption = text_of(figure.caption).strip()
        yield from ((id(image.node), caption) for image in each(Image, containers(figure.blocks)))


def _alternative(image: Image) -> str:
    return " ".join((image.attributes.get("alt") or text_of(image.inlines)).split())


def _fault(text: str, caption: str) -> tuple[str, str] | None:
    """Say what is wrong with a text, and the way out; one that is the caption itself counts as none at all (S202)."""
    start = STARTS.match(text)
    faults = (
        (start, f'begins with "{start and start[0]}"', "leave that out: a voice has said already that it is a picture"),
        (FILE.fullmatch(text), "is the name of a file", SAY),
        (text.rstrip(".:1234567890 ").casefold() in GENERIC, f'is only "{text}"', SAY),
        (_letters(text) == _letters(caption), "repeats the caption", f"{SAY}; who listens hears the caption as well"),
        (len(text) > LONGEST, f"has {len(text)} characters", f"keep to {LONGEST}, and put the rest into the text"),
    )
    if not text or text == caption:
        return None
    return next(((what, help) for wrong, what, help in faults if wrong), None)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
