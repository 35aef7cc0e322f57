"""The one home of Babel: dates and numbers as a language writes them, and which languages there are."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

COMMON = frozenset("ar de en es fr it ja ko nl pl pt ru zh".split())
NUMBER = re.compile(r"([+\-\u2212]?)(\d+)(\.\d+)?(\s?%)?")


def long_date(day: date, lang: str) -> str:
    """Write a date in full in a language, English where it is not known."""
    from babel.dates import format_date

    return format_date(day, "long", locale=_locale(lang))


def format_number(text: str, lang: str, *, group: bool = True) -> str:
    """Write a number as a language does, decimals as they are; leave what is no number as it is."""
    from decimal import Decimal

    from babel.numbers import format_decimal

    match = NUMBER.fullmatch(text.strip())
    if not match:
        return text
    sign, whole, decimals, percent = match.groups("")
    pattern = ("#,##0" if group else "0") + ("." + "0" * (len(decimals) - 1) if decimals else "")
    number = format_decimal(Decimal(whole + decimals), pattern, locale=_locale(lang))
    return ("\u2212" if sign in {"-", "\u2212"} else sign) + number + ("%" if percent else "")


@cache
def is_language(tag: str) -> bool:
    """Tell whether the language of a tag is one that CLDR has a name for; scripts and regions are not looked at."""
    language = tag.replace("_", "-").partition("-")[0].lower()
    if language in COMMON:
        return True
    from babel.core import Locale, get_global

    return language in Locale("en").languages or language in get_global("language_aliases")


def _locale(lang: str) -> Any:
    from babel.core import Locale, UnknownLocaleError

    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def english_name(lang: str) -> str:
    """Name a language in English."""
    return str(_locale(lang).english_name)
