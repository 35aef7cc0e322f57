"""Make the web edition: styles, fonts and images go into the page, notes beside the text, page references get their numbers."""

from __future__ import annotations

import base64
import copy
import mimetypes
import re
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from report.compose.xml import Element, find, local_name, make, write
from report.editions.locators import merge_locators
from report.editions.ornaments import with_ornaments
from report.editions.page_breaks import insert_page_breaks
from report.editions.pictures import pixel_size, read_for_screen
from report.editions.selection import tree_for
from report.editions.web.fonts import face_rule, font_rules, name_families
from report.model.master import MATHML
from report.themes.css_adapt import fit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from report.editions.web.fonts import Style
    from report.model.master import Master
    from report.model.pages import PageMap
    from report.themes.theme import Theme

CROWDED = {"table", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "aside", "blockquote", "dl", "div", "nav"}
PHRASES = {
    "a": "span",
    "p": "span",
}  # what a copy must not be: links would be followed twice, blocks cannot stand in a line
TEXT, END = re.compile(r"<text\b"), "</text>"
TAG = re.compile(r"<[^<>]*>")
ROOT = re.compile(rb"<svg\b[^<>]*[^<>/]>")
FAMILIES = re.compile(r"font-family\s*[=:]\s*([^;>]+)")
FAMILY = re.compile(r"[A-Z][\w ]*\w")
WEIGHT = re.compile(r"font-weight\s*[=:]\s*[\"']?(\w+)")
ITALIC = re.compile(r"font-style\s*[=:]\s*[\"']?italic")
WEIGHTS = {"normal": 400, "bold": 700, **{str(weight): weight for weight in range(100, 1000, 100)}}
MOST = 20  # families of one drawing: each that it names is looked for
SHEET = "screen.css"
DRAWING = "image/svg+xml"
STYLE = "STYLE-OF-THE-THEME"  # stands where the sheet goes as it is: in HTML a style is not escaped
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"


def write_web(master: Master, theme: Theme, pages: PageMap) -> bytes:
    """Write the master as a self-contained web page, in which no script can run (CSP level 3)."""
    root = tree_for(master, "html")
    merge_locators(root, pages.label_of)
    head = find(root, "x:head")[0]
    policy = make("meta", content=POLICY)
    policy.set("http-equiv", "Content-Security-Policy")
    head.insert(1, policy)
    head.append(make("style", text=STYLE))
    images = {image.source: image.path for image in master.images}
    for image in find(root, "//x:img"):
        if path := images.get(image.get("src", "")):
            _embed(image, path)
    insert_page_breaks(find(root, "//x:body"), pages)
    for link in find(root, "//x:a[contains(@class,'page-ref')]"):
        link.text = pages.label_of(link.get("href", "")[1:])
    for table in find(root, "//x:table"):
        _let_scroll(table)
    _name_parts(root)
    add_sidenotes(root)
    tokens, lang = theme.tokens(), master.metadata.lang
    css = with_ornaments(
        fit(name_families(theme.sheet(SHEET).css, tokens, lang, "".join(root.itertext())), lang), theme
    )
    fonts = font_rules(root, css, tokens, lang)
    for element in root.iter():
        if not len(element) and not element.text and local_name(element) not in VOID:
            element.text = ""  # an empty element with both its tags: a browser reads <p/> as <p>
    css = f"\n{fonts}\n{css}\n".replace("</", "<\\/")
    return write(root).replace(STYLE.encode(), css.encode(), 1) + b"\n"


def _embed(image: Element, path: Path) -> None:
    """Put the file of a picture into the page."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    data = read_for_screen(path)
    if kind == DRAWING:
        data = bring_fonts(data)
    else:  # a page does not jump where it knows how large its pictures are
        width, height = pixel_size(data)
        image.set("width", str(width))
        image.set("height", str(height))
    image.set("src", f"data:{kind};base64,{base64.b64encode(data).decode()}")


def _name_parts(root: Element) -> None:
    """Let who hears the page, or goes through it by keyboard, find the title and every wide formula."""
    for title in find(root, "//x:div[@id='title-block']"):
        title.set("role", "region")
        title.set("aria-labelledby", "title")
    for formula in list(root.iter(f"{{{MATHML}}}math")):
        if formula.get("display") == "block":
            _enclose(formula, make("span", class_="formula-frame", tabindex="0"))


def _let_scroll(table: Element) -> None:
    frame = make("div", class_="table-frame", tabindex="0", role="region")
    caption = find(table, "x:caption")
    if caption:
        frame.set("aria-labelledby", caption[0].get("id", ""))
    else:
        frame.set("aria-label", table.get("id", ""))
    _enclose(table, frame)


def _enclose(element: Element, frame: Element) -> None:
    """Put an element into a frame that stands in its place."""
    frame.tail, element.tail = element.tail, None
    element.getparent().replace(element, frame)
    frame.append(element)


def bring_fonts(drawing: bytes) -> bytes:
    """Give a drawing the faces of the house that it names, cut down to its text."""
    source = drawing.decode("utf-8", "ignore")
    shown = unescape(TAG.sub("", "".join(_texts(source))))
    rules = "".join(face_rule(style, shown) for style in _styles(source)) if shown.strip() else ""
    return ROOT.sub(lambda tag: tag[0] + f"<style>{rules}</style>".encode(), drawing, count=1) if rules else drawing


def _texts(source: str) -> Iterator[str]:
    """Yield the texts of a drawing; behind the end of the last, no beginning of one is held against the rest."""
    start = 0
    while (match := TEXT.search(source, start)) and (end := source.find(END, match.start())) >= 0:
        start = end + len(END)
        yield source[match.start() : start]


def _styles(source: str) -> Iterator[Style]:
    stacks = " ".join(unescape(stack) for stack in FAMILIES.findall(source))
    named = {WEIGHTS.get(name, 400) for name in WEIGHT.findall(source)}
    slopes = (False, True) if ITALIC.search(source) else (False,)
    for family in islice(dict.fromkeys(FAMILY.findall(stacks)), MOST):
        yield from ((family, weight, italic) for weight in sorted({400} | named) for italic in slopes)


def add_sidenotes(root: Element) -> None:
    """Put a copy of each note behind its call, where that stands in the running text and the note is words alone."""
    notes = {note.get("id"): note for note in find(root, "//x:section[@id='notes']/x:ol/x:li")}
    for call in find(root, "//x:main//x:a[@role='doc-noteref']"):
        note = notes.get(call.get("href", "")[1:])
        if note is None or CROWDED & {local_name(parent) for parent in call.iterancestors()}:
            continue
        if all(local_name(block) == "p" for block in note):
            _behind(call, make("span", *_copies(note), class_="sidenote", aria_hidden="true"))


def _copies(note: Element) -> Iterator[Element]:
    for block in copy.deepcopy(note):
        for link in find(block, ".//x:a[@role='doc-backlink']"):
            link.attrib.clear()
            link.set("class", "sidenote-number")
        for element in block.iter():
            for name in ("id", "href", "role", "aria-label", "tabindex"):
                element.attrib.pop(name, None)
            if local_name(element) in PHRASES:
                element.tag = make(PHRASES[local_name(element)]).tag
        block.tail = None
        yield block


def _behind(call: Element, sidenote: Element) -> None:
    sidenote.tail, call.tail = call.tail, None
    call.addnext(sidenote)
