"""Pictures as every edition can show them: three colours instead of four inks, eight bits instead of sixteen."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RASTER = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
PLAIN = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
QUALITY = 92


def read_picture(path: Path) -> bytes:
    """Read a picture's file; where its colours are not for screens, convert them and keep the format."""
    data = path.read_bytes()
    kind = RASTER.get(path.suffix.lower())
    return _convert(data, kind) if kind else data


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
