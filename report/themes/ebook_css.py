"""S307: whether the sheet for the EPUB holds to what old reading systems understand.

One value that an engine like Adobe's RMSDK does not know can cost the whole sheet, or the book, and no validator tells.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.runtime.css import CssFault, read_block, read_sheet, write_css

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from report.runtime.css import CssNode
    from report.themes.theme import Theme

SHEET = "epub.css"
PROPERTIES = frozenset(
    "background background-color border border-bottom border-collapse border-color border-left border-right border-spacing "
    "border-style border-top border-width break-after break-before break-inside caption-side clear color content direction "
    "display empty-cells float font font-family font-size font-style font-variant font-weight height hyphens letter-spacing "
    "line-height list-style list-style-position list-style-type margin margin-bottom margin-left margin-right margin-top "
    "max-height max-width orphans padding padding-bottom padding-left padding-right padding-top page-break-after "
    "page-break-before page-break-inside quotes text-align text-decoration text-indent text-transform unicode-bidi "
    "vertical-align white-space widows width word-spacing -epub-hyphens -webkit-hyphens".split()
)
DISPLAYS = {"none", "block", "inline", "inline-block", "list-item", "table", "table-row", "table-cell", "table-caption"}
UNITS = {"em", "px", "pt", "%"}
SELECTOR = re.compile(r":(?:is|where|has|not)\(|::|&|~")
FONT_FACE = "font-face"
HELP = "take it out of epub.css; what is for newer engines belongs into screen.css"


def check_ebook_sheet(theme: Theme) -> Iterator[Finding]:
    """Find in a theme's sheet what is not on the list of things that every reading system understands."""
    sheet = theme.sheet(SHEET)
    for what, line in unknown_css(sheet.css):
        yield Finding("S307", f"not every reading system understands {what}", sheet.location(line), HELP)


def unknown_css(css: str) -> Iterator[tuple[str, int]]:
    """Yield what is not on the list, and the line of the sheet that it stands in; nothing where it cannot be read (S301)."""
    with suppress(CssFault):
        yield from _unknown_rules(read_sheet(css))


def _unknown_rules(rules: Iterable[CssNode]) -> Iterator[tuple[str, int]]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword != FONT_FACE:
            yield f"@{rule.at_keyword}", rule.source_line
        elif rule.type == "error":
            yield rule.message, rule.source_line
        elif rule.type == "qualified-rule":
            selector = write_css(rule.prelude).strip()
            if found := SELECTOR.search(selector):
                yield f'"{found[0]}" in the selector {selector}', rule.source_line
            for declaration in read_block(rule.content):
                yield from ((what, declaration.source_line) for what in _unknown(declaration))


def _unknown(declaration: CssNode) -> Iterator[str]:
    if declaration.type != "declaration":
        yield "a rule within a rule, or what is none"
    elif declaration.lower_name not in PROPERTIES:
        yield declaration.name
    else:
        value = [token for token in declaration.value if token.type not in {"whitespace", "comment"}]
        words = {token.lower_value for token in value if token.type == "ident"}
        if declaration.lower_name == "display" and words - DISPLAYS:
            yield f"display: {' '.join(sorted(words))}"
        for token in value:
            if token.type == "function" and token.lower_name not in {"rgb", "rgba", "attr", "url"}:
                yield f"{token.name}()"
            elif token.type == "dimension" and token.lower_unit not in UNITS:
                yield f"the unit {token.unit}"
