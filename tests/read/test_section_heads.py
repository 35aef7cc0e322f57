"""The head of a section's file: what is taken into its heading, and what is told."""

from __future__ import annotations

import pytest

from report.read.section_heads import take_section_head

TAKEN = {
    "---\ntitle: A *b*\n---\nText\n": "\n# A *b*\n\nText\n",
    "---\nid: sec-a\ntitle: A\n---\n\nText\n": "\n\n# A {#sec-a}\n\n\nText\n",
    "---\nid: sec-a\n---\n# A\n\nText\n": "\n\n\n# A {#sec-a}\n\nText\n",
    "---\nid: sec-a\n...\n# A {.unnumbered}\n": "\n\n\n# A {.unnumbered #sec-a}\n",
    "---\ntitle: A\n---\n\n# A {#a}\n": "\n\n\n\n# A {#a}\n",
    "---\ntitle: A\nauthor: [Ann, {name: 'B \"C\"'}]\ndate: 2025-07-14\n---\nT": (
        '\n# A {byline="Ann, B \\"C\\", 14 July 2025"}\n\n\n\nT'
    ),
    "---\n\nA rule\n\n---\n": "---\n\nA rule\n\n---\n",
    "# A\n\n---\n\nText\n\n---\n": "# A\n\n---\n\nText\n\n---\n",
    "---\n# A\n": "---\n# A\n",
    "---\n---\n# A\n": "\n\n# A\n",
}
TOLD = {
    "---\nlicence: x\n---\n# A\n": ["a.md:2:1: warning S274"],
    "---\ntitel: x\n---\n# A\n": ["a.md:2:1: warning S274"],
    "---\ntitle: B\n---\n# A\n": ["a.md:2:1: warning S274"],
    "---\nid: b\n---\n# A {#a}\n": ["a.md:2:1: warning S274"],
    "---\nauthor: B\n---\nText\n": ["a.md:2:1: warning S274"],
    "---\ndate: 2025-02-31\nid: 1 2\n---\n# A\n": ["a.md:2:7: error S104", "a.md:3:1: error S104"],
    "---\ntitle: a: b\n---\n# A\n": ["a.md:2:9: error S101"],
    "---\nlang: fr\n---\n# A\n": ["a.md:2:1: warning S274"],
}


@pytest.mark.parametrize("text", TAKEN)
def test_a_head_becomes_a_heading_and_no_line_moves(text):
    head = take_section_head(text, "a.md", "en-GB")
    assert (head.text, head.findings) == (TAKEN[text], ())
    assert head.text.count("\n") == text.count("\n")


@pytest.mark.parametrize("text", TOLD)
def test_what_is_not_used_is_told_at_its_key(text):
    found = sorted(str(one).partition(": ") for one in take_section_head(text, "a.md", "en").findings)
    assert [f"{place}: {words[: words.index(':')]}" for place, _, words in found] == TOLD[text]
