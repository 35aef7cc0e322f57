"""The project that a command works in: where sources, styles and outputs are."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from report.model.errors import BuildError, UsageError
from report.model.findings import Finding, Location
from report.runtime.plain_files import NotPlainFile, is_plain, is_readable, read_plain_text, true_path, what_is

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DEFAULTS, BRAND = "defaults.yaml", "brand.yaml"
SEPARATORS = {"/", os.sep}
BUILD = "build"  # beside sources/, where outputs go unless somebody says otherwise
PRINTED = "print"  # in a report's outputs: what was made for paper
LARGEST = 64 << 20  # bytes of a source file


@dataclass(frozen=True, slots=True)
class Source:
    """One report's place: `entry` is its `report.yaml`, or the file itself where the report is a single file."""

    slug: str
    folder: Path
    entry: Path

    @property
    def single(self) -> bool:
        """Tell whether the report is one Markdown file with its metadata at the head."""
        return self.entry.suffix == ".md"


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with `sources/`, and perhaps `styles/` of its own. `root` is absolute."""

    root: Path

    @property
    def sources(self) -> Path:
        """The folder of all reports."""
        return self.root / "sources"

    def name(self, path: Path) -> str:
        """Write a path as messages do: relative to the root, with forward slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()

    def holds(self, path: Path) -> bool:
        """Tell whether a path leads, all links followed, to what is in the project."""
        return "\0" not in str(path) and true_path(path).is_relative_to(true_path(self.root))

    def reports(self) -> tuple[Source, ...]:
        """List the reports in order of slug; names that start with a dot or an underscore are not reports."""
        found = {}
        for path in sorted(self.sources.iterdir()):
            if path.name.startswith((".", "_")):
                continue
            if _is_report(path):
                found[path.name] = Source(path.name, path, path / "report.yaml")
            elif path.suffix == ".md" and is_readable(path) and path.stem not in found:
                found[path.stem] = Source(path.stem, path.parent, path)
        return tuple(found[slug] for slug in sorted(found))

    def report(self, slug: str) -> Source:
        """Find one report by its name, or by the path of its folder or file; raise `UsageError` where there is none."""
        reports = self.reports()
        places = (
            {true_path(path / slug) for path in (Path(), self.root)}
            if set(slug) & SEPARATORS and "\0" not in slug
            else set()
        )
        for source in reports:
            own = {true_path(source.entry)} | (set() if source.single else {true_path(source.folder)})
            if source.slug == slug or own & places:
                return source
        names = [source.slug for source in reports]
        near = get_close_matches(slug, names, n=1)
        help = f'did you mean "{near[0]}"?' if near else f"the reports are: {', '.join(names) or 'none yet'}"
        raise UsageError(f'there is no report "{slug}" in {self.name(self.sources)}/', help)

    def output(self, chosen: Path | None, reports: Iterable[Source] = ()) -> Path:
        """Return the absolute folder that outputs go to: the one that was `chosen`, else `build/` beside `sources/`.

        Raise `UsageError` where a link that came with the project leads what would be written for `reports`, or
        removed, out of that folder; a link that somebody names on the command line is that person's own.
        """
        folder = chosen.resolve() if chosen else self.root / BUILD
        if not chosen and not folder.resolve().is_relative_to(self.root.resolve()):
            raise UsageError(f"{BUILD}/ is a link that leads out of the project", "name the folder to write to: --out")
        for source in reports:
            for path in (folder / source.slug, folder / source.slug / PRINTED):
                if not path.resolve().is_relative_to(folder.resolve()):
                    raise UsageError(
                        f"{path} is a link that leads out of its folder", "remove it, or name another: --out"
                    )
        return folder

    def archive_name(self, source: Source, path: Path) -> str:
        """Name a file as the source archive does: by its path below `sources/`, whatever links lead there."""
        base, folder = true_path(self.sources), true_path(source.folder)
        if not source.single and path.is_relative_to(folder):
            return f"{source.slug}/{path.relative_to(folder).as_posix()}"
        return path.relative_to(base).as_posix()

    def shared(self, folder: Path, name: str) -> Path | None:
        """Resolve a file that a report in `folder` names, or None where it may not be read or is not there.

        A report reads its own folder, and what lies below a folder of `sources/` whose name starts with
        an underscore. A link or `..` that leads elsewhere is refused like a file that is missing.
        """
        return next((path for path in self._meant(folder, name) if is_plain(path)), None)

    def absent(self, folder: Path, name: str, kind: str) -> str:
        """Say of a name for which `shared` has nothing what is wrong with it; `kind` is what it should be: "image"."""
        strange = next((strange for path in self._meant(folder, name) if (strange := what_is(path))), "")
        return f'the {kind} "{name}" is {strange}, not a file' if strange else f'there is no {kind} "{name}"'

    def _meant(self, folder: Path, name: str) -> Iterator[Path]:
        """Yield where a file that a report names may be, its links followed."""
        relative = Path(name)
        if relative.is_absolute() or not relative.parts or "\0" in name:
            return
        roots = [folder]
        if relative.parts[0].startswith("_"):
            roots.append(self.sources)
        for root in roots:
            path, base = true_path(root / relative), true_path(root)
            if path.is_relative_to(base if root is folder else base / relative.parts[0]):
                yield path


def _is_report(folder: Path) -> bool:
    """Tell whether a folder holds a report; one that may not be looked into is taken for one, and named when it is read."""
    try:
        return not what_is(folder) and is_readable(folder / "report.yaml")
    except PermissionError:
        return True


def find_project(start: Path) -> Project:
    """Find the project at or above `start`: the nearest folder with `sources/` in it."""
    start = true_path(start)
    for folder in (start, *start.parents):
        if (folder / "sources").is_dir():
            return Project(folder)
    raise UsageError(f"there is no folder sources/ in {start} or above it", "run `report new my-report` to start one")


def read_source(project: Project, path: Path) -> str:
    """Read a source file as UTF-8; raise `BuildError` with a finding S106 where that fails."""
    name = project.name(path)
    try:
        if true_path(path).is_relative_to(true_path(path.parent)):
            return read_plain_text(path, "utf-8-sig", LARGEST)
        finding = Finding(
            "S106",
            "cannot be read: the link leads out of its folder",
            Location(name),
            "copy the file to where the link is",
        )
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        place = Location(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        finding = Finding("S106", f"not UTF-8: byte 0x{error.object[error.start]:02x}", place, "save the file as UTF-8")
    except OSError as error:
        help = "check that the file is there and may be read"
        if isinstance(error, NotPlainFile):
            help = "put a plain file in its place, or take it away"
        finding = Finding("S106", f"cannot be read: {error.strerror}", Location(name), help)
    raise BuildError(f"{name} cannot be read", findings=(finding,))
