"""The fonts that a web page brings along: the faces that it needs, each cut down to the characters that it shows."""

from __future__ import annotations

import base64
import re
import unicodedata
from typing import TYPE_CHECKING

from report.compose.xml import Element, find, local_name
from report.fonts import (
    CJK_PUNCTUATION,
    MATH_FACE,
    SCRIPTS,
    face_path,
    leading_family,
    read_face,
    scripts_for,
    stacks,
    web_font,
)
from report.model.master import MATHML

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SLANTED = "//x:em|//x:i|//x:cite|//x:aside[contains(@class,'pull-quote')]"
FACES = (  # of which token, its weight, whether it is slanted, and what in a page needs it; nothing where all do
    ("serif", 400, False, ""),
    ("serif", 600, False, "//x:strong|//x:b|//x:dt"),
    ("serif", 400, True, SLANTED),
    ("serif", 600, True, "//x:h4|//x:strong//x:em|//x:em//x:strong|//x:dt//x:em"),
    ("display", 600, False, ""),
    ("display", 400, True, "//x:aside[contains(@class,'pull-quote')]"),
    ("sans", 300, False, "//x:p[@role='doc-subtitle']"),
    ("sans", 400, False, ""),
    ("sans", 600, False, ""),
    ("sans", 700, False, ""),
    ("sans", 400, True, "//x:em|//x:i|//x:cite|//x:h6"),
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
DRAWN = "√\N{MINUS SIGN}"  # what browsers draw in formulas by themselves: roots, and the sign that a hyphen stands for
FORMS = {  # what a sheet asks for, and the features that a font has it in (CSS Fonts 4, clause 6)
    "small-caps": ("smcp",),
    "all-small-caps": ("smcp", "c2sc"),
    "oldstyle-nums": ("onum",),
    "lining-nums": ("lnum",),
    "tabular-nums": ("tnum",),
    "proportional-nums": ("pnum",),
    "diagonal-fractions": ("frac", "numr", "dnom"),
    "slashed-zero": ("zero",),
}
SMALL_CAPS = re.compile(r"\.smallcaps\s*\{[^}]*\}")
SETTINGS = re.compile(r"font-feature-settings:[^;}]*")
SLOPED = {  # the letters that stand for a variable in a formula, by those that it is written with (MathML Core, 2.1.6)
    unicodedata.normalize("NFKC", chr(code)): chr(code) for code in (*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C))
} | {"h": "\N{PLANCK CONSTANT}"}
Style = tuple[str, int, bool]
"""A family, a weight, and whether it is slanted."""


def font_rules(root: Element, css: str, tokens: Mapping[str, str], lang: str) -> str:
    """Write the rules for a page's fonts, all within the rules. `css` is its sheet, which asks for forms of letters."""
    shown = "".join(set(FURNITURE).union(*map(str, root.itertext())))
    shown += shown.upper()  # labels are written in capitals
    features = _features(root, css)
    rules = [face_rule(face, shown, features) for face in dict.fromkeys(_faces(root, stacks(tokens, lang), shown))]
    formulas = "".join(_letters(formula) for formula in root.iter(f"{{{MATHML}}}math"))
    if formulas:
        rules.append(_write((MATH_FACE.family, 400, False), read_face(MATH_FACE.file), formulas))
    return "\n".join(filter(None, rules))


def name_families(css: str, tokens: Mapping[str, str], lang: str, shown: str = "") -> str:
    """Give the stacks of a sheet the families of all scripts, as those of the pages have them, and those that what is shown needs."""
    for name, stack in stacks(tokens, lang, scripts_for(shown)).items():
        css = re.sub(rf"--{name}:\s*[^;}}]+", f"--{name}: {stack}".replace("\\", r"\\"), css)
    return css


def face_rule(style: Style, shown: str, features: Iterable[str] = ()) -> str:
    """Write the rule for a face that is cut down to some text; empty where the family has no such face."""
    family, weight, italic = style
    try:
        data = face_path(family, weight, italic=italic).read_bytes()
    except KeyError:
        return ""
    return _write(style, data, shown, features)


def _faces(root: Element, families: Mapping[str, str], shown: str) -> Iterator[Style]:
    ahead = f'"{CJK_PUNCTUATION}", '
    for token, weight, italic, path in FACES:
        if not path or find(root, path):
            yield leading_family(families.get(token, "").removeprefix(ahead), USUAL[token]), weight, italic
    scripts = [script.family for script in SCRIPTS if script.installed and re.search(f"[{script.characters}]", shown)]
    more = scripts_for(shown)
    scripts += [script.family for script in more if script.family not in scripts]
    if any(stack.startswith(ahead) for stack in families.values()):
        scripts.append(CJK_PUNCTUATION)
    yield from ((family, weight, False) for family in scripts for weight in (400, 700))


def _features(root: Element, css: str) -> tuple[str, ...]:
    """List the features that a sheet asks for; those of small capitals where the page has some, or other rules ask."""
    if not find(root, "//*[contains(@class,'smallcaps')]"):
        css = SMALL_CAPS.sub("", css)
    words = set(re.findall(r"[\w-]+", css))
    asked = {feature for word, features in FORMS.items() if word in words for feature in features}
    named = {name for setting in SETTINGS.findall(css) for name in re.findall(r"[\"'](\w{4})[\"']", setting)}
    return tuple(sorted(asked | named))


def _letters(formula: Element) -> str:
    """Read the characters that a formula shows: a variable's letter is drawn sloped, whatever it is written with."""
    texts = [text for element in formula.iter() for text in (element.text or "", element.tail or "")]
    variables = [element.text or "" for element in formula.iter() if local_name(element) == "mi"]
    return DRAWN + "".join(texts) + "".join(SLOPED.get(name, "") for name in variables)


def _write(style: Style, data: bytes, shown: str, features: Iterable[str] = ()) -> str:
    family, weight, italic = style
    characters = sorted({ord(character) for character in shown if character.isprintable()})
    font = base64.b64encode(web_font(data, characters, features)).decode()
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f"font-style: {'italic' if italic else 'normal'}; font-display: swap; "
        f'src: url("data:font/woff;base64,{font}") format("woff") }}'
    )
