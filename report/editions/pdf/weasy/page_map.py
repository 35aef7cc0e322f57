"""Read from WeasyPrint's boxes where each page begins in the text, to the character."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from report.model.pages import PageStart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree import ElementTree as ET

    from weasyprint.document import Page

Box: TypeAlias = boxes.Box
GENERATED = {"before", "after", "marker", "footnote-call", "footnote-marker"}
UNSEEN = "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}"  # where a line may be broken: no edition counts them
UNCOUNTED = dict.fromkeys(map(ord, UNSEEN))
PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"
SKIPPED = {"footnote", "noteref", "equation-number"}
ASIDE = "data-id"
TEXT = "data-text"  # of a formula, which is drawn


def read_pages(pages: Sequence[Page]) -> tuple[tuple[PageStart, ...], dict[str, int], tuple[str, ...]]:
    """Return the start of each page, the page each id is first seen on, and the notes that strayed.

    A note has strayed when it does not begin on the page it is called on.

    A page that begins with nothing but a float or a note's continuation has no start.
    """
    calls: dict[str, int] = {}
    starts: list[PageStart] = []
    page_of: dict[str, int] = {}
    read: dict[int, list[str]] = {}
    heads: set[int] = set()
    for number, page in enumerate(pages):
        begun = False
        for box in descendants(page._page_box):
            if identifier := _identifier(box.element):
                pseudo = (box.element_tag or "").partition("::")[2]
                if pseudo == "footnote-call":
                    calls.setdefault(identifier, number)
                elif not pseudo:
                    page_of.setdefault(identifier, number)
        for text, block in _leaves(page._page_box, None, heads):
            identifier = _identifier(block)
            if not identifier:
                continue
            before = read.setdefault(id(block), [])
            if not begun and text.strip():
                starts.append(PageStart(number, identifier, _offset(block, before)))
                begun = True
            before.append(text)
    strayed = tuple(identifier for identifier, number in calls.items() if page_of.get(identifier, number) != number)
    return tuple(starts), page_of, strayed


def _offset(block: ET.Element, read: list[str]) -> int:
    """Count the characters of a block that were read before. Inserted hyphens and changed case do not shift it."""
    if not read:
        return 0
    text = "".join("".join(_words(block)).translate(UNCOUNTED).split())
    offset = 0
    for char in "".join(read):
        if char.isspace() or char in UNSEEN or offset >= len(text):
            continue
        if text[offset].casefold() == char.casefold():
            offset += 1
    return offset


def _words(element: Any) -> Iterator[str]:
    yield PICTURE if element.tag == "img" else element.text or element.get(TEXT, "")
    for child in element:
        if not SKIPPED & set((child.get("class") or "").split()):
            yield from _words(child)
        yield child.tail or ""


def descendants(box: Box) -> Iterator[Box]:
    """Yield a box and all boxes below it, without the page's margin boxes."""
    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    if isinstance(box, boxes.MarginBox):
        return
    yield box
    for child in getattr(box, "children", ()):
        yield from descendants(child)


def _leaves(box: Box, block: ET.Element | None, heads: set[int]) -> Iterator[tuple[str, Any]]:
    """Yield the texts of the normal flow with the element of the block they stand in; a table's head once, in `heads` then."""
    if isinstance(box, boxes.MarginBox | boxes.FootnoteAreaBox | AbsolutePlaceholder) or not box.is_in_normal_flow():
        return
    pseudo = (box.element_tag or "").partition("::")[2]
    if pseudo in GENERATED:
        return
    if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
        if id(box.element) in heads:
            return  # repeated
        heads.add(id(box.element))
    if box.element is not None and box.element.get("class") == "equation-number":
        return
    replaced = isinstance(box, boxes.ReplacedBox)
    if box.element is not None and not replaced and isinstance(box, boxes.BlockLevelBox | boxes.TableCellBox):
        block = box.element if _identifier(box.element) or not _is_furniture(block) else block
    if replaced:
        yield box.element.get(TEXT) or PICTURE, _identified(box.element, block)
    elif isinstance(box, boxes.TextBox):
        yield box.text, block
    else:
        for child in box.children:
            yield from _leaves(child, block, heads)


def _is_furniture(block: ET.Element | None) -> bool:
    """Tell whether a block is one whose paragraphs have no names of their own, such as the colophon."""
    return block is not None and block.tag in {"footer", "header"} and bool(_identifier(block))


def _identified(element: ET.Element | None, block: ET.Element | None) -> Any:
    return element if _identifier(element) else block


def _identifier(element: ET.Element | None) -> str:
    """Return the identifier that the master gives an element; one that nothing links to has been put aside."""
    return "" if element is None else str(element.get("id") or element.get(ASIDE) or "")
