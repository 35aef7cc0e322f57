"""The ledger of numbered copies, and the question whose a copy is."""

from __future__ import annotations

import csv
import hmac
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from lxml import etree

from report.model.errors import BuildError
from report.press.copies import VARIABLE, Copy, make_code, read_key
from report.press.copy_packet import read_properties
from report.press.packet import parse_packet
from report.press.recipients import Recipient
from report.runtime.digests import sha256_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.editions.pdf.bind.attached import Carried
    from report.model.metadata import Metadata

COLUMNS = ("number", "of", "name", "organisation", "code", "file", "sha256", "report", "version", "identifier", "marking", "override")  # fmt: skip
DIGITS = 9  # of a copy's number
HELP = "it was changed by another program: the line at its foot still tells whose it is"
FORMULA = ("=", "+", "-", "@", "\t")  # what a spreadsheet would take for one


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A copy as it was written: its file's name, and what is in it."""

    copy: Copy
    file: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """A copy as it was found, and of which report; `genuine` is None where there is no key to tell by."""

    copy: Copy
    title: str
    identifier: str
    version: str
    genuine: bool | None


def write_ledger(entries: Sequence[LedgerEntry], meta: Metadata) -> bytes:
    """Write a row for each copy, in their order (CSV, UTF-8, RFC 4180)."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entry in entries:
        copy, who = entry.copy, entry.copy.recipient
        of_copy = (copy.number, copy.of, who.name, who.organisation, copy.code, entry.file, sha256_of(entry.data))
        row = (*of_copy, meta.slug, meta.version, meta.identifier, meta.marking, copy.override)
        writer.writerow([_harmless(str(cell)) for cell in row])
    return out.getvalue().encode()


def read_copy(carried: Carried) -> Found | None:
    """Tell whose copy a PDF is; where the key is known, also whether its code is right. None where it is no numbered copy.

    Raise `BuildError` where its metadata cannot be read.
    """
    try:
        node = parse_packet(carried.packet())
    except etree.XMLSyntaxError as error:
        raise BuildError(f"{carried.called} has metadata that are damaged: {error.msg}", HELP) from error
    found = read_properties(node)
    if not {"Number", "Of", "Name", "Code"} <= set(found):
        return None
    who = Recipient(found["Name"], found.get("Organisation", ""))
    copy = Copy(_number(found["Number"]), _number(found["Of"]), who, found["Code"], found.get("Override", ""))
    identifier, version, title = (_text(node, name) for name in ("identifier", "VersionID", "title"))
    return Found(copy, title, identifier, version, _is_genuine(copy, identifier, version))


def _is_genuine(copy: Copy, identifier: str, version: str) -> bool | None:
    import os

    if VARIABLE not in os.environ:
        return None
    code = make_code(read_key(), (identifier, version, str(copy.number), str(copy.recipient)))
    return hmac.compare_digest(code.encode(), copy.code.encode())


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= DIGITS else 0


def _text(node: object, name: str) -> str:
    """Return the text of a packet's property, that of its first item where it is a list."""
    for child in node.iter("{*}" + name):  # type: ignore[attr-defined]
        return " ".join("".join(child.itertext()).split())
    return ""


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
