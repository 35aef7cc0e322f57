"""A report's folder, or its single file, becomes a Manuscript."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from report.model.errors import BuildError
from report.model.findings import Finding, Location
from report.model.manuscript import Definition, Manuscript, Section, TextOrigin
from report.model.metadata import EDITIONS, Brand
from report.read import csl
from report.read.brand import read_brand
from report.read.converter import TooMuch
from report.read.documents import endings
from report.read.glossary import GlossaryEntry, read_glossary
from report.read.lines import find_brackets, find_control, find_control_reference, locate_line
from report.read.metadata import metadata_texts, read_metadata
from report.read.project import BRAND, DEFAULTS, Project, Source, read_source
from report.read.section_heads import take_section_head
from report.read.shortcodes import ShortcodeContext, expand, included
from report.read.texts import CONDITION, Draft, read_texts
from report.read.yaml_nodes import Node, read_yaml
from report.runtime.plain_files import is_readable, read_plain, what_is
from report.runtime.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from report.model.manuscript import Converted
    from report.model.metadata import Metadata
    from report.read.converter import PandocWarning

    Convert = Callable[[Path], Converted]

SAYINGS = {  # of what pandoc warns of, by its kind: the rule, the message, and the way out
    "NoteDefinedButNotUsed": ("S224", "the note [^{}] is never called", "call it, or delete it"),
    "DuplicateNoteReference": (
        "S250",
        "the note [^{}] is written twice, and one of them is lost",
        "give each its own name",
    ),
}
GLOSSARY = "glossary.yaml"
OURS = {".md", ".markdown"}
TEXTS = ("sections", "appendices")  # keys that name texts
UNREAD = frozenset(["S106", "S107", "S110", "S111", "S236", "S249"])  # rules that tell of a text which is not read
PASSAGES = 2  # the key points and the summary, which are read with the sections
KEPT_NOTHING = Store.none()


def read_manuscript(
    project: Project,
    source: Source,
    store: Store = KEPT_NOTHING,
    edition: str = EDITIONS[0],
    convert: Convert | None = None,
) -> tuple[Manuscript, tuple[Finding, ...]]:
    """Read a report whole, as it is for an edition. The findings may hold errors, and then it is not to be set.

    `convert` takes in sections that other programs wrote. Raise `BuildError` where the metadata is not YAML or a file's text is not UTF-8.
    """
    text = read_source(project, source.entry)
    metadata, findings = _read_head(project, source, text)
    reader = _ManuscriptReader(project, source, metadata, store, edition, convert)
    manuscript = reader.manuscript(text)
    return manuscript, findings + tuple(reader.findings)


def read_head(project: Project, source: Source) -> Metadata:
    """Read what a report says of itself, and nothing else; what is wrong with it a build will tell."""
    return _read_head(project, source, read_source(project, source.entry))[0]


def _read_head(project: Project, source: Source, text: str) -> tuple[Metadata, tuple[Finding, ...]]:
    head = front_matter(text) if source.single else (text, 1)
    return read_metadata(source.slug, [*_defaults(project), _node(project, source.entry, *head)])


def read_archive_name(project: Project, source: Source | None) -> str:
    """Read where the versions of a report are kept; of all, as the house has it, where none is named. Empty where nobody says.

    Raise `BuildError` with a finding S104 where a report names a folder that is not the project's.
    """
    if source:
        metadata = read_head(project, source)
        if found := tuple(archive_outside(project, metadata)):
            raise BuildError(f"the archive of {source.slug} cannot be used", findings=found)
        return metadata.archive
    nodes = list(_defaults(project))
    return read_metadata("", nodes)[0].archive if nodes else ""


def archive_outside(project: Project, metadata: Metadata) -> Iterator[Finding]:
    """Find an archive outside of the project that a report names: reports come from others, and only the house says so."""
    name, place = metadata.archive, Location(*metadata.lines.get("archive", ("", 0, 0)))
    if name and place.path != project.name(project.sources / DEFAULTS) and not project.holds(project.root / name):
        help = f"name one in the project; another is named in {project.sources.name}/{DEFAULTS}, or with --store"
        yield Finding("S104", f'archive: "{name}" leads out of the project', place, help)


def _defaults(project: Project) -> Iterator[tuple[str, Node]]:
    path = project.sources / DEFAULTS
    if is_readable(path):
        yield _node(project, path, read_source(project, path), 1)


def _node(project: Project, path: Path, text: str, first_line: int) -> tuple[str, Node]:
    name = project.name(path)
    return name, read_yaml(text, name, first_line)


@dataclass(slots=True)
class _ManuscriptReader:
    """Reads the files that the metadata names, collecting what is wrong with them."""

    project: Project
    source: Source
    metadata: Metadata
    store: Store
    edition: str
    convert: Convert | None
    findings: list[Finding] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    hidden: list[Section] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)  # texts that are named and not there
    lore: ShortcodeContext = field(init=False)

    def __post_init__(self) -> None:
        defaults = self.project.sources / DEFAULTS
        self.files += [self.source.entry, *([defaults] if is_readable(defaults) else [])]
        self.lore = ShortcodeContext(
            self.project, self.source.folder, self.metadata.variables, metadata_texts(self.metadata)
        )

    def manuscript(self, text: str) -> Manuscript:
        meta, source = self.metadata, self.source
        entry = self.project.name(source.entry)
        if source.single:
            drafts = [draft for draft in (self._checked(without_front_matter(text), entry),) if draft]
        else:
            drafts = [draft for path in self._section_paths() if (draft := self._draft(path))]
            appendices = self._named("appendices", meta.appendices)
            drafts += [replace(draft, appendix=True) for path in appendices if (draft := self._draft(path))]
        passages = [
            Draft(entry, text, self._expanded(markdown, entry, place).markdown, place=place)
            for key, markdown in (("key-points", _as_list(meta.key_points)), ("summary", meta.summary))
            for place in (self._place(key, ""),)
        ]
        self.findings += archive_outside(self.project, meta)
        entries, defined = self._glossary()
        key_points, summary, *sections = self._read([*passages, *drafts, *defined])
        sections, definitions = sections[: len(drafts)], sections[len(drafts) :]
        return Manuscript(
            metadata=meta,
            folder=source.folder,
            sections=tuple(section for section in sections if section not in self.hidden),
            key_points=key_points if meta.key_points else None,
            summary=summary if meta.summary else None,
            bibliography=tuple(self._readable(self._named("bibliography", meta.bibliography))),
            style=self._style(meta.csl),
            glossary=tuple(
                Definition(entry.term, entry.aliases, entry.place, section)
                for entry, section in zip(entries, definitions, strict=True)
            ),
            brand=self._brand(),
            cover=next(iter(self._named("cover-image", (meta.cover_image,) if meta.cover_image else ())), None),
            files=tuple(dict.fromkeys(self.files)),
            edition=self.edition,
            complete=not self.gaps and not any(finding.code in UNREAD for finding in self.findings),
        )

    def _brand(self) -> Brand:
        """Read the house's brand, if there is one."""
        path = self.project.sources / BRAND
        if not is_readable(path):
            return Brand()
        name = self.project.name(path)
        try:
            brand, findings = read_brand(read_yaml(read_source(self.project, path), name), name, self.project)
        except BuildError as error:
            self.findings += error.findings
            return Brand()
        self.findings += findings
        self.files += [path, *([brand.logo] if brand.logo else [])]
        return brand

    def _readable(self, paths: list[Path]) -> Iterator[Path]:
        """Yield the files that are text; the others are findings, at their first strange byte."""
        for path in paths:
            try:
                read_source(self.project, path)
            except BuildError as error:
                self.findings += error.findings
            else:
                yield path

    def _style(self, name: str) -> Path | None:
        """Find the citation style: a file of the report's, or one that is known by name; None for pandoc's own."""
        if name == csl.BUILT_IN:
            return None
        if name.endswith(".csl") or self.project.shared(self.source.folder, name):
            return next(iter(self._named("csl", (name,))), None)
        style = csl.find_style(name)
        if style is None:
            place = Location(*self.metadata.lines.get("csl", (self.project.name(self.source.entry), 0)))
            near = csl.nearest_styles(name)
            help = f"did you mean {', or '.join(near)}?" if near else "put its .csl file into the report's folder"
            self.findings.append(Finding("S108", f'csl: there is no style "{name}"', place, help))
        return style

    def _glossary(self) -> tuple[tuple[GlossaryEntry, ...], list[Draft]]:
        """Read the glossary that the metadata name, or that is there, and draft each of its definitions."""
        usual = not self.source.single and is_readable(self.source.folder / GLOSSARY)
        named = self.metadata.glossary or (GLOSSARY if usual else "")
        for path in self._named("glossary", (named,) if named else ()):
            name = self.project.name(path)
            try:
                text = read_source(self.project, path)
                entries, findings = read_glossary(read_yaml(text, name), name)
            except BuildError as error:
                self.findings += error.findings
                continue
            self.findings += findings
            return entries, [
                Draft(name, text, self._expanded(entry.markdown, name, entry.place).markdown, place=entry.place)
                for entry in entries
            ]
        return (), []

    def _read(self, drafts: list[Draft]) -> list[Section]:
        """Read all texts; a section in which nothing is left is a finding."""
        sections = []
        for number, (draft, text) in enumerate(zip(drafts, read_texts(drafts, self.store, self.edition), strict=True)):
            if isinstance(text, BuildError):
                section = Section(draft.path, draft.text, tuple, appendix=draft.appendix, origins=draft.origins)
                line = text.line if isinstance(text, TooMuch) and number >= PASSAGES else 0
                place = locate_line(section, line) if line else Location(draft.path)
                self.findings.append(Finding("S111", text.message, place, text.help))
                sections.append(section)
                continue
            if text.empty and number >= PASSAGES and CONDITION not in draft.markdown:
                help = "write it, or take it out of `sections`"
                self.findings.append(Finding("S109", "the section is empty", Location(draft.path), help))
            section = Section(
                draft.path,
                draft.text,
                text.read,
                text.register,
                text.key,
                draft.appendix,
                draft.origins,
                draft.media,
                passage=draft.markdown if draft.place else "",
            )
            for warning in text.warnings:
                place = draft.place or place_in(section, warning.line, warning.column)
                self.findings.append(warned(warning, place))
            for fence in text.fences:
                place = draft.place or place_in(section, fence.line, fence.column)
                self.findings.append(Finding("S261", fence.message, place, fence.fault.value[1]))
            sections.append(section)
            if text.empty and number >= PASSAGES:
                self.hidden.append(section)  # all of it is for another edition
        return sections

    def _section_paths(self) -> list[Path]:
        if self.metadata.sections:
            return self._named("sections", self.metadata.sections)
        others = {self.source.folder / name for name in self.metadata.appendices}
        found = [path for path in sorted(self.source.folder.glob("*.md")) if path not in others]
        found = [path for path in found if not path.name.startswith((".", "_"))]
        taken_in = {name for path in found for name in included(_glance(path)) - {path.name}}
        names = [path.name for path in found if path.name not in taken_in]
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
                message = self.project.absent(self.source.folder, name, "file")
                self.findings.append(Finding("S108", f"{key}: {message}", place, self._nearest(name)))
                self.gaps += [name] if key in TEXTS else []
            elif key in TEXTS and path.suffix.lower() not in endings():
                help = f"the endings are {', '.join(endings())}"
                self.findings.append(Finding("S249", f'{key}: "{name}" is of a kind that cannot be read', place, help))
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
        if what_is(self.source.folder / name):
            return "put a plain file in its place, or take it away"
        names = sorted(path.name for path in self.source.folder.iterdir() if path.is_file())
        near = [other for other in get_close_matches(name, names) if other != name]
        folder = self.project.name(self.source.folder)
        return f'did you mean "{near[0]}"?' if near else f"put it into {folder}/; a report reads its own folder only"

    def _converted(self, path: Path, convert: Convert) -> Draft | None:
        """Take in a section that another program wrote; its places are not known."""
        name = self.project.name(path)
        try:
            converted = convert(path)
        except BuildError as error:
            message = error.message.replace(str(path), path.name)
            self.findings.append(Finding("S111", message, Location(name), error.help))
            return None
        self.findings += [replace(finding, location=Location(name)) for finding in converted.findings]
        nowhere = (TextOrigin(0, name, 0, 0, inserted=True),)
        return Draft(name, converted.text, converted.text, origins=nowhere, media=converted.folder)

    def _draft(self, path: Path) -> Draft | None:
        if self.convert and path.suffix.lower() not in OURS and path.suffix.lower() in endings():
            return self._converted(path, self.convert)
        try:
            text = read_source(self.project, path)
        except BuildError as error:
            self.findings += error.findings
            return None
        name = self.project.name(path)
        head = take_section_head(text, name, self.metadata.lang)
        self.findings += head.findings
        return self._checked(head.text, name)

    def _checked(self, text: str, name: str) -> Draft | None:
        """Draft a text, unless it holds what pandoc must not be given."""
        if found := find_control(text) or find_control_reference(text):
            self.findings.append(
                Finding("S110", f"a control character ({found[2]})", Location(name, *found[:2]), "take it out")
            )
            return None
        draft = self._expanded(text, name)
        if nested := find_brackets(draft.text):
            help = "write \\[ for a bracket that is meant as one"
            place = locate_line(Section(name, draft.text, tuple, origins=draft.origins), *nested)
            self.findings.append(Finding("S111", "brackets are nested too deeply", place, help))
            return None
        return draft

    def _expanded(self, text: str, path: str, place: Location | None = None) -> Draft:
        """Expand the shortcodes of a text; `place` is where it stands, unless it is a file of its own."""
        expanded = expand(text, path, self.lore)
        self.findings += [replace(finding, location=place or finding.location) for finding in expanded.findings]
        self.files += expanded.files
        return Draft(path, expanded.text, expanded.text, origins=expanded.origins)


def _glance(path: Path) -> str:
    """Read a file's text; none where it cannot be read, which is told when it is read for good."""
    try:
        return read_plain(path).decode("utf-8", "replace")
    except OSError:
        return ""


def _as_list(passages: tuple[str, ...]) -> str:
    return "\n".join("- " + passage.replace("\n", "\n  ") for passage in passages)


def front_matter(text: str) -> tuple[str, int]:
    """Return the YAML at the head of a text, and the line that it begins in; nothing where there is none."""
    lines = text.split("\n")
    if lines[0].rstrip() == "---":
        for index, line in enumerate(lines[1:], start=1):
            if line.rstrip() in {"---", "..."}:
                return "\n".join(lines[1:index]), 2
    return "", 1


def without_front_matter(text: str) -> str:
    """Leave the metadata's lines blank, so that the others keep their numbers."""
    lines = text.split("\n")
    end = next((index for index, line in enumerate(lines) if index and line.rstrip() in {"---", "..."}), 0)
    return "\n".join([""] * (end + 1) + lines[end + 1 :]) if end and lines[0].rstrip() == "---" else text


def place_in(section: Section, line: int, column: int) -> Location:
    """Locate the first character at or after what pandoc names, which may be the space before it, and no line at all."""
    if not line:
        return Location(section.path)
    rest = section.text.split("\n")[line - 1][column - 1 :]
    return locate_line(section, line, column + len(rest) - len(rest.lstrip()))


def warned(warning: PandocWarning, place: Location) -> Finding:
    """Turn a warning into a finding."""
    if warning.kind in SAYINGS:
        code, message, help = SAYINGS[warning.kind]
        return Finding(code, message.format(warning.about), place, help)
    return Finding("S209", f"pandoc: {warning.words}", place, "see the manual of pandoc")
