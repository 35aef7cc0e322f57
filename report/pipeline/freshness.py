"""Whether a build has anything to do: what the last one read and wrote, and whether all of it is as it was.

Only sizes and times are looked at, as Make does, and nothing heavy is imported: the answer takes a blink.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from report.model.findings import Finding, finding_as_json, finding_from_json
from report.runtime.cache import cache_folder, complain
from report.runtime.digests import sha256_of
from report.runtime.plain_files import read_plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = "stamps"
VARIABLES = ("SOURCE_DATE_EPOCH", "REPORT_PLAIN_START")


def unchanged(slug: str, folder: Path, formats: tuple[str, ...]) -> tuple[Finding, ...] | None:
    """Return the findings of the last build of a report into a folder, None where there is something to do."""
    try:
        seal, _, text = read_plain_text(_path(slug, folder, formats)).partition("\n")
        if seal != _digest(text):
            return None
        stamp = json.loads(text)
        if stamp["surroundings"] != _surroundings():
            return None
        if any(_state(path) != state for path, state in stamp["files"].items()):
            return None
        return tuple(finding_from_json(item) for item in stamp["findings"])
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ):  # damaged, or of another version
        return None


def stamp(
    slug: str, folder: Path, formats: tuple[str, ...], files: Iterable[Path], findings: Iterable[Finding]
) -> None:
    """Note what a build has read and written: files, and folders whose list of names counts."""
    path = _path(slug, folder, formats)
    told = [finding_as_json(finding) for finding in findings]
    state = {str(file): _state(str(file)) for file in sorted(set(files))}
    text = json.dumps({"surroundings": _surroundings(), "files": state, "findings": told})
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(f"{_digest(text)}\n{text}", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        complain(f"the cache {path.parent} cannot be written: {error.strerror}")
        with suppress(OSError):
            draft.unlink(missing_ok=True)  # the next build does it all again


def _path(slug: str, folder: Path, formats: tuple[str, ...]) -> Path:
    name = sha256_of(repr((str(folder), formats)))[:16]
    return cache_folder() / FOLDER / f"{slug}-{name}.json"


def _digest(text: str) -> str:
    return sha256_of(text)


def _state(path: str) -> list[int]:
    try:
        found = os.stat(path)  # noqa: PTH116 - a thousand of them, and no Path for each
    except OSError:
        found = os.lstat(path)  # a link that leads nowhere, as it lies in a theme's folder
    return [found.st_mtime_ns, found.st_size, found.st_ino]


def _surroundings() -> str:
    """Digest what is installed, as far as its times tell, and the variables that change an output."""
    package = Path(__file__).parents[1]
    places = [sys.executable, *(path for path in sys.path if path.endswith("site-packages"))]
    places += [str(path) for path in package.rglob("*.py")]
    state = [(place, _state(place)) for place in sorted(places) if os.path.exists(place)]  # noqa: PTH110
    return sha256_of(repr((state, [os.environ.get(name) for name in VARIABLES])))
