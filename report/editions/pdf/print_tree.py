"""The master as it is printed: notes go back to where they are called, to be set at the foot of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.compose.addresses import part_addresses
from report.compose.xml import Element, element_text, find, local_name, make, remove
from report.editions.selection import tree_for
from report.model.master import UNREAD

COUNTERS = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
SHARE = re.compile(r"\bwidth:\s*([\d.]+)%")
CELL_GAP = 4  # mm between columns
OUTER = {
    "blockquote",
    "dl",
    "ol",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
}  # hold blocks, and no text of their own
PLAIN = {
    "p",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "td",
    "th",
    "pre",
    "blockquote",
    "figcaption",
    "caption",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}

if TYPE_CHECKING:
    from report.model.master import Master


def print_tree(master: Master, measure: float = 0) -> Element:
    """Return the XHTML that the PDF is laid out from; `measure` is the width of the text in mm, 0 where unknown.

    Identifiers of blocks that nothing links to are put aside as `data-id`: each would be a named
    destination, and cost the layout time.
    """
    root = tree_for(master, "pdf")
    notes = {note.get("id"): note for note in find(root, "//x:section[@id='notes']/x:ol/x:li")}
    for reference in find(root, "//x:a[@role='doc-noteref']"):
        note = notes.get(reference.get("href", "")[1:])
        if note is not None:
            _to_foot(reference, note)
    for section in find(root, "//x:section[@id='notes']"):
        remove(section)
    for heading in find(
        root,
        "//*[self::x:h2 or self::x:h3 or self::x:h4 or self::x:h5 or self::x:h6][.//x:span[@class='footnote'] or .//*[local-name()='math'] or .//x:ins or .//x:del]",
    ):
        _name(heading)
    for items in find(root, "//x:ol[@start or @type]"):
        _count_as_told(items)
    for label in find(root, "//x:ol[@class='as-typed']/x:li//x:span[@class='item-label']"):
        _mark_as_typed(label)
    targets = {link.get("href", "")[1:] for link in find(root, "//x:a[starts-with(@href,'#')]")}
    for block in find(root, "//x:*[@id]"):
        if local_name(block) in PLAIN and block.get("id") not in targets:
            block.set("data-id", block.attrib.pop("id"))
    part_addresses(root)
    for table in find(root, "//x:table[.//x:img]") if measure else ():
        _fit_pictures(table, measure)
    return root


def _name(heading: Element) -> None:
    """Say what the outline and the running head call a heading: without its notes' numbers and what is deleted, and with its formulas' text."""
    label = element_text(heading, ("footnote", *UNREAD)).replace("\\", r"\5c ").replace('"', r"\22 ")
    running = f'; string-set: section "{label}"' if local_name(heading) == "h2" else ""
    heading.set("style", f'bookmark-label: "{label}"{running}')


def _fit_pictures(table: Element, measure: float) -> None:
    """Give pictures in cells a width: a share of the cell's would be one of a column that is as wide as what it holds.

    Each column counts as an equal share of the text's width.
    """
    columns = max(
        sum(int(cell.get("colspan", "1")) for cell in find(row, "x:td|x:th")) for row in find(table, ".//x:tr")
    )
    for cell in find(table, ".//x:td|.//x:th"):
        room = measure * int(cell.get("colspan", "1")) / max(columns, 1) - CELL_GAP
        for picture in find(cell, ".//x:img"):
            style, share = picture.get("style", ""), SHARE.search(picture.get("style", ""))
            if share:
                style = style.replace(share[0], f"width: {room * float(share[1]) / 100:.1f}mm")
            picture.set("style", f"{style.rstrip('; ')}; max-width: {room:.1f}mm".lstrip("; "))


def _count_as_told(items: Element) -> None:
    """Say in CSS what a list begins with and how it counts: the layout engine reads no such attribute."""
    kind = COUNTERS.get(items.get("type", "1"), "decimal")
    start = int(items.get("start", "1")) - 1
    items.set("style", f"list-style-type: {kind}; counter-reset: list-item {start}")


def _mark_as_typed(label: Element) -> None:
    """Let the label of an item be its marker, which the structure of the PDF knows as a label."""
    item = next(one for one in label.iterancestors() if local_name(one) == "li")
    item.set("style", f'list-style-type: "{element_text(label)}\N{EN SPACE}"')
    label.tail = (label.tail or "").lstrip()
    remove(label)


def _to_foot(reference: Element, note: Element) -> None:
    for backlink in find(note, ".//x:a[@role='doc-backlink']"):
        remove(backlink)
    foot = make("span", *note, id=note.get("id", ""), class_="footnote")
    foot.set("data-note", note.get("id", "").removeprefix("fn"))
    first = foot[0] if len(foot) else None
    if first is not None and local_name(first) == "p" and first.text:
        first.text = first.text.lstrip()
    for block in foot.iter():
        if local_name(block) in OUTER:
            _strip(block)
    foot.tail = reference.tail
    parent = reference.getparent()
    if parent is not None:
        parent.replace(reference, foot)


def _strip(block: Element) -> None:
    """Drop the white space between blocks: inside an inline element it would become boxes, and tags."""
    if not (block.text or "").strip():
        block.text = None
    for child in block:
        if not (child.tail or "").strip():
            child.tail = None
