"""A version is added to the archive: staged beside it, and put in its place by one change of a name."""

from __future__ import annotations

import errno
import os
import shutil
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.archiving.disk import copy_synced, explained, replace_synced, sha512_of_file, sync_folder, write_synced
from report.archiving.inventory import NAME, SIDECAR, DamagedError, Inventory, ObjectVersion, write_inventory
from report.archiving.names import checked_names
from report.archiving.recovery import lock_of, recover, remove_empty, sweep
from report.archiving.root import OBJECT, StorageRoot
from report.model.errors import BuildError
from report.runtime.drafts import new_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TRIES, PAUSE = 3, 0.1  # seconds
MARGIN = 1 << 20  # bytes that a commit needs beside its content


class ConflictError(BuildError):
    """Another version was added meanwhile."""


@dataclass(frozen=True, slots=True)
class Note:
    """Why a version is added, by whom, and when (ISO 8601, UTC). `address` is a URI, such as mailto:."""

    message: str
    user: str
    created: str
    address: str = ""


def commit(root: StorageRoot, identifier: str, files: Mapping[str, bytes | Path], note: Note, expected: int | None = None) -> int:  # fmt: skip
    """Add a version that consists of `files`, by name; return its number.

    It is added whole or not at all, whatever ends the process. Raise `ConflictError` where the object has not the
    `expected` number of versions, or gets another meanwhile; `BuildError` where a file cannot be archived.
    """
    names = checked_names(files)
    with explained(str(root.path)):
        sweep(root)
        with lock_of(root, identifier), _stage(root) as stage:
            before = _settled(root, identifier)
            seen = _fingerprint(root, identifier)
            if expected is not None and before.head != expected:
                raise ConflictError(
                    f"{identifier} has {before.head} versions, and not {expected}: another was added meanwhile",
                    "look at what was added with `report history`, and archive again",
                )
            _check_room(root, files)
            number = before.head + 1
            folder = stage / f"v{number}"
            folder.mkdir()
            state, manifest = _fill(folder, {names[name]: content for name, content in files.items()}, before)
            version = ObjectVersion(note.created, note.message, note.user, note.address, state)
            after = Inventory(identifier, (*before.versions, version), manifest)
            _install(root, stage, after, seen)
    return number


def _settled(root: StorageRoot, identifier: str) -> Inventory:
    """Finish what was cut off, and read the inventory. Where there are no locks, another may be about to change it."""
    for _ in range(TRIES):
        with suppress(DamagedError):
            recover(root, identifier)
            return root.inventory(identifier) or Inventory(identifier)
        time.sleep(PAUSE)
    recover(root, identifier)
    return root.inventory(identifier) or Inventory(identifier)


def _fingerprint(root: StorageRoot, identifier: str) -> str:
    """Return the digest of an object's inventory; empty where there is no object."""
    path = root.folder(identifier) / NAME
    return sha512_of_file(path) if path.exists() else ""


def _check_room(root: StorageRoot, files: Mapping[str, bytes | Path]) -> None:
    wanted = sum(len(one) if isinstance(one, bytes) else one.stat().st_size for one in files.values()) + MARGIN
    free = shutil.disk_usage(root.path).free
    if free < wanted:
        raise BuildError(
            f"the archive {root.path} has no room: {wanted >> 20} MB are needed, and {free >> 20} MB are free",
            "make room; nothing of the archive has changed",
        )


@contextmanager
def _stage(root: StorageRoot) -> Iterator[Path]:
    """Make a folder for a version; whatever is left in it is removed, now or by who comes next."""
    root.stage.mkdir(parents=True, exist_ok=True)
    stage = new_folder(root.stage)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, bytes | Path], before: Inventory) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:  # fmt: skip
    """Write what no earlier version holds; return the state of the version, and the manifest with it."""
    state: dict[str, str] = {}
    manifest = dict(before.manifest)
    for name in sorted(files):
        content, inside = files[name], f"content/{name}"
        target = folder / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            write_synced(target, content)
            digest = sha512_of_file(target)
        else:
            digest = copy_synced(content, target)
        state[name] = digest
        if digest in manifest:
            target.unlink()
        else:
            manifest[digest] = (f"{folder.name}/{inside}",)
    for path, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):
            Path(path).rmdir()  # one that is empty, for all that was to be in it is there already
    folder.mkdir(exist_ok=True)
    return state, manifest


def _install(root: StorageRoot, stage: Path, after: Inventory, seen: str) -> None:
    """Put a version that is staged in its place, if the object is still as it was `seen`."""
    data, sidecar = write_inventory(after)
    version, target = stage / f"v{after.head}", root.folder(after.identifier)
    new = after.head == 1
    for folder in (version, *([stage] if new else [])):
        write_synced(folder / NAME, data)
        write_synced(folder / SIDECAR, sidecar)
    if new:
        write_synced(stage / OBJECT, b"ocfl_object_1.1\n")
    for path, _, _ in os.walk(stage, topdown=False):
        sync_folder(Path(path))
    if new:
        _install_object(root, stage, target)
        return
    if _fingerprint(root, after.identifier) != seen:
        raise ConflictError(f"{after.identifier} was changed meanwhile", "look at it, and archive again")
    try:
        os.rename(version, target / version.name)  # noqa: PTH104  # fails where another was there first
    except OSError as error:
        raise _conflict(error, after.identifier) from error
    sync_folder(target)
    replace_synced(target / NAME, data, root.stage)
    replace_synced(target / SIDECAR, sidecar, root.stage)


def _install_object(root: StorageRoot, stage: Path, target: Path) -> None:
    """Put a new object in its place. The folders above it, empty for a moment, are noted so that none stays empty."""
    note = stage.with_name(f"{stage.name}.place")
    write_synced(note, str(target.relative_to(root.path)).encode())
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.rename(stage, target)  # noqa: PTH104
        except OSError as error:
            raise _conflict(error, target.name) from error
        for folder in target.parents:
            sync_folder(folder)
            if folder == root.path:
                break
    finally:
        remove_empty(root.path, target.parent)
        note.unlink(missing_ok=True)


def _conflict(error: OSError, identifier: str) -> OSError | ConflictError:
    if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
        return error
    return ConflictError(f"another version of {identifier} was added meanwhile", "look at it, and archive again")
