"""The master cut into content documents: one for each top-level section, each with its notes and page breaks."""

from __future__ import annotations

import copy
import mimetypes
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from report.compose.passes import heading_of
from report.compose.xml import Element, find, local_name, make, remove, write
from report.editions.epub.book import COLOPHON, COVER, TITLE_PAGE, XHTML_TYPE, Features, Resource
from report.editions.locators import merge_locators
from report.editions.page_breaks import insert_page_breaks
from report.editions.pictures import read_for_screen
from report.editions.selection import entries_for, tree_for
from report.model.master import EPUB, MATHML, SVG, XHTML, XML
from report.model.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.model.master import ContentsEntry, Master
    from report.model.pages import PageMap

TYPE = f"{{{EPUB}}}type"
ROLES = {"references": "bibliography", "appendix": "appendix", "glossary": "glossary", "index": "index"}


@dataclass(slots=True)
class ContentDocument:
    """A content document being made. `body` is its XHTML body, `title` what its head says."""

    name: str
    title: str
    body: Element
    ids: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Chapters:
    """The content documents in reading order, what they hold, where each id and each page is found, and their headings."""

    documents: tuple[Resource, ...]
    images: tuple[Resource, ...]
    features: Features
    file_of: dict[str, str]
    pages: tuple[tuple[str, str], ...]
    contents: tuple[ContentsEntry, ...]


def write_chapters(master: Master, pages: PageMap) -> Chapters:
    """Cut the master. Page breaks carry the labels of `pages`; images are renamed to plain ASCII."""
    root = tree_for(master, "epub")
    master = replace(master, contents=entries_for(master, root))
    merge_locators(root, pages.label_of)
    documents = _cut(root, master)
    _place_notes(root, documents)
    for document in documents:
        document.ids = {str(element.get("id")) for element in find(document.body, ".//*[@id]")}
    placed = insert_page_breaks([document.body for document in documents if document.name != COVER], pages)
    for document in documents:
        for mark in find(document.body, ".//x:span[@data-page]"):
            mark.set("role", "doc-pagebreak")
            mark.set("aria-label", f" {mark.attrib.pop('data-page')}. ")
            mark.set(TYPE, "pagebreak")
        document.ids = {str(element.get("id")) for element in find(document.body, ".//*[@id]")}
    file_of = {identifier: document.name for document in documents for identifier in document.ids}
    renamed = _rename_images(master)
    targets = {identifier for _, identifier in placed}
    for document in documents:
        _mend(document, file_of, renamed, pages)
        targets |= {link.get("href", "").partition("#")[2] for link in find(document.body, ".//x:a[@href]")}
    targets |= set(_listed(master.contents))
    targets |= {caption.identifier for _, captions in master.lists for caption in captions}
    for document in documents:
        _drop_ids(document.body, targets)
    features = _features(documents, placed, master)
    shown = {image.get("src", "") for document in documents for image in find(document.body, ".//x:img")}
    images = tuple(
        Resource(renamed[image.source], _media_type(image.path.name), read_for_screen(image.path))
        for image in master.images
        if f"../{renamed[image.source]}" in shown
    )
    resources = tuple(_resource(document, master) for document in documents)
    return Chapters(resources, images, features, file_of, placed, master.contents)


def _listed(entries: Sequence[ContentsEntry]) -> Iterator[str]:
    """Yield the identifiers that contents lead to, at every depth."""
    for entry in entries:
        yield entry.identifier
        yield from _listed(entry.entries)


def _cut(root: Element, master: Master) -> list[ContentDocument]:
    meta, words = master.metadata, words_for(master.metadata.lang)
    cover = make("img", src="../images/cover.jpg", alt=f"{words.cover}: {meta.title}", role="doc-cover")
    cover_section = make("section", cover, class_="cover", aria_label=words.cover)
    cover_section.set(TYPE, "cover")
    title = make("section", class_="titlepage", aria_labelledby="title")
    title.set(TYPE, "titlepage")
    for part in find(root, "//x:*[@id='masthead' or @id='title-block']"):
        title.append(part)
    documents = [
        ContentDocument(COVER, words.cover, make("body", cover_section)),
        ContentDocument(TITLE_PAGE, meta.title, make("body", title)),
    ]
    for points in find(root, "//x:section[@id='key-points']"):
        points.set("role", "doc-abstract")
        points.set(TYPE, "abstract")
        documents.append(ContentDocument("text/key-points.xhtml", words.key_points, make("body", points)))
    titles = {entry.identifier: entry.title for entry in master.contents}
    for number, section in enumerate(find(root, "//x:main/x:section"), start=1):
        kind = next((ROLES[name] for name in (section.get("class") or "").split() if name in ROLES), "chapter")
        section.set(TYPE, kind)
        section.set("role", f"doc-{kind}")
        if (named := heading_of(section)) is not None:  # the one landmark of its file
            section.set("aria-labelledby", named.get("id", ""))
        heading = titles.get(section.get("id", ""), "") or meta.title
        documents.append(ContentDocument(f"text/ch{number:02d}.xhtml", heading, make("body", section)))
    for colophon in find(root, "//x:footer[@id='colophon']"):
        section = make(
            "section", *colophon, id="colophon", class_="colophon", role="doc-colophon", aria_label=words.how_to_cite
        )
        section.set(TYPE, "colophon")
        documents.append(ContentDocument(COLOPHON, words.how_to_cite, make("body", section)))
    return documents


def _place_notes(root: Element, documents: list[ContentDocument]) -> None:
    """Put each note at the end of the document that calls it, as the pop-up that reading systems make of an aside."""
    notes = {note.get("id"): note for note in find(root, "//x:section[@id='notes']/x:ol/x:li")}
    for document in documents:
        for reference in find(document.body, ".//x:a[@role='doc-noteref']"):
            reference.set(TYPE, "noteref")
            note = notes.get(reference.get("href", "")[1:])
            if note is None:
                continue
            aside = make("aside", *copy.deepcopy(note), id=note.get("id", ""), role="doc-footnote", class_="footnote")
            aside.set(TYPE, "footnote")
            document.body[0].append(aside)


def _mend(document: ContentDocument, file_of: dict[str, str], renamed: dict[str, str], pages: PageMap) -> None:
    for link in find(document.body, ".//x:a[starts-with(@href,'#')]"):
        target = link.get("href", "")[1:]
        if "page-ref" in (link.get("class") or "").split():
            link.text = pages.label_of(target)
        name = file_of.get(target, document.name)
        if name != document.name:
            link.set("href", f"{name.removeprefix('text/')}#{target}")
    for image in find(document.body, ".//x:img"):
        source = image.get("src", "")
        image.set("src", f"../{renamed[source]}" if source in renamed else source)
    for column in find(document.body, ".//x:colgroup"):
        remove(column)
    for element in document.body.iter():
        if local_name(element) and element.get("lang"):
            element.set(f"{{{XML}}}lang", element.get("lang", ""))


def _drop_ids(body: Element, targets: set[str]) -> None:
    """Drop identifiers that nothing points to: they only swell the book."""
    named = {element.get("aria-labelledby") for element in find(body, ".//*[@aria-labelledby]")}
    for element in find(body, ".//*[@id]"):
        if element.get("id") not in targets and element.get("id") not in named:
            del element.attrib["id"]


def _rename_images(master: Master) -> dict[str, str]:
    return {
        image.source: f"images/figure-{number:02d}{image.path.suffix.lower().replace('.jpeg', '.jpg')}"
        for number, image in enumerate(master.images, start=1)
    }


def _media_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _features(documents: list[ContentDocument], placed: tuple[tuple[str, str], ...], master: Master) -> Features:
    shown = [image for document in documents[1:] for image in find(document.body, ".//x:img") if image.get("alt")]
    math = any(document.body.find(f".//{{{MATHML}}}math") is not None for document in documents)
    moving = any(image.path.suffix.lower() in {".gif", ".webp"} for image in master.images)
    return Features(images=bool(shown), math=math, pages=bool(placed), moving=moving)


def _resource(document: ContentDocument, master: Master) -> Resource:
    root = _write_document(document, master)
    held = {"mathml": f".//{{{MATHML}}}math", "svg": f".//{{{SVG}}}svg"}
    properties = tuple(name for name, path in held.items() if document.body.find(path) is not None)
    return Resource(document.name, XHTML_TYPE, root, properties)


def _write_document(document: ContentDocument, master: Master) -> bytes:
    from lxml import etree

    html = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML, "epub": EPUB})
    html.set("lang", master.metadata.lang)
    html.set(f"{{{XML}}}lang", master.metadata.lang)
    if master.metadata.right_to_left:
        html.set("dir", "rtl")
    head = make("head", make("meta", charset="utf-8"), make("title", text=document.title))
    head.append(make("link", rel="stylesheet", type="text/css", href="../styles/book.css"))
    html.append(head)
    html.append(document.body)
    etree.cleanup_namespaces(html, keep_ns_prefixes=["epub"])
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + write(html) + b"\n"
