"""Archives in which office programs pack their documents: opened with care, in memory, never on the disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from report.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

LARGEST = 256 << 20  # bytes of all members together
LARGEST_XML = 64 << 20
MOST = 20_000  # members
SAVE = "open it in the program it comes from, and save it again"
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Archive:
    """A packed document: `name` for messages, `members` the files in it by their names."""

    name: str
    members: Mapping[str, bytes]

    def xml(self, member: str) -> etree._Element | None:
        """Parse one of the members; None where there is none of that name."""
        from lxml import etree

        data = self.members.get(member)
        if data is None:
            return None
        try:
            return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise BuildError(f"{self.name} is damaged: {member}: {error.msg}", SAVE) from error


def read_archive(name: str, data: bytes, main: str = "") -> Archive:
    """Open a packed document whole, one whose text is the member `main`.

    Raise `BuildError` where it is damaged, where a member's name leads out of the archive, where it unpacks to
    more than a document can be, or where its XML declares entities, which can grow without end.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            rows = [row for row in archive.infolist() if not row.is_dir()]
            _check_rows(name, rows)
            members = {row.filename: archive.read(row) for row in rows}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError) as error:
        raise BuildError(f"{name} is damaged: {error}", SAVE) from error
    except RuntimeError as error:  # what zipfile says of a member under a password
        raise BuildError(f"{name} is encrypted", "save it without a password") from error
    if main and main not in members:
        raise BuildError(f"{name} is not what its ending says: it holds no {main}", "look at what it is")
    for member, content in members.items():
        if _is_xml(member) and _declares(content):
            raise BuildError(f"{name} is not to be trusted: {member} declares a document type", SAVE)
    return Archive(name, MappingProxyType(members))


def pack(members: Mapping[str, bytes]) -> bytes:
    """Pack members into an archive again."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data)
    return out.getvalue()


def _check_rows(name: str, rows: list[zipfile.ZipInfo]) -> None:
    for row in rows:
        parts = row.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0]:
            raise BuildError(f'{name} is not to be trusted: it holds a file named "{row.filename}"', SAVE)
    large = [row for row in rows if _is_xml(row.filename) and row.file_size > LARGEST_XML]
    if large:
        size = large[0].file_size >> 20
        raise BuildError(f"{name} is too large: {large[0].filename} unpacks to {size} MB", "split it into several")
    total = sum(row.file_size for row in rows)
    if total > LARGEST or len(rows) > MOST:
        raise BuildError(
            f"{name} is too large: it unpacks to {total >> 20} MB in {len(rows)} files", "make its pictures smaller"
        )


def _is_xml(member: str) -> bool:
    return member.lower().endswith((".xml", ".rels", ".rdf"))


def _declares(content: bytes) -> bool:
    return b"<!DOCTYPE" in content.replace(b"\0", b"")[:LARGEST_XML] and b"<!ENTITY" in content.replace(b"\0", b"")
