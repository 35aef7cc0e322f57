"""The record of an archived version: all that is known of it, from which what others read is derived."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from report.archiving.inventory import WAY_OUT, DamagedError
from report.model.errors import BuildError
from report.runtime.foreign import is_day, read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from report.model.metadata import Author, Metadata

SCHEMA = 1
OURS = ("schema", "number", "note", "relations", "files", "withdrawn")  # what is not a fact of the report
NAME = "metadata/record.json"
DOI = re.compile(r"^(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A version that is not to be relied on any more: why, and since when (ISO 8601)."""

    version: int
    why: str
    since: str


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a version. `facts` are its metadata, as JSON holds them; `note` says what has changed.

    `number` is the version's in the archive, and `previous` the number by which readers know the one before, if there
    is one. `files` are the editions' SHA-512 by name.
    """

    number: int
    facts: Mapping[str, Any]
    note: str = ""
    previous: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    withdrawn: tuple[Withdrawal, ...] = ()

    def text(self, key: str) -> str:
        """Return a fact that is a text; empty where there is none."""
        return str(self.facts.get(key) or "")

    @property
    def doi(self) -> str:
        """The DOI, bare; empty where the identifier is none."""
        match = DOI.match(self.text("identifier"))
        return match[1] if match else ""

    @property
    def creators(self) -> list[dict[str, str]]:
        """The authors, or the publisher where there are none."""
        return list(self.facts.get("authors") or [{"name": self.text("publisher") or "Unknown"}])


class _Relation(TypedDict):
    relation: str
    version: str


class _Person(TypedDict):
    name: str
    affiliation: NotRequired[str]
    orcid: NotRequired[str]
    email: NotRequired[str]


_Facts = TypedDict(
    "_Facts",
    {
        "report": str,
        "title": str,
        "subtitle": str,
        "authors": list[_Person],
        "publisher": str,
        "version": str,
        "language": str,
        "identifier": str,
        "report-number": str,
        "series": str,
        "summary": str,
        "keywords": list[str],
        "license": str,
        "status": str,
        "embargo-until": str,
        "marking": str,
        "distribution": str,
        "url": str,
        "superseded-by": str,
    },
    total=False,
)


class _Written(_Facts):
    date: str
    schema: int
    number: int
    note: str
    relations: list[_Relation]
    files: dict[str, str]
    withdrawn: list[Withdrawal]


def record_of(meta: Metadata, number: int, note: str, previous: Record | None, files: Mapping[str, str]) -> Record:
    """Make the record of a new version."""
    facts: dict[str, Any] = {
        "report": meta.slug,
        "title": meta.title,
        "subtitle": meta.subtitle,
        "authors": [_person(author) for author in meta.authors],
        "publisher": meta.publisher,
        "date": meta.date.isoformat(),
        "version": meta.version,
        "language": meta.lang,
        "identifier": meta.identifier,
        "report-number": meta.report_number,
        "series": meta.series,
        "summary": meta.summary,
        "keywords": list(meta.keywords),
        "license": meta.license,
        "status": meta.status.value,
        "embargo-until": meta.embargo_until.isoformat() if meta.embargo_until else "",
        "marking": meta.marking,
        "distribution": meta.distribution,
        "url": meta.url,
        "superseded-by": meta.superseded_by,
    }
    label = previous.text("version") if previous else ""
    withdrawn = previous.withdrawn if previous else ()
    return Record(number, {key: value for key, value in facts.items() if value}, note, label, files, withdrawn)


def _person(author: Author) -> dict[str, str]:
    keys = ("name", "affiliation", "orcid", "email")
    return {key: value for key in keys if (value := getattr(author, key))}


def write_version_record(record: Record) -> bytes:
    """Write the record as JSON."""
    relations = [{"relation": "is new version of", "version": record.previous}] if record.previous else []
    value = {
        "schema": SCHEMA,
        "number": record.number,
        **record.facts,
        "note": record.note,
        "relations": relations,
        "files": dict(sorted(record.files.items())),
        "withdrawn": [{"version": one.version, "why": one.why, "since": one.since} for one in record.withdrawn],
    }
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def read_record(data: bytes) -> Record:
    """Read a record that `write_record` wrote; raise `DamagedError` where it is none."""
    name = "the record of a version"
    try:
        told, facts = read_json(name, data, _Written), read_json(name, data, dict[str, Any])
    except BuildError as error:
        raise DamagedError(error.message, WAY_OUT) from error
    if not is_day(told["date"]):
        raise DamagedError(f"{name} cannot be read: {told['date']!a} is no day", WAY_OUT)
    known = {key: value for key, value in facts.items() if key not in OURS}
    previous = told["relations"][0]["version"] if told["relations"] else ""
    return Record(told["number"], known, told["note"], previous, told["files"], tuple(told["withdrawn"]))
