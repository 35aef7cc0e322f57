"""Compose the master: pandoc's HTML of the resolved blocks, mended, in the theme's template, and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from report import __version__
from report.compose.check import check_master
from report.compose.facts import facts_of
from report.compose.passes import HEADINGS, PASSES
from report.compose.templates import render, safe
from report.compose.xml import Element, find, fragment, local, parse, remove, text_of, write
from report.errors import BuildError
from report.model.findings import Finding, Location, Severity, has_errors
from report.model.master import XHTML, Counts, Entry, Master
from report.model.words import words_for
from report.read.lines import Places
from report.read.pandoc import write_html

if TYPE_CHECKING:
    from report.model.resolved import Resolved
    from report.read.pandoc import Written
    from report.styles import Theme

TEMPLATE = "master.html.j2"
CONTENTS = frozenset({"noteref"})


def compose(resolved: Resolved, theme: Theme) -> tuple[Master, tuple[Finding, ...]]:
    """Make the HTML master of a report. The findings tell what no earlier stage could see."""
    manuscript = resolved.manuscript
    meta = manuscript.metadata
    words = words_for(meta.lang)
    bibliography = manuscript.bibliography if resolved.cites else ()
    written = write_html(resolved.blocks, meta.lang, bibliography, manuscript.style)
    findings = _citation_findings(written, resolved)
    body = _parse(f'<body xmlns="{XHTML}">{written.html}</body>', "text")
    for mend in PASSES:
        mend(body, words)
    sources = _sources(body)
    parts = {name: _take(body, name) for name in ("key-points", "summary", "notes")}
    contents = _contents(body)
    page = render(
        theme,
        TEMPLATE,
        meta=meta,
        facts=facts_of(meta, words),
        words=words,
        contents=contents,
        body=safe(fragment(body)),
        version=__version__,
        **{name.replace("-", "_"): safe(html) for name, html in parts.items()},
    )
    root = _parse(page, f"template {TEMPLATE}")
    _strip_space(root)
    if not has_errors(findings):  # what is wrong with the sources shows in the master too
        findings += check_master(root, resolved, sources)
    counts = Counts(
        figures=len(find(root, "//x:figure")),
        tables=len(find(root, "//x:table")),
        notes=len(find(root, "//x:a[@role='doc-noteref']")),
        references=len(find(root, "//x:ul[@id='refs']/x:li")),
    )
    return Master(meta, write(root), contents, resolved.images, sources, counts), findings


def _parse(html: str, name: str) -> Element:
    try:
        return parse(html.encode())
    except etree.XMLSyntaxError as error:
        line = html.split("\n")[error.lineno - 1 :][:1]
        help = f"look at {' '.join(line[0].split())[:60]}" if line else ""
        finding = Finding(
            "H101", f"the {name} makes no well-formed page: {error.msg.partition(', line')[0]}", None, help
        )
        raise BuildError("the master cannot be composed", findings=(finding,)) from error


def _citation_findings(written: Written, resolved: Resolved) -> tuple[Finding, ...]:
    findings = []
    for key in dict.fromkeys(written.unknown_citations):
        help = "add it to the bibliography, or mend the key"
        findings.append(Finding("S205", f'no reference has the key "{key}"', _place_of(f"@{key}", resolved), help))
    for warning in written.warnings:
        text = " ".join(warning.split())
        findings.append(Finding("S209", f"pandoc: {text}", None, "see the handbook of pandoc", Severity.WARNING))
    return tuple(findings)


def _place_of(words: str, resolved: Resolved) -> Location | None:
    for section in resolved.manuscript.sections:
        if words in section.text:
            return Places(section).next(words)
    return None


def _take(body: Element, identifier: str) -> str:
    for element in find(body, f"x:*[@id='{identifier}']"):
        html = fragment(element)
        remove(element)
        return html
    return ""


def _sources(body: Element) -> dict[str, str]:
    sources = {}
    for section in find(body, ".//*[@data-source]"):
        sources[section.get("id", "")] = section.get("data-source", "")
        del section.attrib["data-source"]
    return sources


def _contents(body: Element, depth: int = 1) -> tuple[Entry, ...]:
    entries = []
    for section in find(body, "x:section[@id]"):
        heading = next((child for child in section if local(child) in HEADINGS), None)
        if heading is not None:
            title = text_of(heading, CONTENTS)
            entries.append(Entry(title, section.get("id", ""), depth, _contents(section, depth + 1)))
    return tuple(entries)


def _strip_space(root: Element) -> None:
    """Drop the white space that only lays out the source between blocks; it would add nothing but bytes."""
    for element in root.iter():
        if local(element) in {
            "html",
            "head",
            "body",
            "section",
            "main",
            "nav",
            "header",
            "footer",
            "ol",
            "ul",
            "aside",
        }:
            if element.text and not element.text.strip():
                element.text = "\n"
            for child in element:
                if child.tail and not child.tail.strip():
                    child.tail = "\n"
