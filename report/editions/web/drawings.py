"""Drawings (SVG) of a web page: shown as pictures, they see none of its fonts, and bring along those that they name."""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from report.editions.web.fonts import face_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.editions.web.fonts import Style

TEXT, END = re.compile(r"<text\b"), "</text>"
TAG = re.compile(r"<[^<>]*>")
ROOT = re.compile(rb"<svg\b[^<>]*[^<>/]>")
FAMILIES = re.compile(r"font-family\s*[=:]\s*([^;>]+)")
FAMILY = re.compile(r"[A-Z][\w ]*\w")
WEIGHT = re.compile(r"font-weight\s*[=:]\s*[\"']?(\w+)")
ITALIC = re.compile(r"font-style\s*[=:]\s*[\"']?italic")
WEIGHTS = {"normal": 400, "bold": 700, **{str(weight): weight for weight in range(100, 1000, 100)}}
MOST = 20  # families of one drawing: each that it names is looked for


def bring_fonts(drawing: bytes) -> bytes:
    """Give a drawing the faces of the house that it names, cut down to its text."""
    source = drawing.decode("utf-8", "ignore")
    shown = unescape(TAG.sub("", "".join(_texts(source))))
    rules = "".join(face_rule(style, shown) for style in _styles(source)) if shown.strip() else ""
    return ROOT.sub(lambda tag: tag[0] + f"<style>{rules}</style>".encode(), drawing, count=1) if rules else drawing


def _texts(source: str) -> Iterator[str]:
    """Yield the texts of a drawing; behind the end of the last, no beginning of one is held against the rest."""
    start = 0
    while (match := TEXT.search(source, start)) and (end := source.find(END, match.start())) >= 0:
        start = end + len(END)
        yield source[match.start() : start]


def _styles(source: str) -> Iterator[Style]:
    stacks = " ".join(unescape(stack) for stack in FAMILIES.findall(source))
    named = {WEIGHTS.get(name, 400) for name in WEIGHT.findall(source)}
    slopes = (False, True) if ITALIC.search(source) else (False,)
    for family in islice(dict.fromkeys(FAMILY.findall(stacks)), MOST):
        yield from ((family, weight, italic) for weight in sorted({400} | named) for italic in slopes)
