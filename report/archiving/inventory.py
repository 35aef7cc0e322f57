"""An OCFL inventory: what each version of an object consists of, and where its files lie."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from report.model.errors import BuildError
from report.runtime.digests import sha512_of
from report.runtime.foreign import read_json
from report.runtime.packed import stays_inside

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPE = "https://ocfl.io/1.1/spec/#inventory"
ALGORITHM = "sha512"
NAME = "inventory.json"
SIDECAR = f"{NAME}.{ALGORITHM}"
VERSION = re.compile(r"v([1-9][0-9]*)")
ENCODE = json.JSONEncoder(ensure_ascii=False).encode
DIGEST = re.compile(r"[0-9a-f]{128}")
PLACE = re.compile(r"v[1-9][0-9]*/[^/]+/.+", re.DOTALL)  # of content: OCFL 1.1, 3.5.2
WAY_OUT = "run `report verify`"


class DamagedError(BuildError):
    """What the archive holds is not what was put into it."""

    status = 1


class _User(TypedDict):
    name: str
    address: NotRequired[str]


class _Version(TypedDict):
    created: str
    message: str
    user: _User
    state: dict[str, list[str]]


class _Inventory(TypedDict):
    id: str
    type: str
    digestAlgorithm: str
    head: str
    manifest: dict[str, list[str]]
    versions: dict[str, _Version]


@dataclass(frozen=True, slots=True)
class ObjectVersion:
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
    versions: tuple[ObjectVersion, ...] = ()
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
    return f"{sha512_of(data)} {NAME}\n".encode()


def read_inventory(data: bytes, sidecar: bytes | None, place: str) -> Inventory:
    """Read an inventory and hold it against its sidecar, None where it has not to be; raise `DamagedError`."""
    if sidecar is not None and sidecar.split() != sidecar_of(data).split():
        raise DamagedError(f"{place} is not what its sidecar says", WAY_OUT)
    try:
        value = read_json(place, data, _Inventory)
    except BuildError as error:
        raise DamagedError(error.message, WAY_OUT) from error
    names = [f"v{number}" for number in range(1, len(value["versions"]) + 1)]
    head = (value["type"], value["digestAlgorithm"], value["head"])
    if value["versions"].keys() != set(names) or head != (TYPE, ALGORITHM, names[-1] if names else ""):
        raise DamagedError(f"{place} contradicts itself", WAY_OUT)
    told = [value["versions"][name] for name in names]
    if trouble := _trouble(value, told):
        raise DamagedError(f"{place} contradicts itself: {trouble}", WAY_OUT)
    manifest = {digest: tuple(paths) for digest, paths in value["manifest"].items()}
    return Inventory(value["id"], tuple(_from_json(one) for one in told), manifest)


def _trouble(value: _Inventory, versions: list[_Version]) -> str:
    """Say what an inventory cannot mean: what it names twice, or outside of the object; empty where there is nothing."""
    manifest = value["manifest"]
    if not value["id"].isprintable() or not value["id"]:
        return "its identifier is none"
    if not all(DIGEST.fullmatch(digest) and paths for digest, paths in manifest.items()):
        return "a digest is none, or has no file"
    places = [path for paths in manifest.values() for path in paths]
    states = [[name for names in one["state"].values() for name in names] for one in versions]
    if any(len(names) != len(set(names)) for names in (places, *states)):
        return "it names a file twice"
    strange = next((path for path in places if not PLACE.fullmatch(path)), "")
    strange = strange or next((name for names in (places, *states) for name in names if not stays_inside(name)), "")
    if strange:
        return f"it names the file {strange!a}"
    return (
        "" if all(digest in manifest for one in versions for digest in one["state"]) else "content is missing from it"
    )


def _as_json(version: ObjectVersion) -> dict[str, Any]:
    state: dict[str, list[str]] = {}
    for name, digest in sorted(version.state.items()):
        state.setdefault(digest, []).append(name)
    user = {"name": version.user, **({"address": version.address} if version.address else {})}
    return {"created": version.created, "message": version.message, "user": user, "state": dict(sorted(state.items()))}


def _from_json(value: _Version) -> ObjectVersion:
    state = {name: digest for digest, names in value["state"].items() for name in names}
    user = value["user"]
    return ObjectVersion(value["created"], value["message"], user["name"], user.get("address", ""), state)
