"""What a source may not do: raw HTML, scripts, links that run, attributes that style or act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from report.resolve.tree import attributes

if TYPE_CHECKING:
    from report.model.manuscript import Block
    from report.resolve.context import Context

SCHEMES = {"http", "https", "mailto", "tel", "doi", "urn"}
INLINE_TAGS = {"abbr", "b", "bdi", "cite", "dfn", "i", "kbd", "mark", "q", "s", "samp", "small", "sub", "sup", "u", "var"}
TAG = re.compile(r"</?([a-z][a-z0-9]*)\s*/?>", re.IGNORECASE)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
KNOWN_KEYS = {
    "align", "alt", "caption", "count", "dir", "file", "header-columns", "height", "lang", "number", "role", "source",
    "startFrom", "start-from", "title", "when-format", "when-edition", "unless-format", "unless-edition", "width",
}  # fmt: skip
LENGTH = re.compile(r"\d+(\.\d+)?(%|px|pt|mm|cm|in|em)?")


def resolve_raw(element: Block, context: Context) -> list[Block] | None:
    """Let through a line break and plain inline tags; drop comments; refuse everything else."""
    form, text = element["c"]
    if form == "html":
        if text.lstrip().startswith("<!--"):
            return []
        if BREAK.fullmatch(text):
            return [{"t": "LineBreak"}]
        tag = TAG.fullmatch(text)
        if tag and tag[1].lower() in INLINE_TAGS and element["t"] == "RawInline":
            return [{"t": "RawInline", "c": ["html", text.lower()]}]
    place = context.places.next(text.split("\n")[0])
    shown = " ".join(text.split())[:40]
    context.error("S210", f"raw {form} is refused: {shown}", place, "write it in Markdown; see the list of constructs in the README")
    return []


def resolve_link(element: Block, context: Context) -> list[Block] | None:
    """Refuse a link that is neither to a place in the report nor to the world."""
    target = element["c"][2][0]
    if target.startswith("#"):
        if target[1:] not in context.targets and not _is_identifier(target[1:], context):
            place = context.places.next(f"]({target}")
            context.error("S203", f'the link "{target}" points to nothing', place, "give the thing meant an identifier")
        return None
    try:
        scheme = urlsplit(target).scheme.lower()
    except ValueError:
        scheme = "?"
    if scheme not in SCHEMES:
        place = context.places.next(f"]({target}", target)
        help = "link to http, https, mailto, or to `#identifier` in this report"
        context.error("S211", f'the link "{target}" leads nowhere for a reader', place, help)
        return list(element["c"][1])
    return None


def check_attributes(element: Block, context: Context) -> None:
    """Drop attributes that are not ours, with a finding; handlers and inline styles are errors."""
    attr = attributes(element)
    if attr is None or not attr[2]:
        return
    kept = []
    for key, value in attr[2]:
        name = key.lower()
        if name.startswith("on") or name == "style":
            place = context.places.next(f"{key}=")
            context.error("S212", f'the attribute "{key}" is refused', place, "use a class, and style it in the theme")
        elif name in {"width", "height"} and not LENGTH.fullmatch(value):
            place = context.places.next(f"{key}={value}", f'{key}="{value}"')
            context.error("S212", f'{key}="{value}" is not a length', place, "write a percentage or mm: width=60%")
        elif name in KNOWN_KEYS:
            kept.append([key, value])
        else:
            place = context.places.next(f"{key}=")
            context.warning("S213", f'the attribute "{key}" means nothing here', place, "take it out")
    attr[2] = kept


def _is_identifier(name: str, context: Context) -> bool:
    return any(f"#{name}" in section.text.replace(f"(#{name}", "") for section in context.manuscript.sections)
