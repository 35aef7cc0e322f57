"""Content streams rewritten: colours become inks, marks of structure go, in pages and in all that they draw.

Source: ISO 32000-1, 8.6.8 (colour operators), 8.7 (patterns and shadings), 11.6.5 (masks), 14.6 (marked content).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator

from report.press.inks import MaskInks
from report.press.pictures import turn_picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from report.press.inks import Inks

    Instruction = ContentStreamInstruction | pikepdf.ContentStreamInlineImage

ON, OFF = "/BlackOn", "/BlackOff"
STATES = {ON: {"/op": True, "/OPM": 1}, OFF: {"/op": False, "/OPM": 0}}
BLACK = (0.0, 0.0, 0.0, 1.0)
MARKS = frozenset(["BMC", "BDC", "EMC", "MP", "DP"])
SHOWN = frozenset(["Tj", "TJ", "'", '"'])
PAINTED = SHOWN | {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh"}
PARTS = {"rg": 3, "RG": 3, "g": 1, "G": 1}
INTO = {("DeviceCMYK", False): "k", ("DeviceCMYK", True): "K", ("DeviceGray", False): "g", ("DeviceGray", True): "G"}
DEVICES = {"/DeviceRGB": 3, "/DeviceGray": 1}
SPACES = frozenset(["cs", "CS", "sc", "SC", "scn", "SCN"])


@dataclass(slots=True)
class Rewriter:
    """Rewrites pages; `inks` is None where colours stay as they are. Each object is rewritten once."""

    pdf: pikepdf.Pdf
    inks: Inks | None
    done: set[tuple[int, int]] = field(default_factory=set)
    spaces: set[str] = field(default_factory=set)
    holders: list[Any] = field(default_factory=list)

    def rewrite(self) -> None:
        """Rewrite all pages."""
        for page in self.pdf.pages:
            page.Contents = self.pdf.make_stream(self._stream(page))
            self._resources(page.obj.get("/Resources"))
            self._group(page.obj)
        self._drop_spaces()

    def _stream(self, stream: pikepdf.Object | pikepdf.Page) -> bytes:
        found = pikepdf.parse_content_stream(stream)
        letters = _letters(found)
        turned = self._instructions(found, letters)
        if self._overprints:
            return pikepdf.unparse_content_stream(list(overprint_letters(turned)))
        return pikepdf.unparse_content_stream([instruction for instruction, _ in turned])

    @property
    def _overprints(self) -> bool:
        return self.inks is not None and self.inks.space == "DeviceCMYK"

    def _instructions(self, found: list[Instruction], letters: list[bool]) -> Iterable[tuple[Instruction, bool]]:
        """Yield instructions rewritten, each with whether letters are painted next."""
        named = {"stroke": "", "fill": ""}
        for index, instruction in enumerate(found):
            operator = str(instruction.operator)
            if operator in MARKS:
                continue
            if operator in PARTS and self.inks:
                yield self._colour(instruction.operands, operator.isupper(), text=letters[index]), letters[index]
            elif operator in SPACES:
                yield from ((one, letters[index]) for one in self._space(instruction, named, text=letters[index]))
            else:
                yield instruction, letters[index]

    def _space(self, instruction: Instruction, named: dict[str, str], *, text: bool) -> Iterable[Instruction]:
        """Rewrite what chooses a space of colours by its name, or a colour of it."""
        operator = str(instruction.operator)
        what = "stroke" if operator[0] == "S" or operator == "CS" else "fill"
        if operator in {"cs", "CS"}:
            named[what] = str(instruction.operands[0])
            self.spaces.add(named[what])
            if named[what] not in DEVICES or not self.inks:
                yield instruction
        elif named[what] in DEVICES and self.inks:
            yield self._colour(instruction.operands, what == "stroke", text=text)
        else:
            yield instruction

    def _colour(self, operands: Iterable[pikepdf.Object], stroke: bool, *, text: bool) -> Instruction:
        assert self.inks is not None  # noqa: S101 - it is asked before
        colour = self.inks.of(*_three([float(part) for part in operands]), text=text)
        return ContentStreamInstruction(numbers(colour), Operator(INTO[self.inks.space, stroke]))

    def _resources(self, resources: pikepdf.Object | None) -> None:
        if resources is None or self._is_done(resources):
            return
        self.holders.append(resources)
        if self._overprints:
            add_states(resources)
        for drawn in resources.get("/XObject", {}).values():
            self._drawn(drawn)
        for pattern in resources.get("/Pattern", {}).values():
            self._pattern(pattern)
        for shading in resources.get("/Shading", {}).values():
            self._shading(shading)
        for state in resources.get("/ExtGState", {}).values():
            mask = state.get("/SMask")
            if isinstance(mask, pikepdf.Dictionary) and self.inks:
                Rewriter(self.pdf, MaskInks(), self.done)._drawn(mask.G)  # noqa: SLF001

    def _drawn(self, drawn: pikepdf.Object) -> None:
        if self._is_done(drawn):
            return
        if drawn.get("/Subtype") == Name.Image:
            if self.inks:
                turn_picture(drawn, self.inks)
            return
        drawn.write(self._stream(drawn))
        self._resources(drawn.get("/Resources"))
        self._group(drawn)
        for key in ("/StructParent", "/StructParents"):
            if key in drawn:
                del drawn[key]

    def _pattern(self, pattern: pikepdf.Object) -> None:
        if "/Shading" in pattern:
            self._shading(pattern.Shading)
        elif not self._is_done(pattern):
            pattern.write(self._stream(pattern))
            self._resources(pattern.get("/Resources"))

    def _shading(self, shading: pikepdf.Object) -> None:
        if self._is_done(shading) or not self.inks or str(shading.ColorSpace) not in DEVICES:
            return
        functions = shading.get("/Function")
        if isinstance(functions, pikepdf.Dictionary) and _is_simple(functions):
            self._function(functions)
            shading.ColorSpace = Name(f"/{self.inks.space}")

    def _function(self, function: pikepdf.Object) -> None:
        if "/Functions" in function:
            for part in function.Functions:
                self._function(part)
            return
        assert self.inks is not None  # noqa: S101 - it is asked before
        for end in ("/C0", "/C1"):
            colour = self.inks.of(*_three([float(part) for part in function[end]]))
            function[end] = Array(numbers(colour))
        if "/Range" in function:
            del function["/Range"]

    def _group(self, holder: pikepdf.Object) -> None:
        if self.inks and "/Group" in holder and "/CS" in holder.Group:
            holder.Group.CS = Name(f"/{self.inks.space}")

    def _is_done(self, thing: pikepdf.Object) -> bool:
        if not thing.is_indirect:
            return False
        known = thing.objgen in self.done
        self.done.add(thing.objgen)
        return known

    def _drop_spaces(self) -> None:
        """Drop the spaces of colours that pages name in their resources and do not use."""
        for holder in self.holders:
            named = holder.get("/ColorSpace", {})
            for name in list(named.keys()):
                if name not in self.spaces:
                    del named[name]
            if "/ColorSpace" in holder and not len(named):
                del holder["/ColorSpace"]


def numbers(colour: Iterable[float]) -> list[Decimal]:
    """Write parts of a colour as PDF has them."""
    return [Decimal(f"{part:.4f}").normalize() + 0 for part in colour]


def _three(parts: list[float]) -> list[float]:
    return parts * 3 if len(parts) == 1 else parts[:3]


def _letters(found: list[Instruction]) -> list[bool]:
    """Tell of each instruction whether what is painted next are letters."""
    told, letters = [False] * len(found), False
    for index in range(len(found) - 1, -1, -1):
        operator = str(found[index].operator)
        if operator in PAINTED:
            letters = operator in SHOWN
        told[index] = letters
    return told


def _is_simple(function: pikepdf.Object) -> bool:
    """Tell whether a function gives all parts of a colour between two ends, or is made of such ones."""
    if "/Functions" in function:
        return all(_is_simple(part) for part in function.Functions)
    return "/C0" in function and "/C1" in function and len(function.C0) in {1, 3}


def overprint_letters(instructions: Iterable[tuple[Instruction, bool]]) -> Iterator[Instruction]:
    """Set overprint before black letters, and take it back before other colours.

    Each instruction comes with whether letters are painted next.
    """
    on, kept = False, []
    for instruction, letters in instructions:
        operator = str(instruction.operator)
        if operator == "q":
            kept.append(on)
        elif operator == "Q" and kept:
            on = kept.pop()
        elif operator in {"k", "Do"}:  # what is drawn takes the state over
            wanted = operator == "k" and letters and tuple(float(part) for part in instruction.operands) == BLACK
            if wanted != on:
                on = wanted
                yield ContentStreamInstruction([Name(ON if on else OFF)], Operator("gs"))
        yield instruction


def add_states(resources: pikepdf.Object) -> None:
    """Give resources the two states that content is set with."""
    held = {str(name): state for name, state in resources.get("/ExtGState", {}).items()}
    resources.ExtGState = Dictionary({**held, **{name: Dictionary(state) for name, state in STATES.items()}})
