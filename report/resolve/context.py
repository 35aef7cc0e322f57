"""What every transformation of a section needs, and the findings that they leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.model.findings import Finding, Location, Severity
from report.model.suggestions import Suggestions
from report.read.register import CROSSED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from report.model.manuscript import Manuscript, Section
    from report.model.resolved import ShownImage, Target
    from report.model.words import Words
    from report.read.lines import Places
    from report.read.project import Project


@dataclass(slots=True)
class Context:
    """One section on its way through the stage, and what it has found.

    `images` are by source as written, `identifiers` all that the report has, `files` what data were read from,
    `tokens` the colours and measures of the theme, `terms` the identifiers of definitions by term, `files_named` what
    identifiers in the files of sections have become, by path.
    """

    project: Project
    manuscript: Manuscript
    words: Words
    targets: Mapping[str, Target]
    section: Section
    places: Places
    identifiers: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    images: dict[str, ShownImage] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    tokens: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    files_named: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    suggestions: Suggestions = field(default_factory=Suggestions)
    _files: tuple[str, ...] | None = field(default=None, init=False)
    _crossed: tuple[str, ...] | None = field(default=None, init=False)

    def tell(self, code: str, message: str, place: Location, help: str) -> None:
        """Add a finding, of the weight of its rule."""
        self.findings.append(Finding(code, message, place, help))

    error = tell

    def warning(self, code: str, message: str, place: Location, help: str) -> None:
        """Add a finding that does not stop the build, where the rule has a lighter case."""
        self.findings.append(Finding(code, message, place, help, Severity.WARNING))

    def files_there(self) -> tuple[str, ...]:
        """List the files in the report's folder, by their paths from it; it is looked through once."""
        if self._files is None:
            folder = self.manuscript.folder
            found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
            self._files = tuple(sorted(found))
        return self._files

    def crossed(self) -> tuple[str, ...]:
        """List what cross-references can be to, by the identifiers of sections, figures, tables and equations."""
        if self._crossed is None:
            self._crossed = tuple(name for name in self.targets if name.startswith(CROSSED))
        return self._crossed
