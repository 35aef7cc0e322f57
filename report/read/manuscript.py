"""A report's folder, or its single file, becomes a Manuscript."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from report.errors import BuildError
from report.model.findings import Finding, Location
from report.model.manuscript import Manuscript, Section
from report.project import DEFAULTS, Project, Source, read_text
from report.read.lines import find_brackets, find_control
from report.read.metadata import read_metadata
from report.read.texts import Draft, read_texts
from report.read.yaml_nodes import Node, read_yaml
from report.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.metadata import Metadata

BUILT_IN_STYLE = "chicago-author-date"
PASSAGES = 2  # the key points and the summary, which are read with the sections
UNUSED_NOTE = re.compile(r"Note with key '(.+)' defined but not used")
KEPT_NOTHING = Store(None)


def read_manuscript(
    project: Project, source: Source, store: Store = KEPT_NOTHING
) -> tuple[Manuscript, tuple[Finding, ...]]:
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
    reader = _Reader(project, source, metadata, store)
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

    def __init__(self, project: Project, source: Source, metadata: Metadata, store: Store) -> None:
        self.project, self.source, self.metadata, self.store = project, source, metadata, store
        self.findings: list[Finding] = []
        defaults = project.sources / DEFAULTS
        self.files = [source.entry, *([defaults] if defaults.is_file() else [])]

    def manuscript(self, text: str) -> Manuscript:
        meta, source = self.metadata, self.source
        entry = self.project.name(source.entry)
        if source.single:
            body = _without_front_matter(text)
            drafts = [Draft(entry, body, body)]
        else:
            drafts = [draft for path in self._section_paths() if (draft := self._draft(path))]
            appendices = self._named("appendices", meta.appendices)
            drafts += [replace(draft, appendix=True) for path in appendices if (draft := self._draft(path))]
        passages = [Draft(entry, text, markdown) for markdown in (_as_list(meta.key_points), meta.summary)]
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

    def _read(self, drafts: list[Draft]) -> list[Section]:
        """Read all texts; a section in which nothing is left is a finding."""
        sections = []
        for number, (draft, text) in enumerate(zip(drafts, read_texts(drafts, self.store), strict=True)):
            if isinstance(text, BuildError):
                self.findings.append(Finding("S111", text.message, Location(draft.path), text.help))
                sections.append(Section(draft.path, draft.text, tuple, appendix=draft.appendix))
                continue
            if text.empty and number >= PASSAGES:
                help = "write it, or take it out of `sections`"
                self.findings.append(Finding("S109", "the section is empty", Location(draft.path), help))
            for line, column, warning in text.warnings:
                place = _place_in(draft, line, column) if number >= PASSAGES else Location(draft.path)
                self.findings.append(_warned(warning, place))
            sections.append(Section(draft.path, draft.text, text.read, text.register, text.key, draft.appendix))
        return sections

    def _section_paths(self) -> list[Path]:
        if self.metadata.sections:
            return self._named("sections", self.metadata.sections)
        others = {self.source.folder / name for name in self.metadata.appendices}
        found = [path for path in sorted(self.source.folder.glob("*.md")) if path not in others]
        names = [path.name for path in found if not path.name.startswith((".", "_"))]
        if not names:
            place = Location(self.project.name(self.source.entry), 1)
            self.findings.append(
                Finding("S107", "the report has no section", place, "add a file such as 10-introduction.md")
            )
        return self._named("sections", tuple(names))

    def _named(self, key: str, names: tuple[str, ...]) -> list[Path]:
        paths = []
        for name in names:
            path = self.project.shared(self.source.folder, name)
            place = self._place(key, name)
            if path is None:
                self.findings.append(Finding("S108", f'{key}: there is no file "{name}"', place, self._nearest(name)))
            elif path in self.files:
                self.findings.append(Finding("S105", f'{key}: "{name}" is named twice', place, "name it once"))
            else:
                paths.append(path)
                self.files.append(path)
        return paths

    def _place(self, key: str, name: str) -> Location:
        """Locate a value of a key, or the key."""
        lines = self.metadata.lines
        return Location(
            *(lines.get(f"{key}: {name}") or lines.get(key) or (self.project.name(self.source.entry), 0, 0))
        )

    def _nearest(self, name: str) -> str:
        names = sorted(path.name for path in self.source.folder.iterdir() if path.is_file())
        near = [other for other in get_close_matches(name, names) if other != name]
        folder = self.project.name(self.source.folder)
        return f'did you mean "{near[0]}"?' if near else f"put it into {folder}/; a report reads its own folder only"

    def _draft(self, path: Path) -> Draft | None:
        try:
            text = read_text(self.project, path)
        except BuildError as error:
            self.findings += error.findings
            return None
        name = self.project.name(path)
        if found := find_control(text):
            self.findings.append(
                Finding("S110", f"a control character ({found[2]})", Location(name, *found[:2]), "take it out")
            )
            return None
        if nested := find_brackets(text):
            help = "write \\[ for a bracket that is meant as one"
            self.findings.append(Finding("S111", "brackets are nested too deeply", Location(name, *nested), help))
            return None
        return Draft(name, text, text)


def _place_in(draft: Draft, line: int, column: int) -> Location:
    """Locate the first character at or after what pandoc names, which may be the space before it."""
    rest = draft.text.split("\n")[line - 1][column - 1 :]
    return Location(draft.path, line, column + len(rest) - len(rest.lstrip()))


def _warned(warning: str, place: Location) -> Finding:
    if match := UNUSED_NOTE.match(warning):
        return Finding("S224", f"the note [^{match[1]}] is never called", place, "call it, or delete it")
    return Finding("S209", f"pandoc: {warning}", place, "see the manual of pandoc")


def _without_front_matter(text: str) -> str:
    """Leave the metadata's lines blank, so that the others keep their numbers."""
    lines = text.split("\n")
    end = next((index for index, line in enumerate(lines) if index and line.rstrip() in {"---", "..."}), 0)
    return "\n".join([""] * (end + 1) + lines[end + 1 :]) if end and lines[0].rstrip() == "---" else text


def _as_list(passages: tuple[str, ...]) -> str:
    return "\n".join("- " + passage.replace("\n", "\n  ") for passage in passages)
