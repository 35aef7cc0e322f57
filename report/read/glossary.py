"""The glossary: a YAML file of terms, each with what it means, as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.findings import Finding, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.read.yaml_nodes import Node

HELP = "write `term: what it means`, or below the term `definition:` and `aliases: [other forms]`"

STRAIGHT = str.maketrans("‘’", "''", '“”"')  # pandoc turns marks in the text, and none in YAML


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term, its other forms, what it means as Markdown, and where it stands."""

    term: str
    aliases: tuple[str, ...]
    markdown: str
    place: Location


def read_glossary(node: Node, path: str) -> tuple[tuple[GlossaryEntry, ...], tuple[Finding, ...]]:
    """Turn the nodes of a glossary's file into entries; what is none becomes a finding S104, one written twice S105."""
    if node.pairs is None:
        return (), (Finding("S104", f"terms are expected, found {node.kind}", Location(path, node.line), HELP),)
    findings: list[Finding] = []
    entries: list[GlossaryEntry] = []
    known: dict[str, int] = {}
    for term, line, value in node.pairs:
        place = Location(path, line)
        entry = _entry(term, value, place)
        if isinstance(entry, Finding):
            findings.append(entry)
            continue
        for form in (entry.term, *entry.aliases):
            if plain_form(form) in known:
                help = f"the first is in line {known[plain_form(form)]}"
                findings.append(Finding("S105", f'the term "{form}" stands twice', place, help))
            known[plain_form(form)] = line
        entries.append(entry)
    return tuple(entries), tuple(findings)


def _entry(term: str, value: Node, place: Location) -> GlossaryEntry | Finding:
    if value.text and value.text.strip():
        return GlossaryEntry(term, (), value.text, place)
    parts = dict(_parts(value))
    definition, aliases = parts.pop("definition", None), parts.pop("aliases", None)
    if definition is None or not (definition.text or "").strip() or parts:
        what = f'the key "{next(iter(parts))}" means nothing' if parts else "it has no definition"
        return Finding("S104", f'the term "{term}": {what}', place, HELP)
    forms = (aliases.items if aliases.items is not None else (aliases,)) if aliases else ()
    return GlossaryEntry(term, tuple(form.text or "" for form in forms), definition.text or "", place)


def _parts(value: Node) -> Iterator[tuple[str, Node]]:
    for key, _, part in value.pairs or ():
        yield key, part


def plain_form(term: str) -> str:
    """Reduce a term to what it is looked up by."""
    return " ".join(term.split()).translate(STRAIGHT).casefold()
