"""Evidence: what a full check of a build writes, and findings in files led back to the sources they come from."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from click.testing import CliRunner

from report.checks import CHECKS, Check, tools
from report.checks.book import check_book
from report.checks.parity.check import check_parity
from report.checks.pdf_profiles import check_pdf_profiles
from report.cli.main import cli
from report.model.errors import ToolMissing
from report.model.findings import About, Finding, Location
from report.pipeline.build import build_editions
from report.pipeline.evidence.evidence import Evidence, Examination, check_again, write_evidence
from report.pipeline.evidence.pages import write_evidence_pages
from report.pipeline.source_places import traced
from tests.common import HEAD, apply, there

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("pdf", "epub", "html")
RECORD = {"report": "brief", "title": 'A "short" report: 100 % * true', "version": "1.0", "date": "2025-07-14"}
TEXT = """# Introduction

A sentence that nobody has written before.

| Places | Count |
|:-------|------:|
| Here   |     1 |

: Counts {#tbl-counts}

![A map of the three rivers](map.png){#fig-map alt="A map of the three rivers and their towns"}

The counts are those of @tbl-counts and @fig-map.
"""


@pytest.fixture
def built(make_project, tmp_path):
    """A project whose report is built, and the folder that holds it."""
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (1800, 600), "navy").save(picture, "PNG", dpi=(300, 300))
    project = make_project({"report.yaml": HEAD, "10-introduction.md": TEXT, "map.png": picture.getvalue()})
    result = build_editions(project, project.report("brief"), FORMATS, tmp_path / "out")
    assert result.written
    return project, tmp_path / "out" / "brief"


def spoil(path: Path, inside: str, old: str, new: str) -> None:
    """Replace words in one file of an EPUB."""
    with zipfile.ZipFile(path) as archive:
        files = {info: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in files.items():
            spoiled = re.sub(old, new, data.decode(), count=1).encode() if info.filename.endswith(inside) else data
            archive.writestr(info, spoiled)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        (r'(<th[^>]*) scope="col"', r"\1", "E104", 5),
        (r'alt="A map[^"]*"', 'title="A map"', "E106", 11),
        (r'href="#tbl-counts"', 'href="#tbl-count"', "E109", 13),
    ],
)
def test_a_fault_in_a_book_is_told_at_the_line_of_the_source(built, old, new, code, line):
    project, folder = built
    book = folder / "brief.epub"
    assert check_book(book) == ()
    with zipfile.ZipFile(book) as archive:
        chapter = next(name for name in archive.namelist() if b"tbl-counts" in archive.read(name) and "nav" not in name)
    spoil(book, chapter, old, new)
    found = traced(check_book(book), project, project.report("brief"), book)
    assert [
        (finding.code, place.path.rpartition("/")[2], place.line)
        for finding in found
        if (place := there(finding.location))
    ] == [(code, "10-introduction.md", line)]
    assert f"brief.epub!/{chapter}" in found[0].message


def test_lost_words_are_told_at_the_line_of_the_source(built):
    project, folder = built
    spoil(folder / "brief.epub", ".xhtml", "A sentence that nobody has written before", "Another sentence")
    found = traced(check_parity(folder / "brief.pdf"), project, project.report("brief"), folder / "brief.pdf")
    assert {
        (finding.code, place.line) for finding in found if (place := there(finding.location)).path.endswith(".md")
    } == {("C106", 3)}


def test_a_fault_in_a_web_page_is_found_by_the_selector_that_names_it(built):
    project, folder = built
    page = folder / "brief.html"
    told = (Finding("W902", "image-alt (serious)", Location("brief.html"), about=About(selector="#fig-map img")),)
    assert [there(finding.location).line for finding in traced(told, project, project.report("brief"), page)] == [11]
    told = (Finding("W902", "odd (serious)", Location("brief.html"), about=About(selector=":::")),)
    assert traced(told, project, project.report("brief"), page) == told


@pytest.mark.slow
def test_a_second_build_that_differs_is_a_finding(built):
    project, folder = built
    files = {f"brief.{form}": (folder / f"brief.{form}").read_bytes() for form in FORMATS}
    assert check_again(project, project.report("brief"), files) == ()
    files["brief.epub"] = files["brief.epub"][:50] + b"!" + files["brief.epub"][51:]
    (found,) = check_again(project, project.report("brief"), files)
    assert (found.code, there(found.location).path) == ("C108", "brief.epub")
    assert "from byte 50 on" in found.message


# --- what is written


def evidence() -> Evidence:
    told = Finding("E104", 'the head "*A*" | says <nothing>', Location("brief.epub!/a.xhtml", 3), "")
    return Evidence(
        RECORD,
        {"brief.pdf": b"%PDF", "brief.epub": b"PK"},
        (
            Examination("sources", "the sources", "sources/brief/", "report 0.1.0", ()),
            Examination("book", "what readers need", "brief.epub", "report 0.1.0", (told,)),
            Examination(
                "ace", "EPUB Accessibility 1.1, by Ace", "brief.epub", "", None, "Ace is missing; `make tools`"
            ),
        ),
    )


def test_the_evidence_says_what_was_found_and_what_was_not_checked():
    written = json.loads(write_evidence(evidence()))
    assert [(one["name"], one["checked"], len(one["findings"])) for one in written["checks"]] == [
        ("sources", True, 0),
        ("book", True, 1),
        ("ace", False, 0),
    ]
    assert written["not_checked"] == ["ace"]
    assert written["checks"][2]["why"] == "Ace is missing; `make tools`"
    assert written["files"]["brief.pdf"]["bytes"] == 4
    assert written["for_people"]
    assert "accessible" not in json.dumps([written["checks"], written["title"]])
    assert write_evidence(evidence()) == write_evidence(evidence())


@pytest.mark.slow
def test_the_evidence_as_pages_holds_the_same_and_is_valid(tmp_path):
    pages = write_evidence_pages(evidence(), RECORD["date"])
    path = tmp_path / "evidence.pdf"
    path.write_bytes(pages["pdf"])
    document = pypdfium2.PdfDocument(pages["pdf"])
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    document.close()
    for words in (RECORD["title"], 'the head "*A*" | says <nothing>', "not checked", "Only people can judge"):
        assert words.replace('"', "") in text.replace("“", "").replace("”", "").replace('"', "")
    assert apply(check_pdf_profiles, path) == ()
    assert write_evidence_pages(evidence(), RECORD["date"]) == pages


@pytest.mark.slow
def test_a_full_check_without_any_tool_names_each_as_not_checked(built, monkeypatch, tmp_path):
    project, folder = built
    for variable in ("JAVA", "NODE", "PUPPETEER_EXECUTABLE_PATH"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("REPORT_TOOLS", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tools, "find_spec", lambda _name: None)
    monkeypatch.chdir(project.root)
    result = CliRunner().invoke(cli, ["check", "--full", "--out", str(folder.parent)])
    assert result.exit_code == 0, result.output
    written = json.loads((folder / "evidence.json").read_text())
    assert {"epubcheck", "ace", "verapdf", "reader", "epubjs", "nu", "axe", "links"} <= set(written["not_checked"])
    assert {"sources", "book", "parity", "pages", "again"} <= {
        one["name"] for one in written["checks"] if one["checked"]
    }
    assert {path.name for path in folder.glob("evidence.*")} == {"evidence.json", "evidence.pdf", "evidence.html"}
    assert all("make tools" in one["why"] for one in written["checks"] if one["name"] in {"ace", "nu", "axe", "reader"})


def test_a_validator_named_and_missing_ends_the_check(built, monkeypatch):
    def missing(self: Check, path: Path) -> tuple[Finding, ...]:
        raise ToolMissing("Ace is missing", "`make tools` installs it")

    project, folder = built
    monkeypatch.setattr(Check, "run", missing)
    monkeypatch.chdir(project.root)
    assert CliRunner().invoke(cli, ["check", "--with", "ace", "--out", str(folder.parent)]).exception is not None
    assert "ace" in CHECKS
