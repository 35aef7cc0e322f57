"""Emoji, symbols, letters of mathematics and twenty scripts are set in every edition; what cannot be set is told by a check."""

from __future__ import annotations

import pypdfium2
import pytest

from report.fonts import scripts, scripts_for, unset_characters
from report.pipeline.build import build_editions
from report.pipeline.generated_report import as_text
from report.pipeline.proof import check_sources

CHARACTERS = {
    "Emoji 🎉 😀 ❤️": ["emoji"],
    "The set ℤ, a star ★, boxes ☐ ☒, 25 ℃": ["letters of mathematics"],
    "বাংলা": ["Bengali"],
    "ქართული and հայերեն": ["Armenian", "Georgian"],
    "አማርኛ": ["Ethiopic"],
    "മലയാളം": ["Malayalam"],
    "Plain words, “quoted” – and a rest → of √ signs": [],
    "Ünïcödé Ελληνικά Русский": [],
    "עברית": [],  # whose own package is installed
}
TEXT = """# Signs

Emoji 🎉 and 👍🏽 ❤️, a star ★, a box ☒, 25 ℃, the set ℤ, **bold 🎉**, `code ★`.

Bengali বাংলা ভাষা, Georgian ქართული, Armenian հայերեն, Ethiopic አማርኛ, Lao ລາວ, Sinhala සිංහල, Tamil தமிழ், Hindi हिन्दी.

![](a.svg){alt="A drawing with a star"}
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60" viewBox="0 0 200 60"><text x="10" y="30">{}</text></svg>'
NOWHERE = "\U00013000"  # a hieroglyph


@pytest.fixture(autouse=True)
def wheel():
    pytest.importorskip("manimgx_fonts")


@pytest.fixture
def without(monkeypatch):
    """Take the package away."""
    had = scripts._version
    monkeypatch.setattr(scripts, "_version", lambda package: "" if package == scripts.WHEEL else had(package))


@pytest.mark.parametrize("text", CHARACTERS)
def test_a_text_has_the_faces_that_it_needs_and_no_others(text):
    assert [script.name for script in scripts_for(text)] == CHARACTERS[text]
    assert unset_characters(text) == ""


def test_characters_of_every_script_are_set_in_every_edition(make_project, tmp_path):
    project = make_project({"10-introduction.md": TEXT, "a.svg": DRAWING.format("★ rating")})
    assert build_editions(project, project.report("brief"), ("pdf", "epub", "html"), tmp_path).findings == ()
    text = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "brief" / "brief.pdf")
    )
    for words in ("🎉", "★", "ℤ", "ქართული", "հայերեն", "አማርኛ"):
        assert words in text
    page = (tmp_path / "brief" / "brief.html").read_text(encoding="utf-8")
    for family in ("Noto Emoji", "STIX Two Math", "Noto Sans Georgian"):
        assert f'font-family: "{family}"; font-weight: 400' in page
        assert f'"{family}"' in page.rpartition("--serif:")[2].partition(";")[0]


@pytest.mark.parametrize("name", ["10-introduction.md", "a.svg", "report.yaml"])
def test_a_check_tells_of_characters_that_no_face_has_at_their_place(name, make_project):
    text = TEXT + (f"\nA sign: {NOWHERE}.\n" if name == "10-introduction.md" else "")
    drawing = DRAWING.format(NOWHERE if name == "a.svg" else "A")
    head = f"title: Short {NOWHERE if name == 'report.yaml' else ''}\ndate: 2025-07-14\nlang: en\n"
    project = make_project({"10-introduction.md": text, "a.svg": drawing, "report.yaml": head})
    (finding,) = check_sources(project, project.report("brief"))
    assert finding.code == "P102"
    assert finding.location
    assert finding.location.path == f"sources/brief/{name}"
    assert finding.location.line == {"10-introduction.md": 9, "a.svg": 0, "report.yaml": 1}[name]


def test_a_build_names_the_drawing_that_a_character_is_in(make_project, tmp_path):
    project = make_project({"10-introduction.md": TEXT, "a.svg": DRAWING.format(NOWHERE)})
    found = build_editions(project, project.report("brief"), ("pdf",), tmp_path).findings
    assert [(finding.code, finding.location and finding.location.path) for finding in found] == [
        ("P102", "sources/brief/a.svg")
    ]


@pytest.mark.usefixtures("without")
def test_without_the_package_a_check_names_it(make_project):
    project = make_project({"10-introduction.md": "# One\n\nApples are red 🎉.\n"})
    (finding,) = check_sources(project, project.report("brief"))
    assert (finding.code, finding.location and finding.location.line) == ("P102", 3)
    assert scripts.WHEEL in finding.help


def test_reports_of_the_tool_name_what_may_have_no_face_by_its_number():
    assert as_text(f"figures/🎉.svg {NOWHERE}") == r"figures\/U\+1F389\.svg U\+13000"
