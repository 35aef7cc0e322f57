"""The author's places for what a validator finds in a finished file: the words that stand there are looked for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cssselect2
from lxml import etree, html

from report.compose.xml import element_text
from report.pipeline.proof import take_in
from report.pipeline.source_words import placed
from report.read.lines import locate_text
from report.read.manuscript import read_manuscript
from report.runtime.foreign import read_whole
from report.runtime.packed import read_zip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from report.model.findings import Finding, Location
    from report.model.manuscript import Manuscript
    from report.read.project import Project, Source

SELECTOR = re.compile(r" at `(.+?)`")
QUOTED = re.compile(r'"([^"]{6,}?)…?"')
BLOCKS = ("p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "caption", "figcaption", "pre", "img")
NUMBERS = ("section-number", "label", "noteref", "page-ref")  # classes of what no author wrote
WHOLE = ("figure", "table")  # whose caption tells where a picture or a cell of few words is
LARGEST = 64 << 20  # bytes of a document in a book
FEWEST = 6  # letters and digits of a block that is looked for
Node = Any


def traced(findings: Sequence[Finding], project: Project, source: Source, path: Path) -> tuple[Finding, ...]:
    """Give each finding in an edition, the file `path`, the place in the sources that it comes from, where it is found.

    The place in the edition is then told at the end of the message.
    """
    if not findings:
        return ()
    manuscript, _ = read_manuscript(project, source, convert=take_in)
    return tuple(_traced(placed(finding, manuscript, project), manuscript, path) for finding in findings)


def _traced(finding: Finding, manuscript: Manuscript, path: Path) -> Finding:
    place = finding.location
    if place is None or not place.path.partition("!/")[0].endswith(path.name):
        return finding
    for words in _words(finding, place, path):
        for section in manuscript.sections:
            found = locate_text(section, words)
            if found.line:
                return replace(finding, location=found, message=f"{finding.message} (in {place})")
    return finding


def _words(finding: Finding, place: Location, path: Path) -> Iterator[str]:
    """Yield what is written at a finding's place, and then what is written before it, the nearest first."""
    document = _document(path, place.path.partition("!/")[2])
    if document is None:
        quoted = QUOTED.search(finding.message)
        if quoted:
            yield quoted[1]
        return
    elements = [element for element in document.iter() if isinstance(element.tag, str)]
    at = _at(finding, place, elements)
    if at is None:
        return
    around = [one for one in elements[at].iterancestors() if etree.QName(one).localname in WHOLE]
    inside = [part for one in (elements[at], *around) for part in one.iter() if isinstance(part.tag, str)]
    for element in (*inside, *reversed(elements[:at])):
        if etree.QName(element).localname in BLOCKS:
            words = element_text(element, NUMBERS).strip() or element.get("alt", "")
            if sum(map(str.isalnum, words)) >= FEWEST:
                yield words


def _document(path: Path, inside: str) -> Node | None:
    if path.suffix == ".html":
        return html.document_fromstring(read_whole(path))
    if path.suffix != ".epub" or not inside.endswith(".xhtml"):
        return None
    book = read_zip(path.name, read_whole(path), LARGEST, lambda name: name == inside)
    if not book:
        return None
    return etree.fromstring(book[inside], etree.XMLParser(recover=True, resolve_entities=False, no_network=True))


def _at(finding: Finding, place: Location, elements: Sequence[Node]) -> int | None:
    """Return the number of the element that a finding names, or that begins last before its line ends."""
    selector = SELECTOR.search(finding.message)
    if selector:
        try:
            found = cssselect2.ElementWrapper.from_html_root(elements[0]).query(selector[1])
        except cssselect2.SelectorError:
            return None
        return elements.index(found.etree_element) if found else None
    if not place.line:
        return None
    before = [number for number, element in enumerate(elements) if (element.sourceline or 0) <= place.line]
    return before[-1] if before else None
