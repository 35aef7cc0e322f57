"""A version is built again from what the archive, or a PDF alone, holds of it, and compared with what was published."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from report.archive.content import FORMATS, METADATA
from report.archive.content import SOURCE as KEPT_SOURCE
from report.archive.shelf import held_source, read_file, slug_of
from report.archive.trust import Stranger, check_themes
from report.editions.pdf.bind.attached import RECORD, SOURCE, read_carried
from report.environment import versions
from report.errors import BuildError
from report.model.metadata import EDITIONS
from report.pipeline import Means, build
from report.project import STYLES, Project
from report.record import read_built, read_making
from report.runtime.apart import apart
from report.runtime.foreign import printable, read_whole
from report.runtime.packed import write_members

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from report.archive.inventory import Inventory
    from report.archive.root import StorageRoot
    from report.record import Versions


@dataclass(frozen=True, slots=True)
class Origin:
    """What a version is built again from: its source by names below `sources/`, and the files to compare with.

    `made` are the versions of everything that made it, by group, as a record has them; `epoch` is the SOURCE_DATE_EPOCH
    that it was made with, if any. Where it is a `stranger`'s, its theme must be one that is known.
    """

    slug: str
    source: Mapping[str, bytes]
    files: Mapping[str, bytes]
    made: Versions
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
    slug, state = slug_of(inventory), inventory.versions[number - 1].state
    source = held_source(root, inventory, number)
    record, pdf = f"{METADATA}build.json", f"{slug}.pdf"
    if missing := {record, pdf} - state.keys():
        raise BuildError(f"{slug} v{number} has no {min(missing)}", "name another version")
    names = [name for name in (f"{slug}.{form}" for form in FORMATS) if name in state]
    files = {name: read_file(root, inventory, number, name) for name in names}
    made = read_built(f"{slug} v{number}: {record}", read_file(root, inventory, number, record))
    path = root.folder(inventory.identifier) / inventory.path_of(number, pdf)
    told = read_making(pdf, read_carried(path, RECORD, name=pdf).attachment(RECORD))
    stranger = Stranger(f"{slug} v{number}", f"{root.folder(inventory.identifier)}, {KEPT_SOURCE}{STYLES}/")
    return Origin(slug, source, files, made["versions"], made["edition"], told.epoch, stranger)


def from_pdf(path: Path) -> Origin:
    """Take all from a PDF; raise `BuildError` where it does not carry its source and its record."""
    carried = read_carried(path, SOURCE, RECORD)
    source = carried.source()
    made = read_making(str(path), carried.attachment(RECORD))
    name = f"{made.report}.pdf" if made.edition == EDITIONS[0] else f"{made.report}-{made.edition}.pdf"
    stranger = Stranger(str(path), f"the source that it carries, {STYLES}/")
    return Origin(made.report, source, {name: read_whole(path)}, made.versions, made.edition, made.epoch, stranger)


def rebuild(origin: Origin, folder: Path, home: Project | None = None) -> tuple[Comparison, ...]:
    """Build a version again in an empty folder, and compare each of its files. `home` is this project, if there is one."""
    write_members(folder / "sources", origin.source, f"the source of {origin.slug}")
    project = Project(folder.resolve())
    if origin.stranger:
        check_themes(project, project.report(origin.slug), origin.stranger, home)
    formats = tuple(Path(name).suffix[1:] for name in origin.files)
    with _at(origin.epoch):
        result = build(project, project.report(origin.slug), formats, folder / "build", Means(edition=origin.edition))
    if not result.written:
        raise BuildError(f"{origin.slug} cannot be built any more", "see what is told above", result.findings)
    made = {path.name: path for path in result.written}
    if missing := origin.files.keys() - made.keys():
        raise BuildError(
            f"{min(missing)} is not made of this source any more", "see what its record says of the edition"
        )
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


def differing_tools(made: Versions) -> tuple[str, ...]:
    """Say which tools, libraries and fonts are not those that made a version: "pango 1.50.12, now 1.52.0"."""
    now = versions()
    told = []
    for group, value in sorted(now.items()):
        pairs, before = _named(group, value), _named(group, made.get(group, {}))
        for name in sorted({*pairs, *before}):
            was, is_ = before.get(name, "absent"), pairs.get(name, "absent")
            if was != is_:
                told.append(printable(f"{name} {was or 'unknown'}, now {is_ or 'unknown'}"))
    return tuple(told)


def _named(group: str, value: object) -> dict[str, str]:
    """Return the versions of a group by name; what is no group has its own."""
    return {str(name): str(one) for name, one in value.items()} if isinstance(value, dict) else {group: str(value)}


def _compare(name: str, old: bytes, new: bytes) -> Comparison:
    if old == new:
        return Comparison(name, same=True)
    try:
        return Comparison(name, same=False, likeness=_likeness(name, old, new))
    except BuildError as error:  # the old one may be anybody's
        return Comparison(name, same=False, likeness={"likeness": f"not known: {error.message}"})


def _likeness(name: str, old: bytes, new: bytes) -> dict[str, str]:
    if name.endswith(".pdf"):
        from report.parity.likeness import likeness

        return apart(name, len(old) + len(new), likeness, old, new)
    from report.parity.markup import read_epub, read_web

    read = read_epub if name.endswith(".epub") else read_web
    return {"text and structure": "the same" if read(old).passages == read(new).passages else "not the same"}
