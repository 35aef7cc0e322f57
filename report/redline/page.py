"""The page in front of a redline: the author's note, then what has changed as tables; and the same as a record."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from report.locales import format_day
from report.model.tree import div, paragraph, string
from report.model.words import words_for as report_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.manuscript import Block
    from report.model.metadata import Metadata
    from report.redline.changes import Changes, SectionChanges
    from report.redline.words import RedlineWords

LEFT, RIGHT = "AlignLeft", "AlignRight"
ATTR: list[Any] = ["", [], []]
PAGE = "redline-changes"


def changes_page(changes: Changes, old: Metadata, new: Metadata, words: RedlineWords) -> list[Block]:
    """Return the blocks of the page; a break follows them."""
    head = {"t": "Header", "c": [1, [PAGE, ["unnumbered"], []], string(words.title)]}
    between = words.between.format(old=_named(old), new=_named(new))
    said = [paragraph(string(" ".join(part.split()))) for part in changes.note.split("\n\n") if part.strip()]
    note = [div(said, "redline-note")] if said else []
    legend = div([paragraph(string(words.legend))], "redline-legend")
    return [head, *note, paragraph(string(between)), *_tables(changes, words, new.lang), legend, div([], "page-break")]


def _named(meta: Metadata) -> str:
    day = format_day(meta.date, meta.lang)
    words = report_words(meta.lang)
    return f"{words.inside(words.version)} {meta.version} ({day})" if meta.version else day


def _tables(changes: Changes, words: RedlineWords, lang: str) -> list[Block]:
    blocks: list[Block] = []
    if changes.sections:
        rows = [_section_row(section, words) for section in changes.sections]
        total = ["", sum(one.words_in for one in changes.sections), sum(one.words_out for one in changes.sections), ""]
        foot = [words.whole, f"+{total[1]}", f"−{total[2]}", ""]
        heads = [words.section, words.words_in, words.words_out, words.kinds]
        blocks.append(_table(heads, rows, (LEFT, RIGHT, RIGHT, LEFT), foot if len(rows) > 1 else []))
    numbers = [
        [section.title if first else "", old, new]
        for section in changes.sections
        for first, (old, new) in zip([True, *[False] * len(section.numbers)], section.numbers, strict=False)
    ]
    if numbers:
        heads = [words.section, words.before, words.after]
        blocks += [_title(words.numbers), _table(heads, numbers, (LEFT, RIGHT, RIGHT))]
    if changes.particulars:
        heads = ["", words.before, words.after]
        rows = [_particular(row, lang) for row in changes.particulars]
        blocks += [_title(words.particulars), _table(heads, rows, (LEFT, LEFT, LEFT))]
    return blocks


def _particular(row: tuple[str, str, str], lang: str) -> list[str]:
    key, *values = row
    shown = [format_day(date.fromisoformat(value), lang) if key == "date" else value for value in values]
    return [key.replace("-", " ").capitalize(), *shown]


def _title(text: str) -> Block:
    return div([paragraph(string(text))], "redline-title")


def _section_row(section: SectionChanges, words: RedlineWords) -> list[str]:
    kinds = [f"{section.counts[name]} {getattr(words, name)}" for name in ("edited", "added", "removed", "moved")]
    done = ", ".join(text for text in kinds if not text.startswith("0 "))
    return [section.title, f"+{section.words_in}", f"−{section.words_out}", done]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], sides: Sequence[str], foot: Sequence[str] = ()) -> Block:  # fmt: skip
    columns = [[{"t": side}, {"t": "ColWidthDefault"}] for side in sides]
    body = [ATTR, 0, [], [_row(row) for row in rows]]
    return {
        "t": "Table",
        "c": [ATTR, [None, []], columns, [ATTR, [_row(heads)]], [body], [ATTR, [_row(foot)] if foot else []]],
    }


def _row(cells: Sequence[str]) -> list[Any]:
    return [
        ATTR,
        [[ATTR, {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": string(text)}] if text else []] for text in cells],
    ]


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
        "numbers": [{"from": old, "to": new} for old, new in section.numbers],
        "changes": [{name: value for name, value in asdict(change).items() if value} for change in section.changes],
    }
