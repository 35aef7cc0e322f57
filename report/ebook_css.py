"""S307: whether the sheet for the EPUB holds to what old reading systems understand.

One value that an engine like Adobe's RMSDK does not know can cost the whole sheet, or the book, and no validator tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from report.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.styles import Sheet, Theme

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
    """Find what is not on the list of things that every reading system understands."""
    import tinycss2

    sheet = theme.sheet(SHEET)
    for rule in tinycss2.parse_stylesheet(sheet.css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword != FONT_FACE:
            yield _finding(f"@{rule.at_keyword}", rule, sheet)
        elif rule.type == "error":
            yield _finding(rule.message, rule, sheet)
        elif rule.type == "qualified-rule":
            selector = tinycss2.serialize(rule.prelude).strip()
            if found := SELECTOR.search(selector):
                yield _finding(f'"{found[0]}" in the selector {selector}', rule, sheet)
            for declaration in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                yield from _declaration(declaration, sheet)


def _declaration(declaration: Any, sheet: Sheet) -> Iterator[Finding]:
    if declaration.type != "declaration":
        yield _finding("a rule within a rule, or what is none", declaration, sheet)
    elif declaration.lower_name not in PROPERTIES:
        yield _finding(declaration.name, declaration, sheet)
    else:
        value = [token for token in declaration.value if token.type not in {"whitespace", "comment"}]
        words = {token.lower_value for token in value if token.type == "ident"}
        if declaration.lower_name == "display" and words - DISPLAYS:
            yield _finding(f"display: {' '.join(sorted(words))}", declaration, sheet)
        for token in value:
            if token.type == "function" and token.lower_name not in {"rgb", "rgba", "attr", "url"}:
                yield _finding(f"{token.name}()", declaration, sheet)
            elif token.type == "dimension" and token.lower_unit not in UNITS:
                yield _finding(f"the unit {token.unit}", declaration, sheet)


def _finding(what: str, node: Any, sheet: Sheet) -> Finding:
    return Finding("S307", f"not every reading system understands {what}", sheet.location(node.source_line), HELP)
