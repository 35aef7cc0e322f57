"""Versions are found in the archive and taken out of it; a file is told what it is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from report.archiving.content import SOURCE, sha512
from report.archiving.disk import sha512_of_file
from report.archiving.ingest import PREFIX, identifier_of, last_record
from report.archiving.inventory import WAY_OUT, DamagedError
from report.archiving.root import read_object
from report.model.errors import BuildError, UsageError
from report.model.suggestions import Suggestions
from report.pipeline.record import read_making
from report.runtime.foreign import parse_xml, read_whole
from report.runtime.packed import read_zip, write_members
from report.runtime.plain_files import read_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from report.archiving.inventory import Inventory
    from report.archiving.root import StorageRoot
    from report.editions.pdf.bind.attached import Carried

VERSION = re.compile(r"v?([1-9][0-9]{0,8})")
LARGEST_PACKAGE = 16 << 20  # bytes of what an EPUB says of itself
NAMES = {"dc": "http://purl.org/dc/elements/1.1/", "o": "http://www.idpf.org/2007/opf"}


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
        help = Suggestions().meant(slug, names, f"the archive holds: {', '.join(names) or 'nothing yet'}")
        raise UsageError(f'there is no report "{slug}" in the archive {root.path}', help)
    return inventory


def version_number(root: StorageRoot, inventory: Inventory, text: str) -> int:
    """Return the number of a version, the last where none is named.

    "v2" is the second in the archive; all else is the version that readers know, "1.0" or "v1.0", and a whole number
    that is none of these counts those in the archive. Raise `UsageError` where there is none, or both could be meant.
    """
    if not text:
        return inventory.head
    match = VERSION.fullmatch(text)
    counted = int(match[1]) if match and int(match[1]) <= inventory.head else 0
    known = 0 if text.startswith("v") and match else _released_as(root, inventory, text.removeprefix("v"))
    if counted and known and counted != known:
        message = f'"{text}" can be the version {text}, which is v{known} in the archive, or v{counted}'
        raise UsageError(message, f"write v{known} or v{counted}")
    if not counted and not known:
        versions = "; ".join(called(root, inventory, one) for one in range(1, inventory.head + 1))
        raise UsageError(f'{slug_of(inventory)} has no version "{text}"', f"its versions are {versions}")
    return known or counted


def called(root: StorageRoot, inventory: Inventory, number: int) -> str:
    """Call a version by its number in the archive and by what readers know, "v2, version 1.1"; a notice has no other."""
    label = _label(root, inventory, number)
    return f"v{number}, version {label}" if label else f"v{number}"


def _released_as(root: StorageRoot, inventory: Inventory, label: str) -> int:
    """Return the number of the version that went out under a label, 0 where none did.

    What a withdrawal adds repeats the label of the last, so that the first with a label is the one.
    """
    numbers = range(1, inventory.head + 1)
    return next((number for number in numbers if label and _label(root, inventory, number) == label), 0)


def _label(root: StorageRoot, inventory: Inventory, number: int) -> str:
    try:
        record = last_record(root, inventory, number)
    except DamagedError:  # which an audit tells
        return ""
    return "" if record.text("status") == "withdrawn" else record.text("version")


def extract_version(root: StorageRoot, inventory: Inventory, number: int, target: Path) -> int:
    """Write the files of a version into a new folder, each as its digest says; return how many there are."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BuildError(f"{target} is not empty", "name a folder that is not there with --to")
    state = inventory.versions[number - 1].state
    for name in sorted(state):
        write_members(target, {name: read_file(root, inventory, number, name)}, f"{slug_of(inventory)} v{number}")
    return len(state)


def read_file(root: StorageRoot, inventory: Inventory, number: int, name: str) -> bytes:
    """Read a file of a version; raise `DamagedError` where it is not what was archived."""
    path = root.folder(inventory.identifier) / inventory.path_of(number, name)
    try:
        data = read_plain(path)
    except OSError as error:
        raise DamagedError(f"{path} cannot be read: {error.strerror}", WAY_OUT) from error
    if sha512(data) != inventory.versions[number - 1].state[name]:
        raise DamagedError(f"{path} is not what was archived", WAY_OUT)
    return data


def file_size(root: StorageRoot, inventory: Inventory, number: int, name: str) -> int | None:
    """Return the size in bytes of a file of a version; None where it is missing."""
    try:
        return (root.folder(inventory.identifier) / inventory.path_of(number, name)).stat().st_size
    except OSError:
        return None


def held_source(root: StorageRoot, inventory: Inventory, number: int) -> dict[str, bytes]:
    """Return the source of a version by names below `sources/`; raise `BuildError` where it has none."""
    state = inventory.versions[number - 1].state
    names = [name for name in state if name.startswith(SOURCE)]
    if not names:
        message = f"{slug_of(inventory)} v{number} has no source"
        raise BuildError(message, "it tells that another version is withdrawn: name that one")
    return {name.removeprefix(SOURCE): read_file(root, inventory, number, name) for name in names}


def claim_of_pdf(carried: Carried) -> Claim:
    """Return what a PDF says it is."""
    from report.editions.pdf.bind.attached import RECORD

    if not carried.has(RECORD):
        return Claim(carried.title)
    told = read_making(carried.called, carried.attachment(RECORD))
    return Claim(carried.title, told.report, told.version, told.identifier)


def claim_of_epub(path: Path) -> Claim:
    """Read from an EPUB what it says it is; raise `BuildError` where it is none."""
    help = "name one that this tool has made"
    try:
        book = read_zip(str(path), read_whole(path), LARGEST_PACKAGE, lambda name: name.endswith(".opf"), help)
    except BuildError as error:
        if isinstance(error.__cause__, BadZipFile):
            raise BuildError(f"{path} is neither a PDF nor an EPUB: {error.__cause__}", help) from error
        raise
    for name, data in book.items():
        package = parse_xml(f"{path}: {name}", data, help)
        return Claim(
            package.xpath("string(//dc:title)", namespaces=NAMES),
            version=package.xpath("string(//o:meta[@property='schema:version'])", namespaces=NAMES),
            identifier=package.xpath("string(//dc:identifier)", namespaces=NAMES),
        )
    raise BuildError(f"{path} is neither a PDF nor an EPUB", help)


def standing_of(root: StorageRoot, path: Path) -> Standing | None:
    """Tell what a file is in the archive; None where the archive does not have it."""
    digest = sha512_of_file(path)
    for inventory in reports(root):
        held = [number for number, one in enumerate(inventory.versions, start=1) if digest in one.state.values()]
        if not held:
            continue
        gone = next((one for one in last_record(root, inventory).withdrawn if one.version in held), None)
        if gone:
            return Standing(slug_of(inventory), gone.version, "withdrawn", gone.why)
        current = held[-1] == inventory.head
        return Standing(slug_of(inventory), held[0], "current" if current else "superseded")
    return None


def versions_like(root: StorageRoot, claim: Claim) -> str:
    """Say which archived report a file says it is, where the archive does not have its bytes; empty where none."""
    for inventory in reports(root):
        for number in range(inventory.head, 0, -1):
            try:
                record = last_record(root, inventory, number)
            except DamagedError:
                continue
            same = claim.report == slug_of(inventory) or (claim.identifier == record.text("identifier") != "")
            if same and (not claim.version or claim.version == record.text("version")):
                return f"{slug_of(inventory)} v{number}"
    return ""
