"""An OCFL inventory: what each version of an object consists of, and where its files lie."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from report.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPE = "https://ocfl.io/1.1/spec/#inventory"
ALGORITHM = "sha512"
NAME = "inventory.json"
SIDECAR = f"{NAME}.{ALGORITHM}"
VERSION = re.compile(r"v([1-9][0-9]*)")
ENCODE = json.JSONEncoder(ensure_ascii=False).encode
DIGEST = re.compile(r"[0-9a-f]{128}")


class DamagedError(BuildError):
    """What the archive holds is not what was put into it."""

    status = 1


@dataclass(frozen=True, slots=True)
class Version:
    """One version: when (ISO 8601), why and by whom it was added, and each of its files' SHA-512 by its name."""

    created: str
    message: str
    user: str
    address: str
    state: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Inventory:
    """What an object holds. `manifest` gives the paths in the object that hold the content of a SHA-512."""

    identifier: str
    versions: tuple[Version, ...] = ()
    manifest: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def head(self) -> int:
        """The number of the last version; 0 where there is none."""
        return len(self.versions)

    def digests(self) -> dict[str, str]:
        """Return the SHA-512 of every file in the object by its path."""
        return {path: digest for digest, paths in self.manifest.items() for path in paths}

    def path_of(self, number: int, name: str) -> str:
        """Return where a version's file lies in the object."""
        return self.manifest[self.versions[number - 1].state[name]][0]

    def extends(self, earlier: Inventory) -> bool:
        """Tell whether this is a later state of the same object, in which nothing earlier was changed."""
        before = earlier.digests()
        return (
            self.identifier == earlier.identifier
            and self.versions[: earlier.head] == earlier.versions
            and before.items() <= self.digests().items()
        )


def write_inventory(inventory: Inventory) -> tuple[bytes, bytes]:
    """Return the inventory as JSON, a line for each content and each version, and its sidecar."""
    head = {"id": inventory.identifier, "type": TYPE, "digestAlgorithm": ALGORITHM, "head": f"v{inventory.head}"}
    contents = [_line(digest, list(paths)) for digest, paths in sorted(inventory.manifest.items())]
    versions = [_line(f"v{number}", _as_json(one)) for number, one in enumerate(inventory.versions, start=1)]
    first = ",\n".join(_line(key, value) for key, value in head.items())
    parts = (first, '"manifest": {\n' + ",\n".join(contents) + "\n}", '"versions": {\n' + ",\n".join(versions) + "\n}")
    data = ("{\n" + ",\n".join(parts) + "\n}\n").encode()
    return data, sidecar_of(data)


def _line(key: str, value: object) -> str:
    return f"{ENCODE(key)}: {ENCODE(value)}"


def sidecar_of(data: bytes) -> bytes:
    """Return the sidecar of an inventory's bytes."""
    return f"{hashlib.sha512(data).hexdigest()} {NAME}\n".encode()


def read_inventory(data: bytes, sidecar: bytes | None, place: str) -> Inventory:
    """Read an inventory and hold it against its sidecar, None where it has not to be; raise `DamagedError`."""
    if sidecar is not None and sidecar.split() != sidecar_of(data).split():
        raise DamagedError(f"{place} is not what its sidecar says", "run `report verify`")
    try:
        value = json.loads(data)
        versions = tuple(_from_json(value["versions"][f"v{number + 1}"]) for number in range(len(value["versions"])))
        manifest = {digest: tuple(paths) for digest, paths in value["manifest"].items()}
        inventory = Inventory(value["id"], versions, manifest)
        sound = (
            (value["type"], value["digestAlgorithm"], value["head"]) == (TYPE, ALGORITHM, f"v{len(versions)}")
            and versions
            and all(DIGEST.fullmatch(digest) and paths for digest, paths in manifest.items())
            and all(digest in manifest for one in versions for digest in one.state.values())
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(f"{place} cannot be read: {error!r}", "run `report verify`") from error
    if not sound:
        raise DamagedError(f"{place} contradicts itself", "run `report verify`")
    return inventory


def _as_json(version: Version) -> dict[str, Any]:
    state: dict[str, list[str]] = {}
    for name, digest in sorted(version.state.items()):
        state.setdefault(digest, []).append(name)
    user = {"name": version.user, **({"address": version.address} if version.address else {})}
    return {"created": version.created, "message": version.message, "user": user, "state": dict(sorted(state.items()))}


def _from_json(value: dict[str, Any]) -> Version:
    state = {name: digest for digest, names in value["state"].items() for name in names}
    user = value["user"]
    return Version(value["created"], value["message"], user["name"], user.get("address", ""), state)
