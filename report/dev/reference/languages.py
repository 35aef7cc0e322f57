"""The languages that the tool speaks, and the scripts that it can set, from their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.dev.reference.markup import as_code, table
from report.fonts.scripts import ARABIC, SCRIPTS
from report.model.locales import english_name
from report.model.words import LANGUAGES

if TYPE_CHECKING:
    from report.fonts.scripts import Script


def list_languages() -> str:
    """Name the languages that the tool's own words are there in."""
    names = sorted((english_name(lang), as_code(lang)) for lang in LANGUAGES)
    return f"The tool has its own words in these languages: {', '.join(f'{name} ({tag})' for name, tag in names)}.\n"


def list_fonts() -> str:
    """List the scripts beside Latin, Greek and Cyrillic, with the font of each and how it is installed."""
    rows = ((script.name, script.family, _installed(script)) for script in SCRIPTS)
    caption = "Scripts beside Latin, Greek and Cyrillic {#tbl-scripts}"
    return table(("Script", "Font", "Comes with"), rows, (4, 4, 5), caption)


def _installed(script: Script) -> str:
    return "the tool" if script is ARABIC else f"the package {as_code(script.package)}"
