"""S229: pictures with too few pixels for print."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.read.lines import Places
from report.read.pictures import pixels_of
from report.resolve.lints.scope import place_of_image, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from report.resolve.lints.scope import LintScope

ENOUGH = 300  # pixels to the inch
INCH = 25.4  # mm
SCREEN = 96  # pixels to the inch, where nothing else is said (CSS Values 4, 5.2)
TALLEST = 130.0  # mm
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
    places = Places(scope.section)
    for image in scope.elements:
        if image["t"] != "Image":
            continue
        place = place_of_image(image, places)
        path = scope.file(source_of(image))
        pixels = pixels_of(path) if path else None
        if pixels is None or not scope.measure:
            continue
        width = _printed_width(dict(image["c"][0][2]), pixels, scope.measure)
        found = pixels[0] / width * INCH
        if found < ENOUGH - 0.5:
            message = f'"{source_of(image)}" is printed at {found:.0f} dpi ({pixels[0]} pixels over {width:.{int(width < 10)}f} mm)'
            needed, fits = math.ceil(width / INCH * ENOUGH), math.floor(pixels[0] / ENOUGH * INCH)
            smaller = f", or print it smaller: width={fits}mm" if fits else ""
            yield Finding("S229", message, place, f"make it {needed} pixels wide{smaller}")


def _printed_width(given: Mapping[str, str], pixels: tuple[int, int], measure: float) -> float:
    """Return how wide a picture is printed, in mm."""
    ratio = pixels[0] / pixels[1]
    if width := _length(given.get("width", ""), measure):
        return min(width, measure)
    if height := _length(given.get("height", ""), measure):
        return min(height * ratio, measure)
    return min(pixels[0] / SCREEN * INCH, measure, TALLEST * ratio)


def _length(text: str, whole: float) -> float:
    match = LENGTH.fullmatch(text)
    if not match:
        return 0.0
    return float(match[1]) * (whole / 100 if match[2] == "%" else UNITS[match[2]])
