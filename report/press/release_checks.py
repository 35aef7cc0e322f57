"""Gates: what must not be printed to be given out, and what must stand on pages that are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from report.model.findings import Finding, Severity
from report.model.locales import format_moment
from report.model.stamps import stated
from report.press.sight import page_texts, without_spaces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from report.model.metadata import Metadata

OVERRIDE = "write --override WHY, which is recorded in what is printed"
TWICE = 2  # at head and foot


def check_release(meta: Metadata, pdf: bytes, now: datetime, override: str = "") -> tuple[Finding, ...]:
    """Tell why finished pages are not to be given out; with an `override`, each reason is a warning that quotes it."""
    found = (*_embargo(meta, now), *_pages(meta, page_texts(pdf)))
    if not override:
        return found
    return tuple(
        replace(one, severity=Severity.WARNING, message=f"{one.message}; overridden: {override}", help="")
        for one in found
    )


def _embargo(meta: Metadata, now: datetime) -> Iterator[Finding]:
    until = meta.embargo_until
    if until is None:
        return
    if (until if until.tzinfo else until.replace(tzinfo=UTC)) > now:
        said = f"the report is under embargo until {stated(until)}"
        yield Finding("D131", said, meta.place("embargo-until"), f"wait until then, or {OVERRIDE}")


def _pages(meta: Metadata, texts: list[str]) -> Iterator[Finding]:
    if meta.embargo_until is not None and not _says(texts[0], format_moment(meta.embargo_until, meta.lang), meta):
        place, help = meta.place("embargo-until"), "let the theme's template say it"
        yield Finding("D132", "page 1 does not say how long the embargo lasts", place, help)
    mark = meta.marking
    lacking = [str(number) for number, text in enumerate(texts, start=1) if mark and not _says(text, mark, meta, TWICE)]
    if lacking:
        said = f'the handling mark "{meta.marking}" is not at head and foot of page {", ".join(lacking)}'
        yield Finding("D133", said, meta.place("marking"), "let the theme's sheet set it on every kind of page")


def _says(text: str, words: str, meta: Metadata, times: int = 1) -> bool:
    """Tell whether a page has some words so often.

    PDFium parts and turns words that run from right to left: of these the letters are counted, and the layout has
    looked for the mark itself (P118).
    """
    if meta.right_to_left:
        there, wanted = Counter(text), Counter(without_spaces(words))
        return all(there[letter] >= number * times for letter, number in wanted.items() if letter.isalnum())
    return text.count(without_spaces(words)) >= times
