"""Typed metadata from YAML: every key is a row, every mistake a finding with its line."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from report.model.findings import Finding, Location
from report.model.locales import format_day
from report.model.metadata import Metadata
from report.read.keys import ALIASES, KEYS, REQUIRED
from report.read.values import Invalid

if TYPE_CHECKING:
    from report.read.yaml_nodes import Node

Places = dict[str, tuple[str, int, int]]


def read_metadata(slug: str, sources: list[tuple[str, Node]]) -> tuple[Metadata, tuple[Finding, ...]]:
    """Turn YAML nodes into metadata; of several sources the last that has a key wins.

    `sources` are pairs of path and node, the house's defaults first. A required key that is missing is
    a finding, and a stand-in takes its place, so that the rest of the report can still be looked at.
    """
    values: dict[str, Any] = {}
    lines: Places = {}
    findings: list[Finding] = []
    for path, node in sources:
        findings += _read_source(path, node, values, lines)
    path = sources[-1][0]
    for key, example in REQUIRED.items():
        if key not in lines or values.get(key) == "":
            findings.append(Finding("S103", f'the key "{key}" is missing', Location(path, 1), f"add `{example}`"))
    fields = {key.replace("-", "_"): value for key, value in values.items()}
    fields.setdefault("title", slug)
    fields.setdefault("date", date(1970, 1, 1))
    fields["identifier"] = fields.get("identifier") or derive_identifier(fields.get("publisher", ""), slug)
    return Metadata(slug=slug, lines=MappingProxyType(lines), **fields), tuple(findings)


def metadata_texts(meta: Metadata) -> dict[str, str]:
    """Return what metadata say in a text, by key."""
    plain = {key: value for key in KEYS if isinstance(value := getattr(meta, key.replace("-", "_")), str) and value}
    return {
        **plain,
        "authors": ", ".join(meta.creators),
        "date": format_day(meta.date, meta.lang),
        "keywords": ", ".join(meta.keywords),
        "status": meta.status.value,
    }


def derive_identifier(publisher: str, slug: str) -> str:
    """Make a URN for a report that has no identifier of its own."""
    return ":".join(["urn:report", *(_urn_part(part) for part in (publisher, slug) if part)])


def _urn_part(text: str) -> str:
    """Reduce a name to letters, digits and hyphens; what has none of ours is percent-encoded (RFC 8141, 2)."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or quote(text, safe="")


def _read_source(path: str, node: Node, values: dict[str, Any], lines: Places) -> list[Finding]:
    if node.pairs is None:
        place = Location(path, node.line, node.column)
        return [Finding("S101", f"keys are expected, found {node.kind}", place, "write `key: value`")]
    findings = []
    seen: dict[str, int] = {}
    for (written, line, value), column in zip(node.pairs, node.columns, strict=True):
        place = Location(path, line, column)
        key = ALIASES.get(written, written)
        if key not in KEYS:
            findings.append(_unknown(written, place))
            continue
        if key in seen:
            help = f"the first is in line {seen[key]}"
            findings.append(Finding("S105", f'the key "{written}" stands twice', place, help))
        seen[key] = line
        if value.kind == "nothing":
            continue
        lines[key] = (path, line, column)
        lines.update({f"{key}: {item.text}": (path, item.line, item.column) for item in value.items or (value,)})
        try:
            found = KEYS[key].convert(value)
            values[key] = MappingProxyType({**values.get(key, {}), **found}) if KEYS[key].joined else found
        except Invalid as error:
            findings.append(Finding("S104", f"{written}: {error}", Location(path, *error.at), error.help))
    return findings


def _unknown(written: str, place: Location) -> Finding:
    near = get_close_matches(written, [*KEYS, *ALIASES], n=1)
    help = f'did you mean "{near[0]}"?' if near else "`report schema` describes the keys; or take it out"
    return Finding("S102", f'unknown key "{written}"', place, help)
