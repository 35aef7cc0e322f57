"""Pictures made of pixels: what is wrong with one, and how large it is. A decoder raises whatever its bytes lead it to."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("PNG", "JPEG", "GIF", "WEBP")
AS_OTHERS = {"MPO": "JPEG"}  # what cameras write as .jpg


class RasterFault(Exception):
    """A picture that cannot be shown: `what` is wrong with it, and the way out."""

    def __init__(self, what: str, help: str) -> None:
        super().__init__(what)
        self.what, self.help = what, help


@dataclass(frozen=True, slots=True)
class RasterFacts:
    """What is known of a picture that can be shown: its kind, one of `KINDS`, its pixels, and whether its colours are defined."""

    kind: str
    pixels: int
    profiled: bool = True


def read_raster(data: bytes) -> RasterFacts:
    """Decode a picture. Raise `RasterFault` where it cannot be shown."""
    from PIL import Image

    bombs = Image.DecompressionBombError, Image.DecompressionBombWarning
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=KINDS) as image:
                kind, pixels = str(image.format), image.width * image.height
                image.load()
                profile = image.info.get("icc_profile", b"")
    except bombs as error:
        raise RasterFault("has too many pixels", f"make it smaller than {Image.MAX_IMAGE_PIXELS:,} pixels") from error
    except Exception as error:
        raise RasterFault("cannot be read", "open it in an image editor and save it again") from error
    return RasterFacts(AS_OTHERS.get(kind, kind), pixels, not profile or _is_profile(profile))


def _is_profile(data: bytes) -> bool:
    from PIL import ImageCms

    try:
        ImageCms.ImageCmsProfile(BytesIO(data))
    except Exception:  # noqa: BLE001 - it is a decoder's too
        return False
    return True


def size_of_raster(path: Path) -> tuple[int, int] | None:
    """Return the width and height of a picture in pixels; None where they cannot be read."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=KINDS) as image:
                return image.size
    except Exception:  # noqa: BLE001 - what is wrong is told when the picture is looked at for good
        return None
