"""XHTML trees: names, parsing, writing, and the moves that every pass makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from report.compose.linear import linear_text
from report.model.errors import BuildError
from report.model.findings import Finding
from report.model.master import MATHML, XHTML

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Element = Any
"""An lxml element; lxml has no types of its own."""
XPATH = {"x": XHTML}
FORMULA = f"{{{MATHML}}}math"


SPACED = [f"{{{XHTML}}}{tag}" for tag in "html head body section main nav header footer ol ul aside".split()]


def q(tag: str) -> str:
    """Qualify a tag with the XHTML namespace."""
    return f"{{{XHTML}}}{tag}"


def local_name(element: Element) -> str:
    """Return an element's tag without its namespace; empty for comments."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def parse(data: bytes) -> Element:
    """Parse XML of our own making; no entity or file is ever resolved."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def write(root: Element) -> bytes:
    """Write an XHTML document."""
    return bytes(etree.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>"))


def fragment(root: Element) -> str:
    """Write the content of an element, without the element."""
    parts = [etree.tostring(child, encoding="unicode") for child in root]
    return (root.text or "") + "".join(parts)


def find(root: Element, path: str) -> list[Element]:
    """Evaluate an XPath with the prefix `x` for XHTML."""
    return list(root.xpath(path, namespaces=XPATH))


def classes(element: Element) -> list[str]:
    """List an element's classes."""
    return (element.get("class") or "").split()


def make(tag: str, *children: Element, text: str = "", **attributes: str) -> Element:
    """Make an XHTML element; a trailing underscore in an attribute's name is dropped, others become hyphens."""
    element = etree.Element(q(tag), nsmap={None: XHTML})
    for name, value in attributes.items():
        element.set(name.rstrip("_").replace("_", "-"), value)
    element.text = text or None
    element.extend(children)
    return element


def element_text(element: Element, skip: Iterable[str] = ()) -> str:
    """Read the text of an element, its white space folded, without elements of the classes in `skip`; formulas in a line."""
    if element.tag == FORMULA:
        return " ".join(linear_text(element).split())
    return " ".join("".join(_texts(element, frozenset(skip))).split())


def _texts(element: Element, skip: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == FORMULA:
            yield linear_text(child)
        elif isinstance(child.tag, str) and not skip & set(classes(child)):
            yield from _texts(child, skip)
        yield child.tail or ""


def remove(element: Element) -> None:
    """Take an element out of its tree and leave what follows it."""
    parent = element.getparent()
    if parent is None:
        return
    _keep(element.tail, element)
    parent.remove(element)


def unwrap(element: Element) -> None:
    """Put an element's content in its place."""
    parent = element.getparent()
    if parent is None:
        return
    index = parent.index(element)
    children = list(element)
    _keep(element.text, element)
    if children:
        children[-1].tail = (children[-1].tail or "") + (element.tail or "")
    else:
        _keep(element.tail, element)
    parent.remove(element)
    for offset, child in enumerate(children):
        parent.insert(index + offset, child)


def _keep(text: str | None, element: Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    if not text or parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def rename(element: Element, tag: str) -> None:
    """Change an element's tag within XHTML."""
    element.tag = q(tag)


def strip_space(root: Element) -> None:
    """Drop the white space that only lays out the source between blocks; it would add nothing but bytes."""
    for element in root.iter(*SPACED):
        if element.text and not element.text.strip():
            element.text = "\n"
        for child in element:
            if child.tail and not child.tail.strip():
                child.tail = "\n"


def parse_html(html: str, name: str) -> Element:
    """Parse HTML as XML; raise `BuildError` with a finding H101 where it is none."""
    try:
        return parse(html.encode())
    except etree.XMLSyntaxError as error:
        line = html.split("\n")[error.lineno - 1 :][:1]
        help = f"look at {' '.join(line[0].split())[:60]}" if line else ""
        message = f"the {name} makes no well-formed page: {error.msg.partition(', line')[0]}"
        raise BuildError("the master cannot be composed", findings=(Finding("H101", message, None, help),)) from error
