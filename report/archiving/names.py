"""Names in the archive: where an object lies, and which names a version's files may have on any system."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from report.model.errors import BuildError
from report.runtime.digests import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LONGEST = 100  # characters of an encoded identifier, beyond which its digest stands for the rest (OCFL 0003)
TUPLE = 3
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)  # what Windows keeps for devices
UNWRITABLE = re.compile(r'[<>:"|?*\\\x00-\x1f]')
MOST_BYTES = 255  # of one part of a name, which common file systems hold


def object_folder(root: Path, identifier: str) -> Path:
    """Return where an object lies in a storage root, as layout extension 0003 has it."""
    digest = sha256_of(identifier)
    encoded = "".join(char if re.match(r"[A-Za-z0-9_-]", char) else _percent(char) for char in identifier)
    name = encoded if len(encoded) <= LONGEST else f"{encoded[:LONGEST]}-{digest}"
    return root / digest[:TUPLE] / digest[TUPLE : 2 * TUPLE] / digest[2 * TUPLE : 3 * TUPLE] / name


def _percent(char: str) -> str:
    return "".join(f"%{byte:02x}" for byte in char.encode())


def checked_names(names: Iterable[str]) -> dict[str, str]:
    """Return each name as it is archived, in Unicode's composed form (NFC).

    Raise `BuildError` for one that not every file system can hold, and for two that some take for one.
    """
    composed = {name: unicodedata.normalize("NFC", name) for name in names}
    known: dict[str, str] = {}
    for name, archived in composed.items():
        if trouble := _trouble(archived):
            raise BuildError(f'the file "{name}" cannot be archived: {trouble}', "give it another name")
        parts = archived.split("/")
        folders = ["/".join(parts[:end]) + "/" for end in range(1, len(parts))]
        for path in (*folders, archived):
            other = known.setdefault(path.rstrip("/").casefold(), path)
            if other != path or (path == archived and list(composed.values()).count(path) > 1):
                raise BuildError(
                    f'the files "{path}" and "{other}" cannot both be archived: to some file systems their names are one',
                    "give one of them another name",
                )
    return composed


def _trouble(name: str) -> str:
    parts = name.split("/")
    if not name or any(part in ("", ".", "..") for part in parts):
        return "the name does not stay in its folder"
    for part in parts:
        if UNWRITABLE.search(part):
            return "the name has a character that Windows cannot write"
        if RESERVED.fullmatch(part):
            return f'"{part}" is the name of a device on Windows'
        if part.endswith((".", " ")):
            return "the name ends with a full stop or a space"
        if len(part.encode()) > MOST_BYTES:
            return f'"{part[:20]}…" is longer than {MOST_BYTES} bytes'
    return ""
