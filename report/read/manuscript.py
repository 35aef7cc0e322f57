"""A report's folder, or its single file, becomes a Manuscript."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
PASSAGES = 2  # the key points and the summary, which are read with the sections


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


@dataclass(frozen=True, slots=True)
class _Draft:
    """Markdown to be read, and the file it stands in with its whole text."""

    path: str
    text: str
    markdown: str
    appendix: bool = False


class _Reader:
    """Reads the files that the metadata names, collecting what is wrong with them."""

    def __init__(self, project: Project, source: Source, metadata: Metadata) -> None:
        self.project, self.source, self.metadata = project, source, metadata
        self.findings: list[Finding] = []
        defaults = project.sources / DEFAULTS
        self.files = [source.entry, *([defaults] if defaults.is_file() else [])]

    def manuscript(self, text: str) -> Manuscript:
        meta, source = self.metadata, self.source
        entry = self.project.name(source.entry)
        if source.single:
            drafts = [_Draft(entry, text, text)]
        else:
            drafts = [draft for path in self._section_paths() if (draft := self._draft(path))]
            appendices = self._named("appendices", meta.appendices)
            drafts += [replace(draft, appendix=True) for path in appendices if (draft := self._draft(path))]
        passages = [_Draft(entry, text, markdown) for markdown in (_as_list(meta.key_points), meta.summary)]
        key_points, summary, *sections = self._read([*passages, *drafts])
        style = self._named("csl", (meta.csl,)) if meta.csl != BUILT_IN_STYLE else []
        return Manuscript(
            metadata=meta,
            folder=source.folder,
            sections=tuple(sections),
            key_points=key_points if meta.key_points else None,
            summary=summary if meta.summary else None,
            bibliography=tuple(self._named("bibliography", meta.bibliography)),
            style=style[0] if style else None,
            files=tuple(dict.fromkeys(self.files)),
        )

    def _read(self, drafts: list[_Draft]) -> list[Section]:
        """Read all texts in one go; a section in which nothing is left is a finding."""
        sections = []
        for number, (draft, blocks) in enumerate(zip(drafts, read_markdown([d.markdown for d in drafts]), strict=True)):
            if not blocks and number >= PASSAGES:
                help = "write it, or take it out of `sections`"
                self.findings.append(Finding("S109", "the section is empty", Location(draft.path), help))
            sections.append(Section(draft.path, draft.text, blocks, draft.appendix))
        return sections

    def _section_paths(self) -> list[Path]:
        if self.metadata.sections:
            return self._named("sections", self.metadata.sections)
        appendices = set(self.metadata.appendices)
        names = [path.name for path in sorted(self.source.folder.glob("*.md")) if path.name not in appendices]
        if not names:
            place = Location(self.project.name(self.source.entry), 1)
            self.findings.append(Finding("S107", "the report has no section", place, "add a file such as 10-introduction.md"))
        return self._named("sections", tuple(names))

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

    def _draft(self, path: Path) -> _Draft | None:
        try:
            text = read_text(self.project, path)
        except BuildError as error:
            self.findings += error.findings
            return None
        return _Draft(self.project.name(path), text, text)


def _as_list(passages: tuple[str, ...]) -> str:
    return "\n".join("- " + passage.replace("\n", "\n  ") for passage in passages)
