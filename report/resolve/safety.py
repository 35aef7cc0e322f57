"""What a source may not do: raw HTML, scripts, links that run, attributes that style or act."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from report.model.neighbours import COMMANDS, ELEMENTS, KEYS
from report.model.tree import attributes, line_break
from report.model.tree.inlines import Link, Raw
from report.model.tree.views import is_kind, kind_of
from report.read.html_tags import read_tag
from report.read.register import LISTINGS, is_path

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from report.model.tree.views import Block, Tree
    from report.read.html_tags import HtmlTag
    from report.resolve.context import Context

SCHEMES = {"http", "https", "mailto", "tel", "doi", "urn"}
INLINE_TAGS = {
    "abbr",
    "b",
    "bdi",
    "cite",
    "dfn",
    "i",
    "kbd",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "sub",
    "sup",
    "u",
    "var",
}
TITLED = {"abbr", "dfn"}  # what stands for more words than are printed
PARTS = {  # tags that stand within another, which is refused for all of them
    **dict.fromkeys(("caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"), ("table",)),
    **dict.fromkeys(("dd", "dt"), ("dl",)),
    "li": ("ol", "ul"),
    **dict.fromkeys(("option", "input", "button", "label", "select"), ("form",)),
}
TAG = re.compile(r"</?([a-z][a-z0-9]*)\s*/?>", re.IGNORECASE)
ENDS = re.compile(r"</([a-z][a-z0-9]*)\s*>", re.IGNORECASE)
OPENS = re.compile(r"<([a-z][a-z0-9]*)(\s[^>]*)?>", re.IGNORECASE)
BEGINS = re.compile(r"<([a-z][a-z0-9]*)", re.IGNORECASE)
PLAIN = "write it in Markdown"
UNKNOWN_RAW = dict.fromkeys(("tex", "latex"), f"{PLAIN}; a backslash that is meant as one is written twice")
COMMAND = re.compile(r"\\([A-Za-z]+)")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
ANYWHERE = frozenset(["dir", "formats", "lang", "role", "title"])  # keys that mean something on everything
LABELLED = frozenset(["title"])  # what a listing would show to a mouse alone
KEYS_OF = {  # and what else means something, by kind of element
    "Div": frozenset(["count", "labels"]),
    "Image": frozenset(["alt", "height", "width"]),
    "Span": frozenset(["number"]),
}
MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
UNSAFE = re.compile(r'[\s<>"{}|\\^`]')
LENGTH = (re.compile(r"\d+(\.\d+)?(%|px|pt|mm|cm|in|em)?"), "a length", "write a percentage or mm: width=60%")
SIZES, BARE = {"height", "width"}, re.compile(r"\d{1,6}(\.\d{1,6})?")
INCH = 96  # pixels
VALUES = {
    "count": (re.compile("2|3"), "a number of columns that can be set", "write count=2 or count=3"),
    "dir": (re.compile("ltr|rtl|auto"), "a direction", "write dir=ltr or dir=rtl"),
    "height": LENGTH,
    "lang": (re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"), "a language tag", "write a BCP 47 tag: en, fr, pt-BR"),
    "role": (re.compile("presentation"), "a role that a text can take", "take it out, or write role=presentation"),
    "width": LENGTH,
}


def resolve_raw(element: Block, context: Context) -> list[Block] | None:
    """Let through a line break and plain inline tags; drop comments, which are told of (S273); refuse everything else."""
    raw = Raw(element)
    form, text = raw.format, raw.text
    if form == "html":
        if text.lstrip().startswith("<!--"):
            return []
        if BREAK.fullmatch(text):
            return [line_break()]
        tag = read_tag(text)
        if tag and tag.name in INLINE_TAGS and is_kind(element, "RawInline") and (passed := _passed(tag)):
            return [Raw.inline("html", passed)]
        around = PARTS.get(tag.name, ()) if tag else ()
        names = (*around, *((tag.name,) if tag and tag.closes else ()))
        if any(_opens(name, context.section.text) for name in names):
            return []  # its beginning, or what is around it, has been refused
    name = BEGINS.match(text.lstrip())
    place = context.places.next(text.split("\n")[0], *([name[0]] if name else []))
    shown = " ".join(text.split())[:40]
    command = COMMAND.match(text)
    help = COMMANDS.get(command[1], "") if command else ELEMENTS.get(name[1].lower(), "") if name else ""
    context.error("S210", f"raw {form} is refused: {shown}", place, help or UNKNOWN_RAW.get(form, PLAIN))
    return []


def _passed(tag: HtmlTag) -> str:
    """Write a plain tag as it may stand in the page; nothing where it has attributes that it may not have."""
    if tag.closes or not tag.pairs:
        return f"</{tag.name}>" if tag.closes else f"<{tag.name}>"
    (key, value), *more = tag.pairs
    return f'<{tag.name} title="{escape(value)}">' if key == "title" and not more and tag.name in TITLED else ""


def _opens(name: str, text: str) -> bool:
    """Tell whether a text has a tag that begins with a name."""
    names = _names_of_tags(text)
    place = bisect_left(names, name)
    return place < len(names) and names[place].startswith(name)


@lru_cache(maxsize=2)
def _names_of_tags(text: str) -> list[str]:
    return sorted(set(BEGINS.findall(text)))


def check_nesting(value: Tree, context: Context) -> None:
    """Find inline tags that are opened and not closed, or not where they were opened."""
    if isinstance(value, dict):
        check_nesting(list(value.values()), context)
        return
    if not isinstance(value, list | tuple):
        return
    opened: list[str] = []
    for part in value:
        text = Raw(part).text if is_kind(part, "RawInline") else ""
        start, end = OPENS.fullmatch(text), ENDS.fullmatch(text)
        if start and start[1].lower() in INLINE_TAGS:
            opened.append(text)
        elif end and opened and OPENS.sub(r"\1", opened[-1]).lower() == end[1].lower():
            opened.pop()
        elif end and end[1].lower() in INLINE_TAGS:
            _unbalanced(text, "is closed and not opened", context)
        check_nesting(part, context)
    for text in opened:
        _unbalanced(text, "is opened and not closed", context)


def _unbalanced(text: str, what: str, context: Context) -> None:
    help = "write both ends within one paragraph, heading or cell, and within one pair of * or _"
    context.error("S219", f"{text} {what}", context.places.next(text), help)


def resolve_link(element: Block, context: Context) -> list[Block] | None:
    """Refuse a link that is neither to a place in the report nor to the world."""
    link = Link(element)
    target = link.target
    if target.startswith("#"):
        if target[1:] not in context.identifiers and target != "#references":
            place = context.places.next(f"]({target}", f"]: {target}", target)
            context.error("S203", f'the link "{target}" points to nothing', place, "give the thing meant an identifier")
        return None
    if is_path(target):
        return _link_to_file(link, context)
    try:
        parts = urlsplit(target)
        good = parts.scheme.lower() in SCHEMES and bool(parts.netloc or not parts.scheme.lower().startswith("http"))
    except ValueError:
        good = False
    if not good:
        place = context.places.next(f"]({target}", target)
        help = (
            _scheme_for(target)
            or "link to http, https, mailto, to `#identifier` in this report, or to the file of a section"
        )
        context.error("S211", f'the link "{target}" leads nowhere for a reader', place, help)
        return list(link.inlines)
    link.target = as_address(target)
    return None


def _scheme_for(target: str) -> str:
    """Say what an address lacks that begins as most do."""
    if target.startswith("www."):
        return f"write it whole: https://{target}"
    return f"write mailto:{target}" if MAIL.fullmatch(target) else ""


def section_target(target: str, path: str, files: Mapping[str, Mapping[str, str]]) -> str | None:
    """Find the identifier that a link leads to from a section's file; empty where that section has none of that name, None where it is no section."""
    name, _, fragment = target.partition("#")
    meant = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(name)))
    return files[meant].get(unquote(fragment), "") if meant in files else None


def _link_to_file(link: Link, context: Context) -> list[Block] | None:
    """Lead a link to the file of a section to that section, or to what has the identifier in it."""
    target, path = link.target, context.section.path
    found = section_target(target, path, context.files_named)
    if found:
        link.target = f"#{found}"
        return None
    place = context.places.next(f"]({target}", f"]({unquote(target)}", f"]: {target}", target)
    name, _, fragment = target.partition("#")
    if found is not None:
        meant = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(name)))
        near = context.suggestions.nearest(fragment, [known for known in context.files_named[meant] if known])
        help = f'did you mean "{name}#{near}"?' if near else f"give the thing meant the identifier {{#{fragment}}}"
        context.error("S203", f'the link "{target}" points to nothing in that section', place, help)
        return list(link.inlines)
    folder = posixpath.dirname(path)
    sections = [posixpath.relpath(known, folder or ".") for known in context.files_named]
    stem = posixpath.splitext(unquote(name))[0]
    same = next((known for known in sections if posixpath.splitext(known)[0] == stem), "")
    near = same or context.suggestions.nearest(unquote(name), sections)
    there = context.project.shared(context.manuscript.folder, unquote(name)) is not None
    help = "put it where readers can get it, and link to its address"
    if name.endswith(".md"):
        help = "write that section, and name it under `sections` in report.yaml"
    if near and not there:
        help = f'did you mean "{near}"?'
    if there and name.endswith(".md"):
        help = "name it under `sections` or `appendices` in report.yaml"
    context.error("S211", f'the link "{target}" leads to a file that is no section of this report', place, help)
    return list(link.inlines)


def as_address(target: str) -> str:
    """Write an address so that every reader takes it: what stands in none is written as percent signs (RFC 3986, 2.1)."""
    return UNSAFE.sub(lambda match: quote(match[0]), target)


def check_attributes(element: Block, context: Context) -> None:
    """Drop attributes that are not ours, with a finding; handlers and inline styles are errors."""
    attr = attributes(element)
    if attr is None or not attr.pairs:
        return
    kind = kind_of(element)
    known = (ANYWHERE | KEYS_OF.get(kind, frozenset())) - (LABELLED if kind in LISTINGS else frozenset())
    kept = []
    for key, value in attr.pairs:
        name = key.lower()
        if name.startswith("on") or name == "style":
            place = context.places.next(f"{key}=")
            context.error("S212", f'the attribute "{key}" is refused', place, "use a class, and style it in the theme")
        elif name in VALUES and not VALUES[name][0].fullmatch(value):
            place = context.places.next(f"{key}={value}", f'{key}="{value}"')
            context.error("S212", f'{key}="{value}" is not {VALUES[name][1]}', place, VALUES[name][2])
        elif name in known:
            kept.append([key, _in_inches(value) if name in SIZES else value])
            if name in SIZES and BARE.fullmatch(value):
                _tell_pixels(key, value, context)
        else:
            tell_unknown(key, known, context)
    attr.pairs = kept


def _in_inches(value: str) -> str:
    """Write pixels as what they are of an inch: pandoc makes an attribute of them, which no sheet for paper heeds."""
    number = value.removesuffix("px")
    return f"{round(float(number) / INCH, 4):g}in" if BARE.fullmatch(number) else value


def _tell_pixels(key: str, value: str, context: Context) -> None:
    place = context.places.next(f"{key}={value}", f'{key}="{value}"')
    part = f"{key}={value}% of what is there, " if key == "width" else ""
    help = f"write {part}{key}={value}mm, or {key}={value}px where pixels are meant"
    context.tell("S271", f"{key}={value} is {value} pixels, {round(float(value) / INCH * 25.4, 1):g} mm", place, help)


def tell_unknown(key: str, known: Collection[str], context: Context) -> None:
    """Tell of an attribute that is none of those which are known where it stands."""
    place = context.places.next(f"{key}=", f"{key.removeprefix('data-')}=")
    near = context.suggestions.nearest(key.lower(), sorted(known))
    help = KEYS.get(key.lower()) or (f'did you mean "{near}"? If not, take it out' if near else "take it out")
    context.warning("S213", f'the attribute "{key}" means nothing here', place, help)
