"""Take documents in: read, clean, name, cut into sections; write a report of them, or a section whenever one is built."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from report.importers.captions import join_captions
from report.importers.cleaning import clean_blocks, clean_document
from report.importers.cleaning_blocks import clean_paragraph
from report.importers.headings import find_headings, mend_levels, split, take_title
from report.importers.labels import Labels
from report.importers.lists import join_lists
from report.importers.naming import make_slug
from report.importers.original import DocumentFacts
from report.importers.pictures import Pictures
from report.importers.reading import read_original
from report.importers.references import find_bibliographies, open_unknown_citations
from report.importers.writing import NOTES, metadata_text, notes_text, section_names, staged
from report.model.errors import BuildError, UsageError
from report.model.manuscript import Converted
from report.model.stamps import today as current_day
from report.model.tree import rewrite, string, text_of
from report.model.tree.blocks import Header
from report.model.tree.views import is_kind
from report.read.environment import environment_key
from report.read.pandoc import write_markdown
from report.read.project import SLUG
from report.read.values import LANGUAGE
from report.runtime.plain_files import read_plain
from report.runtime.store import kept_folder, user_store, values_digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from report.importers.headings import Chapter
    from report.importers.original import Original
    from report.model.findings import Finding
    from report.model.tree.views import Block
    from report.read.project import Project

KIND = FOLDER = "sections"
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class ImportWishes:
    """What is asked for beside the documents; empty where what they say themselves is taken. `today` is the last resort."""

    slug: str = ""
    title: str = ""
    lang: str = ""
    bibliography: tuple[Path, ...] = ()
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A report that was written: its files, relative to the project's root, and what is to be looked at."""

    slug: str
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def write_imported(project: Project, paths: Sequence[Path], wishes: ImportWishes) -> Imported:
    """Write the report of some documents below `sources/`, the sections of each after those of the one before.

    Raise `UsageError` where the report is already there, `BuildError` where a document cannot be read; nothing is
    written then.
    """
    target = _target(project, paths, wishes)
    originals = [read_original(path) for path in paths]
    bibliography = find_bibliographies(wishes.bibliography, originals)
    with staged(target) as stage:
        pictures, labels = Pictures(stage), Labels()
        texts = [_text(original, bibliography, pictures, labels) for original in originals]
        facts = _facts(originals, [title for title, _ in texts], wishes)
        day = facts.date or wishes.today or current_day()
        chapters = [
            chapter
            for original, (title, blocks) in zip(originals, texts, strict=True)
            for chapter in split(blocks, title or facts.title, facts.lang, original.notes)
        ]
        if not chapters:
            raise BuildError(f"{' and '.join(path.name for path in paths)} holds no text", "look at what it is")
        written = _write_sections(stage, chapters, originals[-1])
        summary = _summary(facts, originals[0])
        findings = tuple(finding for original in originals for finding in original.notes.findings())
        files = {
            "report.yaml": metadata_text(facts, day, summary, bibliography).encode(),
            **bibliography,
            NOTES: notes_text([path.name for path in paths], findings).encode(),
        }
        for name, data in files.items():
            (stage / name).write_bytes(data)
        names = ["report.yaml", *written, *bibliography, *_pictures_in(stage), NOTES]
    return Imported(target.name, tuple(target.relative_to(project.root) / name for name in names), findings)


def read_text_of(original: Original, pictures: Pictures, labels: Labels) -> list[Chapter]:
    """Make the chapters of a single document, which cites nothing of ours."""
    title, blocks = _text(original, {}, pictures, labels)
    if title:  # it is the section's own, and what it heads stands below it
        blocks = [Header.make(1, string(title)), *map(_lowered, blocks)]
    return split(blocks, title or original.stem, original.facts.lang, original.notes)


def _lowered(block: Block) -> Block:
    """Put a heading one level below the one that it had."""
    header = Header.of(block)
    return Header.make(header.level + 1, header.inlines, header.attributes) if header else block


def _target(project: Project, paths: Sequence[Path], wishes: ImportWishes) -> Path:
    slug = wishes.slug or make_slug(paths[0].stem) or "imported"
    if not SLUG.fullmatch(slug):
        raise UsageError(f'"{slug}" is not a slug', "use small letters, digits and hyphens: asean-briefing")
    if wishes.lang and not LANGUAGE.fullmatch(wishes.lang):
        raise UsageError(f'"{wishes.lang}" is not a language tag', "write a BCP 47 tag: en, fr, pt-BR")
    for taken in (project.sources / slug, project.sources / f"{slug}.md"):
        if taken.exists():
            raise UsageError(f"{project.name(taken)} is already there", f"choose another name: --slug {slug}-2")
    return project.sources / slug


def _text(
    original: Original, bibliography: dict[str, bytes], pictures: Pictures, labels: Labels
) -> tuple[str, list[Block]]:
    """Make a document's blocks ready to be written, and find its title."""
    notes = original.notes
    blocks = find_headings(clean_document(original), notes)
    found = len(blocks)
    title, blocks = take_title(blocks, original.facts.title if original.titled else "")
    top = 1 + found - len(blocks)
    title = title or original.facts.title
    if blocks and is_kind(blocks[0], "Para") and " ".join(text_of(blocks[0]).split()).lower() == title.lower():
        blocks = blocks[1:]
    blocks = mend_levels(join_lists(join_captions(blocks, notes)), notes, top)
    blocks = open_unknown_citations(pictures.place(blocks, original), bibliography, notes)
    blocks = rewrite(blocks, lambda block: clean_paragraph(block) if is_kind(block, "Para", "Plain") else None)
    return title, labels.name(blocks, notes, ours=original.kind == "markdown")


def _facts(originals: Sequence[Original], titles: Sequence[str], wishes: ImportWishes) -> DocumentFacts:
    """Put together what the documents say of themselves, the first that says a thing first, and tell what none says."""
    facts = DocumentFacts(title=wishes.title or titles[0], lang=wishes.lang)
    for original in originals:
        facts = facts.or_else(replace(original.facts, title=""))
    notes = originals[0].notes
    if not facts.title:
        words = re.sub(r"[-_\s]+", " ", originals[0].stem).strip()
        facts = replace(facts, title=words[:1].upper() + words[1:] or "Imported")
        notes.tell("I113", f'the document names no title: "{facts.title}" is taken from its file', "write its title")
    if not LANGUAGE.fullmatch(facts.lang):
        facts = replace(facts, lang=DEFAULT_LANGUAGE)
        notes.tell(
            "I113", f"the document names no language: {DEFAULT_LANGUAGE} is taken", "look at `lang` in report.yaml"
        )
    if facts.date is None:
        notes.tell("I113", "the document names no date: that of today is taken", "look at `date` in report.yaml")
    return facts


def _summary(facts: DocumentFacts, original: Original) -> str:
    blocks = clean_blocks(facts.summary, original.kind, original.notes)
    plain = rewrite(blocks, lambda element: [] if is_kind(element, "Image", "Note") else None)
    return write_markdown(plain).strip() if plain else ""


def _write_sections(stage: Path, chapters: Sequence[Chapter], original: Original) -> list[str]:
    names = section_names([chapter.title for chapter in chapters])
    for name, chapter in zip(names, chapters, strict=True):
        text = write_markdown(chapter.blocks)
        if "[TABLE]" in text:
            original.notes.tell("I117", f"a table of {name} cannot be written as Markdown", "write it anew")
        (stage / name).write_text(text.rstrip() + "\n", encoding="utf-8")
    return names


def _pictures_in(stage: Path) -> list[str]:
    return [path.relative_to(stage).as_posix() for path in sorted((stage / "figures").glob("*"))]


def convert_section(path: Path) -> Converted:
    """Convert a document to Markdown, or find what an earlier run has made of it. Raise `BuildError` where it cannot be read."""
    try:
        key = values_digest(read_plain(path), path.name, environment_key())
    except OSError as error:
        raise BuildError(f"it cannot be read: {error.strerror}", "check that it may be read") from error
    store = user_store()
    kept: tuple[str, tuple[Finding, ...], dict[str, bytes]] | None = store.get(KIND, key)
    if kept is None:
        kept = _convert(path)
        store.put(KIND, key, kept)
    text, findings, pictures = kept
    return Converted(text, kept_folder(f"{FOLDER}/{key[:24]}", pictures), findings)


def _convert(path: Path) -> tuple[str, tuple[Finding, ...], dict[str, bytes]]:
    """Convert a document; return its Markdown, what was found, and its pictures by their names."""
    with tempfile.TemporaryDirectory(prefix="report-", ignore_cleanup_errors=True) as name:
        stage = Path(name)
        try:
            original = read_original(path)
            chapters = read_text_of(original, Pictures(stage), Labels())
        except UsageError as error:
            raise BuildError(error.message, error.help) from error
        files = [file for file in sorted(stage.rglob("*")) if file.is_file()]
        pictures = {file.relative_to(stage).as_posix(): file.read_bytes() for file in files}
    text = "\n\n".join(write_markdown(chapter.blocks).strip() for chapter in chapters)
    return f"{text}\n" if text else "", original.notes.findings(), pictures
