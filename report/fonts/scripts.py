"""Scripts beside Latin, Greek and Cyrillic: the characters of each, the family that sets them, the package it comes in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from report.runtime.distribution import install_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FONTPKG, ANY_FILE = "fontpkg-", "files/*.ttf"
SANS_CJK, CJK_PUNCTUATION = "Noto Sans CJK", "Noto Sans CJK Punctuation"
BOOK, PLAIN = ("serif", "caption", "display"), "sans"  # the theme's tokens for faces
TOKENS = (*BOOK, PLAIN, "mono")


@dataclass(frozen=True, slots=True)
class Script:
    """A script: its `characters` as a class of a regular expression, and the `languages` written in it, by first subtag.

    `family` is what its faces are called, `package` the distribution they come in, and `file` where the font
    lies in it.
    """

    name: str
    characters: str
    family: str
    package: str
    languages: tuple[str, ...] = ()
    file: str = ANY_FILE

    @property
    def module(self) -> str:
        """Name the module that the package installs."""
        return self.package.replace("-", "_")

    @property
    def installed(self) -> bool:
        """Tell whether the package is there."""
        return bool(_version(self.package))


ARABIC = Script(
    "Arabic", r"\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff", "IBM Plex Sans Arabic",
    "fontpkg-ibm-plex-sans-arabic", languages=("ar", "fa", "ur", "ps", "ckb"),
)  # fmt: skip
HEBREW = Script(
    "Hebrew", r"\u0590-\u05ff\ufb1d-\ufb4f", "Frank Ruhl Libre", "fontpkg-frank-ruhl-libre", ("he", "iw", "yi"),
)  # fmt: skip
THAI = Script("Thai", r"\u0e01-\u0e5b", "Noto Sans Thai", "fontpkg-noto-sans-thai", ("th",))
CJK = Script(
    "Chinese, Japanese and Korean",
    r"\u1100-\u11ff\u2e80-\u2fdf\u2ff0-\u31ff\u3200-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f"
    r"\uff00-\uffef\U0001f200-\U0001f2ff\U00020000-\U0003ffff",
    SANS_CJK, "manimgx-fonts-cjk", ("zh", "ja", "ko", "yue", "cmn"), "NotoSansCJK-VF.otf.ttc",
)  # fmt: skip
DEVANAGARI = Script("Devanagari", r"\u0900-\u097f\ua8e0-\ua8ff", "Noto Sans Devanagari", "fontpkg-noto-sans-devanagari", languages=("hi", "mr", "ne"))  # fmt: skip
TAMIL = Script("Tamil", r"\u0b80-\u0bff", "Noto Sans Tamil", "fontpkg-noto-sans-tamil", languages=("ta",))
TELUGU = Script("Telugu", r"\u0c00-\u0c7f", "Noto Sans Telugu", "fontpkg-noto-sans-telugu", languages=("te",))
KHMER = Script("Khmer", r"\u1780-\u17ff\u19e0-\u19ff", "Noto Sans Khmer", "fontpkg-noto-sans-khmer", languages=("km",))
SCRIPTS = (ARABIC, HEBREW, THAI, CJK, DEVANAGARI, TAMIL, TELUGU, KHMER)
WHEEL = "manimgx-fonts"  # one package with faces for twenty scripts, emoji and symbols


def _of_wheel(name: str, characters: str, *languages: str) -> Script:
    return Script(name, characters, f"Noto Sans {name}", WHEEL, languages, f"NotoSans{name}[[]wght[]].ttf")


MORE = (  # set where a text needs them and no other face has their characters, the first that has them
    _of_wheel("Hebrew", r"\u0590-\u05ff\ufb1d-\ufb4f"),
    _of_wheel("Armenian", r"\u0530-\u058f\ufb13-\ufb17", "hy"),
    _of_wheel("Devanagari", r"\u0900-\u097f\ua8e0-\ua8ff"),
    _of_wheel("Bengali", r"\u0980-\u09ff", "bn", "as"),
    _of_wheel("Gurmukhi", r"\u0a00-\u0a7f", "pa"),
    _of_wheel("Gujarati", r"\u0a80-\u0aff", "gu"),
    _of_wheel("Oriya", r"\u0b00-\u0b7f", "or"),
    _of_wheel("Tamil", r"\u0b80-\u0bff"),
    _of_wheel("Telugu", r"\u0c00-\u0c7f"),
    _of_wheel("Kannada", r"\u0c80-\u0cff", "kn"),
    _of_wheel("Malayalam", r"\u0d00-\u0d7f", "ml"),
    _of_wheel("Sinhala", r"\u0d80-\u0dff", "si"),
    _of_wheel("Thai", r"\u0e00-\u0e7f"),
    _of_wheel("Lao", r"\u0e80-\u0eff", "lo"),
    _of_wheel("Myanmar", r"\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f", "my"),
    _of_wheel("Georgian", r"\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f", "ka"),
    _of_wheel("Ethiopic", r"\u1200-\u139f\u2d80-\u2ddf\uab00-\uab2f", "am", "ti"),
    _of_wheel("Khmer", r"\u1780-\u17ff\u19e0-\u19ff"),
    Script(
        "letters of mathematics", r"\u2100-\u214f\u2190-\u2bff\U0001d400-\U0001d7ff", "STIX Two Math", "ziamath",
        file="fonts/STIXTwoMath-Regular.ttf",
    ),
    Script(
        "emoji", r"\u20e3\u2100-\u214f\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff", "Noto Emoji", WHEEL,
        file="NotoEmoji[[]wght[]].ttf",
    ),
    _of_wheel("Symbols", r"\u2100-\u2bff\U0001f000-\U0001faff"),
)  # fmt: skip
HAS_CJK = re.compile(f"[{CJK.characters}]")


def script_of(character: str) -> Script | None:
    """Find the script that a character belongs to; None for Latin and the like, and for what we have no row of."""
    return next((script for script in SCRIPTS if re.match(f"[{script.characters}]", character)), None)


def has_cjk(text: str) -> bool:
    """Tell whether a text needs the large font of Chinese, Japanese and Korean."""
    return HAS_CJK.search(text) is not None


def remedy(character: str) -> str:
    """Say which package to install so that a character can be set; empty where it is none's, or is installed."""
    rows = (script_of(character), *(row for row in MORE if re.match(f"[{row.characters}]", character)))
    missing = next((row for row in rows if row and not row.installed), None)
    return install_line(missing.package) if missing else ""


def stacks(tokens: Mapping[str, str], lang: str, more: Sequence[Script] = ()) -> dict[str, str]:
    """Give the theme's stacks of families the scripts' own, that of the report's language before the others, and `more` at the end.

    The font for Chinese, Japanese and Korean has no serifs: with it, Latin letters have none either, and the
    quotation marks and dashes of Simplified Chinese, as wide as its characters, come before all.
    """
    first = _script_for(lang)
    families = [script.family for script in sorted(SCRIPTS, key=lambda script: script is not first)]
    families += [script.family for script in more if script.family not in families]
    found = {}
    for name in TOKENS:
        stack = tokens.get(PLAIN if first is CJK and name in BOOK else name, "")
        own = [family for family in families if f'"{family}"' not in stack]
        if stack:
            found[name] = ", ".join([*_ahead(lang), stack, *(f'"{family}"' for family in own)])
    return found


def faces_named(lang: str) -> tuple[str, ...]:
    """Name the families that a report in a language is set in, for its colophon."""
    script = _script_for(lang)
    if script is None or not script.installed:
        return "Source Serif 4", "Source Sans 3"
    return ("Source Sans 3", script.family) if script is CJK else ("Source Serif 4", "Source Sans 3", script.family)


def script_versions() -> Iterator[tuple[str, str]]:
    """Yield the packages of scripts that are installed, and their versions."""
    yield from (
        (script.package, script.installed and _version(script.package)) for script in SCRIPTS if script.installed
    )
    if found := _version(WHEEL):
        yield WHEEL, found


def _script_for(lang: str) -> Script | None:
    language = lang.split("-", maxsplit=1)[0].lower()
    return next((script for script in SCRIPTS if language in script.languages), None)


def _ahead(lang: str) -> tuple[str, ...]:
    subtags = lang.lower().split("-")
    simplified = subtags[0] in {"zh", "cmn"} and ("hans" in subtags or not {"hant", "tw", "hk", "mo"} & set(subtags))
    return (f'"{CJK_PUNCTUATION}"',) if simplified else ()


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
