"""A tiny ICC profile of a press in four inks: tables of a few colours, by the plainest of formulas (ICC.1:2001-04)."""

from __future__ import annotations

import itertools
import struct

NAME = "A press of the tests"
GRID_OF_LAB, GRID_OF_INKS = 9, 5
TO_XYZ = ((0.4361, 0.3851, 0.1431), (0.2225, 0.7169, 0.0606), (0.0139, 0.0971, 0.7141))  # sRGB, adapted to D50
FROM_XYZ = ((3.1339, -1.6169, -0.4906), (-0.9788, 1.9161, 0.0335), (0.0719, -0.2290, 1.4052))
WHITE = (0.9642, 1.0, 0.8249)


def make_profile() -> bytes:
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(NAME) + 1) + NAME.encode() + b"\0" * 80,
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(part * 65536)) for part in WHITE),
        b"A2B0": _table(4, 3, GRID_OF_INKS, _lab_of_inks),
        b"B2A0": _table(3, 4, GRID_OF_LAB, _inks_of_lab),
    }
    place, rows, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        rows += struct.pack(">4sII", name, place + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    head = struct.pack(">I4sI4s4s4s", place + len(body), b"none", 0x02400000, b"prtr", b"CMYK", b"Lab ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    head += b"".join(struct.pack(">i", round(part * 65536)) for part in WHITE)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + rows + body


def _table(sources, targets, grid, convert):
    steps = [step / (grid - 1) for step in range(grid)]
    nodes = itertools.product(steps, repeat=sources)
    values = bytes(round(min(max(part, 0), 1) * 255) for node in nodes for part in convert(*node))
    matrix = struct.pack(">9i", *(65536 * (row == column) for row in range(3) for column in range(3)))
    line = bytes(range(256))
    return b"mft1\0\0\0\0" + bytes([sources, targets, grid, 0]) + matrix + line * sources + values + line * targets


def _lab_of_inks(cyan, magenta, yellow, black):
    red, green, blue = (_linear((1 - part) * (1 - black)) for part in (cyan, magenta, yellow))
    x, y, z = (_root(sum(a * b for a, b in zip(row, (red, green, blue), strict=True)) / w) for row, w in zip(TO_XYZ, WHITE, strict=True))  # fmt: skip
    return (116 * y - 16) / 100, (500 * (x - y) + 128) / 255, (200 * (y - z) + 128) / 255


def _inks_of_lab(light, a, b):
    y = (light * 100 + 16) / 116
    parts = (y + (a * 255 - 128) / 500, y, y - (b * 255 - 128) / 200)
    place = [_cube(part) * white for part, white in zip(parts, WHITE, strict=True)]
    colour = [_bent(min(max(sum(p * q for p, q in zip(row, place, strict=True)), 0), 1)) for row in FROM_XYZ]
    black = 1 - max(colour)
    return (*((1 - part - black) / max(1 - black, 1e-6) for part in colour), black)


def _linear(part):
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _bent(part):
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _root(part):
    return part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116


def _cube(part):
    return part**3 if part > 0.2069 else (part - 16 / 116) / 7.787
