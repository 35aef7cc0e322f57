"""What goes to a print shop beside the press file: the cover apart, its spine, and the ticket."""

from __future__ import annotations

import json
from dataclasses import replace

import pypdfium2
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from report.checks.pdf_profiles import check_pdf_profiles
from report.cli.main import cli
from report.pipeline.record import sha256_of
from report.press.cover import make_cover
from report.press.preflight import preflight
from report.press.press import PressOptions
from report.press.reading import read_marks
from report.press.ticket import Paper, Printed, PrintJob, state_job, write_ticket
from tests.common import HEAD, apply
from tests.press.press_files import ARABIC, ARTICLE, MM, YEARBOOK, bound, opened, pressed

GLUED = PrintJob(binding="perfect")
ALONE = PressOptions(multiple=1)
SPINE = 12.0


# --- The spine


@pytest.mark.parametrize(
    ("pages", "paper", "spine"),
    [(200, Paper(90, 1.2), 10.8), (199, Paper(90, 1.2), 10.8), (2, Paper(100, 1.0), 0.1), (500, Paper(80, 1.5), 30.0)],
)
def test_a_spine_is_as_thick_as_its_leaves(pages, paper, spine):
    assert PrintJob(paper=paper, binding="perfect").spine(pages) == spine


@settings(deadline=None)
@given(st.integers(1, 2000), st.integers(1, 2000))
def test_more_pages_make_no_thinner_spine(pages, more):
    assert GLUED.spine(pages) <= GLUED.spine(pages + more)


def test_few_pages_are_stitched_and_have_no_spine():
    assert (PrintJob().bound_as(64), PrintJob().spine(64)) == ("saddle", 0.0)
    assert PrintJob().bound_as(68) == "perfect"
    assert PrintJob().spine(68) > 0
    assert PrintJob(binding="none").spine(500) == 0.0


# --- The cover apart


@pytest.mark.parametrize("report", [YEARBOOK, ARABIC], ids=["yearbook", "arabic"])
def test_a_cover_is_back_spine_and_front_with_a_bleed_and_passes_preflight(report):
    data = make_cover(bound(report), PressOptions(), SPINE)
    with opened(data) as pdf:
        (page,) = pdf.pages
        assert [round(float(edge) / MM, 1) for edge in page.obj.TrimBox] == [0, 0, 420 + SPINE, 297]
        assert [round(float(edge) / MM, 1) for edge in page.obj.BleedBox] == [-3, -3, 423 + SPINE, 300]
        assert [round(float(edge) / MM, 1) for edge in page.obj.MediaBox] == [-13, -13, 433 + SPINE, 310]
    assert {one.code for one in preflight(data, ALONE, "cover.pdf")} == {"D113"}
    assert data == make_cover(bound(report), PressOptions(), SPINE)


def halves(data):
    """Return the words on the left and on the right of a cover."""
    document = pypdfium2.PdfDocument(data)
    text, middle = document[0].get_textpage(), document[0].get_width() / 2
    found = [text.get_text_bounded(right=middle - 20), text.get_text_bounded(left=middle + 20)]
    document.close()
    return found


def test_the_front_is_at_the_right_and_where_the_language_runs_the_other_way_at_the_left():
    left, right = halves(make_cover(bound(), PressOptions(), SPINE))
    assert ("Ingrid Halvorsen" in right, "Ingrid Halvorsen" in left) == (True, False)
    left, right = halves(make_cover(bound(ARABIC), PressOptions(), SPINE))
    assert (len(left) > 200, right.strip()) == (True, "")


def test_the_back_has_the_mark_at_head_and_foot():
    left, _ = halves(make_cover(bound(), PressOptions(), SPINE))
    assert left.count("TLP:CLEAR") == 2


def test_the_back_is_at_the_right_where_the_language_runs_the_other_way():
    pages = bound(ARABIC)
    marked = replace(pages, meta=replace(pages.meta, marking="TLP:RED"))
    left, right = halves(make_cover(marked, PressOptions(), SPINE))
    assert (left.count("RED"), right.count("RED")) == (0, 2)


def spine_of(data):
    with opened(data) as pdf:
        marks = [mark for mark in read_marks(pdf.pages[0].obj) if mark.kind == "text"]
    return [mark for mark in marks if 210 * MM < mark.box[0] < (210 + SPINE) * MM]


def test_a_wide_spine_has_the_title_and_a_narrow_one_nothing():
    assert spine_of(make_cover(bound(), PressOptions(), SPINE))
    assert not spine_of(make_cover(bound(), PressOptions(), 3.0))


# --- The ticket


def printed(job=GLUED, report=ARTICLE):
    files = {"a-press.pdf": pressed(report), "a-cover.pdf": b"a cover"}
    return Printed(files, preflight(files["a-press.pdf"], PressOptions(), "a-press.pdf"), PressOptions(), job)


def test_the_ticket_states_what_is_measured_in_the_press_file():
    facts = state_job(
        bound(ARTICLE).meta, printed(PrintJob(500, Paper(90, 1.2, "Offset"), "perfect", "drilled", "Jane"))
    )
    assert (facts["copies"], facts["trim"], facts["pages"], facts["spine"]) == (500, [210.0, 297.0], 12, 0.6)
    assert facts["pages_in_colour"] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert facts["files"]["a-press.pdf"]["sha256"] == sha256_of(pressed(ARTICLE))
    assert facts["preflight"]["checks"] == 14
    assert (facts["printing_condition"], facts["contact"]) == (None, "Jane")


@pytest.mark.slow
def test_the_ticket_s_pages_show_all_pages_and_say_the_same():
    meta = bound(ARTICLE).meta
    facts = state_job(meta, printed())
    files = write_ticket(facts, meta, pressed(ARTICLE))
    assert files == write_ticket(facts, meta, pressed(ARTICLE))
    assert json.loads(files["ticket.json"]) == facts
    document = pypdfium2.PdfDocument(files["ticket.pdf"])
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    words = " ".join(text.split())
    for said in ("Rubio and Lavrov", "perfect-bound", "0.7 mm", "14 checks", "No validator for PDF/X", "Pages 1 to 12"):
        assert said in words


@pytest.mark.slow
def test_the_command_writes_the_files_of_a_job(make_project, monkeypatch):
    text = "# A\n\n" + "A paragraph with a few words in it.\n\n" * 40
    project = make_project({"report.yaml": HEAD + "theme: report\n", "10-introduction.md": text})
    monkeypatch.chdir(project.root)
    arguments = ["--binding", "perfect", "--grammage", "300", "--bulk", "2", "--run", "50"]
    done = CliRunner().invoke(cli, ["print", "brief", "--shop", *arguments])
    assert done.exit_code == 0, done.output
    folder = project.root / "build" / "brief" / "print"
    assert sorted(path.name for path in folder.iterdir()) == [
        "brief-cover.pdf",
        "brief-press.pdf",
        "ticket.json",
        "ticket.pdf",
    ]
    facts = json.loads((folder / "ticket.json").read_text(encoding="utf-8"))
    assert {name: sha256_of((folder / name).read_bytes()) for name in facts["files"]} == {
        name: one["sha256"] for name, one in facts["files"].items()
    }
    assert facts["spine"] == facts["pages"] / 2 * 0.6
    assert apply(check_pdf_profiles, folder / "ticket.pdf") == ()
