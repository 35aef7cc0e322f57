"""S230: languages that nobody speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.findings import Finding, Location
from report.model.locales import is_language
from report.model.tree import attributes
from report.read.lines import Places
from report.read.values import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.manuscript import Manuscript
    from report.read.project import Project
    from report.resolve.lints.scope import LintScope

HELP = "write the code of ISO 639: en, fr, pt-BR"


def check_languages(scope: LintScope) -> Iterator[Finding]:
    """Find passages in a language that is not known."""
    places = Places(scope.section)
    for element in scope.elements:
        attr = attributes(element)
        tag = dict(attr[2]).get("lang", "") if attr else ""
        if LANGUAGE.fullmatch(tag) and not is_language(tag):
            yield Finding(
                "S230", f'no language has the code "{tag}"', places.next(f"lang={tag}", f'lang="{tag}"'), HELP
            )


def check_language(manuscript: Manuscript, _: Project) -> Iterator[Finding]:
    """Find a report in a language that is not known."""
    meta = manuscript.metadata
    if not is_language(meta.lang):
        place = Location(*meta.lines["lang"]) if "lang" in meta.lines else None
        yield Finding("S230", f'lang: no language has the code "{meta.lang}"', place, HELP)
