"""All languages that have words, and the choice among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.words.arabic_hebrew import ROWS as ARABIC_HEBREW
from report.model.words.east_asia import ROWS as EAST_ASIA
from report.model.words.germanic import ROWS as GERMANIC
from report.model.words.romance import ROWS as ROMANCE
from report.model.words.slavic_turkic import ROWS as SLAVIC_TURKIC
from report.model.words.southeast_asia import ROWS as SOUTHEAST_ASIA

if TYPE_CHECKING:
    from report.model.words.table import Words

ROWS = (*GERMANIC, *ROMANCE, *SLAVIC_TURKIC, *ARABIC_HEBREW, *EAST_ASIA, *SOUTHEAST_ASIA)
LANGUAGES: dict[str, Words] = {words.lang: words for words in ROWS}
OLDER = {
    "in": "id",
    "iw": "he",
    "zlm": "ms",
    "zsm": "ms",
    "cmn": "zh",
    "pes": "fa",
    "arb": "ar",
}  # tags by the one in use
TRADITIONAL = {"hant", "tw", "hk", "mo"}


def words_for(lang: str) -> Words:
    """Return the words of a BCP 47 tag's language, English where we have none.

    Chinese is Simplified unless its tag names the Traditional script, or, without a script, a region that writes it.
    """
    first, *rest = lang.lower().replace("_", "-").split("-")
    name = OLDER.get(first, first)
    if name == "zh" and "hans" not in rest and TRADITIONAL & set(rest):
        name = "zh-Hant"
    return LANGUAGES.get(name, LANGUAGES["en"])
