"""The master's own lint: nothing that runs, every id once, every link with a target."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.compose.xml import Element, find, local, text_of
from report.model.findings import Finding, Location
from report.read.lines import locate_text

if TYPE_CHECKING:
    from report.model.resolved import Resolved

ELEMENTS = set(
    "html head meta title link body header footer main nav section article aside div span p h1 h2 h3 h4 h5 h6 a abbr b "
    "bdi blockquote br caption cite code col colgroup dd del dfn dl dt em figcaption figure hr i img input ins kbd li "
    "mark ol pre q s samp small strong sub sup table tbody td tfoot th thead time tr u ul var address label".split()
)
MATH = re.compile(r"\{http://www\.w3\.org/(1998/Math/MathML|2000/svg)\}")
ATTRIBUTES = set(
    "id class lang dir title href src alt role scope colspan rowspan headers width height tabindex start type hidden "
    "charset name content rel datetime style checked disabled reversed value cite data-running data-folio data-marking "
    "data-status".split()
)
RUNS = re.compile(r"^\s*(javascript|vbscript|data|file):", re.IGNORECASE)


def check_master(root: Element, resolved: Resolved, sources: dict[str, str]) -> tuple[Finding, ...]:
    """Check the whole document; see the codes H1xx."""
    findings: list[Finding] = []
    seen: set[str] = set()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        place = locate(element, resolved, sources)
        if message := _danger(element):
            findings.append(Finding("H102", message, place(), "take it out of the source"))
        identifier = element.get("id")
        if identifier in seen:
            findings.append(
                Finding("H103", f'the identifier "{identifier}" is used twice', place(), "give each its own")
            )
        if identifier:
            seen.add(identifier)
    for link in find(root, "//x:a[starts-with(@href,'#')]"):
        target = link.get("href", "")[1:]
        if target not in seen:
            place = locate(link, resolved, sources)
            findings.append(
                Finding(
                    "H104", f'the link "#{target}" points to nothing', place(), "give the thing meant an identifier"
                )
            )
    return tuple(findings)


class locate:  # noqa: N801 - reads as the verb it is
    """The place in the sources that an element of the master came from, looked up when it is asked for."""

    def __init__(self, element: Element, resolved: Resolved, sources: dict[str, str]) -> None:
        self._element, self._resolved, self._sources = element, resolved, sources

    def __call__(self) -> Location | None:
        path = ""
        for above in (self._element, *self._element.iterancestors()):
            path = self._sources.get(above.get("id") or "", "")
            if path:
                break
        for section in self._resolved.manuscript.sections:
            if section.path == path:
                return locate_text(section, text_of(self._element, ("label", "noteref", "section-number")))
        return None


def _danger(element: Element) -> str:
    allowed = bool(MATH.match(str(element.tag))) or local(element) in ELEMENTS
    if not allowed:
        return f"<{local(element)}> has no place in a report"
    for name, value in element.attrib.items():
        key = str(name)
        if key.lower().startswith("on"):
            return f'the attribute "{key}" can run a script'
        if key in {"href", "src"} and RUNS.match(str(value)):
            return f'{key}="{str(value)[:40]}" can run a script or reach a file'
        if not MATH.match(str(element.tag)) and key not in ATTRIBUTES and not key.startswith("aria-"):
            return f'the attribute "{key}" of <{local(element)}> means nothing here'
    return ""
