"""Two manuscripts compared: one marked manuscript, which is built like any other, and what has changed."""

from __future__ import annotations

import pickle
import uuid
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from report.model.findings import Severity
from report.model.manuscript import Section
from report.model.master import DELETED
from report.model.rules import RULES
from report.model.tree import containers, text_of
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Header, Wrapper
from report.model.tree.inlines import Cite
from report.model.tree.tables import Table
from report.model.tree.views import each
from report.model.words import words_for
from report.model.words import words_for as report_words
from report.read.data_blocks import CSV
from report.read.lines import Places
from report.read.register import make_register
from report.redline.blocks import both_of, compare_blocks, compared
from report.redline.changes import Changes, particulars, section_changes
from report.redline.marks import accepted, mark_of, rejected
from report.redline.page import changes_page
from report.redline.reading import Reader
from report.redline.setting import Setter, newer
from report.redline.words import redline_words
from report.resolve.context import Context
from report.resolve.data_tables import set_data_table
from report.runtime.digests import sha256_of
from report.runtime.store import values_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from report.model.manuscript import Definition, Manuscript, Register
    from report.model.metadata import Metadata
    from report.model.tree.views import Block
    from report.read.project import Project
    from report.redline.former import OldVersion
    from report.redline.inlines import ComparedReaders

CHANGES = "changes"
TOLERATED = ("P108", "P110")  # where two versions of a table stand in one, it may be too wide


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions compared: sections of the newer with marked blocks, what stands before the first, the fronts, the glossary.

    `files` are those that the newer one's tables were read from.
    """

    sections: tuple[tuple[Section, list[Block]], ...]
    leading: list[Block]
    fronts: tuple[tuple[Section, list[Block]] | None, ...]
    definitions: tuple[tuple[Definition, list[Block]], ...]
    files: tuple[Path, ...] = ()


def compare_manuscripts(old: Manuscript, new: Manuscript, projects: tuple[Project, Project]) -> Compared:
    """Compare two manuscripts block by block, whatever files these stand in."""
    both = both_of(
        *(Reader(partial(_picture, one, project)) for one, project in zip((old, new), projects, strict=True))
    )
    readers = DataReader(old, projects[0]), DataReader(new, projects[1])
    before = [block for section in old.sections for block in readers[0].read(section)]
    places: list[int] = []
    after: list[Block] = []
    for number, section in enumerate(new.sections):
        blocks = readers[1].read(section)
        places += [number] * len(blocks)
        after += blocks
    sections: list[list[Block]] = [[] for _ in new.sections]
    leading: list[Block] = []
    here = leading
    for index, block in compared(before, after, both):
        here = sections[places[index]] if index >= 0 else here
        here.append(block)
    pairs = tuple(zip(new.sections, sections, strict=True))
    fronts = ((old.summary, new.summary), (old.key_points, new.key_points))
    shown = tuple(_front(*pair, both) for pair in fronts)
    return Compared(pairs, leading, shown, _glossary(old, new, both), tuple(readers[1].files))


def _front(old: Section | None, new: Section | None, both: ComparedReaders) -> tuple[Section, list[Block]] | None:
    if new is None and old is None:
        return None
    place = new or old
    return (place, compare_blocks(old.read() if old else (), new.read() if new else (), both)) if place else None


def _glossary(old: Manuscript, new: Manuscript, both: ComparedReaders) -> tuple[tuple[Definition, list[Block]], ...]:
    known = {one.term: one.section for one in old.glossary}
    return tuple(
        (one, compare_blocks(known[one.term].read() if one.term in known else (), one.section.read(), both))
        for one in new.glossary
    )


def _picture(manuscript: Manuscript, project: Project, source: str) -> str:
    """Know a picture by its content, so that one that was replaced is another."""
    path = project.shared(manuscript.folder, unquote(source))
    return sha256_of(path.read_bytes()) if path else ""


def changes_of(done: Compared, old: Manuscript, new: Manuscript, note: str) -> Changes:
    """Tell what has changed, section by section."""
    words = redline_words(new.metadata.lang)
    found = [section_changes(words.front, [block for front in done.fronts if front for block in front[1]])]
    if done.leading:
        found.append(section_changes(_heading(rejected(done.leading)) or words.whole, done.leading))
    for section, blocks in done.sections:
        kept, gone = _without_deleted(blocks)
        found.append(section_changes(_title(section, blocks), kept))
        found += [section_changes(_heading(rejected(one)), one) for one in gone]
    glossary = report_words(new.metadata.lang).glossary
    found += [section_changes(f"{glossary}: {one.term}", blocks) for one, blocks in done.definitions]
    before, after = _cited(old), _cited(new)
    return Changes(
        particulars(old.metadata, new.metadata),
        tuple(one for one in found if one),
        tuple(key for key in after if key not in before),
        tuple(key for key in before if key not in after),
        note,
    )


def _without_deleted(blocks: Sequence[Block]) -> tuple[list[Block], list[list[Block]]]:
    """Part a section from those that stood after it and are deleted as a whole."""
    kept: list[Block] = []
    gone: list[list[Block]] = []
    here = kept
    for block in blocks:
        deleted = mark_of(block) == DELETED
        inner = Wrapper(block).inner if deleted else []
        first = Header.of(inner[0]) if inner else None
        if first and first.level == 1:
            here = []
            gone.append(here)
        elif not deleted:
            here = kept
        here.append(block)
    return kept, gone


def _title(section: Section, blocks: Sequence[Block]) -> str:
    return _heading(accepted(list(blocks))) or section.path.rpartition("/")[2]


def _heading(blocks: Sequence[Block]) -> str:
    heading = next(each(Header, blocks), None)
    return text_of(heading.inlines).strip() if heading else ""


def _cited(manuscript: Manuscript) -> dict[str, None]:
    cites = (cite for section in manuscript.sections for cite in containers(section.register.cites))
    return dict.fromkeys(key for cite in each(Cite, cites) for key in cite.keys)


def marked_manuscript(done: Compared, new: Manuscript, former: OldVersion, changes: Changes) -> Manuscript:
    """Return the newer manuscript with marks, and in front of it the page that tells what has changed.

    Rules of good practice do not weigh: what they are about is told when either version is built.
    """
    words = redline_words(new.metadata.lang)
    setter = Setter(former, words, new.metadata.lang)
    page = changes_page(changes, former.manuscript.metadata, new.metadata, words)
    front = _section(Section(CHANGES, "", tuple), [*page, *setter.blocks(done.leading)])
    sections = [_section(section, setter.blocks(blocks)) for section, blocks in done.sections]
    summary, points = (_section(one[0], setter.blocks(one[1])) if one else None for one in done.fronts)
    identifier = redline_identifier(former.manuscript.metadata, new.metadata)
    rules: dict[str, Severity | None] = dict.fromkeys(TOLERATED, Severity.WARNING)
    rules |= {code: None for code, rule in RULES.items() if rule.severity is not Severity.ERROR}
    return replace(
        new,
        metadata=replace(new.metadata, rules=rules, identifier=identifier),
        sections=(front, *sections),
        files=tuple(dict.fromkeys((*new.files, *done.files))),
        summary=summary,
        key_points=points,
        glossary=tuple(
            replace(one, section=_section(one.section, setter.blocks(blocks))) for one, blocks in done.definitions
        ),
    )


def redline_identifier(old: Metadata, new: Metadata) -> str:
    """Identify the redline of two versions: a document of its own, which no reader may take for the report."""
    names = [f"{meta.identifier} {meta.version} {meta.date.isoformat()}" for meta in (old, new)]
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(names))}"


def _section(section: Section, blocks: Iterable[Block]) -> Section:
    """Make a section of other blocks, with a register and a key of its own."""
    kept = tuple(blocks)
    packed = pickle.dumps(kept, pickle.HIGHEST_PROTOCOL)
    register = replace(_register(kept), signs=section.register.signs)
    return replace(section, read=partial(pickle.loads, packed), register=register, key=values_digest(packed))


def _register(blocks: tuple[Block, ...]) -> Register:
    """Read a register in which titles are those of the newer version."""
    return replace(make_register(blocks), marks=make_register(newer(blocks)).marks)


@dataclass(slots=True)
class DataReader:
    """Reads the sections of a manuscript; `files` are those that the rows of its tables were in."""

    manuscript: Manuscript
    project: Project
    files: list[Path] = field(default_factory=list)

    def read(self, section: Section) -> tuple[Block, ...]:
        """Read a section; a table whose data cannot be read is left as it was written, to be found fault with."""
        blocks = section.read()
        tables = [one for one in each(Table, containers(blocks)) if CSV in one.attributes.classes]
        for table in tables:
            self._fill(table, section)
        return blocks

    def _fill(self, table: Table, section: Section) -> None:
        words = words_for(self.manuscript.metadata.lang)
        context = Context(self.project, self.manuscript, words, {}, section, Places(section))
        given = Attributes.make(*table.attributes.node)
        set_data_table(table, context)
        self.files += context.files
        if context.findings:
            table.attributes = given
        else:
            pairs = [*table.attributes.pairs, ("header-columns", str(table.bodies[0].stubs))]
            table.attributes = Attributes.make(given.identifier, table.attributes.classes, pairs)
