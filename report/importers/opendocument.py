"""OpenDocument files: what pandoc would drop in silence is moved, marked or told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from report.importers.original import ANCHOR, CAPTION, OPEN_POINT, DocumentFacts, Prepared, short
from report.importers.properties import office_facts
from report.read.archives import pack_members, read_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml import etree

    from report.importers.original import Notes
    from report.read.archives import Archive

BASE = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, DRAW, OFFICE = f"{{{BASE}text:1.0}}", f"{{{BASE}drawing:1.0}}", f"{{{BASE}office:1.0}}"
STYLE, FO, SVG = f"{{{BASE}style:1.0}}", f"{{{BASE}xsl-fo-compatible:1.0}}", f"{{{BASE}svg-compatible:1.0}}"
XLINK, DC = "{http://www.w3.org/1999/xlink}", "{http://purl.org/dc/elements/1.1/}"
MATH = "{http://www.w3.org/1998/Math/MathML}math"
STYLE_NAME = f"{TEXT}style-name"
HEADS = {"Title": "title", "Subtitle": "subtitle", "Author": "authors"}
CAPTIONS = re.compile(r"(Table|Figure)?Caption|Figure|Illustration|Table|Drawing|Text", re.IGNORECASE)
LISTINGS = ("table-of-content", "illustration-index", "table-index", "alphabetical-index", "user-index", "bibliography")
SHAPES = ("custom-shape", "rect", "ellipse", "line", "polygon", "polyline", "path", "connector", "g")
AS_SHOWN = {"date", "time", "page-number", "page-count", "creation-date", "modification-date", "expression", "variable-get", "user-field-get", "conditional-text", "placeholder", "sequence-ref", "bookmark-ref", "reference-ref", "note-ref", "bibliography-mark", "database-display", "dropdown", "chapter", "file-name", "author-name"}  # fmt: skip
LINKS = {"sequence-ref", "bookmark-ref", "reference-ref"}


def prepare_opendocument(name: str, data: bytes, notes: Notes) -> Prepared:
    """Make an OpenDocument text ready for pandoc."""
    from lxml import etree

    archive = read_archive(name, data, "content.xml")
    if archive.members.get("META-INF/manifest.xml", b"").count(b"encryption-data"):
        from report.model.errors import BuildError

        raise BuildError(f"{name} is encrypted", "save it without a password")
    root, meta = archive.xml("content.xml"), archive.xml("meta.xml")
    members = dict(archive.members)
    facts = DocumentFacts()
    if root is not None:
        facts = _take_heads(root)
        for step in STEPS:
            step(root, notes)
        _mark_objects(root, archive, notes)
        members["content.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    titled = bool(facts.title)
    facts = facts.or_else(office_facts(meta) if meta is not None else DocumentFacts())
    _tell_margins(archive, notes)
    return Prepared(
        pack_members(members), facts.or_else(DocumentFacts(lang=_language(archive))), archive.members, titled
    )


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


def _link(parent: etree._Element, target: str, words: str) -> etree._Element:
    link = parent.makeelement(f"{TEXT}a", {f"{XLINK}href": target, f"{XLINK}type": "simple"})
    link.text = words
    return link


def _replace(element: etree._Element, new: etree._Element | None) -> None:
    """Put another element, or nothing, in the place of one; what follows it stays."""
    parent, tail = element.getparent(), element.tail or ""
    if parent is None:
        return
    if new is not None:
        new.tail = tail
        parent.replace(element, new)
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _take_heads(root: etree._Element) -> DocumentFacts:
    """Take the title and its kind out of the text."""
    parents = {
        style.get(f"{STYLE}name"): style.get(f"{STYLE}parent-style-name", "") for style in root.iter(f"{STYLE}style")
    }
    found: Mapping[str, list[str]] = {name: [] for name in HEADS.values()}
    for block in [*root.iter(f"{TEXT}p", f"{TEXT}h")][:10]:
        style = block.get(STYLE_NAME, "")
        name = HEADS.get(style) or HEADS.get(parents.get(style, ""))
        if name and _words(block):
            found[name].append(_words(block))
            _replace(block, None)
    return DocumentFacts(" ".join(found["title"]), " ".join(found["subtitle"]), tuple(found["authors"]))


def _accept_changes(root: etree._Element, notes: Notes) -> None:
    for deletion in root.iter(f"{TEXT}deletion"):
        words = " ".join(_words(part) for part in deletion.iter(f"{TEXT}p", f"{TEXT}h"))
        notes.tell("I105", f'a tracked deletion is accepted: "{short(words)}"')
    insertions = sum(1 for _ in root.iter(f"{TEXT}insertion"))
    if insertions:
        notes.tell("I105", f"tracked insertions are accepted: {insertions}")
    for changes in [*root.iter(f"{TEXT}tracked-changes")]:
        _replace(changes, None)


def _keep_comments(root: etree._Element, notes: Notes) -> None:
    for comment in [*root.iter(f"{OFFICE}annotation")]:
        creator = comment.find(f"{DC}creator")
        author = _words(creator) if creator is not None else ""
        words = " ".join(_words(part) for part in comment.iter(f"{TEXT}p"))
        notes.tell("I106", "a comment is kept as an open point")
        _replace(comment, _link(comment, OPEN_POINT, f"{author}: {words}" if author else words))
    for end in [*root.iter(f"{OFFICE}annotation-end")]:
        _replace(end, None)


def _drop_listings(root: etree._Element, notes: Notes) -> None:
    for listing in [*root.iter(*(f"{TEXT}{name}" for name in LISTINGS))]:
        notes.tell("I118", "a table of contents, a list or an index is left out", "the report makes its own")
        _replace(listing, None)


def _mark_captions(root: etree._Element, notes: Notes) -> None:  # noqa: ARG001 - a step's signature
    for block in root.iter(f"{TEXT}p"):
        if (
            not CAPTIONS.fullmatch(block.get(STYLE_NAME, ""))
            or next(block.iterancestors(f"{DRAW}text-box"), None) is not None
        ):
            continue
        mark = _link(block, CAPTION, "§")
        mark.tail, block.text = block.text, None
        block.insert(0, mark)


def _mark_anchors(root: etree._Element, notes: Notes) -> None:
    """Name the places that links lead to, and keep what fields showed as words."""
    for mark in [*root.iter(*(f"{TEXT}{name}" for name in ("bookmark", "bookmark-start", "reference-mark-start")))]:
        _replace(mark, _link(mark, ANCHOR + quote(mark.get(f"{TEXT}name", "")), "§"))
    for sequence in [*root.iter(f"{TEXT}sequence")]:
        if name := sequence.get(f"{TEXT}ref-name"):
            sequence.addprevious(_link(sequence, ANCHOR + quote(name), "§"))
    for shown in [*root.iter(*(f"{TEXT}{name}" for name in AS_SHOWN))]:
        kind, words = _local(shown), "".join(str(text) for text in shown.itertext())
        name = shown.get(f"{TEXT}ref-name", "")
        linked = kind in LINKS and name and shown.get(f"{TEXT}reference-format") != "page"
        notes.tell("I107", f"a field ({kind}) is kept as {'a link' if linked else 'words'}", "look whether it is right")
        new = _link(shown, f"#{quote(name)}", words) if linked else shown.makeelement(f"{TEXT}span", {})
        new.text = words
        _replace(shown, new)


def _name_pictures(root: etree._Element, notes: Notes) -> None:  # noqa: ARG001 - a step's signature
    """Hand on alternative texts behind the names of pictures, since pandoc leaves them where they are."""
    for image in root.iter(f"{DRAW}image"):
        source, frame = image.get(f"{XLINK}href", ""), image.getparent()
        alt = next(
            (_words(part) for name in ("desc", "title") for part in frame.iterfind(f"{SVG}{name}") if _words(part)), ""
        )
        if source and frame is not None and frame.find(f"{DRAW}object") is None:
            image.set(f"{XLINK}href", source.removeprefix("./") + (f"#alt={quote(alt)}" if alt else ""))
            for part in [*frame.iterfind(f"{SVG}title"), *frame.iterfind(f"{SVG}desc")]:
                _replace(part, None)


def _lift_boxes(root: etree._Element, notes: Notes) -> None:
    """Put the text of boxes and shapes behind the paragraph that they are fixed to."""
    for box in [*root.iter(f"{DRAW}text-box", *(f"{DRAW}{name}" for name in SHAPES))]:
        if next(box.iter(f"{DRAW}image"), None) is not None or box.getparent() is None:
            continue
        frame = box.getparent() if _local(box) == "text-box" else box
        holder = next(frame.iterancestors(f"{TEXT}p", f"{TEXT}h"), frame)
        words = _words(box)
        if words:
            notes.tell("I104", f'the text of a box stands below its paragraph: "{short(words)}"', "move it")
        elif _local(box) != "text-box":
            notes.tell("I101", f"a shape ({_local(box)}) cannot be carried over", "save it as a picture")
        for child in reversed([*box] if words else []):
            if str(child.tag).startswith(TEXT):
                child.tail = None
                holder.addnext(child)
        _replace(frame, None)


def _mark_objects(root: etree._Element, archive: Archive, notes: Notes) -> None:
    """Let formulas through; an open point stands for every other object."""
    for item in [*root.iter(f"{DRAW}object", f"{DRAW}object-ole", f"{DRAW}plugin", f"{DRAW}applet")]:
        name = item.get(f"{XLINK}href", "").removeprefix("./").rstrip("/")
        content = archive.xml(f"{name}/content.xml") if name else None
        frame = item.getparent()
        if content is not None and content.tag == MATH:
            item.set(f"{XLINK}href", f"./{name}")
            continue
        chart = content is not None and next(content.iter(f"{{{BASE}chart:1.0}}chart"), None) is not None
        what = "a chart" if chart else "an embedded object"
        notes.tell("I101", f"{what} cannot be carried over", "save what it shows as a picture or a table")
        _replace(frame, _link(frame, OPEN_POINT, f"{what}: save what it shows as a picture or a table"))
    for form in root.iter(f"{OFFICE}forms"):
        if len(form):
            notes.tell("I101", "the controls of a form cannot be carried over", "write what they ask for")


def _tell_margins(archive: Archive, notes: Notes) -> None:
    styles = archive.xml("styles.xml")
    for margin in styles.iter(f"{STYLE}header", f"{STYLE}footer") if styles is not None else ():
        if any(char.isalpha() for char in _words(margin)):
            notes.tell("I104", f'a {_local(margin)} is left out: "{short(_words(margin))}"', "the theme prints its own")


def _language(archive: Archive) -> str:
    styles = archive.xml("styles.xml")
    for look in styles.iter(f"{STYLE}text-properties") if styles is not None else ():
        language, country = look.get(f"{FO}language", "none"), look.get(f"{FO}country", "none")
        if language not in {"none", "zxx"}:
            return language if country == "none" else f"{language}-{country}"
    return ""


STEPS: tuple[Callable[[etree._Element, Notes], None], ...] = (
    _accept_changes,
    _drop_listings,
    _keep_comments,
    _mark_captions,
    _mark_anchors,
    _name_pictures,
    _lift_boxes,
)
