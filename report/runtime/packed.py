"""Zip archives that others made, opened in memory: no name leads out, and no size that is claimed is believed."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from report.model.errors import BuildError
from report.runtime.foreign import HELP, grown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

MOST = 20_000  # members
ENTRY = b"PK\x01\x02"  # what each member's row in the directory begins with: APPNOTE 4.3.12
LOCKED = 0x1  # the flag of a member under a password
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what office files and books may use; both can be bounded
LONGEST = 255  # bytes of a name's part that file systems hold
UNWRITABLE = re.compile("[\x00-\x1f\x7f]")
REPOSITORY = {".git", "git~1"}  # git runs what such a folder says
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OverflowError, OSError, IndexError)  # fmt: skip


def read_zip(name: str, data: bytes, limit: int, wanted: Callable[[str], bool] | None = None, help: str = HELP) -> dict[str, bytes]:  # fmt: skip
    """Return the members of an archive, those `wanted` by name, in their order; `limit` is in bytes of all together.

    Raise `BuildError` where the archive is damaged or encrypted, unpacks to more, or holds what no honest one does:
    names that lead out of a folder or twice the same, links, and what is packed in other ways than APPNOTE's 0 and 8.
    """
    if data.count(ENTRY) > MOST:
        raise BuildError(f"{name} is too large: it holds more than {MOST:,} files", "split it into several")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            rows = [row for row in archive.infolist() if not row.is_dir()]
            _check_names(name, rows, help)
            taken = [row for row in rows if wanted is None or wanted(row.filename)]
            return _read(name, archive, taken, grown(len(data), limit), help)
    except DAMAGED as error:
        raise BuildError(f"{name} is damaged: {error or type(error).__name__}", help) from error


def _read(name: str, archive: zipfile.ZipFile, rows: list[zipfile.ZipInfo], room: int, help: str) -> dict[str, bytes]:
    claimed = sum(row.file_size for row in rows)
    too_large = BuildError(f"{name} is too large: it unpacks to more than {room >> 20} MB", "split it into several")
    if claimed > room:
        raise too_large
    members: dict[str, bytes] = {}
    for row in rows:
        if row.flag_bits & LOCKED:
            raise BuildError(f"{name} is encrypted", "save it without a password")
        if row.compress_type not in PACKINGS:
            kind = zipfile.compressor_names.get(row.compress_type, str(row.compress_type))  # type: ignore[attr-defined]
            raise BuildError(f'{name} is packed in a way that is not read here: "{row.filename}" by {kind}', help)
        with archive.open(row) as member:
            members[row.filename] = member.read(room + 1)
        room -= len(members[row.filename])
        if room < 0:
            raise too_large
    return members


def _check_names(name: str, rows: list[zipfile.ZipInfo], help: str) -> None:
    known: set[str] = set()
    for row in rows:
        if not _is_honest(row) or row.filename in known:
            shown = ascii(row.orig_filename)[1:-1]
            raise BuildError(f'{name} is not to be trusted: it holds a file named "{shown[:LONGEST]}"', help)
        known.add(row.filename)


def _is_honest(row: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(row.external_attr >> 16)
    return stays_inside(row.orig_filename) and kind in (0, stat.S_IFREG) and not UNWRITABLE.search(row.orig_filename)


def stays_inside(name: str) -> bool:
    """Tell whether a name, with slashes, is that of a file below whatever folder it is put in, on any system."""
    parts = name.replace("\\", "/").split("/")
    if name[1:2] == ":" or "\0" in name or not {"", ".", ".."}.isdisjoint(parts):
        return False
    return all(len(part.encode("utf-8", "replace")) <= LONGEST and part.lower() not in REPOSITORY for part in parts)


def write_members(folder: Path, members: Mapping[str, bytes], name: str) -> None:
    """Write files below a folder that is empty, by name; raise `BuildError` where one leads out or cannot be written."""
    for member, data in members.items():
        if not stays_inside(member):
            raise BuildError(f'{name} is not to be trusted: it holds a file named "{ascii(member)[1:-1]}"', HELP)
        target = folder / member
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(data)
        except (OSError, ValueError) as error:
            told = f'the file "{ascii(member)[1:-1]}" of {name} cannot be written: {getattr(error, "strerror", error)}'
            raise BuildError(told, "see what it is called, and whether there is room") from error
