"""The folders that hold the faces, and what fontconfig must know of them: cut where no earlier run has."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from report.cache import cache_folder
from report.fonts.cutting import cut
from report.fonts.faces import FILES, MONO, SANS, SERIF, large_faces, usual_faces
from report.fonts.packages import faces_of, families_in, family_versions
from report.fonts.scripts import has_cjk, script_of, script_versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.fonts.faces import Face

INDEX = "faces.json"  # the faces' files by the digest of what they hold
CONFIGURATION = "fonts.conf"
_known: list[Path] = []  # the folders that this process has had to do with
PLAIN, MEDIUM, STRONG = 400, 500, 700  # weights: scripts have the first and the last


@cache
def fonts_folder() -> Path:
    """Return the folder of the faces that every layout has, with their `fonts.conf`.

    Raise `ToolMissing` when a font package is not installed.
    """
    return _made("fonts", usual_faces())


def configuration_for(text: str, css: str = "") -> Path:
    """Return the configuration for fontconfig with the faces that a text needs: those large ones only if it must be.

    `css` may name families that have packages of their own.
    """
    large = bool(large_faces()) and has_cjk(text)
    families = families_in(css)
    if families:
        return _own_folder(families, large=large) / CONFIGURATION
    return (_large_folder() if large else fonts_folder()) / CONFIGURATION


def face_file(data: bytes) -> str:
    """Name the face of the house that a font file's content is; empty where it is none."""
    digest = hashlib.sha256(data).hexdigest()
    return next((name for folder in _known if (name := _contents(folder).get(digest))), "")


def face_data(file: str) -> bytes:
    """Read a face by the name of its file."""
    return next(path for folder in _known if (path := folder / file).is_file()).read_bytes()


def face_path(family: str, weight: int = 400, *, italic: bool = False) -> Path:
    """Return the file of a face; raise `KeyError` where there is none."""
    own = partial(_own_folder, (family,))
    for folder, faces in ((fonts_folder, usual_faces()), (_large_folder, large_faces()), (own, faces_of(family))):
        for face in faces:
            if (face.family, face.weight, face.italic) == (family, weight, italic):
                return folder() / face.file_name
    raise KeyError(family, weight, italic)


def folders_of(family: str) -> tuple[Path, ...]:
    """Return the folders that hold the house's faces and those of a family."""
    return (fonts_folder(), *([_own_folder((family,))] if faces_of(family) else []))


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


@cache
def _own_folder(families: tuple[str, ...], *, large: bool = False) -> Path:
    """Return the folder of the faces of families that have packages of their own."""
    more = (_large_folder(), fonts_folder()) if large else (fonts_folder(),)
    return _made("fonts-own", tuple(face for family in families for face in faces_of(family)), *more)


@cache
def _contents(folder: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    return found


def _made(name: str, faces: Sequence[Face], *more: Path) -> Path:
    folder = cache_folder() / f"{name}-{_digest(faces, more)}"
    _known.append(folder)
    if not (folder / CONFIGURATION).is_file():
        _make(folder, faces, more)
    return folder


def _digest(faces: Sequence[Face], more: Sequence[Path]) -> str:
    state = repr(
        (INDEX, faces, family_versions(tuple(sorted({face.family for face in faces}))), sorted(FILES.items()), [path.name for path in more], list(versions()), version("uharfbuzz"), version("fonttools"))
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
