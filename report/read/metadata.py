"""Typed metadata from YAML: every key is a row, every mistake a finding with its line."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from report.locales import long_date
from report.model.findings import Finding, Location, Severity
from report.model.metadata import Author, Metadata, PageSize, Status
from report.read.lines import find_control

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import Enum

    from report.read.yaml_nodes import Node

ALIASES = {"author": "authors", "abstract": "summary", "rights": "license"}
LISTS = ("figures", "tables")
WITHOUT_EFFECT = ("cover-image",)
REQUIRED = {"title": 'title: "The title of the report"', "date": "date: 2025-07-14", "lang": "lang: en"}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")


class _Invalid(Exception):
    """A value that its key does not accept: what is wrong, the way out, and the line if it is not the key's."""

    def __init__(self, message: str, help: str, line: int = 0) -> None:
        super().__init__(message)
        self.help, self.line = help, line


def _text(node: Node) -> str:
    if node.text is None:
        raise _Invalid(f"a text is expected, found {node.kind}", "write one value on one line", node.line)
    if found := find_control(node.text):
        raise _Invalid(f"a control character ({found[1]})", "take it out", node.line)
    return " ".join(node.text.split())


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(_text(item) for item in node.items) if node.items is not None else (_text(node),)


def _paragraphs(node: Node) -> str:
    return (node.text or "").strip() if _text(node) else ""


def _passages(node: Node) -> tuple[str, ...]:
    return tuple(_paragraphs(item) for item in node.items) if node.items is not None else (_paragraphs(node),)


def _date(node: Node) -> date:
    try:
        return date.fromisoformat(_text(node))
    except ValueError as error:
        raise _Invalid(f'"{node.text}" is not a date', "write year-month-day: 2025-07-14", node.line) from error


def _moment(node: Node) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(node))
    except ValueError as error:
        raise _Invalid(f'"{node.text}" is not a time', "write 2025-07-15T06:00:00+08:00", node.line) from error
    if moment.tzinfo is None:
        raise _Invalid(f'"{node.text}" has no time zone', f"write {node.text}+00:00 or the zone you mean", node.line)
    return moment


def _boolean(node: Node) -> bool:
    value = _text(node).lower()
    if value not in {"true", "false", "yes", "no"}:
        raise _Invalid(f'"{node.text}" is neither true nor false', "write true or false", node.line)
    return value in {"true", "yes"}


def _depth(node: Node) -> int:
    value = _text(node)
    if not value.isdecimal() or not 1 <= int(value) <= 6:
        raise _Invalid(f'"{value}" is not a depth', "write a whole number from 1 to 6", node.line)
    return int(value)


def _language(node: Node) -> str:
    value = _text(node)
    if not LANGUAGE.fullmatch(value):
        raise _Invalid(f'"{value}" is not a language tag', "write a BCP 47 tag: en, fr, pt-BR", node.line)
    return value


def _one_of(choices: type[Enum]) -> Callable[[Node], Enum]:
    def convert(node: Node) -> Enum:
        value = _text(node)
        for choice in choices:
            if choice.value.lower() == value.lower():
                return choice
        raise _Invalid(f'"{value}" is not known', f"write one of {', '.join(c.value for c in choices)}", node.line)

    return convert


def _authors(node: Node) -> tuple[Author, ...]:
    return tuple(_author(item) for item in (node.items if node.items is not None else (node,)))


def _author(node: Node) -> Author:
    if node.pairs is None:
        return Author(_text(node))
    known = ("name", "affiliation", "orcid", "email")
    values = {}
    for key, line, value in node.pairs:
        if key not in known:
            raise _Invalid(f'an author has no key "{key}"', f"the keys are {', '.join(known)}", line)
        values[key] = _text(value)
    if not values.get("name"):
        raise _Invalid("an author has no name", "add `name: …`", node.line)
    if orcid := values.get("orcid"):
        match = ORCID.fullmatch(orcid)
        if not match:
            raise _Invalid(f'"{orcid}" is not an ORCID', "write 0000-0002-1825-0097", node.line)
        values["orcid"] = match[1]
    return Author(**values)


def _lists(node: Node) -> tuple[str, ...]:
    names = _texts(node)
    for name in names:
        if name not in LISTS:
            raise _Invalid(f'there is no list of "{name}"', f"write one of {', '.join(LISTS)}, or both", node.line)
    return names


def _variables(node: Node) -> Mapping[str, str]:
    if node.pairs is None:
        raise _Invalid(f"a mapping is expected, found {node.kind}", "write `name: value` lines below it", node.line)
    return MappingProxyType({key: _text(value) for key, _, value in node.pairs})


KEYS: dict[str, Callable[[Node], Any]] = {
    "title": _text,
    "subtitle": _text,
    "authors": _authors,
    "publisher": _text,
    "date": _date,
    "version": _text,
    "lang": _language,
    "identifier": _text,
    "report-number": _text,
    "series": _text,
    "summary": _paragraphs,
    "key-points": _passages,
    "keywords": _texts,
    "license": _text,
    "status": _one_of(Status),
    "embargo-until": _moment,
    "marking": _text,
    "distribution": _text,
    "certified-by": _text,
    "theme": _text,
    "page-size": _one_of(PageSize),
    "toc-depth": _depth,
    "lists": _lists,
    "number-sections": _boolean,
    "bibliography": _texts,
    "csl": _text,
    "cover-image": _text,
    "glossary": _text,
    "sections": _texts,
    "appendices": _texts,
    "variables": _variables,
}


def read_metadata(slug: str, sources: list[tuple[str, Node]]) -> tuple[Metadata, tuple[Finding, ...]]:
    """Turn YAML nodes into metadata; of several sources the last that has a key wins.

    `sources` are pairs of path and node, the house's defaults first. A required key that is missing is
    a finding, and a stand-in takes its place, so that the rest of the report can still be looked at.
    """
    values: dict[str, Any] = {}
    lines: dict[str, tuple[str, int]] = {}
    findings: list[Finding] = []
    for path, node in sources:
        findings += _read_source(path, node, values, lines)
    path = sources[-1][0]
    for key, example in REQUIRED.items():
        if key not in lines or values.get(key) == "":
            findings.append(Finding("S103", f'the key "{key}" is missing', Location(path, 1), f"add `{example}`"))
    for key in [key for key in WITHOUT_EFFECT if key in lines]:
        message, help = f'the key "{key}" has no effect yet', "leave it, or take it out"
        findings.append(Finding("S112", message, Location(*lines[key]), help, Severity.WARNING))
    fields = {key.replace("-", "_"): value for key, value in values.items()}
    fields.setdefault("title", slug)
    fields.setdefault("date", date(1970, 1, 1))
    fields["identifier"] = fields.get("identifier") or derive_identifier(fields.get("publisher", ""), slug)
    return Metadata(slug=slug, lines=MappingProxyType(lines), **fields), tuple(findings)


def describe(meta: Metadata) -> dict[str, str]:
    """Return what metadata say in a text, by key."""
    plain = {key: value for key in KEYS if isinstance(value := getattr(meta, key.replace("-", "_")), str) and value}
    return {
        **plain,
        "authors": ", ".join(meta.creators),
        "date": long_date(meta.date, meta.lang),
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


def _read_source(path: str, node: Node, values: dict[str, Any], lines: dict[str, tuple[str, int]]) -> list[Finding]:
    if node.pairs is None:
        return [
            Finding("S101", f"keys are expected, found {node.kind}", Location(path, node.line), "write `key: value`")
        ]
    findings = []
    seen: dict[str, int] = {}
    for written, line, value in node.pairs:
        place = Location(path, line)
        key = ALIASES.get(written, written)
        if key not in KEYS:
            near = get_close_matches(written, [*KEYS, *ALIASES], n=1)
            help = f'did you mean "{near[0]}"?' if near else "see the list of keys in the README, or take it out"
            findings.append(Finding("S102", f'unknown key "{written}"', place, help))
            continue
        if key in seen:
            findings.append(
                Finding("S105", f'the key "{written}" stands twice', place, f"the first is in line {seen[key]}")
            )
        seen[key] = line
        if value.kind == "nothing":
            continue
        lines[key] = (path, line)
        try:
            values[key] = KEYS[key](value)
        except _Invalid as error:
            findings.append(Finding("S104", f"{written}: {error}", Location(path, error.line or line), error.help))
    return findings
