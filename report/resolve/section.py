"""Settle one section: numbers are given, and the table of transformations is gone through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from report.model.findings import has_errors, weighed
from report.model.metadata import Status
from report.model.resolved import Settled
from report.model.tree import containers, div, rewrite
from report.model.tree.inlines import Image
from report.model.tree.views import each, is_kind, kind_of
from report.model.words import words_for
from report.read.lines import Places
from report.resolve.blocks import (
    caption_figure,
    caption_table,
    check_headings,
    check_words,
    resolve_span,
    set_byline,
    title_callout,
)
from report.resolve.citations import put_in_citations
from report.resolve.context import Context
from report.resolve.images import resolve_image
from report.resolve.lints import lint_section
from report.resolve.lints.scope import LintScope
from report.resolve.lists import label_lists
from report.resolve.numbering import NOTE_BODIES, apply_numbers, call_notes
from report.resolve.references import resolve_cite
from report.resolve.safety import check_attributes, check_nesting, resolve_link, resolve_raw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from report.model.manuscript import Manuscript, Section
    from report.model.resolved import ShownImage, Target
    from report.model.tree.views import Block
    from report.read.project import Project

TRANSFORMS: dict[str, Callable[[Block, Context], list[Block] | None]] = {
    "Cite": resolve_cite,
    "Div": title_callout,
    "Figure": caption_figure,
    "Header": set_byline,
    "Image": resolve_image,
    "Link": resolve_link,
    "RawBlock": resolve_raw,
    "RawInline": resolve_raw,
    "Span": resolve_span,
    "Str": check_words,
    "Table": caption_table,
}


@dataclass(frozen=True, slots=True)
class Work:
    """A section, and what the rest of the report, and its theme, lend it.

    `given` are the identifiers and numbers of its marks, `cites` its citations as they are set; `noted` where
    these are notes. `notes` and `listings` count those before it, `measure` is the width of the text in mm, 0 where
    unknown.
    """

    project: Project
    manuscript: Manuscript
    section: Section
    given: tuple[tuple[str, str], ...]
    targets: Mapping[str, Target]
    identifiers: frozenset[str]
    cites: tuple[Block, ...]
    noted: bool
    notes: int
    listings: int
    measure: float
    tokens: Mapping[str, str]
    terms: Mapping[str, str]
    files: Mapping[str, Mapping[str, str]]


def settle_section(work: Work, *, headed: bool) -> Settled:
    """Settle a section. Its notes stand together at its end, each a division with the note's identifier."""
    blocks = work.section.read()
    context = _context(work)
    elements = tuple(containers(blocks))
    weights = work.manuscript.metadata.rules
    context.findings += lint_section(_scope(work, blocks, elements))
    label_lists(elements, work.section)
    if work.given:
        apply_numbers(blocks, work.given)
    if headed:
        check_headings(blocks, context)
    if any(is_kind(element, "RawInline") for element in elements):
        check_nesting(blocks, context)
    blocks = tuple(rewrite(blocks, lambda element: _transform(element, context), words=work.section.register.signs))
    context.findings = list(weighed(context.findings, weights))
    if has_errors(tuple(context.findings)):  # it is not going to be set
        return _settled(blocks, context)
    blocks = tuple(put_in_citations(blocks, work.cites, noted=work.noted))
    if work.section.register.notes or work.noted:
        notes = call_notes(blocks, work.notes + 1)
        blocks = (*blocks, div(notes, NOTE_BODIES)) if notes else blocks
    _name_images(blocks, context.images)
    return _settled(blocks, context)


def _settled(blocks: tuple[Block, ...], context: Context) -> Settled:
    images = tuple(dict.fromkeys(context.images.values()))
    return Settled(blocks, images, tuple(context.findings), tuple(dict.fromkeys(context.files)))


def _context(work: Work) -> Context:
    section = work.section
    return Context(
        project=work.project,
        manuscript=work.manuscript,
        words=words_for(work.manuscript.metadata.lang),
        targets=work.targets,
        section=section,
        places=Places(section),
        identifiers=work.identifiers,
        tokens=work.tokens,
        terms=work.terms,
        files_named=work.files,
    )


def _scope(work: Work, blocks: Sequence[Block], elements: Sequence[Block]) -> LintScope:
    manuscript = work.manuscript
    file = partial(work.project.shared, manuscript.folder)
    meta = manuscript.metadata
    return LintScope(work.section, blocks, elements, meta.lang, work.measure, file, meta.status is Status.FINAL)


def _transform(element: Block, context: Context) -> Block | list[Block] | None:
    transform = TRANSFORMS.get(kind_of(element))
    changed = transform(element, context) if transform else None
    if changed is None:
        check_attributes(element, context)
    return changed


def _name_images(blocks: tuple[Block, ...], images: Mapping[str, ShownImage]) -> None:
    for image in each(Image, containers(blocks)) if images else ():
        if shown := images.get(image.source):
            image.source = shown.source
