"""The one home of Babel: dates and numbers as a language writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

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


def _locale(lang: str) -> Any:
    from babel.core import Locale, UnknownLocaleError

    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")
