"""The fonts of a web page: which forms of letters it brings, a face for formulas, and those of its drawings."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from report.editions.web.edition import bring_fonts
from report.fonts import face_path
from report.pipeline.build import build_editions
from tests.common import HEAD

if TYPE_CHECKING:
    from pathlib import Path

RULE = re.compile(
    r'@font-face \{ font-family: "([^"]+)"; font-weight: (\d+); font-style: (\w+);[^}]*base64,([^"]+)"\) format\("woff"\) \}'
)
DRAWING = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' font-family=\"'Source Sans 3', Helvetica\">"
    "<title>Never drawn: Q</title><text font-weight='600'>A &amp; b</text></svg>"
)


@pytest.fixture
def page(make_project, tmp_path: Path):
    """Build a web page of a section and return its text."""

    def make(text: str, head: str = HEAD) -> str:
        project = make_project({"report.yaml": head, "10-introduction.md": text})
        build_editions(project, project.report("brief"), ("html",), tmp_path)
        return (tmp_path / "brief" / "brief.html").read_text(encoding="utf-8")

    return make


def faces(text: str) -> dict[tuple[str, str, str], TTFont]:
    return {
        (family, weight, style): TTFont(BytesIO(base64.b64decode(data)))
        for family, weight, style, data in RULE.findall(text)
    }


def features(font: TTFont) -> set[str]:
    return {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


def test_small_capitals_are_brought_where_the_page_has_some(page):
    serif = ("Source Serif 4", "400", "normal")
    plain = features(faces(page("# One\n\nAbc 12.\n"))[serif])
    assert {"onum", "lnum"} <= plain
    assert not plain & {"smcp", "c2sc", "frac"}
    assert "smcp" in features(faces(page("# One\n\n[Abc]{.smallcaps} 12.\n"))[serif])


def test_formulas_bring_their_face_with_sloped_letters_and_the_sign_of_the_root(page):
    font = faces(page("# One\n\nSo $h = \\sqrt{x}$.\n"))["STIX Two Math", "400", "normal"]
    assert {0x210E, 0x1D465, ord("√"), ord("=")} <= set(font.getBestCmap())
    assert "MATH" in font


def test_a_page_in_japanese_brings_no_serifs_that_it_never_shows(page):
    families = {family for family, _, _ in faces(page("# 一\n\n文です。\n", HEAD.replace("en", "ja")))}
    assert families == {"Source Sans 3", "Noto Sans CJK"}


@pytest.mark.parametrize(
    "text", ["# One[^a]\n\nText.\n", "# One\n\n> Said.[^a]\n", "# One\n\n| A[^a] |\n|---|\n| b |\n"]
)
def test_a_note_that_is_called_where_nothing_may_stand_beside_is_in_the_list_alone(text, page):
    root = etree.HTML(page(text + "\n[^a]: A note.\n"))
    assert root.xpath("//section[@id='notes']/ol/li")
    assert root.xpath("//span[@class='sidenote']") == []


def test_a_drawing_brings_the_faces_that_its_text_names_and_no_more_letters():
    found = faces(bring_fonts(DRAWING.encode()).decode())
    assert list(found) == [("Source Sans 3", "400", "normal"), ("Source Sans 3", "600", "normal")]
    assert set(found["Source Sans 3", "600", "normal"].getBestCmap()) == set(map(ord, "A &b"))
    etree.fromstring(bring_fonts(DRAWING.encode()))


@pytest.mark.parametrize(
    "drawing", [b"<svg/>", b"<svg><path/></svg>", b"<svg font-family='Nonesuch'><text>A</text></svg>", b"\xff\xfe<"]
)
def test_a_drawing_without_text_in_our_faces_is_left_as_it_is(drawing):
    assert bring_fonts(drawing) == drawing


def test_a_face_that_a_theme_brings_is_in_the_page(make_project, tmp_path):
    """Also where its family is named in the last declaration of a rule, which needs no semicolon."""
    head = "title: T\ndate: 2025-07-14\nlang: en\ntheme: house\n"
    project = make_project({"report.yaml": head})
    folder = project.root / "styles" / "house"
    folder.mkdir(parents=True)
    (folder / "theme.toml").write_text('description = "A theme."\n', encoding="utf-8")
    face = '@font-face { font-family: "House"; src: url("house.ttf") }\n:root { --serif: "House", serif }\n'
    (folder / "tokens.css").write_text(f'@import "base/tokens.css";\n{face}', encoding="utf-8")
    (folder / "house.ttf").write_bytes(face_path("Source Sans 3").read_bytes())
    assert build_editions(project, project.report("brief"), ("pdf", "html"), tmp_path / "out").findings == ()
    page = (tmp_path / "out" / "brief" / "brief.html").read_text(encoding="utf-8")
    assert '@font-face { font-family: "House"; src: url("data:font/ttf;base64,' in page
    assert 'url("house.ttf")' not in page
    assert page.count('--serif: "House"') == page.count('--serif: "House", serif , "IBM Plex Sans Arabic"') > 0
