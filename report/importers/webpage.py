"""HTML pages: the text of the page, without what runs, plays, or leads about the site."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from report.importers.original import OPEN_POINT, DocumentFacts, Prepared, short
from report.model.errors import BuildError
from report.read.drawings.allowed import ATTRIBUTES, ELEMENTS, ILLEGAL, SVG, XLINK, XML

if TYPE_CHECKING:
    from lxml import etree

    from report.importers.original import Notes

SILENT = ("script", "style", "template", "noscript", "link")
LOST = {
    "iframe": ("an embedded page", "link to it, or write what it shows"),
    "video": ("a video", "link to it, and write what it shows"),
    "audio": ("a recording", "link to it, and write what it says"),
    "object": ("an embedded object", "save what it shows as a picture"),
    "embed": ("an embedded object", "save what it shows as a picture"),
    "canvas": ("a drawing made by a script", "save it as a picture"),
    "form": ("a form", "write what it asks for"),
    "input": ("a field of a form", "write what it asks for"),
    "select": ("a field of a form", "write what it asks for"),
    "textarea": ("a field of a form", "write what it asks for"),
    "button": ("a button", "write what it does"),
}
DEEPEST = 250
NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
CAPITALS = {name.lower(): name for name in sorted(ELEMENTS | ATTRIBUTES)}
PREFIXES = {"": "", "xlink": f"{{{XLINK}}}", "xml": f"{{{XML}}}"}


def prepare_webpage(name: str, text: str, notes: Notes) -> Prepared:
    """Make an HTML page ready for pandoc."""
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
        root = html.document_fromstring(text.encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise BuildError(f"{name} cannot be read as HTML: {error}", "look at what it is") from error
    if _depth(root) > DEEPEST:
        raise BuildError(f"{name} is nested too deeply", "flatten its elements")
    for element in [*root.iter(*SILENT)]:
        if element.tag == "script" and element.getparent() is not None:
            notes.tell("I101", "a script is left out", "a report runs nothing")
        element.drop_tree()
    for element in [*root.iter(*LOST)]:
        _mark(element, notes)
    for drawing in [*root.iter("svg")]:
        _embed(drawing)
    _leave_site(root, notes)
    lang = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    source = etree.tostring(root, encoding="unicode", method="html")
    return Prepared(source, DocumentFacts(lang=lang))


def _mark(element: etree._Element, notes: Notes) -> None:
    """Put an open point where something stood that a report cannot hold; the words of a form are kept."""
    what, help = LOST[element.tag]
    source = element.get("src") or next((part.get("src", "") for part in element.iter("source")), "")
    shown = f"{what} ({short(source)})" if source else what
    if element.tag == "input" and element.get("type") == "hidden":
        element.drop_tree()
        return
    notes.tell("I101", f"{shown} cannot be carried over", help, element.sourceline or 0)
    link = element.makeelement("a", {"href": OPEN_POINT})
    link.text = f"{shown}: {help}"
    element.addprevious(link)
    if element.tag == "form":
        element.drop_tag()
    else:
        element.drop_tree()


def _embed(drawing: etree._Element) -> None:
    """Turn a drawing that is part of the page into a picture."""
    from lxml import etree

    tail, drawing.tail = drawing.tail, None
    label = drawing.get("aria-label") or " ".join(str(drawing.findtext("title") or "").split())
    data: bytes = etree.tostring(_as_svg(drawing), encoding="utf-8")
    source = f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}"
    image = drawing.makeelement("img", {"src": source, "alt": label})
    image.tail = tail
    drawing.getparent().replace(drawing, image)


def _as_svg(drawing: etree._Element) -> etree._Element:
    """Write a drawing with the names of SVG, which HTML knows without their capitals and prefixes (HTML, 13.2.6.1)."""
    from lxml import etree

    root = etree.Element(f"{{{SVG}}}svg", None, {None: SVG, "xlink": XLINK})
    done = {drawing: root}
    for element in drawing.iter(etree.Element):
        if element is not drawing:
            name = CAPITALS.get(element.tag, element.tag)
            tag = f"{{{SVG}}}{name if NAME.fullmatch(name) else 'g'}"
            done[element] = etree.SubElement(done[element.getparent()], tag)
            done[element].tail = ILLEGAL.sub("", element.tail or "")
        done[element].text = ILLEGAL.sub("", element.text or "")
        for name, value in element.attrib.items():
            prefix, _, local = str(name).rpartition(":")
            if NAME.fullmatch(local) and prefix in PREFIXES:
                done[element].set(f"{PREFIXES[prefix]}{CAPITALS.get(local, local)}", ILLEGAL.sub("", str(value)))
    return root


def _leave_site(root: etree._Element, notes: Notes) -> None:
    """Leave out menus, and everything outside the page's main part where it has one."""
    main = next(root.iter("main"), None)
    body = root.find("body")
    if main is not None and body is not None:
        outer = len(_words(body)) - len(_words(main))
        if outer:
            notes.tell("I104", f"what stands outside <main> is left out: {outer} words")
        return
    for menu in [*root.iter("nav")]:
        if words := _words(menu):
            notes.tell("I104", f'a menu is left out: "{short(" ".join(words))}"')
        menu.drop_tree()


def _words(element: etree._Element) -> list[str]:
    return " ".join(str(text) for text in element.itertext()).split()


def _depth(root: etree._Element) -> int:
    deepest, level = 0, [root]
    while level:
        deepest += 1
        level = [child for element in level for child in element]
    return deepest
