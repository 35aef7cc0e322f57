"""A version is built again from what the archive, or a PDF alone, holds of it, and compared with what was published."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report.archive.content import METADATA, SOURCE, attached_source
from report.archive.shelf import held_source, read_file, slug_of
from report.archive.trust import Stranger, check_themes
from report.editions.pdf.bind.attached import RECORD, read_attachment
from report.environment import versions
from report.errors import BuildError
from report.files import write_file
from report.model.metadata import EDITIONS
from report.pipeline import Means, build
from report.project import STYLES, Project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from report.archive.inventory import Inventory
    from report.archive.root import StorageRoot


@dataclass(frozen=True, slots=True)
class Origin:
    """What a version is built again from: its source by names below `sources/`, and the files to compare with.

    `made` are the versions of everything that made it, by group, as a record has them; `epoch` is the SOURCE_DATE_EPOCH
    that it was made with, if any. Where it is a `stranger`'s, its theme must be one that is known.
    """

    slug: str
    source: Mapping[str, bytes]
    files: Mapping[str, bytes]
    made: Mapping[str, Any]
    edition: str = EDITIONS[0]
    epoch: str = ""
    stranger: Stranger | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a file that was built again compares. Where its bytes are others, `likeness` says what is still the same."""

    name: str
    same: bool
    likeness: Mapping[str, str] = field(default_factory=dict)


def from_archive(root: StorageRoot, inventory: Inventory, number: int) -> Origin:
    """Take a version from the archive; raise `BuildError` where it has no source, as the notice of a withdrawal has none."""
    slug = slug_of(inventory)
    held = {name: read_file(root, inventory, number, name) for name in inventory.versions[number - 1].state}
    source = held_source(root, inventory, number)
    files = {name: data for name, data in held.items() if "/" not in name}
    made = json.loads(held[f"{METADATA}build.json"])
    attached = _making(files[f"{slug}.pdf"], f"{slug}.pdf")
    stranger = Stranger(f"{slug} v{number}", f"{root.folder(inventory.identifier)}, {SOURCE}{STYLES}/")
    return Origin(slug, source, files, made["versions"], made["edition"], attached.get("epoch", ""), stranger)


def from_pdf(path: Path) -> Origin:
    """Take all from a PDF; raise `BuildError` where it does not carry its source and its record."""
    data = path.read_bytes()
    source = attached_source(data, str(path))
    made = _making(data, str(path))
    slug, edition = made["report"], made["edition"]
    name = f"{slug}.pdf" if edition == EDITIONS[0] else f"{slug}-{edition}.pdf"
    stranger = Stranger(str(path), f"the source that it carries, {STYLES}/")
    return Origin(slug, source, {name: data}, made["versions"], edition, made.get("epoch", ""), stranger)


def _making(pdf: bytes, name: str) -> dict[str, Any]:
    return dict(json.loads(read_attachment(pdf, RECORD, name)))


def rebuild(origin: Origin, folder: Path, home: Project | None = None) -> tuple[Comparison, ...]:
    """Build a version again in an empty folder, and compare each of its files. `home` is this project, if there is one."""
    for name, data in origin.source.items():
        write_file(folder / "sources" / name, data)
    project = Project(folder.resolve())
    if origin.stranger:
        check_themes(project, project.report(origin.slug), origin.stranger, home)
    formats = tuple(Path(name).suffix[1:] for name in origin.files)
    with _at(origin.epoch):
        result = build(project, project.report(origin.slug), formats, folder / "build", Means(edition=origin.edition))
    if not result.written:
        raise BuildError(f"{origin.slug} cannot be built any more", "see what is told above", result.findings)
    made = {path.name: path for path in result.written}
    return tuple(_compare(name, data, made[name].read_bytes()) for name, data in sorted(origin.files.items()))


@contextmanager
def _at(epoch: str) -> Iterator[None]:
    """Set the moment of the build as it was."""
    before = os.environ.pop("SOURCE_DATE_EPOCH", None)
    if epoch:
        os.environ["SOURCE_DATE_EPOCH"] = epoch
    try:
        yield
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH", None)
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before


def differing_tools(made: Mapping[str, Any]) -> tuple[str, ...]:
    """Say which tools, libraries and fonts are not those that made a version: "pango 1.50.12, now 1.52.0"."""
    now = versions()
    told = []
    for group, value in sorted(now.items()):
        pairs = value if isinstance(value, dict) else {group: value}
        before = made.get(group, {}) if isinstance(value, dict) else {group: made.get(group, "")}
        for name in sorted({*pairs, *before}):
            was, is_ = str(before.get(name, "absent")), str(pairs.get(name, "absent"))
            if was != is_:
                told.append(f"{name} {was or 'unknown'}, now {is_ or 'unknown'}")
    return tuple(told)


def _compare(name: str, old: bytes, new: bytes) -> Comparison:
    if old == new:
        return Comparison(name, same=True)
    from report.parity.likeness import likeness

    return Comparison(
        name, same=False, likeness=likeness(old, new) if name.endswith(".pdf") else _readings(name, old, new)
    )


def _readings(name: str, old: bytes, new: bytes) -> dict[str, str]:
    from report.parity.markup import read_epub, read_web

    read = read_epub if name.endswith(".epub") else read_web
    return {"text and structure": "the same" if read(old).passages == read(new).passages else "not the same"}
