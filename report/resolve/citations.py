"""Citations: all of a report are set in one go, without the text around them, and put back into their sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from report.model.findings import Finding
from report.model.tree import containers, rewrite
from report.read.lines import Places
from report.read.pandoc import cite
from report.read.register import is_citation
from report.store import Store, digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from report.model.manuscript import Block, Manuscript, Section

KIND = "citations"
STOPS = ".,;:!?"


@dataclass(frozen=True, slots=True)
class Citations:
    """A report's citations as they are set, section by section, and the list of references.

    `noted` where the style sets them as notes; `notes` counts these by section. `unknown` are keys that no
    bibliography has, `warnings` what else pandoc says.
    """

    sections: tuple[tuple[Block, ...], ...]
    notes: tuple[int, ...]
    references: tuple[Block, ...] = ()
    noted: bool = False
    unknown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def set_citations(manuscript: Manuscript, sections: Sequence[Section], store: Store) -> Citations:
    """Set the citations of sections, each in one paragraph: what is said of a work depends on all that is cited."""
    cites = [section.register.cites for section in sections]
    if not any(cites) or not manuscript.bibliography:
        return Citations(tuple(() for _ in sections), tuple(0 for _ in sections))
    style = manuscript.style
    files = [path.read_bytes() for path in (*manuscript.bibliography, *([style] if style else []))]
    key = digest(cites, manuscript.metadata.lang, *files)
    found: Citations | None = store.get(KIND, key)
    if found is None:
        found = _set(manuscript, cites, noted=bool(style and _is_note_style(style)))
        store.put(KIND, key, found)
    return found


def _set(manuscript: Manuscript, cites: Sequence[Sequence[Block]], *, noted: bool) -> Citations:
    paragraphs = [{"t": "Para", "c": list(inlines)} for inlines in cites]
    cited = cite(paragraphs, manuscript.metadata.lang, manuscript.bibliography, manuscript.style)
    done = [tuple(_cites(block)) for block in cited.blocks[: len(cites)]]
    notes = tuple(sum(_is_note(element) for element in section) for section in done)
    return Citations(tuple(done), notes, cited.references, noted, cited.unknown, cited.warnings)


def _cites(paragraph: Block) -> Iterator[Block]:
    for element in containers(paragraph):
        if element["t"] == "Cite":
            yield element


def _is_note(element: Block) -> bool:
    inlines = element["c"][1]
    return bool(inlines) and inlines[-1]["t"] == "Note"


def put_in_citations(blocks: Sequence[Block], cites: Sequence[Block], *, noted: bool) -> Sequence[Block]:
    """Put citations that are set in the places of those that were written, in their order."""
    if not cites:
        return blocks
    for element, done in zip((e for e in containers(blocks) if is_citation(e)), cites, strict=True):
        element["c"] = done["c"]
    if not noted:
        return blocks
    moved: Sequence[Block] = rewrite(blocks, _with_stops)
    return moved


def _with_stops(element: Block) -> Block | None:
    """Let a note's call follow the stop after it, and no space stand before it, as typesetters do."""
    inlines = element.get("c")
    if not (isinstance(inlines, list) and any(isinstance(part, dict) and part.get("t") == "Cite" for part in inlines)):
        return None
    out: list[Block] = []
    for part in inlines:
        before = out[-1] if out else None
        if part.get("t") == "Cite" and _is_note(part) and before and before["t"] in {"Space", "SoftBreak"}:
            out.pop()
        elif (
            before
            and before.get("t") == "Cite"
            and _is_note(before)
            and part.get("t") == "Str"
            and part["c"][:1] in STOPS
        ):
            rest = part["c"].lstrip(STOPS)
            stops = part["c"][: len(part["c"]) - len(rest)]
            out[-1:] = [{"t": "Str", "c": stops}, before]
            if rest:
                out.append({"t": "Str", "c": rest})
            continue
        out.append(part)
    return {**element, "c": out}


def check_citations(citations: Citations, sections: Sequence[Section]) -> tuple[Finding, ...]:
    """Tell of keys that no bibliography has, and of what else pandoc says."""
    findings = []
    texts = [Places(section) for section in sections]
    for key in dict.fromkeys(citations.unknown):
        places = next((places for places in texts if places.holds(f"@{key}")), None)
        place = places.next(f"@{key}") if places else None
        help = "add it to the bibliography, or mend the key"
        findings.append(Finding("S205", f'no reference has the key "{key}"', place, help))
    for warning in citations.warnings:
        text = " ".join(warning.split())
        findings.append(Finding("S209", f"pandoc: {text}", None, "see the handbook of pandoc"))
    return tuple(findings)


def _is_note_style(path: Path) -> bool:
    """Tell whether a CSL style sets citations as notes (CSL 1.0.2, "class")."""
    try:
        return ET.parse(path).getroot().get("class") == "note"  # noqa: S314 - pandoc refuses what is no style
    except (ET.ParseError, OSError):
        return False
