"""Languages, as the Unicode Common Locale Data Repository knows them."""

from __future__ import annotations

from functools import cache

COMMON = frozenset("ar de en es fr it ja ko nl pl pt ru zh".split())


@cache
def is_language(tag: str) -> bool:
    """Tell whether the language of a tag is one that CLDR has a name for; scripts and regions are not looked at."""
    language = tag.replace("_", "-").partition("-")[0].lower()
    if language in COMMON:
        return True
    from babel.core import Locale, get_global

    return language in Locale("en").languages or language in get_global("language_aliases")
