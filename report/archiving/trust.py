"""Themes that a source of elsewhere brings: which of them are known, and the refusal of all others.

A theme's templates and style sheets decide what is printed. One that comes inside a PDF, an archive or another project's
folder is used only where all its files are those of a theme that is known: the tool's own, of this or an earlier release,
this project's own, or one in a version that this project's own archive holds.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from report.archiving.catalogue import read_file, reports
from report.archiving.content import SOURCE
from report.archiving.inventory import DamagedError
from report.archiving.places import archive_of
from report.archiving.root import open_root
from report.model.errors import BuildError, ReportError, UsageError
from report.read.manuscript import read_head
from report.runtime.digests import sha256_of
from report.themes.theme import STYLES, added_styles, find_theme, style_roots, theme_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from report.archiving.inventory import Inventory
    from report.archiving.origin import Stranger
    from report.archiving.root import StorageRoot
    from report.read.project import Project, Source

RELEASED = Path(__file__).with_name("released_themes.txt")  # a line for each: digest, version, name
FLAG = "--trust-theme"


def check_themes(project: Project, source: Source, stranger: Stranger, home: Project | None) -> None:
    """Hold the theme of a stranger's report against those that are known; raise `BuildError` where it is not one of them.

    `project` is the stranger's, laid out; `home` this project, if there is one.
    """
    try:
        theme = find_theme(project.root, read_head(project, source).theme)
    except UsageError:
        return  # which the build tells with its place
    *own, installed = style_roots(project.root)
    places = (*(style_roots(home.root)[:-1] if home else added_styles()), installed)
    for folder in theme.folders:
        namesakes = [place / folder.name for place in places if (place / folder.name).is_dir()]
        if folder.parent in own and not (_is_known(folder, namesakes) or _is_archived(folder, source.slug, home)):
            message = (
                f'{stranger.name} brings the theme "{folder.name}", which is not known: {_other(folder, namesakes)}'
            )
            help = f"a theme decides what is printed: look at {stranger.place}{folder.name}/, and trust it with {FLAG}"
            raise BuildError(message, help)


def theme_digest(name: str, files: Mapping[str, str]) -> str:
    """Return the digest of a theme by its name and the SHA-512 of each of its files."""
    lines = "".join(f"{digest}  {name}/{file}\n" for file, digest in sorted(files.items()))
    return sha256_of(lines)


def digests_in(folder: Path) -> dict[str, str]:
    """Return the SHA-512 of each file of a theme."""
    found = {}
    for name, path in theme_files(folder).items():
        with path.open("rb") as file:
            found[name] = hashlib.file_digest(file, "sha512").hexdigest()
    return found


def released() -> dict[str, str]:
    """Return the digest of each theme that a release has brought, with the version and the theme's name."""
    rows = (line.partition("  ") for line in RELEASED.read_text(encoding="utf-8").splitlines())
    return {digest: told for digest, _, told in rows}


def _is_known(folder: Path, namesakes: Iterable[Path]) -> bool:
    files = digests_in(folder)
    released_before = theme_digest(folder.name, files) in released()
    return not files or released_before or any(digests_in(one) == files for one in namesakes)


def _is_archived(folder: Path, slug: str, home: Project | None) -> bool:
    """Tell whether a version in this project's own archives has a theme, each file of which is still as it was archived."""
    before, files = f"{SOURCE}{STYLES}/{folder.name}/", digests_in(folder)
    for root in _archives(home, slug):
        for inventory in reports(root):
            for number, version in enumerate(inventory.versions, start=1):
                state = {one.removeprefix(before): sum for one, sum in version.state.items() if one.startswith(before)}
                if state == files and _is_whole(root, inventory, number, [before + one for one in files]):
                    return True
    return False


def _is_whole(root: StorageRoot, inventory: Inventory, number: int, names: Iterable[str]) -> bool:
    try:
        for name in names:
            read_file(root, inventory, number, name)
    except DamagedError:
        return False
    return True


def _archives(home: Project | None, slug: str) -> Iterator[StorageRoot]:
    """Yield this project's own archives that are there: that of a report, and the one that the user has named for all."""
    for report in (slug, ""):
        with suppress(ReportError):
            yield open_root(archive_of(home, report))
    if named := os.environ.get("REPORT_ARCHIVE"):
        with suppress(ReportError):
            yield open_root(Path(named))


def _other(folder: Path, namesakes: Iterable[Path]) -> str:
    """Say in which file a theme is not the one of its name that is known."""
    files = digests_in(folder)
    for known in map(digests_in, namesakes):
        name = next(name for name in sorted({**files, **known}) if files.get(name) != known.get(name))
        return f"{name} {'differs' if name in files and name in known else 'is new' if name in files else 'is missing'}"
    return "there is none of that name here"
