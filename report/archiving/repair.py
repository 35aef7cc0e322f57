"""Files of an archive are put back from a copy of it, each only if it is what the inventory says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.archiving.disk import bytes_of, replace_synced, sha512_of_file
from report.archiving.inventory import NAME, SIDECAR, DamagedError, read_inventory, sidecar_of
from report.archiving.root import OBJECT, StorageRoot, read_object
from report.runtime.digests import sha512_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def repair_object(root: StorageRoot, folder: Path, copy: StorageRoot) -> tuple[str, ...]:
    """Put back what is damaged in an object or missing from it; return the paths of what was put back."""
    other = copy.path / folder.relative_to(root.path)
    if not other.is_dir() or folder.resolve() != folder:
        return ()
    place = folder.relative_to(root.path).as_posix()
    return tuple(
        f"{place}/{path}" for path in (*_inventories(folder, other, root.stage), *_contents(folder, other, root.stage))
    )


def _inventories(folder: Path, other: Path, stage: Path) -> Iterator[str]:
    """Put back inventories: those of a copy that vouches for itself and for all that the object has of its history."""
    try:
        theirs = read_object(other)
    except DamagedError:
        return
    if bytes_of(folder / OBJECT) != bytes_of(other / OBJECT):
        replace_synced(folder / OBJECT, bytes_of(other / OBJECT), stage)
        yield OBJECT
    try:
        ours = read_object(folder)
    except DamagedError:
        ours = None
    if ours and not ours.extends(theirs):
        return  # the copy's history is another: nothing can be said of either
    for number in range(1, theirs.head + 1):
        yield from _pair(folder / f"v{number}", other / f"v{number}", f"v{number}/", stage)
    if ours is None:
        yield from _pair(folder, other, "", stage)


def _pair(folder: Path, other: Path, place: str, stage: Path) -> Iterator[str]:
    data, sidecar = bytes_of(other / NAME), bytes_of(other / SIDECAR)
    try:
        read_inventory(data, sidecar, place)
    except DamagedError:
        return
    if (bytes_of(folder / NAME), bytes_of(folder / SIDECAR)) == (data, sidecar):
        return
    if bytes_of(folder / NAME) != data and _sound(folder):
        return
    if folder.is_symlink():
        return
    folder.mkdir(exist_ok=True)
    for name, content in ((NAME, data), (SIDECAR, sidecar_of(data))):
        if bytes_of(folder / name) != content:
            replace_synced(folder / name, content, stage)
            yield f"{place}{name}"


def _sound(folder: Path) -> bool:
    try:
        read_object(folder)
    except DamagedError:
        return False
    return True


def _contents(folder: Path, other: Path, stage: Path) -> Iterator[str]:
    try:
        inventory = read_object(folder)
    except DamagedError:
        return
    for path, digest in sorted(inventory.digests().items()):
        if _is(folder / path, digest):
            continue
        data = bytes_of(other / path, None)
        if sha512_of(data) != digest or not _is_inside(folder, folder / path):
            continue
        if (folder / path).is_symlink():
            (folder / path).unlink()
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        replace_synced(folder / path, data, stage)
        yield path


def _is_inside(folder: Path, path: Path) -> bool:
    """Tell whether no link on the way to a file leads out of its object."""
    return path.parent.resolve().is_relative_to(folder)


def _is(path: Path, digest: str) -> bool:
    try:
        return path.is_file() and not path.is_symlink() and sha512_of_file(path) == digest
    except OSError:
        return False
