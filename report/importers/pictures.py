"""Pictures: taken out of the document or from beside it, into the report's folder; what cannot be set is an open point."""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from report.importers.naming import make_slug
from report.model.tree import paragraph, plain, rewrite, space, span, string, text_of
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Figure, Paragraph
from report.model.tree.inlines import Image
from report.model.tree.views import each, is_kind
from report.read.drawings import read_drawing
from report.read.pictures import TYPES, picture_faults
from report.runtime.digests import sha256_of
from report.runtime.plain_files import is_plain, read_plain, true_path

if TYPE_CHECKING:
    from report.importers.original import Original
    from report.model.tree.views import Block

FIGURES, DRAWING = "figures", ".svg"
CONVERTED = {".tif", ".tiff", ".bmp"}
NO_WORDS = re.compile(
    r"(image|picture|bild|graphic|photo|figure)?\s*\d*|[\w-]+\.(png|jpe?g|gif|svg|tiff?|bmp|emf|wmf)", re.IGNORECASE
)
DATA = re.compile(r"data:image/([\w.+-]+)(;[^,]*)?,(.*)", re.DOTALL)
GUESSES = ("", ".svg", ".png", ".jpg", ".jpeg")
MISSING = "alternative text: say what the picture shows"
PLACEHOLDER = "TODO: say what this picture shows"
AUTOMATIC = re.compile(r"\s*(Description automatically generated|Automatisch generierte Beschreibung).*", re.IGNORECASE)
INCHES = re.compile(r"([\d.]+)(in|cm|mm|pt)")
MILLIMETRES = {"in": 25.4, "cm": 10, "mm": 1, "pt": 0.3528}
WIDEST = 120  # millimetres; what is wider may fill the column


class Pictures:
    """The pictures of a report to be, written into its folder as they are met."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FIGURES
        self._names: dict[str, str] = {}

    def place(self, blocks: list[Block], original: Original) -> list[Block]:
        """Give every picture its file and its alternative text."""
        return rewrite(blocks, lambda element: self._change(element, original))

    def _change(self, element: Block, original: Original) -> list[Block] | None:
        if figure := Figure.of(element):
            return _write_figure(figure)
        image = Image.of(element)
        return self._image(image, original) if image else None

    def _image(self, image: Image, original: Original) -> list[Block]:
        attr = image.attributes
        source, _, given = image.source.partition("#alt=")
        alt = unquote(given) or attr.get("alt") or text_of(image.inlines)
        alt = AUTOMATIC.sub("", " ".join(alt.split()))
        found = _data(source, original)
        if found is None:
            what = "is not in the document" if "://" not in source else "is on the network"
            original.notes.tell("I102", f'the picture "{source[:80]}" {what}', "put it into figures/ and name it there")
            return [_todo(f"picture {source[:80]} {what}: put it into figures/ and name it here")]
        name, content = found
        path = self._write(name, *_cleaned(name, content, original))
        shown = f"{FIGURES}/{path.name}"
        if faults := [fault for fault in picture_faults(path) if fault.forbids]:
            help = "export it as SVG or PNG" if path.suffix not in TYPES else faults[0].help
            original.notes.tell("I102", f'the picture "{shown}" cannot be set: it {faults[0].what}', help)
            return [_todo(f"picture {shown} cannot be set: {help}")]
        decorative = "decorative" in attr.classes
        if not decorative and NO_WORDS.fullmatch(alt):
            original.notes.tell("I103", f'the picture "{shown}" has no alternative text', "say what it shows")
            alt = ""
        width = _width(attr.get("width"))
        said = [] if decorative else [("alt", alt or PLACEHOLDER)]
        told = Attributes.make(
            "", ["decorative"] if decorative else [], [*said, *([("width", width)] if width else [])]
        )
        picture = Image.make([], shown, told)
        return [picture] if alt or decorative else [picture, space(), _todo(MISSING)]

    def _write(self, name: str, content: bytes, suffix: str) -> Path:
        """Write a picture under a name of its own; the same bytes are written once."""
        stem = make_slug(Path(name).stem) or "picture"
        key = f"{sha256_of(content)}{suffix}"
        if key not in self._names:
            taken, number = set(self._names.values()), 1
            stem = stem if len(stem) < 40 else "picture"
            chosen = f"{stem}{suffix}"
            while chosen in taken:
                number += 1
                chosen = f"{stem}-{number}{suffix}"
            self._names[key] = chosen
            self._folder.mkdir(exist_ok=True)
            (self._folder / chosen).write_bytes(content)
        return self._folder / self._names[key]


def _write_figure(figure: Figure) -> list[Block]:
    """Write a figure without a caption as a picture for itself, and one that lost its picture as words."""
    only = Paragraph.of(figure.blocks[0]) if len(figure.blocks) == 1 else None
    if only is None or not only.inlines:
        return [*figure.blocks, *figure.caption]
    image = next(each(Image, only.inlines), None)
    words = [inline for part in figure.caption for inline in Paragraph(part).inlines]
    if image is None:
        return [paragraph(only.inlines), *([paragraph(words)] if words else [])]
    alt = image.attributes.get("alt")
    if alt and alt == " ".join(text_of(words).split()):  # which says nothing that the caption does not
        alt = PLACEHOLDER
        image.attributes.pairs = [["alt", alt], *image.attributes.without("alt")]
    point = [_todo(MISSING)] if alt == PLACEHOLDER else []
    name = figure.attributes.identifier
    if not text_of(words).strip():
        anchors = [word for word in words if is_kind(word, "Span")]
        anchors += [span([], "anchor", identifier=name)] if name else []
        return [paragraph([*anchors, image.node]), *([paragraph(point)] if point else [])]
    words = [*words, *([space(), *point] if point else [])]
    image.attributes = Attributes.make("", image.attributes.classes, image.attributes.without("alt"))
    image.inlines = string(alt)
    return [Figure.make([plain([image.node])], [plain(words)], Attributes.make(name))]


def _data(source: str, original: Original) -> tuple[str, bytes] | None:
    """Find a picture in the document, in the address itself, or in the document's folder, and nowhere else."""
    for name in (source, unquote(source), source.removeprefix("./")):
        if name in original.media:
            return Path(name).name, original.media[name]
    if match := DATA.fullmatch(source):
        return f"{original.stem}.{_ending(match[1])}", _decoded(match[2] or "", match[3])
    if not source or "://" in source or source.startswith(("/", "\\", "data:")) or "\0" in source:
        return None
    for ending in GUESSES:
        path = true_path(original.folder / (unquote(source) + ending))
        if path.is_relative_to(original.folder) and is_plain(path):
            return path.name, read_plain(path)
    return None


def _decoded(parameters: str, content: str) -> bytes:
    try:
        return base64.b64decode(content) if "base64" in parameters else unquote_to_bytes(content)
    except binascii.Error:
        return b""


def _ending(kind: str) -> str:
    return {"jpeg": "jpg", "svg+xml": "svg", "x-emf": "emf", "x-wmf": "wmf"}.get(kind, kind)


def _cleaned(name: str, content: bytes, original: Original) -> tuple[bytes, str]:
    """Return a picture as it is written, and the ending of its file: a drawing without what may not be in it, which is told."""
    suffix = Path(name).suffix.lower()
    if suffix in CONVERTED:
        return _as_png(content, suffix)
    if suffix != DRAWING:
        return content, suffix
    drawing = read_drawing(content)
    if not drawing.removed or not drawing.svg:
        return content, suffix
    for one in drawing.removed:
        what = f'the drawing "{name[:80]}" {one.what}: that is taken out'
        original.notes.tell("I101", what, "look whether it shows what it should")
    return drawing.svg, suffix


def _as_png(content: bytes, suffix: str) -> tuple[bytes, str]:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("TIFF", "BMP")) as image:
                out = io.BytesIO()
                image.convert("RGBA" if "A" in image.mode else "RGB").save(out, "PNG")
                return out.getvalue(), ".png"
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return content, suffix


def _width(text: str) -> str:
    """Keep a share of the column as it is; a length in whole millimetres, where it is less than the column."""
    if text.endswith("%"):
        return text
    match = INCHES.fullmatch(text)
    length = round(float(match[1]) * MILLIMETRES[match[2]]) if match else 0
    return f"{length}mm" if 1 <= length <= WIDEST else ""


def _todo(words: str) -> Block:
    return span(string(f"TODO {words}"), "todo")
