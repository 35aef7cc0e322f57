"""S227: figures and tables that the text is silent about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.read.lines import Places
from report.read.register import target_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.manuscript import Manuscript
    from report.read.project import Project

NAMES = {"fig": "figure", "tbl": "table"}


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
