"""What this process would build with, in one short word that two machines can compare."""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version

from report.runtime import distribution
from report.runtime.digests import sha256_of

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@cache
def environment_digest(root: str = distribution.NAME) -> str:
    """Return the SHA-256, in hexadecimal, of Python's version and those of a package and all that it requires.

    Extras are left out: two machines that differ in them build the same.
    """
    versions = _closure(root)
    lines = [f"python=={sys.version_info.major}.{sys.version_info.minor}"]
    lines += sorted(f"{name}=={found}" for name, found in versions.items())
    return sha256_of("\n".join(lines))


def _closure(root: str) -> dict[str, str]:
    """Return the versions of what is installed of a package's requirements, and theirs."""
    versions: dict[str, str] = {}
    absent: set[str] = set()
    names = [root]
    while names:
        name = re.sub(r"[-_.]+", "-", names.pop()).lower()
        if name in versions or name in absent:
            continue
        try:
            versions[name] = version(name)
        except PackageNotFoundError:  # its marker says another platform, or the package runs uninstalled
            absent.add(name)
            names += [one.name for one in distribution.required() if name == distribution.NAME and not one.extra]
            continue
        names += [found.group() for line in requires(name) or () if _always(line) and (found := NAME.match(line))]
    return versions


def _always(requirement: str) -> bool:
    _, _, marker = requirement.partition(";")
    return "extra" not in marker
