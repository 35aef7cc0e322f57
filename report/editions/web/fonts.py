"""The fonts that a web page brings along: the faces that it needs, each cut down to the characters that it shows."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from report.compose.xml import Element, find
from report.fonts import SCRIPTS, face_path, leading_family, stacks, web_font

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SLANTED = "//x:em|//x:i|//x:cite|//x:aside[contains(@class,'pull-quote')]"
FACES = (  # of which token, its weight, whether it is slanted, and what in a page needs it; nothing where all do
    ("serif", 400, False, ""),
    ("serif", 600, False, "//x:strong|//x:b|//x:dt"),
    ("serif", 400, True, SLANTED),
    ("serif", 600, True, "//x:h4|//x:strong//x:em|//x:em//x:strong"),
    ("display", 600, False, ""),
    ("display", 400, True, "//x:aside[contains(@class,'pull-quote')]"),
    ("sans", 300, False, "//x:p[@role='doc-subtitle']"),
    ("sans", 400, False, ""),
    ("sans", 600, False, ""),
    ("sans", 700, False, ""),
    ("sans", 400, True, "//x:em|//x:i|//x:cite"),
    ("mono", 400, False, "//x:code|//x:pre|//x:kbd|//x:samp"),
    ("mono", 700, False, "//x:pre//x:span[@class='kw']"),
    ("mono", 400, True, "//x:pre//x:span[@class='co']"),
)
USUAL = {
    "serif": "Source Serif 4",
    "display": "Source Serif 4 Display",
    "sans": "Source Sans 3",
    "mono": "JetBrains Mono",
}
FURNITURE = " \N{NO-BREAK SPACE}·–—…0123456789"  # what style sheets write by themselves


def font_rules(root: Element, tokens: Mapping[str, str]) -> str:
    """Write the rules for a page's fonts, all within the rules."""
    shown = "".join(str(text) for text in root.itertext()) + FURNITURE
    shown += shown.upper()  # labels are written in capitals
    characters = sorted({ord(character) for character in shown if character.isprintable()})
    return "\n".join(_rule(*face, characters) for face in _faces(root, tokens, shown))


def _faces(root: Element, tokens: Mapping[str, str], shown: str) -> Iterator[tuple[str, int, bool]]:
    for token, weight, italic, path in FACES:
        if not path or find(root, path):
            yield leading_family(tokens.get(token, ""), USUAL[token]), weight, italic
    for script in SCRIPTS:
        if script.installed and re.search(f"[{script.characters}]", shown):
            yield from ((script.family, weight, False) for weight in (400, 700))


def _rule(family: str, weight: int, italic: bool, characters: list[int]) -> str:
    try:
        data = face_path(family, weight, italic=italic).read_bytes()
    except KeyError:  # the family has no such face
        return ""
    font = base64.b64encode(web_font(data, characters)).decode()
    style = "italic" if italic else "normal"
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; font-display: swap; '
        f'src: url("data:font/woff;base64,{font}") format("woff") }}'
    )


def name_families(css: str, tokens: Mapping[str, str], lang: str) -> str:
    """Give the stacks of a sheet the families of all scripts, as those of the pages have them."""
    for name, stack in stacks(tokens, lang).items():
        css = re.sub(rf"--{name}:\s*[^;]+;", f"--{name}: {stack};".replace("\\", r"\\"), css, count=1)
    return css
