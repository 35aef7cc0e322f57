"""Which characters the faces have: what a text needs beside those that every layout has, and what none of them can show."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from report.fonts.faces import Face, large_faces, usual_faces
from report.fonts.scripts import MORE, has_cjk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.fonts.scripts import Script

RARE = re.compile("[^\\u0000-\\u024f\\u0370-\\u0373\\u0391-\\u03c9\\u0400-\\u045f\\u2010-\\u2026\\ue000-\\uf8ff]")
FORMULA = re.compile(r"<math\b(?:(?!<math\b).)*?</math>", re.DOTALL)  # set in a face of its own
UNDRAWN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})  # categories of what shows nothing
SELECTORS = range(0xFE00, 0xFE10)  # which of two forms the sign before them has


def scripts_for(text: str) -> tuple[Script, ...]:
    """List the rows of `MORE` that a text needs: those that have characters which the usual faces lack."""
    wanted = _lacking(text)
    found = []
    for script in MORE if wanted else ():
        if script.installed and (had := wanted & _characters(_faces(script)[:1])):
            found.append(script)
            wanted -= had
    return tuple(found)


def unset_characters(text: str) -> str:
    """List the characters of a text that no face has, each once, in their order."""
    lacking = _lacking(text)
    if not lacking:
        return ""
    had = _characters(tuple(face for script in MORE if script.installed for face in _faces(script)[:1]))
    return "".join(dict.fromkeys(char for char in text if ord(char) in lacking - had))


def script_faces(scripts: Iterable[Script]) -> tuple[Face, ...]:
    """List the faces of some rows of `MORE`."""
    return tuple(face for script in scripts for face in _faces(script))


def more_faces(family: str) -> tuple[Face, ...]:
    """List the faces of a family that a row of `MORE` names and that is installed."""
    return script_faces(script for script in MORE if script.family == family and script.installed)


def _lacking(text: str) -> frozenset[int]:
    rare = frozenset(map(ord, RARE.findall(FORMULA.sub("", text)))) if not text.isascii() else frozenset()
    rare = frozenset(code for code in rare if code not in SELECTORS and unicodedata.category(chr(code)) not in UNDRAWN)
    if not rare:
        return rare
    faces = (*usual_faces(), *(large_faces() if has_cjk(text) else ()))
    return rare - _characters(tuple(face for face in faces if not face.characters))


def _faces(script: Script) -> tuple[Face, ...]:
    """List a row's faces: two weights of a font that varies, else the one that there is."""
    weights = (400, 700) if "wght" in script.file else (400,)
    return tuple(Face(script.family, script.module, weight, file=script.file) for weight in weights)


@cache
def _characters(faces: tuple[Face, ...]) -> frozenset[int]:
    import uharfbuzz

    found: set[int] = set()
    for source, number in dict.fromkeys((face.source, face.number) for face in faces):
        found.update(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(source)), number).unicodes)
    return frozenset(found)
