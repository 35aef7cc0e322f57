"""Leaflets: what the tool itself has to say, as pages made as every report is: a source is written from a template, and built."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from report.errors import BuildError
from report.pipeline import build
from report.project import Project

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS = ("pdf", "html")
SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~^$@\"':=&/])")


def write_leaflet(template: Path, name: str, words: Mapping[str, str]) -> dict[str, bytes]:
    """Write a leaflet's PDF and web page, by format. `words` stand in for the placeholders in the template's files."""
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        root = Path(folder)
        source = root / "sources" / name
        source.mkdir(parents=True)
        for path in sorted(template.iterdir()):
            text = Template(path.read_text(encoding="utf-8")).substitute(words)
            (source / path.name).write_text(text, encoding="utf-8")
        project = Project(root.resolve())
        result = build(project, project.report(name), FORMATS, root / "out")
        if not result.written:
            raise BuildError(f"the leaflet {name} cannot be set as pages", "report it", result.findings)
        return {form: (root / "out" / name / f"{name}.{form}").read_bytes() for form in FORMATS}


def plain(text: str) -> str:
    """Write words so that Markdown reads them as they are, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
