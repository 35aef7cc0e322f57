"""Resolve a whole manuscript: the table of transformations, and the order they run in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from report.model.resolved import Image, Resolved
from report.model.words import words_for
from report.read.lines import Places
from report.resolve.blocks import (
    caption_figure,
    caption_table,
    check_headings,
    check_words,
    refuse_later,
    show_open_point,
    title_callout,
)
from report.resolve.context import Context
from report.resolve.images import resolve_image
from report.resolve.numbering import number
from report.resolve.references import resolve_cite
from report.resolve.safety import check_attributes, check_nesting, resolve_link, resolve_raw
from report.resolve.tree import attributes, div, elements, rewrite, span, string, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.model.findings import Finding
    from report.model.manuscript import Block, Manuscript, Section
    from report.project import Project

TRANSFORMS: dict[str, Callable[[Block, Context], list[Block] | None]] = {
    "Cite": resolve_cite,
    "CodeBlock": refuse_later,
    "Div": title_callout,
    "Figure": caption_figure,
    "Image": resolve_image,
    "Link": resolve_link,
    "RawBlock": resolve_raw,
    "RawInline": resolve_raw,
    "Span": show_open_point,
    "Str": check_words,
    "Table": caption_table,
}
REFERENCES = "references"


def resolve(manuscript: Manuscript, project: Project) -> tuple[Resolved, tuple[Finding, ...]]:
    """Settle a manuscript; the findings may hold errors, and then the result is not to be set."""
    meta = manuscript.metadata
    if manuscript.summary:  # what the files' own metadata say has no marks of Markdown
        meta = replace(meta, summary=text_of(manuscript.summary.blocks))
        manuscript = replace(manuscript, metadata=meta)
    sections, targets, found = number(manuscript.sections, number_sections=meta.number_sections)
    manuscript = replace(manuscript, sections=sections)
    words, findings = words_for(meta.lang), list(found)
    images: dict[str, Image] = {}
    cited: list[str] = []
    identifiers = _identifiers(sections)

    def settle(section: Section, *, headed: bool) -> list[Block]:
        context = Context(
            project, manuscript, words, targets, section, Places(section), findings, images, identifiers, cited
        )
        if headed:
            check_headings(context)
        if any(element["t"] == "RawInline" for element in elements(section.blocks)):
            check_nesting(section.blocks, context)
        resolved = rewrite(section.blocks, lambda element: _transform(element, context))
        _name_images(resolved, images)
        return _mark(resolved, section, context) if headed else resolved

    blocks = [block for section in sections for block in settle(section, headed=True)]
    fronts = (("summary", manuscript.summary), ("key-points", manuscript.key_points))
    front = [div(settle(part, headed=False), identifier=name) for name, part in fronts if part]
    if cited:
        blocks = _with_references(blocks, words.references, sections)
    return Resolved(manuscript, (*front, *blocks), targets, tuple(dict.fromkeys(images.values())), bool(cited)), tuple(
        findings
    )


def _transform(element: Block, context: Context) -> Block | list[Block] | None:
    transform = TRANSFORMS.get(element["t"])
    changed = transform(element, context) if transform else None
    if changed is None:
        check_attributes(element, context)
    return changed


def _identifiers(sections: tuple[Section, ...]) -> frozenset[str]:
    found = (attributes(element) for section in sections for element in elements(section.blocks))
    return frozenset(attr[0] for attr in found if attr and attr[0])


def _name_images(blocks: list[Block], images: dict[str, Image]) -> None:
    for element in elements(blocks):
        if element["t"] == "Image" and (image := images.get(element["c"][2][0])):
            element["c"][2][0] = image.source


def _mark(blocks: list[Block], section: Section, context: Context) -> list[Block]:
    for block in elements(blocks):
        if block["t"] != "Header":
            continue
        attr = block["c"][1]
        target = context.targets.get(attr[0])
        if block["c"][0] == 1:
            attr[2].append(["source", section.path])
            if section.appendix:
                attr[1].append("appendix")
        if target and target.number:
            label = (
                f"{context.words.appendix} {target.number}"
                if section.appendix and block["c"][0] == 1
                else target.number
            )
            block["c"][2] = [span(string(label), "section-number"), {"t": "Space"}, *block["c"][2]]
    return blocks


def _with_references(blocks: list[Block], title: str, sections: tuple[Section, ...]) -> list[Block]:
    head = {"t": "Header", "c": [1, [REFERENCES, ["unnumbered", "references-section"], []], string(title)]}
    appendices = {section.path for section in sections if section.appendix}
    for index, block in enumerate(blocks):
        if block["t"] == "Header" and dict(block["c"][1][2]).get("source") in appendices:
            return [*blocks[:index], head, div((), identifier="refs"), *blocks[index:]]
    return [*blocks, head, div((), identifier="refs")]
