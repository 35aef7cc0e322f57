"""The files of pictures: what is wrong with one, before any edition shows it."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

TYPES = {".svg": "SVG", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WEBP"}
LIMIT = 32 << 20  # bytes
SVG = "{http://www.w3.org/2000/svg}svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
ACTING = {"script", "foreignObject", "iframe", "handler", "set", "animate", "animateMotion", "animateTransform"}
EMBEDDED = r"data:image/(?:png|jpeg|gif|webp)[;,]"
OURS = re.compile(rf"#|{EMBEDDED}")
OUTSIDE = re.compile(rf"@import|url\(\s*[\"']?(?!\s*[\"']?(?:#|{EMBEDDED}))", re.IGNORECASE)
PLAIN = "take it out of the drawing, or export it as plain SVG"


def picture_fault(path: Path) -> tuple[str, str, str] | None:
    """Say what is wrong with a picture: the finding's code, the rest of its sentence, and the way out."""
    kind = TYPES.get(path.suffix.lower())
    if kind is None:
        return "S207", "is not a kind of image that can be set", f"use {', '.join(sorted(TYPES))}"
    if path.stat().st_size > LIMIT:
        return "S207", "is larger than 32 MB", "make it smaller"
    if kind == "SVG":
        danger = svg_danger(path.read_bytes())
        return ("S208", danger, PLAIN) if danger else None
    return _raster_fault(path, kind)


def _raster_fault(path: Path, kind: str) -> tuple[str, str, str] | None:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
                found = "JPEG" if image.format == "MPO" else image.format
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "S207", "has too many pixels", f"make it smaller than {Image.MAX_IMAGE_PIXELS:,} pixels"
    except (OSError, SyntaxError, ValueError):
        return "S207", f"cannot be read as {kind}", "open it in an image editor and save it again"
    if found != kind:
        return "S207", f"is {found} and not {kind}", "give the file the ending of what it is"
    return None


def pixels_of(path: Path) -> tuple[int, int] | None:
    """Return the width and height of a picture in pixels, None where it has none, or none that can be read."""
    if TYPES.get(path.suffix.lower(), "SVG") == "SVG":
        return None
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
                return image.size
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None  # which is told when the picture is looked at for good


def svg_danger(data: bytes) -> str:
    """Say what in a drawing could act or reach outside, empty where nothing does."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return f"is not well-formed: {error.msg}"
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None and "[" in etree.tostring(tree, encoding="unicode").partition("<svg")[0]:
        return "declares entities or attributes of its own"
    if root.tag != SVG:
        return "is not an SVG drawing"
    if any(node.tag is etree.PI and node.target == "xml-stylesheet" for node in root.itersiblings(preceding=True)):
        return "has a style sheet that reads other files"
    return next((danger for element in root.iter("*") if (danger := _element_danger(element))), "")


def _element_danger(element: etree._Element) -> str:
    name = str(element.tag).rpartition("}")[2]
    if name in ACTING:
        return f"contains <{name}>"
    if name == "style" and OUTSIDE.search("".join(str(text) for text in element.itertext())):
        return "has a style sheet that reads other files"
    for key, value in ((str(key), str(value)) for key, value in element.attrib.items()):
        reference = value.strip()
        if key.lower().startswith("on"):
            return f"has an event handler ({key})"
        if key in {"href", XLINK}:
            good = bool(OURS.match(reference)) or (name == "a" and bool(re.match("https?://|mailto:", reference)))
        else:
            good = not OUTSIDE.search(reference)
        if not good:
            return f'refers to something outside it ("{reference[:60]}")'
    return ""
