"""The faces of the house, each a row: what it is cut from, and where in the variable font's space."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from report.fonts.scripts import ARABIC, CJK, CJK_PUNCTUATION, SCRIPTS
from report.model.errors import ToolMissing
from report.runtime.distribution import install_line

SERIF, SANS, MONO = "fontpkg_source_serif_4", "fontpkg_source_sans_3", "fontpkg_jetbrains_mono"
FILES = {
    (SERIF, False): "files/SourceSerif4[[]opsz,wght[]].ttf",
    (SERIF, True): "files/SourceSerif4-Italic[[]opsz,wght[]].ttf",
    (SANS, False): "files/SourceSans3[[]wght[]].ttf",
    (SANS, True): "files/SourceSans3-Italic[[]wght[]].ttf",
    (MONO, False): "files/JetBrainsMono[[]wght[]].ttf",
    (MONO, True): "files/JetBrainsMono-Italic[[]wght[]].ttf",
    (
        ARABIC.module,
        False,
    ): "files/IBMPlexSansArabic-{style}.ttf",  # one glyph for each form of a letter: text copies right
    **{(script.module, False): script.file for script in SCRIPTS if script is not ARABIC},
}
STYLES = {400: "Regular", 700: "Bold"}
SIMPLIFIED = 2  # of the collection: the other languages' forms are got from it by a text's language ("locl")


@dataclass(frozen=True, slots=True)
class Face:
    """One static face: `family` as stylesheets name it, cut from `module` at `weight` and `optical_size` (pt).

    `number` is the font's in a collection; `characters` are those that it is cut down to, if any are named. `file` is
    the file in the package, or a pattern of its path, where there is no row for it.
    """

    family: str
    module: str
    weight: int
    italic: bool = False
    optical_size: float = 0
    number: int = 0
    characters: str = ""
    file: str = ""

    @property
    def name(self) -> str:
        """Name the face, without spaces."""
        slope = "Italic" if self.italic else "Roman"
        return f"{self.family.replace(' ', '')}-{self.weight}-{slope}"

    @property
    def file_name(self) -> str:
        """Name the face's file."""
        return f"{self.name}.{'otf' if self.module == CJK.module else 'ttf'}"

    @property
    def axes(self) -> dict[str, float]:
        """Give the point of the variable font at which the face is cut, where that is not the font's default."""
        return {"wght": self.weight, **({"opsz": self.optical_size} if self.optical_size else {})}

    @property
    def source(self) -> Path:
        """Find the file that the face is cut from. Raise `ToolMissing` where its package is not installed."""
        spec = find_spec(self.module)
        if spec is None or spec.origin is None:
            name = self.module.replace("_", "-")
            raise ToolMissing(f'the font package "{name}" is not installed', install_line(name))
        if self.file:
            named = Path(spec.origin).parent / "files" / self.file
            return named if named.is_file() else min(Path(spec.origin).parent.glob(self.file))
        pattern = FILES[self.module, self.italic].replace("{style}", STYLES.get(self.weight, ""))
        return min(Path(spec.origin).parent.glob(pattern))


HOUSE = (
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
    Face(ARABIC.family, ARABIC.module, 400),
    Face(ARABIC.family, ARABIC.module, 700),
)
LARGE = (
    Face(CJK.family, CJK.module, 400, number=SIMPLIFIED),
    Face(CJK.family, CJK.module, 700, number=SIMPLIFIED),
    Face(CJK_PUNCTUATION, CJK.module, 400, number=SIMPLIFIED, characters=" “”—…·"),
    Face(CJK_PUNCTUATION, CJK.module, 700, number=SIMPLIFIED, characters=" “”—…·"),
)


def usual_faces() -> tuple[Face, ...]:
    """List the faces that every layout has: the house's, and those of the small scripts that are installed."""
    small = [script for script in SCRIPTS if script.installed and script not in (ARABIC, CJK)]
    return (*HOUSE, *(Face(script.family, script.module, weight) for script in small for weight in (400, 700)))


def large_faces() -> tuple[Face, ...]:
    """List the faces for Chinese, Japanese and Korean, where they are installed: they take seconds to cut."""
    return LARGE if CJK.installed else ()
