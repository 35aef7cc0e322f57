"""Versions are found in the archive and taken out of it; a file is told what it is there."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from lxml import etree

from report.archive.content import SOURCE, sha512
from report.archive.deposit import PREFIX, identifier_of, last_record
from report.archive.inventory import DamagedError
from report.archive.root import read_object
from report.editions.pdf.bind.attached import RECORD, read_attachment, read_title
from report.errors import BuildError, UsageError
from report.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from report.archive.inventory import Inventory
    from report.archive.root import StorageRoot

VERSION = re.compile(r"v?([1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says it is: its title, and the report, version and identifier, as far as it names them."""

    title: str
    report: str = ""
    version: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a file is in the archive: the report, the version, and what became of it: current, superseded or withdrawn."""

    report: str
    number: int
    state: str
    why: str = ""


def reports(root: StorageRoot) -> Iterator[Inventory]:
    """Yield the inventory of every report in the archive, in order of name; damaged ones are left out."""
    found = []
    for folder in root.objects():
        try:
            found.append(read_object(folder))
        except DamagedError:
            continue
    yield from sorted(found, key=lambda inventory: inventory.identifier)


def slug_of(inventory: Inventory) -> str:
    """Return the name of an archived report."""
    return inventory.identifier.removeprefix(PREFIX)


def find_report(root: StorageRoot, slug: str) -> Inventory:
    """Find a report; raise `UsageError` where the archive has none of that name."""
    inventory = root.inventory(identifier_of(slug))
    if inventory is None:
        names = [slug_of(one) for one in reports(root)]
        near = get_close_matches(slug, names, n=1)
        help = f'did you mean "{near[0]}"?' if near else f"the archive holds: {', '.join(names) or 'nothing yet'}"
        raise UsageError(f'there is no report "{slug}" in the archive {root.path}', help)
    return inventory


def find_version(inventory: Inventory, text: str) -> int:
    """Return the number of a version that is written "v2" or "2", the last where none is named."""
    match = VERSION.fullmatch(text) if text else None
    number = int(match[1]) if match else inventory.head if not text else 0
    if not 1 <= number <= inventory.head:
        versions = ", ".join(f"v{one}" for one in range(1, inventory.head + 1))
        raise UsageError(f'{slug_of(inventory)} has no version "{text}"', f"its versions are {versions}")
    return number


def extract(root: StorageRoot, inventory: Inventory, number: int, target: Path) -> int:
    """Write the files of a version into a new folder, each as its digest says; return how many there are."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BuildError(f"{target} is not empty", "name a folder that is not there with --to")
    state = inventory.versions[number - 1].state
    for name in sorted(state):
        write_file(target / name, read_file(root, inventory, number, name), "choose another folder with --to")
    return len(state)


def read_file(root: StorageRoot, inventory: Inventory, number: int, name: str) -> bytes:
    """Read a file of a version; raise `DamagedError` where it is not what was archived."""
    path = root.folder(inventory.identifier) / inventory.path_of(number, name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DamagedError(f"{path} cannot be read: {error.strerror}", "run `report verify`") from error
    if sha512(data) != inventory.versions[number - 1].state[name]:
        raise DamagedError(f"{path} is not what was archived", "run `report verify`")
    return data


def held_source(root: StorageRoot, inventory: Inventory, number: int) -> dict[str, bytes]:
    """Return the source of a version by names below `sources/`; raise `BuildError` where it has none."""
    state = inventory.versions[number - 1].state
    names = [name for name in state if name.startswith(SOURCE)]
    if not names:
        message = f"{slug_of(inventory)} v{number} has no source"
        raise BuildError(message, "it tells that another version is withdrawn: name that one")
    return {name.removeprefix(SOURCE): read_file(root, inventory, number, name) for name in names}


def claim_of(path: Path) -> Claim:
    """Read from a PDF or an EPUB what it says it is; raise `BuildError` where it is neither."""
    data = path.read_bytes()
    if data.startswith(b"%PDF-"):
        try:
            told = json.loads(read_attachment(data, RECORD))
        except BuildError:
            return Claim(read_title(data))
        return Claim(read_title(data), told["report"], told["version"], told["identifier"])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            package = next(name for name in book.namelist() if name.endswith(".opf"))
            tree = etree.fromstring(book.read(package))
    except (zipfile.BadZipFile, StopIteration, etree.XMLSyntaxError) as error:
        raise BuildError(f"{path} is neither a PDF nor an EPUB", "name one that this tool has made") from error
    names = {"dc": "http://purl.org/dc/elements/1.1/", "o": "http://www.idpf.org/2007/opf"}
    return Claim(
        tree.xpath("string(//dc:title)", namespaces=names),
        version=tree.xpath("string(//o:meta[@property='schema:version'])", namespaces=names),
        identifier=tree.xpath("string(//dc:identifier)", namespaces=names),
    )


def standing_of(root: StorageRoot, data: bytes) -> Standing | None:
    """Tell what a file is in the archive; None where the archive does not have it."""
    digest = sha512(data)
    for inventory in reports(root):
        if digest not in inventory.manifest:
            continue
        held = [number for number, one in enumerate(inventory.versions, start=1) if digest in one.state.values()]
        record = last_record(root, inventory)
        gone = next((one for one in record.withdrawn if one.version in held), None)
        if gone:
            return Standing(slug_of(inventory), gone.version, "withdrawn", gone.why)
        current = held[-1] == inventory.head
        return Standing(slug_of(inventory), held[0], "current" if current else "superseded")
    return None


def versions_like(root: StorageRoot, claim: Claim) -> str:
    """Say which archived report a file says it is, where the archive does not have its bytes; empty where none."""
    for inventory in reports(root):
        for number in range(inventory.head, 0, -1):
            record = last_record(root, inventory, number)
            same = claim.report == slug_of(inventory) or (claim.identifier == record.text("identifier") != "")
            if same and (not claim.version or claim.version == record.text("version")):
                return f"{slug_of(inventory)} v{number}"
    return ""
