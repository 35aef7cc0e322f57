"""The record of a build: what went in, what came out, and with which versions of everything."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from typing import TYPE_CHECKING, Any

from report import environment
from report.errors import BuildError
from report.model.findings import Finding, Location, Severity
from report.read.pandoc import pandoc_version
from report.runtime.plain_files import read_plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from report.model.metadata import Metadata

SCHEMA = 1
LARGEST = 64 << 20  # bytes of a record


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def tool_versions() -> dict[str, object]:
    """Return the versions of everything that can change an output."""
    return {**environment.versions(), "platform": platform.platform(terse=True), "pandoc": pandoc_version()}


def write_making(meta: Metadata, edition: str) -> bytes:
    """Write what a PDF says of its making as JSON: which report it is, and what it takes to make it again."""
    facts = {"report": meta.slug, "edition": edition, "version": meta.version, "identifier": meta.identifier}
    facts["epoch"] = os.environ.get("SOURCE_DATE_EPOCH", "")
    made = {"schema": SCHEMA, **facts, "versions": environment.versions()}
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def write_record(
    facts: Mapping[str, object],
    inputs: Mapping[str, bytes],
    outputs: Mapping[str, bytes],
    findings: tuple[Finding, ...],
) -> bytes:
    """Write the record as JSON. `facts` are the report's own: slug, version, pages, fonts, times in seconds."""
    record = {
        "schema": SCHEMA,
        **facts,
        "inputs": {name: {"sha256": digest(data), "bytes": len(data)} for name, data in sorted(inputs.items())},
        "outputs": {name: {"sha256": digest(data), "bytes": len(data)} for name, data in sorted(outputs.items())},
        "versions": tool_versions(),
        "warnings": [finding_as_json(finding) for finding in findings],
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def read_record(path: Path) -> dict[str, Any]:
    """Read the record of a build; raise `BuildError` where it is not one that we write."""
    help = "build the report again"
    try:
        record = json.loads(read_plain_text(path, limit=LARGEST))
        for one in record["warnings"]:
            finding_from_json(one)
        for name in ("inputs", "outputs", "versions"):
            record[name].items()
        str(record["date"])
    except OSError as error:
        raise BuildError(f"{path} cannot be read: {error.strerror}", help) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BuildError(f"{path} is not the record of a build", help) from error
    return dict(record)


def finding_as_json(finding: Finding) -> dict[str, object]:
    """Turn a finding into what JSON can hold."""
    place = finding.location
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "path": place.path if place else None,
        "line": place.line or None if place else None,
        "column": place.column or None if place else None,
        "message": finding.message,
        "help": finding.help,
    }


def finding_from_json(value: Mapping[str, Any]) -> Finding:
    """Turn what `finding_as_json` gave back into the finding."""
    place = Location(value["path"], value["line"] or 0, value["column"] or 0) if value["path"] else None
    return Finding(value["code"], value["message"], place, value["help"], Severity(value["severity"]))
