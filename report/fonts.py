"""The fonts of the house: static faces cut from pinned font packages, and nothing from the system.

The packages carry variable fonts. WeasyPrint would instance each of them again for every size it
meets; cutting the faces once with HarfBuzz (20 ms each) makes layout quicker, gives real optical
sizes, and leaves no font but these for fontconfig to find.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from report.cache import cache_folder
from report.errors import ToolMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SERIF, SANS, MONO, ARABIC = "source_serif_4", "source_sans_3", "jetbrains_mono", "ibm_plex_sans_arabic"
FILES = {
    (SERIF, False): "SourceSerif4[opsz,wght].ttf",
    (SERIF, True): "SourceSerif4-Italic[opsz,wght].ttf",
    (SANS, False): "SourceSans3[wght].ttf",
    (SANS, True): "SourceSans3-Italic[wght].ttf",
    (MONO, False): "JetBrainsMono[wght].ttf",
    (MONO, True): "JetBrainsMono-Italic[wght].ttf",
    (ARABIC, False): "IBMPlexSansArabic-{style}.ttf",  # one glyph for each form of a letter: text copies right
}
STATIC = {ARABIC}
INDEX = "faces.json"  # the faces' files by the digest of what they hold
UNDRAWN = (
    "BASE",
    "DSIG",
    "gasp",
    "GDEF",
    "GPOS",
    "GSUB",
    "JSTF",
    "LTSH",
    "PCLT",
    "SVG",
    "name",
    "OS/2",
    "cmap",
    "post",
    "STAT",
)
STYLES = {400: "Regular", 700: "Bold"}


@dataclass(frozen=True, slots=True)
class MathFace:
    """The face of formulas, which comes with the library that sets them: no style sheet can name it.

    `key` and `name` are its names in a PDF; the metrics are in thousandths of an em.
    """

    key: str = "stixmath"
    name: str = "STIXTM+STIX-Two-Math"
    family: str = "STIX Two Math"
    file: str = "STIXTwoMath-Regular.ttf"
    ascent: int = 762
    descent: int = -238


MATH_FACE = MathFace()


@dataclass(frozen=True, slots=True)
class Face:
    """One static face: `family` as stylesheets name it, cut from `package` at `weight` and `optical_size` (pt)."""

    family: str
    package: str
    weight: int
    italic: bool = False
    optical_size: float = 0

    @property
    def file_name(self) -> str:
        """Name the face's file, without spaces."""
        slope = "Italic" if self.italic else "Roman"
        return f"{self.family.replace(' ', '')}-{self.weight}-{slope}.ttf"

    @property
    def axes(self) -> dict[str, float]:
        """Give the point of the variable font at which the face is cut."""
        if self.package in STATIC:
            return {}
        return {"wght": self.weight, **({"opsz": self.optical_size} if self.optical_size else {})}


FACES = (
    *(Face("Source Serif 4", SERIF, weight, italic, 10.5) for weight in (400, 600, 700) for italic in (False, True)),
    Face("Source Serif 4 Caption", SERIF, 400, optical_size=8),
    Face("Source Serif 4 Caption", SERIF, 400, italic=True, optical_size=8),
    Face("Source Serif 4 Caption", SERIF, 600, optical_size=8),
    Face("Source Serif 4 Display", SERIF, 400, optical_size=36),
    Face("Source Serif 4 Display", SERIF, 400, italic=True, optical_size=28),
    Face("Source Serif 4 Display", SERIF, 600, optical_size=36),
    *(Face("Source Sans 3", SANS, weight) for weight in (300, 400, 600, 700)),
    Face("Source Sans 3", SANS, 400, italic=True),
    Face("Source Sans 3", SANS, 600, italic=True),
    Face("JetBrains Mono", MONO, 400),
    Face("JetBrains Mono", MONO, 400, italic=True),
    Face("JetBrains Mono", MONO, 700),
    Face("IBM Plex Sans Arabic", ARABIC, 400),
    Face("IBM Plex Sans Arabic", ARABIC, 700),
)


@cache
def fonts_folder() -> Path:
    """Return the folder that holds the faces and `fonts.conf`, cutting them where no earlier run has.

    Raise `ToolMissing` when a font package is not installed.
    """
    folder = cache_folder() / f"fonts-{_digest()}"
    if not (folder / "fonts.conf").is_file():
        _make(folder)
    return folder


def face_file(data: bytes) -> str:
    """Name the face of the house that a font file's content is; empty where it is none."""
    return _contents().get(hashlib.sha256(data).hexdigest(), "")


def read_face(file: str) -> bytes:
    """Read a face of the house, or that of formulas, by the name of its file."""
    if file != MATH_FACE.file:
        return (fonts_folder() / file).read_bytes()
    spec = find_spec("ziamath")
    if spec is None or spec.origin is None:
        raise ToolMissing('the package "ziamath" is not installed', "pip install ziamath")
    return (Path(spec.origin).parent / "fonts" / file).read_bytes()


def subset_face(data: bytes, glyphs: Iterable[int]) -> bytes:
    """Cut a font down to some glyphs, which keep their numbers, and to the tables that drawing them takes."""
    import uharfbuzz

    request = uharfbuzz.SubsetInput()
    request.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    request.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(_tag(name) for name in UNDRAWN)
    request.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
    return bytes(uharfbuzz.subset(uharfbuzz.Face(data), request).blob.data)


def _tag(name: str) -> int:
    return int.from_bytes(name.ljust(4).encode(), "big")


@cache
def _contents() -> dict[str, str]:
    found: dict[str, str] = json.loads((fonts_folder() / INDEX).read_text(encoding="utf-8"))
    return found


def face_path(family: str, weight: int = 400, *, italic: bool = False) -> Path:
    """Return the file of a face; raise `KeyError` where there is none."""
    for face in FACES:
        if (face.family, face.weight, face.italic) == (family, weight, italic):
            return fonts_folder() / face.file_name
    raise KeyError(family, weight, italic)


def versions() -> Iterator[tuple[str, str]]:
    """Yield the font packages and their versions."""
    for package in (SERIF, SANS, MONO, ARABIC):
        name = f"fontpkg-{package.replace('_', '-')}"
        yield name, version(name)


def _digest() -> str:
    state = repr((INDEX, FACES, sorted(FILES.items()), list(versions()), version("uharfbuzz"), version("fonttools")))
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def _make(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix="fonts-", dir=folder.parent))
    contents = {}
    try:
        for face in FACES:
            data = _cut(face)
            contents[hashlib.sha256(data).hexdigest()] = face.file_name
            (staged / face.file_name).write_bytes(data)
        (staged / INDEX).write_text(json.dumps(contents), encoding="utf-8")
        (staged / "fonts.conf").write_text(_configuration(folder), encoding="utf-8")
        staged.rename(folder)
    except OSError:
        if not (folder / "fonts.conf").is_file():  # another build may have won the race
            raise
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _cut(face: Face) -> bytes:
    import uharfbuzz
    from fontTools.ttLib import TTFont

    source = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(_package_file(face))))
    request = uharfbuzz.SubsetInput()
    request.keep_everything()
    for tag, value in face.axes.items():
        request.pin_axis_location(source, tag, value)
    font = TTFont(BytesIO(uharfbuzz.subset(source, request).blob.data), recalcTimestamp=False)
    _rename(font, face)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _rename(font: Any, face: Face) -> None:
    style = f"{face.weight}{' Italic' if face.italic else ''}"
    slope = "Italic" if face.italic else "Regular"
    names = {
        1: face.family if face.weight in (400, 700) else f"{face.family} {face.weight}",
        2: {700: "Bold Italic" if face.italic else "Bold"}.get(face.weight, slope),
        4: f"{face.family} {style}",
        6: face.file_name.removesuffix(".ttf"),
        16: face.family,
        17: style,
    }
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 5, 7, 13, 14)]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight
    for tag in ("STAT", "DSIG", "fvar", "avar"):
        if tag in font:
            del font[tag]


def _package_file(face: Face) -> Path:
    spec = find_spec(f"fontpkg_{face.package}")
    if spec is None or spec.origin is None:
        name = f"fontpkg-{face.package.replace('_', '-')}"
        raise ToolMissing(f'the font package "{name}" is not installed', f"pip install {name}")
    name = FILES[face.package, face.italic].replace("{style}", STYLES.get(face.weight, ""))
    return Path(spec.origin).parent / "files" / name


def _configuration(folder: Path) -> str:
    place = escape(str(folder))
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><dir>{place}</dir><cachedir>{place}/index</cachedir></fontconfig>\n"
    )
