"""The master's own lint: nothing that runs, every id once, every link with a target."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.compose.xml import Element, element_text, find, local_name, parse
from report.model.findings import About, Finding
from report.model.formats import FORMATS
from report.model.master import EPUB, MATHML, SVG, XML
from report.read.drawings.allowed import ELEMENTS as DRAWING
from report.read.drawings.styles import clean_style
from report.read.lines import locate_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from report.model.manuscript import Section

ENOUGH = 120  # characters that find a place

ELEMENTS = set(
    "html head meta title link body header footer main nav section article aside div span p h1 h2 h3 h4 h5 h6 a abbr b "
    "bdi blockquote br caption cite code col colgroup dd del dfn dl dt em figcaption figure hr i img input ins kbd li "
    "mark ol pre q s samp small strong sub sup table tbody td tfoot th thead time tr u ul var address label".split()
)
MATH = re.compile(r"\{http://www\.w3\.org/(1998/Math/MathML|2000/svg)\}")
DRAWN = DRAWING - {"style"}
ATTRIBUTES = set(
    "id class lang dir title href src alt role scope colspan rowspan headers width height tabindex start type hidden "
    "charset name content rel datetime style checked disabled reversed value cite data-running data-folio data-marking "
    "data-status data-formats".split()
) | {f"{{{EPUB}}}type", f"{{{XML}}}lang"}
RUNS = re.compile(r"^\s*(javascript|vbscript|data|file):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Anchor:
    """An identifier, or where `target` the identifier that a link leads to, and the text that it stands by."""

    name: str
    text: str
    target: bool = False


def check_elements(roots: Iterable[Element], section: Section | None) -> tuple[Finding, ...]:
    """Find what has no place in a report: elements and attributes that run, or mean nothing (H102)."""
    findings = []
    for root in roots:
        for element in root.iter():
            if isinstance(element.tag, str) and (message := _danger(element)):
                place = locate_text(section, _words(element)) if section else None
                findings.append(Finding("H102", message, place, "take it out of the source"))
    return tuple(findings)


def read_anchors(root: Element) -> Iterator[Anchor]:
    """Yield the identifiers and the links of a tree."""
    for element in root.iter():
        if identifier := element.get("id"):
            yield Anchor(identifier, _words(element)[:ENOUGH])
        if local_name(element) == "a" and element.get("href", "").startswith("#"):
            yield Anchor(element.get("href", "")[1:], _words(element)[:ENOUGH], target=True)


def check_anchors(anchors: Iterable[tuple[Anchor, Section | None]]) -> tuple[Finding, ...]:
    """Find identifiers that are used twice (H103), and links that lead to nothing (H104)."""
    anchors = tuple(anchors)
    seen: set[str] = set()
    findings = []
    for anchor, section in anchors:
        if not anchor.target and anchor.name in seen:
            place = locate_text(section, anchor.text) if section else None
            findings.append(
                Finding("H103", f'the identifier "{anchor.name}" is used twice', place, "give each its own")
            )
        elif not anchor.target:
            seen.add(anchor.name)
    for anchor, section in anchors:
        if anchor.target and anchor.name not in seen:
            place = locate_text(section, anchor.text) if section else None
            help = "give the thing meant an identifier"
            findings.append(Finding("H104", f'the link "#{anchor.name}" points to nothing', place, help))
    return tuple(findings)


def _words(element: Element) -> str:
    return element_text(element, ("label", "noteref", "section-number"))


def _danger(element: Element) -> str:
    if not _has_place(element):
        return f"<{local_name(element)}> has no place in a report"
    for name, value in element.attrib.items():
        key = str(name)
        if key.lower().startswith("on"):
            return f'the attribute "{key}" can run a script'
        if key in {"href", "src"} and RUNS.match(str(value)):
            return f'{key}="{str(value)[:40]}" can run a script or reach a file'
        if key == "style" and _reaches(str(value)):
            return f'style="{str(value)[:40]}" asks for something outside the report'
        if not MATH.match(str(element.tag)) and key not in ATTRIBUTES and not key.startswith("aria-"):
            return f'the attribute "{key}" of <{local_name(element)}> means nothing here'
    return ""


def _has_place(element: Element) -> bool:
    tag = str(element.tag)
    if tag.startswith(f"{{{SVG}}}"):
        return local_name(element) in DRAWN
    return tag.startswith(f"{{{MATHML}}}") or local_name(element) in ELEMENTS


def _reaches(style: str) -> bool:
    return ("(" in style or "\\" in style) and any(grave for _, _, grave in clean_style(style)[1])


def check_page_references(html: str) -> Iterator[Finding]:
    """Find references to the page of something that a format does not show, where it shows the reference."""
    if "data-formats" not in html or "page-ref" not in html:
        return
    root = parse(html.encode())
    shown = {str(element.get("id")): _formats(element) for element in find(root, "//*[@data-formats]//*[@id]")}
    for link in find(root, "//x:a[contains(@class,'page-ref')][not(ancestor::x:span[@class='locators'])]"):
        target = link.get("href", "")[1:]
        if missing := _formats(link) - shown.get(target, set(FORMATS)):
            names = ", ".join(name for name in FORMATS if name in missing)
            help = f"show it there, or refer to it in other words: `when-format` without {names}"
            message = f'the page of "{target}" is named where it is not shown: {names}'
            yield Finding("S252", message, None, help, about=About(typed=f"@page:{target}"))


def _formats(element: Element) -> set[str]:
    """Return the formats that show an element."""
    found = set(FORMATS)
    for holder in element.xpath("ancestor-or-self::*[@data-formats]"):
        found &= set(holder.get("data-formats", "").split())
    return found
