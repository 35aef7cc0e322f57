"""Pictures as editions show them: three colours and not four inks, eight bits and not sixteen, no more pixels than a screen."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from report.read.drawings import read_drawing
from report.runtime.store import kept_file, values_digest

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image as Picture

DRAWING = ".svg"
RASTER = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
PLAIN = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
QUALITY, SCREEN_QUALITY = 92, 84
LONGEST = 1800  # px, on a screen
HEAVY = 1_500_000  # bytes, from which a picture is packed anew for a screen
ORIENTATION = 0x0112  # of Exif: how the camera was held
FOLDER = "pictures"


def read_picture(path: Path) -> bytes:
    """Read a picture's file: a drawing as we write it; where colours are not for screens, convert them and keep the format."""
    data = path.read_bytes()
    if path.suffix.lower() == DRAWING:
        return read_drawing(data).svg
    kind = RASTER.get(path.suffix.lower())
    return _convert(data, kind) if kind else data


def read_for_screen(path: Path) -> bytes:
    """Read a picture's file for a screen: upright, in sRGB, and no larger than one can show. It keeps its format."""
    data = read_picture(path)
    kind = RASTER.get(path.suffix.lower())
    if kind is None or not _is_large(data):
        return data
    name = f"{values_digest(data, LONGEST, HEAVY, SCREEN_QUALITY, _version())[:24]}{path.suffix.lower()}"
    return kept_file(FOLDER, name, lambda: _for_screen(data, kind)).read_bytes()


def pixel_size(data: bytes) -> tuple[int, int]:
    """Return the width and height of a picture in pixels."""
    from PIL import Image

    with Image.open(BytesIO(data)) as image:
        return image.size


def _convert(data: bytes, kind: str) -> bytes:
    from PIL import Image

    with Image.open(BytesIO(data)) as image:
        if image.mode in PLAIN:
            return data
        if image.mode.startswith("I"):
            plain = image.convert("I").point(lambda value: value / 257).convert("L")
        else:
            plain = image.convert("RGB")
    out = BytesIO()
    plain.save(out, kind, quality=QUALITY, optimize=True)
    return out.getvalue()


def _is_large(data: bytes) -> bool:
    from PIL import Image

    with Image.open(BytesIO(data)) as image:
        turned = image.getexif().get(ORIENTATION, 1) != 1
        return turned or max(image.size) > LONGEST or len(data) > HEAVY or "icc_profile" in image.info


def _for_screen(data: bytes, kind: str) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(BytesIO(data)) as image:
        fitted = _in_srgb(ImageOps.exif_transpose(image))
        same = fitted.size == image.size
    fitted.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    out = BytesIO()
    fitted.info = {}
    fitted.save(out, kind, quality=SCREEN_QUALITY, optimize=True)
    return data if same and len(out.getvalue()) > len(data) else out.getvalue()


def _in_srgb(image: Picture) -> Picture:
    """Return a picture in the colours of screens, where it says which others it has."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):  # a damaged profile says nothing, which is told of (S264)
        return image


def _version() -> str:
    from PIL import __version__

    return __version__
