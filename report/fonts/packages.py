"""Families that a theme or a brand names beside the house's: each in a package `fontpkg-…` of its own, if it is installed."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from report.fonts.faces import Face, usual_faces

PREFIX = "fontpkg-"
QUOTED = re.compile(r'"([A-Z][A-Za-z0-9]*(?: [A-Za-z0-9]+)*)"')
STYLES = {300: "Light", 400: "Regular", 600: "SemiBold", 700: "Bold"}
TEXT = 11  # pt: the optical size of a family that has one


def package_of(family: str) -> str:
    """Name the package that a family comes in, as pip does."""
    return PREFIX + "-".join(family.lower().split())


@cache
def faces_of(family: str) -> tuple[Face, ...]:
    """List the faces of a family that is not the house's; none where its package is not installed."""
    module = package_of(family).replace("-", "_")
    spec = find_spec(module) if module.isidentifier() else None
    if spec is None or spec.origin is None:
        return ()
    files = {path.name for path in (Path(spec.origin).parent / "files").glob("*.[to]tf")}
    wanted = ((weight, italic) for weight in STYLES for italic in (False, True))
    return tuple(face for weight, italic in wanted for face in _face(family, module, weight, italic, files))


def families_in(css: str) -> tuple[str, ...]:
    """List the families that a style sheet names, that are not the house's and whose packages are installed."""
    house = {face.family for face in usual_faces()}
    return tuple(sorted(name for name in set(QUOTED.findall(css)) - house if faces_of(name)))


def leading_family(stack: str, usual: str) -> str:
    """Return the first family of a stack, where it is the house's or installed, else the `usual` one."""
    named = QUOTED.match(stack.strip())
    known = named and (any(face.family == named[1] for face in usual_faces()) or faces_of(named[1]))
    return named[1] if named and known else usual


def family_versions(families: tuple[str, ...]) -> tuple[str, ...]:
    """Return the versions of families' packages, in their order."""
    return tuple(_version(package_of(family)) for family in families)


def _face(family: str, module: str, weight: int, italic: bool, files: set[str]) -> tuple[Face, ...]:
    plain = family.replace(" ", "")
    axes = re.compile(rf"{re.escape(plain)}{'-Italic' if italic else ''}\[([\w,]*wght[\w,]*)\]\.ttf")
    for name in sorted(files):
        if match := axes.fullmatch(name):
            optical = TEXT if "opsz" in match[1].split(",") else 0
            return (Face(family, module, weight, italic, optical, file=name),)
    style = f"{STYLES[weight]}Italic".replace("RegularI", "I") if italic else STYLES[weight]
    found = next((name for name in sorted(files) if name.startswith(f"{plain}-{style}.")), None)
    return (Face(family, module, weight, italic, file=found),) if found else ()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
