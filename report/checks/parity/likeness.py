"""How far two PDFs whose bytes differ are still the same: pages, words, structure, and what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
from PIL import ImageChops

from report.checks.parity.pdf import read_pdf
from report.runtime.workers import tell

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

DOTS = 50 / 72  # pixels for a point: what is compared is what a reader would see, not each hair
TINT = 24  # of 255: by how much a pixel differs that is counted
SHOWN = 10  # pages that are named
SAME = "the same"


def compare_pdfs(old: bytes, new: bytes) -> dict[str, str]:
    """Say of pages, text, pixels and structure of two PDFs whether they are the same, and on which pages not."""
    one, two = pypdfium2.PdfDocument(old), pypdfium2.PdfDocument(new)
    told = {"pages": SAME if len(one) == len(two) else f"{len(one)}, now {len(two)}"}
    if len(one) == len(two):
        pairs = list(enumerate(zip(one, two, strict=True), start=1))
        told["text"] = _on([number for number, pair in pairs if _words(pair[0]) != _words(pair[1])])
        told["pixels"] = _on([number for number, pair in pairs if _looks_other(*pair)])
    one.close()
    two.close()
    told["structure"] = SAME if read_pdf(old).passages == read_pdf(new).passages else "not the same"
    return told


def _words(page: PdfPage) -> str:
    tell("read")  # a long report takes its time
    return " ".join(page.get_textpage().get_text_bounded().split())


def _looks_other(one: PdfPage, two: PdfPage) -> bool:
    pictures = [page.render(scale=DOTS, grayscale=True).to_pil() for page in (one, two)]
    if pictures[0].size != pictures[1].size:
        return True
    return bool(ImageChops.difference(*pictures).point(lambda value: 255 if value > TINT else 0).getbbox())


def _on(numbers: list[int]) -> str:
    more = " …" if len(numbers) > SHOWN else ""
    return f"not the same on page {', '.join(map(str, numbers[:SHOWN]))}{more}" if numbers else SAME
