"""S222: alternative texts that say nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.model.tree import containers, text_of
from report.read.lines import Places
from report.resolve.lints.scope import place_of_image, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.manuscript import Block
    from report.resolve.lints.scope import LintScope

SAY = "say what there is to see, in a sentence"
LONGEST = 300  # characters: what a voice reads in twenty seconds
STARTS = re.compile(
    r"((an?|the) )?((image|picture|photo(graph)?|graphic|screenshot) of|(chart|graph|diagram|figure|graphic) showing)\b"
    r"|((une?|l['’]) ?)?((image|photo(graphie)?|illustration) (de|du|des|d['’])|(graphique|figure|carte) montrant)"
    r"|(eine? )?((bild|foto|grafik|abbildung) (von|des|der|eines|einer)|(bild|foto|grafik|abbildung), (das|die))\b"
    r"|(una? )?((imagen|foto|fotografía|ilustración) del?|(gráfico|figura|mapa) que muestra)\b",
    re.IGNORECASE,
)
FILE = re.compile(r"[\w ./-]+\.(svg|png|jpe?g|gif|webp|tiff?|bmp|pdf|eps)", re.IGNORECASE)
GENERIC = frozenset(
    "image img picture pic photo photograph figure fig chart graph graphic diagram drawing illustration logo icon map "
    "table screenshot placeholder untitled bild foto grafik abbildung diagramm karte illustration schaubild photographie "
    "graphique carte schéma imagen fotografía gráfico figura mapa ilustración".split()
)


def check_alternatives(scope: LintScope) -> Iterator[Finding]:
    """Find alternative texts that name the medium or the file, repeat the caption, or go on and on."""
    places = Places(scope.section)
    captions = dict(_captions(scope))
    for image in scope.elements:
        if image["t"] != "Image" or "decorative" in image["c"][0][1]:
            continue
        place = place_of_image(image, places)
        if fault := _fault(_alternative(image), captions.get(id(image), "")):
            message = f'the alternative text of "{source_of(image)}" {fault[0]}'
            yield Finding("S222", message, place, fault[1])


def _captions(scope: LintScope) -> Iterator[tuple[int, str]]:
    for figure in scope.elements:
        if figure["t"] == "Figure":
            caption = text_of(figure["c"][1][1]).strip()
            yield from ((id(image), caption) for image in containers(figure["c"][2]) if image["t"] == "Image")


def _alternative(image: Block) -> str:
    given = dict(image["c"][0][2]).get("alt", "")
    return " ".join(str(given or text_of(image["c"][1])).split())


def _fault(text: str, caption: str) -> tuple[str, str] | None:
    """Say what is wrong with a text, and the way out; one that is the caption itself counts as none at all (S202)."""
    start = STARTS.match(text)
    faults = (
        (start, f'begins with "{start and start[0]}"', "leave that out: a voice has said already that it is a picture"),
        (FILE.fullmatch(text), "is the name of a file", SAY),
        (text.rstrip(".:1234567890 ").casefold() in GENERIC, f'is only "{text}"', SAY),
        (_letters(text) == _letters(caption), "repeats the caption", f"{SAY}; who listens hears the caption as well"),
        (len(text) > LONGEST, f"has {len(text)} characters", f"keep to {LONGEST}, and put the rest into the text"),
    )
    if not text or text == caption:
        return None
    return next(((what, help) for wrong, what, help in faults if wrong), None)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
