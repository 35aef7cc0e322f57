"""Marks that never end, or that are repeated without an end, are read in a time that grows with the text: none of these hangs."""

from __future__ import annotations

import pytest

from report.compose.addresses import ADDRESS, BREAKS
from report.model.manuscript import Section
from report.model.neighbours import FORMULA_OF_LATEX, MARKS
from report.model.tree.printed import PrintedText
from report.read.dollars import spare_dollars
from report.read.html_tags import read_tag
from report.read.neighbours import respell_fences, strange_fences
from report.read.typed_words import typed_words
from report.resolve.lints.leftovers import KINDS
from report.resolve.lints.word_account import compare_words

COUNT = 2_000
REPEATED = [
    "> ", "> > [!", "#a.b", "$a ", "$a   ", "$1", "$$a ", "`a ``b ```c ", "<!-- a ", "[a ", "[a](b ", "{#a ", "{a=", "<a ", "<a b=", "[@a ",
    "][`a ", "[^a]: x\n", ":::", "1. ", "&amp", "[a]{when-edition ", "\\( a ", "{{a ", "{++a ", "**a ", "^a ", "|a|", ":a:", "==a ", "- [x] ",
    " ", "\t", "\n> ", "\\",
]  # fmt: skip
HEADS = ("", "``` {", "> ", "$x", "| ")


@pytest.mark.parametrize("words", ["a " * 50_000, " ".join(f"w{number}" for number in range(20_000))])
def test_words_without_an_end_are_counted(words: str) -> None:
    section = Section("10.md", f"{words} lost", tuple)
    others = " ".join(f"x{word}" if word.startswith("w") else word for word in words.split())
    (first, *_) = compare_words(section, PrintedText(others, ""), final=False)
    assert first.code == "S266"


@pytest.mark.parametrize("word", ["a", "a.", "a-", "aa.", "a@", "a+", "www.", "/", "%"])
def test_a_word_without_an_end_is_no_address_for_ever(word: str) -> None:
    text = word * 50_000
    assert all(match.end() <= len(text) for pattern in (ADDRESS, BREAKS) for match in pattern.finditer(text))


@pytest.mark.parametrize("mark", REPEATED)
@pytest.mark.parametrize("head", HEADS)
def test_a_mark_that_is_repeated_is_read_to_its_end(head: str, mark: str) -> None:
    text = f"{head}{mark * COUNT};\n```\n"
    assert len(typed_words(text).masked) == len(text)
    assert isinstance(spare_dollars(text), str)
    assert isinstance(respell_fences(text), str)
    assert isinstance(list(strange_fences(text)), list)
    assert read_tag(f"<a {mark * COUNT}") is None
    for pattern in (FORMULA_OF_LATEX, *(kind.pattern for kind in KINDS), *(mark.pattern for mark in MARKS)):
        assert all(match.end() <= len(text) for match in pattern.finditer(text))
