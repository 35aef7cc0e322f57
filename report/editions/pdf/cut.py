"""Cut the printed tree into parts: stretches that open on a new page, so that each can be laid out for itself."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from report.compose.xml import Element, element_text, find, local_name, make, write
from report.editions.ornaments import ornaments
from report.model.parts import Opening, PartSource
from report.model.words import words_for
from report.themes.css_adapt import other_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from report.editions.pdf.sheet import PrintSheet
    from report.model.master import Master
    from report.model.metadata import Metadata
    from report.themes.theme import Theme

OPENS = "section-opens"
SIDES = {"right": "right", "left": "left", "page": "", "always": ""}
WHOLE = re.compile(
    r"@page[^{;@]*:nth\(|position:\s*running\(|counter\(\s*pages?\s*,"
    r"|counter-(?:reset|increment|set):\s*(?!footnote|list-item|page|none)"
)
SIDED = re.compile(r"@page[^{;@]*:(?:left|right)")
BEGINS = "data-begins"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Elements that stand together: children of `body`, or sections of `main`."""

    elements: tuple[Element, ...]
    breaks: str


def cut_tree(master: Master, root: Element, theme: Theme, sheet: PrintSheet) -> list[PartSource]:
    """Cut a printed tree where the theme's token `section-opens` has the contents and sections open a page.

    A sheet that counts or runs elements through the whole report is not cut. What stood beside a part stays
    as an empty element that is not shown, so that selectors find first children and neighbours as in the whole.
    """
    stretches = list(_stretches(root, _breaks(theme, sheet.css, master.metadata)))
    titles = _titles(master)
    ids = [_identifiers(stretch) for stretch in stretches]
    everything = frozenset().union(*ids)
    images = {unquote(image.source): image.path for image in master.images}
    drawn = tuple(ornaments(theme, sheet.css))
    sources, notes = [], 0
    for number, (stretch, own) in enumerate(zip(stretches, ids, strict=True)):
        side = SIDES.get(stretch.breaks, "")
        opening = Opening(stretch.breaks, side or "right", spare=bool(side), notes=notes) if number else Opening()
        links = frozenset(_links(stretch))
        tree = _tree(root, stretch, opening) if len(stretches) > 1 else root
        sources.append(
            PartSource(
                label=f"{master.metadata.slug}: {_label(stretch, titles, number)}",
                html=write(tree),
                css=sheet.css if number else sheet.opening,
                lang=master.metadata.lang,
                files=(*_pictures(stretch, images), *drawn, *(() if number else sheet.files)),
                opening=opening,
                links=tuple(sorted(links)),
                elsewhere=tuple(sorted((links & everything) - own)),
            )
        )
        notes += sum(len(find(element, ".//x:span[@class='footnote']")) for element in stretch.elements)
    return sources


def _breaks(theme: Theme, css: str, meta: Metadata) -> str:
    opens = theme.tokens().get(OPENS, "auto")
    if meta.right_to_left:
        opens = other_side(opens)
    return opens if opens in SIDES and not WHOLE.search(css) else ""


def is_sided(css: str) -> bool:
    """Tell whether left and right pages are set differently."""
    return bool(SIDED.search(css))


def _stretches(root: Element, breaks: str) -> Iterator[_Stretch]:
    elements: list[Element] = []
    first = True
    for child in _flow(root):
        if breaks and elements and _opens(child):
            yield _Stretch(tuple(elements), "" if first else breaks)
            elements, first = [], False
        elements.append(child)
    yield _Stretch(tuple(elements), "" if first else breaks)


def _flow(root: Element) -> Iterator[Element]:
    for child in find(root, "x:body/*"):
        if local_name(child) == "main":
            yield from child
        else:
            yield child


def _opens(element: Element) -> bool:
    parent = element.getparent()
    in_main = parent is not None and local_name(parent) == "main"
    return (in_main and local_name(element) == "section") or element.get("id") == "contents"


def _tree(root: Element, stretch: _Stretch, opening: Opening) -> Element:
    """Copy the document with the elements of a stretch; of all others, only their shells."""
    chosen = set(stretch.elements)
    html = _shell(root)
    for child in root:
        html.append(copy.deepcopy(child) if local_name(child) == "head" else _shell(child))
    body = html[-1]
    for child in find(root, "x:body/*"):
        if local_name(child) == "main" and chosen & set(child):
            body.append(_shell(child))
            for section in child:
                body[-1].append(copy.deepcopy(section) if section in chosen else _hidden(section))
        else:
            body.append(copy.deepcopy(child) if child in chosen else _hidden(child))
    if opening.breaks:
        html.set("style", f"counter-set: footnote {opening.notes}")
        _mark(body)
    return html


def _mark(body: Element) -> None:
    """Mark where a part begins: with its first element, or with `main` where that is the first of it."""
    first = next(child for child in body if not _is_hidden(child))
    if local_name(first) == "main" and _is_hidden(first[0]):
        first = next(child for child in first if not _is_hidden(child))
    first.set(BEGINS, "")


def _shell(element: Element) -> Element:
    shell = make(local_name(element))
    for name, value in element.attrib.items():
        shell.set(name, value)
    return shell


def _hidden(element: Element) -> Element:
    shell = _shell(element)
    for name in ("id", "data-id", "style"):
        shell.attrib.pop(name, None)
    shell.set("style", "display: none")
    return shell


def _is_hidden(element: Element) -> bool:
    return bool(element.get("style") == "display: none")


def _titles(master: Master) -> dict[str, str]:
    return {entry.identifier: entry.title for entry in master.contents} | {
        "contents": words_for(master.metadata.lang).contents
    }


def _label(stretch: _Stretch, titles: Mapping[str, str], number: int) -> str:
    identifier = stretch.elements[0].get("id", "")
    return titles.get(identifier) or element_text(stretch.elements[0])[:40] or f"part {number + 1}"


def _identifiers(stretch: _Stretch) -> frozenset[str]:
    return frozenset(name for element in stretch.elements for name in element.xpath("descendant-or-self::*/@id"))


def _links(stretch: _Stretch) -> Iterator[str]:
    for element in stretch.elements:
        for link in find(element, ".//x:a[starts-with(@href,'#')]"):
            yield link.get("href", "")[1:]


def _pictures(stretch: _Stretch, images: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    names = {unquote(image.get("src", "")) for element in stretch.elements for image in find(element, ".//x:img")}
    yield from ((name, images[name]) for name in sorted(names & set(images)))
