"""The PDF's page breaks, put into the text of another edition at the characters they fall on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.compose.xml import Element, classes, find, local_name, make

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.model.pages import PageMap

PREFIX = "pdf-page-"
UNSEEN = "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}"  # where a line may be broken: the page map does not count them
PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"  # as which one counts
UNCOUNTED = {"noteref", "page-ref", "equation-number"}  # classes of what the page map leaves out
OPEN = {"section", "div", "aside", "blockquote"}  # of which a mark may be a child, beside blocks
WHOLE = {"section", "main", "header", "footer", "div"}  # what a document begins and ends with, before any text
WORDS = {
    "p",
    "li",
    "dd",
}  # in which a mark stands: beside one it would come between those that a sheet knows as neighbours


def insert_page_breaks(bodies: Sequence[Element], pages: PageMap) -> tuple[tuple[str, str], ...]:
    """Mark where each page begins; return label and id of every mark, in order of page.

    The first page begins with the first document. One that begins in nothing the edition has is marked before the first
    block of the page that it has, and one that it has nothing of, such as an empty one, with the page after it.
    """
    blocks = {str(element.get("id")): element for body in bodies for element in find(body, ".//*[@id]")}
    starts = {start.page: start for start in pages.starts}
    first_on: dict[int, str] = {}
    for identifier in blocks:
        if identifier in pages.page_of:
            first_on.setdefault(pages.page_of[identifier], identifier)
    waiting = []
    for number, label in enumerate(pages.labels):
        mark, start = _mark(label), starts.get(number)
        if number == 0:
            _open(bodies[0], mark)
        elif start and start.block in blocks:
            _insert(blocks[start.block], start.offset, mark)
        elif number in first_on:
            _insert(blocks[first_on[number]], 0, mark)
        else:
            waiting.append(mark)
            continue
        for earlier in waiting:
            mark.addprevious(earlier)
        waiting.clear()
    for mark in waiting:
        _close(bodies[-1], mark)
    return tuple((label, f"{PREFIX}{label}") for label in pages.labels)


def _open(body: Element, mark: Element) -> None:
    """Put a mark before all that a document shows."""
    while len(body) and local_name(body[0]) in WHOLE and not (body.text or "").strip():
        body = body[0]
    mark.tail, body.text = body.text, None
    body.insert(0, mark)


def _close(body: Element, mark: Element) -> None:
    """Put a mark after all that a document shows."""
    while len(body) and local_name(body[-1]) in WHOLE:
        body = body[-1]
    body.append(mark)


def _mark(label: str) -> Element:
    return make("span", id=f"{PREFIX}{label}", data_page=label)


def _insert(block: Element, offset: int, mark: Element) -> None:
    parent = block.getparent()
    if offset == 0 and parent is not None and local_name(parent) in OPEN and local_name(block) not in WORDS:
        parent.insert(parent.index(block), mark)
        return
    for owner, at_tail, text in _texts(block):
        for index, char in enumerate(text):
            if char.isspace() or char in UNSEEN:
                continue
            if offset == 0 and char == PICTURE:
                owner.addprevious(mark)
                return
            if offset == 0:
                drawing = _drawing_around(owner.getparent() if at_tail else owner)
                if drawing is None:
                    _split(owner, index, mark, at_tail=at_tail)
                else:
                    drawing.addprevious(mark)
                return
            offset -= 1
    block.append(mark)


def _drawing_around(element: Element) -> Element | None:
    """Return the formula or drawing that an element is part of: nothing of another kind may stand in one."""
    while element is not None and local_name(element) not in {"math", "svg"}:
        element = element.getparent()
    return element


def _texts(element: Element) -> Iterator[tuple[Element, bool, str]]:
    """Yield the texts that the page map counted, with the element that holds each as text or as tail."""
    yield element, False, PICTURE if local_name(element) == "img" else element.text or ""
    for child in element:
        if not UNCOUNTED & set(classes(child)):
            yield from _texts(child)
        yield child, True, child.tail or ""


def _split(owner: Element, index: int, mark: Element, *, at_tail: bool) -> None:
    if at_tail:
        text, parent = owner.tail or "", owner.getparent()
        owner.tail, mark.tail = text[:index], text[index:]
        if parent is not None:
            mark_tail = mark.tail
            parent.insert(parent.index(owner) + 1, mark)
            mark.tail = mark_tail
    else:
        text = owner.text or ""
        owner.text, mark.tail = text[:index], text[index:]
        owner.insert(0, mark)
