"""Page numbers in a row, in the index and the glossary: each page is named once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.compose.xml import Element, find, local_name, remove

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.model.master import Master


def has_locators(master: Master) -> bool:
    """Tell whether a report has an index or a glossary."""
    return b'"locators"' in master.html


def merge_locators(root: Element, label_of: Callable[[str], str]) -> tuple[str, ...]:
    """Take out, in place, links to a page that the link before leads to as well; return where they led."""
    gone = []
    for row in find(root, "//x:span[@class='locators']"):
        label = None
        for link in find(row, "x:a"):
            target = link.get("href", "")[1:]
            if label and label_of(target) == label:
                drop_locator(link)
                gone.append(target)
            label = label_of(target)
    return tuple(gone)


def drop_locator(link: Element) -> None:
    """Take a page number out of its row, with its comma; a row that is empty then goes, and an entry without any row."""
    before, row = link.getprevious(), link.getparent()
    if before is not None:
        before.tail = None
    elif len(row) > 1:
        link.tail = None
    remove(link)
    if not len(row) and row.get("class") == "locators":
        entry = next((parent for parent in row.iterancestors() if local_name(parent) == "li"), None)
        if entry is not None and not find(entry, ".//x:a"):
            remove(entry)
        else:
            remove(row)
