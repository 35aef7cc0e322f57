"""What an EPUB and a web page say, read from their files."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from report.checks.parity.reading import Reading, ReadPassage, squeeze
from report.model.errors import BuildError
from report.runtime.foreign import parse_xml
from report.runtime.packed import read_zip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OPS = "{http://www.idpf.org/2007/ops}"
OPF = {"o": "http://www.idpf.org/2007/opf", "c": "urn:oasis:names:tc:opendocument:xmlns:container"}
HEADINGS = {f"h{level}" for level in range(1, 7)}
BLOCKS = {"p", "li", "dd", "dt", "div", "section", "aside", "blockquote", "pre", "figure", "table", "ul", "ol", "dl", "main", "header", "footer", "body", "figcaption", "caption", "hr", "article", "address", "details", "summary", "nav"}  # fmt: skip
CELLS = {"td", "th", "p", "li", "br"}
LEFT_OUT = {"nav", "script", "style", "template"}
MARK = re.compile("\ue000([^\ue001]*)\ue001")  # private characters that stand for the mark of a page
LARGEST = 512 << 20  # bytes of all that is in an EPUB
HELP = "build the report anew"
ENOUGH = 60  # characters to know the beginning of a page by
Element = Any


def read_epub(data: bytes) -> Reading:
    """Read an EPUB in the order of its spine; raise `BuildError` where it is none."""
    reader = _MarkupReader(Reading("EPUB"))
    try:
        for name, page in _spine(read_zip("the EPUB", data, LARGEST, help=HELP)):
            reader.read(page.find("{*}body"), name)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        told = f"there is no {error}" if isinstance(error, KeyError) else "its spine leads to what is no text"
        raise BuildError(f"the EPUB cannot be read: {told}", HELP) from error
    return reader.reading


def _spine(book: Mapping[str, bytes]) -> Iterator[tuple[str, Element]]:
    container = parse_xml("the EPUB's container", book["META-INF/container.xml"], HELP)
    package = container.xpath("string(//c:rootfile/@full-path)", namespaces=OPF)
    opf = parse_xml("the EPUB's package", book[package], HELP)
    files = {item.get("id"): item.get("href") for item in opf.xpath("//o:manifest/o:item", namespaces=OPF)}
    for item in opf.xpath("//o:spine/o:itemref[not(@linear='no')]", namespaces=OPF):
        name = files[item.get("idref")]
        yield name, parse_xml(f"the EPUB's {name}", book[posixpath.join(posixpath.dirname(package), name)], HELP)


def read_web(data: bytes) -> Reading:
    """Read a web page; raise `BuildError` where it is none."""
    reader = _MarkupReader(Reading("web page"))
    try:
        page = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
        reader.read(page.find("body"), "")
    except (etree.LxmlError, AttributeError, RecursionError) as error:
        raise BuildError(f"the web page cannot be read: {error}", HELP) from error
    return reader.reading


class _MarkupReader:
    """Goes through a document in order."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._name = ""
        self._text: list[str] = []
        self._block = ""
        self._in_table = False  # while what a table holds is read

    def read(self, body: Element, name: str) -> None:
        """Read the next document."""
        self._name = name
        self._go(body)
        self._flush()

    def _go(self, element: Element) -> None:
        tag = _tag(element)
        if not tag or tag in LEFT_OUT or _hidden(element) or _is_label(element) or element.get("role") == "doc-index":
            self._text += [_mark(inner) for inner in element.iter() if _is_break(inner)]
            return
        if _is_break(element):
            self._text.append(_mark(element))
        elif tag in HEADINGS:
            if not _heads_notes(element):
                self._own("heading", element)
        elif _is_note(element):
            self._own("note", element)
        elif tag == "img" or (tag == "svg" and element.get("role") == "img"):
            self._flush()
            self._picture(element)
        elif tag == "table":
            self._table(element)
        elif tag in {"figcaption", "caption"}:
            self._own("caption", element)
        elif tag == "math":
            self._text.append(f" {element.get('alttext', '')} ")
        else:
            self._inside(element, tag)

    def _inside(self, element: Element, tag: str) -> None:
        outer = self._block
        if tag in BLOCKS:
            self._flush()
            self._block = element.get("id") or outer
        self._text.append(element.text or "")
        for child in element:
            self._go(child)
            self._text.append(child.tail or "")
        if tag in BLOCKS:
            self._flush()
            self._block = outer

    def _table(self, table: Element) -> None:
        self._flush()
        for caption in table.iter("{*}caption", "caption"):
            self._go(caption)
        self._own("table", table)

    def _picture(self, element: Element) -> None:
        title = element.find("{*}title")
        alternative = element.get("alt") or element.get("aria-label") or ("" if title is None else title.text or "")
        if alternative and element.get("role") not in {"presentation", "doc-cover"}:
            self._add(ReadPassage("figure", alternative, self._name, self._block))

    def _own(self, kind: str, element: Element) -> None:
        """Add an element with all that it says as one passage."""
        self._flush()
        self._in_table = kind == "table"
        text = "".join(self._words(element, first=True, noted=kind == "note"))
        self._in_table = False
        self._add(ReadPassage(kind, text, self._name, element.get("id") or self._block))

    def _words(self, element: Element, *, first: bool = False, noted: bool = False) -> Iterator[str]:
        tag = _tag(element)
        if tag == "math":
            yield f" {element.get('alttext', '')} "
            return
        if _is_break(element):
            yield _mark(element)
            return
        if (tag == "caption" and not first) or not tag or _is_label(element):
            return
        if tag == "img":
            if noted:  # it stands where its note does, which is not at one place in all editions
                yield f" {element.get('alt') or ''} "
            else:
                self._picture(element)
            return
        if tag in CELLS:
            yield " "
        yield element.text or ""
        for child in element:
            yield from self._words(child, noted=noted)
            yield child.tail or ""

    def _flush(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        if text.strip():
            self._add(ReadPassage("text", text, self._name, self._block))

    def _add(self, passage: ReadPassage) -> None:
        """Add a passage, and to each page that has begun what its first words may be."""
        parts = MARK.split(passage.text)
        passage = replace(passage, text="".join(parts[::2]))
        begun = list(self.reading.pages)
        for label, text in zip(parts[1::2], parts[2::2], strict=True):
            self.reading.pages[label] = squeeze(text)
        if passage.key:
            self.reading.passages.append(passage)
        if (
            passage.kind != "note" and not self._in_table
        ):  # a page begins with a table's words, whatever pictures it holds
            self._go_on(begun, squeeze(parts[0]) if parts[1:] else passage.key)

    def _go_on(self, labels: list[str], key: str) -> None:
        for label in reversed(labels):
            if len(self.reading.pages[label]) >= ENOUGH:
                return
            self.reading.pages[label] += key


def _is_break(element: Element) -> bool:
    return element.get("role") == "doc-pagebreak" or element.get("data-page") is not None


def _mark(element: Element) -> str:
    return f"\ue000{(element.get('data-page') or element.get('aria-label') or '').strip(' .')}\ue001"


def _tag(element: Element) -> str:
    return "" if not isinstance(element.tag, str) else element.tag.rpartition("}")[2].lower()


def _hidden(element: Element) -> bool:
    return element.get("aria-hidden") == "true" or element.get("hidden") is not None


def _is_label(element: Element) -> bool:
    """Tell whether an element is the number of an item, which a PDF has beside the text."""
    return bool(element.get("class") == "item-label")


def _heads_notes(element: Element) -> bool:
    """Tell whether a heading is that of the list of notes, which a PDF has at the feet of its pages."""
    parent = element.getparent()
    return parent is not None and parent.get("role") in {"doc-endnotes", "doc-footnotes"}


def _is_note(element: Element) -> bool:
    return element.get("role") in {"doc-footnote", "doc-endnote"} or (
        _tag(element) == "li" and _role_of_list(element) == "doc-endnotes"
    )


def _role_of_list(item: Element) -> str:
    """Return the role of the section whose list an item stands in."""
    above = item.getparent()
    section = None if above is None else above.getparent()
    return "" if section is None else section.get("role") or ""
