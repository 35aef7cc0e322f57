"""Where a thing in a document was written: what later stages and validators find is told at its place in the sources.

Pandoc keeps no positions, and much that stands in a document nobody has typed. So the blocks of the document are held
against the text of the sources, in the order of both: a block whose words stand there once is sure, and one whose words
stand there more often is where its neighbours are.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING

import cssselect2
from lxml import etree, html

from report.compose.xml import Element, classes, element_text, local_name
from report.model.findings import About
from report.model.manuscript import Section
from report.pipeline.proof import take_in
from report.read.lines import Places, locate
from report.read.manuscript import read_manuscript
from report.runtime.foreign import read_whole
from report.runtime.packed import read_zip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from report.model.findings import Finding, Location
    from report.model.manuscript import Manuscript
    from report.read.project import Project, Source

BLOCKS = frozenset("p li dt dd h1 h2 h3 h4 h5 h6 td th caption figcaption pre img".split())
WHOLE = frozenset(["figure", "table"])  # which a picture or a cell of few words is known by
NUMBERS = ("section-number", "label", "noteref", "page-ref", "backlink")  # classes of what no author wrote
ELSEWHERE = frozenset(
    ["doc-toc", "doc-endnotes", "doc-bibliography", "doc-index", "doc-glossary"]
)  # not in the text's order
LARGEST = 64 << 20  # bytes of a document in a book
LENGTHS = (60, 30, 15, 6)  # letters and digits by which a block is known, the surest first
MOST = 200  # places of the same words that are told apart
HEAD = 80  # characters that a text begins with, by which it is found in its file
AROUND = 40  # blocks before and after one, among which a sure one is looked for


def place_findings(
    findings: Iterable[Finding], manuscript: Manuscript, project: Project, read: Callable[[], Element]
) -> list[Finding]:
    """Give each finding that says what it is about, and has no place, the one in the sources where that was written.

    `read` reads the tree of the document that the findings are of; it is asked only where a place is to be found.
    """
    known: SourceMap | None = None
    placed = []
    for finding in findings:
        if finding.about and not (finding.location and finding.location.line):
            known = known or SourceMap(manuscript, project, read())
            place = known.place(finding.about)
            placed.append(replace(finding, location=place) if place else finding)
        else:
            placed.append(finding)
    return placed


def traced(findings: Sequence[Finding], project: Project, source: Source, path: Path) -> tuple[Finding, ...]:
    """Give each finding in an edition, the file `path` or one beside it, the place in the sources that it comes from.

    The place in the edition is then told at the end of the message.
    """
    if not findings:
        return ()
    manuscript, _ = read_manuscript(project, source, convert=take_in)
    maps: dict[str, SourceMap] = {}
    return tuple(_traced(finding, maps, manuscript, project, path) for finding in findings)


def _traced(
    finding: Finding, maps: dict[str, SourceMap], manuscript: Manuscript, project: Project, path: Path
) -> Finding:
    place = finding.location
    file, _, inside = place.path.partition("!/") if place else ("", "", "")
    edition = path.with_name(PurePath(file).name) if file else path
    if place is None or edition.stem != path.stem:
        return finding
    if place.path not in maps:
        maps[place.path] = SourceMap(manuscript, project, _document(edition, inside))
    found = maps[place.path].place(finding.about or About(), place.line)
    return replace(finding, location=found, message=f"{finding.message} (in {place})") if found else finding


def _document(path: Path, inside: str) -> Element:
    if path.suffix == ".html":
        return html.document_fromstring(read_whole(path))
    if path.suffix != ".epub" or not inside.endswith(".xhtml"):
        return None
    book = read_zip(path.name, read_whole(path), LARGEST, lambda name: name == inside)
    if not book:
        return None
    return etree.fromstring(book[inside], etree.XMLParser(recover=True, resolve_entities=False, no_network=True))


class SourceMap:
    """The blocks of a document, and where each was written. Without a document, words are looked for in the sources alone."""

    def __init__(self, manuscript: Manuscript, project: Project, document: Element) -> None:
        self._sections = [section for section in _sections(manuscript, project) if section.text]
        self._root = document

    def place(self, about: About, line: int = 0) -> Location | None:
        """Return where that was written what something is about, or what stands in a line of the document (from 1)."""
        if about.typed and (place := self._where_typed(about.typed)):
            return place
        element = self._element(about, line)
        if element is None and about.identifier and (place := self._where_named(about.identifier)):
            return place
        if element is None:
            return self._passage(0, _letters(about.words)) if about.words else None
        return self._of_element(element, about)

    @cached_property
    def _elements(self) -> list[Element]:
        return [] if self._root is None else [one for one in self._root.iter() if isinstance(one.tag, str)]

    @cached_property
    def _blocks(self) -> list[Element]:
        """List the blocks, in the document's order."""
        return [one for one in self._elements if local_name(one) in BLOCKS and not _only_holds(one)]

    @cached_property
    def _number_of(self) -> dict[Element, int]:
        return {block: number for number, block in enumerate(self._blocks)}

    @cached_property
    def _text(self) -> tuple[str, list[int]]:
        """Return the letters and digits of all sections, and where those of each begin."""
        letters = [_letters_of(section.text)[0] for section in self._sections]
        starts = [0]
        for some in letters:
            starts.append(starts[-1] + len(some))
        return "".join(letters), starts

    def _element(self, about: About, line: int) -> Element:
        """Find the element that something is about: by its selector or its identifier, or the last to begin by a line's end."""
        if about.selector:
            return self._selected(about.selector)
        if about.identifier:
            return next((one for one in self._elements if one.get("id") == about.identifier), None)
        before = [one for one in self._elements if line and (one.sourceline or 0) <= line]
        return before[-1] if before else None

    def _selected(self, selector: str) -> Element:
        if self._root is None:
            return None
        try:
            found = cssselect2.ElementWrapper.from_html_root(self._root).query(selector)
        except cssselect2.SelectorError:
            return None
        return found.etree_element if found else None

    def _of_element(self, element: Element, about: About) -> Location | None:
        holder = next((one for one in (element, *element.iterancestors()) if local_name(one) in WHOLE), None)
        if about.words:
            return self._of_words(element, about.words) or self._named(holder) or self._named(element)
        if local_name(element) in WHOLE and (place := self._named(element)):
            return place
        inside = [one for one in element.iter() if one in self._number_of]
        around = [one for one in element.iterancestors() if one in self._number_of]
        for block in (*inside, *around[:1]):
            if start := self._start(self._number_of[block]):
                return self._of_link(element, start) or self._at(start[0])
        return self._named(holder) or self._before(element)

    def _of_words(self, element: Element, words: str) -> Location | None:
        """Locate words that stand within an element."""
        wanted = _letters(words)
        for block in (one for one in element.iter() if one in self._number_of):
            if wanted and wanted in _letters(_words(block)) and (start := self._start(self._number_of[block])):
                return self._passage(start[0], wanted, start[1]) or self._at(start[0])
        return self._passage(0, wanted) if wanted else None

    def _of_link(self, element: Element, start: tuple[int, int]) -> Location | None:
        """Locate a link within the block that starts there, by its address."""
        address = element.get("href") or ""
        if not address or local_name(element) != "a":
            return None
        section, index = self._index(start[0])
        found = section.text.find(address, index)
        following = self._index(min(start[0] + start[1], len(self._text[0]) - 1))[1]
        return locate(section, found) if index <= found <= following + len(address) else None

    def _named(self, element: Element) -> Location | None:
        return self._where_named(element.get("id") or "") if element is not None else None

    def _where_named(self, identifier: str) -> Location | None:
        """Locate the identifier that an author has typed."""
        return self._where_typed(f"#{identifier}") if identifier else None

    def _where_typed(self, typed: str) -> Location | None:
        for section in self._sections:
            place = Places(section).next(typed)
            if place.line:
                return place
        return None

    def _before(self, element: Element) -> Location | None:
        """Locate the nearest block before an element."""
        at = self._elements.index(element)
        for one in reversed(self._elements[:at]):
            if one in self._number_of and (start := self._start(self._number_of[one])):
                return self._at(start[0])
        return None

    def _start(self, number: int) -> tuple[int, int] | None:
        """Return where in the letters of all sections a block begins, and how many it has; None where it is not found."""
        for wanted in _keys(self._blocks[number]):
            places = self._places(wanted)
            if len(places) > 1:
                places = self._between(number, wanted, places)
            if places:
                return places[0], len(_letters(_words(self._blocks[number])))
        return None

    def _between(self, number: int, wanted: str, places: list[int]) -> list[int]:
        """Leave those of several places which stand between the sure neighbours of a block, its own first."""
        before, low = self._sure(range(number - 1, max(number - 1 - AROUND, -1), -1), -1)
        _, high = self._sure(range(number + 1, min(number + 1 + AROUND, len(self._blocks))), len(self._text[0]))
        left = [place for place in places if low < place < high] or places
        kind = _in_order(self._blocks[number])
        same = (block for block in self._blocks[before + 1 : number] if _in_order(block) == kind)
        passed = sum(_letters(_words(block)).startswith(wanted) for block in same)
        return left[min(passed, len(left) - 1) :]

    def _sure(self, numbers: Iterable[int], end: int) -> tuple[int, int]:
        """Return the first of some blocks whose words stand in the sources once, and where; -1 and `end` if there is none."""
        for number in numbers:
            block = self._blocks[number]
            wanted = _letters(_words(block))[: LENGTHS[0]]
            if len(wanted) >= LENGTHS[2] and _in_order(block) and len(places := self._places(wanted)) == 1:
                return number, places[0]
        return -1, end

    def _places(self, wanted: str) -> list[int]:
        return list(islice(_occurrences(self._text[0], wanted), MOST))

    def _passage(self, start: int, wanted: str, extent: int | None = None) -> Location | None:
        """Locate letters from a place on, within so many if that is told."""
        letters, end = self._text[0], None if extent is None else start + extent + len(wanted)
        for length in (len(wanted), *(length for length in LENGTHS if length < len(wanted))):
            found = letters.find(wanted[:length], start, end)
            if found >= 0:
                return self._at(found)
        return None

    def _at(self, place: int) -> Location:
        return locate(*self._index(place))

    def _index(self, place: int) -> tuple[Section, int]:
        """Return the section that a letter stands in, and where in its text."""
        starts = self._text[1]
        number = min(bisect_right(starts, place), len(self._sections)) - 1
        return self._sections[number], _letters_of(self._sections[number].text)[1][place - starts[number]]


def _sections(manuscript: Manuscript, project: Project) -> Iterator[Section]:
    """Yield all texts of a manuscript once, in the order that readers meet them: metadata, sections, glossary."""
    for path in manuscript.files[:1]:
        name, text = project.name(path), path.read_text("utf-8", "replace")
        body = next((section.text for section in manuscript.sections if section.path == name), "")
        yield Section(name, text.partition(body[:HEAD])[0] if body else text, tuple)
    yield from manuscript.sections
    yield from {one.section.path: one.section for one in manuscript.glossary}.values()


def _words(block: Element) -> str:
    return element_text(block, NUMBERS).strip() or block.get("alt") or ""


def _only_holds(block: Element) -> bool:
    """Tell whether a block, as an item of a list may, has no text but that of a block within it."""
    return len(block) > 0 and local_name(block[0]) in BLOCKS and not (block.text or "").strip()


def _in_order(block: Element) -> bool:
    """Tell whether a block stands where it was written, and is no entry of a list that is made."""
    return not any(
        local_name(one) == "nav" or one.get("role") in ELSEWHERE or "references" in classes(one)
        for one in block.iterancestors()
    )


def _keys(block: Element) -> Iterator[str]:
    """Yield the letters and digits that a block may be known by, the surest first: all, its first, those between links."""
    letters = _letters(_words(block))
    if letters:
        yield letters
    yield from (letters[:length] for length in LENGTHS if len(letters) > length)
    runs = sorted((_letters(text) for text in block.itertext()), key=len, reverse=True)
    yield from (run[: LENGTHS[0]] for run in runs[:2] if len(run) >= LENGTHS[-1])


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    found = text.find(wanted)
    while found >= 0:
        yield found
        found = text.find(wanted, found + len(wanted))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@lru_cache(maxsize=64)
def _letters_of(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text, and where each stands."""
    places = [index for index, char in enumerate(text) if char.isalnum()]
    return "".join(text[index] for index in places), places
