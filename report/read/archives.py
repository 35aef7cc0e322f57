"""Archives in which office programs pack their documents: opened with care, in memory, never on the disk."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from report.model.errors import BuildError
from report.runtime.packed import read_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

LARGEST = 256 << 20  # bytes of all members together
LARGEST_XML = 64 << 20
MOST_TAGS = 3_000_000  # in one member: its tree takes 300 bytes for each, and a text of so many has some thousand pages
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
    members = read_zip(name, data, LARGEST, help=SAVE)
    if main and main not in members:
        raise BuildError(f"{name} is not what its ending says: it holds no {main}", "look at what it is")
    for member, content in members.items():
        if _is_xml(member) and len(content) > LARGEST_XML:
            raise BuildError(
                f"{name} is too large: {member} unpacks to {len(content) >> 20} MB", "split it into several"
            )
        if _is_xml(member) and content.count(b"<") > MOST_TAGS:
            raise BuildError(f"{name} is too large: {member} has more than {MOST_TAGS:,} tags", "split it into several")
        if _is_xml(member) and _declares(content):
            raise BuildError(f"{name} is not to be trusted: {member} declares a document type", SAVE)
    return Archive(name, MappingProxyType(members))


def pack_members(members: Mapping[str, bytes]) -> bytes:
    """Pack members into an archive again."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data)
    return out.getvalue()


def _is_xml(member: str) -> bool:
    return member.lower().endswith((".xml", ".rels", ".rdf"))


def _declares(content: bytes) -> bool:
    return b"<!DOCTYPE" in content.replace(b"\0", b"")[:LARGEST_XML] and b"<!ENTITY" in content.replace(b"\0", b"")
