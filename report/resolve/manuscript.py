"""Resolve a whole manuscript: its numbers at once, its passages each when it is wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from report.model.resolved import Passage, Resolved, Settled
from report.model.tree import attributes, containers, div, span, string, text_of
from report.model.words import words_for
from report.read.register import target_of
from report.resolve.citations import Citations, set_citations
from report.resolve.numbering import Numbering, number
from report.resolve.section import Work, settle_section
from report.store import Store, digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from report.model.findings import Finding
    from report.model.manuscript import Block, Manuscript, Section
    from report.project import Project

REFERENCES = "references"
KEPT_NOTHING = Store(None)


def resolve(
    manuscript: Manuscript, project: Project, store: Store = KEPT_NOTHING
) -> tuple[Resolved, tuple[Finding, ...]]:
    """Give a manuscript its numbers and citations, and plan its passages: each tells what it finds when it is settled.

    The findings may hold errors, and then the result is not to be set.
    """
    meta = manuscript.metadata
    if manuscript.summary:  # what the files' own metadata say has no marks of Markdown
        meta = replace(meta, summary=text_of(manuscript.summary.read()))
        manuscript = replace(manuscript, metadata=meta)
    numbering, findings = number(manuscript.sections, number_sections=meta.number_sections)
    fronts = [part for part in (manuscript.summary, manuscript.key_points) if part]
    citations = set_citations(manuscript, (*fronts, *manuscript.sections), store)
    planner = _Planner(manuscript, project, numbering, citations)
    resolved = Resolved(manuscript, tuple(planner.passages()), numbering.targets, citations.unknown, citations.warnings)
    return resolved, findings


@dataclass(slots=True)
class _Planner:
    """Goes through a manuscript, and knows how many notes and listings stand before each passage."""

    manuscript: Manuscript
    project: Project
    numbering: Numbering
    citations: Citations
    notes: int = 0
    listings: int = 0

    def passages(self) -> Iterator[Passage]:
        manuscript = self.manuscript
        fronts = [
            (role, part)
            for role, part in (("summary", manuscript.summary), ("key-points", manuscript.key_points))
            if part
        ]
        for index, (role, part) in enumerate(fronts):
            yield self._passage(part, (), index, role)
        referenced = False
        for index, (section, given) in enumerate(zip(manuscript.sections, self.numbering.given, strict=True)):
            if section.appendix and not referenced:
                yield from self._references()
                referenced = True
            yield self._passage(section, given, index + len(fronts))
        if not referenced:
            yield from self._references()

    def _passage(self, section: Section, given: tuple[tuple[str, str], ...], index: int, role: str = "") -> Passage:
        register = section.register
        work = Work(
            project=self.project,
            manuscript=self.manuscript,
            section=section,
            given=given,
            targets=self.numbering.targets,
            identifiers=self.numbering.identifiers,
            cites=self.citations.sections[index],
            noted=self.citations.noted,
            notes=self.notes,
        )
        listings = self.listings
        self.notes += register.notes + self.citations.notes[index]
        self.listings += register.listings
        settle = partial(settle_front, work, role) if role else partial(settle_body, work)
        return Passage(self._key(work, role, listings), settle, len(section.text), listings, role, section)

    def _key(self, work: Work, role: str, listings: int) -> str:
        section, meta, targets = work.section, self.manuscript.metadata, work.targets
        register = section.register
        crossed = [targets.get(target_of(name)) for name in register.crossings]
        linked = [name in work.identifiers for name in register.links]
        files = [_state(self.project.shared(self.manuscript.folder, source)) for source in register.images]
        return digest(
            section.key, section.path, section.appendix, role, work.given, crossed, linked, files, work.cites, work.notes,
            work.noted, listings, meta.lang, meta.status, bool(self.manuscript.bibliography),
            str(self.manuscript.folder),
        )  # fmt: skip

    def _references(self) -> Iterator[Passage]:
        if self.citations.references:
            words = words_for(self.manuscript.metadata.lang)
            head = {
                "t": "Header",
                "c": [1, [REFERENCES, ["unnumbered", "references-section"], []], string(words.references)],
            }
            blocks = (head, div(self.citations.references, identifier="refs"))
            yield Passage(digest(blocks), lambda: Settled(blocks), len(repr(blocks)))


def settle_body(work: Work) -> Settled:
    """Settle a section, and mark its headings with their numbers and the file they were written in."""
    settled = settle_section(work, headed=True)
    return replace(settled, blocks=tuple(_mark(settled.blocks, work)))


def settle_front(work: Work, role: str) -> Settled:
    """Settle the key points or the summary, as a division of that name."""
    settled = settle_section(work, headed=False)
    return replace(settled, blocks=(div(settled.blocks, identifier=role),))


def _mark(blocks: tuple[Block, ...], work: Work) -> tuple[Block, ...]:
    section, words = work.section, words_for(work.manuscript.metadata.lang)
    for block in containers(blocks):
        if block["t"] != "Header":
            continue
        attr = attributes(block) or ["", [], []]
        target = work.targets.get(attr[0])
        if block["c"][0] == 1:
            attr[2].append(["source", section.path])
            if section.appendix:
                attr[1].append("appendix")
        if target and target.number:
            opens_appendix = section.appendix and block["c"][0] == 1
            label = words.label("appendix", target.number) if opens_appendix else target.number
            block["c"][2] = [span(string(label), "section-number"), {"t": "Space"}, *block["c"][2]]
    return blocks


def _state(path: Path | None) -> tuple[str, int, int] | None:
    """Return what tells whether a file is as it was."""
    if path is None:
        return None
    found = path.stat()
    return str(path), found.st_size, found.st_mtime_ns
