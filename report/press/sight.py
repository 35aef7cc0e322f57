"""What can be read on finished pages, and small pictures of them, by PDFium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image

SPACE = re.compile(r"\s+")


def page_texts(data: bytes) -> list[str]:
    """Return the text of each page, without spaces: those of justified lines tell nothing."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return [without_spaces(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def without_spaces(text: str) -> str:
    """Return a text without its spaces."""
    return SPACE.sub("", text)


def draw_pages(data: bytes, height: int, numbers: Sequence[int] | None = None) -> Iterator[Image]:
    """Draw pages (from 0, all where none are named) so many pixels high."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)) if numbers is None else numbers:
            page = document[number]
            yield page.render(scale=height / page.get_height()).to_pil().convert("RGB")
    finally:
        document.close()
