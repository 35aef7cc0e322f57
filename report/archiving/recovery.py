"""What was cut off is finished or swept away: an archive is whole whenever a command begins to write to it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from report.archiving.disk import append_plain, bytes_of, replace_synced, sha512_of_file
from report.archiving.inventory import NAME, SIDECAR, VERSION, DamagedError, Inventory, read_inventory, sidecar_of
from report.runtime.digests import sha256_of
from report.runtime.drafts import may_be_written
from report.runtime.packed import stays_inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from report.archiving.root import StorageRoot

HELP = "run `report verify`; `--repair-from` restores what a copy of the archive still has"


@contextmanager
def lock_of(root: StorageRoot, identifier: str) -> Iterator[None]:
    """Wait for all others who write to an object on this machine; where locks are not to be had, go on without.

    The lock spares work: what keeps two versions apart is the change of a name that only one can make.
    """
    folder = root.locks
    folder.mkdir(parents=True, exist_ok=True)
    with append_plain(folder / sha256_of(identifier)) as file:
        with suppress(ImportError, OSError):  # Windows has no such module, and some shared disks no such call
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def recover(root: StorageRoot, identifier: str) -> bool:
    """Finish the version of an object whose adding was cut off; tell whether there was one.

    Raise `DamagedError` where the object is in a state that no commit leaves behind.
    """
    folder = root.folder(identifier)
    if not folder.exists():
        return False
    version = unfinished(folder)
    if version is None:
        return False
    data = bytes_of(version / NAME)
    replace_synced(folder / NAME, data, root.stage)
    replace_synced(folder / SIDECAR, sidecar_of(data), root.stage)
    return True


def unfinished(folder: Path) -> Path | None:
    """Return the version that a commit had put into an object when it was cut off; None where there is none."""
    numbers = version_numbers(folder)
    last = folder / f"v{numbers[-1]}" if numbers else folder
    data, sidecar = bytes_of(folder / NAME), bytes_of(folder / SIDECAR)
    newest = bytes_of(last / NAME)
    if data == newest and sidecar.split() == sidecar_of(data).split():
        return None
    earlier = bytes_of(folder / f"v{len(numbers) - 1}" / NAME) if len(numbers) > 1 else b""
    begun = data == earlier and sidecar.split() == sidecar_of(earlier).split()  # neither was replaced
    half = data == newest and sidecar.split() == sidecar_of(earlier).split()  # the inventory was
    if not earlier or not (begun or half) or numbers[-1] != len(numbers):
        raise DamagedError(f"{folder} is damaged: its inventory is not that of {last.name}", HELP)
    _check_version(last, read_inventory(earlier, None, str(folder / NAME)))
    return last


def version_numbers(folder: Path) -> list[int]:
    """Return the numbers of the versions that an object has folders for, in order."""
    return sorted(int(match[1]) for path in folder.iterdir() if (match := VERSION.fullmatch(path.name)))


def _check_version(version: Path, earlier: Inventory) -> None:
    """Make sure that a version is whole, by its own inventory."""
    after = read_inventory(bytes_of(version / NAME), bytes_of(version / SIDECAR), str(version / NAME))
    if after.head != earlier.head + 1 or not after.extends(earlier):
        raise DamagedError(f"{version} does not go on from v{earlier.head}", HELP)
    for path, digest in after.digests().items():
        file = version.parent / path
        if path.startswith(f"{version.name}/") and not (file.is_file() and sha512_of_file(file) == digest):
            raise DamagedError(f"{file} is damaged", HELP)


def sweep(root: StorageRoot) -> None:
    """Remove what commits that were cut off left beside the objects."""
    for path in root.stage.iterdir() if root.stage.is_dir() else ():
        if may_be_written(path):
            continue
        if path.suffix == ".place":
            place = bytes_of(path).decode("utf-8", "replace")
            if stays_inside(place):
                remove_empty(root.path, (root.path / place).parent)
            path.unlink(missing_ok=True)
        elif path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def remove_empty(root: Path, folder: Path) -> None:
    """Remove a folder and those above it, as far as they are empty."""
    while folder != root and folder.is_relative_to(root):
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass  # it was not yet made
        except OSError:
            return
        folder = folder.parent
