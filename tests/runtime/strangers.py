"""Files as a stranger might make them: PDFs written by hand, zips whose rows lie, and much that is packed into little."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MB = 1 << 20
PAGES = {2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"}
CATALOG = b"<< /Type /Catalog /Pages 2 0 R %s >>"
CONTAINER = (
    b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    b'<rootfile full-path="a.opf"/></rootfiles></container>'
)


def zeros(megabytes: int) -> bytes:
    """Return so many megabytes of zeros as zlib packs them, without packing them all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MB)) + packer.flush(zlib.Z_FULL_FLUSH)
    total = megabytes * MB % 65521  # of which Adler-32 is made (RFC 1950)
    return b"\x78\xda" + block * megabytes + b"\x03\x00" + struct.pack(">HH", total, 1)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Write a PDF of objects by number, the catalog first."""
    out, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size, start = max(objects) + 1, len(out)
    rows = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size)]
    head = b"<< /Size %d /Root 1 0 R %s >>" % (size, trailer)
    return out + b"xref\n0 %d\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (size, b"".join(rows), head, start)


def pdf_with_table(objects: Mapping[int, bytes], held: Mapping[int, int], packed: bool = True) -> bytes:
    """Write a PDF whose table is a stream; `held` gives the streams of objects that hold others, by number.

    Unless `packed` once, the table is followed by two gigabytes of zeros, and packed twice.
    """
    out, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    own = max([*objects, *held]) + 1
    places[own] = len(out)
    rows = b"".join(_row(number, places, held) for number in range(own + 1))
    data, filters = zlib.compress(rows), b"/FlateDecode"
    if not packed:
        data, filters = zlib.compress(zeros(2048), 9), b"[/FlateDecode /FlateDecode]"
    table = stream(data, b"/Type /XRef /Size %d /W [1 4 2] /Root 1 0 R /Filter %s" % (own + 1, filters))
    return out + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (own, table, places[own])


def _row(number: int, places: Mapping[int, int], held: Mapping[int, int]) -> bytes:
    kind, place = (2, held[number]) if number in held else (1, places[number]) if number in places else (0, 0)
    return struct.pack(">BIH", kind, place, 0)


def carrying(name: str, data: bytes, entries: bytes = b"", more: bytes = b"") -> bytes:
    """Write a PDF with one attachment, whose size it says is 10; `entries` are its stream's, `more` the catalog's."""
    tree = b"/Names << /EmbeddedFiles << /Names [(%s) 4 0 R] >> >> " % name.encode()
    specification = b"<< /Type /Filespec /F (%s) /EF << /F 5 0 R >> >>" % name.encode()
    file = stream(data, b"/Type /EmbeddedFile /Params << /Size 10 >> " + entries)
    return pdf({1: CATALOG % (tree + more), **PAGES, 4: specification, 5: file})


def carrying_in(tree: bytes, objects: Mapping[int, bytes] | None = None) -> bytes:
    """Write a PDF whose tree of attachments is as given."""
    return pdf({1: CATALOG % (b"/Names << /EmbeddedFiles %s >>" % tree), **PAGES, **(objects or {})})


def zipped(rows: Sequence[tuple[str | zipfile.ZipInfo, bytes]], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack members in the order of their rows, whatever their names are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are given twice
        for name, data in rows:
            archive.writestr(name, data)
    return out.getvalue()


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Give a member of an archive another name of the same length, which `zipfile` would not write."""
    assert len(old) == len(new)
    return data.replace(old, new)


def epub(members: Mapping[str, bytes]) -> bytes:
    return zipped([("META-INF/container.xml", CONTAINER), *members.items()])
