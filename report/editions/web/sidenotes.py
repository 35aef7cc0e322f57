"""Notes beside the text: where there is room, each is repeated next to its call, for the eye alone.

The list of notes stays at the end, with its links forth and back: who hears the page hears each note once.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from report.compose.xml import Element, find, local_name, make

if TYPE_CHECKING:
    from collections.abc import Iterator

CROWDED = {"table", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "aside", "blockquote", "dl", "div", "nav"}
PHRASES = {
    "a": "span",
    "p": "span",
}  # what a copy must not be: links would be followed twice, blocks cannot stand in a line


def add_sidenotes(root: Element) -> None:
    """Put a copy of each note behind its call, where that stands in the running text and the note is words alone."""
    notes = {note.get("id"): note for note in find(root, "//x:section[@id='notes']/x:ol/x:li")}
    for call in find(root, "//x:main//x:a[@role='doc-noteref']"):
        note = notes.get(call.get("href", "")[1:])
        if note is None or CROWDED & {local_name(parent) for parent in call.iterancestors()}:
            continue
        if all(local_name(block) == "p" for block in note):
            _behind(call, make("span", *_copies(note), class_="sidenote", aria_hidden="true"))


def _copies(note: Element) -> Iterator[Element]:
    for block in copy.deepcopy(note):
        for link in find(block, ".//x:a[@role='doc-backlink']"):
            link.attrib.clear()
            link.set("class", "sidenote-number")
        for element in block.iter():
            for name in ("id", "href", "role", "aria-label", "tabindex"):
                element.attrib.pop(name, None)
            if local_name(element) in PHRASES:
                element.tag = make(PHRASES[local_name(element)]).tag
        block.tail = None
        yield block


def _behind(call: Element, sidenote: Element) -> None:
    sidenote.tail, call.tail = call.tail, None
    call.addnext(sidenote)
