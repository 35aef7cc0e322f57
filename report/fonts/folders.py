"""The folders that hold the faces, and what fontconfig must know of them: cut where no earlier run has."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from report.fonts.coverage import more_faces, script_faces, scripts_for
from report.fonts.cutting import cut_face
from report.fonts.faces import FILES, MONO, SANS, SERIF, large_faces, usual_faces
from report.fonts.packages import faces_of, families_in, family_versions
from report.fonts.scripts import has_cjk, script_of, script_versions
from report.runtime.cache import cache_folder, complain, spare_folder
from report.runtime.digests import sha256_of
from report.runtime.plain_files import read_plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from report.fonts.faces import Face
    from report.fonts.scripts import Script

INDEX = "faces.json"  # the faces' files by the digest of what they hold
CONFIGURATION = "fonts.conf"
CACHED = re.compile(r"index/[^/]+\.cache-\d+")  # what fontconfig keeps of the faces, without its locks
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
    families, scripts = families_in(css), scripts_for(text)
    if families or scripts:
        return _own_folder(families, scripts, large=large) / CONFIGURATION
    return (_large_folder() if large else fonts_folder()) / CONFIGURATION


def face_file(data: bytes) -> str:
    """Name the face of the house that a font file's content is; empty where it is none."""
    digest = sha256_of(data)
    return next((name for folder in _known if (name := _contents(folder).get(digest))), "")


def face_data(file: str) -> bytes:
    """Read a face by the name of its file."""
    return next(path for folder in _known if (path := folder / file).is_file()).read_bytes()


def face_path(family: str, weight: int = 400, *, italic: bool = False) -> Path:
    """Return the file of a face; raise `KeyError` where there is none."""
    own, rare = partial(_own_folder, (family,)), partial(_script_folder, family)
    for folder, faces in (
        (fonts_folder, usual_faces()),
        (_large_folder, large_faces()),
        (own, faces_of(family)),
        (rare, more_faces(family)),
    ):
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
    script = script or next(iter(scripts_for(text)), None)
    if script is None:
        return face_path(family, weight, italic=italic)
    try:
        return face_path(script.family, STRONG if weight > MEDIUM else PLAIN)
    except KeyError:  # of one weight
        return face_path(script.family)


def font_versions() -> Iterator[tuple[str, str]]:
    """Yield the font packages and their versions."""
    for module in (SERIF, SANS, MONO):
        name = module.replace("_", "-")
        yield name, version(name)
    yield from script_versions()


@cache
def _large_folder() -> Path:
    return _made("fonts-cjk", large_faces(), fonts_folder())


@cache
def _own_folder(families: tuple[str, ...], scripts: tuple[Script, ...] = (), *, large: bool = False) -> Path:
    """Return the folder of the faces of families that have packages of their own, and of scripts that few texts have."""
    more = (_large_folder(), fonts_folder()) if large else (fonts_folder(),)
    own = (face for family in families for face in faces_of(family))
    return _made("fonts-own", (*own, *script_faces(scripts)), *more)


@cache
def _script_folder(family: str) -> Path:
    """Return the folder of the faces of a script that few texts have."""
    return _made("fonts-script", more_faces(family), fonts_folder())


@cache
def _contents(folder: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    return found


def _made(name: str, faces: Sequence[Face], *more: Path) -> Path:
    place = f"{name}-{_digest(faces, more)}"
    try:
        folder = _whole(cache_folder() / place, faces, more)
    except OSError as error:
        complain(f"the cache {cache_folder()} cannot be written: {error.strerror}")
        folder = _whole(spare_folder() / place, faces, more)
    _known.append(folder)
    return folder


def _whole(folder: Path, faces: Sequence[Face], more: Sequence[Path]) -> Path:
    """Return a folder whose files are as they were made: one that is not there, or damaged, is made."""
    stamp = folder.with_name(f"{folder.name}.stamp")  # beside it: fontconfig takes a folder with a new file for another
    if CONFIGURATION in (known := _stamped(stamp)) and known == _state(folder):
        return folder
    with _alone(folder):  # while one is put in the place of another there is none for a moment
        known, state = _stamped(stamp), _state(folder)
        changed = {name for name, facts in known.items() if state.get(name) != facts}
        if CONFIGURATION not in known or any(not CACHED.fullmatch(name) for name in changed):
            _make(folder, faces, more)
            state = _state(folder)
        else:
            for name in changed & state.keys():  # of fontconfig's index, which it writes again where there is none
                (folder / name).unlink(missing_ok=True)
                del state[name]
        if state != known:  # made just now, or fontconfig has written its index since
            _write_stamp(stamp, state)
    return folder


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait for others on this machine who make the same folder; where locks are not to be had, go on without."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder.parent, os.O_RDONLY) if os.name == "posix" else -1
    try:
        with suppress(ImportError, OSError):
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        if lock >= 0:
            os.close(lock)


def _state(folder: Path) -> dict[str, list[int]]:
    """Return the size and the time of change of each file in a folder: looking at them costs less than reading them.

    They are no secret and no code; what they are damaged by changes one or the other.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        name, facts = path.relative_to(folder).as_posix(), path.lstat()
        if not stat.S_ISDIR(facts.st_mode) and (CACHED.fullmatch(name) or "/" not in name):
            found[name] = [facts.st_size, facts.st_mtime_ns]
    return found


def _stamped(stamp: Path) -> dict[str, object]:
    try:
        return dict(json.loads(read_plain_text(stamp)))
    except (OSError, ValueError, TypeError, RecursionError):
        return {}


def _write_stamp(stamp: Path, state: Mapping[str, list[int]]) -> None:
    draft = stamp.with_name(f".{stamp.name}.{os.getpid()}")
    draft.write_text(json.dumps(state), encoding="utf-8")
    draft.replace(stamp)


def _digest(faces: Sequence[Face], more: Sequence[Path]) -> str:
    state = repr(
        (INDEX, faces, family_versions(tuple(sorted({face.family for face in faces}))), sorted(FILES.items()), [path.name for path in more], list(font_versions()), version("uharfbuzz"), version("fonttools"))
    )  # fmt: skip
    return sha256_of(state)[:16]


def _make(folder: Path, faces: Sequence[Face], more: Sequence[Path]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix="fonts-", dir=folder.parent))
    contents = {}
    try:
        for face in faces:
            data = cut_face(face)
            contents[sha256_of(data)] = face.file_name
            (staged / face.file_name).write_bytes(data)
        (staged / INDEX).write_text(json.dumps(contents), encoding="utf-8")
        (staged / "index").mkdir()  # else fontconfig would make it, and take the folder for another the next time
        (staged / CONFIGURATION).write_text(_configuration(folder, *more), encoding="utf-8")
        _take_place(staged, folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _take_place(staged: Path, folder: Path) -> None:
    """Give a folder that was made its name; what is damaged there gives way."""
    with tempfile.TemporaryDirectory(prefix="old-", dir=folder.parent, ignore_cleanup_errors=True) as aside:
        with suppress(FileNotFoundError):
            folder.rename(Path(aside) / folder.name)
        try:
            staged.rename(folder)
        except OSError:
            if not (folder / CONFIGURATION).is_file():  # another build may have won the race
                raise


def _configuration(folder: Path, *more: Path) -> str:
    places = "".join(f"<dir>{escape(str(place))}</dir>" for place in (folder, *more))
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>{places}<cachedir>{escape(str(folder))}/index</cachedir></fontconfig>\n"
    )
