"""Number sections, figures, tables and equations, and make every identifier unique."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.model.neighbours import spellings_of
from report.model.resolved import Target, Use
from report.model.tree import div, replace_in, string
from report.model.tree.attributes import Attributes
from report.model.tree.inlines import Footnote, Link
from report.read.lines import Places, locate_text
from report.read.register import find_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from report.model.findings import Location
    from report.model.manuscript import Section, SourceAnchor
    from report.model.tree.views import Block

NOTE_BODIES = "note-bodies"
DEEPEST = 6  # levels that are counted: what lies deeper is refused
COUNTED = {"fig", "tbl", "eq", "term", "idx"}
USES = {"term": "use", "idx": "index"}  # what identifiers of their places begin with
KEPT = {
    "colophon", "contents", "figures", "footnotes", "glossary", "index", "key-points", "masthead", "notes", "references", "refs", "summary", "tables", "title",
    "title-block",
}  # fmt: skip
KEPT_PATTERN = re.compile(
    r"(fn|fnref|page-|use-|index-)\d+|(ref|gloss)-.+|(contents|figures|key-points|notes|summary|tables)-title"
)


@dataclass(frozen=True, slots=True)
class Numbering:
    """What the numbers of a report come to.

    `given` holds, section by section, an identifier and a number (empty where it has none) for each mark;
    `targets` what a cross-reference can point to, `identifiers` everything that a link can, `uses` what the
    glossary and the index lead to.
    """

    given: tuple[tuple[tuple[str, str], ...], ...]
    targets: dict[str, Target]
    identifiers: frozenset[str]
    uses: tuple[Use, ...] = ()


def number(sections: Iterable[Section], *, number_sections: bool) -> tuple[Numbering, tuple[Finding, ...]]:
    """Give every mark of the sections a unique identifier and its number, and tell what is wrong with either.

    A figure or table with a caption has a number, whether it has an identifier or not; one without
    an identifier gets `fig-N` or `tbl-N`. Section numbers are empty unless `number_sections`;
    an appendix is always lettered.
    """
    counter = _Numbers(number_sections=number_sections)
    given = tuple(tuple(counter.section(section)) for section in sections)
    return Numbering(given, counter.targets, frozenset(counter.used), tuple(counter.uses)), tuple(counter.findings)


def names_by_file(sections: Sequence[Section], given: Sequence[Sequence[tuple[str, str]]]) -> dict[str, dict[str, str]]:
    """Say, by the path of each section's file, what became of the identifiers in it; the empty one is its first heading's."""
    found: dict[str, dict[str, str]] = {}
    for section, names in zip(sections, given, strict=True):
        marks = section.register.marks
        first = next((name for mark, (name, _) in zip(marks, names, strict=True) if mark.kind == "sec"), "")
        known = {mark.identifier: name for mark, (name, _) in zip(marks, names, strict=True) if mark.identifier}
        found[section.path] = {**known, "": first}
    return found


def apply_numbers(blocks: Sequence[Block], given: Sequence[tuple[str, str]]) -> None:
    """Give the marks among blocks their identifiers and numbers, in place."""
    for (_, marked), (identifier, value) in zip(find_marks(blocks), given, strict=True):
        marked.name(identifier, value)


class _Numbers:
    def __init__(self, *, number_sections: bool) -> None:
        self.number_sections = number_sections
        self.targets: dict[str, Target] = {}
        self.findings: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self.heads = [0] * DEEPEST
        self.appendices = 0
        self.used: dict[
            str, tuple[Section, str, Location | None]
        ] = {}  # where, under what title, and its place if known
        self.uses: list[Use] = []
        self.suffixes: defaultdict[str, int] = defaultdict(lambda: 2)  # the first that may be free

    def section(self, section: Section) -> Iterator[tuple[str, str]]:
        places = Places(section)
        for mark in section.register.marks:
            value = ""
            if mark.kind == "sec":
                value = self._head(mark, section)
            elif mark.kind in COUNTED:
                value = self._count(mark.kind)
            name = self._unique(mark, f"{USES.get(mark.kind, mark.kind)}-{value}", section, places)
            if mark.kind in USES:
                self.uses.append(Use(mark.kind, mark.title, name, mark.sort, mark.see))
            elif mark.kind != "id":
                self.targets[name] = Target(name, mark.kind, value, mark.title)
            yield name, value

    def _count(self, kind: str) -> str:
        self.counts[kind] += 1
        return str(self.counts[kind])

    def _head(self, mark: SourceAnchor, section: Section) -> str:
        if mark.unnumbered or not (self.number_sections or section.appendix):
            return ""
        level = min(mark.level, DEEPEST)
        self.heads[level - 1] += 1
        self.heads[level:] = [0] * (DEEPEST - level)
        parts = [str(value) for value in self.heads[:level]]
        if section.appendix:
            if mark.level == 1:
                self.appendices += 1
            parts[0] = chr(ord("A") + self.appendices - 1)
        return ".".join(parts)

    def _unique(self, mark: SourceAnchor, ours: str, section: Section, places: Places) -> str:
        """Return a name that is given, or else ours, or another where it is taken; pandoc names headings as well."""
        name = mark.identifier or ours
        written = tuple(f"{sign}#{one}" for one in spellings_of(name) for sign in "{ ")
        place = places.again(*written) if places.pass_by(*written) is not None else None
        taken, kept = name in self.used, bool(mark.identifier) and (name in KEPT or bool(KEPT_PATTERN.fullmatch(name)))
        if not taken and not kept:
            self.used[name] = section, mark.title, place
            return name
        if place and taken:
            help = f"give each its own: the first {self._first(name)}"
            self.findings.append(Finding("S206", f'the identifier "{name}" is used twice', place, help))
        elif place:
            message = f'the identifier "{name}" is kept for a part of the page'
            self.findings.append(Finding("S206", message, place, "choose another"))
        while f"{name}-{self.suffixes[name]}" in self.used:
            self.suffixes[name] += 1
        other = f"{name}-{self.suffixes[name]}"
        self.used[other] = section, mark.title, place
        return other

    def _first(self, name: str) -> str:
        """Say where an identifier stands first; pandoc has made it of a heading where nobody has written it."""
        section, title, place = self.used[name]
        made = f'is made of "{title}"' if title and not place else "is"
        return f"{made} in {place or locate_text(section, title)}"


def call_notes(blocks: tuple[Block, ...], first: int) -> tuple[Block, ...]:
    """Put the calls of notes in their places, the first with the number `first`, and return the notes' texts."""
    notes: list[Block] = []

    def call(element: Block) -> Block:
        number = str(first + len(notes))
        notes.append(div(Footnote(element).blocks, identifier=f"fn{number}"))
        attr = Attributes.make(f"fnref{number}", ["noteref"], [("role", "doc-noteref")])
        return Link.make(string(number), f"#fn{number}", attr)

    for block in blocks:
        replace_in(block, "Note", call)
    return tuple(notes)
