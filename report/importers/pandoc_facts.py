"""What a document says of itself, from the metadata that pandoc finds in it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from report.importers.original import DocumentFacts
from report.importers.properties import split_names, split_words
from report.model.tree import elements, text_of
from report.model.tree.blocks import Paragraph
from report.model.tree.meta import read_meta_blocks, read_meta_list, read_meta_text
from report.model.tree.views import is_kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from report.importers.original import Notes
    from report.model.tree.views import Block

ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
FORMS = ("%d %B %Y", "%B %d, %Y", "%B %d %Y", "%d %b %Y", "%d.%m.%Y", "%Y/%m/%d", "%Y")
KNOWN = {
    "title", "subtitle", "author", "authors", "date", "abstract", "summary", "description", "keywords", "lang",
    "language", "bibliography", "publisher", "organization", "institute", "dcterms.date", "article:published_time",
    "citation_publication_date", "subject",
}  # fmt: skip
UNTOLD = re.compile(r"jupyter|viewport|generator|robots|theme-color|og:.*|twitter:.*|header-includes|csl|link-citations|x-.*|.*verification|nbformat.*|kernelspec|language_info|toc.*|documentclass|geometry|fontsize|classoption")  # fmt: skip
BYLINE = re.compile(r"(?:by|from|author|authors|von|par|por)\s*:?\s+(?P<names>\S.*)", re.IGNORECASE)


def meta_facts(meta: Mapping[str, Block], notes: Notes) -> DocumentFacts:
    """Read pandoc's metadata, and tell of what has no key of ours."""
    for name in meta:
        if name not in KNOWN and not UNTOLD.fullmatch(name):
            notes.tell(
                "I113", f'the metadata "{name}" has no place: "{read_meta_text(meta[name])[:60]}"', "write it if wanted"
            )
    written = _first(meta, "date", "dcterms.date", "citation_publication_date", "article:published_time")
    found = parse_date(written)
    if written and found is None:
        notes.tell("I113", f'the date "{written}" is not understood', "write it as year-month-day")
    notes_in = sum(is_kind(element, "Note") for element in elements(list(meta.values())))
    if notes_in:
        notes.tell("I113", f"notes in the title or the authors are left out: {notes_in}", "write them in the text")
    keywords = [word for key in ("keywords",) for text in read_meta_list(meta.get(key)) for word in split_words(text)]
    return DocumentFacts(
        title=_first(meta, "title"),
        subtitle=_first(meta, "subtitle"),
        authors=tuple(
            name for text in read_meta_list(meta.get("author") or meta.get("authors")) for name in split_names(text)
        ),
        publisher=_first(meta, "publisher", "organization", "institute"),
        date=found,
        lang=_first(meta, "lang", "language"),
        summary=read_meta_blocks(meta.get("abstract") or meta.get("summary") or meta.get("description")),
        keywords=tuple(dict.fromkeys(keywords)),
        bibliography=tuple(read_meta_list(meta.get("bibliography"))),
    )


def parse_date(text: str) -> date | None:
    """Read a date in one of the forms that people write."""
    match = ISO.search(text)
    text = match[0] if match else text
    for form in ("%Y-%m-%d", *FORMS):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def byline(blocks: Sequence[Block]) -> tuple[DocumentFacts, tuple[Block, ...]]:
    """Take the lines that name authors and date from the beginning of a plain text."""
    facts = DocumentFacts()
    if not blocks or not is_kind(blocks[0], "Para"):
        return facts, tuple(blocks)
    lines = _lines(Paragraph(blocks[0]).inlines)
    for line in lines:
        match, day = BYLINE.fullmatch(line), parse_date(line)
        if match:
            facts = facts.or_else(DocumentFacts(authors=split_names(match["names"])))
        elif day:
            facts = facts.or_else(DocumentFacts(date=day))
        else:
            return DocumentFacts(), tuple(blocks)
    return facts, tuple(blocks[1:])


def _lines(inlines: Sequence[Block]) -> list[str]:
    lines: list[list[Block]] = [[]]
    for inline in inlines:
        if is_kind(inline, "LineBreak"):
            lines.append([])
        else:
            lines[-1].append(inline)
    return [text_of(line).strip() for line in lines]


def _first(meta: Mapping[str, Block], *names: str) -> str:
    return next((text for name in names if (text := read_meta_text(meta.get(name)))), "")
