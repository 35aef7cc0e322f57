"""What the tool itself has to say, as pages that are made as every report is: a source is written from a template, and built."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import TYPE_CHECKING

from report.fonts import unset_characters
from report.model.errors import BuildError
from report.pipeline.build import build_editions
from report.read.project import Project
from report.runtime.files import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS = ("pdf", "html")
PICTURES = 0x1F000  # from which on characters are emoji and the like: as a file's name, a number says more
SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~^$@\"':=&/])")


def write_generated_report(
    template: Path,
    name: str,
    words: Mapping[str, str],
    formats: tuple[str, ...] = FORMATS,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> dict[str, bytes]:
    """Write such a report, by format.

    `words` stand in for the placeholders in the template's files, `pictures` are those that the words show, by name.
    """
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        root = Path(folder)
        source = root / "sources" / name
        source.mkdir(parents=True)
        for path in sorted(template.iterdir()):
            text = Template(path.read_text(encoding="utf-8")).substitute(words)
            (source / path.name).write_text(text, encoding="utf-8")
        for picture, data in pictures.items():
            write_file(source / picture, data)
        project = Project(root.resolve())
        result = build_editions(project, project.report(name), formats, root / "out")
        if not result.written:
            raise BuildError(f"the report {name} cannot be set as pages", "report it", result.findings)
        return {form: (root / "out" / name / f"{name}.{form}").read_bytes() for form in formats}


def as_text(text: str) -> str:
    """Write words so that Markdown reads them as they are, on one line; what may have no face is named by its number."""
    unset = set(unset_characters(text))
    shown = "".join(f"U+{ord(char):04X}" if char in unset or ord(char) >= PICTURES else char for char in text)
    return SPECIAL.sub(r"\\\1", " ".join(shown.split()))


def digest_as_code(text: str) -> str:
    """Write a digest as code, in groups that a line can be broken between."""
    return " ".join(f"`{text[start : start + 16]}`" for start in range(0, len(text), 16))
