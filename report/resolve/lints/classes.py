"""Classes that mean nothing (S263): neither the tool nor a sheet of the theme knows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.model.errors import ReportError
from report.model.findings import Finding
from report.model.neighbours import told_class
from report.model.suggestions import Suggestions
from report.model.words import CALLOUTS
from report.read.conditions import HIDDEN, VISIBLE
from report.read.data_blocks import CHART, CSV, HELD
from report.read.lines import Places
from report.runtime.plain_files import read_plain_text
from report.themes.theme import find_theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from report.model.manuscript import Manuscript
    from report.read.project import Project

MEANT = frozenset(
    "unnumbered unlisted part landscape columns aside pull-quote decorative smallcaps mark underline term index todo source "
    "page-break key-points".split()
) | {VISIBLE, HIDDEN, CSV, CHART, *(f"callout-{name}" for name in CALLOUTS)}
MADE = frozenset(["uri", "email", "task-list", "equation", "details", HELD])  # classes that pandoc and the readers give
REDLINE = "redline-"
NAME = re.compile(r"\.([A-Za-z][\w-]*)")


def check_classes(manuscript: Manuscript, project: Project) -> Iterator[Finding]:
    """Find the classes in each section that do nothing, each once."""
    used = [(section, section.register.classes) for section in manuscript.sections]
    strange = {name for _, names in used for name in names if not _is_ours(name)}
    if not strange:
        return
    known = MEANT | _of_theme(project.root, manuscript.metadata.theme)
    suggestions = Suggestions()
    for section, names in used:
        places = Places(section)
        for name in (name for name in names if name in strange and name not in known):
            near = suggestions.nearest(name, MEANT)
            otherwise = "take it out, or style it in a theme of your own"
            help = told_class(name) or (f'did you mean "{near}"? If not, take it out' if near else otherwise)
            message = f'the class "{name}" means nothing here'
            yield Finding("S263", message, places.next(f".{name}", f":::{name}", f"::: {name}", name), help)


def _is_ours(name: str) -> bool:
    """Tell whether a class is known without a look at the theme; a call-out that is none has a rule of its own (S214)."""
    return name in MEANT or name in MADE or name.startswith((REDLINE, "callout-"))


def _of_theme(root: Path, name: str) -> frozenset[str]:
    """Return the classes that the sheets of a theme name; none where there is no such theme, which is told elsewhere."""
    try:
        folders = find_theme(root, name).folders
    except ReportError:
        return frozenset()
    sheets = (path for folder in folders for path in sorted(folder.glob("*.css")))
    return frozenset(name for path in sheets for name in NAME.findall(read_plain_text(path)))
