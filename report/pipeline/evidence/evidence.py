"""The facts of an evidence report, a second build to compare among them, and how they are written as JSON."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.model.findings import Finding, Location, finding_as_json
from report.pipeline.build import build_editions
from report.pipeline.record import tool_versions
from report.runtime.digests import sha256_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from report.read.project import Project, Source

CODE = "C108"
HELP = "build it anew with `report build`; where it differs again, report it with the source"
SCHEMA = 1
PEOPLE = (
    "whether what the report says is true, and complete",
    "whether an alternative text says what its picture shows, and whether a picture called decorative is one",
    "whether headings, link texts and labels tell a reader what to expect",
    "whether the text is in an order that makes sense where a page has columns, boxes and figures",
    "how the editions sound in a screen reader, and how formulas and abbreviations are spoken",
    "how the book shows on devices that nobody tried, and how the pages print",
    "whether the report meets a law or a standard as a whole: these checks cover what machines can test of it",
)
"""What only people can judge."""


@dataclass(frozen=True, slots=True)
class Examination:
    """One check of a build: of which file, by which version of what. `findings` is None where it was not made, `why` says why."""

    name: str
    title: str
    file: str
    version: str
    findings: tuple[Finding, ...] | None
    why: str = ""

    @property
    def outcome(self) -> str:
        """Say in few words how it ended."""
        if self.findings is None:
            return "not checked"
        count = len(self.findings)
        return f"{count} finding{'s' * (count != 1)}" if count else "nothing found"


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one build: the record that it left, its files by name, and the checks in order."""

    record: Mapping[str, object]
    files: Mapping[str, bytes]
    examinations: tuple[Examination, ...]

    def fact(self, name: str) -> str:
        """Return a fact of the build's record as text; empty where it has none of the name."""
        return str(self.record.get(name) or "")


def write_evidence(evidence: Evidence) -> bytes:
    """Write the evidence as JSON."""
    facts = {name: evidence.fact(name) for name in ("report", "edition", "title", "version", "identifier")}
    content = {
        "schema": SCHEMA,
        **facts,
        "files": {
            name: {"sha256": sha256_of(data), "bytes": len(data)} for name, data in sorted(evidence.files.items())
        },
        "checks": [
            {
                "name": one.name,
                "what": one.title,
                "file": one.file,
                "version": one.version,
                "checked": one.findings is not None,
                "why": one.why or None,
                "findings": [finding_as_json(finding) for finding in one.findings or ()],
            }
            for one in evidence.examinations
        ],
        "not_checked": [one.name for one in evidence.examinations if one.findings is None],
        "for_people": list(PEOPLE),
        "versions": tool_versions(),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def check_again(project: Project, source: Source, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Build a report again in a folder of its own, and compare with `files`, the first build's by name."""
    formats = tuple(Path(name).suffix[1:] for name in files)
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        build_editions(project, source, formats, Path(folder))
        made = {name: Path(folder) / source.slug / name for name in files}
        return tuple(
            Finding(CODE, _difference(data, made[name]), Location(name), HELP)
            for name, data in files.items()
            if not made[name].is_file() or made[name].read_bytes() != data
        )


def _difference(data: bytes, path: Path) -> str:
    if not path.is_file():
        return "a second build does not give the file at all"
    other = path.read_bytes()
    first = next((index for index, pair in enumerate(zip(data, other, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(data), len(other)) if first is None else first
    return f"a second build gives other bytes, from byte {at:,} on ({len(data):,} and {len(other):,} bytes)"
