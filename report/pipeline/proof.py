"""The proof of a report: its sources read and resolved, and all that can be found wrong before anything is set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from report.model.errors import BuildError, UsageError
from report.model.findings import Finding, Location, weighed
from report.runtime.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from report.model.manuscript import Converted, Manuscript
    from report.model.resolved import Resolved
    from report.model.rules.rule import Severity
    from report.read.project import Project, Source
    from report.themes.theme import Theme

KEPT_NOTHING = Store.none()
OF_A_TEXT = frozenset(
    ["S203", "S225", "S226", "S227", "S247"]
)  # what is told where a text is not there to define or to show it
CONSEQUENCES = {
    "S201": frozenset(["S226"])
}  # the picture that is shown nowhere may be the one that another name was meant for
ON_ITS_LINE = {"S261": frozenset(["S262", "S263"])}  # of a fence that is text, its attributes are too


@dataclass(frozen=True, slots=True)
class Proof:
    """A manuscript resolved, its theme, None where there is none of that name, and what was found in the whole of it.

    What each passage tells by itself is found when it is settled.
    """

    resolved: Resolved
    theme: Theme | None
    findings: tuple[Finding, ...]

    def settled(self) -> tuple[Finding, ...]:
        """Settle all passages, and return what they tell."""
        return tuple(finding for passage in self.resolved.passages for finding in passage.settle().findings)


def take_in(path: Path) -> Converted:
    """Take in a section that another program wrote; what that takes is imported only then."""
    from report.importers.importing import convert_section

    return convert_section(path)


def prove(manuscript: Manuscript, project: Project, source: Source, store: Store = KEPT_NOTHING) -> Proof:
    """Find the theme of a manuscript and resolve it; raise `BuildError` where the theme's sheets cannot be put together."""
    from report.read.sheets import check_sheets
    from report.resolve.manuscript import resolve
    from report.themes.contrast import check_contrast
    from report.themes.ebook_css import check_ebook_sheet
    from report.themes.theme import find_theme, measure_of, own_files

    meta = manuscript.metadata
    try:
        theme = replace(find_theme(project.root, meta.theme), brand=manuscript.brand.tokens)
    except UsageError as error:
        place = meta.place("theme") or Location(project.name(source.entry))
        resolved, findings = resolve(manuscript, project, store)
        return Proof(resolved, None, (Finding("S304", error.message, place, error.help), *findings))
    own = own_files(project.root, theme)
    sheets = check_sheets(theme) if own else ()  # the tool's own are looked at by its tests
    if any(finding.code == "S302" for finding in sheets):
        raise BuildError(f"the theme {theme.name} cannot be used", findings=sheets)
    tokens = {**theme.tokens(), "measure": f"{measure_of(theme, meta.page_size.value)}mm"}
    resolved, findings = resolve(manuscript, project, store, tokens)
    ebook = check_ebook_sheet(theme) if own else ()
    return Proof(resolved, theme, (*findings, *sheets, *check_contrast(theme), *ebook))


def check_sources(
    project: Project, source: Source, store: Store = KEPT_NOTHING, timeout: float = 0.0
) -> tuple[Finding, ...]:
    """Return all that is wrong with the sources of a report; nothing is set or written.

    With a `timeout` in seconds, links to the world are asked whether they answer.
    """
    from report.pipeline.characters import check_characters
    from report.read.manuscript import read_manuscript

    try:
        manuscript, found = read_manuscript(project, source, store, convert=take_in)
        proof = prove(manuscript, project, source, store)
    except BuildError as error:
        if not error.findings:
            raise
        return in_order(error.findings, project)
    asked = _ask(proof, project, timeout) if timeout else ()
    characters = check_characters(proof, project)
    every = without_consequences((*found, *proof.findings, *proof.settled(), *characters, *asked), manuscript)
    return in_order(every, project, manuscript.metadata.rules)


def _ask(proof: Proof, project: Project, timeout: float) -> tuple[Finding, ...]:
    from report.checks.links import OutsideLink, check_links
    from report.model.tree import containers
    from report.model.tree.inlines import Link
    from report.model.tree.views import each
    from report.read.lines import Places, position

    links: list[OutsideLink] = []
    files = [
        (project.name(path), path.read_text("utf-8", "replace")) for path in proof.resolved.manuscript.bibliography
    ]
    for passage in proof.resolved.passages:
        places = Places(passage.section) if passage.section else None
        for link in each(Link, containers(passage.settle().blocks)):
            address = link.target
            if not address.startswith("http"):
                continue
            place = places.next(f"]({address}", address) if places else None
            if not (place and place.line):  # it comes from a reference
                written = address.removeprefix("https://doi.org/")
                spots = ((name, text, text.find(written)) for name, text in files)
                found = (Location(name, *position(text, index)) for name, text, index in spots if index >= 0)
                place = next(found, place)
            links.append(OutsideLink(address, place))
    return check_links(links, timeout)


def without_consequences(findings: Iterable[Finding], manuscript: Manuscript | None) -> list[Finding]:
    """Leave out what may follow from something else that is told: nobody can mend it before that is mended."""
    findings = list(findings)
    follow = set() if manuscript is None or manuscript.complete else OF_A_TEXT
    for finding in findings:
        follow = follow | CONSEQUENCES.get(finding.code, frozenset())
    told = {(one.location, code) for one in findings for code in ON_ITS_LINE.get(one.code, ())}
    lines = {(place.path, place.line, code) for place, code in told if place}
    return [one for one in findings if one.code not in follow and _line_of(one) not in lines]


def _line_of(finding: Finding) -> tuple[str, int, str]:
    place = finding.location or Location("")
    return place.path, place.line, finding.code


def in_order(
    findings: Iterable[Finding], project: Project, weights: Mapping[str, Severity | None] | None = None
) -> tuple[Finding, ...]:
    """Weigh findings as a report wants; return them file by file, each file's by line, in paths relative to the root."""
    findings = [_relative(finding, project) for finding in weighed(findings, weights or {})]
    places = [finding.location or Location("") for finding in findings]
    order = {path: number for number, path in enumerate(dict.fromkeys(place.path for place in places))}
    keys = [(order[place.path], place.line, place.column) for place in places]
    return tuple(finding for _, finding in sorted(zip(keys, findings, strict=True), key=lambda pair: pair[0]))


def _relative(finding: Finding, project: Project) -> Finding:
    place = finding.location
    return replace(finding, location=replace(place, path=project.name(Path(place.path)))) if place else finding
