"""What cases are made from that takes a build: the editions of a small report, and an archive of it."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from tests.fuzz.core import Case
from tests.fuzz.running import played

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = """title: Harbours in numbers
date: 2025-07-14
lang: en
status: final
version: "1.0"
publisher: The desk
authors: [{name: Ann Lee, email: ann@example.org}]
"""
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Some numbers. {#tbl-a}\n"
TEXT = f"# One\n\nThe harbour has 14 quays, and one [more](https://example.org/).\n\n{TABLE}"
REPORT = {"sources/brief/report.yaml": HEAD, "sources/brief/10-text.md": TEXT}
OTHER = {"sources/pier/report.yaml": HEAD.replace("Harbours", "Piers"), "sources/pier/10-text.md": "# One\n\nA pier.\n"}
LATER = {
    "sources/brief/report.yaml": HEAD.replace('"1.0"', '"1.1"'),
    "sources/brief/10-text.md": TEXT + "\nAnd a pier.\n",
}
ARCHIVE = ("fresh", "archive", "--by", "The desk", "--address", "mailto:desk@example.org")
OBJECT = "0=ocfl_object_1.1"


class BaseError(Exception):
    """What all cases are made from could not be made."""


def made_of(case: Case, root: Path) -> Path:
    """Run a case that ends well, in a new folder below `root`, and return its work folder."""
    folder = Path(mkdtemp(prefix="base-", dir=root))
    for run, _ in played(case, folder, root / "cache"):
        if run.status:
            raise BaseError(run.said)
    return folder / "desk"


def files_in(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, by their paths in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@cache
def editions(root: Path) -> dict[str, bytes]:
    """Return the editions of the report by name."""
    desk = made_of(Case(REPORT, (("fresh", "build", "-q"),)), root)
    return files_in(desk / "build" / "brief")


@cache
def archive(root: Path) -> dict[str, bytes]:
    """Return the files of an archive with two versions of the report and one of another, without fonts, by their paths."""
    desk = made_of(Case({**REPORT, **OTHER}, (ARCHIVE,)), root)
    first = {f"archive/{name}": data for name, data in files_in(desk / "archive").items()}
    second = Case({**first, **LATER}, ((*ARCHIVE, "-m", "A pier"),))
    desk = made_of(second, root)
    return _without_fonts(files_in(desk / "archive"))


def both(root: Path) -> None:
    """Make the editions and the archive."""
    editions(root)
    archive(root)


def object_folder(files: Mapping[str, object]) -> str:
    """Name the folder of the report with two versions in an archive."""
    return next(name for name in files if name.endswith(f"brief/{OBJECT}")).removesuffix(f"/{OBJECT}")


def sidecar(data: bytes) -> bytes:
    """Return the sidecar of an inventory."""
    return f"{hashlib.sha512(data).hexdigest()} inventory.json\n".encode()


def _without_fonts(files: dict[str, bytes]) -> dict[str, bytes]:
    """Take out what is large, and write the inventories as they would be without it."""
    kept = {name: data for name, data in files.items() if "/content/fonts/" not in name}
    for name in [name for name in files if name.endswith("/inventory.json")]:
        inventory = json.loads(files[name])
        manifest = inventory["manifest"]
        fonts = {digest for digest, paths in manifest.items() if any("/content/fonts/" in path for path in paths)}
        inventory["manifest"] = {digest: paths for digest, paths in manifest.items() if digest not in fonts}
        for version in inventory["versions"].values():
            version["state"] = {digest: names for digest, names in version["state"].items() if digest not in fonts}
        kept[name] = json.dumps(inventory).encode()
        kept[f"{name}.sha512"] = sidecar(kept[name])
    return kept
