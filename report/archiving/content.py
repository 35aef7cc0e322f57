"""What a version holds: the editions, their source and fonts, the record and all that is derived of it, the evidence."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, metadata
from typing import TYPE_CHECKING, TypedDict

from report.archiving import record as records
from report.archiving.derived import bibtex, citation_file, datacite, dublin_core, schema_org
from report.fonts.coverage import script_faces
from report.fonts.faces import Face, large_faces, usual_faces
from report.fonts.packages import faces_of
from report.fonts.scripts import MORE
from report.model.errors import BuildError
from report.model.formats import FORMATS
from report.runtime.digests import sha256_of, sha512_of
from report.runtime.foreign import read_json, read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from report.archiving.record import Record

SOURCE, FONTS, METADATA, EVIDENCE = "source/", "fonts/", "metadata/", "evidence/"
FREE = {"OFL-1.1", "Apache-2.0", "MIT", "CC0-1.0", "Bitstream-Vera"}  # licences that let a font be handed on


class _Evidence(TypedDict):
    files: dict[str, dict[str, str | int]]


def archived_formats() -> tuple[str, ...]:
    """List the formats that every version holds."""
    return tuple(name for name, form in FORMATS.items() if form.archived)


def editions(folder: Path, slug: str) -> dict[str, bytes]:
    """Read the editions that a build has written."""
    return {name: read_whole(folder / name) for name in (f"{slug}.{form}" for form in archived_formats())}


def fonts_of(names: list[str]) -> dict[str, Path]:
    """Return the files of the fonts that a build has embedded, by family, as far as their licences let them be kept."""
    faces: list[Face] = [*usual_faces(), *large_faces(), *script_faces(script for script in MORE if script.installed)]
    known = {face.family: [one for one in faces if one.family == face.family] for face in faces}
    for name in names:
        family = name.replace("-", " ")
        if not any(family.startswith(one) for one in known):
            words = family.split()
            for count in range(len(words), 0, -1):
                if found := faces_of(" ".join(words[:count])):
                    known[" ".join(words[:count])] = list(found)
                    break
    kept: dict[str, Path] = {}
    for family, cuts in known.items():
        if not any(name.replace("-", " ").startswith(family) for name in names):
            continue
        for face in cuts:
            if _is_free(face.module):
                path = face.source
                kept[f"{FONTS}{face.module}/{path.name}"] = path
                kept |= {f"{FONTS}{face.module}/{licence.name}": licence for licence in _licences(face)}
    return kept


def _is_free(module: str) -> bool:
    try:
        told = metadata(module.replace("_", "-"))
    except PackageNotFoundError:
        return False
    return (told["License-Expression"] or told["License"] or "") in FREE


def _licences(face: Face) -> Iterator[Path]:
    folder = face.source.parent
    for place in (folder, folder.parent):
        yield from sorted(
            path for path in place.glob("*") if path.is_file() and path.stem.upper() in ("LICENSE", "OFL")
        )


def described(record: Record) -> dict[str, bytes]:
    """Write the record of a version, and what is derived of it."""
    return {
        records.NAME: records.write_version_record(record),
        f"{METADATA}datacite.json": _json(datacite(record)),
        f"{METADATA}schema.jsonld": _json(schema_org(record)),
        f"{METADATA}dublin-core.xml": dublin_core(record),
        f"{METADATA}CITATION.cff": citation_file(record),
        f"{METADATA}citation.bib": bibtex(record),
    }


def evidence(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the evidence of a build, where it is there and about these very files."""
    path = folder / "evidence.json"
    if not path.is_file():
        return {}
    try:
        told = read_json(str(path), read_whole(path), _Evidence)["files"]
    except BuildError:
        return {}
    if told != {name: {"sha256": sha256_of(data), "bytes": len(data)} for name, data in files.items()}:
        return {}
    return {
        f"{EVIDENCE}{name}": read_whole(folder / name)
        for name in (f"evidence.{form}" for form in ("json", "pdf", "html"))
        if (folder / name).is_file()
    }


def sha512(data: bytes) -> str:
    """Return the SHA-512 of some bytes, in hexadecimal."""
    return sha512_of(data)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
