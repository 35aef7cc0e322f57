"""Images: each must be there, be ours to read, say what it shows, and do nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.resolved import Image
from report.resolve.tree import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.findings import Location
    from report.model.manuscript import Block
    from report.resolve.context import Context

TYPES = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"}
LIMIT = 32 << 20
XLINK = "{http://www.w3.org/1999/xlink}href"


def resolve_image(element: Block, context: Context) -> list[Block] | None:
    """Check one image and remember its file."""
    attr, inlines, (source, _) = element["c"]
    place = context.places.next(f"]({source}", source)
    if "decorative" in attr[1]:
        element["c"][1] = []
        attr[2].append(["role", "presentation"])
    elif not text_of(inlines).strip():
        _no_alternative(source, place, context)
    if source in context.images:
        return None
    path = _file(source, place, context)
    if path is not None:
        context.images[source] = Image(source, path)
    return None


def resolve_figure(element: Block, context: Context) -> list[Block] | None:
    """Refuse a figure whose alternative text is only its caption again: pandoc's sign that none was given."""
    _, caption, content = element["c"]
    words = text_of(caption[1]).strip()
    for block in content:
        for image in block["c"] if block["t"] in {"Plain", "Para"} else ():
            if image["t"] == "Image" and "decorative" not in image["c"][0][1] and text_of(image["c"][1]).strip() == words:
                source = image["c"][2][0]
                _no_alternative(source, context.places.next(f"]({source} ", f"]({source}", source), context)
    return None


def _no_alternative(source: str, place: Location, context: Context) -> None:
    message = f'figure "{source}" has no alternative text'
    help = 'say what it shows: `{alt="…"}`, or mark an ornament with `{.decorative}`'
    context.error("S202", message, place, help)


def _file(source: str, place: Location, context: Context) -> Path | None:
    if "://" in source or source.startswith(("//", "data:")):
        help = "save the picture into the report's folder and name it by its path"
        context.error("S201", f'the image "{source}" is not in the report\'s folder', place, help)
        return None
    path = context.project.shared(context.manuscript.folder, source)
    folder = context.project.name(context.manuscript.folder)
    if path is None:
        context.error("S201", f'there is no image "{source}"', place, f"put it into {folder}/; the path is relative to it")
    elif path.suffix.lower() not in TYPES:
        context.error("S207", f'"{source}" is not a kind of image that can be set', place, f"use {', '.join(sorted(TYPES))}")
    elif path.stat().st_size > LIMIT:
        context.error("S207", f'"{source}" is larger than 32 MB', place, "make it smaller")
    elif path.suffix.lower() == ".svg" and (danger := svg_danger(path.read_bytes())):
        context.error("S208", f'"{source}" {danger}', place, "take it out of the drawing, or export it as plain SVG")
    else:
        return path
    return None


def svg_danger(data: bytes) -> str:
    """Say what in a drawing could act or reach outside, empty where nothing does."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return f"is not well-formed: {error.msg}"
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        if name in {"script", "foreignObject", "iframe", "handler"}:
            return f"contains <{name}>"
        if name == "style" and ("@import" in (element.text or "") or "url(" in (element.text or "").replace("url(#", "")):
            return "has a style sheet that reads other files"
        for key, value in element.attrib.items():
            reference = str(value).strip()
            if str(key).lower().startswith("on"):
                return f"has an event handler ({key})"
            if key in {"href", XLINK} and name != "a" and not reference.startswith(("#", "data:image/")):
                return f'refers to another file ("{reference}")'
    return ""
