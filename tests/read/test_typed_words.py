"""What counts as a word that was typed: markup is none, and neither does it part or join words."""

from __future__ import annotations

import pytest

from report.read.typed_words import parted_by_marks, typed_words


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("H~2~O and x^2^, un*frigging*believable", "H2O and x2 unfriggingbelievable"),
        ("a_b and a\\_b, 2 \\* 3", "a b and a b 2 3"),
        ('A [link](https://example.org/a_(b) "Title")s, [other][ref], [third][]', "A links other third"),
        ("[ref]: https://example.org/page 'Title'\n\nText", "Text"),
        ("[ref]:\n  https://example.org/page\n\nText", "Text"),
        ('A [mark]{.index entry="other"} and [one]{lang=fr}', "A mark and one"),
        ("## Heading {#sec-heading .unnumbered}", "Heading"),
        ("As @doe2020 [p. 3] says [see @roe2021, chap. 4]; see @fig-map.", "As p 3 says see"),
        ("[caption with @fig-map](figures/map.svg)", "caption with"),
        ("Text.[^one] More^[inside]\n\n[^one]: Its words.", "Text More inside Its words"),
        ("Text[^a]\n\n[^b]: Never\n    called.\n\n    Nor this.\n\nAfter\n\n[^a]: Note.", "Text After Note"),
        ("Text[^a]\n\n[^a]: Note.\n\n[^a]: Lost.", "Text"),
        ("The sum $a^2 + b^2$ and $$\nx\n$$ here; US$ 5 and 10 US$", "The sum and here US 5 and 10 US"),
        ("`a*b` and ``c`d``, `x`{=html}", "a b and c d"),
        ("caf&eacute; &amp; tea&nbsp;time", "café tea time"),
        ("One<br>two <b>th</b>ree <!-- gone -->", "One two three"),
        ('::: {.callout-note title="Mind the gap"}\nText\n:::', "Mind the gap Text"),
        ("```python\nx = a*b  # {not}\n```", "x a b not"),
        (":   ```\n    [a](b)\n    ```", "a b"),
        ('``` {.csv #tbl-x caption="Members of it"}\na,b\n```', "Members of it"),
        ('``` {.csv #tbl-x\n    caption="Members"}\na,b\n```\n\nText', "Members Text"),
        ("1. First\n(a) second\niv) third\n#. fourth", "First second third fourth"),
        ("- [x] done\n- [ ] open\n\n> [!NOTE] Title\n> Text", "done open Title Text"),
        ("::: {.content-visible when-edition=screen}\nHere\n:::\n\nThere", "There"),
        ("[here]{.content-visible when-edition=screen} and there", "and there"),
        ("| a | b |\n|---|---|\n| c | d |\n\n: Caption {#tbl-x}", "a b c d Caption"),
        ("東京\nで 2025年", "東 京 で 2025 年"),
    ],
)  # fmt: skip
def test_words_are_what_is_left_without_markup(markdown: str, words: str) -> None:
    typed = typed_words(markdown)
    assert " ".join(typed.words) == words
    assert len(typed.masked) == len(markdown)


def test_a_word_knows_its_place() -> None:
    markdown = "A *long* [walk](x.md), H~2~O"
    typed = typed_words(markdown)
    assert [markdown[place : place + 2] for place in typed.places] == ["A ", "lo", "wa", "H~"]


def test_what_may_be_printed_is_spare() -> None:
    spare = typed_words("[x]{.smallcaps} $a$ @doe2020 1. ![Alt](a.png){alt='Said'}").spare
    assert {"smallcaps", "a", "doe2020", "png", "Said"} <= set(spare)


def test_a_word_is_parted_where_its_marks_are_printed() -> None:
    assert parted_by_marks("so a*b here", 3, "ab") == ["a", "b"]
