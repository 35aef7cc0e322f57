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
    from report.project import Project

SOUGHT = {
    "P102": re.compile('character "?(.)'),
    "P107": re.compile(r"plain text: (.*) \(", re.DOTALL),
    "S209": re.compile(r"TeX math (.+?), rendering", re.DOTALL),
    "P108": re.compile('table "(.+?)"'),
}


def placed(finding: Finding, manuscript: Manuscript, project: Project) -> Finding:
    """Say where a character stands that no font has, or a formula that is not drawn."""
    match = SOUGHT[finding.code].search(finding.message) if finding.code in SOUGHT else None
    if match is None:
        return finding
    heads = [Section(project.name(path), path.read_text(encoding="utf-8"), tuple) for path in manuscript.files[:1]]
    for section in (*manuscript.sections, *heads):
        index = section.text.find(f"#{match[1]}" if finding.code == "P108" else match[1])
        if index >= 0:
            return replace(finding, location=locate(section, index))
    return finding
