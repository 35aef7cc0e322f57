"""The folders that hold the faces, and what fontconfig must know of them: cut where no earlier run has."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from report.cache import cache_folder
from report.fonts.cutting import cut
from report.fonts.faces import FILES, MONO, SANS, SERIF, large_faces, usual_faces
from report.fonts.scripts import has_cjk, script_of, script_versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.fonts.faces import Face

INDEX = "faces.json"  # the faces' files by the digest of what they hold
CONFIGURATION = "fonts.conf"
PLAIN, MEDIUM, STRONG = 400, 500, 700  # weights: scripts have the first and the last


@cache
def fonts_folder() -> Path:
    """Return the folder of the faces that every layout has, with their `fonts.conf`.

    Raise `ToolMissing` when a font package is not installed.
    """
    return _made("fonts", usual_faces())


def configuration_for(text: str) -> Path:
    """Return the configuration for fontconfig with the faces that a text needs: those large ones only if it must be."""
    large = large_faces()
    if not (large and has_cjk(text)):
        return fonts_folder() / CONFIGURATION
    return _large_folder() / CONFIGURATION


def face_file(data: bytes) -> str:
    """Name the face of the house that a font file's content is; empty where it is none."""
    digest = hashlib.sha256(data).hexdigest()
    return _contents(fonts_folder()).get(digest) or _large_contents().get(digest, "")


def face_data(file: str) -> bytes:
    """Read a face by the name of its file."""
    path = fonts_folder() / file
    return (path if path.is_file() else _large_folder() / file).read_bytes()


def face_path(family: str, weight: int = 400, *, italic: bool = False) -> Path:
    """Return the file of a face; raise `KeyError` where there is none."""
    for folder, faces in ((fonts_folder, usual_faces()), (_large_folder, large_faces())):
        for face in faces:
            if (face.family, face.weight, face.italic) == (family, weight, italic):
                return folder() / face.file_name
    raise KeyError(family, weight, italic)


def face_for(text: str, family: str, weight: int, *, italic: bool = False) -> Path:
    """Return the file of a face for a text: of the family, or of the script that the text is written in."""
    script = next((found for found in map(script_of, text) if found and found.installed), None)
    return (
        face_path(script.family, STRONG if weight > MEDIUM else PLAIN)
        if script
        else face_path(family, weight, italic=italic)
    )


def versions() -> Iterator[tuple[str, str]]:
    """Yield the font packages and their versions."""
    for module in (SERIF, SANS, MONO):
        name = module.replace("_", "-")
        yield name, version(name)
    yield from script_versions()


@cache
def _large_folder() -> Path:
    return _made("fonts-cjk", large_faces(), fonts_folder())


def _large_contents() -> dict[str, str]:
    """List the large faces, if this process has had to do with them."""
    return _contents(_large_folder()) if _large_folder.cache_info().currsize else {}


@cache
def _contents(folder: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    return found


def _made(name: str, faces: Sequence[Face], *more: Path) -> Path:
    folder = cache_folder() / f"{name}-{_digest(faces, more)}"
    if not (folder / CONFIGURATION).is_file():
        _make(folder, faces, more)
    return folder


def _digest(faces: Sequence[Face], more: Sequence[Path]) -> str:
    state = repr(
        (INDEX, faces, sorted(FILES.items()), [path.name for path in more], list(versions()), version("uharfbuzz"), version("fonttools"))
    )  # fmt: skip
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def _make(folder: Path, faces: Sequence[Face], more: Sequence[Path]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix="fonts-", dir=folder.parent))
    contents = {}
    try:
        for face in faces:
            data = cut(face)
            contents[hashlib.sha256(data).hexdigest()] = face.file_name
            (staged / face.file_name).write_bytes(data)
        (staged / INDEX).write_text(json.dumps(contents), encoding="utf-8")
        (staged / CONFIGURATION).write_text(_configuration(folder, *more), encoding="utf-8")
        staged.rename(folder)
    except OSError:
        if not (folder / CONFIGURATION).is_file():  # another build may have won the race
            raise
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _configuration(folder: Path, *more: Path) -> str:
    places = "".join(f"<dir>{escape(str(place))}</dir>" for place in (folder, *more))
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>{places}<cachedir>{escape(str(folder))}/index</cachedir></fontconfig>\n"
    )
