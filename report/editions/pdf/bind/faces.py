"""Font faces, each embedded once for all parts, with the glyphs that any of them shows.

Source: ISO 32000-1, 9.7 (composite fonts); ISO 19005-3, 6.2.11 (embedding, widths, character maps).
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, String

from report.fonts import read_face, subset_face, subset_outlines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pikepdf

    from report.editions.pdf.bind.join import Joined
    from report.model.parts import FaceUse, Part

STEM = 80
FIXED_PITCH = 1  # the flag
NOTHING = "\u034f"  # what a part of a letter stands for: a character that shows nothing
BATCH = 100  # lines of a character map, at most (Adobe Technical Note 5014)
CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
)
CMAP_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


def embed_faces(joined: Joined, parts: Sequence[Part]) -> tuple[str, ...]:
    """Embed the faces of all parts, and return their names without subset tags."""
    faces = _united(parts)
    fonts = {key: _font(joined.pdf, face) for key, face in faces.items()}
    for part, resources in zip(parts, joined.resources, strict=True):
        for face in part.faces:
            resources.Font[f"/{face.key}"] = fonts[face.key]
    return tuple(sorted({face.name.partition("+")[2].rstrip(",") for face in faces.values()}))


def _united(parts: Sequence[Part]) -> dict[str, FaceUse]:
    """Unite the uses of each face, in order of key."""
    found: dict[str, FaceUse] = {}
    for part in parts:
        for face in part.faces:
            if face.key not in found:
                found[face.key] = replace(face, glyphs=dict(face.glyphs))
            for glyph, use in face.glyphs.items():
                found[face.key].glyphs.setdefault(glyph, use)
    return {key: found[key] for key in sorted(found)}


def _font(pdf: pikepdf.Pdf, face: FaceUse) -> Any:
    bare = face.file.endswith(".otf")  # ours, whose CFF gives each glyph the identifier that is its number
    data = (subset_outlines if bare else subset_face)(face.data or read_face(face.file), sorted(face.glyphs))
    postscript = bare or data[:4] == b"OTTO"
    name = Name(f"/{face.name}")
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0 if postscript else Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        W=Array(_widths(face)),
        FontDescriptor=pdf.make_indirect(_descriptor(pdf, face, data, postscript=postscript)),
    )
    if not postscript:
        descendant.CIDToGIDMap = Name.Identity
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=_stream(pdf, _character_map(face).encode(), {}),
    )
    return pdf.make_indirect(font)


def _descriptor(pdf: pikepdf.Pdf, face: FaceUse, data: bytes, *, postscript: bool) -> Dictionary:
    widths = [width for _, width in face.glyphs.values()]
    fixed = len(widths) > 1 and len(set(widths)) == 1
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{face.name}"),
        FontFamily=String(face.family),
        Flags=face.flags | (FIXED_PITCH if fixed else 0),
        FontBBox=Array([0, face.descent, round(max(widths, default=0)), face.ascent]),
        ItalicAngle=0,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=face.ascent,
        StemV=STEM,
        StemH=STEM,
    )
    if postscript:
        kind = Name.OpenType if data[:4] == b"OTTO" else Name.CIDFontType0C
        descriptor.FontFile3 = _stream(pdf, data, {"/Subtype": kind})
    else:
        descriptor.FontFile2 = _stream(pdf, data, {"/Length1": len(data)})
    return descriptor


def _widths(face: FaceUse) -> Iterator[Any]:
    """Yield runs of neighbouring glyphs: the first's number, and an array of their widths."""
    run: list[float] = []
    begin = last = -2
    for glyph in sorted(face.glyphs):
        if glyph != last + 1:
            if run:
                yield begin
                yield Array(run)
            begin, run = glyph, []
        run.append(face.glyphs[glyph][1])
        last = glyph
    if run:
        yield begin
        yield Array(run)


def _character_map(face: FaceUse) -> str:
    lines = [
        f"<{glyph:04x}> <{(text or NOTHING).encode('utf-16-be').hex()}>\n"
        for glyph, (text, _) in sorted(face.glyphs.items())
    ]
    batches = [lines[begin : begin + BATCH] for begin in range(0, len(lines), BATCH)]
    body = "".join(f"{len(batch)} beginbfchar\n{''.join(batch)}endbfchar\n" for batch in batches)
    return CMAP_HEAD + body + CMAP_FOOT


def _stream(pdf: pikepdf.Pdf, data: bytes, extra: dict[str, object]) -> Any:
    packed = zlib.compress(data, 9)
    stream = pdf.make_stream(b"", extra)
    stream.write(packed + b"\n" if packed.endswith(b"\r") else packed, filter=Name.FlateDecode)
    return stream
