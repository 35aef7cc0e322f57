"""Give streams whose data ends in a carriage return one byte more, after the file is written.

Such data is right, but strict readers take its last byte for a part of the line end before `endstream`. Of
the object streams that qpdf compresses, one in 256 ends so. A line feed after compressed data, which readers
ignore, hides it; everything behind moves by a byte, so the cross-reference stream is written anew.

Source: ISO 32000-1, 7.3.8 (streams), 7.5.8 (cross-reference streams); PNG (ISO/IEC 15948), 9.2 (filter Up).
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left

SLIP = b"\r\nendstream"
LENGTH = re.compile(rb"/Length (\d+)")
WIDTHS = re.compile(rb"/W \[ ?(\d+) (\d+) (\d+) ?\]")
COLUMNS = re.compile(rb"/Columns (\d+)")
START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
IN_FILE = 1  # the type of an entry that gives an offset
HEAD = 4096  # bytes in which a stream's dictionary stands before its data


def hide_carriage_returns(data: bytes) -> bytes:
    """Return a file that qpdf wrote with object streams, in which no stream's data ends in a carriage return."""
    table = int(_found(START, data[-64:])[1])
    body, moved = bytearray(), []
    begin = 0
    for match in re.finditer(re.escape(SLIP), data[:table]):
        head = data.rindex(b"stream\n", begin, match.start())
        length = list(LENGTH.finditer(data, max(begin, head - HEAD), head))[-1]
        longer = b"/Length %d" % (int(length[1]) + 1)
        body += data[begin : length.start()] + longer + data[length.end() : match.start() + 1] + b"\n"
        begin = match.start() + 1
        moved.append((match.start(), len(body) - begin))
    if not moved and SLIP not in data[table:]:
        return data
    body += data[begin:table]
    return bytes(body) + _table(data[table:], moved, len(body))


def _table(old: bytes, moved: list[tuple[int, int]], place: int) -> bytes:
    """Write the cross-reference stream anew: entries behind a place that has grown move on."""
    head, _, rest = old.partition(b"stream\n")
    length = int(_found(LENGTH, head)[1])
    widths = [int(width) for width in _found(WIDTHS, head).groups()]
    columns = COLUMNS.search(head)
    rows = _rows(zlib.decompress(rest[:length]), sum(widths), predicted=columns is not None)
    breaks, steps = [at for at, _ in moved], [0, *(step for _, step in moved)]
    kind, width, _ = widths
    for row in rows:
        if int.from_bytes(row[:kind], "big") == IN_FILE:
            offset = int.from_bytes(row[kind : kind + width], "big")
            new = offset + steps[bisect_left(breaks, offset)]
            row[kind : kind + width] = new.to_bytes(width, "big")
    packed = zlib.compress(_encoded(rows, predicted=columns is not None), 9)
    packed += b"\n" if packed.endswith(b"\r") else b""
    head = LENGTH.sub(b"/Length %d" % len(packed), head)
    return head + b"stream\n" + packed + b"\nendstream\nendobj\n\nstartxref\n%d\n%%%%EOF\n" % place


def _rows(data: bytes, width: int, *, predicted: bool) -> list[bytearray]:
    step = width + predicted
    rows, above = [], bytearray(width)
    for begin in range(0, len(data), step):
        row = bytearray(data[begin + predicted : begin + step])
        if predicted:
            row = bytearray((value + over) & 255 for value, over in zip(row, above, strict=True))
            above = row
        rows.append(bytearray(row))
    return rows


def _encoded(rows: list[bytearray], *, predicted: bool) -> bytes:
    if not predicted:
        return b"".join(rows)
    out, above = bytearray(), bytes(len(rows[0]))
    for row in rows:
        out.append(2)
        out += bytes((value - over) & 255 for value, over in zip(row, above, strict=True))
        above = bytes(row)
    return bytes(out)


def _found(pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes]:
    match = pattern.search(data)
    if match is None:
        raise ValueError(f"no {pattern.pattern!r} in a file of qpdf")
    return match
