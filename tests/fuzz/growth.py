"""How the time of our own parsers grows with a text: twice the text, about twice the time.

Measured in one process, at n, 2n, 4n and 8n times a string, in CPU seconds of ours (what pandoc takes has a bound of
its own). A ratio tells what no number of seconds does, which is the machine's.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.fuzz.core import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

STEPS = (1, 2, 4, 8)
TIMES = 2  # that what seems to grow is measured
GENEROUS = 2.5  # times what is linear
WORTH = 0.2  # CPU seconds, below which nobody waits
ENOUGH = 10.0  # CPU seconds for all lengths but the last
LEAST = 0.001  # CPU seconds, below which a measure is chance
LENGTH = 6_000  # characters of the shortest text
GROWS = 5  # the status of a text that takes more than its share
HEAD = "title: A short report\ndate: 2025-07-14\nlang: en\nglossary: glossary.yaml\nvariables: {venue: here}\n"
STRINGS = (
    *"<>`*_~^|#$%&@!?+=:;,.\\/'\"()[]{}-", " ", "\t", "\n", "a", "1", "é", "‘", "“", "«", "\u200b", "\u202e", "x ", "1,", "1'", "a'",
    "''", "``", "a.", "a@", "www.", "http://", "https://a/", "{{< ", "{{<", "{{{< ", ">}}", "{{< x >}}", "{{< include x >}}", "```",
    "~~~", "```\n", ":::\n", "::: a\n", "{#a}", "{.a}", "{a=b}", "[a]{.index}", '[a]{.index entry="a!b"}', "[a]{.term}", "[x]", "[[",
    "](", "![", "![a](b.svg)", "^[a", "[^1]", "[^1]: a\n\n", "@a", "[@a]", "$a$", "$$", "\\(", "<!--", "-->", "<a>", "</a>", "<b>",
    "<a ", "<a b='", "&amp;", "&#1;", "<text/>", "<text>", "<g>", "<style>", "url(", "/*", "*/", "--a:", "--a:b;", "a{b:c}", "a{",
    "@import 'a';", "\\75", "| a ", "|---", "+---", "- a\n", "1. a\n", "> ", "> a\n", "    a\n", "# a\n", "a\n===\n", "a\n\n", "* ",
    "a,b\n", '"a",', "a: b\n", "- ", "{a: ", "&a ", "*a ", "? ", "---\n", "a  b  c\n", "1.1 A\n\n", "(a) b\n", "A B\n---\n",
    "Table 1: a\n", "FIGURE\n\n", "a-\n", "%PDF", "\x00", "\r", "\f",
)  # fmt: skip


def make(rng: Random, _: Path) -> Case:
    """Choose a parser and a string, or two that take turns."""
    text = rng.choice(STRINGS)
    if rng.random() < 0.3:
        text += rng.choice(STRINGS)
    return Case({"sources/": ""}, (("growth", rng.choice(list(PARSERS)), text),))


def measure(parser: str, text: str) -> int:
    """Measure a parser with a string; return 5 and say so where it grows, each time that it is measured."""
    found = ""
    for _ in range(TIMES):
        found = _growth(PARSERS[parser], text)
        if not found:
            return 0
    print(f"{parser} grows with {text!r}: {found}")
    sys.stdout.flush()
    return GROWS


def _growth(parser: Callable[[str], object], text: str) -> str:
    """Say what the first length takes that takes more than its share; nothing where none does."""
    _taken(parser, "x")  # which imports what it takes
    first, begun = 0.0, _cpu()
    for step in STEPS:
        if _cpu() - begun > ENOUGH:  # pandoc's, whose bound is not ours to measure
            return ""
        taken = _taken(parser, text * max(1, step * LENGTH // len(text)))
        first = first or max(taken, LEAST)
        if taken > WORTH and taken > first * step * GENEROUS:
            return f"{taken:.2f} s of CPU for {step} times the text that takes {first:.3f} s"
    return ""


def _cpu() -> float:
    """Return what this process and its children have taken."""
    return sum(os.times()[:4])


def _taken(parser: Callable[[str], object], text: str) -> float:
    from report.model.errors import ReportError

    start = time.process_time()
    with contextlib.suppress(ReportError):  # which says what is wrong with the text
        parser(text)
    return time.process_time() - start


def _shortcodes(text: str) -> None:
    from report.read.project import Project
    from report.read.shortcodes import ShortcodeContext, expand

    expand(text, "a.md", ShortcodeContext(Project(Path.cwd()), Path.cwd() / "sources", {"x": "y"}, {}))


def _plain_text(text: str) -> None:
    from report.importers.plain_text import parse_plain_text

    parse_plain_text(text)


def _yaml(text: str) -> None:
    from report.read.yaml_nodes import read_yaml

    read_yaml(text, "a.yaml")


def _imported(suffix: str) -> Callable[[str], None]:
    def take(text: str) -> None:
        from datetime import date
        from tempfile import TemporaryDirectory

        from report.importers.importing import ImportWishes, write_imported
        from report.read.project import Project

        with TemporaryDirectory() as folder:
            (Path(folder) / "sources").mkdir()
            path = Path(folder) / f"a{suffix}"
            path.write_text(text, encoding="utf-8", newline="")
            write_imported(Project(Path(folder).resolve()), [path], ImportWishes(today=date(2025, 7, 14)))

    return take


def _checked(files: Mapping[str, str]) -> Callable[[str], None]:
    """Return what checks a report with some files, in which the text takes the place of a section sign."""

    def check(text: str) -> None:
        from report.pipeline.proof import check_sources

        check_sources(*_report(files, text))

    return check


def _built(files: Mapping[str, str]) -> Callable[[str], None]:
    """Return what builds a report with some files."""

    def build_it(text: str) -> None:
        from report.pipeline.build import build_editions

        build_editions(*_report(files, text), ("html", "epub"), Path.cwd() / "build")

    return build_it


def _report(files: Mapping[str, str], text: str) -> tuple[Any, Any]:
    """Write a report; the paths of files are from the project's folder."""
    from report.read.project import Project

    root = Path.cwd()
    good = {BRIEF + "report.yaml": HEAD, BRIEF + "glossary.yaml": "word: a meaning\n", SECTION: "# A\n\nA text.\n"}
    for name, content in {**good, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace("§", text), encoding="utf-8", newline="")
    project = Project(root)
    return project, project.report("brief")


BRIEF = "sources/brief/"
SECTION = BRIEF + "10-text.md"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" font-family="Source Sans 3">§</svg>'
SHEETS = {
    f"styles/house/{name}": f'@import "base/{name}";\n§'
    for name in ("print.css", "screen.css", "epub.css", "tokens.css")
}
THEME = {"styles/house/theme.toml": 'extends = "base"\n', BRIEF + "report.yaml": f"{HEAD}theme: house\n"}
REFERENCES = {BRIEF + "report.yaml": f"{HEAD}bibliography: r.bib\n", SECTION: "# A\n\n[@a]\n"}
PARSERS: dict[str, Callable[[str], object]] = {
    "shortcodes": _shortcodes,
    "plain text": _plain_text,
    "yaml": _yaml,
    "section": _checked({SECTION: "# A\n\n§\n"}),
    "attribute": _checked({SECTION: '# A\n\n[x]{.index entry="§"} ![a](a.svg){#fig-a alt="§"}\n\n: § {#tbl-a}\n'}),
    "metadata": _checked({BRIEF + "report.yaml": f"{HEAD}summary: >-\n  §\nkey-points: ['§']\n"}),
    "glossary": _checked({BRIEF + "glossary.yaml": "word: '§'\n", SECTION: "# A\n\nA [word]{.term}.\n"}),
    "data": _checked({BRIEF + "a.csv": "a,b\n§", SECTION: '# A\n\n``` {.csv #tbl-a file="a.csv" caption="x"}\n```\n'}),
    "chart": _checked(
        {SECTION: '# A\n\n``` {.vega-lite #fig-a caption="x" alt="y"}\n{"mark": "bar", "title": "§"}\n```\n'}
    ),
    "formula": _checked({SECTION: "# A\n\n$$§$$\n"}),
    "listing": _checked({SECTION: "# A\n\n``` python\n§\n```\n\n    §\n"}),
    "sheets": _checked({**SHEETS, **THEME}),
    "brand": _checked({"sources/brand.yaml": "address: ['§']\ncolours: {accent: '§'}\n"}),
    "references": _checked({**REFERENCES, BRIEF + "r.bib": "@book{a, title={§}}\n"}),
    "drawing": _built({BRIEF + "a.svg": DRAWING, SECTION: "# A\n\n![a](a.svg){#fig-a alt=b}\n"}),
    "page": _built({SECTION: "# A\n\n§\n"}),
    **{f"import {suffix}": _imported(suffix) for suffix in (".txt", ".md", ".html", ".rst", ".org", ".tex")},
}
