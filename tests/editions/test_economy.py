"""The economical impression: links as notes, and nothing tinted."""

from __future__ import annotations

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.checks.pdf_profiles import check_pdf_profiles
from report.editions.pdf.edition import bare_address, letter_of
from report.press.reading import read_marks
from tests.common import apply
from tests.press.press_files import YEARBOOK, bound, opened

TEXT = """# A

A [first link](https://example.org/one), a [second](https://example.org/two/), the [first again](https://example.org/one),
<https://example.org/three>, and [example.org/four](https://www.example.org/four). A note.[^1]

- In a list, [a third](http://example.org/five).

| A |
|---|
| [In a table](https://example.org/six) |

[^1]: With [a link](https://example.org/seven).
"""


def words(data):
    document = pypdfium2.PdfDocument(data)
    text = document[0].get_textpage().get_text_range()
    document.close()
    return " ".join(text.split())


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    root = tmp_path_factory.mktemp("economy")
    folder = root / "sources" / "brief"
    folder.mkdir(parents=True)
    (folder / "report.yaml").write_text("title: A short report\ndate: 2025-07-14\nlang: en\n")
    (folder / "10-introduction.md").write_text(TEXT)
    return bound((root, "brief"), 0.0, economy=True)


def test_an_address_stands_at_the_foot_once_and_with_a_letter(pages):
    text = words(pages.pdf)
    assert "A first linka, a secondb, the first againa," in text.replace(" ,", ",")
    assert [text.count(f"example.org/{name}") for name in ("one", "two", "five")] == [1, 1, 1]
    assert "ahttps://example.org/one" in text.replace(" ", "")


def test_what_is_an_address_already_is_left_alone_and_in_tables_and_notes_it_stands_in_brackets(pages):
    text = words(pages.pdf)
    assert [text.count(f"example.org/{name}") for name in ("three", "four")] == [1, 1]
    assert "In a table (example.org/six)" in text
    assert "With a link (example.org/seven)." in text


def test_the_notes_of_the_text_keep_their_numbers(pages):
    assert "A note.1" in words(pages.pdf)


def test_it_is_as_valid_as_any_other(pages, tmp_path):
    assert pages.findings == ()
    (tmp_path / "economy.pdf").write_bytes(pages.pdf)
    assert apply(check_pdf_profiles, tmp_path / "economy.pdf") == ()


def tinted(data):
    with opened(data) as pdf:
        marks = [mark for page in pdf.pages for mark in read_marks(page.obj)]
    return {
        mark.colour for mark in marks if mark.kind == "fill" and mark.space == "DeviceRGB" and min(mark.colour) > 0.9
    }


@pytest.mark.slow
def test_nothing_is_tinted_and_the_cover_has_no_picture():
    plain, saving = bound(YEARBOOK, 0.0), bound(YEARBOOK, 0.0, economy=True)
    assert (0.933333, 0.952941, 0.964706) in tinted(plain.pdf)
    assert tinted(saving.pdf) <= {(1.0, 1.0, 1.0), (0.933333, 0.952941, 0.964706)}  # which a drawing has of its own
    assert (0.984314, 0.945098, 0.92549) not in tinted(saving.pdf)
    with opened(saving.pdf) as pdf:
        assert not [mark for mark in read_marks(pdf.pages[0].obj) if mark.kind == "picture"]
        assert len([mark for mark in read_marks(pdf.pages[0].obj) if mark.kind == "fill"]) < 10


@settings(deadline=None)
@given(st.integers(0, 5000), st.integers(0, 5000))
def test_no_two_addresses_have_the_same_letters(one, other):
    assert (letter_of(one) == letter_of(other)) == (one == other)


@pytest.mark.parametrize("address", ["https://www.example.org/", "http://example.org", "example.org"])
def test_an_address_is_the_same_however_it_is_written(address):
    assert bare_address(address) == "example.org"
