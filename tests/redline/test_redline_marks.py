"""The comparison: every kind of edit has its marks, and either version can be had again from the marked one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.model.master import DELETED, INSERTED, MOVED
from report.read.pandoc import read_markdown
from report.read.register import make_register
from report.redline.align import ChangeKind, align
from report.redline.blocks import both_of, compare_blocks
from report.redline.marks import AMENDED, CODE, accepted, mark_of, names_of, rejected
from report.redline.reading import Reader, compared_text, shared_words, words_of
from report.redline.setting import Setter, newer
from report.redline.words import redline_words

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = "| Land | Men |\n|:-----|----:|\n| Mali | 12 |\n| Peru | 30 |\n| Chad | 41 |\n\n: Men by land. {#tbl-men}\n"
LISTING = "``` python\none = 1\ntwo = 2\nreturn one\n```\n"
LONG = "The quick brown fox jumps over the lazy dog near the river."
OTHER = "Twelve ministers signed the treaty after a long night of talks."
THIRD = "Nobody expected prices to fall before the end of the year."

EDITS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a word": (LONG, LONG.replace("quick", "slow"), ("[-quick-]{+slow+}",)),
    "a word more": (LONG, LONG.replace("lazy ", "lazy old "), ("{+old +}",)),
    "a word less": (LONG, LONG.replace("lazy ", ""), ("[-lazy -]",)),
    "two words in a row": (LONG, LONG.replace("quick brown", "slow red"), ("[-quick brown-]{+slow red+}",)),
    "a stop": (LONG, LONG.replace(".", "!"), ("[-.-]{+!+}",)),
    "a comma": (LONG, LONG.replace("fox", "fox,"), ("{+,+}",)),
    "a number": ("In all 1,550 men of 12 states came.", "In all 1,650 men of 12 states came.", ("[-1,550-]{+1,650+}",)),
    "a share": ("It rose by 2.5% in the year after that.", "It rose by 2.75% in the year after that.", ("[-2.5%-]{+2.75%+}",)),
    "emphasis": (LONG, LONG.replace("fox", "*fox*"), ("[-fox-]{+fox+}",)),
    "emphasis made strong": (LONG.replace("fox", "*fox*"), LONG.replace("fox", "**fox**"), ("[-fox-]{+fox+}",)),
    "a word within emphasis": ("It is *a very old story* they say.", "It is *a very new story* they say.", ("a very [-old-]{+new+} story",)),
    "the words of a link": ("See [the old text](https://a.example/) for it.", "See [the new text](https://a.example/) for it.", ("the [-old-]{+new+} text",)),
    "the target of a link": ("See [the text](https://a.example/) for it.", "See [the text](https://b.example/) for it.", ("[-the text-]{+the text+}",)),
    "code in a line": (LONG.replace("fox", "`fox`"), LONG.replace("fox", "`cat`"), ("[-fox-]{+cat+}",)),
    "code with a name": (LONG.replace("fox", "`fox`{#code-fox}"), LONG.replace("fox", "cat"), ("[-fox-]{+cat+}",)),
    "words with a name": (LONG.replace("fox", "[fox]{#the-fox}"), LONG.replace("fox", "cat"), ("[-fox-]{+cat+}",)),
    "a formula": ("The sum $a+b$ is known to all men.", "The sum $a-b$ is known to all men.", ("[-a+b-]{+a-b+}",)),
    "a numbered equation": ("It holds that\n$$a+b$$ {#eq-sum}\nfor all of them.", "It holds that\n$$a-b$$ {#eq-sum}\nfor all of them.", ("[-a+b {#eq-sum}-]{+a-b {#eq-sum}+}",)),
    "a quotation's words": ('He said "we will not go" and left.', 'He said "we will go" and left.', ("[-not -]",)),
    "a subscript": ("The share of CO~2~ rose again in May.", "The share of CO~3~ rose again in May.", ("[-2-]{+3+}",)),
    "a tag": ("Press <kbd>Enter</kbd> to go on from here.", "Press <kbd>Return</kbd> to go on from here.", ("[-Enter-]{+Return+}",)),
    "the text of a note": ("A claim.[^a]\n\n[^a]: The old source of it.", "A claim.[^a]\n\n[^a]: The new source of it.", ("The [-old-]{+new+} source",)),
    "a note more": ("A claim that is made here.", "A claim that is made here.^[A source.]", ("{+A source.+}",)),
    "a note less": ("A claim that is made here.^[A source.]", "A claim that is made here.", ("[-A source.-]",)),
    "a citation more": ("A claim that is made here.", "A claim that is made here [@lee2025].", ("{+ [@lee2025]+}",)),
    "another page of a citation": ("A claim is made here [@lee2025, p. 1].", "A claim is made here [@lee2025, p. 2].", ("[-[@lee2025, p. 1]-]{+[@lee2025, p. 2]+}",)),
    "a cross-reference": ("As @fig-map shows, all is well.", "As @fig-plan shows, all is well.", ("[-@fig-map-]{+@fig-plan+}",)),
    "a paragraph more": (LONG, f"{LONG}\n\n{OTHER}", (f"{{+{OTHER}+}}",)),
    "a paragraph less": (f"{LONG}\n\n{OTHER}", LONG, (f"[-{OTHER}-]",)),
    "a paragraph in the place of another": (f"{LONG}\n\n{THIRD}", f"{OTHER}\n\n{THIRD}", (f"[-{LONG}-]", f"{{+{OTHER}+}}")),
    "a paragraph moved": (f"{LONG}\n\n{OTHER}\n\n{THIRD}", f"{OTHER}\n\n{THIRD}\n\n{LONG}", (f"«-{LONG}-»", f"«+{LONG}+»")),
    "an item more": ("- one thing\n- two things", "- one thing\n- six pence\n- two things", ("{+six pence+}",)),
    "an item less": ("- one thing\n- six pence\n- two things", "- one thing\n- two things", ("[-six pence-]",)),
    "an item moved": ("- the first of all\n- the second one\n- a third item", "- the second one\n- a third item\n- the first of all", ("«-the first of all-»", "«+the first of all+»")),
    "a word in an item": ("1. go up the hill\n2. come down again", "1. go up the road\n2. come down again", ("[-hill-]{+road+}",)),
    "an item of a list in a list": ("- top\n  - deep down\n  - deeper still", "- top\n  - deep down\n  - lowest of all\n  - deeper still", ("{+lowest of all+}",)),
    "a list that begins elsewhere": ("1. one\n2. two", "4. one\n5. two", ("[-one", "{+one")),
    "a heading retitled": (f"# The old way\n\n{LONG}", f"# The new way\n\n{LONG}", ("The [-old-]{+new+} way",)),
    "a heading new in every word": (f"# Outlook\n\n{LONG}", f"# Prospects\n\n{LONG}", ("[-Outlook-]{+Prospects+}",)),
    "a heading of another level": (f"# A\n\n## Deep\n\n{LONG}", f"# A\n\n### Deep\n\n{LONG}", ("[-Deep-]", "{+Deep+}")),
    "a section more": (f"# A\n\n{LONG}", f"# A\n\n{LONG}\n\n# B\n\n{OTHER}", ("{+B+}", f"{{+{OTHER}+}}")),
    "a section less": (f"# A\n\n{LONG}\n\n# B\n\n{OTHER}", f"# A\n\n{LONG}", ("[-B-]", f"[-{OTHER}-]")),
    "a section moved": (f"# Aims of it all\n\n{LONG}\n\n# Bounds of it all\n\n{OTHER}\n\n{THIRD}", f"# Bounds of it all\n\n{OTHER}\n\n{THIRD}\n\n# Aims of it all\n\n{LONG}", ("«-Aims of it all-»", f"«+{LONG}+»")),
    "a cell": (TABLE, TABLE.replace("12", "13"), ("[-12-]{+13+}",)),
    "a row more": (TABLE, TABLE.replace("| Peru", "| Cuba | 7 |\n| Peru"), ("{+Cuba7+}",)),
    "a row less": (TABLE, TABLE.replace("| Peru | 30 |\n", ""), ("[-Peru30-]",)),
    "a column more": (TABLE, "| Land | Men | Year |\n|:-----|----:|:---|\n| Mali | 12 | 1999 |\n| Peru | 30 | 2001 |\n| Chad | 41 | 2002 |\n\n: Men by land. {#tbl-men}\n", ("{+Year+}", "{+1999+}")),
    "a column less": ("| A | B | C |\n|---|---|---|\n| one | two | six |\n| ten | red | old |\n", "| A | C |\n|---|---|\n| one | six |\n| ten | old |\n", ("[-B-]", "[-two-]", "[-red-]")),
    "a table's head": (TABLE, TABLE.replace("Men |", "Soldiers |"), ("[-Men-]{+Soldiers+}",)),
    "a table's caption": (TABLE, TABLE.replace("by land", "by state"), ("[-land-]{+state+}",)),
    "a figure's caption": ('![A map of old towns.](m.svg){#fig-m alt="Map"}', '![A map of new towns.](m.svg){#fig-m alt="Map"}', ("[-old-]{+new+}",)),
    "a figure's picture": ('![A map of towns.](m.svg){#fig-m alt="Map"}', '![A map of towns.](n.svg){#fig-m alt="Map"}', ("[-m.svg-]{+n.svg+}",)),
    "an alternative text": ('![A map of towns.](m.svg){#fig-m alt="Map"}', '![A map of towns.](m.svg){#fig-m alt="Chart"}', ("amended",)),
    "a figure more": (LONG, f'{LONG}\n\n![A map.](m.svg){{#fig-m alt="Map"}}', ("{+A map.m.svg+}",)),
    "a line of code": (LISTING, LISTING.replace("two = 2", "two = 3"), ("[-two = 2-]", "{+two = 3+}")),
    "a line of code more": (LISTING, LISTING.replace("return", "three = 3\nreturn"), ("{+three = 3+}",)),
    "a listing's language": (LISTING, LISTING.replace("python", "ruby"), ("[-one = 1", "{+one = 1")),
    "a quotation": (f"> {LONG}\n", f"> {LONG.replace('lazy', 'sleepy')}\n", ("[-lazy-]{+sleepy+}",)),
    "a call-out": (f"::: {{.callout-note}}\n{LONG}\n:::", f"::: {{.callout-note}}\n{LONG.replace('fox', 'wolf')}\n:::", ("[-fox-]{+wolf+}",)),
    "a call-out of another kind": (f"::: {{.callout-note}}\n{LONG}\n:::", f"::: {{.callout-tip}}\n{LONG}\n:::", (f"[-{LONG}-]", f"{{+{LONG}+}}")),
    "a definition": ("Fox\n:   a quick brown animal of the woods\n", "Fox\n:   a slow brown animal of the woods\n", ("[-quick-]{+slow+}",)),
    "a definition more": ("Fox\n:   a quick animal\n", "Fox\n:   a quick animal\n\nDog\n:   a lazy one\n", ("{+Dog+}", "{+a lazy one+}")),
    "a line of verse": ("| The old men say\n| that all is well", "| The wise men say\n| that all is well", ("[-old-]{+wise+}",)),
    "a rule": (f"{LONG}\n\n{OTHER}", f"{LONG}\n\n* * *\n\n{OTHER}", ("{++}",)),
    "a page break": (f"{LONG}\n\n{OTHER}", f"{LONG}\n\n::: {{.page-break}}\n:::\n\n{OTHER}", ("{++}",)),
    "an aside": (f"{LONG}\n\n{OTHER}", f"{LONG}\n\n::: {{.aside}}\nBeside it.\n:::\n\n{OTHER}", ("{+Beside it.+}",)),
}  # fmt: skip


class Strict(Reader):
    """Knows a picture by all that is said of it."""

    def _picture(self, image: Any) -> Any:
        return ["Image", self._plain(image.array)]


def plain(value: Any) -> str:
    return Strict().signature(value)


@cache
def parsed() -> list[tuple[Any, ...]]:
    return [one.blocks for one in read_markdown([text for old, new, _ in EDITS.values() for text in (old, new)])]


def versions(name: str) -> tuple[list[Any], list[Any]]:
    place = 2 * list(EDITS).index(name)
    return list(parsed()[place]), list(parsed()[place + 1])


def marked(old: Any, new: Any) -> list[Any]:
    return compare_blocks(old, new, both_of(Reader(), Reader()))


def shown(value: Any) -> str:
    """Write what is marked as people write it: `[-deleted-]`, `{+inserted+}`, and `«` for what has moved."""
    if isinstance(value, list):
        inner = "".join(shown(part) for part in value)
        return signed(mark_of(value), inner, "") if mark_of(value) else inner
    if not isinstance(value, dict):
        return ""
    content: Any = value.get("c")
    if mark := mark_of(value):
        return signed(mark, shown(content[1]), MOVED if MOVED in names_of(value) else "")
    if AMENDED in names_of(value):
        return "amended"
    return LEAVES[value["t"]](content) if value["t"] in LEAVES else shown(content)


def signed(mark: str, inner: str, moved: str) -> str:
    opening, closing = ("«", "»") if moved else ("{", "}") if mark == INSERTED else ("[", "]")
    sign = "+" if mark == INSERTED else "-"
    return f"{opening}{sign}{inner}{sign}{closing}"


LEAVES: dict[str, Callable[[Any], str]] = {
    "Str": str,
    "Space": lambda _: " ",
    "SoftBreak": lambda _: " ",
    "Code": lambda content: content[1],
    "Math": lambda content: content[1],
    "CodeBlock": lambda content: content[1],
    "Image": lambda content: content[2][0],
    "Cite": lambda content: shown(content[1]),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_has_its_marks(name):
    old, new = versions(name)
    text = shown(marked(old, new))
    for expected in EDITS[name][2]:
        assert expected in text


@pytest.mark.parametrize("name", EDITS)
def test_both_versions_can_be_had_again(name):
    for old, new in (versions(name), versions(name)[::-1]):
        both = marked(old, new)
        assert plain(accepted(both)) == plain(new)
        assert plain(rejected(both)) == plain(old)


def test_what_is_the_same_has_no_marks():
    for name in EDITS:
        old, _ = versions(name)
        text = shown(marked(old, old))
        assert not any(sign in text for sign in ("{+", "[-", "«", "amended"))


def test_what_is_not_edited_stays_out_of_the_marks():
    old, new = versions("a cell")
    text = shown(marked(old, new))
    assert text.replace("[-12-]{+13+}", "12") == shown(old)


def test_a_listing_keeps_its_lines_in_pieces():
    old, new = versions("a line of code")
    (listing,) = marked(old, new)
    assert CODE in names_of(listing)
    assert [mark_of(piece) for piece in listing["c"][1]] == ["", DELETED, INSERTED, ""]


class AsWritten:
    """Takes what is deleted as it was written."""

    def citation(self, element: Any) -> Any:
        return element["c"][1]

    def file(self, name: str) -> str:
        return f"former/{name}"

    picture = file


def settled(blocks: Any) -> list[Any]:
    former: Any = AsWritten()
    return Setter(former, redline_words("en"), "en").blocks(blocks)


SAID = {"a page break", "a rule", "an alternative text"}  # in words
LINES = {"a line of code", "a listing's language"}  # which are listings of their own


@pytest.mark.parametrize("name", sorted(EDITS.keys() - SAID - LINES))
def test_what_is_set_reads_without_its_deletions_as_the_newer_version_does(name):
    old, new = versions(name)
    assert letters(newer(settled(marked(old, new)))) == letters(new)


def letters(value: Any) -> str:
    return "".join(compared_text(value).split())


@pytest.mark.parametrize("name", EDITS)
def test_what_is_deleted_has_no_name_and_no_number_when_it_is_set(name):
    old, new = versions(name)
    names = lambda value: {mark.identifier for mark in make_register(value).marks if mark.kind != "sec"}  # noqa: E731
    assert names(settled(marked(old, new))) == names(new)
    register = make_register(settled(marked(old, [])))
    assert register.marks == ()
    assert (register.cites, register.crossings, register.links) == ((), (), ())
    assert register.notes == 0


def test_headings_are_titled_as_in_the_newer_version():
    old, new = versions("a heading retitled")
    assert [mark.title for mark in make_register(newer(settled(marked(old, new)))).marks] == ["The new way"]


WORDS = st.sampled_from("the a fox dog runs sleeps 12 3.5% well, once. river hill old new".split())
STYLED = st.sampled_from(
    ["*{}*", "**{}**", "`{}`", "[{}](https://a.example/)", "[{}](#sec-a)", "^[{}]", "{}", "{}", "{}", "$x$ {}"]
)
PHRASE = st.builds(lambda style, words: style.format(" ".join(words)), STYLED, st.lists(WORDS, min_size=1, max_size=4))
TEXT = st.lists(PHRASE, min_size=1, max_size=5).map(" ".join)
ITEMS = st.lists(TEXT, min_size=1, max_size=4)


def listed(items: list[str], sign: str) -> str:
    return "\n".join(f"{sign} {item}" for item in items)


def tabled(cells: list[list[str]]) -> str:
    width = max(len(row) for row in cells)
    rows = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in cells]
    return "\n".join([rows[0], "|" + "---|" * width, *rows[1:]])


BLOCK = st.one_of(
    TEXT,
    TEXT.map("# {}".format),
    TEXT.map("> {}".format),
    ITEMS.map(lambda items: listed(items, "-")),
    ITEMS.map(lambda items: listed(items, "1.")),
    st.lists(st.lists(TEXT, min_size=1, max_size=3), min_size=2, max_size=4).map(tabled),
    ITEMS.map(lambda lines: "```\n" + "\n".join(lines) + "\n```"),
    TEXT.map("::: {{.callout-note}}\n{}\n:::".format),
    TEXT.map(lambda text: f'![{text}](m.svg){{alt="{text[:3].strip("*`[^$")}"}}'),
    st.tuples(TEXT, TEXT).map(lambda pair: f"Term\n:   {pair[0]}\n:   {pair[1]}"),
    TEXT.map("| {}\n| and more".format),
)
DOCUMENT = st.lists(BLOCK, min_size=1, max_size=6)


@st.composite
def pairs_of_versions(draw: Any) -> tuple[str, str]:
    """Draw a document, and another that shares some of its blocks in some order."""
    old = draw(DOCUMENT)
    new = draw(st.permutations(old).flatmap(lambda blocks: st.lists(st.sampled_from(blocks), max_size=5)))
    return "\n\n".join(old), "\n\n".join([*new, *draw(DOCUMENT)])


@pytest.mark.slow
@settings(max_examples=25, deadline=None)  # each runs pandoc
@given(pairs=st.lists(pairs_of_versions(), min_size=8, max_size=8))
def test_either_version_comes_back_whole(pairs):
    blocks = [list(one.blocks) for one in read_markdown([text for pair in pairs for text in pair])]
    for old, new in zip(blocks[::2], blocks[1::2], strict=True):
        both = marked(old, new)
        assert plain(accepted(both)) == plain(new)
        assert plain(rejected(both)) == plain(old)


@given(old=st.lists(st.integers(0, 8)), new=st.lists(st.integers(0, 8)))
def test_an_alignment_holds_every_element_once_and_in_order(old, new):
    pairs = align(
        [str(one) for one in old], [str(one) for one in new], lambda x, y: 0.5 if old[x] % 3 == new[y] % 3 else 0.0
    )
    assert [x for _, x, _ in pairs if x >= 0] == list(range(len(old)))
    assert [y for _, _, y in pairs if y >= 0] == list(range(len(new)))
    assert all(old[x] == new[y] for kind, x, y in pairs if kind is ChangeKind.SAME)


def test_words_in_common_make_texts_alike():
    assert shared_words(words_of([{"t": "Str", "c": "one"}]), words_of([{"t": "Str", "c": "one"}])) == 1
    assert shared_words(words_of([]), words_of([])) == 0


def test_cells_are_read_with_a_space_between_them():
    old, _ = versions("a cell")
    assert "Mali 12 Peru 30" in compared_text(old)
