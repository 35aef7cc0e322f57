"""Bind: parts are joined, their page numbers and fonts put in, and the whole is finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.editions.pdf.bind.faces import embed_faces
from report.editions.pdf.bind.finish import finish_pdf
from report.editions.pdf.bind.join import join_parts
from report.editions.pdf.bind.outline import write_names, write_outline
from report.editions.pdf.bind.page_numbers import put_in_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from report.editions.pdf.bind.finish import Attachment
    from report.editions.pdf.paging import Paging
    from report.model.metadata import Metadata
    from report.model.parts import Part


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
