"""The face of formulas, which comes with the library that sets them: no style sheet can name it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from report.fonts.folders import face_data
from report.model.errors import ToolMissing
from report.runtime.distribution import install_line


@dataclass(frozen=True, slots=True)
class MathFace:
    """The face: `key` and `name` are its names in a PDF; the metrics are in thousandths of an em."""

    key: str = "stixmath"
    name: str = "STIXTM+STIX-Two-Math"
    family: str = "STIX Two Math"
    file: str = "STIXTwoMath-Regular.ttf"
    ascent: int = 762
    descent: int = -238


MATH_FACE = MathFace()


def read_face(file: str) -> bytes:
    """Read a face of the house, or that of formulas, by the name of its file."""
    if file != MATH_FACE.file:
        return face_data(file)
    spec = find_spec("ziamath")
    if spec is None or spec.origin is None:
        raise ToolMissing('the package "ziamath" is not installed', install_line("ziamath"))
    return (Path(spec.origin).parent / "fonts" / file).read_bytes()
