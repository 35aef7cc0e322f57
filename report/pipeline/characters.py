"""Characters that no face has, found before anything is laid out: in what is typed, and in drawings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from report.editions.pdf.page_findings import event_help, event_message
from report.fonts import unset_characters
from report.model.findings import About, Finding, Location
from report.model.parts import EngineEvent
from report.read.drawings import drawing_text, read_drawing
from report.read.lines import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from report.model.resolved import ShownImage
    from report.pipeline.proof import Proof
    from report.read.project import Project

CODE = "P102"


def check_characters(proof: Proof, project: Project) -> tuple[Finding, ...]:
    """Tell what a build would of characters; of nothing where the theme brings faces of its own."""
    if proof.theme is None or "@font-face" in proof.theme.sheet("print.css").css:
        return ()
    return (*_in_head(proof), *_in_text(proof), *in_drawings(shown_drawings(proof), project))


def shown_drawings(proof: Proof) -> tuple[ShownImage, ...]:
    """List the drawings that a report shows."""
    images = (image for passage in proof.resolved.passages for image in passage.settle().images)
    return tuple(dict.fromkeys(image for image in images if image.path.suffix.lower() == ".svg"))


def in_drawings(images: Iterable[ShownImage], project: Project) -> Iterator[Finding]:
    """Tell of characters in drawings, each at the drawing's file."""
    for image in images:
        for char in unset_characters(drawing_text(read_drawing(image.path.read_bytes()))):
            own = image.path.is_relative_to(project.root.resolve())
            yield _finding(char, Location(project.name(image.path)) if own else None)


def drawing_with(finding: Finding, text: bytes, images: Iterable[ShownImage], project: Project) -> Finding:
    """Give a finding of a character, that does not stand in the text, the drawing that it is in."""
    if finding.code != CODE or not finding.about or finding.about.words.encode() in text:
        return finding
    drawings = (image.path for image in images if image.path.suffix.lower() == ".svg")
    had = (path for path in drawings if finding.about.words in drawing_text(read_drawing(path.read_bytes())))
    found = next(had, None)
    return finding if found is None else replace(finding, location=Location(project.name(found)), about=None)


def _in_head(proof: Proof) -> Iterator[Finding]:
    meta = proof.resolved.manuscript.metadata
    texts = {
        "title": meta.title,
        "subtitle": meta.subtitle,
        "publisher": meta.publisher,
        "authors": " ".join(meta.creators),
    }
    for key, text in texts.items():
        for char in unset_characters(text or ""):
            yield _finding(char, meta.place(key))


def _in_text(proof: Proof) -> Iterator[Finding]:
    for passage in proof.resolved.passages:
        section = passage.section
        if section is not None:
            for char in unset_characters(section.text):
                yield _finding(char, Places(section).next(char))


def _finding(char: str, place: Location | None) -> Finding:
    event = EngineEvent(CODE, f'"{char}" (U+{ord(char):04X})', About(words=char))
    return Finding(CODE, event_message(event), place, event_help(event), about=event.about)
