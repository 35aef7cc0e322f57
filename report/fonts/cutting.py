"""The one home of HarfBuzz: faces are cut out of variable fonts, and cut down to the glyphs that a PDF shows.

Source: OpenType 1.9, "CFF2" (of which PDF knows nothing: it is turned into CFF) and "fvar".
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fontTools.ttLib import TTFont

    from report.fonts.faces import Face

FRACTIONS = (
    "frac",
    "numr",
    "dnom",
)  # a set of forms for each figure, which subsetting keeps where it is not told otherwise
UNDRAWN = (
    "BASE", "DSIG", "gasp", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG", "name", "OS/2", "cmap", "post",
    "STAT",
)  # fmt: skip


def cut_face(face: Face) -> bytes:
    """Cut a face out of its font."""
    import uharfbuzz
    from fontTools.ttLib import TTFont

    source = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.source)), face.number)
    request = uharfbuzz.SubsetInput()
    if face.characters:
        request.sets(uharfbuzz.SubsetInputSets.UNICODE).update(map(ord, face.characters))
    else:
        request.keep_everything()
    request.flags |= uharfbuzz.SubsetFlags.DOWNGRADE_CFF2
    if source.has_var_data:
        request.pin_all_axes_to_default(source)
        for tag, value in face.axes.items():
            request.pin_axis_location(source, tag, value)
    font = TTFont(BytesIO(uharfbuzz.subset(source, request).blob.data), recalcTimestamp=False)
    _rename(font, face)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def subset_face(data: bytes, glyphs: Iterable[int]) -> bytes:
    """Cut a font down to some glyphs, which keep their numbers, and to the tables that drawing them takes."""
    import uharfbuzz

    request = uharfbuzz.SubsetInput()
    request.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    request.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(_tag(name) for name in UNDRAWN)
    request.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
    return bytes(uharfbuzz.subset(uharfbuzz.Face(data), request).blob.data)


def subset_characters(data: bytes, characters: Iterable[int], features: Iterable[str]) -> bytes:
    """Cut a font down to some characters, with the forms of some features beside those that all fonts have by themselves."""
    import uharfbuzz

    request = uharfbuzz.SubsetInput()
    request.sets(uharfbuzz.SubsetInputSets.UNICODE).update(characters)
    kept = request.sets(uharfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG)
    for name in FRACTIONS:
        kept.discard(_tag(name))
    kept.update(_tag(name) for name in features)
    request.flags = uharfbuzz.SubsetFlags.NO_HINTING
    return bytes(uharfbuzz.subset(uharfbuzz.Face(data), request).blob.data)


def subset_outlines(data: bytes, glyphs: Iterable[int]) -> bytes:
    """Take the outlines of some glyphs out of a font with a CFF whose glyphs have identifiers: these are kept."""
    import uharfbuzz

    request = uharfbuzz.SubsetInput()
    request.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    request.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    return bytes(uharfbuzz.subset(uharfbuzz.Face(data), request).reference_table("CFF ").data)


def _tag(name: str) -> int:
    return int.from_bytes(name.ljust(4).encode(), "big")


def _rename(font: TTFont, face: Face) -> None:
    style = f"{face.weight}{' Italic' if face.italic else ''}"
    slope = "Italic" if face.italic else "Regular"
    names = {
        1: face.family if face.weight in (400, 700) else f"{face.family} {face.weight}",
        2: {700: "Bold Italic" if face.italic else "Bold"}.get(face.weight, slope),
        4: f"{face.family} {style}",
        6: face.name,
        16: face.family,
        17: style,
    }
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 5, 7, 13, 14)]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight
    for tag in ("STAT", "DSIG", "fvar", "avar"):
        if tag in font:
            del font[tag]
