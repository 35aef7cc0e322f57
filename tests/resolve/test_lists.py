"""Numbered lists are printed as they were typed, in every edition."""

from __future__ import annotations

import pytest

from report.compose.master import compose
from report.compose.xml import element_text, find, parse
from report.pipeline.proof import prove
from report.read.manuscript import read_manuscript

LISTS = {  # what is typed, and the labels that are printed; none where the list's own marks say the same
    "1. one\n2. two": [],
    "1. one\n1. two\n1. three": [],  # as everywhere in Markdown
    "3. one\n3. two": [],
    "#. one\n#. two": [],
    "4. four\n5. five": [],
    "b. two\nc. three": [],
    "1. one\n2. two\n4. four": ["1.", "2.", "4."],
    "1. one\n\n2. two\n\n4. four (3 was repealed)": ["1.", "2.", "4."],
    "1. one\n2. two\n2. two again\n3. three": ["1.", "2.", "2.", "3."],
    "7. same\n9. same": ["7.", "9."],
    "(1) one\n(2) two": ["(1)", "(2)"],
    "1) one\n2) two": ["1)", "2)"],
    "(a) one\n(c) two": ["(a)", "(c)"],
    "a) one\nb) two": ["a)", "b)"],
    "(C) 2024 The Desk": ["(C)"],
    "iv. four\nv. five\nvii. seven": ["iv.", "v.", "vii."],
    "(I) one\n(II) two": ["(I)", "(II)"],
    "1. *One* `x`\n3. [three](https://example.org)": ["1.", "3."],
    "> 1. one\n> 3. three": ["1.", "3."],
    "- 5. five\n  7. seven": ["5.", "7."],
    "(1) one\n\n    (a) in it\n\n    (c) and more\n\n(2) two": ["(1)", "(a)", "(c)", "(2)"],
    "```\n1. one\n```\n\n1. one\n3. two": ["1.", "3."],
    "1. $x$\n2. $y$": [],  # nothing in them can be found again
    "z. last\naa. after": [],  # pandoc takes the second for a part of the first
}


@pytest.fixture
def labels(make_project):
    """Return the labels that a text's lists are printed with, and all words of its section."""

    def tell(text: str) -> tuple[list[str], str]:
        project = make_project({"10-introduction.md": f"# Lists\n\nSome words.\n\n{text}\n"})
        source = project.report("brief")
        manuscript, _ = read_manuscript(project, source)
        proof = prove(manuscript, project, source)
        assert proof.theme
        section = find(parse(compose(proof.resolved, proof.theme)[0].html), "//x:section[@id='lists']")[0]
        return [element_text(label) for label in find(section, ".//x:span[@class='item-label']")], element_text(section)

    return tell


@pytest.mark.parametrize("typed", LISTS)
def test_a_list_has_the_labels_that_were_typed(labels, typed):
    assert labels(typed)[0] == LISTS[typed]


def test_a_label_stands_before_the_words_of_its_item(labels):
    assert labels("(1) First\n(3) Third")[1] == "Lists Some words. (1) First (3) Third"
