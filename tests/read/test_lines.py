"""Places in texts: what is quoted in them, and what no edition can hold."""

from __future__ import annotations

import pytest

from report.read.lines import end_of_quoted, find_control_reference

QUOTED = [
    ("a `x` b", ["x"]),
    ("a ``y ` z`` b", ["y ` z"]),
    ("a ` b, and `` c", []),
    ("a ` b\n\nc ` d", []),  # a paragraph ends what is not closed
    ("```\nx\ny\n```\nz", ["x\ny\n"]),
    ("~~~~ {.x}\n```\n~~~\n~~~~\nz", ["```\n~~~\n"]),
    ("> ```\n> x\n> ```\n", ["> x\n"]),
    ("- ```\n  x\n  ```\n", ["  x\n"]),
    ("```\nx", []),  # pandoc takes a listing without an end for text
    ("a <!-- `b` --> c", [" `b` "]),
    ("a `<!--` b --> c", ["<!--"]),
]


@pytest.mark.parametrize(("text", "quoted"), QUOTED)
def test_code_and_comments_are_known(text, quoted):
    inside = [index for index in range(len(text)) if end_of_quoted(text, index)]
    spans = [text[start : end_of_quoted(text, start)] for start in inside if start - 1 not in inside]
    assert spans == quoted


@pytest.mark.parametrize(
    "typed", ["&#4;", "&#x1F;", "&#X0b;", "&#0;", "&#xFFFF;", "&#xD800;", "&#1114112;", "&#99999999;"]
)
def test_a_reference_to_what_no_edition_can_hold_is_found(typed):
    assert find_control_reference(f"One\n`&#4;` two {typed}") == (2, 12, typed)


@pytest.mark.parametrize("typed", ["&#65;", "&#x41;", "&#9;", "&#xA0;", "&amp;", "&#;", "&#x;", "`&#4;`"])
def test_other_references_are_let_be(typed):
    assert find_control_reference(f"One {typed} two") is None
