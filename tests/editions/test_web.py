"""The web page: the fonts that it brings along, and the notes beside its text."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from report.pipeline.build import build_editions
from tests.common import HEAD

if TYPE_CHECKING:
    from pathlib import Path

    from report.read.project import Project

FACE = re.compile(r'@font-face \{ font-family: "([^"]+)"; font-weight: (\d+); font-style: (\w+);[^}]*base64,([^"]+)"\)')
TEXT = """# One

Words *in italic*, **in bold**,[^a] and `code`.[^list]

| A[^b] | B |
|-------|---|
| 1     | 2 |

[^a]: A note with a [link](https://example.org) and *words*.
[^b]: A note in a table.
[^list]: A note with a list:

    - one
"""


def page_of(project: Project, tmp_path: Path) -> str:
    slug = project.reports()[0].slug
    build_editions(project, project.report(slug), ("html",), tmp_path)
    return (tmp_path / slug / f"{slug}.html").read_text(encoding="utf-8")


def faces_in(page: str) -> dict[tuple[str, int, str], set[int]]:
    """Return the characters of each face that a page brings along."""
    found = {}
    for family, weight, style, data in FACE.findall(page):
        font = TTFont(BytesIO(base64.b64decode(data)))
        assert font.flavor == "woff"
        found[family, int(weight), style] = set(font.getBestCmap())
    return found


@pytest.mark.parametrize(
    ("sample", "family"),
    [("french", "Source Serif 4"), ("arabic", "IBM Plex Sans Arabic"), ("japanese", "Noto Sans CJK")],
)
def test_a_page_brings_every_character_that_it_shows(sample, family, built):
    page = (built(sample) / f"{sample}.html").read_text(encoding="utf-8")
    body = etree.HTML(page.encode()).find("body")
    shown = {
        ord(character)
        for text in body.itertext()
        for character in text
        if character.isprintable() and character.strip()
    }
    faces = faces_in(page)
    assert any(name == family for name, _, _ in faces)
    assert shown - set().union(*faces.values()) == set()


def test_a_page_brings_only_the_faces_that_it_needs(make_project, tmp_path):
    plain = set(faces_in(page_of(make_project(), tmp_path / "plain")))
    rich = set(faces_in(page_of(make_project({"10-introduction.md": TEXT}), tmp_path / "rich")))
    assert rich - plain == {("JetBrains Mono", 400, "normal")}
    assert len(page_of(make_project(), tmp_path / "again")) < 200_000


def test_a_note_stands_beside_its_call_for_the_eye_alone(make_project, tmp_path):
    body = etree.HTML(page_of(make_project({"report.yaml": HEAD, "10-introduction.md": TEXT}), tmp_path).encode()).find(
        "body"
    )
    (beside,) = body.iterfind(".//span[@class='sidenote']")  # one in a table, and one with a list, are left at the end
    assert beside.get("aria-hidden") == "true"
    assert beside.getprevious().get("role") == "doc-noteref"
    assert " ".join("".join(beside.itertext()).split()) == "1 A note with a link and words."
    assert not beside.xpath(".//a|.//p|.//*[@id]|.//*[@role]")
    assert len(body.findall(".//section[@id='notes']/ol/li")) == 3
    identifiers = [element.get("id") for element in body.iter() if element.get("id")]
    assert len(identifiers) == len(set(identifiers))
