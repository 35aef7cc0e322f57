"""Word files: their changes accepted, and what pandoc would drop in silence moved, marked or told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.importers.original import DocumentFacts, Prepared, short
from report.importers.properties import core_facts
from report.importers.word_fields import tell_fields
from report.importers.word_xml import TODO, VAL, deep_text, drop, insertion, local_tag, qname, unwrap_element, w
from report.read.archives import pack_members, read_archive

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from report.importers.original import Notes
    from report.read.archives import Archive

PARTS = ("document", "footnotes", "endnotes")
OBJECTS = {
    "chart": ("a chart", "draw it as SVG, or write its figures as a table"),
    "relIds": ("a SmartArt drawing", "save it as a picture, SVG if possible"),
    "OLEObject": ("an embedded object", "save what it shows as a picture or a table"),
    "control": ("an ActiveX control", "write what it asks for"),
    "wpc": ("a drawing canvas", "save it as a picture, SVG if possible"),
    "wgp": ("a group of shapes", "save it as a picture, SVG if possible"),
    "wsp": ("a shape", "save it as a picture, SVG if possible"),
    "altChunk": ("an inserted file", "insert its text into the document"),
    "subDoc": ("a sub-document", "import it as a file of its own"),
}
LISTINGS = re.compile(r"(TOC\d*|TOCHeading|TableofFigures|Index\d*|TableofAuthorities)", re.IGNORECASE)
GALLERIES = {"Table of Contents", "Table of Figures", "Bibliographies"}
LOOKS = {"color": "the colour", "highlight": "the highlighting", "shd": "the shading"}


def prepare_word(name: str, data: bytes, notes: Notes) -> Prepared:
    """Make a Word file ready for pandoc."""
    from lxml import etree

    archive = read_archive(name, data, "word/document.xml")
    members = dict(archive.members)
    lang = _language(archive)
    for part in PARTS:
        root = archive.xml(f"word/{part}.xml")
        if root is None:
            continue
        for step in STEPS:
            step(root, notes)
        _mark_languages(root, lang)
        _mark_pictures(root, archive, part, notes)
        members[f"word/{part}.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    _tell_margins(archive, notes)
    facts = core_facts(archive).or_else(DocumentFacts(lang=lang))
    media = {name.removeprefix("word/"): data for name, data in members.items() if name.startswith("word/")}
    return Prepared(pack_members(members), facts, media)


def _accept_changes(root: etree._Element, notes: Notes) -> None:
    """Keep what was inserted, drop what was deleted, and join paragraphs whose mark was deleted."""
    deleted = [*root.iter(w("del"), w("moveFrom"))]
    rows = [row for row in root.iter(w("tr")) if row.find(f"{w('trPr')}/{w('del')}") is not None]
    marks = [element for element in deleted if local_tag(element.getparent()) == "rPr"]
    texts = [deep_text(element) for element in [*deleted, *rows]]
    inserted = [*root.iter(w("ins"), w("moveTo"))]
    for mark in marks:
        _join_paragraphs(mark)
    for element in [*deleted, *rows]:
        drop(element)
    for element in inserted:
        unwrap_element(element)
    for text in texts:
        if text.strip():
            notes.tell("I105", f'a tracked deletion is accepted: "{short(text)}"')
    if inserted:
        count = sum(1 for element in inserted if local_tag(element.getparent()) not in {"rPr", "trPr"})
        notes.tell("I105", f"tracked insertions are accepted: {max(count, 1)}")


def _join_paragraphs(mark: etree._Element) -> None:
    paragraph = next(mark.iterancestors(w("p")), None)
    after = paragraph.getnext() if paragraph is not None else None
    if paragraph is None or after is None or local_tag(after) != "p":
        return
    start = 1 if len(after) and local_tag(after[0]) == "pPr" else 0
    for offset, run in enumerate([child for child in paragraph if local_tag(child) != "pPr"]):
        after.insert(start + offset, run)
    drop(paragraph)


def _drop_hidden(root: etree._Element, notes: Notes) -> None:
    for vanish in [*root.iter(w("vanish"))]:
        run = next(vanish.iterancestors(w("r")), None)
        if run is None or vanish.get(VAL) in {"0", "false"}:
            continue
        if text := deep_text(run).strip():
            notes.tell("I105", f'hidden text is left out: "{short(text)}"', "make it visible in Word if it is wanted")
        drop(run)


def _drop_listings(root: etree._Element, notes: Notes) -> None:
    """Leave out contents, lists of figures and indexes: the report makes its own."""
    found = [gallery for gallery in root.iter(w("docPartGallery")) if gallery.get(VAL) in GALLERIES]
    blocks = [next(gallery.iterancestors(w("sdt")), None) for gallery in found]
    blocks += [
        next(style.iterancestors(w("p")), None)
        for style in root.iter(w("pStyle"))
        if LISTINGS.fullmatch(style.get(VAL, ""))
    ]
    for block in blocks:
        if block is not None and block.getparent() is not None:
            drop(block)
            notes.tell("I118", "lines of a table of contents, a list of figures or an index are left out")


def _lift_boxes(root: etree._Element, notes: Notes) -> None:
    """Put the text of boxes behind the paragraph that they are fixed to."""
    for fallback in [*root.iter(qname("mc", "Fallback"))]:
        if next(fallback.getparent().iter(w("txbxContent")), None) is not None:
            drop(fallback)
    for box in [*root.iter(w("txbxContent"))]:
        if next(box.iterancestors(w("txbxContent")), None) is not None:
            continue
        paragraphs = [*box.iterancestors(w("p"))]
        if not paragraphs:
            continue
        notes.tell("I104", f'the text of a box stands below its paragraph: "{short(deep_text(box))}"', "move it")
        carrier = next(
            (up for up in box.iterancestors() if local_tag(up.getparent()) in {"r", "p"} and local_tag(up) != "r"), box
        )
        for child in reversed([*box]):
            paragraphs[-1].addnext(child)
        drop(carrier)


def _mark_objects(root: etree._Element, notes: Notes) -> None:
    """Put an open point in the place of what has no text and is no picture."""
    for element in [*root.iter("{*}chart", "{*}relIds", "{*}OLEObject", "{*}control", "{*}wpc", "{*}wgp", "{*}wsp")]:
        what, help = OBJECTS[local_tag(element)]
        run = next(element.iterancestors(w("r")), None)
        if run is None or run.getparent() is None:
            continue
        detail = element.get("ProgID") or next((prop.get("name", "") for prop in run.iter("{*}docPr")), "")
        shown = f"{what} ({detail})" if detail else what
        notes.tell("I101", f"{shown} cannot be carried over", help)
        insertion(run, TODO, f"{shown}: {help}")
        if local_tag(element) != "OLEObject":
            drop(run)
    for element in [*root.iter(w("altChunk"), w("subDoc"))]:
        what, help = OBJECTS[local_tag(element)]
        notes.tell("I101", f"{what} cannot be carried over", help)


def _mark_pictures(root: etree._Element, archive: Archive, part: str, notes: Notes) -> None:
    """Put an open point where a picture is only linked to, or is not in the file; pandoc would pass over it."""
    relations = archive.xml(f"word/_rels/{part}.xml.rels")
    targets = {row.get("Id"): row.get("Target", "") for row in relations} if relations is not None else {}
    for picture in [*root.iter("{*}blip", "{*}imagedata")]:
        name = next(
            (value for key, value in picture.attrib.items() if str(key).endswith(("}embed", "}link", "}id"))), ""
        )
        target = str(targets.get(name, ""))
        run = next(picture.iterancestors(w("r")), None)
        if run is None or target.lstrip("/") in archive.members or f"word/{target}" in archive.members:
            continue
        shown = f'the picture "{target or name}" is not in the file'
        notes.tell("I102", shown, "put it into figures/ and name it there")
        insertion(run, TODO, f"{shown}: put it into figures/ and name it here")


def _begin_comments(root: etree._Element, notes: Notes) -> None:
    """Give a comment that spans nothing a beginning, so that pandoc finds it."""
    begun = {start.get(w("id")) for start in root.iter(w("commentRangeStart"))}
    for reference in [*root.iter(w("commentReference"))]:
        notes.tell("I106", "a comment is kept as an open point")
        run = next(reference.iterancestors(w("r")), None)
        if run is not None and reference.get(w("id")) not in begun:
            for name in ("commentRangeEnd", "commentRangeStart"):
                run.addprevious(run.makeelement(w(name), {w("id"): reference.get(w("id"), "")}))
                run = run.getprevious()


def _mark_captions(root: etree._Element, notes: Notes) -> None:  # noqa: ARG001 - a step's signature
    """Mark captions by a first insertion, and take their style away: pandoc would give them to what stands nearest."""
    for style in [*root.iter(w("pStyle"))]:
        paragraph = next(style.iterancestors(w("p")), None)
        if style.get(VAL, "").lower() == "caption" and paragraph is not None:
            insertion(paragraph[0], "caption", "§")
            drop(style)


def _tell_looks(root: etree._Element, notes: Notes) -> None:
    for name, what in LOOKS.items():
        count = sum(
            1
            for look in root.iter(w(name))
            if local_tag(look.getparent()) == "rPr" and look.get(VAL, "auto") not in {"auto", "none", "000000"}
        )
        if count:
            notes.tell("I108", f"{what} of words is left to the theme: {count}", "say in words what it meant")
    breaks = sum(1 for line in root.iter(w("br")) if line.get(w("type")) in {"page", "column"})
    if breaks:
        notes.tell("I108", f"page and column breaks are left out: {breaks}")


def _mark_languages(root: etree._Element, lang: str) -> None:
    """Mark runs in another language in the one way that reaches us through pandoc: as an insertion by that language."""
    for look in [*root.iter(w("lang"))]:
        run = look.getparent().getparent() if local_tag(look.getparent()) == "rPr" else None
        if run is None or local_tag(run) != "r" or run.getparent() is None:
            continue
        right = run.find(f"{w('rPr')}/{w('rtl')}") is not None
        tag = look.get(w("bidi") if right else VAL, "")
        if tag and tag.split("-")[0].lower() != lang.split("-", maxsplit=1)[0].lower() and deep_text(run).strip():
            wrapper = run.makeelement(w("ins"), {w("id"): "0", w("author"): f"lang:{tag}"})
            run.addprevious(wrapper)
            wrapper.append(run)


def _language(archive: Archive) -> str:
    """Find the language of most of the text: what the styles say, else the first run that says one."""
    styles = archive.xml("word/styles.xml")
    found = styles.find(f".//{w('docDefaults')}//{w('lang')}") if styles is not None else None
    tag = found.get(VAL, "") if found is not None else ""
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) and tag.lower() != "x-none" else ""


def _tell_margins(archive: Archive, notes: Notes) -> None:
    for name in sorted(archive.members):
        if match := re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            root = archive.xml(name)
            text = deep_text(root).strip() if root is not None else ""
            if any(char.isalpha() for char in text):
                notes.tell("I104", f'a {match[1]} is left out: "{short(text)}"', "the theme prints its own")


STEPS: tuple[Callable[[etree._Element, Notes], None], ...] = (
    _accept_changes,
    _drop_hidden,
    _drop_listings,
    _lift_boxes,
    _mark_objects,
    _begin_comments,
    _mark_captions,
    tell_fields,
    _tell_looks,
)
