"""An audit of the archive: whether each file of each version is still what was put in, and where it is not."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.archiving.disk import bytes_of, sha512_of_file
from report.archiving.inventory import NAME, SIDECAR, DamagedError, Inventory, read_inventory
from report.archiving.recovery import unfinished, version_numbers
from report.archiving.root import OBJECT, StorageRoot
from report.model.findings import Finding, Location
from report.runtime.foreign import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HELP = "restore it: `report verify --repair-from` a copy of the archive"


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit of one object came to: how much was read, and what is wrong."""

    identifier: str
    files: int
    size: int
    findings: tuple[Finding, ...]


def audit_object(root: StorageRoot, folder: Path, chosen: Callable[[str], bool] = lambda _: True) -> Audit:
    """Audit the object in a folder: all of its structure and history, and the content of the files `chosen` by SHA-512.

    Whatever is wrong with it is a finding: an audit of many goes on.
    """
    place = folder.relative_to(root.path).as_posix()
    found: list[Finding] = [_found("A206", "it is a link", place)] if folder.is_symlink() else []
    try:
        return _audit(root, folder, place, found, chosen)
    except OSError as error:
        found.append(_found("A206", f"it cannot be read as an object: {error.strerror}", place))
    return Audit(place, 0, 0, tuple(found))


def _audit(root: StorageRoot, folder: Path, place: str, found: list[Finding], chosen: Callable[[str], bool]) -> Audit:
    inventory, versions = _read(folder, place, found)
    if inventory is None:
        return Audit(place, 0, 0, tuple(found))
    if root.folder(inventory.identifier) != folder:
        found.append(_found("A206", f"{inventory.identifier} does not belong here", place))
    found += _history(inventory, versions, place)
    known = inventory.digests()
    there = set(_files(folder, place, found)) - {OBJECT, NAME, SIDECAR}
    beside = {f"v{number}/{name}" for number in version_numbers(folder) for name in (NAME, SIDECAR)}
    expected = known.keys() | beside
    found += [_found("A203", "no inventory knows the file", f"{place}/{path}") for path in sorted(there - expected)]
    found += [_found("A202", "the file is not there", f"{place}/{path}") for path in sorted(set(known) - there)]
    files = size = 0
    for path in sorted(set(known) & there):
        if chosen(known[path]):
            files, size = files + 1, size + (folder / path).stat().st_size
            found += _content(folder / path, known[path], inventory, f"{place}/{path}")
    return Audit(inventory.identifier, files, size, tuple(found))


def _read(folder: Path, place: str, found: list[Finding]) -> tuple[Inventory | None, dict[int, Inventory]]:
    """Read the inventories of an object and of its versions, as far as they can be read."""
    if bytes_of(folder / OBJECT) != b"ocfl_object_1.1\n":
        found.append(_found("A206", "the declaration of an OCFL object is missing or damaged", f"{place}/{OBJECT}"))
    try:
        version = unfinished(folder)
    except (DamagedError, OSError):
        version = None
    if version:
        message = f"the adding of {version.name} was cut off; the next command that may write here finishes it"
        found.append(Finding("A207", message, Location(place), "run `report verify` with leave to write"))
    numbers = version_numbers(folder)
    versions = {}
    for number in numbers:
        inventory = _sound(folder / f"v{number}", f"{place}/v{number}", found)
        if inventory:
            versions[number] = inventory
    head = versions.get(numbers[-1]) if version else _sound(folder, place, found)
    if head and not version and head.head != len(numbers):
        found.append(_found("A206", f"the head is v{head.head}, and there are {len(numbers)} versions", place))
    if head and not version and bytes_of(folder / NAME) != bytes_of(folder / f"v{head.head}" / NAME):
        found.append(_found("A204", f"the inventory is not that of v{head.head}", f"{place}/{NAME}"))
    return head or versions.get(max(versions, default=0)), versions


def _sound(folder: Path, place: str, found: list[Finding]) -> Inventory | None:
    """Read an inventory as its sidecar vouches for it; where it does not, tell that, and read it all the same."""
    data = bytes_of(folder / NAME)
    try:
        return read_inventory(data, bytes_of(folder / SIDECAR), place)
    except DamagedError as error:
        told = "the file is not there" if not data else error.message.removeprefix(f"{place} ")
        found.append(_found("A204", f"the inventory or its sidecar is damaged: {told}", f"{place}/{NAME}"))
    return None


def _history(head: Inventory, versions: dict[int, Inventory], place: str) -> Iterator[Finding]:
    """Tell where an earlier version's inventory is not the beginning of the head's."""
    for number, inventory in versions.items():
        if inventory.head != number or not head.extends(inventory):
            yield _found("A205", f"v{number} is not what the inventory says of it", f"{place}/v{number}/{NAME}")


def _files(folder: Path, place: str, found: list[Finding]) -> Iterator[str]:
    """Yield all files of an object by their path in it; what is neither file nor folder, or cannot be read, is told."""
    waiting = [folder]
    while waiting:
        base = waiting.pop()
        inside = base.relative_to(folder).as_posix().removeprefix(".").removeprefix("/")
        here = f"{place}/{inside}".rstrip("/")
        try:
            entries = sorted(os.scandir(base), key=lambda entry: entry.name)
        except OSError as error:
            found.append(_found("A206", f"the folder cannot be read: {error.strerror}", here))
            continue
        if not entries:
            found.append(_found("A206", "the folder is empty", here))
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield f"{inside}/{entry.name}".removeprefix("/")
            else:
                what = "it is a link" if entry.is_symlink() else "it is no plain file"
                found.append(_found("A206", what, f"{here}/{entry.name}"))


def _content(path: Path, digest: str, inventory: Inventory, place: str) -> Iterator[Finding]:
    try:
        actual = sha512_of_file(path)
    except OSError as error:
        yield _found("A201", f"the file cannot be read: {error.strerror}", place)
        return
    if actual != digest:
        other = inventory.manifest.get(actual)
        what = f"the file holds what belongs to {other[0]}" if other else "the file is not what was archived"
        yield _found("A201", what, place)


def audit_root(root: StorageRoot) -> tuple[Finding, ...]:
    """Audit what lies between the objects."""
    found: list[Finding] = []

    def tell(error: OSError) -> None:
        place = Path(str(error.filename)).relative_to(root.path).as_posix()
        found.append(_found("A206", f"the folder cannot be read: {error.strerror}", place))

    for base, folders, names in os.walk(root.path, onerror=tell):
        inside = Path(base).relative_to(root.path)
        depth = len(inside.parts)
        if inside.parts[:1] == ("extensions",):
            continue
        if 0 < depth < 4:
            found += [_found("A203", "no object holds the file", (inside / name).as_posix()) for name in sorted(names)]
            if not folders and not names:
                found.append(_found("A206", "the folder is empty", inside.as_posix()))
        if depth >= 3:
            folders.clear()
        folders.sort()
    return tuple(found)


def _found(code: str, message: str, place: str) -> Finding:
    return Finding(code, printable(message), Location(printable(place)), HELP)
