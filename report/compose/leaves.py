"""Leaves: each passage of a report as the finished HTML of the master, known from an earlier run or set now."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from report.compose.check import Anchor, check_elements, read_anchors
from report.compose.passes import PASSES, PassContext, heading_of
from report.compose.printed import printed_text
from report.compose.xml import Element, element_text, find, fragment, local_name, make, parse_html, remove, strip_space
from report.model.errors import BuildError
from report.model.findings import About, Finding, Location, Severity, has_errors
from report.model.master import UNREAD, XHTML, Caption, ContentsEntry, Counts
from report.model.words import words_for
from report.read.converter import TooMuch
from report.read.environment import environment_key
from report.read.lines import find_monotony, locate_line
from report.read.pandoc import write_html
from report.resolve.lints.word_account import CODE as ACCOUNT
from report.resolve.lints.word_account import compare_words
from report.runtime.prefetch import done_ahead, how_far_ahead, portions
from report.runtime.store import Store, values_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from report.model.manuscript import Section
    from report.model.resolved import Passage, Settled, ShownImage
    from report.read.converter import PandocWarning

KIND = "leaves"
NO_FORMULA = "CouldNotConvertTeXMath"  # as pandoc calls its warning
UNEXPECTED = re.compile(r"\^ (unexpected .*?)(?: expecting .*)?$")
SHOWN = 60  # characters of a formula
REMEDIES = {  # by what was not expected
    "command \\\\": "write \\begin{aligned} and \\end{aligned} around a formula of several lines",
    "command \\ce": "write chemistry as \\mathrm{CO_2}",
    "unexpected end": "close what is open: a brace, an environment, a \\left",
}
OTHERWISE = "write it with the commands of LaTeX and its package amsmath"
CONTENTS = frozenset({"noteref", *UNREAD})


@dataclass(frozen=True, slots=True)
class Leaf:
    """One passage of the master.

    `html` is its content, `notes` the list items of its notes, `contents` its headings, `captions` its figures and tables, `sources` the file of
    each of its top sections, `anchors` its identifiers and the places its links lead to.
    """

    html: str
    notes: str
    contents: tuple[ContentsEntry, ...]
    sources: dict[str, str]
    anchors: tuple[Anchor, ...]
    counts: Counts
    images: tuple[ShownImage, ...]
    findings: tuple[Finding, ...]
    files: tuple[Path, ...] = ()
    captions: tuple[Caption, ...] = ()


def set_leaves(passages: Sequence[Passage], lang: str, store: Store, *, final: bool = False) -> list[Leaf]:
    """Set passages, a few at a time; those that are known are taken as they are. In a `final` version more is an error."""
    keys = [values_digest(environment_key(), passage.key) for passage in passages]
    leaves: dict[int, Leaf] = {}
    for index, key in enumerate(keys):
        leaf = store.get(KIND, key)
        if leaf is not None and all(image.path.is_file() for image in leaf.images):
            leaves[index] = leaf
    sizes = {index: passage.size for index, passage in enumerate(passages) if index not in leaves}
    settled = ((portion, [passages[index].settle() for index in portion]) for portion in portions(sizes))
    for (portion, done), (written, warnings) in done_ahead(
        lambda some: _write([passages[index] for index in some[0]], some[1], lang), settled, how_far_ahead(sizes)
    ):
        for index, one, html in zip(portion, done, written, strict=True):
            leaves[index] = _leaf(html, one, passages[index], lang, final=final)
            if not has_errors(leaves[index].findings) and not warnings:
                store.put(KIND, keys[index], leaves[index])
        if warnings:
            last = leaves[portion[-1]]
            leaves[portion[-1]] = replace(last, findings=(*last.findings, *_warned(warnings, final=final)))
    return [leaves[index] for index in range(len(passages))]


def _write(
    passages: Sequence[Passage], settled: Sequence[Settled], lang: str
) -> tuple[list[str], tuple[PandocWarning, ...]]:
    blocks = [() if has_errors(one.findings) else one.blocks for one in settled]
    try:
        return write_html(blocks, lang)
    except TooMuch as error:
        if len(passages) > 1:
            parts = [_write([passage], [one], lang) for passage, one in zip(passages, settled, strict=True)]
            return [html for written, _ in parts for html in written], tuple(text for _, told in parts for text in told)
        raise BuildError("the text cannot be set", findings=(_too_much(error, passages[0].section),)) from error


def _too_much(error: TooMuch, section: Section | None) -> Finding:
    """Tell of a passage that is too much to set: a formula of it, most often, for all else is so when it is read."""
    line, words = (find_monotony(section.text) if section else None) or (0, "")
    place = locate_line(section, line) if section and line else Location(section.path) if section else None
    return Finding("S111", f"{error.message}: {words}" if words else error.message, place, error.help)


def _leaf(html: str, settled: Settled, passage: Passage, lang: str, *, final: bool) -> Leaf:
    words = words_for(lang)
    body = parse_html(f'<body xmlns="{XHTML}">{html}</body>', "text")
    scope = PassContext(words, passage.listings)
    for mend in PASSES:
        mend(body, scope)
    sources = _sources(body)
    notes = _notes(body)
    contents = _contents(body)
    captions = tuple(_captions(body))
    strip_space(body)
    findings = settled.findings
    if not has_errors(findings):  # what is wrong with the source shows in the master too
        findings += check_elements((body, notes), passage.section)
        read = passage.typed and settled.blocks  # none where the text could not be read
        if passage.section and read and not any(finding.code == ACCOUNT for finding in findings):
            register = passage.section.register
            said = printed_text(body, notes, data=bool(register.files or register.charts))
            findings += tuple(compare_words(passage.section, said, final=final))
    counts = Counts(
        figures=len(find(body, ".//x:figure")),
        tables=len(find(body, ".//x:table")),
        notes=len(find(body, ".//x:a[@role='doc-noteref']")),
        references=len(find(body, ".//x:ul[@id='refs']/x:li")),
    )
    anchors = tuple(anchor for root in (body, notes) for anchor in read_anchors(root) if anchor.name != passage.role)
    return Leaf(
        _inside(body, passage.role),
        fragment(notes),
        contents,
        sources,
        anchors,
        counts,
        settled.images,
        findings,
        settled.files,
        captions,
    )


def _inside(body: Element, role: str) -> str:
    """Write a leaf's content: of a passage with a place of its own, without the division that names it."""
    return fragment(body[0]) if role and len(body) else fragment(body)


def _notes(body: Element) -> Element:
    """Take the notes out of a leaf, into a list of their own: without one lxml gives them the prefix `html`."""
    taken = make("ol")
    for notes in find(body, ".//x:ol[@class='note-bodies']"):
        taken.extend(list(notes))
        remove(notes)
    return taken


def _sources(body: Element) -> dict[str, str]:
    sources = {}
    for section in find(body, ".//*[@data-source]"):
        sources[section.get("id", "")] = section.get("data-source", "")
        del section.attrib["data-source"]
    return sources


def _contents(body: Element, depth: int = 1) -> tuple[ContentsEntry, ...]:
    entries = []
    for section in find(body, "x:section[@id]|x:div[not(@id)]/x:section[@id]"):
        heading = heading_of(section)
        if heading is not None:
            title = element_text(heading, CONTENTS)
            entries.append(ContentsEntry(title, section.get("id", ""), depth, _contents(section, depth + 1)))
    return tuple(entries)


def _captions(body: Element) -> Iterator[Caption]:
    for block in find(body, ".//x:figure[@id]|.//x:table[@id]"):
        for caption in find(block, "x:figcaption|x:caption"):
            if label := find(caption, ".//x:span[@class='label']"):
                title = element_text(caption, ("label", "source", "noteref"))
                yield Caption(
                    local_name(block), block.get("id", ""), element_text(label[0]).rstrip("."), title.rstrip(".")
                )


def _warned(warnings: Sequence[PandocWarning], *, final: bool) -> Iterator[Finding]:
    """Tell of what pandoc cannot write; a formula that it does not understand must not be given out as TeX."""
    for warning in warnings:
        about = About(typed=warning.about) if warning.about else None
        if warning.kind != NO_FORMULA:
            yield Finding("S209", f"pandoc: {warning.words}", None, "see the handbook of pandoc", about=about)
            continue
        shown = " ".join(warning.about.split())
        shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
        found = UNEXPECTED.search(warning.words)
        what = (
            found[1].replace("unexpected eof", "unexpected end").replace("control sequence", "command") if found else ""
        )
        message = f"the formula {shown} is not understood, and printed as TeX{f': {what}' if what else ''}"
        help = next((help for sign, help in REMEDIES.items() if sign in what), OTHERWISE)
        yield Finding("S209", message, None, help, Severity.ERROR if final else Severity.WARNING, about=about)
