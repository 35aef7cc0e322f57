"""Small tools for the XML of Word files (ECMA-376, part 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACES = {"w": W, "mc": MC}
VAL = f"{{{W}}}val"
TODO = "open-point"


def w(name: str) -> str:
    """Name an element or attribute of the main namespace."""
    return f"{{{W}}}{name}"


def qname(prefix: str, name: str) -> str:
    """Name an element of a namespace by its usual prefix."""
    return f"{{{SPACES[prefix]}}}{name}"


def local_tag(element: etree._Element | None) -> str:
    """Return an element's name without its namespace."""
    return "" if element is None else str(element.tag).rpartition("}")[2]


def deep_text(element: etree._Element) -> str:
    """Read the words below an element, deleted ones too, with a space between paragraphs."""
    nodes = element.iter(w("t"), w("delText"), w("p"), w("tab"))
    return "".join(" " if local_tag(node) in {"p", "tab"} else (node.text or "") for node in nodes)


def drop(element: etree._Element) -> None:
    """Take an element out of its parent, where it has one."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap_element(element: etree._Element) -> None:
    """Put an element's children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    for child in [*element]:
        element.addprevious(child)
    parent.remove(element)


def insertion(element: etree._Element, author: str, words: str) -> None:
    """Put words behind an element, inserted by an author, which pandoc hands on with the words."""
    wrapper = element.makeelement(w("ins"), {w("id"): "0", w("author"): author})
    run = element.makeelement(w("r"), {})
    text = element.makeelement(w("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    text.text = words
    run.append(text)
    wrapper.append(run)
    element.addnext(wrapper)
