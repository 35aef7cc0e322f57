"""Spellings of other tools that have no counterpart (S272): code that is to be run, diagrams, numbers of lines; comments (S273)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.model.neighbours import CODE_THAT_RUNS, FORMULA_OF_LATEX, LANGUAGES, NOT_RUN
from report.model.tree.blocks import CodeBlock
from report.model.tree.inlines import Code
from report.model.tree.views import each
from report.read.lines import Places, end_of_quoted, locate, locate_line
from report.read.neighbours import strange_fences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.resolve.lints.scope import LintScope

COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
SHOWN = 40  # characters of what is told


def check_comments(scope: LintScope) -> Iterator[Finding]:
    """Count the comments in a section, which no edition prints."""
    text = scope.section.text
    found = [match.start() for match in COMMENT.finditer(text) if not end_of_quoted(text, match.start())]
    if found:
        message = f"{len(found)} comments are not printed" if len(found) > 1 else "a comment is not printed"
        help = "take it out before the report is given out: its source may go with it"
        yield Finding("S273", message, locate(scope.section, found[0]), help)


def check_spellings(scope: LintScope) -> Iterator[Finding]:
    """Find what is written for another tool, and printed here as it stands."""
    section = scope.section
    for fence in strange_fences(section.text):
        yield Finding("S272", fence.what, locate_line(section, fence.line, fence.column), fence.help)
    text = section.text
    for formula in FORMULA_OF_LATEX.finditer(text):
        if text[formula.start() - 1 : formula.start()] != "\\" and not end_of_quoted(text, formula.start()):
            shown = " ".join(formula[0].split())[:SHOWN]
            help = "write it between $ and $, or $$ and $$ where it stands in a line of its own"
            yield Finding("S272", f"a formula as LaTeX writes it: {shown}", locate(section, formula.start()), help)
    places = Places(section)
    for code in each(Code, scope.elements):
        if CODE_THAT_RUNS.fullmatch(code.text):
            shown = code.text if len(code.text) <= SHOWN else f"{code.text[:SHOWN]}…"
            place = places.next(f"`{code.text}`")
            yield Finding("S272", f"code that is to be run: {shown}", place, NOT_RUN.format(""))
    for listing in each(CodeBlock, scope.elements):
        for name in listing.attributes.classes:
            if name in LANGUAGES:
                what, help = LANGUAGES[name]
                place = places.next(f".{name}", f"```{name}", f"``` {name}", name)
                yield Finding("S272", f"{what}: {name}", place, help)
