"""Tracked changes of whole paragraphs and rows, which pandoc leaves to others: refused, they leave nothing behind."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHANGES = (f"{WORD}ins", f"{WORD}del")
APART = {f"{WORD}pPr", f"{WORD}bookmarkStart", f"{WORD}bookmarkEnd"}
ID = f"{WORD}id"


def track_whole(data: bytes, first: int) -> bytes:
    """Mark in a part of a Word document (ECMA-376, 17.13.5) the ends of paragraphs, and the rows, that are new or deleted whole.

    All changes are numbered from `first` on: no two of a document may have the same number.
    """
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    numbers = count(first)
    for change in root.iter(*CHANGES):
        change.set(ID, str(next(numbers)))
    for row in root.iter(f"{WORD}tr"):
        cells = [change for paragraph in row.iter(f"{WORD}p") for change in [_whole(paragraph)] if change is not None]
        if cells and len({cell.tag for cell in cells}) == 1 and len(cells) == len(list(_written(row))):
            _add(row, "trPr", _copy(cells[0], numbers))
    for paragraph in root.iter(f"{WORD}p"):
        parent = paragraph.getparent()
        change = _whole(paragraph)
        if change is not None and parent is not None and parent.tag != f"{WORD}tc":
            properties = _first(paragraph, "pPr")
            run = etree.SubElement(properties, f"{WORD}rPr")
            run.append(_copy(change, numbers))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _written(row: etree._Element) -> Iterator[Any]:
    """Yield the paragraphs of a row that are not empty."""
    for paragraph in row.iter(f"{WORD}p"):
        if any(child.tag not in APART for child in paragraph):
            yield paragraph


def _whole(paragraph: etree._Element) -> Any:
    """Return a change that all of a paragraph is; None where there is none."""
    parts = [child for child in paragraph if child.tag not in APART]
    tags = {part.tag for part in parts}
    return parts[0] if len(tags) == 1 and parts[0].tag in CHANGES else None


def _copy(change: etree._Element, numbers: Iterator[int]) -> Any:
    copied = etree.Element(change.tag, dict(change.attrib))
    copied.set(ID, str(next(numbers)))
    return copied


def _add(row: etree._Element, name: str, change: etree._Element) -> None:
    _first(row, name).append(change)


def _first(element: etree._Element, name: str) -> Any:
    """Return the properties of an element, which stand first in it."""
    found = element.find(f"{WORD}{name}")
    if found is None:
        found = etree.Element(f"{WORD}{name}")
        element.insert(0, found)
    return found
