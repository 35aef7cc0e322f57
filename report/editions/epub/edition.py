"""Make the EPUB edition from the master and the PDF's page map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from report.compose.facts import facts_of
from report.compose.page import check_page, read_page
from report.compose.templates import render
from report.editions.epub.book import (
    COLOPHON,
    COVER_IMAGE,
    NAV,
    STYLE,
    TITLE_PAGE,
    XHTML_TYPE,
    EpubBook,
    NavPoint,
    Resource,
)
from report.editions.epub.chapters import write_chapters
from report.editions.epub.cover import draw_cover
from report.editions.ornaments import with_ornaments
from report.model.errors import BuildError
from report.model.words import words_for
from report.themes.css_adapt import fit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.model.master import Caption, ContentsEntry, Master
    from report.model.pages import PageMap
    from report.model.words import Words
    from report.themes.theme import Theme

SHEET, TEMPLATE = "epub.css", "epub-nav.xhtml.j2"
DEEPEST = 3  # reading systems show no more levels of contents


def write_epub(master: Master, theme: Theme, pages: PageMap) -> tuple[bytes, int]:
    """Write the EPUB, and count the files in it. Its page breaks and page references are those of `pages`."""
    from report.editions.epub.package import pack_book

    book = make_book(master, theme, pages)
    return pack_book(book, master.metadata), len(book.documents) + len(book.resources)


def make_book(master: Master, theme: Theme, pages: PageMap) -> EpubBook:
    """Gather everything that the EPUB holds."""
    meta, words = master.metadata, words_for(master.metadata.lang)
    chapters = write_chapters(master, pages)
    master = replace(master, contents=chapters.contents)
    contents = _contents(master, chapters.file_of, words)
    page_list = tuple(NavPoint(label, f"{chapters.file_of[mark]}#{mark}") for label, mark in chapters.pages)
    body = [entry.identifier for entry in master.contents]
    nav = render(
        theme,
        TEMPLATE,
        meta=meta,
        words=words,
        contents=contents,
        pages=page_list,
        lists=[(name, _captions(captions, chapters.file_of, words)) for name, captions in master.lists],
        start=chapters.file_of.get(body[0]) if body else None,
        references=chapters.file_of.get("references"),
    )
    if findings := check_page(read_page(nav, TEMPLATE)):
        raise BuildError(f"the theme {theme.name} cannot be used", findings=findings)
    resources = (
        Resource(NAV, XHTML_TYPE, nav.encode(), ("nav",)),
        Resource(STYLE, "text/css", with_ornaments(fit(theme.sheet(SHEET).css, meta.lang), theme).encode()),
        Resource(COVER_IMAGE, "image/jpeg", draw_cover(master, facts_of(meta, words), theme.tokens())),
        *chapters.images,
    )
    return EpubBook(chapters.documents, resources, contents, page_list, chapters.features)


def _captions(captions: Iterable[Caption], file_of: dict[str, str], words: Words) -> tuple[NavPoint, ...]:
    joint = words.label_stop + words.label_gap
    return tuple(
        NavPoint(f"{one.label}{joint}{one.title}".strip(), f"{file_of[one.identifier]}#{one.identifier}")
        for one in captions
        if one.identifier in file_of
    )


def _contents(master: Master, file_of: dict[str, str], words: Words) -> tuple[NavPoint, ...]:
    first = [NavPoint(words.title_page, TITLE_PAGE)]
    for name, title in (("key-points", words.key_points), ("summary", words.summary)):
        if name in file_of:
            first.append(NavPoint(title, file_of[name]))
    depth = min(master.metadata.toc_depth, DEEPEST)
    chapters = _points(master.contents, file_of, depth)
    last = [NavPoint(words.how_to_cite, COLOPHON)] if COLOPHON in file_of.values() else []
    return (*first, *chapters, *last)


def _points(entries: Iterable[ContentsEntry], file_of: dict[str, str], depth: int) -> tuple[NavPoint, ...]:
    points = []
    for entry in (entry for entry in entries if entry.identifier in file_of):
        name = file_of[entry.identifier]
        href = name if entry.depth == 1 else f"{name}#{entry.identifier}"
        below = _points(entry.entries, file_of, depth) if entry.depth < depth else ()
        points.append(NavPoint(entry.title, href, below))
    return tuple(points)
