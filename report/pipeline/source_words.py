"""Places for what a later stage finds: the words that it names are looked for in the sources."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from report.model.manuscript import Section
from report.read.lines import locate

if TYPE_CHECKING:
    from report.model.findings import Finding
    from report.model.manuscript import Manuscript
    from report.read.project import Project

BY_NAME = {"P108", "P115", "P116"}  # what they tell of has an identifier
WORDS = re.compile(r': "(.{4,})"$|paragraph "(.{4,})"$')
SAID = re.compile('says "(.{8,}?)…?"')
SOUGHT = {
    "S252": re.compile('page of "(.+?)"'),
    "P102": re.compile('character "?(.)'),
    "P107": re.compile(r"plain text: (.*) \(", re.DOTALL),
    "S209": re.compile(r"TeX math (.+?), rendering", re.DOTALL),
    "P110": WORDS,
    "P111": WORDS,
    "P112": WORDS,
    "P113": WORDS,
    "P114": WORDS,
    "P115": re.compile('table "(.+?)"'),
    "P116": re.compile('"(.+?)"'),
    "P108": re.compile('table "(.+?)"'),
    **dict.fromkeys(("C101", "C102", "C103", "C104", "C105", "C106"), SAID),
}


def placed(finding: Finding, manuscript: Manuscript, project: Project) -> Finding:
    """Say where a character stands that no font has, or a formula that is not drawn."""
    match = SOUGHT[finding.code].search(finding.message) if finding.code in SOUGHT else None
    if match is None:
        return finding
    heads = [Section(project.name(path), path.read_text(encoding="utf-8"), tuple) for path in manuscript.files[:1]]
    for section in (*manuscript.sections, *heads):
        words = next(group for group in match.groups() if group)
        mark = "#" if finding.code in BY_NAME else "@page:" if finding.code == "S252" else ""
        index = section.text.find(mark + words)
        if index >= 0:
            return replace(finding, location=locate(section, index))
    return finding
