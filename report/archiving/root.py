"""The storage root of an archive: made, opened, and gone through object by object."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from report.archiving.disk import LARGEST, explained, sync_folder, write_synced
from report.archiving.inventory import NAME, SIDECAR, WAY_OUT, DamagedError, Inventory, read_inventory
from report.archiving.names import TUPLE, object_folder
from report.model.errors import BuildError
from report.runtime.foreign import read_json
from report.runtime.plain_files import read_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
DECLARATION, OBJECT = "0=ocfl_1.1", "0=ocfl_object_1.1"
LAYOUT_FILE = "ocfl_layout.json"
CONFIGURATION = {"extensionName": LAYOUT, "digestAlgorithm": "sha256", "tupleSize": TUPLE, "numberOfTuples": 3}
EXTENSIONS = "extensions"
OURS = "report-archive"  # our own extension's folder: what is being added, locks, and the audits' log
LEVELS = 3  # of folders above an object


class _Layout(TypedDict):
    extension: str


@dataclass(frozen=True, slots=True)
class StorageRoot:
    """An archive that is there. `path` is absolute."""

    path: Path

    @property
    def stage(self) -> Path:
        """The folder in which versions are made before they are added."""
        return self.path / EXTENSIONS / OURS / "stage"

    @property
    def locks(self) -> Path:
        """The folder of the locks of those who write."""
        return self.path / EXTENSIONS / OURS / "locks"

    @property
    def log(self) -> Path:
        """The log of all audits."""
        return self.path / EXTENSIONS / OURS / "audits.jsonl"

    def folder(self, identifier: str) -> Path:
        """Return where an object lies, or would lie."""
        return object_folder(self.path, identifier)

    def objects(self) -> Iterator[Path]:
        """Yield the folder of every object, in order of path."""
        for path in sorted(self.path.glob("/".join("*" * (LEVELS + 1)))):
            if not path.is_relative_to(self.path / EXTENSIONS):
                yield path

    def inventory(self, identifier: str) -> Inventory | None:
        """Read an object's inventory; None where there is no such object. Raise `DamagedError` where it is damaged."""
        folder = self.folder(identifier)
        try:
            if not folder.exists():
                return None
        except OSError as error:
            raise DamagedError(f"{folder} cannot be read: {error.strerror}", WAY_OUT) from error
        inventory = read_object(folder)
        if inventory.identifier != identifier:
            raise DamagedError(f"{folder} holds {inventory.identifier}, not {identifier}", WAY_OUT)
        return inventory


def read_object(folder: Path) -> Inventory:
    """Read the inventory of the object in a folder, as its sidecar vouches for it."""
    try:
        data, sidecar = read_plain(folder / NAME, LARGEST), read_plain(folder / SIDECAR, LARGEST)
    except OSError as error:
        raise DamagedError(f"{error.filename} cannot be read: {error.strerror}", WAY_OUT) from error
    return read_inventory(data, sidecar, str(folder / NAME))


def open_root(path: Path) -> StorageRoot:
    """Open an archive; raise `BuildError` where there is none, or one that another program laid out."""
    try:
        sound = read_plain(path / DECLARATION, LARGEST) == b"ocfl_1.1\n"
        layout = read_json(LAYOUT_FILE, read_plain(path / LAYOUT_FILE, LARGEST), _Layout)["extension"]
        told = read_plain(path / EXTENSIONS / LAYOUT / "config.json", LARGEST)
        configuration = read_json("config.json", told, dict[str, Any])
    except FileNotFoundError as error:
        raise BuildError(f"{path} is no archive", "`report archive` makes one; name another with --store") from error
    except OSError as error:
        raise BuildError(f"{error.filename} cannot be read: {error.strerror}", "get leave to read it") from error
    except BuildError as error:
        raise DamagedError(f"{path} cannot be read as an archive: {error.message}", "restore it from a copy") from error
    if not sound or layout != LAYOUT or configuration != CONFIGURATION:
        raise BuildError(
            f"{path} is laid out by another program, or another version of OCFL", "name another with --store"
        )
    root = StorageRoot(path.resolve())
    for folder in (root.stage, root.locks):
        if folder.resolve() != folder:
            raise BuildError(f"{folder} is a link, and leads to {folder.resolve()}", "put the folder itself there")
    return root


def make_root(path: Path) -> StorageRoot:
    """Open an archive; make it first where nothing is there yet, or only what was begun of one."""
    if not (path / DECLARATION).exists():
        with explained(str(path)):
            path.mkdir(parents=True, exist_ok=True)
            strange = {entry.name for entry in path.iterdir()} - {EXTENSIONS, LAYOUT_FILE, DECLARATION}
            if strange:
                raise BuildError(
                    f"{path} holds other things, such as {min(strange)}", "name an empty folder with --store"
                )
            _lay_out(path)
    return open_root(path)


def _lay_out(path: Path) -> None:
    layout = path / EXTENSIONS / LAYOUT
    layout.mkdir(parents=True, exist_ok=True)
    (path / EXTENSIONS / OURS / "stage").mkdir(parents=True, exist_ok=True)
    description = "Reports and all their versions, each an object; the folders are the beginnings of a digest"
    files = {
        layout / "config.json": json.dumps(CONFIGURATION, indent=1) + "\n",
        path / LAYOUT_FILE: json.dumps({"extension": LAYOUT, "description": description}, indent=1) + "\n",
        path / DECLARATION: "ocfl_1.1\n",  # the last, for it says that the others are there
    }
    for file, text in files.items():
        file.unlink(missing_ok=True)
        write_synced(file, text.encode())
    for folder in (layout, layout.parent, path, path.parent):
        sync_folder(folder)
