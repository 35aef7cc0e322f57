"""Our own rules for an EPUB: what readers need and neither EPUBCheck nor Ace asks for."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from report.checks.tools import find_document, place
from report.model.errors import BuildError
from report.model.findings import Finding, Location
from report.runtime.foreign import parse_xml, read_whole
from report.runtime.packed import read_zip
from report.themes.ebook_css import unknown_css

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "o": "http://www.idpf.org/2007/opf",
    "m": "http://www.w3.org/1998/Math/MathML",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
}
LANDMARKS = ("toc", "bodymatter")
NEEDED = ("schema:accessMode", "schema:accessibilityFeature", "schema:accessibilityHazard", "schema:accessibilitySummary")  # fmt: skip
LARGEST = 512 << 20  # bytes of all that is in a book
ENCRYPTED = "META-INF/encryption.xml"
HELP = "build it with `report build`"
Document = Any
Told = tuple[str, Location, str]  # a rule's code, the place inside the book, and what is wrong there


@dataclass(frozen=True, slots=True)
class EpubFiles:
    """An EPUB's files as they were read; `pages` are the content documents of the spine, `lists` the NCXs, by name."""

    files: dict[str, bytes]
    package: Document
    nav: Document
    nav_name: str
    pages: dict[str, Document]
    lists: dict[str, Document]

    @property
    def all(self) -> dict[str, Document]:
        """Return the content documents and the navigation document."""
        return self.pages | {self.nav_name: self.nav}


def check_book(path: Path) -> tuple[Finding, ...]:
    """Check an EPUB; raise `BuildError` where it cannot be opened at all."""
    name = place(path)
    return check_book_bytes(read_whole(find_document(path)), name)


def check_book_bytes(data: bytes, name: str) -> tuple[Finding, ...]:
    """Check an EPUB that is called `name`."""
    try:
        book = open_book(data, name)
    except (KeyError, StopIteration, TypeError) as error:
        why = f"there is no {error}" if isinstance(error, KeyError) else "its package names no file where it must"
        raise BuildError(f"{name} cannot be read as an EPUB: {why}", HELP) from error
    told = dict.fromkeys(one for rule in BOOK_RULES for one in rule(book))
    return tuple(
        Finding(code, message, replace(inside, path=f"{name}!/{inside.path}")) for code, inside, message in told
    )


def open_book(data: bytes, name: str) -> EpubFiles:
    """Open an EPUB that is called `name`, and parse what its package names."""
    files = read_zip(name, data, LARGEST, help=HELP)

    def parsed(member: str) -> Document:
        return parse_xml(f"{name}!/{member}", files[member], HELP)

    if ENCRYPTED in files:
        raise BuildError(f"{name} is encrypted: it has {ENCRYPTED}", HELP)
    container = parsed("META-INF/container.xml")
    package_name = container.xpath("string(//c:rootfile/@full-path)", namespaces=NAMES)
    package = parsed(package_name)
    folder = posixpath.dirname(package_name)
    items = {item.get("id"): item for item in package.xpath("//o:manifest/o:item", namespaces=NAMES)}
    named = {key: posixpath.join(folder, unquote(item.get("href"))) for key, item in items.items()}
    nav_name = next(named[key] for key, item in items.items() if "nav" in (item.get("properties") or "").split())
    spine = [named[entry.get("idref")] for entry in package.xpath("//o:spine/o:itemref", namespaces=NAMES)]
    pages = {page: parsed(page) for page in spine if page != nav_name}
    lists = {member: parsed(member) for member in files if member.endswith(".ncx")}
    return EpubFiles(files, package, parsed(nav_name), nav_name, pages, lists)


def _find(document: Document, path: str) -> list[Any]:
    return list(document.xpath(path, namespaces=NAMES))


def _landmarks(book: EpubFiles) -> Iterator[Told]:
    kinds = " ".join(_find(book.nav, "//x:nav[@epub:type='landmarks']//x:a/@epub:type")).split()
    for kind in LANDMARKS:
        if kind not in kinds:
            yield "E101", Location(book.nav_name), f'there is no landmark "{kind}"'


def _labels(book: EpubFiles) -> Iterator[Told]:
    identifiers = set(_find(book.nav, "//@id"))
    for nav in _find(book.nav, "//x:nav"):
        if not nav.get("aria-label") and nav.get("aria-labelledby") not in identifiers:
            kind = nav.get(f"{{{NAMES['epub']}}}type") or "navigation"
            yield "E102", Location(book.nav_name), f'the navigation "{kind}" has no label'


def _notes(book: EpubFiles) -> Iterator[Told]:
    for name, page in book.pages.items():
        calls = _find(page, "//x:a[@role='doc-noteref']")
        notes = {note.get("id"): note for note in _find(page, "//x:aside[@role='doc-footnote']")}
        called = {call.get("href", "").removeprefix("#") for call in calls}
        for call in calls:
            target = call.get("href", "").removeprefix("#")
            if target not in notes:
                yield (
                    "E103",
                    Location(name, call.sourceline),
                    f'the call "{"".join(call.itertext())}" has no note in its document',
                )
            if len(call):
                yield (
                    "E103",
                    Location(name, call.sourceline),
                    f'the call "{"".join(call.itertext())}" holds more than text, and opens no pop-up',
                )
        places = {call.get("id") for call in calls}
        for identifier, note in notes.items():
            if identifier not in called:
                yield "E103", Location(name, note.sourceline), f'the note "{identifier}" is called nowhere'
            back = _find(note, ".//x:a[@role='doc-backlink']")
            if not back or back[0].get("href", "").removeprefix("#") not in places:
                yield "E103", Location(name, note.sourceline), f'the note "{identifier}" does not lead back to its call'


def _scopes(book: EpubFiles) -> Iterator[Told]:
    for name, page in book.pages.items():
        for cell in _find(page, "//x:th[not(@scope)]"):
            yield (
                "E104",
                Location(name, cell.sourceline),
                f'the head "{"".join(cell.itertext()).strip()}" does not say what it is the head of',
            )


def _formulas(book: EpubFiles) -> Iterator[Told]:
    for name, page in book.pages.items():
        for formula in _find(page, "//m:math[not(normalize-space(@alttext))]"):
            yield "E105", Location(name, formula.sourceline), "a formula has no text in its stead (alttext)"


def _images(book: EpubFiles) -> Iterator[Told]:
    for name, page in book.pages.items():
        for image in _find(page, "//x:img[not(@alt)]"):
            yield "E106", Location(name, image.sourceline), f'the picture "{image.get("src")}" has no alternative text'
        for image in _find(page, "//x:figure//x:img[@alt='' and not(@role='presentation')]"):
            yield (
                "E106",
                Location(name, image.sourceline),
                f'the figure "{image.get("src")}" has an empty alternative text',
            )


def _sheets(book: EpubFiles) -> Iterator[Told]:
    for name, data in book.files.items():
        if name.endswith(".css"):
            for what, line in unknown_css(data.decode("utf-8", "replace")):
                yield "E107", Location(name, line), f"not every reading system understands {what}"


def _page_list(book: EpubFiles) -> Iterator[Told]:
    """Hold the page list, in the navigation and in the NCX, against the marks in the text."""
    marks = {
        f"{name}#{mark.get('id')}": (mark.get("aria-label") or "").strip(" .")
        for name, page in book.pages.items()
        for mark in _find(page, "//*[@role='doc-pagebreak']")
    }
    folder = posixpath.dirname(book.nav_name)
    links = _find(book.nav, "//x:nav[@epub:type='page-list']//x:a")
    listed = {posixpath.join(folder, link.get("href", "")): "".join(link.itertext()).strip() for link in links}
    yield from (("E108", Location(book.nav_name), words) for words in _unlike(marks, listed))
    if marks and not _find(book.package, "//o:meta[@property='pageBreakSource']"):
        yield "E108", Location("package"), "the package does not say whose pages are marked (pageBreakSource)"
    for name, ncx in book.lists.items():
        count = len(_find(ncx, "//n:pageList/n:pageTarget"))
        if count != len(marks):
            yield "E108", Location(name), f"the NCX lists {count} pages, and the text marks {len(marks)}"


def _unlike(marks: dict[str, str], listed: dict[str, str]) -> Iterator[str]:
    """Say how a page list is not that of the marks; both are labels by the place they lead to, in order."""
    for target, label in marks.items():
        if not label:
            yield f'the page mark "{target}" has no label'
        if target not in listed:
            yield f'page "{label}" is not in the page list'
    for target, label in listed.items():
        if target not in marks:
            yield f'the page list leads to "{target}", where no page begins'
        elif marks[target] != label:
            yield f'the page list says "{label}" where the mark says "{marks[target]}"'
    if [target for target in listed if target in marks] != [target for target in marks if target in listed]:
        yield "the page list is not in the order of the text"


def _targets(book: EpubFiles) -> Iterator[Told]:
    identifiers = {name: _find(page, "//@id") for name, page in book.all.items()}
    for name, found in identifiers.items():
        for one, count in Counter(found).items():
            if count > 1:
                yield "E109", Location(name), f'the identifier "{one}" is given twice'
    known = {name: set(found) for name, found in identifiers.items()}
    for name, page in book.all.items():
        for link in _find(page, "//x:a/@href | //x:img/@src | //x:link/@href"):
            if ":" in link.partition("/")[0]:
                continue
            file, _, fragment = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(file))) if file else name
            if target not in book.files or (fragment and target in known and fragment not in known[target]):
                yield "E109", Location(name, link.getparent().sourceline), f'"{link}" leads nowhere'


def _languages(book: EpubFiles) -> Iterator[Told]:
    for name, page in book.all.items():
        if not page.get("lang") or not page.get("{http://www.w3.org/XML/1998/namespace}lang"):
            yield "E110", Location(name), "the document does not say which language it is in (lang and xml:lang)"


def _scrolling(book: EpubFiles) -> Iterator[Told]:
    for name, page in book.pages.items():
        for listing in _find(page, "//x:pre[not(@tabindex='0') or not(@aria-label)]"):
            start = "".join(listing.itertext()).strip()[:20]
            yield (
                "E111",
                Location(name, listing.sourceline),
                f'the listing "{start}" cannot be reached by keyboard, or has no name',
            )


def _metadata(book: EpubFiles) -> Iterator[Told]:
    given = {meta.get("property") for meta in _find(book.package, "//o:meta[@property]") if (meta.text or "").strip()}
    for name in NEEDED:
        if name not in given:
            yield "E112", Location("package"), f"the package has no {name}"


def _contents(book: EpubFiles) -> Iterator[Told]:
    """Hold the contents against the headings: every document of the text is entered, in the order of the spine."""
    folder = posixpath.dirname(book.nav_name)
    links = [posixpath.join(folder, href) for href in _find(book.nav, "//x:nav[@epub:type='toc']//x:a/@href")]
    entered = [link.partition("#")[0] for link in links]
    known = set(entered)
    order = {name: number for number, name in enumerate(book.pages)}
    for name, page in book.pages.items():
        if name not in known and _find(page, "//x:h1 | //x:h2"):
            yield "E113", Location(book.nav_name), f'"{name}" is not in the contents'
    places = [order[name] for name in entered if name in order]
    if places != sorted(places):
        yield "E113", Location(book.nav_name), "the contents are not in the order of the text"


BOOK_RULES: tuple[Callable[[EpubFiles], Iterator[Told]], ...] = (
    _landmarks,
    _labels,
    _notes,
    _scopes,
    _formulas,
    _images,
    _sheets,
    _page_list,
    _targets,
    _languages,
    _scrolling,
    _metadata,
    _contents,
)
