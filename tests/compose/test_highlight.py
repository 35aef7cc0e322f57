"""Listings are coloured, and keep each of their letters."""

from __future__ import annotations

import pytest
from pygments.lexers import get_all_lexers

from report.compose.highlight import highlight
from report.compose.xml import make

CONSOLE = "$ make pdf\nWrote build/brief.pdf\n\n$ ls build\nbrief.pdf"


def coloured(language: str, text: str) -> tuple[str, int]:
    """Return the text of a listing that is coloured, and in how many spans."""
    code = make("code", text=text)
    highlight(code, language)
    return "".join(code.itertext()), len(code)


@pytest.mark.parametrize("language", ["console", "pycon", "ps1con", "doscon", "psql", "rconsole", "irb"])
def test_the_last_line_of_a_session_is_kept(language):
    assert coloured(language, CONSOLE)[0] == CONSOLE


@pytest.mark.slow
@pytest.mark.parametrize("text", [CONSOLE, "", "\n", "x = 1  # one", "\n\n  a\n\n", ">>> 1 + 1\n2"])
def test_no_lexer_loses_or_adds_a_letter(text):
    names = [aliases[0] for _, aliases, _, _ in get_all_lexers() if aliases]
    assert [name for name in names if coloured(name, text)[0] != text] == []


def test_a_listing_is_coloured():
    assert coloured("python", "if x:\n    return 1  # one")[1] > 2
    assert coloured("no-such-language", "if x:")[1] == 0
