"""Compose the master: the leaves of a report, put together in the theme's template, and checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from report import __version__
from report.compose.check import check_anchors, check_page_references, read_anchors
from report.compose.facts import facts_of, logo_source
from report.compose.leaves import CONTENTS, set_leaves
from report.compose.page import check_page, read_page
from report.compose.templates import render, safe
from report.compose.xml import Element, element_text, parse_html, strip_space, write
from report.model.findings import has_errors
from report.model.master import XHTML, Counts, Master
from report.model.metadata import Status
from report.model.resolved import ShownImage
from report.model.words import words_for
from report.runtime.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from report.compose.check import Anchor
    from report.compose.leaves import Leaf
    from report.model.findings import Finding
    from report.model.manuscript import Section
    from report.model.master import Caption
    from report.model.metadata import Brand
    from report.model.resolved import Passage, Resolved
    from report.themes.theme import Theme

TEMPLATE = "master.html.j2"
TEXT, NOTES, FRONTS = "the text", "the notes", ("key-points", "summary")
LISTED = {"figures": "figure", "tables": "table"}
KEPT_NOTHING = Store.none()


def compose(resolved: Resolved, theme: Theme, store: Store = KEPT_NOTHING) -> tuple[Master, tuple[Finding, ...]]:
    """Make the HTML master of a report. The findings tell what no earlier stage could see."""
    final = resolved.manuscript.metadata.status is Status.FINAL
    leaves = set_leaves(resolved.passages, resolved.manuscript.metadata.lang, store, final=final)
    resolved = _with_summary(resolved, leaves)
    manuscript = resolved.manuscript
    meta = manuscript.metadata
    findings = tuple(finding for leaf in leaves for finding in leaf.findings)
    contents = tuple(entry for leaf in leaves for entry in leaf.contents)
    lists = tuple(_lists(meta.lists, leaves))
    root = _page(resolved, leaves, theme, contents=contents, lists=lists)
    html = write(root).decode()
    pairs = zip(resolved.passages, leaves, strict=True)
    shown = [(passage, leaf) for passage, leaf in pairs if _mark(passage.role or TEXT) in html]
    if not has_errors(findings):  # what is wrong with the sources shows in the master too
        findings += check_page(root)
        findings += check_anchors(_anchors(root, shown))
    html = _filled(html, shown)
    findings += tuple(check_page_references(html))
    return Master(
        metadata=meta,
        html=html.encode(),
        contents=contents,
        images=tuple(dict.fromkeys((*_logo(manuscript.brand), *(image for leaf in leaves for image in leaf.images)))),
        sources={name: path for leaf in leaves for name, path in leaf.sources.items()},
        counts=_counts(leaves),
        files=tuple(dict.fromkeys(path for leaf in leaves for path in leaf.files)),
        lists=lists,
        cover=manuscript.cover,
        pattern=manuscript.brand.cover,
        edition=manuscript.edition,
    ), findings


def _with_summary(resolved: Resolved, leaves: Sequence[Leaf]) -> Resolved:
    """Let the metadata say the summary in the words that it is set in: with what its references and formulas are shown as."""
    blocks = (
        element_text(block, CONTENTS)
        for passage, leaf in zip(resolved.passages, leaves, strict=True)
        if passage.role == "summary"
        for block in parse_html(f'<body xmlns="{XHTML}">{leaf.html}</body>', "summary")
    )
    summary = " ".join(filter(None, blocks))
    if not summary:
        return resolved
    meta = replace(resolved.manuscript.metadata, summary=summary)
    return replace(resolved, manuscript=replace(resolved.manuscript, metadata=meta))


def _page(resolved: Resolved, leaves: Sequence[Leaf], theme: Theme, **values: object) -> Element:
    """Fill in the theme's template, with marks where the leaves go."""
    manuscript = resolved.manuscript
    words = words_for(manuscript.metadata.lang)
    roles = {passage.role for passage in resolved.passages}
    page = render(
        theme,
        TEMPLATE,
        meta=manuscript.metadata,
        facts=facts_of(manuscript.metadata, words, manuscript.brand),
        edition=manuscript.edition,
        words=words,
        body=safe(_mark(TEXT)),
        notes=safe(_mark(NOTES) if any(leaf.notes for leaf in leaves) else ""),
        version=__version__,
        **{role.replace("-", "_"): safe(_mark(role) if role in roles else "") for role in FRONTS},
        **values,
    )
    root = read_page(page, TEMPLATE, f" {TEXT} ")
    strip_space(root)
    return root


def _filled(html: str, shown: Sequence[tuple[Passage, Leaf]]) -> str:
    """Put the leaves in the place of their marks."""
    for role in (TEXT, *FRONTS):
        parts = [leaf.html for passage, leaf in shown if (passage.role or TEXT) == role]
        html = html.replace(_mark(role), "".join(parts), 1)
    return html.replace(_mark(NOTES), "".join(leaf.notes for _, leaf in shown), 1)


def _logo(brand: Brand) -> Iterator[ShownImage]:
    if brand.logo:
        yield ShownImage(logo_source(brand), brand.logo)


def _mark(role: str) -> str:
    """Write what stands in the page where a role's leaves go, while the template's own work is checked."""
    return f"<!-- {role} -->"


def _anchors(root: object, shown: Sequence[tuple[Passage, Leaf]]) -> Iterator[tuple[Anchor, Section | None]]:
    for anchor in read_anchors(root):
        yield anchor, None
    for passage, leaf in shown:
        for anchor in leaf.anchors:
            yield anchor, passage.section


def _lists(wanted: Iterable[str], leaves: Sequence[Leaf]) -> Iterator[tuple[str, tuple[Caption, ...]]]:
    """Yield the lists that a report wants and that are not empty."""
    for name in wanted:
        if captions := tuple(one for leaf in leaves for one in leaf.captions if one.kind == LISTED[name]):
            yield name, captions


def _counts(leaves: Sequence[Leaf]) -> Counts:
    return Counts(
        figures=sum(leaf.counts.figures for leaf in leaves),
        tables=sum(leaf.counts.tables for leaf in leaves),
        notes=sum(leaf.counts.notes for leaf in leaves),
        references=sum(leaf.counts.references for leaf in leaves),
    )
