"""Texts in drawings as outlines of their letters: a drawing then looks the same wherever it is shown, fonts or none."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from lxml import etree

from report.fonts import face_for, faces_of, usual_faces
from report.fonts.bidi import stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from report.fonts.faces import Face

FALLBACK = "Source Sans 3"
SVG = "{http://www.w3.org/2000/svg}"
WEIGHTS = {"normal": 400, "bold": 700, "lighter": 300, "bolder": 700, "": 400}
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
TEXT_ATTRIBUTES = ("font-family", "font-size", "font-weight", "font-style", "text-anchor", "x", "y", "dx", "dy")
IDLE = re.compile(r"aria-.*|role|pointer-events|class")
DECIMALS = re.compile(r"-?(?<!\d)\d++\.\d{3,}+(?:e-?\d+)?")
NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")


class MissingCharacter(Exception):
    """A character that no font has; it is the exception's argument."""


def outline_texts(svg: str, family: str) -> str:
    """Turn the texts of a drawing into paths, in its fonts or else in `family`, and drop what draws nothing.

    Raise `MissingCharacter` where no font has one.
    """
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag == f"{SVG}text":
            _replace(element, family)
            continue
        for name in [name for name in element.attrib if IDLE.fullmatch(str(name))]:
            del element.attrib[name]
        for name, value in element.attrib.items():
            element.set(name, DECIMALS.sub(lambda match: _short(float(match[0])), str(value)))
        if element.get("opacity") == "1":
            del element.attrib["opacity"]
        if element.get("display") == "none" or element.get("d") == "":
            _drop(element)
    return str(etree.tostring(root, encoding="unicode"))


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _replace(text: etree._Element, family: str) -> None:
    """Put a group of outlines in a text's place; the group keeps its colour and its transformation."""
    group = etree.Element(f"{SVG}g", {str(key): str(value) for key, value in text.attrib.items() if key not in TEXT_ATTRIBUTES and not IDLE.fullmatch(str(key))})  # fmt: skip
    size = abs(_number(text, "font-size", 11.0))
    for words, x, y in _lines(text):
        path, width = _outline(words, partial(_face, text, family), size)
        if path:
            left = x - width * ANCHORS.get(text.get("text-anchor", "start"), 0.0)
            etree.SubElement(group, f"{SVG}path", {"transform": f"translate({_short(left)},{_short(y)})", "d": path})
    parent = text.getparent()
    if parent is not None:
        group.tail = text.tail
        parent.replace(text, group)


def _lines(text: etree._Element) -> Iterator[tuple[str, float, float]]:
    """Yield a text's lines, each with where it is anchored."""
    x, y = _number(text, "x"), _number(text, "y")
    if text.text:
        yield text.text, x, y
    for line in text.iter(f"{SVG}tspan"):
        x = _number(line, "x", x)
        y += _number(line, "dy")
        yield line.text or "", x, y


def _number(element: etree._Element, name: str, usual: float = 0.0) -> float:
    match = NUMBER.search(element.get(name, ""))
    return float(match[0]) if match else usual


def _face(text: etree._Element, family: str, words: str) -> str:
    """Find the file of the face that a text asks for, or that the script of some of its words does."""
    given = text.get("font-weight", "")
    weight = int(given) if given.isdecimal() and len(given) <= 4 else WEIGHTS.get(given, 400)
    italic = text.get("font-style", "normal") in {"italic", "oblique"}
    names = [name.strip("\"' ") for name in text.get("font-family", "").split(",")]
    faces = next(found for name in (*names, family, FALLBACK) if (found := _faces(name)))
    known = faces[0].family
    nearest = min(faces, key=lambda face: (face.italic is not italic, abs(face.weight - weight)))
    return str(face_for(words, known, nearest.weight, italic=nearest.italic))


@cache
def _faces(family: str) -> tuple[Face, ...]:
    return tuple(face for face in usual_faces() if face.family == family) or faces_of(family)


@cache
def _font(path: str) -> Any:
    import uharfbuzz

    blob = uharfbuzz.Blob.from_file_path(path)
    return uharfbuzz.Font(uharfbuzz.Face(blob))


def _outline(words: str, face_of: Callable[[str], str], size: float) -> tuple[str, float]:
    """Shape words and draw them: the path's data, from the origin of the leftmost letter, and the width."""
    import uharfbuzz

    paths, width = [], 0.0
    for stretch, direction in stretches(words):
        font = _font(face_of(stretch))
        scale = size / font.face.upem
        buffer = uharfbuzz.Buffer()
        buffer.add_str(stretch)
        buffer.guess_segment_properties()
        buffer.direction = direction
        uharfbuzz.shape(font, buffer)
        pen, x = _Pen(scale), width / scale
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if not info.codepoint and not stretch[info.cluster].isspace():
                raise MissingCharacter(stretch[info.cluster])
            pen.x, pen.y = x + position.x_offset, position.y_offset
            font.draw_glyph(info.codepoint, _draw_funcs(), pen)
            x += position.x_advance
        paths += pen.path
        width = x * scale
    return "".join(paths), width


class _Pen:
    """Writes outlines in font units as an SVG path: scaled, moved, and upside down."""

    def __init__(self, scale: float) -> None:
        self.path: list[str] = []
        self.x = self.y = 0
        self._scale = scale

    def write(self, letter: str, *points: float) -> None:
        places = (
            _short((value + (self.y if index % 2 else self.x)) * (-self._scale if index % 2 else self._scale))
            for index, value in enumerate(points)
        )
        self.path.append(letter + " ".join(places))


@cache
def _draw_funcs() -> Any:
    import uharfbuzz

    funcs = uharfbuzz.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, pen: pen.write("M", x, y))
    funcs.set_line_to_func(lambda x, y, pen: pen.write("L", x, y))
    funcs.set_quadratic_to_func(lambda *points: points[-1].write("Q", *points[:-1]))
    funcs.set_cubic_to_func(lambda *points: points[-1].write("C", *points[:-1]))
    funcs.set_close_path_func(lambda pen: pen.write("Z"))
    return funcs


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
