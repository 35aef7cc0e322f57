"""Archives whose inventories hold odd values, and whose folders hold odd things, verified and read."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from tests.fuzz.bases import archive, object_folder, sidecar
from tests.fuzz.core import Case, Content, Link, Pipe, mutated, mutated_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

ODD: tuple[object, ...] = (
    None, True, False, 0, -1, 2.5, 10**400, "", "x", "v0", "v9", "v01", "V1", "../../x", "/etc/passwd", "a\0b", "x" * 5_000, "é",
    "\ud800", [], [None], [[]], ["x", "x"], ["../../../../outside/secret.txt"], [7], {}, {"": []}, {"x": "y"}, {"v1": {}},
    {"v1": None}, "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "f" * 128, "F" * 128,
)  # fmt: skip
KEYS = tuple(odd for odd in ODD if isinstance(odd, str))
WHOLE = (b"", b"null", b"[]", b"{}", b"7", b"[" * 100_000, b"\xff", b'{"id": "x", "id": "y"}')
SIDECARS = (b"", b"x", b"\xff", b"0" * 128, b"\0" * 500)
NAMES = (
    "v9/", "v3/", "v0/", "v/", "v99999999999999999999/", "v1/x", "v1/content/x", "x", "v2/inventory.json/", "0=ocfl_object_1.0",
    "0=ocfl_object_2.0", "logs/x", "logs/", "extensions/x/y", "v3/inventory.json", "v3/content/a", "inventory.json.sha256", ".hidden",
    "v3", "con", "a\nb", "é/x", "v1/content/" + "a" * 250,
)  # fmt: skip
BETWEEN = (
    "x", "x/", "0=ocfl_1.0", "extensions/x", "extensions/report-archive/stage/x/", "extensions/report-archive/audits.jsonl",
    "extensions/report-archive/stage/x", "aaa/", "aaa/bbb/ccc/x/", "aaa/bbb/ccc/x/y", "aaa/bbb/ccc/x/0=ocfl_object_1.1",
    "aaa/bbb/ccc/x/inventory.json", "ocfl_1.1.md",
)  # fmt: skip
THINGS = (
    b"", b"x", b"{}", b"[]", b"null", b"\xff", Link("nobody"), Link("."), Link("/etc/passwd"), Link("../../../../../outside"),
    Link("../inventory.json"), Pipe(),
)  # fmt: skip
ROOT_FILES = ("0=ocfl_1.1", "ocfl_layout.json", "extensions/0003-hash-and-id-n-tuple-storage-layout/config.json")
COMMANDS = tuple(
    tuple(line.split())
    for line in """
verify
verify
verify
verify --format json
verify brief
verify --sample 50%
verify --resume
verify --repair-from archive
history
history brief
show brief
show brief v1
extract brief v1 --out taken
export brief --out taken
rebuild brief v1
withdraw brief v1 --why x
diff brief@v1 brief@v2 --to html
""".strip().splitlines()
)


def make(rng: Random, root: Path) -> Case:
    """Change an inventory, a record, what says that an archive is one, or what lies in it."""
    files: dict[str, Content] = dict(archive(root))
    change = rng.choice((_inventory, _inventory, _inventory, _inventory, _content, _odd_things, _between, _root_file))
    change(files, object_folder(archive(root)), rng)
    laid = {"sources/": "", **{f"archive/{name}": data for name, data in files.items()}}
    return Case(laid, (("report", *rng.choice(COMMANDS)),))


def _inventory(files: dict[str, Content], place: str, rng: Random) -> None:
    """Change a value of one inventory, or of the last two alike, mostly with sidecars that fit."""
    name = rng.choice(("inventory.json", "inventory.json", "v1/inventory.json", "v2/inventory.json"))
    data = _bytes(files[f"{place}/{name}"])
    text = json.dumps(_odd_value(json.loads(data), rng)) if rng.random() < 0.9 else mutated(data.decode(), rng)
    odd = text.encode("utf-8", "surrogatepass")
    if rng.random() < 0.05:
        odd = rng.choice((*WHOLE, odd[: len(odd) // 2]))
    for twin in (name, "v2/inventory.json") if name == "inventory.json" and rng.random() < 0.7 else (name,):
        files[f"{place}/{twin}"] = odd
        if rng.random() < 0.85:
            files[f"{place}/{twin}.sha512"] = sidecar(odd)
    if rng.random() < 0.1:
        files[f"{place}/inventory.json.sha512"] = rng.choice((*SIDECARS, sidecar(odd) * 2))


def _odd_value(value: Any, rng: Random) -> Any:
    """Put something else in the place of one value, one key or one whole part, at any depth."""
    spots = list(_spots(value))
    changed = copy.deepcopy(value)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        *above, last = rng.choice(spots)
        chance, odd, key = rng.random(), rng.choice(ODD), rng.choice(KEYS)
        holder = changed
        try:
            for step in above:
                holder = holder[step]
            if chance < 0.65:
                holder[last] = odd
            elif chance < 0.85 or not isinstance(holder, dict):
                del holder[last]
            else:
                holder[key] = holder.pop(last)
        except (KeyError, IndexError, TypeError):  # an earlier change took it away
            continue
    return changed


def _spots(value: Any, steps: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*steps, key)
        yield from _spots(inner, (*steps, key))


def _content(files: dict[str, Content], place: str, rng: Random) -> None:
    """Change a file of a version, such as its record or its PDF, mostly with the digest that belongs to it."""
    name = rng.choice([name for name in files if name.startswith(f"{place}/v") and "/content/" in name])
    data = _bytes(files[name])
    if name.endswith(".json") and rng.random() < 0.7:
        odd = json.dumps(_odd_value(json.loads(data), rng)).encode()
    else:
        odd = mutated_bytes(data, rng)
    files[name] = odd
    if rng.random() < 0.7:
        _vouch(files, place, data, odd)


def _vouch(files: dict[str, Content], place: str, old: bytes, new: bytes) -> None:
    """Write into all inventories that a file has always been what it is now."""
    before, after = (sidecar(data).split()[0] for data in (old, new))
    for name in ("inventory.json", "v1/inventory.json", "v2/inventory.json"):
        data = _bytes(files[f"{place}/{name}"]).replace(before, after)
        files |= {f"{place}/{name}": data, f"{place}/{name}.sha512": sidecar(data)}


def _odd_things(files: dict[str, Content], place: str, rng: Random) -> None:
    """Put odd things into an object's folder, or take something out."""
    for _ in range(rng.choice((1, 1, 2))):
        if rng.random() < 0.2:
            del files[rng.choice([name for name in files if name.startswith(place)])]
        else:
            files[f"{place}/{rng.choice(NAMES)}"] = rng.choice(THINGS)


def _between(files: dict[str, Content], _: str, rng: Random) -> None:
    """Put odd things between the objects."""
    for name in rng.sample(BETWEEN, rng.choice((1, 2, 3))):
        files[name] = rng.choice(THINGS)


def _root_file(files: dict[str, Content], _: str, rng: Random) -> None:
    name = rng.choice(ROOT_FILES)
    if rng.random() < 0.2:
        del files[name]
    elif name.endswith(".json") and rng.random() < 0.6:
        files[name] = json.dumps(_odd_value(json.loads(_bytes(files[name])), rng))
    else:
        files[name] = mutated(_bytes(files[name]).decode(), rng)


def _bytes(content: Content) -> bytes:
    return content if isinstance(content, bytes) else b""
