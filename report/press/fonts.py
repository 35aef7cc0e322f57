"""Fonts in a PDF: which of them are not embedded (ISO 32000-1, 9.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Name

if TYPE_CHECKING:
    import pikepdf

FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def loose_fonts(pdf: pikepdf.Pdf) -> list[str]:
    """Name the fonts of a file that are not embedded in it, in order of name."""
    return sorted({str(font.get("/BaseFont", "/?"))[1:] for font in pdf.objects if _is_font(font) and _is_loose(font)})


def _is_font(thing: Any) -> bool:
    return getattr(thing, "_type_name", "") == "dictionary" and thing.get("/Type") == Name.Font


def _is_loose(font: Any) -> bool:
    if font.get("/Subtype") in (Name.Type0, Name.Type3):  # the one names its descendant, the other draws
        return False
    described = font.get("/FontDescriptor")
    return described is None or not any(key in described for key in FILES)
