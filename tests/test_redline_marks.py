"""The comparison: either version can be had again from the marked one, whatever has changed."""

from __future__ import annotations

from report.read.pandoc import read_markdown
from report.redline.blocks import both_of, compare_blocks
from report.redline.marks import accepted, rejected
from report.redline.reading import Reader


def both_views(old: str, new: str) -> None:
    before, after = (list(parsed.blocks) for parsed in read_markdown([old, new]))
    marked = compare_blocks(before, after, both_of(Reader(), Reader()))
    assert Reader().signature(accepted(marked)) == Reader().signature(after)
    assert Reader().signature(rejected(marked)) == Reader().signature(before)


def test_an_edited_text_gives_both_versions():
    both_views(
        "# One\n\nThe first, of 12 men.\n\n- a b c\n- d e f\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nGone away for good.\n",
        "# Two\n\nThe *first* of 14 men.[^1]\n\n[^1]: Note.\n\n- a b c\n- x y z\n- d e g\n\n| A | B | C |\n|---|---|---|\n| 1 | 5 | c |\n| 3 | 4 | d |\n| 6 | 7 | e |\n",
    )
