"""The distribution that the package comes in: what it requires, its extras, and the line that installs a package.

It is named `report-press`, for `report` on the public index is somebody else's; package and command are `report`. What it
requires is told by its metadata, or in a copy of the repository that is not installed by `pyproject.toml`, and nowhere else.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

MANAGERS = {"apt-get": "apt-get install", "dnf": "dnf install", "brew": "brew install"}
PACKAGES = {
    "node": {"apt-get": "nodejs npm", "dnf": "nodejs npm", "brew": "node"},
    "npm": {"apt-get": "npm", "dnf": "npm", "brew": "node"},
    "mvn": {"apt-get": "maven", "dnf": "maven", "brew": "maven"},
    "chromium": {"apt-get": "chromium", "dnf": "chromium", "brew": "--cask chromium"},
    "gs": {"apt-get": "ghostscript", "dnf": "ghostscript", "brew": "ghostscript"},
    "mutool": {"apt-get": "mupdf-tools", "dnf": "mupdf", "brew": "mupdf-tools"},
    "git": {"apt-get": "git", "dnf": "git", "brew": "git"},
}
NAME = "report-press"
PROJECT = Path(__file__).parents[2] / "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Required:
    """A package that is required, the versions that will do as pip writes them, and the extra that asks for it, if any."""

    name: str
    versions: str = ""
    extra: str = ""

    @property
    def word(self) -> str:
        """Write the requirement as it is typed in a shell: a bound is quoted, for `>` would write into a file."""
        return f'"{self.name}{self.versions}"' if self.versions else self.name

    def admits(self, version: str) -> bool:
        """Tell whether a version will do. One that is not written as PEP 440 asks will not."""
        from packaging.specifiers import SpecifierSet
        from packaging.version import InvalidVersion

        try:
            return SpecifierSet(self.versions).contains(version, prereleases=True)
        except InvalidVersion:
            return False


@cache
def required() -> tuple[Required, ...]:
    """List what the distribution requires, and what its extras do, by their plain names, as metadata have them."""
    from packaging.requirements import Requirement

    extras = extra_names()
    found = []
    for line in _lines():
        one = Requirement(line)
        wanted = [name for name in ("", *extras) if not one.marker or one.marker.evaluate({"extra": name})]
        found += [Required(_plain(one.name), str(one.specifier), name) for name in wanted[:1]]
    return tuple(sorted(found, key=lambda one: one.extra))


def extra_names() -> tuple[str, ...]:
    """Name the extras of the distribution, in the order of the alphabet."""
    try:
        return tuple(sorted(metadata.metadata(NAME).get_all("Provides-Extra") or ()))
    except metadata.PackageNotFoundError:
        return tuple(sorted(_project()["optional-dependencies"]))


def install_line(*packages: str) -> str:
    """Write the line that installs packages, in versions that will do where they are among those that we require."""
    known = {one.name: one.word for one in required()}
    return " ".join(["pip install", *(known.get(_plain(name), name) for name in packages)])


def install_extra(extra: str) -> str:
    """Write the line that installs what an extra asks for. It works where the distribution is on no index."""
    words = [one.word for one in required() if one.extra == extra]
    return " ".join(["pip install", *words]) if words else f"install what the extra `{extra}` asks for"


def pip_here() -> str:
    """Write how the pip of this Python is called: by that word where it is the first on the path."""
    import shlex
    import shutil

    found = shutil.which("pip")
    own = found and Path(found).parent == Path(sys.executable).parent
    return "pip" if own else f"{shlex.quote(sys.executable)} -m pip"


def installed_version(package: str) -> str:
    """Return the version of a package; empty where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _lines() -> list[str]:
    """Write every requirement as metadata do: one of an extra has that as its marker."""
    try:
        return metadata.requires(NAME) or []
    except metadata.PackageNotFoundError:
        project = _project()
    extras = project["optional-dependencies"].items()
    return [*project["dependencies"], *(f"{line}; extra == '{name}'" for name, lines in extras for line in lines)]


def _project() -> dict[str, Any]:
    """Read what a copy of the repository says of itself; nothing where there is none."""
    import tomllib

    text = PROJECT.read_text(encoding="utf-8") if PROJECT.is_file() else ""
    nothing: dict[str, Any] = {"dependencies": [], "optional-dependencies": {}}
    return nothing | tomllib.loads(text).get("project", {}) if text else nothing


def _plain(name: str) -> str:
    from packaging.utils import canonicalize_name

    return canonicalize_name(name)


def system_line(program: str) -> str:
    """Write the line that installs a program of `PACKAGES` on this system."""
    for manager, words in MANAGERS.items():
        if shutil.which(manager):
            return f"{words} {PACKAGES[program][manager]}"
    return f"install `{program}` with the system's package manager"
