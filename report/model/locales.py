"""The one home of Babel: dates, times and numbers as a language writes them, by the CLDR, and which there are."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from babel.core import Locale

COMMON = frozenset("ar de en es fr it ja ko nl pl pt ru zh".split())
NUMBER = re.compile(r"([+\-\u2212]?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:\s?(%))?")
HYPHEN, MINUS = "-", "\N{MINUS SIGN}"
DIGITS = "latn"  # the figures that all numbers of a report have: pages, notes, tables


def format_day(day: date, lang: str) -> str:
    """Write a date in full."""
    from babel.dates import format_date

    return format_date(day, "long", locale=_locale(lang))


def format_moment(moment: datetime, lang: str) -> str:
    """Write a date with its time and what the clock is ahead of UTC."""
    from babel.dates import format_time, get_datetime_format

    locale = _locale(lang)
    time = format_time(moment.replace(tzinfo=None), "short", locale=locale)
    pattern = str(get_datetime_format("long", locale=locale)).replace("'", "")
    written: str = pattern.replace("{1}", format_day(moment.date(), lang)).replace("{0}", time)
    return f"{written} (UTC{moment.isoformat()[-6:]})" if moment.tzinfo else written


def format_number(text: str, lang: str, *, group: bool = True) -> str:
    """Write a plain number of data ("-1234567.80", "12.5%") as a language does; return any other text unchanged.

    Its decimals are kept, its digits grouped if `group`.
    """
    match = NUMBER.fullmatch(text.strip())
    if match is None:
        return text
    sign, whole, decimals, percent = match.groups()
    locale = _locale(lang)
    symbols = locale.number_symbols[DIGITS]
    number: str = _grouped(whole, locale) if group else whole
    if decimals:
        number += symbols["decimal"] + decimals
    if percent:
        pattern = locale.percent_formats[None].pattern.partition(";")[0]
        number = re.sub(r"[#0,.]+", number, pattern).replace("%", symbols["percentSign"])
    marks: dict[str, str] = {"": "", "+": symbols["plusSign"]}
    minus: str = symbols["minusSign"].replace(HYPHEN, MINUS)
    return marks.get(sign, minus) + number


def _grouped(whole: str, locale: Locale) -> str:
    first, other = locale.decimal_formats[None].grouping
    rest, parts, size = whole, [], first
    while len(rest) > size:
        parts.append(rest[-size:])
        rest, size = rest[:-size], other
    mark: str = locale.number_symbols[DIGITS]["group"]
    return mark.join([rest, *reversed(parts)])


@cache
def is_language(tag: str) -> bool:
    """Tell whether the language of a tag is one that CLDR has a name for; scripts and regions are not looked at."""
    language = tag.replace("_", "-").partition("-")[0].lower()
    if language in COMMON:
        return True
    from babel.core import Locale, get_global

    return language in Locale("en").languages or language in get_global("language_aliases")


@cache
def _locale(lang: str) -> Locale:
    """Find the nearest locale that is known: of a tag, or of its beginning; British English where there is none."""
    from babel.core import Locale, UnknownLocaleError

    subtags = lang.split("-")
    for length in range(len(subtags), 0, -1):
        try:
            return Locale.parse("-".join(subtags[:length]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "GB")


def english_name(lang: str) -> str:
    """Name a language in English."""
    return str(_locale(lang).english_name)
