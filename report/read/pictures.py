"""The files of pictures: what is wrong with one, before any edition shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.read.drawings import LARGEST, read_drawing
from report.read.rasters import RasterFault, read_raster, size_of_raster

if TYPE_CHECKING:
    from pathlib import Path

TYPES = {".svg": "SVG", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WEBP"}
LEFT_OUT = "S259"
PLAIN = "take it out of the drawing, or export it as plain SVG"
LOST = "export it as plain SVG, and look whether anything is missing"


@dataclass(frozen=True, slots=True)
class PictureFault:
    """What is wrong with a picture: the finding's code, its sentence after the name, the way out, and the line of a drawing or 0.

    A picture is shown in spite of what is left out of it (S259), and of nothing else.
    """

    code: str
    what: str
    help: str
    line: int = 0

    @property
    def forbids(self) -> bool:
        """Tell whether the picture cannot be shown."""
        return self.code != LEFT_OUT


def picture_faults(path: Path) -> tuple[PictureFault, ...]:
    """Say all that is wrong with the file of a picture."""
    kind = TYPES.get(path.suffix.lower())
    if kind is None:
        return (PictureFault("S207", "is not a kind of image that can be set", f"use {', '.join(sorted(TYPES))}"),)
    if path.stat().st_size > LARGEST:
        return (PictureFault("S207", "is larger than 32 MB", "make it smaller"),)
    if kind == "SVG":
        return _drawing_faults(path.read_bytes())
    try:
        found, _ = read_raster(path.read_bytes())
    except RasterFault as fault:
        what = f"{fault.what} as {kind}" if fault.what == "cannot be read" else fault.what
        return (PictureFault("S207", what, fault.help),)
    if found != kind:
        return (PictureFault("S207", f"is {found} and not {kind}", "give the file the ending of what it is"),)
    return ()


def _drawing_faults(data: bytes) -> tuple[PictureFault, ...]:
    return tuple(
        PictureFault("S208", one.what, PLAIN, one.line)
        if one.grave
        else PictureFault(LEFT_OUT, one.what, LOST, one.line)
        for one in read_drawing(data).removed
    )


def pixels_of(path: Path) -> tuple[int, int] | None:
    """Return the width and height of a picture in pixels, None where it has none, or none that can be read."""
    return None if TYPES.get(path.suffix.lower(), "SVG") == "SVG" else size_of_raster(path)
