"""The editions of one build held against each other: every difference that the source did not ask for, as a finding."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, TypedDict

from report.checks.parity.compare import differences, strayed_pages
from report.checks.parity.reading import squeeze
from report.model.errors import BuildError
from report.model.findings import About, Finding, Location
from report.model.formats import FORMATS
from report.model.registry import load_function
from report.runtime.foreign import read_json, read_whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from report.checks.parity.compare import Difference
    from report.checks.parity.reading import Reading
    from report.compose.xml import Element

CODES = {"heading": "C101", "note": "C102", "figure": "C103", "table": "C104", "caption": "C105", "text": "C106"}
PAGES = "C107"
WORDS = {
    "heading": "heading",
    "note": "note",
    "figure": "alternative text",
    "table": "table",
    "caption": "caption",
    "text": "text",
}
RECORD = "build.json"
BEFORE = 20  # characters of what both say that a message begins with
SHOWN = 60  # characters of a difference that a message quotes
MOST = 20  # findings of one comparison; more would tell nothing new


class _Record(TypedDict, total=False):
    conditional: list[str]


def check_editions(slug: str, files: Mapping[str, bytes], asked: Collection[str] = ()) -> tuple[Finding, ...]:
    """Read the editions of a build back from their bytes, by format, and compare them.

    `asked` are the texts, squeezed, that the source gives to some formats only. A PDF that has no tags says nothing,
    and all of the others' text is missing in it.
    """
    readings = {name: load_function(FORMATS[name].read_back)(files[name]) for name in _readable() if name in files}
    found = []
    for name, other in pairwise(readings):  # the PDF with the EPUB, the EPUB with the web page, and what others add
        found += list(_compare(slug, other, readings[other], readings[name], asked))[:MOST]
    if "pdf" in readings:
        for name in (name for name in readings if name != "pdf"):
            found += list(_pages(slug, name, readings[name], readings["pdf"]))[:MOST]
    return tuple(found)


def _readable() -> tuple[str, ...]:
    return tuple(name for name, form in FORMATS.items() if form.read_back)


def check_parity(path: Path) -> tuple[Finding, ...]:
    """Compare a built PDF with the EPUB and the web page beside it, as far as they are there."""
    beside = {path.suffix[1:]: path} | {name: path.with_suffix(f".{name}") for name in _readable()}
    files = {name: read_whole(file) for name, file in beside.items() if file.is_file()}
    return check_editions(path.stem, files, _asked(path.with_name(RECORD)))


def _asked(record: Path) -> list[str]:
    """Return the texts that the source gives to some formats only; none where the build's record does not tell."""
    with suppress(BuildError):
        return read_json(str(record), read_whole(record), _Record).get("conditional", [])
    return []


def texts_asked(root: Element) -> tuple[str, ...]:
    """List the texts of a master's tree that are for some formats only, each element's and those of all in it."""
    notes = {note.get("id"): note for note in root.iter("{*}li")}
    found: dict[str, None] = {}
    for element in root.iter():
        if element.get("data-formats") is None:
            continue
        called = [notes.get((inner.get("href") or "")[1:]) for inner in element.iter("{*}a")]
        for inner in (*element.iter(), *(part for note in called if note is not None for part in note.iter())):
            found[squeeze("".join(map(str, inner.itertext())))] = None
            found[squeeze(inner.get("alt") or "")] = None
    return tuple(text for text in found if text)


def _compare(slug: str, name: str, ours: Reading, theirs: Reading, asked: Collection[str]) -> Iterator[Finding]:
    for one in differences(ours, theirs, asked):
        message, place = _message(one, ours.edition, theirs.edition), Location(_place(slug, name, one))
        words = (one.ours if one.first else one.theirs).text
        yield Finding(CODES[one.kind], message, place, about=About(words=" ".join(words.split())))


def _message(one: Difference, ours: str, theirs: str) -> str:
    kind = WORDS[one.kind]
    first, second = (" ".join(passage.text.split()) for passage in (one.ours, one.theirs))
    if not one.first:
        return f'{kind}: the {theirs} says "{_short(second)}" where the {ours} says nothing'
    if not one.second:
        return f'{kind}: the {ours} says "{_short(first)}" where the {theirs} says nothing'
    alike = next((index for index, pair in enumerate(zip(first, second, strict=False)) if len(set(pair)) > 1), 0)
    start = max(first.rfind(" ", 0, max(alike - BEFORE, 0)) + 1, 0) if alike > SHOWN - BEFORE else 0
    return f'{kind}: the {ours} says "{_short(first[start:])}" where the {theirs} says "{_short(second[start:])}"'


def _pages(slug: str, name: str, ours: Reading, pdf: Reading) -> Iterator[Finding]:
    for label, words, other in strayed_pages(ours, pdf):
        has = f'the {ours.edition} goes on with "{_short(other)}"' if other else f"the {ours.edition} has no such page"
        yield Finding(PAGES, f'page {label} of the PDF begins with "{_short(words)}"; {has}', Location(f"{slug}.{name}"))  # fmt: skip


def _place(slug: str, name: str, one: Difference) -> str:
    place = one.ours.place
    return f"{slug}.{name}!/{place}" if name == "epub" and place.endswith(".xhtml") else f"{slug}.{name}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
