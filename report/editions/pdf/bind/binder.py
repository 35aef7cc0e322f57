"""Bind: parts are joined, their page numbers and fonts put in, and the whole is finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.editions.pdf.bind.faces import embed_faces
from report.editions.pdf.bind.finish import finish_pdf
from report.editions.pdf.bind.join import join_parts
from report.editions.pdf.bind.outline import write_names, write_outline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from report.editions.pdf.bind.finish import Attachment
    from report.editions.pdf.bind.join import Joined
    from report.editions.pdf.paging import Paging
    from report.model.metadata import Metadata
    from report.model.parts import PageNumber, Part


@dataclass(frozen=True, slots=True)
class BoundPdf:
    """A finished PDF, and the PostScript names of the fonts embedded in it, without their subset tags."""

    pdf: bytes
    fonts: tuple[str, ...]


def bind(
    parts: Sequence[Part], paging: Paging, meta: Metadata, attachments: Sequence[Attachment], titles: Mapping[str, str]
) -> BoundPdf:
    """Bind parts into one file.

    `titles` describes the targets of links by anchor name. Equal arguments give equal bytes.
    """
    with join_parts(parts, paging) as joined:
        put_in_numbers(joined, parts, paging)
        fonts = embed_faces(joined, parts)
        write_outline(joined, parts)
        write_names(joined, parts)
        return BoundPdf(finish_pdf(joined.pdf, meta, attachments, titles), fonts)


def put_in_numbers(joined: Joined, parts: Sequence[Part], paging: Paging) -> None:
    """Write the content streams that the parts have left empty."""
    for index, part in enumerate(parts):
        for number in part.numbers:
            if number.page >= paging.dropped[index]:
                page = joined.page(index, number.page)
                page.Contents[number.stream].write(show_text(number, paging, joined.first[index] + number.page))


def show_text(number: PageNumber, paging: Paging, page: int) -> bytes:
    """Return the operators that show a text with its page numbers, on a page of the report (from 0)."""
    values = {piece: paging.value(piece, page) for piece in number.pieces if isinstance(piece, str)}
    count = sum(len(values[piece]) for piece in number.pieces if isinstance(piece, str))
    left = number.x - number.align * (number.width + count * number.advance)
    if number.flow:  # to the right of its room, should that be too wide
        left += (sum(room for _, room in number.room) - count) * number.advance
    shown = [b"1 0 0 -1 %s %s Tm" % (_plain(left), _plain(number.y))]
    for piece in number.pieces:
        if isinstance(piece, bytes):
            shown.append(piece)
        else:
            shown += [number.digits[int(digit)] for digit in values[piece]]
    return b"\n".join(shown)


def _plain(value: float) -> bytes:
    return f"{value:.3f}".rstrip("0").rstrip(".").encode()
