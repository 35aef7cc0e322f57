"""The page in front of a redline: the author's note, then what has changed as tables; and the same as a record."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from report.model.locales import format_day
from report.model.tree import div, paragraph, plain, string
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Header
from report.model.tree.inlines import Span
from report.model.tree.tables import Cell, Column, Row, Table, TableBody, TableEnd
from report.model.words import words_for as report_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.metadata import Metadata
    from report.model.tree.views import Block
    from report.redline.changes import Changes, SectionChanges
    from report.redline.words import RedlineWords

    Words = list[Block]

LEFT, RIGHT = "AlignLeft", "AlignRight"
PAGE = "redline-changes"


def changes_page(changes: Changes, old: Metadata, new: Metadata, words: RedlineWords) -> list[Block]:
    """Return the blocks of the page; a break follows them."""
    page = _Page(words, new.lang)
    names = _named(old), _named(new)
    between = [paragraph(page.say(words.between.format(old=names[0], new=names[1])))] if names[0] != names[1] else []
    said = [paragraph(string(" ".join(part.split()))) for part in changes.note.split("\n\n") if part.strip()]
    note = [div(said, "redline-note")] if said else []
    head = Header.make(1, page.say(words.title), Attributes.make(PAGE, ["unnumbered"]))
    legend = div([paragraph(page.say(words.legend))], "redline-legend")
    return [head, *note, *between, *page.tables(changes), legend, div([], "page-break")]


def _named(meta: Metadata) -> str:
    day = format_day(meta.date, meta.lang)
    words = report_words(meta.lang)
    return f"{words.inside(words.version)} {meta.version} ({day})" if meta.version else day


class _Page:
    """Says things in the words of a redline, in a report of the language `lang`."""

    def __init__(self, words: RedlineWords, lang: str) -> None:
        self._words, self._lang = words, lang
        self._foreign = words.lang != lang.lower().split("-")[0]

    def say(self, text: str) -> Words:
        """Say something; where the report's language is another, with the language that it is said in."""
        if not (self._foreign and text):
            return string(text)
        return [Span.make(string(text), Attributes.make(pairs=[("lang", self._words.lang), ("dir", "ltr")]))]

    def tables(self, changes: Changes) -> list[Block]:
        """Return the tables of sections, of numbers, and of the metadata, as far as there is anything to tell."""
        blocks: list[Block] = []
        if changes.sections:
            blocks.append(self._sections(changes.sections))
        words, say = self._words, self.say
        numbers = [row for section in changes.sections for row in _numbers(section)]
        if numbers:
            heads = [say(words.section), say(words.before), say(words.after), say(words.where)]
            blocks += [self._title(words.numbers), _table(heads, numbers, (LEFT, RIGHT, RIGHT, LEFT))]
        if changes.particulars:
            heads = [[], say(words.before), say(words.after)]
            rows = [self._particular(row) for row in changes.particulars]
            blocks += [self._title(words.particulars), _table(heads, rows, (LEFT, LEFT, LEFT))]
        return blocks

    def _sections(self, sections: Sequence[SectionChanges]) -> Block:
        words = self._words
        heads = [self.say(text) for text in (words.section, words.words_in, words.words_out, words.kinds)]
        rows = [self._section(section) for section in sections]
        gained, lost = sum(one.words_in for one in sections), sum(one.words_out for one in sections)
        foot = [self.say(words.whole), _count("+", gained), _count("−", lost), []]
        return _table(heads, rows, (LEFT, RIGHT, RIGHT, LEFT), foot if len(rows) > 1 else [])

    def _section(self, section: SectionChanges) -> list[Words]:
        kinds = [(section.counts[name], getattr(self._words, name)) for name in ("edited", "added", "removed", "moved")]
        done = ", ".join(f"{count} {name}" for count, name in kinds if count)
        return [string(section.title), _count("+", section.words_in), _count("−", section.words_out), self.say(done)]

    def _particular(self, row: tuple[str, str, str]) -> list[Words]:
        key, *values = row
        shown = [format_day(date.fromisoformat(text), self._lang) if key == "date" else text for text in values]
        return [self.say(key.replace("-", " ").capitalize()), *(string(text) for text in shown)]

    def _title(self, text: str) -> Block:
        return div([paragraph(self.say(text))], "redline-title")


def _count(sign: str, number: int) -> Words:
    return string(f"{sign}{number}" if number else "0")


def _numbers(section: SectionChanges) -> list[list[Words]]:
    titles = [string(section.title), *([] for _ in section.numbers)]
    return [
        [title, string(number.old), string(number.new), string(number.where)]
        for title, number in zip(titles, section.numbers, strict=False)
    ]


def _table(
    heads: Sequence[Words], rows: Sequence[Sequence[Words]], sides: Sequence[str], foot: Sequence[Words] = ()
) -> Block:
    ends = TableEnd.make([_row(heads)]), TableEnd.make([_row(foot)] if foot else [])
    return Table.make(map(Column.make, sides), ends[0], [TableBody.make(map(_row, rows))], ends[1])


def _row(cells: Sequence[Words]) -> Row:
    return Row.make(Cell.make([plain(words)] if words else []) for words in cells)


def write_changes(changes: Changes, old: Metadata, new: Metadata) -> bytes:
    """Write the changes as JSON, in the order of the text."""
    record = {
        "report": new.slug,
        "from": {"report": old.slug, "version": old.version, "date": old.date.isoformat()},
        "to": {"report": new.slug, "version": new.version, "date": new.date.isoformat()},
        "note": changes.note,
        "metadata": [{"key": key, "from": before, "to": after} for key, before, after in changes.particulars],
        "references": {"added": list(changes.references_added), "removed": list(changes.references_removed)},
        "sections": [_section_record(section) for section in changes.sections],
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def _section_record(section: SectionChanges) -> dict[str, Any]:
    return {
        "title": section.title,
        "words": {"in": section.words_in, "out": section.words_out},
        "numbers": [{"from": one.old, "to": one.new, "where": one.where} for one in section.numbers],
        "changes": [{name: value for name, value in asdict(change).items() if value} for change in section.changes],
    }
