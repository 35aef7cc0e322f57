"""The lints of good practice: what they let pass, beside what the samples show them to find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from report.model.locales import is_language
from report.pipeline.proof import check_sources
from report.resolve.lints.references import read_keys
from report.themes.colours import contrast
from report.themes.theme import find_theme, measure_of, themes
from tests.common import HEAD, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from report.read.project import Project

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


@pytest.fixture
def told(make_project: Callable[..., Project]) -> Callable[..., list[str]]:
    def check(text: str, head: str = HEAD, **more: str | bytes) -> list[str]:
        files = {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}
        project = make_project({"report.yaml": head, "10-introduction.md": f"# One\n\n{text}\n", **files})
        return [str(finding).partition("\n")[0] for finding in check_sources(project, project.report("brief"))]

    return check


@pytest.mark.parametrize(
    "alt",
    [
        "Step chart of the number of members",
        "A diagram read from left to right",
        "Charts of three kinds",
        "A grey ramp that fades",
        "Photographers wait at the gate",
        "Gráfico de barras: tres países",
        "Logotype of the bank, a blue bear",
        "map.svg is written on a door",
        "x" * 300,
    ],
)
def test_an_alternative_text_that_says_something_passes(alt: str, told: Callable[..., list[str]]) -> None:
    assert told(f'![A caption.](a.svg){{alt="{alt}"}}', a_svg=SVG) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "\"smart 'quotes'\" and it's, rock 'n' roll, the ’90s, '90s, “typed ‘marks’ too”."),
        ("en", "“one *emphasised*” (“in brackets”), “[linked](https://example.org/)”—“dash”, ‘in 2025’, “in 2025”."),
        ("en", "He said, “It’s the students’ book.” ‘Yes.’ Ka‘ba, Shi‘a, rub‘ al-Khali."),
        ("en", "`it's \"code\"` and $f''(x)$, $\"a\"$, [x](https://example.org/?q='').\n\n```\n''a'' \"b\"\n```"),
        ("en", "An “opening with a note”[^a] and “more”.\n\n[^a]: A “note”."),
        ("de", "„Wort“, ‚Wort‘, »Wort«, «Wort», und „ein [“word”]{lang=en}“."),
        ("fr", "« mot », «\u202fmot\u202f», “mot”, l’eau, aujourd’hui."),
        ("sv", "”ord” och ’ord’ och »ord»."),
        ("fi", "”sana”n ja ’sana’."),
        ("da", "»ord« og ”ord”."),
        ("ja", "「言葉」と“言葉”。"),
        ("ru", "«слово» и „слово“."),
        ("pl", "„słowo” i «słowo»."),
        ("es", "«palabra», “palabra” y ‘palabra’."),
    ],
)
def test_marks_that_are_right_in_their_language_pass(lang: str, text: str, told: Callable[..., list[str]]) -> None:
    assert told(text, HEAD.replace("lang: en", f"lang: {lang}")) == []


def test_two_apostrophes_in_yaml_are_one(told: Callable[..., list[str]]) -> None:
    assert told("Text.", HEAD + "summary: 'it''s fine'\nkey-points: ['it''s ''fine''']\n") == []


@pytest.mark.parametrize(("width", "found"), [("width=50mm", 0), ("width=2in", 0), ("width=51mm", 1), ("width=60%", 1)])
def test_a_picture_is_measured_as_it_is_printed(width: str, found: int, told: Callable[..., list[str]]) -> None:
    data = (SAMPLES / "findings/S229-too-few-pixels/sources/brief/a.png").read_bytes()
    assert len(told(f'![A caption.](a.png){{alt="A field" {width}}}', a_png=data)) == found


def test_a_table_with_one_cell_in_its_head_has_a_head(told: Callable[..., list[str]]) -> None:
    assert told("|   | 2025 |\n|---|------|\n| Rice | 1 |") == []


def test_a_file_of_references_that_reports_share_may_hold_more(
    make_project: Callable[..., Project], told: Callable[..., list[str]]
) -> None:
    shared = make_project().sources / "_shared" / "refs.bib"
    shared.parent.mkdir()
    shared.write_text("@book{a, title = {A}}\n@book{b, title = {B}}\n")
    assert told("Cited [@a].", HEAD + "bibliography: _shared/refs.bib\n") == []


def test_a_date_ahead_of_its_day_passes_under_an_embargo(
    told: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    head = HEAD.replace("2025-07-14", "2025-07-16")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1752537600")  # 15 July 2025
    assert told("Text.", head) == ["sources/brief/report.yaml:2:1: warning S233: the date 2025-07-16 is in the future"]
    assert told("Text.", head + "embargo-until: 2025-07-16T06:00:00+08:00\n") == []
    assert len(told("Text.", head + "embargo-until: 2025-07-14T06:00:00+08:00\n")) == 1
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1752700000")
    assert told("Text.", head) == []


@pytest.mark.parametrize("tag", ["en-GB", "grc", "zh-Hant-TW", "tlh", "und", "iw", "ff-Latn-SN", "yue"])
def test_a_language_that_somebody_speaks_is_known(tag: str) -> None:
    assert is_language(tag)


def test_keys_are_read_however_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text("% @book{not, x}\n@Book {one ,\n title = {see @two, or not}}\n@misc{two:b+c, title={x}}\n")
    assert read_keys(path) == {"one": (2, 8), "two:b+c": (4, 7)}
    broken = tmp_path / "a.json"
    broken.write_text("[{")
    assert read_keys(broken) == {}
    (tmp_path / "a.ris").write_text("TY  - BOOK\nID  - one\n")
    assert read_keys(tmp_path / "a.ris") == {}


def test_every_theme_says_how_wide_its_text_is() -> None:
    root = SAMPLES / "minimal"
    found = {name: measure_of(find_theme(root, name), "A4") for name in themes(root)}
    assert found == {"briefing": 124.0, "letter": 140.0, "report": 128.0}
    assert measure_of(find_theme(root, "report"), "A5") == 114.0


def test_contrast_is_that_of_the_guidelines() -> None:
    assert round(contrast("#000", "#ffffff"), 2) == 21
    assert round(contrast("#767676", "#fff"), 2) == 4.54
