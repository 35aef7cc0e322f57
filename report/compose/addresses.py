"""Addresses in a text: marked, so that none is hyphenated, and parted where it may be broken.

A hyphen at the end of a line that is not in the address leads nobody anywhere, on paper and in what is copied.

Source: The Chicago Manual of Style, 17th edition, 7.46: an address is broken behind a colon or a double slash, and before
any other mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.compose.xml import Element, classes, find, local_name, make

if TYPE_CHECKING:
    from collections.abc import Iterator

CLASS = "address"
MARKED = ("uri", "email")  # by pandoc: what is written between angle brackets
ADDRESSES = (CLASS, *MARKED)
BREAK = "\N{ZERO WIDTH SPACE}"
ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?…)\]'’]"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.\w{2,}"
    r"|(?<![\w./@-])(?:[a-z0-9-]{2,}\.)+[a-z]{2,24}(?![\w@])(?:/[\w./#?&=%~+-]*[\w/])?"
)
BREAKS = re.compile(r"(?<=[^/:])(?=/[^/])|(?<=//)(?=.)|(?<=[^.])(?=[.@?#&=_%~-])(?=.{5})")
KEPT = {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "code", "math", "svg"}  # never hyphenated, or no text of their own


def mark_addresses(body: Element) -> None:
    """Give what holds nothing but an address the class of one, and put the others into an element that has it."""
    for element in list(_speaking(body)):
        if element.text and "." in element.text:
            _mark(element)
        for child in list(element):
            if child.tail and "." in child.tail:
                _mark(child, tail=True)


def part_addresses(root: Element) -> None:
    """Put a break without width wherever an address may be broken: for pages, which have no other way to be told."""
    test = " or ".join(f"contains(concat(' ',@class,' '),' {name} ')" for name in ADDRESSES)
    for element in find(root, f"//x:*[{test}]"):
        for inner in element.iter():
            if isinstance(inner.tag, str) and inner.text:
                inner.text = BREAKS.sub(BREAK, inner.text)
            if inner is not element and inner.tail:
                inner.tail = BREAKS.sub(BREAK, inner.tail)


def _speaking(element: Element) -> Iterator[Element]:
    """Yield the elements whose own text may hold an address."""
    if local_name(element) in KEPT or not isinstance(element.tag, str):
        return
    if set(ADDRESSES) & set(classes(element)):
        return
    yield element
    for child in element:
        yield from _speaking(child)


def _mark(owner: Element, *, tail: bool = False) -> None:
    text = (owner.tail if tail else owner.text) or ""
    found = list(ADDRESS.finditer(text))
    if not found:
        return
    if not tail and local_name(owner) == "a" and not len(owner) and found[0][0] == text.strip():
        owner.set("class", " ".join([*classes(owner), CLASS]))
        return
    parent = owner.getparent() if tail else owner
    place = parent.index(owner) + 1 if tail else 0
    for match, after in zip(reversed(found), _ends(found, text), strict=True):
        mark = make("span", text=match[0], class_=CLASS)
        mark.tail = text[match.end() : after] or None
        parent.insert(place, mark)
    before = text[: found[0].start()] or None
    if tail:
        owner.tail = before
    else:
        owner.text = before


def _ends(found: list[re.Match[str]], text: str) -> list[int]:
    """Say where the text behind each address ends, the last one first."""
    return [len(text), *(match.start() for match in reversed(found[1:]))]
