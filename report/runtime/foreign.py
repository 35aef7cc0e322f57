"""Read what others made: bounded by what really comes out of it, typed, and every fault in words.

Whatever size, type or digest such bytes claim, nothing is believed before it is seen. All errors are `BuildError`, whose
message begins with the name that the caller gives.
"""

from __future__ import annotations

import re
import zlib
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from report.model.errors import BuildError
from report.runtime.plain_files import read_plain

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")
LARGEST = 1 << 30  # bytes of a file that is read whole
LARGEST_XML = 64 << 20
SPARE, GROWTH = 32 << 20, 200  # bytes that anything may unpack to, and how many for each byte of what is large
PIECE = 1 << 20
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
HELP = "take one that this tool has made"


def read_whole(path: Path, limit: int = LARGEST, help: str = "check that it is there and may be read") -> bytes:
    """Read a plain file whole, of so many bytes at most."""
    try:
        return read_plain(path, limit)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise BuildError(f"{path} cannot be read: {getattr(error, 'strerror', '') or error}", help) from error


def read_json(name: str, data: bytes, kind: type[T], help: str = HELP) -> T:
    """Read JSON as a value of a type: a frozen dataclass or a TypedDict, of which all that is not optional must be there.

    What the type does not know is left out. A dataclass says by a ValueError what else is wrong with it.
    """
    import msgspec

    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, RecursionError) as error:
        told = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise BuildError(f"{name} cannot be read: {told}", help) from error


def parse_xml(name: str, data: bytes, help: str = HELP) -> Any:
    """Parse XML that has no entities of its own; nothing outside of it is read. It is 255 elements deep at most."""
    from lxml import etree

    if len(data) > LARGEST_XML:
        raise BuildError(f"{name} is too large: it has {len(data) >> 20} MB", help)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise BuildError(f"{name} is damaged: {error.msg}", help) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise BuildError(f"{name} is not to be trusted: it declares entities", help)
    return root


def inflate(name: str, data: bytes, limit: int, help: str = HELP) -> bytes:
    """Unpack a stream of zlib (RFC 1950) to so many bytes at most, and to no more than what it may grow to."""
    unpacker, pieces, most = zlib.decompressobj(), [], grown(len(data), limit)
    room, rest = most, data
    while not unpacker.eof:
        try:
            piece = unpacker.decompress(rest, min(PIECE, room + 1))
        except zlib.error as error:
            raise BuildError(f"{name} is damaged: {error}", help) from error
        if not piece and not unpacker.unconsumed_tail and not unpacker.eof:
            raise BuildError(f"{name} is damaged: it is cut off", help)
        pieces.append(piece)
        room, rest = room - len(piece), unpacker.unconsumed_tail
        if room < 0:
            raise BuildError(f"{name} is too large: it unpacks to more than {most >> 20} MB", help)
    return b"".join(pieces)


def grown(size: int, limit: int) -> int:
    """Return the bytes that packed data of a size may unpack to: few kilobytes never become gigabytes."""
    return min(SPARE + GROWTH * size, limit)


def printable(text: str) -> str:
    """Return a text that a terminal shows as it stands, on one line."""
    return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def xml_text(text: str) -> str:
    """Return a text that can stand in XML."""
    return NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)


def is_day(text: str) -> bool:
    """Tell whether a text is a day as ISO 8601 writes it at length."""
    try:
        return bool(DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
