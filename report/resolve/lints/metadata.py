"""What a report says of itself: its date (S233), its languages (S230), and whom a letter goes to (S258)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.errors import UsageError
from report.model.findings import Finding, Location
from report.model.locales import is_language
from report.model.stamps import today
from report.model.tree import attributes
from report.read.lines import Places
from report.read.values import LANGUAGE
from report.themes.theme import find_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.manuscript import Manuscript
    from report.read.project import Project
    from report.resolve.lints.scope import LintScope

LETTER = "letter"
HELP = "write the code of ISO 639: en, fr, pt-BR"


def check_languages(scope: LintScope) -> Iterator[Finding]:
    """Find passages in a language that is not known."""
    places = Places(scope.section)
    for element in scope.elements:
        attr = attributes(element)
        tag = attr.get("lang") if attr else ""
        if LANGUAGE.fullmatch(tag) and not is_language(tag):
            yield Finding(
                "S230", f'no language has the code "{tag}"', places.next(f"lang={tag}", f'lang="{tag}"'), HELP
            )


def check_language(manuscript: Manuscript, _: Project) -> Iterator[Finding]:
    """Find a report in a language that is not known."""
    meta = manuscript.metadata
    if not is_language(meta.lang):
        place = meta.place("lang")
        yield Finding("S230", f'lang: no language has the code "{meta.lang}"', place, HELP)


def check_date(manuscript: Manuscript, _: Project) -> Iterator[Finding]:
    """Find a date after today that no embargo explains."""
    meta = manuscript.metadata
    embargoed = meta.embargo_until is not None and meta.embargo_until.date() >= meta.date
    if meta.date > today() and not embargoed:
        place = meta.place("date")
        help = "mend it, or say with `embargo-until` when the report may be released"
        yield Finding("S233", f"the date {meta.date} is in the future", place, help)


def check_recipients(manuscript: Manuscript, project: Project) -> Iterator[Finding]:
    """Find a letter that names nobody it is to."""
    meta = manuscript.metadata
    if not meta.recipients and _is_letter(project, meta.theme):
        place = meta.place("theme") or Location(project.name(manuscript.files[0]), 1, 1)
        help = "add `recipients: [{name: …, affiliation: …}]`"
        yield Finding("S258", "the letter names no recipient", place, help)


def _is_letter(project: Project, theme: str) -> bool:
    """Tell whether a theme is the letter, or builds upon it; one that is not there is a finding of its own."""
    try:
        return any(folder.name == LETTER for folder in find_theme(project.root, theme).folders)
    except UsageError:
        return False
