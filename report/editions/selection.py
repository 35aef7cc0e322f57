"""The master as one format shows it: what is for other formats only is left out, and with it what leads there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from report.compose.leaves import CONTENTS
from report.compose.passes import heading_of
from report.compose.xml import element_text, find, local_name, parse, remove, unwrap
from report.editions.locators import drop_locator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from report.compose.xml import Element
    from report.model.master import ContentsEntry, Master


def tree_for(master: Master, name: str) -> Element:
    """Parse the master, and leave out what is not for a format."""
    root = parse(master.html)
    chosen = find(root, "//*[@data-formats]")
    gone = [element for element in chosen if name not in element.get("data-formats", "").split()]
    for element in gone:
        _remove_whole(element)
    for element in find(root, "//*[@data-formats]"):
        unwrap(element)
    if gone:
        _mend(root)
        _retitle(root)
    return root


def entries_for(master: Master, root: Element) -> tuple[ContentsEntry, ...]:
    """Return the contents as a format's tree has its headings."""
    return tuple(_entries(master.contents, _titles(root))) if b"data-formats" in master.html else master.contents


def _entries(entries: Iterable[ContentsEntry], titles: Mapping[str, str]) -> Iterator[ContentsEntry]:
    for entry in entries:
        yield replace(
            entry,
            title=titles.get(entry.identifier, entry.title),
            entries=tuple(_entries(entry.entries, titles)),
        )


def _titles(root: Element) -> dict[str, str]:
    """Return the text of each section's heading, by the section's identifier."""
    found = {}
    for section in find(root, "//x:main//x:section[@id]"):
        heading = heading_of(section)
        if heading is not None:
            found[section.get("id", "")] = element_text(heading, CONTENTS)
    return found


def _retitle(root: Element) -> None:
    """Let the contents say what the headings say in this format."""
    titles = _titles(root)
    for link in find(root, "//x:nav[@id='contents']//x:a"):
        title = titles.get(link.get("href", "")[1:])
        if title and not len(link):
            link.text = title


def _remove_whole(element: Element) -> None:
    """Take out an element, and the item or paragraph of which nothing is left."""
    parent = element.getparent()
    remove(element)
    if local_name(parent) in {"p", "li", "ul", "ol", "dd"} and not len(parent) and not (parent.text or "").strip():
        _remove_whole(parent)


def _mend(root: Element) -> None:
    """Take out notes that nothing calls, entries of lists that lead nowhere, and the links around what stays."""
    calls = {link.get("href", "")[1:] for link in find(root, "//x:a[@role='doc-noteref']")}
    for note in find(root, "//x:section[@id='notes']/x:ol/x:li"):
        if note.get("id") not in calls:
            remove(note)
    for link in _dead_links(root, "//x:span[@class='locators']/x:a"):
        drop_locator(link)
    for entry in reversed(find(root, "//x:section[@id='index']//x:li[not(.//x:a or .//x:em)]")):
        _remove_whole(entry)
    for section in find(root, "//x:section[@id='index' or @id='notes'][not(.//x:li)]"):
        remove(section)
    for link in _dead_links(root, "//x:a[starts-with(@href,'#')]"):
        entry = next((parent for parent in link.iterancestors() if local_name(parent) == "li"), None)
        if entry is not None and find(entry, "ancestor::x:nav"):
            remove(entry)
        else:
            unwrap(link)


def _dead_links(root: Element, path: str) -> list[Element]:
    known = {element.get("id") for element in find(root, "//*[@id]")}
    return [link for link in find(root, path) if link.get("href", "")[1:] not in known]
