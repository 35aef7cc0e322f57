"""Accessibility metadata, derived from what the content is found to have.

Source: EPUB Accessibility 1.1, 2.2 (discovery metadata); the schema.org accessibility vocabulary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.editions.epub.book import Features

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
ALWAYS = ("tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "ARIA")
STILL = ("noFlashingHazard", "noMotionSimulationHazard", "noSoundHazard")


def accessibility_metadata(features: Features) -> Iterator[tuple[str, str]]:
    """Yield properties and values, in the order they are to be written."""
    yield "schema:accessMode", "textual"
    if features.images:
        yield "schema:accessMode", "visual"
        yield "schema:accessModeSufficient", "textual,visual"
    yield "schema:accessModeSufficient", "textual"
    for feature in sorted((*ALWAYS, *_found(features)), key=str.lower):
        yield "schema:accessibilityFeature", feature
    for hazard in ("unknown",) if features.moving else STILL:
        yield "schema:accessibilityHazard", hazard
    yield "schema:accessibilitySummary", _summary(features)


def _found(features: Features) -> Iterator[str]:
    if features.images:
        yield "alternativeText"
    if features.pages:
        yield from ("pageBreakMarkers", "pageNavigation")
    if features.math:
        yield from ("MathML", "describedMath")


def _summary(features: Features) -> str:
    parts = [
        "Sections, headings and landmarks are marked and can be navigated; notes open where they are called and lead back."
    ]
    if features.images:
        parts.append("Every figure has an alternative text.")
    if features.math:
        parts.append("Formulas are MathML with an alternative text.")
    if features.pages:
        parts.append("Page numbers are those of the PDF edition.")
    return " ".join(parts)
