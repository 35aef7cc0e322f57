"""The one home of EbookLib: a Book is packed as EPUB 3.3, the same bytes for the same book.

EbookLib writes the container, the package document and the NCX; every content document is passed
through as bytes (`EpubItem`), because `EpubHtml` would parse and rewrite it. EbookLib is under the
AGPL-3.0 and is imported here alone.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile

from ebooklib import epub
from lxml import etree

from report.editions.epub.book import COVER_IMAGE, NAV, TITLE_PAGE
from report.editions.source_archive import archive_entry
from report.model.stamps import document_id, modified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from report.editions.epub.book import EpubBook, Features, NavPoint, Resource
    from report.model.metadata import Metadata

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
ALWAYS = ("tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "ARIA")
STILL = ("noFlashingHazard", "noMotionSimulationHazard", "noSoundHazard")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"


def pack_book(book: EpubBook, meta: Metadata) -> bytes:
    """Pack a book. Dates come from the metadata, order from the book."""
    package = epub.EpubBook()
    package.metadata.pop(epub.NAMESPACES["OPF"], None)  # the generator's advertisement
    package.set_identifier(meta.identifier)
    package.set_title(_clean(meta.title))
    package.set_language(meta.lang)
    package.direction = "rtl" if meta.right_to_left else None
    _describe(package, meta)
    _claim(package, book, meta)
    items = {resource.name: _item(resource, index) for index, resource in enumerate((*book.documents, *book.resources))}
    for item in items.values():
        package.add_item(item)
    package.add_item(epub.EpubNcx())
    order = [items[document.name] for document in book.documents]
    after_title = 1 + next(index for index, document in enumerate(book.documents) if document.name == TITLE_PAGE)
    package.spine = [*order[:after_title], items[NAV], *order[after_title:]]
    package.toc = list(_links(book.contents, "nav"))
    package.page_list = book.pages
    package.add_metadata(None, "meta", None, {"name": "cover", "content": items[COVER_IMAGE].id})
    out = BytesIO()
    writer = _Writer(out, package, {"mtime": modified(meta), "epub3_pages": False})
    writer.process()
    writer.write()
    return out.getvalue()


def _item(resource: Resource, index: int) -> epub.EpubItem:
    if resource.name == COVER_IMAGE:
        item = epub.EpubCover(uid="cover-image", file_name=resource.name)
        item.content = resource.data
        return item
    uid = "nav" if resource.name == NAV else f"item-{index:02d}"
    item = epub.EpubItem(uid=uid, file_name=resource.name, media_type=resource.media_type, content=resource.data)
    if resource.properties:
        item.properties = list(resource.properties)
    return item


def _describe(package: epub.EpubBook, meta: Metadata) -> None:
    for number, name in enumerate(meta.creators, start=1):
        identifier = f"creator-{number}"
        package.add_metadata("DC", "creator", _clean(name), {"id": identifier})
        _meta(package, "role", "aut", refines=f"#{identifier}", scheme="marc:relators")
    plain = {
        "publisher": meta.publisher,
        "date": meta.date.isoformat(),
        "description": meta.summary or meta.subtitle,
        "rights": meta.license,
        "source": document_id(meta).urn,
    }
    for name, value in plain.items():
        if value:
            package.add_metadata("DC", name, _clean(value))
    for keyword in meta.keywords:
        package.add_metadata("DC", "subject", _clean(keyword))
    if access := ", ".join(part for part in (meta.marking, meta.distribution) if part):
        _meta(package, "dcterms:accessRights", access)
    if meta.version:
        _meta(package, "schema:version", meta.version)
    if meta.series:
        _meta(package, "belongs-to-collection", meta.series, id="series")
        _meta(package, "collection-type", "series", refines="#series")
        if meta.report_number:
            _meta(package, "dcterms:identifier", meta.report_number, refines="#series")


def _claim(package: epub.EpubBook, book: EpubBook, meta: Metadata) -> None:
    if book.features.pages:
        _meta(package, "pageBreakSource", document_id(meta).urn)
    for name, value in accessibility_metadata(book.features):
        language = {XML_LANG: "en"} if name.endswith("Summary") else {}
        package.add_metadata(None, "meta", value, {"property": name, **language})
    if meta.certified_by:  # a legal claim: only ever the author's own
        _meta(package, "dcterms:conformsTo", CONFORMANCE, id="conformance")
        _meta(package, "a11y:certifiedBy", meta.certified_by, refines="#conformance")


def _meta(package: epub.EpubBook, name: str, value: str, **attributes: str) -> None:
    package.add_metadata(None, "meta", _clean(value), {"property": name, **attributes})


def _clean(text: str) -> str:
    """Drop control characters, for which EbookLib would leave an element empty."""
    return "".join(char for char in text if char >= " " or char in "\t\n")


def _links(points: Iterable[NavPoint], prefix: str) -> Iterable[Any]:
    for number, point in enumerate(points, start=1):
        uid = f"{prefix}-{number}"
        link = epub.Link(point.href, point.title, uid)
        yield (link, list(_links(point.points, uid))) if point.points else link


def _page_targets(pages: Iterable[NavPoint]) -> Any:
    """Write the list of pages for reading systems that know no other than the NCX's (ANSI/NISO Z39.86-2005, 8.4.5)."""
    found = etree.Element(f"{NCX}pageList")
    for number, page in enumerate(pages, start=1):
        kind = {"type": "normal", "value": page.title} if page.title.isdecimal() else {"type": "front"}
        target = etree.SubElement(found, f"{NCX}pageTarget", {"id": f"page-{number}", **kind})
        etree.SubElement(etree.SubElement(target, f"{NCX}navLabel"), f"{NCX}text").text = page.title
        etree.SubElement(target, f"{NCX}content", {"src": page.href})
    return found


class _Archive(ZipFile):
    """Writes every member with one date and mode; EbookLib would use the clock."""

    def __init__(self, file: BytesIO, when: Any) -> None:
        super().__init__(file, "w")
        self._when = when

    def writestr(self, name: Any, data: Any, *_: Any) -> None:
        entry = archive_entry(getattr(name, "filename", name), self._when)
        if entry.filename == "mimetype":
            entry.compress_type = ZIP_STORED
        super().writestr(entry, data, compresslevel=9)


class _Writer(epub.EpubWriter):  # type: ignore[misc] # EbookLib is untyped
    """EbookLib's writer with the package element's language, an honest NCX depth and a reproducible archive."""

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(XML_LANG, self.book.language)
        prefix = root.get("prefix", "").replace("rendition: http://www.idpf.org/vocab/rendition/#", "").strip()
        del root.attrib["prefix"]
        if prefix:
            root.set("prefix", prefix)
        super()._write_opf_file(root)

    def _get_ncx(self) -> bytes:
        root = etree.fromstring(super()._get_ncx())
        depth = max(
            (len(list(point.iterancestors(f"{NCX}navPoint"))) + 1 for point in root.iter(f"{NCX}navPoint")), default=1
        )
        pages = self.book.page_list
        numbers = [int(page.title) for page in pages if page.title.isdecimal()]
        facts = {"dtb:depth": depth, "dtb:totalPageCount": len(pages), "dtb:maxPageNumber": max(numbers, default=0)}
        for item in root.iter(f"{NCX}meta"):
            if item.get("name") in facts:
                item.set("content", str(facts[item.get("name")]))
        if pages:
            root.append(_page_targets(pages))
        root.set(XML_LANG, self.book.language)
        return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))

    def write(self) -> None:
        with _Archive(self.file_name, self.options["mtime"]) as self.out:
            self.out.writestr("mimetype", b"application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()


def accessibility_metadata(features: Features) -> Iterator[tuple[str, str]]:
    """Yield properties and values, in the order they are to be written."""
    yield "schema:accessMode", "textual"
    if features.images:
        yield "schema:accessMode", "visual"
        yield "schema:accessModeSufficient", "textual,visual"
    yield "schema:accessModeSufficient", "textual"
    for feature in sorted((*ALWAYS, *_found(features)), key=str.lower):
        yield "schema:accessibilityFeature", feature
    for hazard in ("unknown",) if features.moving else STILL:
        yield "schema:accessibilityHazard", hazard
    yield "schema:accessibilitySummary", _summary(features)


def _found(features: Features) -> Iterator[str]:
    if features.images:
        yield "alternativeText"
    if features.pages:
        yield from ("pageBreakMarkers", "pageNavigation")
    if features.math:
        yield from ("MathML", "describedMath")


def _summary(features: Features) -> str:
    parts = [
        "Sections, headings and landmarks are marked and can be navigated; notes open where they are called and lead back."
    ]
    if features.images:
        parts.append("Every figure has an alternative text.")
    if features.math:
        parts.append("Formulas are MathML with an alternative text.")
    if features.pages:
        parts.append("Page numbers are those of the PDF edition.")
    return " ".join(parts)
