"""What WeasyPrint writes, cut down to the pages: links, outline, names and fonts of a part are told, not written.

The binder writes them for all parts at once. Private names of WeasyPrint 70 and pydyf are replaced:

- `pdf.resolve_links`: links into other parts stay; anchors are told.
- `pdf.add_outlines`, `pdf.build_fonts_dictionary`: nothing is written; faces are told, but for bitmap fonts.
- `document.Page.paint`: a page's stream knows its page, for the page numbers in it.
- `pydyf.Stream.data`: no stream's data ends in a carriage return, which strict readers take for a line's end.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pydyf
import weasyprint.document
import weasyprint.pdf
from weasyprint.logger import LOGGER

from report.editions.pdf.weasy.page_numbers import Awaiting
from report.editions.pdf.weasy.rendering import current
from report.fonts import face_file
from report.model.parts import Bookmark, FaceUse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weasyprint.document import Document, Page
    from weasyprint.pdf.fonts import Font
    from weasyprint.pdf.stream import Stream

POINT = 0.75  # of a CSS px

_paint = weasyprint.document.Page.paint
_build_fonts = weasyprint.pdf.build_fonts_dictionary
_data = pydyf.Stream.data
LEVEL = 6  # of compression


def read_bookmarks(document: Document) -> tuple[Bookmark, ...]:
    """List what the outline gets of a laid-out document."""
    return tuple(
        Bookmark(level, title, number, x * POINT, (page.height - y) * POINT)
        for number, page in enumerate(document.pages)
        for level, title, (x, y), _ in page.bookmarks
    )


def finish_part(pdf: pydyf.PDF) -> tuple[tuple[str, int], ...]:
    """Cut page streams at their page numbers, keep images sharp as PDF/A asks; return the structure's IDs.

    Source: ISO 19005-3, 6.2.8 (no interpolation).
    """
    for reference in pdf.pages["Kids"][::3]:
        _cut_page(pdf, pdf.objects[int(reference)])
    identified = []
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary):
            if item.get("Type") == "/StructElem" and "ID" in item:
                identified.append((str(item["ID"].string), item.number))
        elif isinstance(item, pydyf.Stream) and item.extra.get("Interpolate") == "true":
            item.extra["Interpolate"] = "false"
    return tuple(identified)


def _cut_page(pdf: pydyf.PDF, page: pydyf.Dictionary) -> None:
    """Give a page as many content streams as its page numbers ask for."""
    stream = pdf.objects[int(page["Contents"].split()[0])]
    operators = stream.stream
    places = [index for index, item in enumerate(operators) if isinstance(item, Awaiting)]
    if not places:
        return
    references, begin = [], 0
    for place in places:
        number = operators[place].number
        segment = pydyf.Stream(operators[begin:place], compress=True)
        empty = pydyf.Stream([b""])
        for new in (segment, empty):
            pdf.add_object(new)
            references.append(new.reference)
        current().numbers.append(replace(number, stream=len(references) - 1))
        begin = place + 1
    stream.stream = operators[begin:]
    references.append(stream.reference)
    page["Contents"] = pydyf.Array(references)


def _paint_page(page: Page, stream: Stream, scale: float = 1) -> None:
    state = current()
    stream.page_number = state.pages_done
    state.pages_done += 1
    _paint(page, stream, scale)


def _resolve_links(pages: Sequence[Page]) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield each page's links, those whose target is nowhere left out; names are told, so there are none to write."""
    state = current()
    known = set(state.source.elsewhere)
    for number, page in enumerate(pages):
        for name, (x, y, _, _) in page.anchors.items():
            if name not in known:
                known.add(name)
                state.anchors.append((name, number, x * POINT, (page.height - y) * POINT))
    for page in pages:
        kept = []
        for link in page.links:
            if link[0] == "internal" and link[1] not in known:
                LOGGER.error("No anchor #%s for internal URI reference", link[1])
            else:
                kept.append(link)
        yield kept, []


def _tell_fonts(pdf: pydyf.PDF, fonts: dict[str, Font], compress: bool, subset: bool, options: object) -> Any:
    """Leave the dictionary of fonts to the binder; what it cannot embed, bitmap and colour fonts, stays here."""
    own = {key: font for key, font in fonts.items() if font.bitmap or font.png or font.svg or font.colr}
    return _build_fonts(pdf, own, compress, subset, options)


def read_faces(document: Document) -> tuple[FaceUse, ...]:
    """List the faces that a drawn document uses, each once, with the glyphs of all its sizes."""
    faces: dict[str, FaceUse] = {}
    for font in document.fonts.values():
        if font.bitmap or font.png or font.svg or font.colr:
            continue
        glyphs = {glyph: (text, font.widths.get(glyph, 0)) for glyph, text in font.to_unicode.items()}
        if font.hash in faces:
            for glyph, use in glyphs.items():
                faces[font.hash].glyphs.setdefault(glyph, use)
            continue
        file = face_file(font.file_content)
        faces[font.hash] = FaceUse(
            key=font.hash,
            name=font.name.decode().lstrip("/"),
            family=font.family,
            file=file,
            data=b"" if file else bytes(font.file_content),
            flags=font.flags,
            ascent=font.ascent,
            descent=font.descent,
            glyphs=glyphs,
        )
    return tuple(faces[key] for key in sorted(faces))


def _stream_data(stream: pydyf.Stream) -> bytes:
    data = b"\n".join(pydyf._to_bytes(item) for item in stream.stream)
    extra = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        data = zlib.compress(data, LEVEL)
    if data.endswith(b"\r"):
        data += b"\n"
    extra["Length"] = len(data)
    return b"\n".join((extra.data, b"stream", data, b"endstream"))


def _leave_outline(pdf: pydyf.PDF, bookmarks: object) -> None:
    """Write none: bookmarks are told."""


PARTS = (
    (weasyprint.document.Page, "paint", _paint_page),
    (weasyprint.pdf, "resolve_links", _resolve_links),
    (weasyprint.pdf, "add_outlines", _leave_outline),
    (weasyprint.pdf, "build_fonts_dictionary", _tell_fonts),
)
CURES = ((pydyf.Stream, "data", property(_stream_data)),)
