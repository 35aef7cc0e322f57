"""The record of a build: what went in, what came out, and with which versions of everything."""

from __future__ import annotations

import json
import os
import platform
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict

from report.model.findings import Finding, FindingJson, finding_as_json
from report.model.metadata import EDITIONS
from report.read import environment
from report.read.converter import pandoc_version
from report.read.project import SLUG
from report.runtime.digests import sha256_of
from report.runtime.foreign import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from report.model.metadata import Metadata

SCHEMA = 1
EPOCH = re.compile(r"[0-9]{0,11}")  # seconds since 1970, for some thousand years

Versions = dict[str, str | dict[str, str]]
"""The versions of everything that made an output, by group."""


@dataclass(frozen=True, slots=True)
class Making:
    """What a PDF says of its making. `epoch` is the SOURCE_DATE_EPOCH that it was made with, if any."""

    report: str
    edition: str
    version: str
    identifier: str
    versions: Versions
    epoch: str = ""

    def __post_init__(self) -> None:
        for what, value, good in (
            ("a report", self.report, bool(SLUG.fullmatch(self.report))),
            ("an edition", self.edition, self.edition in EDITIONS),
            ("a moment", self.epoch, bool(EPOCH.fullmatch(self.epoch))),
        ):
            if not good:
                raise ValueError(f"{value!a} is not {what}")


class Digest(TypedDict):
    """What a record says of a file: its SHA-256 and its size in bytes."""

    sha256: str
    bytes: int


class Built(TypedDict):
    """The record of a build, as far as it is read again."""

    report: str
    edition: Literal["screen", "print", "large-print"]
    title: str
    version: str
    date: str
    identifier: str
    fonts: list[str]
    conditional: list[str]
    inputs: dict[str, Digest]
    outputs: dict[str, Digest]
    versions: Versions
    warnings: list[FindingJson]


def tool_versions() -> dict[str, object]:
    """Return the versions of everything that can change an output."""
    return {**environment.installed_versions(), "platform": platform.platform(terse=True), "pandoc": pandoc_version()}


def write_making(meta: Metadata, edition: str) -> bytes:
    """Write what a PDF says of its making as JSON: which report it is, and what it takes to make it again."""
    facts = {"report": meta.slug, "edition": edition, "version": meta.version, "identifier": meta.identifier}
    facts["epoch"] = os.environ.get("SOURCE_DATE_EPOCH", "")
    made = {"schema": SCHEMA, **facts, "versions": environment.installed_versions()}
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def read_making(name: str, data: bytes) -> Making:
    """Read what `write_making` wrote; raise `BuildError`, with the `name` of the file, where it is something else."""
    return read_json(f"the record in {name}", data, Making, "take a PDF that `report build` has made")


def read_built(name: str, data: bytes) -> Built:
    """Read what `write_record` wrote; raise `BuildError`, with the `name` of the file, where it is something else."""
    return read_json(name, data, Built, "build the report anew")


def write_build_record(
    facts: Mapping[str, object],
    inputs: Mapping[str, bytes],
    outputs: Mapping[str, bytes],
    findings: tuple[Finding, ...],
) -> bytes:
    """Write the record as JSON. `facts` are the report's own: slug, version, pages, fonts, times in seconds."""
    record = {
        "schema": SCHEMA,
        **facts,
        "inputs": {name: {"sha256": sha256_of(data), "bytes": len(data)} for name, data in sorted(inputs.items())},
        "outputs": {name: {"sha256": sha256_of(data), "bytes": len(data)} for name, data in sorted(outputs.items())},
        "versions": tool_versions(),
        "warnings": [finding_as_json(finding) for finding in findings],
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
