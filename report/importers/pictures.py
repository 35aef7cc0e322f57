"""Pictures: taken out of the document or from beside it, into the report's folder; what cannot be set is an open point."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_to_bytes

from report.importers.naming import make_slug
from report.model.tree import rewrite, span, string, text_of
from report.read.drawings import read_drawing
from report.read.pictures import TYPES, picture_faults
from report.runtime.plain_files import is_plain, read_plain, true_path

if TYPE_CHECKING:
    from report.importers.original import Original
    from report.model.manuscript import Block

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
        return list(rewrite(blocks, lambda element: self._change(element, original)))

    def _change(self, element: Block, original: Original) -> list[Block] | None:
        if element["t"] == "Figure":
            return self._figure(element)
        return self._image(element, original) if element["t"] == "Image" else None

    def _image(self, element: Block, original: Original) -> list[Block] | None:
        attr, inlines, (source, _) = element["c"]
        source, _, given = source.partition("#alt=")
        alt = unquote(given) or dict(attr[2]).get("alt", "") or text_of(inlines)
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
        decorative = "decorative" in attr[1]
        if not decorative and NO_WORDS.fullmatch(alt):
            original.notes.tell("I103", f'the picture "{shown}" has no alternative text', "say what it shows")
            alt = ""
        width = _width(dict(attr[2]).get("width", ""))
        pairs = [["width", width]] if width else []
        picture = _picture(shown, "" if decorative else alt or PLACEHOLDER, ["decorative"] if decorative else [], pairs)
        return [picture] if alt or decorative else [picture, {"t": "Space"}, _todo(MISSING)]

    def _figure(self, element: Block) -> list[Block] | None:
        """Write a figure without a caption as a picture for itself, and one that lost its picture as words."""
        attr, caption, content = element["c"]
        inlines = content[0]["c"] if len(content) == 1 and content[0]["t"] in {"Plain", "Para"} else []
        if not inlines:
            return [*content, *caption[1]]
        image = next((inline for inline in inlines if inline["t"] == "Image"), None)
        words = [inline for part in caption[1] for inline in part["c"]]
        if image is None:
            return [{"t": "Para", "c": list(inlines)}, *([{"t": "Para", "c": words}] if words else [])]
        alt = dict(image["c"][0][2]).get("alt", "")
        if alt and alt == " ".join(text_of(words).split()):  # which says nothing that the caption does not
            _set_alt(image, alt := PLACEHOLDER)
        point = [_todo(MISSING)] if alt == PLACEHOLDER else []
        if not text_of(words).strip():
            anchors = [w for w in words if w["t"] == "Span"] + (
                [span([], "anchor", identifier=attr[0])] if attr[0] else []
            )
            return [{"t": "Para", "c": [*anchors, image]}, *([{"t": "Para", "c": point}] if point else [])]
        words = [*words, *([{"t": "Space"}, *point] if point else [])]
        pairs = [pair for pair in image["c"][0][2] if pair[0] != "alt"]
        image["c"] = [["", image["c"][0][1], pairs], string(alt), image["c"][2]]
        return [
            {
                "t": "Figure",
                "c": [[attr[0], [], []], [None, [{"t": "Plain", "c": words}]], [{"t": "Plain", "c": [image]}]],
            }
        ]

    def _write(self, name: str, content: bytes, suffix: str) -> Path:
        """Write a picture under a name of its own; the same bytes are written once."""
        stem = make_slug(Path(name).stem) or "picture"
        key = f"{hashlib.sha256(content).hexdigest()}{suffix}"
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


def _picture(source: str, alt: str, classes: list[str], pairs: list[list[str]]) -> Block:
    attr: list[Any] = ["", classes, [*([["alt", alt]] if alt else []), *pairs]]
    return {"t": "Image", "c": [attr, [], [source, ""]]}


def _set_alt(image: Block, alt: str) -> None:
    image["c"][0][2] = [["alt", alt], *(pair for pair in image["c"][0][2] if pair[0] != "alt")]


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
