"""Fit a style sheet to a report's language: mirrored where it runs from right to left, and without what its script lacks.

Sheets are written once, for Latin letters that run from left to right. Rules whose selector names `[dir…]` are left alone.
"""

from __future__ import annotations

import re

from report.model.metadata import RIGHT_TO_LEFT

WITHOUT_CASE = RIGHT_TO_LEFT | {"cmn", "hi", "ja", "km", "ko", "mr", "ne", "ta", "te", "th", "yue", "zh"}
DECLARATION = re.compile(r"(?<=[{;])(\s*)([\w-]+)(\s*:\s*)([^;{}\s]++(?:\s+[^;{}\s]++)*)(?=\s*[;}])")
KEPT = re.compile(  # columns of numbers stand at the right everywhere
    r"((?<![^{}])(?=[^{}]*(?:\[dir|\.align-))[^{}]*+\{[^{}]*\})"
)
SIDED = re.compile(r"\b(left|right)\b")
SELECTOR = re.compile(r"(@(?:top|bottom)-|@page[^{;@]*:)(left|right)\b|@(left|right)(?=-(?:top|middle|bottom))")
SIDES = {"left": "right", "right": "left"}
ALIGNED = {"float", "clear", "text-align", "text-align-last", "break-before", "break-after"}
AROUND = {"margin", "padding", "border-width", "border-style", "border-color", "inset"}
PART = re.compile(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+")
POSITION = re.compile(r"(?<=no-repeat )([\d.]++\w*+) ([\d.]++\w*+)(?= /)")
SPREAD = {"letter-spacing", "font-variant-caps", "text-transform"}
INDENT = re.compile(r"(?<![\w-])text-indent:[^;}]+")
OLD_STYLE = re.compile(r"\boldstyle-nums\b")
SIZE = re.compile(
    r"(font(?:-size)?:[^;:}/]*?(?<![\w.]))(\d++(?:\.\d++)?|\.\d++)pt((?:/|;\s*line-height:\s*)(\d+(?:\.\d+)?)pt)?"
)
ROOM = re.compile(
    r"(?<![\w-])(?:line-height|(?:margin|padding)(?:-\w+)*|text-indent|column-gap|background|vertical-align|top|width|min-width)\s*:[^;{}]*"
)
POINTS = re.compile(r"(-?(?<!\d)\d++(?:\.\d++)?)pt\b")
LEAST, LARGER = 16.0, 6.8  # pt: no text is smaller, and the body's is so much larger
RAISED = 7.2  # pt: figures that call a note are smaller than this
RULES = 3.0  # pt: hairlines and bars keep their thickness
UPRIGHT = """
em, i, cite { font-style: normal; font-weight: 600 }
.bibliography em, .bibliography i, .citation em, .citation i, .colophon i { font-weight: inherit }
"""
SLANTED = """
.bibliography em, .bibliography i, .citation em, .citation i, .colophon i { font-style: italic }
"""
RUNS_RIGHT = """
pre { text-align: left }
"""
UNINDENTED = """
p + p { margin-top: 4.8pt }
.footnote, .bibliography li { padding-left: 0; padding-right: 0 }
"""


def fit(css: str, lang: str) -> str:
    """Return a style sheet as a language wants it. Each line stays on its line."""
    language = lang.split("-", maxsplit=1)[0].lower()
    if language in WITHOUT_CASE:
        css = DECLARATION.sub(_without_spread, css) + UPRIGHT
    if language in RIGHT_TO_LEFT:
        css = mirror(css) + RUNS_RIGHT
    return css


def fit_print(css: str, lang: str) -> str:
    """Return a style sheet for the pages, which WeasyPrint lays out, as a language wants it.

    It slants no letters that have no italic, so that foreign titles may be set in theirs. It indents lines that
    run from right to left at their wrong end: paragraphs are set apart by space.
    """
    fitted = fit(css, lang)
    language = lang.split("-", maxsplit=1)[0].lower()
    if language in WITHOUT_CASE:
        fitted += SLANTED
    if language in RIGHT_TO_LEFT:
        fitted = INDENT.sub("text-indent: 0", fitted) + UNINDENTED
    return fitted


def enlarge(css: str) -> str:
    """Return a style sheet in large print: no text below 16 pt but raised figures, and what is around it in proportion."""
    css = SIZE.sub(lambda match: f"{match[1]}{_short(_large(float(match[2])))}pt{_leading(match)}", css)
    return ROOM.sub(lambda match: POINTS.sub(_roomier, match[0]), css)


def _large(size: float) -> float:
    return size * 1.6 if size < RAISED else max(LEAST, size + LARGER)


def _leading(match: re.Match[str]) -> str:
    """Write a line's height: the same share of the letters', but for small print, which needs more."""
    if not match[3]:
        return ""
    size = float(match[2])
    share = max(float(match[4]) / size, 1.28 if size < 12 else 1.0)
    return f"/{_short(share * _large(size))}pt" if match[3].startswith("/") else f"; line-height: {_short(share)}em"


def _roomier(match: re.Match[str]) -> str:
    value = float(match[1])
    return match[0] if abs(value) < RULES else f"{_short(value * 1.5)}pt"


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def other_side(value: str) -> str:
    """Swap left and right among the words of a value."""
    return SIDED.sub(lambda match: SIDES[match[1]], value)


def mirror(css: str) -> str:
    """Swap left and right throughout a style sheet, in its declarations and the pages and margin boxes that it names."""
    parts = KEPT.split(css)
    parts[::2] = (SELECTOR.sub(_other_box, DECLARATION.sub(_mirrored, part)) for part in parts[::2])
    return "".join(parts)


def _other_box(match: re.Match[str]) -> str:
    return f"{match[1]}{SIDES[match[2]]}" if match[1] else f"@{SIDES[match[3]]}"


def _mirrored(match: re.Match[str]) -> str:
    space, name, colon, value = match.groups()
    if name in ALIGNED:
        value = other_side(value)
    elif name in AROUND:
        value = _turned(value)
    elif name.startswith("background"):
        value = POSITION.sub(r"right \1 top \2", value)
    return f"{space}{other_side(name)}{colon}{value}"


def _turned(value: str) -> str:
    """Swap the second and the fourth of four values: those of the right and the left side."""
    sides = PART.findall(value)
    return " ".join([sides[0], sides[3], sides[2], sides[1]]) if len(sides) == 4 else value


def _without_spread(match: re.Match[str]) -> str:
    """Take out what tears joined letters apart, or means nothing without capitals; let figures stand as high as the letters."""
    space, name, colon, value = match.groups()
    if name in SPREAD:
        return f"{space}{name}{colon}{'none' if name == 'text-transform' else 'normal'}"
    if name == "hyphens":
        value = "manual"
    return f"{space}{name}{colon}{OLD_STYLE.sub('lining-nums', value)}"
