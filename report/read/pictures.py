"""The files of pictures: what is wrong with one, before any edition shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.read.drawings import LARGEST, read_drawing
from report.read.rasters import RasterFault, read_raster, size_of_raster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TYPES = {".svg": "SVG", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WEBP"}
LEFT_OUT, UNPROFILED = "S259", "S264"
PLAIN = "take it out of the drawing, or export it as plain SVG"
LOST = "export it as plain SVG, and look whether anything is missing"


@dataclass(frozen=True, slots=True)
class PictureFault:
    """What is wrong with a picture: the finding's code, its sentence after the name, the way out, and the line of a drawing or 0.

    A picture is shown in spite of what is left out of it (S259), and of a colour profile that cannot be read (S264).
    """

    code: str
    what: str
    help: str
    line: int = 0

    @property
    def forbids(self) -> bool:
        """Tell whether the picture cannot be shown."""
        return self.code not in {LEFT_OUT, UNPROFILED}


def picture_faults(path: Path) -> tuple[PictureFault, ...]:
    """Say all that is wrong with the file of a picture."""
    kind = TYPES.get(path.suffix.lower())
    if kind is None:
        return (PictureFault("S207", "is not a kind of image that can be set", f"use {', '.join(sorted(TYPES))}"),)
    if path.stat().st_size > LARGEST:
        return (PictureFault("S207", "is larger than 32 MB", "make it smaller"),)
    if kind == "SVG":
        return _drawing_faults(path.read_bytes())
    return tuple(_raster_faults(path.read_bytes(), kind))


def _raster_faults(data: bytes, kind: str) -> Iterator[PictureFault]:
    try:
        facts = read_raster(data)
    except RasterFault as fault:
        yield PictureFault(
            "S207", f"{fault.what} as {kind}" if fault.what == "cannot be read" else fault.what, fault.help
        )
        return
    if facts.kind != kind:
        yield PictureFault("S207", f"is {facts.kind} and not {kind}", "give the file the ending of what it is")
    elif not facts.profiled:
        help = "save it again in an image editor, as sRGB"
        yield PictureFault(UNPROFILED, "has a damaged colour profile, and is shown as if it had none", help)


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
