"""A version is built again from what the archive, or a PDF alone, holds of it, and compared with what was published."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from report.archiving.trust import check_themes
from report.model.errors import BuildError
from report.pipeline.build import BuildContext, build_editions
from report.read.environment import installed_versions
from report.read.project import Project
from report.runtime.apart import apart
from report.runtime.foreign import printable
from report.runtime.packed import write_members

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from report.archiving.origin import RebuildSource
    from report.pipeline.record import Versions


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a file that was built again compares. Where its bytes are others, `likeness` says what is still the same."""

    name: str
    same: bool
    likeness: Mapping[str, str] = field(default_factory=dict)


def rebuild_version(origin: RebuildSource, folder: Path, home: Project | None = None) -> tuple[Comparison, ...]:
    """Build a version again in an empty folder, and compare each of its files. `home` is this project, if there is one."""
    write_members(folder / "sources", origin.source, f"the source of {origin.slug}")
    project = Project(folder.resolve())
    if origin.stranger:
        check_themes(project, project.report(origin.slug), origin.stranger, home)
    formats = tuple(Path(name).suffix[1:] for name in origin.files)
    with _at(origin.epoch):
        result = build_editions(
            project, project.report(origin.slug), formats, folder / "build", BuildContext(edition=origin.edition)
        )
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
    now = installed_versions()
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
        from report.checks.parity.likeness import compare_pdfs

        return apart(name, len(old) + len(new), compare_pdfs, old, new)
    from report.checks.parity.markup import read_epub, read_web

    read = read_epub if name.endswith(".epub") else read_web
    return {"text and structure": "the same" if read(old).passages == read(new).passages else "not the same"}
