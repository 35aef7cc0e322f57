"""Look at what is installed here: what a build needs, what the extras bring, and what checks a report."""

from __future__ import annotations

import platform
import re
import shutil
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from report.checks import tools
from report.checks.versions import program_of
from report.model.errors import ReportError, ToolMissing
from report.runtime import distribution, native
from report.runtime.cache import cache_fault, named_folder
from report.runtime.distribution import system_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FONTS, PIP = "fontpkg-", "pip"
PATIENCE = 20.0  # seconds that a program may take to tell its version
NUMBER = re.compile(r"\d+(?:\.\d+)+")
VALIDATORS: dict[str, tuple[str, Callable[[], Path]]] = {
    "verapdf": ("veraPDF", tools.find_verapdf),
    "epubcheck": ("EPUBCheck", tools.find_epubcheck),
    "ace": ("Ace", tools.find_ace),
    "reader": ("foliate-js", tools.find_reader),
    "epubjs": ("epub.js", tools.find_epubjs),
    "nu": ("Nu Html Checker", tools.find_nu),
    "axe": ("axe", tools.find_axe),
}
PROGRAMS: tuple[tuple[str, str, str, Callable[[], Path]], ...] = (  # what for, which, the option that tells its version
    ("validators", "Java", "--version", tools.find_java),
    ("validators", "Node", "--version", tools.find_node),
    ("validators", "Chromium", "--version", tools.find_chromium),
    ("press files", "Ghostscript", "--version", lambda: _on_the_path("gs")),
    ("press files", "MuPDF", "-v", lambda: _on_the_path("mutool")),
    ("revisions", "Git", "--version", lambda: _on_the_path("git")),
)


class Presence(Enum):
    """Whether a part is there: it is there, it is not, or it is there and will not do."""

    INSTALLED = "installed"
    MISSING = "missing"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True)
class Inspected:
    """One part of an installation: the `group` it belongs to, whether it is there, and its version where it tells one.

    `help` is the line that mends what is not in order. Without what is `needed` nothing can be built.
    """

    group: str
    name: str
    state: Presence
    version: str = ""
    help: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found of each part, group by group."""

    parts: tuple[Inspected, ...]

    @property
    def lacking(self) -> tuple[Inspected, ...]:
        """What a build needs and does not find."""
        return tuple(part for part in self.parts if part.needed and part.state is not Presence.INSTALLED)


def inspect_installation() -> Inspection:
    """Look at what is installed here. A part that cannot be looked at is missing, and no error."""
    pip = distribution.pip_here()
    return Inspection(tuple(_with_pip(pip, part) for group, look in GROUPS.items() for part in _parts(group, look)))


def _with_pip(pip: str, part: Inspected) -> Inspected:
    """Let a line call the pip of this Python: that of another would install where nothing is looked for."""
    words = part.help.removeprefix(f"{PIP} ")
    return part if words == part.help else replace(part, help=f"{pip} {words}")


def _parts(group: str, look: Callable[[], Iterator[Inspected]]) -> Iterator[Inspected]:
    """Look at a group; a package that the looking itself needs may be among what is missing."""
    try:
        yield from look()
    except ImportError as error:
        name = error.name or group
        yield Inspected(group, name, Presence.MISSING, help=f"{PIP} install {name}", needed=True)


def _python() -> Iterator[Inspected]:
    yield Inspected("Python", platform.python_implementation(), Presence.INSTALLED, platform.python_version())


def _packages() -> Iterator[Inspected]:
    wanted = [one for one in distribution.required() if not one.extra]
    yield from (_package("packages", one, needed=True) for one in wanted if not one.name.startswith(FONTS))


def _fonts() -> Iterator[Inspected]:
    wanted = [one for one in distribution.required() if one.name.startswith(FONTS)]
    yield from (_package("fonts", one, needed=True) for one in wanted if not one.extra)
    from report.fonts.scripts import SCRIPTS

    known = {one.name for one in distribution.required()}
    others = (script.package for script in SCRIPTS if script.package not in known)
    yield from (_package("fonts", distribution.Required(name)) for name in others)


def _extras() -> Iterator[Inspected]:
    wanted = [one for one in distribution.required() if one.extra]
    yield from (_package(f"extra {one.extra}", one) for one in sorted(wanted, key=lambda one: one.extra))


def _package(group: str, wanted: distribution.Required, *, needed: bool = False) -> Inspected:
    version = distribution.installed_version(wanted.name)
    if version and wanted.admits(version):
        return Inspected(group, wanted.name, Presence.INSTALLED, version, needed=needed)
    state = Presence.UNFIT if version else Presence.MISSING
    return Inspected(group, wanted.name, state, version, f"{PIP} install {wanted.word}", needed)


def _libraries() -> Iterator[Inspected]:
    absent = native.missing()
    for name, version in native.library_versions().items():
        if name in absent:
            yield Inspected("libraries", name, Presence.MISSING, "", native.line_here(), needed=True)
        else:
            yield Inspected("libraries", name, Presence.INSTALLED, version, needed=True)


def _pandoc() -> Iterator[Inspected]:
    from report.read.converter import pandoc_version

    try:
        yield Inspected("programs", "pandoc", Presence.INSTALLED, pandoc_version(), needed=True)
    except ReportError as error:
        yield Inspected("programs", "pandoc", Presence.MISSING, "", error.help, needed=True)


def _cache() -> Iterator[Inspected]:
    fault, help = cache_fault()
    state = Presence.UNFIT if fault else Presence.INSTALLED
    yield Inspected("cache", fault or str(named_folder()), state, "", help)


def _programs() -> Iterator[Inspected]:
    yield from (_program(*row) for row in PROGRAMS)


def _program(group: str, name: str, option: str, find: Callable[[], Path]) -> Inspected:
    try:
        path = find()
        with tools.scratch() as folder:
            said = tools.run([str(path), option], folder, seconds=PATIENCE)
    except ReportError as error:
        return Inspected(group, name, Presence.MISSING, "", error.help)
    number = NUMBER.search(said.out + said.err)
    return Inspected(group, name, Presence.INSTALLED, number.group() if number else "")


def _validators() -> Iterator[Inspected]:
    for check, (name, find) in VALIDATORS.items():
        try:
            find()
        except ToolMissing as error:
            yield Inspected("validators", name, Presence.MISSING, "", error.help)
        else:
            yield Inspected("validators", name, Presence.INSTALLED, program_of(check)[1])


def _on_the_path(program: str) -> Path:
    found = shutil.which(program)
    if found is None:
        raise ToolMissing(f"{program} is missing", system_line(program))
    return Path(found)


GROUPS: dict[str, Callable[[], Iterator[Inspected]]] = {
    "Python": _python,
    "packages": _packages,
    "fonts": _fonts,
    "libraries": _libraries,
    "programs": _pandoc,
    "cache": _cache,
    "extras": _extras,
    "validators": _validators,
    "other programs": _programs,
}
