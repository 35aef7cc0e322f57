"""What is painted on a page, read from its content: each mark with its place, its colour and what else a press asks of it.

Source: ISO 32000-1, 8.3 (coordinates), 8.4 (graphics state), 8.5 (paths and clipping), 9.4 (text).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Name

from report.press.geometry import UNIT, around, common, moved, read_matrix, scale_of, times, widened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.press.content import Instruction
    from report.press.geometry import Box, Matrix, Point

    Operands = list[pikepdf.Object]

CORNERS: tuple[Point, ...] = ((0, 0), (1, 0), (0, 1), (1, 1))
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
BLACK = ("DeviceGray", (0.0,))
FILLS, STROKES = frozenset("f F f* B B* b b*".split()), frozenset("S s B B* b b*".split())
SPACES = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}
FIRST = {"DeviceGray": (0.0,), "DeviceRGB": (0.0, 0.0, 0.0), "DeviceCMYK": (0.0, 0.0, 0.0, 1.0)}
INKS = ("DeviceCMYK", "DeviceGray", "Separation", "DeviceN", "Pattern")
INVISIBLE = {3, 7}  # modes of text that paint nothing


@dataclass(frozen=True, slots=True)
class State:
    """The graphics state, as far as a press asks for it. Boxes and widths are those of the page, in pt."""

    matrix: Matrix = UNIT
    clip: Box = EVERYWHERE
    fill: tuple[str, tuple[float, ...]] = BLACK
    stroke: tuple[str, tuple[float, ...]] = BLACK
    width: float = 1.0
    opacity: tuple[float, float] = (1.0, 1.0)  # of fills, of strokes
    blended: bool = False
    overprint: tuple[bool, bool] = (False, False)
    mode: int = 0


@dataclass(frozen=True, slots=True)
class PaintedObject:
    """Something painted: `kind` is text, fill, stroke, picture or shade; `box` is where, cut to the clip in force.

    `colour` are the parts of it in its `space`. `resolution` is a picture's, in dots per inch as it stands on the
    page, its smaller one; `drawn` is the picture itself.
    """

    kind: str
    box: Box
    space: str
    colour: tuple[float, ...] = ()
    width: float = 0.0
    transparent: bool = False
    overprint: bool = False
    resolution: float = 0.0
    drawn: Any = None


def read_marks(page: pikepdf.Dictionary) -> list[PaintedObject]:
    """List what is painted on a page, in order of painting."""
    reader = _ContentReader()
    reader.read(page, page.get("/Resources"), State())
    return reader.marks


@dataclass(slots=True)
class _ContentReader:
    marks: list[PaintedObject] = field(default_factory=list)

    def read(self, stream: pikepdf.Object, resources: pikepdf.Object | None, state: State) -> None:
        """Follow one stream of content, and those of the forms that it draws."""
        _Stream(self, resources, state).follow(pikepdf.parse_content_stream(stream))


class _Stream:
    """One stream on its way."""

    def __init__(self, reader: _ContentReader, resources: pikepdf.Object | None, state: State) -> None:
        self._reader, self._resources, self._state = reader, resources, state
        self._kept: list[State] = []
        self._path: list[Point] = []
        self._clipping = False
        self._text: Matrix = UNIT
        self._line: Matrix = UNIT
        self._leading = 0.0

    def follow(self, instructions: Sequence[Instruction]) -> None:
        for instruction in instructions:
            name = str(instruction.operator)
            if act := ACTS.get(name):
                act(self, name, list(instruction.operands))

    # --- State

    def save(self, _: str, __: Operands) -> None:
        self._kept.append(self._state)

    def restore(self, _: str, __: Operands) -> None:
        if self._kept:
            self._state = self._kept.pop()

    def transform(self, _: str, operands: Operands) -> None:
        self._state = replace(self._state, matrix=times(read_matrix(operands), self._state.matrix))

    def widen(self, _: str, operands: Operands) -> None:
        self._state = replace(self._state, width=float(operands[0]))

    def set_mode(self, _: str, operands: Operands) -> None:
        self._state = replace(self._state, mode=int(operands[0]))

    def set_state(self, _: str, operands: Operands) -> None:
        found, state = self._named("/ExtGState", operands[0]), self._state
        if found is None:
            return
        opacity = (float(found.get("/ca", state.opacity[0])), float(found.get("/CA", state.opacity[1])))
        blended = state.blended
        if "/SMask" in found or "/BM" in found:
            blended = (
                found.get("/SMask", Name("/None")) != Name("/None") or found.get("/BM", Name.Normal) != Name.Normal
            )
        strokes = bool(found.get("/OP", state.overprint[1]))
        fills = bool(found.get("/op", strokes if "/OP" in found else state.overprint[0]))
        self._state = replace(state, opacity=opacity, blended=blended, overprint=(fills, strokes))

    def colour(self, name: str, operands: Operands) -> None:
        self._set(name, SPACES[name.lower()], tuple(float(part) for part in operands))

    def space(self, name: str, operands: Operands) -> None:
        space = str(operands[0])[1:]
        if space not in FIRST:
            space = _space_name(self._named("/ColorSpace", operands[0]))
        self._set(name, space, FIRST.get(space, (1.0,)))

    def part(self, name: str, operands: Operands) -> None:
        space = self._state.stroke[0] if name[0] == "S" else self._state.fill[0]
        if operands and isinstance(operands[-1], Name):
            space = self._pattern_space(operands[-1])
        self._set(name, space, tuple(float(part) for part in operands if not isinstance(part, Name)))

    def _set(self, name: str, space: str, colour: tuple[float, ...]) -> None:
        if name[0].isupper():
            self._state = replace(self._state, stroke=(space, colour))
        else:
            self._state = replace(self._state, fill=(space, colour))

    def _pattern_space(self, name: pikepdf.Object) -> str:
        pattern = self._named("/Pattern", name)
        if pattern is None:
            return "Pattern"
        if "/Shading" in pattern:
            return _space_name(pattern.Shading.ColorSpace)
        inner = _ContentReader()
        inner.read(pattern, pattern.get("/Resources"), State())
        return next((mark.space for mark in inner.marks if mark.space not in INKS), "Pattern")

    # --- Paths

    def point(self, name: str, operands: Operands) -> None:
        numbers = [float(part) for part in operands]
        if name == "re":
            x, y, width, height = numbers
            points = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
        else:
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
        self._path += [moved(self._state.matrix, *place) for place in points]

    def clip(self, _: str, __: Operands) -> None:
        self._clipping = True

    def paint(self, name: str, _: Operands) -> None:
        state, path = self._state, self._path
        if path and name in FILLS:
            self._mark("fill", around(path), state.fill, 0)
        if path and name in STROKES:
            width = state.width * scale_of(state.matrix)
            self._mark("stroke", widened(around(path), width / 2), state.stroke, 1, width)
        if path and self._clipping:
            self._state = replace(state, clip=common(state.clip, around(path)))
        self._path, self._clipping = [], False

    # --- Text

    def begin(self, _: str, __: Operands) -> None:
        self._text = self._line = UNIT

    def put(self, _: str, operands: Operands) -> None:
        self._text = self._line = read_matrix(operands)

    def move(self, name: str, operands: Operands) -> None:
        x, y = (float(part) for part in operands) if operands else (0.0, -self._leading)
        if name == "TD":
            self._leading = -y
        self._text = self._line = times((1, 0, 0, 1, x, y), self._line)

    def lead(self, _: str, operands: Operands) -> None:
        self._leading = float(operands[0])

    def show(self, _: str, __: Operands) -> None:
        if self._state.mode in INVISIBLE:
            return
        x, y = moved(self._state.matrix, self._text[4], self._text[5])
        stroked = self._state.mode in {1, 5}
        self._mark("text", (x, y, x, y), self._state.stroke if stroked else self._state.fill, int(stroked))

    # --- What is drawn

    def draw(self, _: str, operands: Operands) -> None:
        drawn, state = self._named("/XObject", operands[0]), self._state
        if drawn is None:
            return
        if drawn.get("/Subtype") != Name.Image:
            matrix = times(read_matrix(list(drawn.get("/Matrix", UNIT))), state.matrix)
            left, bottom, right, top = (float(edge) for edge in drawn.BBox)
            box = around([moved(matrix, x, y) for x in (left, right) for y in (bottom, top)])
            inner = replace(state, matrix=matrix, clip=common(state.clip, box))
            self._reader.read(drawn, drawn.get("/Resources", self._resources), inner)
            return
        box = around([moved(state.matrix, x, y) for x, y in CORNERS])
        a, b, c, d = state.matrix[:4]
        across, along = math.hypot(a, b) / 72, math.hypot(c, d) / 72  # inches
        dots = min(int(drawn.Width) / max(across, 1e-6), int(drawn.Height) / max(along, 1e-6))
        own = state.fill if drawn.get("/ImageMask") else (_space_name(drawn.get("/ColorSpace")), ())
        transparent = self._is_transparent(0) or "/SMask" in drawn
        mark = PaintedObject(
            "picture", common(box, state.clip), *own, 0.0, transparent, state.overprint[0], dots, drawn
        )
        self._reader.marks.append(mark)

    def shade(self, _: str, operands: Operands) -> None:
        shading = self._named("/Shading", operands[0])
        if shading is not None:
            self._mark("shade", self._state.clip, (_space_name(shading.ColorSpace), ()), 0)

    def _mark(self, kind: str, box: Box, colour: tuple[str, tuple[float, ...]], which: int, width: float = 0.0) -> None:
        state = self._state
        self._reader.marks.append(
            PaintedObject(
                kind, common(box, state.clip), *colour, width, self._is_transparent(which), state.overprint[which]
            )
        )

    def _is_transparent(self, which: int) -> bool:
        return self._state.blended or self._state.opacity[which] < 1

    def _named(self, kind: str, name: pikepdf.Object) -> Any:
        held = self._resources.get(kind) if self._resources is not None else None
        return held.get(str(name)) if held is not None else None


ACTS: dict[str, Callable[[_Stream, str, Operands], None]] = {
    "q": _Stream.save,
    "Q": _Stream.restore,
    "cm": _Stream.transform,
    "w": _Stream.widen,
    "gs": _Stream.set_state,
    "Tr": _Stream.set_mode,
    "BT": _Stream.begin,
    "Tm": _Stream.put,
    "TL": _Stream.lead,
    "Do": _Stream.draw,
    "sh": _Stream.shade,
    **dict.fromkeys(("g", "rg", "k", "G", "RG", "K"), _Stream.colour),
    **dict.fromkeys(("cs", "CS"), _Stream.space),
    **dict.fromkeys(("sc", "scn", "SC", "SCN"), _Stream.part),
    **dict.fromkeys(("m", "l", "c", "v", "y", "re"), _Stream.point),
    **dict.fromkeys(("W", "W*"), _Stream.clip),
    **dict.fromkeys((*FILLS, *STROKES, "n"), _Stream.paint),
    **dict.fromkeys(("Td", "TD", "T*"), _Stream.move),
    **dict.fromkeys(("Tj", "TJ", "'", '"'), _Stream.show),
}


def _space_name(space: pikepdf.Object | None) -> str:
    """Name a space of colours; one that is a palette or a profile by what it is made of."""
    if space is None:
        return "DeviceGray"
    if not isinstance(space, Array):
        return str(space)[1:]
    kind = str(space[0])[1:]
    if kind == "Indexed":
        return _space_name(space[1])
    if kind == "ICCBased":
        return {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}.get(int(space[1].N), kind)
    return kind
