"""Versions: a folder, a revision or a PDF is found by what is typed, and laid out as a project of its own.

A kind of version is a row in `KINDS`: a function from what is typed to a version, None where that is none of its kind.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.archiving.origin import Stranger
from report.model.errors import BuildError, UsageError
from report.read.project import BRAND, DEFAULTS, SLUG, Project, Source
from report.runtime.packed import write_members
from report.runtime.plain_files import file_kind, true_path, what_is
from report.themes.theme import STYLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ARCHIVED = re.compile(r"v[1-9][0-9]{0,8}|v?[0-9]+(?:\.[0-9]+)+")  # a number in the archive, or what readers know
SOURCES, THEMES = "sources", "styles"
SHARED = ("_", DEFAULTS, BRAND)  # what names of things begin with that all reports of a folder read


@dataclass(frozen=True, slots=True)
class ComparedVersion:
    """A report as it was at some time, in a project of its own; `stranger` says where from, if not from this project."""

    project: Project
    source: Source
    stranger: Stranger | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Where versions are looked for, and the empty folder that one is laid out in. `archive` is None for the project's own."""

    project: Project | None
    folder: Path
    archive: Path | None = None


def find_compared(text: str, desk: Desk) -> ComparedVersion:
    """Find a version by what is typed; raise `UsageError` where there is none."""
    for kind in KINDS:
        version = kind(text, desk)
        if version is not None:
            return version
    if desk.project and SLUG.fullmatch(text):
        desk.project.report(text)  # which says what there is
    help = "name a report, its folder, REPORT@REVISION, REPORT@v2 or REPORT@1.1 in the archive, or a PDF that `report build` has made"
    raise UsageError(f'there is no version "{text}"', help)


def carried_version(text: str, desk: Desk) -> ComparedVersion | None:
    """Unpack the source that a PDF of ours carries."""
    from report.editions.pdf.bind.attached import SOURCE, read_carried

    path = Path(text)
    if path.suffix.lower() != ".pdf" or not os.path.lexists(path):
        return None
    if strange := what_is(path):
        raise BuildError(f"{text} is {strange}, not a file", "name a PDF that `report build` has made")
    return lay_out_source(read_carried(path, SOURCE, name=path.name).source(), path.name, desk)


def lay_out_source(members: Mapping[str, bytes], name: str, desk: Desk) -> ComparedVersion:
    """Lay out the source of one report that came by the names which a source archive has; `name` is for messages."""
    styles = {member: data for member, data in members.items() if member.startswith(f"{STYLES}/")}
    sources = {member: data for member, data in members.items() if member not in styles}
    write_members(desk.folder / SOURCES, sources, name)
    write_members(desk.folder / THEMES, {one.removeprefix(f"{STYLES}/"): data for one, data in styles.items()}, name)
    return _only(Project(desk.folder.resolve()), name, f"the source that it carries, {STYLES}/")


def _only(project: Project, name: str, place: str = "") -> ComparedVersion:
    """Return the one report of a project; `place` is where its themes can be looked at, if they are a stranger's."""
    reports = project.reports() if project.sources.is_dir() else ()
    if len(reports) != 1:
        raise BuildError(f"{name} does not hold the source of one report", "take a PDF that `report build` has made")
    return ComparedVersion(project, reports[0], Stranger(name, place) if place else None)


def from_path(text: str, desk: Desk) -> ComparedVersion | None:
    """Take a report's folder, or its single file, wherever it is."""
    path = Path(text)
    try:
        single = path.suffix == ".md" and path.is_file()
        if not single and not (path.is_dir() and (path / "report.yaml").is_file()):
            if path.is_dir() and "/" in text:
                help = "name the folder in which report.yaml is"
                raise BuildError(f"{text} is not a report: there is no report.yaml in it", help)
            return None
    except PermissionError as error:
        raise _unreadable(text, error) from error
    except OSError:  # a name that no file can have
        return None
    return copy_report(true_path(path), desk)


def from_project(text: str, desk: Desk) -> ComparedVersion | None:
    """Take a report of this project by its name."""
    reports = desk.project.reports() if desk.project else ()
    found = next((source for source in reports if source.slug == text), None)
    return copy_report(found.entry if found.single else found.folder, desk) if found else None


def copy_report(path: Path, desk: Desk) -> ComparedVersion:
    """Copy a report with what it shares with others into a project of its own; links stay links, and lead no further."""
    base = path.parent
    root = base.parent if base.name == SOURCES else (desk.project.root if desk.project else base)
    sources = desk.folder / SOURCES
    try:
        sources.mkdir(parents=True)
        for one in sorted(base.iterdir()):
            if one == path or (one.name.startswith(SHARED) and base.name == SOURCES):
                _copy(one, sources / one.name)
        if (root / THEMES).is_dir():
            _copy(root / THEMES, desk.folder / THEMES)
    except (OSError, shutil.Error) as error:
        raise _unreadable(str(path), error) from error
    ours = desk.project is not None and root == desk.project.root
    return _only(Project(desk.folder.resolve()), path.name, "" if ours else f"{root / THEMES}/")


def _copy(one: Path, target: Path) -> None:
    if one.is_dir():
        shutil.copytree(one, target, symlinks=True, copy_function=_copy_file)
    else:
        _copy_file(one, target)


def _copy_file(one: str | Path, target: str | Path) -> None:
    """Copy a file, or a link as one; raise `BuildError` for what is neither, which would be read without an end."""
    mode = Path(one).lstat().st_mode
    if stat.S_ISREG(mode) or stat.S_ISLNK(mode):
        shutil.copy2(one, target, follow_symlinks=False)
    else:
        raise BuildError(f"{one} cannot be read: it is {file_kind(mode)}, not a file", "put a plain file in its place")


def _unreadable(text: str, error: OSError) -> BuildError:
    reason = error.strerror or "part of it may not be read"
    return BuildError(f"{text} cannot be read: {reason}", "check that it may be read")


def from_revision(text: str, desk: Desk) -> ComparedVersion | None:
    """Take a report as it was in a revision of git: `REPORT@REVISION`."""
    from report.redline.revisions import checkout

    slug, at, revision = text.partition("@")
    if not (at and revision and SLUG.fullmatch(slug)):
        return None
    if desk.project is None:
        raise UsageError(f'"{text}" is a revision, and there is no project here', "change into the project's folder")
    checkout(desk.project, slug, revision, desk.folder)
    return _only(Project(desk.folder.resolve()), text)


def archived_version(text: str, desk: Desk) -> ComparedVersion | None:
    """Take a version that the archive has: `REPORT@v2`, `REPORT@1.1`. Where it has none such, it may be a revision."""
    slug, at, version = text.partition("@")
    if not (at and ARCHIVED.fullmatch(version) and SLUG.fullmatch(slug)) or not (desk.archive or desk.project):
        return None
    from report.archiving.catalogue import held_source, version_number
    from report.archiving.ingest import identifier_of
    from report.archiving.places import archive_of
    from report.archiving.root import DECLARATION, open_root

    path = desk.archive or archive_of(desk.project, slug)
    inventory = open_root(path).inventory(identifier_of(slug)) if (path / DECLARATION).is_file() else None
    if inventory is None:
        return None
    try:
        number = version_number(open_root(path), inventory, version)
    except UsageError:
        return None
    return lay_out_source(held_source(open_root(path), inventory, number), text, desk)


KINDS: tuple[Callable[[str, Desk], ComparedVersion | None], ...] = (
    carried_version,
    from_project,
    from_path,
    archived_version,
    from_revision,
)
