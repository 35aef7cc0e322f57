"""Laws that hold for any text an author may write: only our own errors, ids once, links that lead somewhere, same bytes."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from report.compose.master import compose
from report.model.errors import ReportError
from report.model.findings import has_errors
from report.pipeline.build import build_editions
from report.read.manuscript import read_manuscript
from report.read.project import Project
from report.resolve.manuscript import resolve
from report.themes.theme import find_theme
from tests.common import HEAD

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.findings import Finding
    from report.model.master import Master

EXAMPLES = int(os.environ.get("REPORT_EXAMPLES", "25"))  # of each law; more are worth the wait before a release
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
BIBLIOGRAPHY = "@book{lee, author = {Lee, Ann}, title = {A Book}, year = {2024}}\n"
GLOSSARY = "peace: Its absence is noticed.\nhotline: {definition: 'A line [@lee].', aliases: [line]}\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'

TAIL = """
![Drawn.](a.svg){#fig-a alt="A drawing"}

| a |
|---|
| b |

: Told {#tbl-a}

$$ a $$ {#eq-a}

A called note.[^1]

[^1]: It is written.
"""
names = st.sampled_from([*["fig-a", "tbl-a", "sec-a", "eq-a"] * 4, "nothing", "x y"])
new_names = st.one_of(
    st.integers(0, 99_999).map("own-{}".format), st.sampled_from(["fig-a", "notes", "title", "use-1", "fn1", "page-1"])
)
words = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12),
    st.sampled_from(["word", "two words", "“q”", "l’été", "日本", "<b>", "&amp;", "*", "_", "`", "\\", "{{<", ">}}", "[^", ":::"]),
)  # fmt: skip
inlines = st.one_of(
    words,
    st.builds("[{}](#{})".format, words, names),
    st.builds("[{}]{{#{}}}".format, words, new_names),
    st.builds("@{}".format, names),
    st.builds("[-@{}]".format, names),
    st.builds("@page:{}".format, names),
    st.builds("[@lee, {}]".format, words),
    st.builds("[{}]{{.term}}".format, st.sampled_from(["peace", "line", "line", "line"])),
    st.builds('[{}]{{.index entry="{}!{}"}}'.format, words, words, words),
    st.builds("[{}]{{.content-visible when-format={}}}".format, words, st.sampled_from(["pdf", "epub", "html"])),
    st.builds("^[{}]".format, words),
    st.builds("**{}** ~~{}~~".format, words, words),
    st.builds("${}$".format, words),
    st.builds("[{}]{{lang={}}}".format, words, st.sampled_from(["fr", "ar", "ja"])),
    st.builds("{{{{< {} >}}}}".format, st.sampled_from(["var a", "meta title", "meta date", "var b", "no"])),
    st.sampled_from(["[^1]", "![x](a.svg){alt='y'}", "<br>", "<kbd>k</kbd>", "</i>", "\\", "`code`"]),
)  # fmt: skip
sentences = st.lists(inlines, min_size=1, max_size=5).map(" ".join)
blocks = st.one_of(
    sentences,
    st.builds("{} {} {{#{}}}".format, st.sampled_from(["#", "##", "##", "##"]), sentences, new_names),
    st.builds("- {}\n- {}\n    1. {}".format, sentences, sentences, sentences),
    st.builds("> {}\n>\n> {}".format, sentences, sentences),
    st.builds("| a | b |\n|---|--:|\n| {} | {} |\n\n: {} {{#{}}}".format, words, words, sentences, new_names),
    st.builds("![{}](a.svg){{#{} alt='drawn'}}".format, words, new_names),
    st.builds("::: {{.{}}}\n{}\n:::".format, st.sampled_from(["callout-note", "aside", "pull-quote", "columns", "content-hidden", "key-points"]), sentences),
    st.builds('``` {{.csv #{} caption="{}"}}\na,b\n1,{}\n```'.format, new_names, words, words),
    st.builds("```{}\n{}\n```".format, st.sampled_from(["", "python", "no"]), words),
    st.builds("$$ {} $$ {{#{}}}".format, words, new_names),
    st.builds("[^1]: {}".format, sentences),
    st.sampled_from(["", "\n", "<!-- a comment -->", "---", "![](none.png)"]),
    st.sampled_from(["{{< pagebreak >}}", "***", "{{< include b.md >}}", "term\n:   its meaning"]),
)  # fmt: skip
texts = st.lists(blocks, min_size=1, max_size=7).map(
    lambda parts: "# A title {#sec-a}\n\n" + "\n\n".join(parts) + "\n" + TAIL
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "sources" / "brief"
    folder.mkdir(parents=True)
    head = HEAD + "bibliography: r.bib\nvariables: {a: one, b: '*two*'}\nsections: [a.md]\nlists: [figures, tables]\n"
    files = {"report.yaml": head, "r.bib": BIBLIOGRAPHY, "glossary.yaml": GLOSSARY, "a.svg": DRAWING, "b.md": "More.\n"}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Project(tmp_path.resolve())


def set_text(project: Project, text: str) -> tuple[Master | None, tuple[Finding, ...]]:
    """Bring a text to its master; None where an error of ours forbids it."""
    (project.sources / "brief" / "a.md").write_text(text, encoding="utf-8")
    try:
        manuscript, found = read_manuscript(project, project.report("brief"))
        resolved, more = resolve(manuscript, project)
        master, rest = compose(resolved, find_theme(project.root, "briefing"))
    except ReportError:
        return None, ()
    return master, found + more + rest


@pytest.mark.slow
@SETTINGS
@given(text=texts)
def test_any_text_gives_a_master_or_findings_and_the_same_ones_twice(text: str, project: Project) -> None:
    master, found = set_text(project, text)
    again, refound = set_text(project, text)
    assert found == refound
    assert all(finding.location is None or finding.location.path for finding in found)
    if master is None or again is None or has_errors(found):
        return
    assert master.html == again.html
    page = etree.fromstring(master.html)
    identifiers = Counter(page.xpath("//@id"))
    assert [name for name, count in identifiers.items() if count > 1] == []
    assert {target[1:] for target in page.xpath("//@href[starts-with(., '#')]")} <= set(identifiers)


@pytest.mark.slow
@settings(SETTINGS, max_examples=max(3, EXAMPLES // 8))
@given(text=texts)
def test_any_text_that_is_set_gives_editions(text: str, project: Project) -> None:
    _, found = set_text(project, text)
    if has_errors(found):
        return
    with contextlib.suppress(ReportError):
        build_editions(project, project.report("brief"), ("pdf", "epub", "html"), project.root / "out")
