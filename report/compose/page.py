"""The page that a template makes: read as XML, and held against what a page may reach and declare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from report.compose.check import check_elements
from report.compose.xml import Element, find, local_name, parse_html, q
from report.model.errors import BuildError
from report.model.findings import Finding
from report.resolve.safety import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCTYPE = "<!DOCTYPE html>"
DECLARATION = re.compile(r"\s*<\?xml version=[\"']1\.[01][\"'](?: encoding=[\"']utf-8[\"'])?\s*\?>", re.IGNORECASE)
STRIPPED = re.compile(r"[\s\0-\x1f]+")  # what browsers overlook in an address
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):|[/\\]", re.IGNORECASE)  # how an address begins that leads out of the report
ADDRESSES = ("href", "src")
HELP = "compare the template with the one of the same name in styles/base/"


def read_page(html: str, template: str, comment: str = "") -> Element:
    """Read what a template has made; raise `BuildError` with a finding H101 where it is no page.

    A page declares nothing of its own, for a declared entity can grow without end, and holds instructions to nobody. Where
    the text goes is a `comment`, if any.
    """
    text = DECLARATION.sub("", html, count=1)
    if "<!DOCTYPE" in text.replace(DOCTYPE, "", 1) or "<?" in text:
        raise _no_page(template, f"declares more than {DOCTYPE}")
    root = parse_html(text, f"template {template}")
    if root.tag != q("html") or any(root.find(q(part)) is None for part in ("head", "body")):
        raise _no_page(template, "makes no html with a head and a body")
    if comment and not find(root, f"x:body//comment()[.='{comment}']"):
        raise _no_page(template, "has no place for the text: {{ body }}")
    return root


def _no_page(template: str, what: str) -> BuildError:
    finding = Finding("H101", f"the template {template} {what}", None, HELP)
    return BuildError("the master cannot be composed", findings=(finding,))


def check_page(root: Element) -> tuple[Finding, ...]:
    """Find what has no place in a page, and addresses that lead where none may lead (H102)."""
    return (*check_elements((root,), None), *_strays(root))


def _strays(root: Element) -> Iterator[Finding]:
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if str(name).rpartition("}")[2] in ADDRESSES and not _is_fit(element, str(value)):
                message = f'{local_name(element)} {name}="{str(value)[:40]}" leads out of the report'
                yield Finding("H102", message, None, "take it out of the template; pictures lie in the theme's folder")


def _is_fit(element: Element, address: str) -> bool:
    """Tell whether an element may have an address: a link leads anywhere on the web, all else stays in the report."""
    match = SCHEME.match(STRIPPED.sub("", address))
    return match is None or (element.tag == q("a") and (match[1] or "").lower() in SCHEMES)
