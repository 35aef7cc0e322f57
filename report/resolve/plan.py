"""The plan of a report: its passages in reading order, each with what the rest of the report lends it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from report.model.resolved import Passage, Settled
from report.model.tree import containers, div, space, span, string
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Div, Header
from report.model.tree.views import each
from report.model.words import words_for
from report.read.glossary import plain_form
from report.read.register import target_of
from report.resolve.numbering import NOTE_BODIES, names_by_file
from report.resolve.safety import section_target
from report.resolve.section import Work, settle_section
from report.resolve.terms import glossary_block, glossary_ids, index_block
from report.runtime.store import values_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from report.model.manuscript import Definition, Manuscript, Section
    from report.model.resolved import Use
    from report.model.tree.views import Block
    from report.model.words import Words
    from report.read.project import Project
    from report.resolve.citations import Citations
    from report.resolve.numbering import Numbering

REFERENCES, GLOSSARY, INDEX = "references", "glossary", "index"


@dataclass(slots=True)
class Planner:
    """Goes through a manuscript, and knows how many notes and listings stand before each passage.

    `numbering` and `citations` are of its fronts, then of its sections and its `definitions`.
    """

    manuscript: Manuscript
    definitions: Sequence[Definition]
    project: Project
    numbering: Numbering
    citations: Citations
    tokens: Mapping[str, str]
    notes: int = 0
    listings: int = 0
    terms: Mapping[str, str] = field(init=False)
    files: Mapping[str, Mapping[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        sections, first = self.manuscript.sections, len(self._fronts())
        linked = any(section.register.paths for section in sections)
        given = self.numbering.given[first : first + len(sections)]
        self.files = names_by_file(sections, given) if linked else {}
        self.terms = glossary_ids(self.manuscript.glossary)

    def passages(self) -> Iterator[Passage]:
        """Yield the passages: fronts, sections, glossary, references, appendices, index."""
        fronts = self._fronts()
        for index, (role, part) in enumerate(fronts):
            yield self._passage(self._work(part, index), role)
        sections = self.manuscript.sections
        body = sum(not section.appendix for section in sections)
        yield from self._sections(sections[:body], 0)
        yield from self._glossary()
        yield from self._references()
        yield from self._sections(sections[body:], body)
        yield from self._index()

    def _fronts(self) -> list[tuple[str, Section]]:
        named = (("summary", self.manuscript.summary), ("key-points", self.manuscript.key_points))
        return [(role, part) for role, part in named if part]

    def _sections(self, sections: Sequence[Section], first: int) -> Iterator[Passage]:
        before = len(self._fronts())
        for number, section in enumerate(sections, start=first):
            yield self._passage(self._work(section, before + number))

    def _work(self, section: Section, index: int) -> Work:
        """Gather what a section needs; `index` is its place among all that is numbered."""
        work = Work(
            project=self.project,
            manuscript=self.manuscript,
            section=section,
            given=self.numbering.given[index],
            targets=self.numbering.targets,
            identifiers=self.numbering.identifiers,
            cites=self.citations.sections[index],
            noted=self.citations.noted,
            notes=self.notes,
            listings=self.listings,
            measure=float(self.tokens.get("measure", "0").removesuffix("mm")),
            tokens=self.tokens,
            terms=self.terms,
            files=self.files,
        )
        self.notes += section.register.notes + self.citations.notes[index]
        self.listings += section.register.listings
        return work

    def _passage(self, work: Work, role: str = "") -> Passage:
        section = work.section
        settle = partial(settle_front, work, role) if role else partial(settle_body, work)
        return Passage(
            values_digest(role, section.text if role else "", work_key(work)),
            settle,
            len(section.text),
            work.listings,
            role,
            section,
            typed=not role,
        )

    def _glossary(self) -> Iterator[Passage]:
        if not self.definitions:
            return
        first = len(self._fronts()) + len(self.manuscript.sections)
        works = [self._work(one.section, first + number) for number, one in enumerate(self.definitions)]
        uses = tuple(use for use in self.numbering.uses if use.kind == "term")
        key = values_digest(GLOSSARY, [one.term for one in self.definitions], uses, [work_key(work) for work in works])
        settle = partial(settle_glossary, works, tuple(self.definitions), uses)
        size = sum(len(one.section.text) for one in self.definitions[:1])
        yield Passage(key, settle, size, works[0].listings, section=works[0].section)

    def _references(self) -> Iterator[Passage]:
        if self.citations.references:
            head = heading(REFERENCES, self._words.references)
            yield ready((head, div(self.citations.references, identifier="refs")))

    def _index(self) -> Iterator[Passage]:
        words = self._words
        if self.manuscript.metadata.index is False:
            return
        block = index_block(self.numbering.uses, {"see": words.see, "see_also": words.see_also, "comma": words.comma})
        if block:
            yield ready((heading(INDEX, words.index), block))

    @property
    def _words(self) -> Words:
        return words_for(self.manuscript.metadata.lang)


def ready(blocks: tuple[Block, ...]) -> Passage:
    """Make a passage of blocks that nothing has to be done to."""
    return Passage(values_digest(blocks), lambda: Settled(blocks), len(repr(blocks)))


def heading(name: str, words: str) -> Block:
    """Make the heading of a part that we add, which has no number."""
    return Header.make(1, string(words), Attributes.make(name, ["unnumbered", f"{name}-section"]))


def work_key(work: Work) -> str:
    """Digest all that the setting of a section depends on."""
    section, meta, register = work.section, work.manuscript.metadata, work.section.register
    crossed = [work.targets.get(target_of(name)) for name in register.crossings]
    linked = [name in work.identifiers for name in register.links]
    led = [section_target(target, section.path, work.files) for target in register.paths]
    named = [work.terms.get(plain_form(name)) for name in register.terms]
    folder = work.manuscript.folder
    files = [_state(work.project.shared(folder, source)) for source in (*register.images, *register.files)]
    tokens = tuple(work.tokens.items()) if register.charts else ()
    weights = tuple(sorted((code, str(weight)) for code, weight in meta.rules.items()))
    return values_digest(
        section.key, section.path, section.origins, section.media, section.appendix, work.given, crossed, linked, led, named, files, work.cites, work.notes,
        work.noted, work.measure, work.listings, tokens, meta.lang, meta.status, weights, bool(work.manuscript.bibliography), str(folder),
    )  # fmt: skip


def settle_body(work: Work) -> Settled:
    """Settle a section, and mark its headings with their numbers and the file they were written in."""
    settled = settle_section(work, headed=True)
    return replace(settled, blocks=tuple(_mark(settled.blocks, work)))


def settle_front(work: Work, role: str) -> Settled:
    """Settle the key points or the summary, as a division of that name."""
    settled = settle_section(work, headed=False)
    return replace(settled, blocks=(div(settled.blocks, identifier=role),))


def settle_glossary(works: Sequence[Work], definitions: Sequence[Definition], uses: Sequence[Use]) -> Settled:
    """Settle the definitions, and make one list of them; their notes follow it."""
    settled = [settle_section(work, headed=False) for work in works]
    bodies = [[block for block in one.blocks if not _is_notes(block)] for one in settled]
    notes = [note for one in settled for block in one.blocks if _is_notes(block) for note in Div(block).blocks]
    words = words_for(works[0].manuscript.metadata.lang)
    blocks = [heading(GLOSSARY, words.glossary), glossary_block(definitions, bodies, uses, works[0].terms)]
    return Settled(
        (*blocks, div(notes, NOTE_BODIES)) if notes else tuple(blocks),
        tuple(dict.fromkeys(image for one in settled for image in one.images)),
        tuple(finding for one in settled for finding in one.findings),
        tuple(dict.fromkeys(path for one in settled for path in one.files)),
    )


def _is_notes(block: Block) -> bool:
    division = Div.of(block)
    return division is not None and NOTE_BODIES in division.attributes.classes


def _mark(blocks: tuple[Block, ...], work: Work) -> tuple[Block, ...]:
    section, words = work.section, words_for(work.manuscript.metadata.lang)
    for header in each(Header, containers(blocks)):
        attr = header.attributes
        target = work.targets.get(attr.identifier)
        if header.level == 1:
            attr.pairs.append(["source", section.path])
            if section.appendix:
                attr.classes.append("appendix")
        if target and target.number:
            opens_appendix = section.appendix and header.level == 1
            label = words.label("appendix", target.number) if opens_appendix else target.number
            header.inlines = [span(string(label), "section-number"), space(), *header.inlines]
    return blocks


def _state(path: Path | None) -> tuple[str, int, int] | None:
    """Return what tells whether a file is as it was."""
    if path is None:
        return None
    found = path.stat()
    return str(path), found.st_size, found.st_mtime_ns
