"""What a PDF says to who reads it by its tags, read by PDFium."""

from __future__ import annotations

import ctypes
import re
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from report.checks.parity.reading import KINDS, Reading, ReadPassage
from report.model.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEADINGS = {f"H{level}" for level in range(1, 7)} | {"H", "Title"}
LEFT_OUT = {"TOC", "Index", "Lbl"}
BLOCKS = {"NonStruct", "P", "LBody", "BlockQuote", "TD", "TH", "Caption", "Sect", "Div", "Part", "Art", "L", "LI", "Aside", "Table"}  # fmt: skip
WHOLE = {"Note": "note", "Table": "table", "Caption": "caption"}
PART = re.compile(r"-\d+$")  # of what goes on on a later page
USUAL = 256  # bytes of a role, a name or an alternative text that is not long
Element = Any
Page = Any


def read_pdf(data: bytes) -> Reading:
    """Read a tagged PDF, page by page; raise `BuildError` where it is none."""
    import pypdfium2

    reader = _StructureReader(Reading("PDF"))
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            for number in range(len(document)):
                page = document[number]
                reader.turn(document.get_page_label(number) or str(number + 1), page)
                page.close()
    except (pypdfium2.PdfiumError, RecursionError) as error:
        raise BuildError(f"the PDF cannot be read: {error}", "build the report anew") from error
    return reader.reading


class _StructureReader:
    """Goes through the structure of each page, and joins what was parted by the pages' ends."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._label = ""
        self._texts: dict[int, str] = {}
        self._in_table = False
        self._known: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}  # those that have a name

    def turn(self, label: str, page: Page) -> None:
        """Read the next page."""
        import pypdfium2.raw as pdfium

        self._label = label
        self.reading.pages[label] = ""
        self._texts = _texts(page)
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        if not tree:
            return
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            if element := pdfium.FPDF_StructTree_GetChildAtIndex(tree, index):
                self._read(element)
        pdfium.FPDF_StructTree_Close(tree)

    def _read(self, element: Element) -> None:
        role = _role(element)
        if role in LEFT_OUT:
            return
        if role in HEADINGS:
            self._add("heading", "".join(self._leaves(element)))
        elif role == "Figure":
            self._add("figure", _alternative(element))
        elif role in WHOLE:
            self._add_whole(WHOLE[role], element)
        else:
            self._read_block(element)

    def _add_whole(self, kind: str, element: Element) -> None:
        """Add what is one passage with all below it; its captions and figures are passages of their own."""
        for below in _descendants(element, {"Caption", "Figure"}) if kind == "table" else ():
            self._in_table = _role(below) == "Figure"
            self._read(below)
        self._in_table = False
        name = self._name_of(kind, element)
        found = self.reading.passages
        known = self._known[kind].get(name) if name else None
        without = {"Caption", "Figure"} if kind == "table" else set()
        if known is not None and kind == "table":
            without.add("THead")
        text = "".join(self._leaves(element, without, noted=kind == "note"))
        if known is None:
            before = len(found)
            self._add(kind, text, name)
            if name and len(found) > before:
                self._known[kind][name] = before
        else:
            found[known] = replace(found[known], text=found[known].text + text)
            self._begin(ReadPassage(kind, text, ""))

    def _name_of(self, kind: str, element: Element) -> str:
        """Return what tells the parts of a note or a table on several pages from another's."""
        if kind == "note":
            name = _identifier(element)
            return next((base for base in (PART.sub("", name),) if base in self._known[kind]), name)
        if kind == "table":
            head = next(_descendants(element, {"TH"}), None)
            return "" if head is None else PART.sub("", _identifier(head)).removesuffix("-th")
        return ""

    def _read_block(self, element: Element) -> None:
        """Add the text that an element holds itself, and go on with the blocks in it."""
        text: list[str] = []
        children = list(_children(element))
        contents = any(not isinstance(child, int) and _role(child) == "TOC" for child in children)
        for child in children:
            if isinstance(child, int):
                text.append(self._texts.get(child, ""))
            elif contents and _role(child) in HEADINGS:
                continue
            elif _role(child) in BLOCKS | HEADINGS | LEFT_OUT | {"Figure", "Note", "Document"}:
                self._flush(text)
                self._read(child)
            else:
                text.extend(self._leaves(child))
        self._flush(text)

    def _flush(self, text: list[str]) -> None:
        joined = "".join(text)
        text.clear()
        if joined.strip():
            self._add("text", joined)

    def _add(self, kind: str, text: str, identifier: str = "") -> None:
        passage = ReadPassage(kind, text, f"page {self._label}", identifier)
        if passage.key:
            self._begin(passage)
            self.reading.passages.append(passage)

    def _begin(self, passage: ReadPassage) -> None:
        """Note with which words a page begins."""
        told = (
            passage.kind == "note" or self._in_table
        )  # a page begins with a table's words, whatever pictures it holds
        if not self.reading.pages[self._label] and not told:
            self.reading.pages[self._label] = passage.key

    def _leaves(
        self, element: Element, without: set[str] | frozenset[str] = frozenset(), *, noted: bool = False
    ) -> Iterator[str]:
        role = _role(element)
        if role in LEFT_OUT:
            return
        if role == "Figure" and noted:  # it stands where its note does, which is not at one place in all editions
            yield f" {_alternative(element)} "
            return
        if role == "Figure":
            self._read(element)
            return
        if role == "Formula":
            yield f" {_alternative(element)} "
            return
        if role in {"P", "TD", "TH", "LI", "Caption"}:
            yield " "
        for child in _children(element):
            if isinstance(child, int):
                yield self._texts.get(child, "")
            elif not without or _role(child) not in without:
                yield from self._leaves(child, without, noted=noted)


def _texts(page: Page) -> dict[int, str]:
    """Return the text of each marked content of a page."""
    import pypdfium2.raw as pdfium

    shown = page.get_textpage()
    found: dict[int, str] = {}
    room = (ctypes.c_ushort * (USUAL * 2))()
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        number = pdfium.FPDFPageObj_GetMarkedContentID(item)
        if number < 0:
            continue
        size = pdfium.FPDFTextObj_GetText(item, shown, room, len(room) * 2)
        if size > len(room) * 2:
            room = (ctypes.c_ushort * (size // 2))()
            pdfium.FPDFTextObj_GetText(item, shown, room, size)
        text = bytes(room)[:size].decode("utf-16-le", "replace").rstrip("\0")
        found[number] = found.get(number, "") + text
    shown.close()
    return found


def _children(element: Element) -> Iterator[Element | int]:
    """Yield what an element holds on the page: elements, and numbers of marked content."""
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, index):
            yield child
        elif (number := pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)) >= 0:
            yield number


def _descendants(element: Element, roles: set[str]) -> Iterator[Element]:
    for child in _children(element):
        if not isinstance(child, int):
            if _role(child) in roles:
                yield child
            else:
                yield from _descendants(child, roles)


def _string(function: Callable[..., int], element: Element) -> str:
    room = ctypes.create_string_buffer(USUAL)
    size = function(element, room, USUAL)
    if size > USUAL:
        room = ctypes.create_string_buffer(size)
        function(element, room, size)
    return room.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _role(element: Element) -> str:
    import pypdfium2.raw as pdfium

    return _string(pdfium.FPDF_StructElement_GetType, element)


def _alternative(element: Element) -> str:
    import pypdfium2.raw as pdfium

    return _string(pdfium.FPDF_StructElement_GetAltText, element)


def _identifier(element: Element) -> str:
    import pypdfium2.raw as pdfium

    return _string(pdfium.FPDF_StructElement_GetID, element)
