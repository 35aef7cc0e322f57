"""HTML that must be well-formed: of pandoc's making, or a template's."""

from __future__ import annotations

from lxml import etree

from report.compose.xml import Element, parse
from report.model.errors import BuildError
from report.model.findings import Finding


def parse_html(html: str, name: str) -> Element:
    """Parse HTML as XML; raise `BuildError` with a finding H101 where it is none."""
    try:
        return parse(html.encode())
    except etree.XMLSyntaxError as error:
        line = html.split("\n")[error.lineno - 1 :][:1]
        help = f"look at {' '.join(line[0].split())[:60]}" if line else ""
        message = f"the {name} makes no well-formed page: {error.msg.partition(', line')[0]}"
        raise BuildError("the master cannot be composed", findings=(Finding("H101", message, None, help),)) from error
