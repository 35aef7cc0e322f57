"""Streams that unpack to far more than they are, made without unpacking them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

BLOCK = 1 << 20  # bytes of zeros that are packed once, and their packed bytes repeated
ADLER_BASE = 65_521  # RFC 1950


def deflated_zeros(size: int) -> bytes:
    """Return a raw deflate stream (RFC 1951) of `size` MiB of zeros, a thousandth of that long."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)  # which depends on nothing before it
    return block * size + packer.flush(zlib.Z_FINISH)


def zlib_zeros(size: int) -> bytes:
    """Return a zlib stream (RFC 1950) of `size` MiB of zeros, with the right sum."""
    return b"\x78\xda" + deflated_zeros(size) + struct.pack(">I", ((size * BLOCK % ADLER_BASE) << 16) | 1)


def double_zeros(size: int) -> bytes:
    """Return a zlib stream of a zlib stream of `size` MiB of zeros, some hundred-thousandth of that long."""
    return zlib.compress(zlib_zeros(size), 9)


def zip_of_zeros(name: str, size: int, claimed: int) -> bytes:
    """Return a ZIP archive with a member of `size` MiB of zeros that claims to have `claimed` bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, deflated_zeros(size))
    data = bytearray(out.getvalue())
    for mark, method, sizes in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):
        at = data.index(mark)
        data[at + method : at + method + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
        data[at + sizes : at + sizes + 4] = struct.pack("<I", claimed)
    return bytes(data)
