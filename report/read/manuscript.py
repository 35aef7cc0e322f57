"""A report's folder, or its single file, becomes a Manuscript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.errors import BuildError
from report.model.findings import Finding, Location
from report.model.manuscript import Manuscript, Section
from report.project import DEFAULTS, Project, Source, read_text
from report.read.metadata import read_metadata
from report.read.pandoc import read_markdown
from report.read.yaml_nodes import Node, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.metadata import Metadata

BUILT_IN_STYLE = "chicago-author-date"


def read_manuscript(project: Project, source: Source) -> tuple[Manuscript, tuple[Finding, ...]]:
    """Read a report whole. The findings may hold errors, and then it is not to be set.

    Raise `BuildError` where the metadata is not YAML or a file's text is not UTF-8.
    """
    text = read_text(project, source.entry)
    head, first_line = _front_matter(text) if source.single else (text, 1)
    nodes: list[tuple[str, Node]] = []
    defaults = project.sources / DEFAULTS
    if defaults.is_file():
        name = project.name(defaults)
        nodes.append((name, read_yaml(read_text(project, defaults), name)))
    entry = project.name(source.entry)
    nodes.append((entry, read_yaml(head, entry, first_line)))
    metadata, findings = read_metadata(source.slug, nodes)
    reader = _Reader(project, source, metadata)
    manuscript = reader.manuscript(text)
    return manuscript, findings + tuple(reader.findings)


def _front_matter(text: str) -> tuple[str, int]:
    lines = text.split("\n")
    if lines[0].rstrip() == "---":
        for index, line in enumerate(lines[1:], start=1):
            if line.rstrip() in {"---", "..."}:
                return "\n".join(lines[1:index]), 2
    return "", 1


class _Reader:
    """Reads the files that the metadata names, collecting what is wrong with them."""

    def __init__(self, project: Project, source: Source, metadata: Metadata) -> None:
        self.project, self.source, self.metadata = project, source, metadata
        self.findings: list[Finding] = []
        defaults = project.sources / DEFAULTS
        self.files = [source.entry, *([defaults] if defaults.is_file() else [])]

    def manuscript(self, text: str) -> Manuscript:
        meta, source = self.metadata, self.source
        if source.single:
            sections = [self._section(source.entry, text, appendix=False)]
        else:
            sections = [self._section(path, None, appendix=False) for path in self._section_paths()]
            sections += [self._section(path, None, appendix=True) for path in self._named("appendices", meta.appendices)]
        bibliography = self._named("bibliography", meta.bibliography)
        style = None
        if meta.csl != BUILT_IN_STYLE:
            style = next(iter(self._named("csl", (meta.csl,))), None)
        return Manuscript(
            metadata=meta,
            folder=source.folder,
            sections=tuple(section for section in sections if section),
            key_points=self._passages(_as_list(meta.key_points), text),
            summary=self._passages(meta.summary, text),
            bibliography=tuple(bibliography),
            style=style,
            files=tuple(dict.fromkeys(self.files)),
        )

    def _passages(self, markdown: str, text: str) -> Section | None:
        return Section(self.project.name(self.source.entry), text, read_markdown(markdown)) if markdown else None

    def _section_paths(self) -> list[Path]:
        if self.metadata.sections:
            return self._named("sections", self.metadata.sections)
        appendices = set(self.metadata.appendices)
        paths = [path for path in sorted(self.source.folder.glob("*.md")) if path.name not in appendices]
        if not paths:
            place = Location(self.project.name(self.source.entry), 1)
            self.findings.append(Finding("S107", "the report has no section", place, "add a file such as 10-introduction.md"))
        self.files += paths
        return paths

    def _named(self, key: str, names: tuple[str, ...]) -> list[Path]:
        paths = []
        for name in names:
            path = self.project.shared(self.source.folder, name)
            if path is None:
                place = Location(*self.metadata.lines.get(key, (self.project.name(self.source.entry), 0)))
                folder = self.project.name(self.source.folder)
                help = f"put it into {folder}/; a report reads its own folder only"
                self.findings.append(Finding("S108", f'{key}: there is no file "{name}"', place, help))
            else:
                paths.append(path)
        self.files += paths
        return paths

    def _section(self, path: Path, text: str | None, *, appendix: bool) -> Section | None:
        name = self.project.name(path)
        try:
            words = read_text(self.project, path) if text is None else text
        except BuildError as error:
            self.findings += error.findings
            return None
        blocks = read_markdown(words)
        if not blocks:
            self.findings.append(Finding("S109", "the section is empty", Location(name), "write it, or take it out of `sections`"))
        return Section(name, words, blocks, appendix)


def _as_list(passages: tuple[str, ...]) -> str:
    return "\n".join("- " + passage.replace("\n", "\n  ") for passage in passages)
