"""Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show at their places."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from report import __version__
from report.model.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.findings import Finding, Location

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
CODES = tuple(RULES)
Json = dict[str, Any]


def findings_as_sarif(findings: Sequence[Finding]) -> Json:
    """Turn findings into a SARIF log of one run; columns count characters, and paths are relative to the root."""
    driver = {"name": "report", "version": __version__, "rules": [_rule(code) for code in CODES]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> Json:
    rule = RULES[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "help": {"text": rule.about.replace("`", ""), "markdown": rule.about},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(finding: Finding) -> Json:
    text = f"{finding.message}\nhelp: {finding.help}" if finding.help else finding.message
    return {
        "ruleId": finding.code,
        "ruleIndex": CODES.index(finding.code),
        "level": finding.severity.value,
        "message": {"text": text},
        "locations": [_location(finding.location)] if finding.location else [],
    }


def _location(place: Location) -> Json:
    path = PurePath(place.path)
    uri = path.as_uri() if path.is_absolute() else quote(place.path)
    region = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, **({"region": region} if place.line else {})}}
