"""Make the PDF edition: lay the master out, then bind and finish it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from report.compose.xml import find, parse, text_of
from report.editions.pdf.print_tree import print_tree
from report.editions.pdf.weasy.render import render_part
from report.model.findings import Finding, Severity
from report.model.pages import PageMap
from report.model.words import words_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.editions.pdf.bind import Attachment, Bound
    from report.editions.pdf.weasy.render import Part
    from report.model.master import Master
    from report.styles import Sheet, Theme

SHEET = "print.css"
LINE = re.compile(r" at (\d+):\d+")
ADDRESS = re.compile(r" object at 0x[0-9a-f]+")
REFUSED = "not a file of the report or its theme"  # told by the fetcher, once, as "Not read"
MISSING_GLYPH = re.compile(r"unsupported by fonts: (.+)$")
SIZES = {"A4": "210mm 297mm", "letter": "8.5in 11in", "A5": "148mm 210mm"}


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages laid out, before they are bound: what the other editions take their page numbers from."""

    part: Part
    pages: PageMap
    findings: tuple[Finding, ...]


def lay_out(master: Master, theme: Theme, progress: Callable[[str], None] | None = None) -> Layout:
    """Lay the master out in pages; what the engine complains of becomes findings."""
    sheet = theme.sheet(SHEET).without_tokens()
    css = f"{sheet.css}\n@page {{ size: {SIZES[master.metadata.page_size.value]} }}\n"
    images = {unquote(image.source): image.path for image in master.images}
    part = render_part(print_tree(master), css, images, theme, progress)
    labels = tuple(str(number) for number in range(1, part.pages + 1))
    complaints = [complaint for complaint in part.complaints if REFUSED not in complaint]
    findings = [_finding(complaint, sheet) for complaint in complaints]
    for note in part.strayed:
        number, label = note.removeprefix("fn"), labels[part.page_of[note]]
        message = f"note {number} stands on page {label}, after the page that calls it"
        findings.append(Finding("P104", message, None, "shorten it, or move its call", Severity.WARNING))
    return Layout(part, PageMap(labels, part.starts, part.page_of), tuple(findings))


def write_pdf(layout: Layout, master: Master, source: Attachment) -> Bound:
    """Bind and finish the pages as one PDF/A-3a and PDF/UA-1 file."""
    from report.editions.pdf.bind import bind
    from report.editions.pdf.weasy.start import srgb_profile

    return bind(layout.part.pdf, master.metadata, source, srgb_profile(), _titles(master))


def _finding(complaint: str, sheet: Sheet) -> Finding:
    if match := MISSING_GLYPH.search(complaint):
        message = f"no font of the theme has the character {match[1]}"
        return Finding("P102", message, None, "take another character, or add a font with @font-face in the theme")
    if complaint.startswith("Not read: "):
        return Finding(
            "P103",
            f"a file outside the report was asked for: {complaint[10:]}",
            None,
            "put it into the report's folder",
        )
    match = LINE.search(complaint)
    place = sheet.location(int(match[1])) if match else None
    if place:
        text = LINE.sub("", complaint).rstrip(".")
        return Finding("S301", f"the style sheet is not understood: {text}", place, "mend or remove the declaration")
    complaint = ADDRESS.sub("", complaint)
    return Finding(
        "P101", f"the layout engine warns: {complaint}", None, "see the handbook of WeasyPrint", Severity.WARNING
    )


def _titles(master: Master) -> dict[str, str]:
    """Describe what links point to, by identifier: headings by their text, captions by their label."""
    root = parse(master.html)
    words = words_for(master.metadata.lang)
    titles = {}
    for section in find(root, "//x:section[@id][@aria-labelledby]"):
        heading = find(section, f"*[@id='{section.get('aria-labelledby')}']")
        if heading:
            titles[section.get("id", "")] = text_of(heading[0], ("noteref",))
    for block in find(root, "//x:figure[@id]|//x:table[@id]"):
        label = find(block, ".//x:span[@class='label']")
        if label:
            titles[block.get("id", "")] = text_of(label[0]).rstrip(".")
    for entry in find(root, "//x:ul[@id='refs']/x:li[@id]"):
        titles[entry.get("id", "")] = f"{words.references}: {text_of(entry)[:80]}"
    return titles
