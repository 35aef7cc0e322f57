"""References that nobody cites (S225), and figures and tables that the text does not name (S227)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from report.model.errors import BuildError
from report.model.findings import Finding, Location
from report.model.tree import containers
from report.model.tree.inlines import Cite
from report.model.tree.views import each
from report.read.lines import Places, position
from report.read.register import target_of
from report.read.yaml_nodes import read_yaml
from report.runtime.plain_files import read_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from report.model.manuscript import Manuscript
    from report.read.project import Project

NAMES = {"fig": "figure", "tbl": "table"}
SHOWN = 10
PATIENCE = 100  # keys that are looked for in vain
ENTRY = re.compile(r"^[ \t]*@(?!comment|string|preamble)\w+\s*\{\s*([^,\s}]+)\s*,", re.IGNORECASE | re.MULTILINE)
MENTION = re.compile(r"@\{?(\w[\w:.#$%&+?<>~/-]*\w|\w)")
PARENTS = re.compile(r"(?:crossref|xdata)\s*=\s*[{\"]([^}\"]+)", re.IGNORECASE)
Keys = dict[str, tuple[int, int]]
"""Keys of references, each with its line and column, 0 where unknown."""


def check_references(manuscript: Manuscript, project: Project) -> Iterator[Finding]:
    """Find, in each file of references of the report's own folder, the keys that are never cited."""
    cited = set(_cited(manuscript))
    for path in manuscript.bibliography:
        if not path.is_relative_to(manuscript.folder.resolve()):
            continue  # what reports share serves others, too
        keys = read_keys(path)
        idle = [key for key in keys if key not in cited]
        if idle:
            names = ", ".join(idle[:SHOWN]) + (f" and {len(idle) - SHOWN} more" if len(idle) > SHOWN else "")
            message = f"{len(idle)} reference{'s are' if len(idle) > 1 else ' is'} never cited: {names}"
            yield Finding("S225", message, Location(project.name(path), *keys[idle[0]]), "cite it, or take it out")


def _cited(manuscript: Manuscript) -> Iterator[str]:
    defined = (definition.section for definition in manuscript.glossary)
    for part in (manuscript.summary, manuscript.key_points, *manuscript.sections, *defined):
        for cite in each(Cite, containers(part.register.cites)) if part else ():
            yield from cite.keys
    for section in manuscript.sections:  # what is for another edition cites, too
        yield from MENTION.findall(section.text)


def read_keys(path: Path) -> Keys:
    """Read the keys of a file of references in their order; none where its kind has none that are cited."""
    text = read_plain(path).decode("utf-8-sig", "replace")
    read = {".bib": _bibtex, ".json": _json, ".yaml": _yaml, ".yml": _yaml}.get(path.suffix.lower())
    return read(text) if read else {}


def _bibtex(text: str) -> Keys:
    parents = {key.strip() for match in PARENTS.finditer(text) for key in match[1].split(",")}
    found = ((match[1], position(text, match.start(1))) for match in ENTRY.finditer(text))
    return {key: place for key, place in found if key not in parents}


def _json(text: str) -> Keys:
    try:
        names = [str(item["id"]) for item in json.loads(text)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}  # which is told when it is read for good
    found: Keys = {}
    start, missed = 0, 0
    for name in dict.fromkeys(names):  # which come in their order, but for those that are written in another way
        index = text.find(json.dumps(name, ensure_ascii=False), start) if missed < PATIENCE else -1
        found[name] = position(text, index + 1) if index >= 0 else (0, 0)
        start, missed = max(start, index), missed + (index < 0)
    return found


def _yaml(text: str) -> Keys:
    try:
        pairs = read_yaml(text, "").pairs or ()
    except BuildError:
        return {}
    items = next((value.items or () for key, _, value in pairs if key == "references"), ())
    return {
        value.text: (value.line, value.column)
        for item in items
        for key, _, value in item.pairs or ()
        if key == "id" and value.text
    }


def check_mentions(manuscript: Manuscript, _: Project) -> Iterator[Finding]:
    """Find figures and tables that have an identifier and are never referred to."""
    fronts = [part for part in (manuscript.summary, manuscript.key_points) if part]
    registers = [section.register for section in (*fronts, *manuscript.sections)]
    named = {target_of(name) for register in registers for name in (*register.crossings, *register.links)}
    for section in manuscript.sections:
        places = Places(section)
        for mark in section.register.marks:
            if mark.kind in NAMES and mark.identifier and mark.identifier not in named:
                name = mark.identifier
                place = places.next(f"{{#{name}", f" #{name}")
                message = f'the {NAMES[mark.kind]} "{name}" is mentioned nowhere'
                yield Finding("S227", message, place, f"refer to it by @{name}, or give up its identifier")
