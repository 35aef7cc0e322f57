"""Preflight: each rule with a file that breaks it, and a good file of which it says nothing."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from pikepdf import Array, Dictionary, Name
from PIL import Image

from report.cli.main import cli
from report.model.rules.press import PRESS
from report.press.preflight import CHECKS, preflight
from report.press.press import PressOptions
from tests.common import HEAD, there
from tests.press.inks import make_profile
from tests.press.press_files import ARTICLE, MM, YEARBOOK, leaf, opened, picture, pressed, written

ALONE = PressOptions(multiple=1)
BLACK = b"0 0 0 1 k "


def found(pdf, order=ALONE):
    return {finding.code: str(finding) for finding in preflight(written(pdf), order, "press.pdf")}


def faults(content=b"", resources=None, order=ALONE, **more):
    """Return what is said of one page, but for its having no profile."""
    with pikepdf.new() as pdf:
        leaf(pdf, content, resources(pdf) if resources else None, **more)
        told = found(pdf, order)
    assert told.pop("D113")
    return told


@pytest.mark.slow
@pytest.mark.parametrize("report", [ARTICLE, YEARBOOK], ids=["article", "yearbook"])
def test_nothing_but_what_a_press_must_know_is_said_of_a_good_file(report):
    order = PressOptions(profile=make_profile())
    told = preflight(pressed(report, order), order, "press.pdf")
    assert {finding.code for finding in told} <= {"D109"}
    assert all(there(finding.location).path == "press.pdf" for finding in told)


@pytest.mark.slow
def test_a_file_without_a_printing_condition_is_told():
    assert "D113" in {finding.code for finding in preflight(pressed(), PressOptions(), "press.pdf")}


def test_every_check_has_a_rule_and_a_test_here():
    here = Path(__file__).read_text(encoding="utf-8")
    assert set(CHECKS) <= {rule.name for rule in PRESS}
    assert [code for code in CHECKS if f'"{code}"' not in here] == []


def test_an_empty_page_is_good():
    assert faults() == {}


# --- D101: boxes


def test_a_page_without_a_box_for_the_cut_is_told():
    with pikepdf.new() as pdf:
        leaf(pdf)
        del pdf.pages[0].obj.TrimBox
        assert "page 1 has no TrimBox" in found(pdf)["D101"]


def test_boxes_that_do_not_lie_within_each_other_are_told():
    with pikepdf.new() as pdf:
        leaf(pdf)
        pdf.pages[0].obj.BleedBox = Array([0, 0, 900, 900])
        assert "do not lie within each other" in found(pdf)["D101"]


def test_less_bleed_than_ordered_is_told():
    assert "1.0 mm of bleed, not 3" in faults(bleed=1.0)["D101"]


def test_a_page_of_another_size_is_told():
    with pikepdf.new() as pdf:
        leaf(pdf)
        leaf(pdf, size=(90.0, 100.0))
        assert "page 2 is cut to 90 × 100 mm" in found(pdf)["D101"]


# --- D102: bleed


@pytest.mark.parametrize("area", [b"0 20 50 20", b"-1 20 50 20", b"50 20 50 20", b"20 -2 20 50", b"20 50 20 50.2"])
def test_ink_that_ends_at_the_edge_is_told(area):
    assert "an area at the edge without a bleed" in faults(BLACK + area + b" re f")["D102"]


@pytest.mark.parametrize("area", [b"-3 20 50 20", b"50 20 53 20", b"-3 -3 106 106", b"20 20 20 20", b"1 20 50 20"])
def test_ink_that_bleeds_or_ends_inside_is_good(area):
    assert "D102" not in faults(BLACK + area + b" re f")


def test_white_at_the_edge_needs_no_bleed():
    assert "D102" not in faults(b"0 0 0 0 k 0 20 50 20 re f")


def test_ink_at_the_edge_of_a_file_without_bleed_is_told():
    told = faults(BLACK + b"-3 20 50 20 re f", bleed=0.0, order=replace(ALONE, bleed=0.0))
    assert "D102" in told


def test_a_clip_takes_away_what_would_need_a_bleed():
    assert "D102" not in faults(b"10 10 20 20 re W n " + BLACK + b"0 0 50 50 re f")


# --- D103: fonts


def test_a_font_that_is_not_embedded_is_told():
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    content = b"0 0 0 1 k BT /F 4 Tf 1 0 0 1 30 30 Tm (x) Tj ET"
    told = faults(content, lambda pdf: Dictionary(Font=Dictionary(F=pdf.make_indirect(font))))
    assert "the font Helvetica is not embedded" in told["D103"]


# --- D104: pictures


def test_a_picture_of_seventy_two_dots_to_the_inch_is_told_with_its_place():
    told = faults(b"q 25.4 0 0 25.4 40 40 cm /Im Do Q", lambda pdf: picture(pdf, 72, 72))
    assert "page 1, 40 × 35 mm from its upper left: a picture of 72 × 72 pixels is printed at 72 dpi" in told["D104"]


@pytest.mark.slow
def test_a_picture_of_a_report_with_too_few_pixels_is_told(make_project):
    out = BytesIO()
    Image.new("RGB", (120, 90), "red").save(out, "PNG")
    text = '# A\n\n![A picture.](figures/a.png){#fig-a alt="Red"}\n\nSee @fig-a.\n'
    project = make_project({"figures/a.png": out.getvalue(), "10-introduction.md": text})
    told = preflight(pressed((project.root, "brief")), PressOptions(), "press.pdf")
    assert "a picture of 120 × 90 pixels is printed at 96 dpi" in {one.code: one.message for one in told}["D104"]


def test_the_resolution_is_that_of_the_place_and_not_of_the_picture():
    assert "D104" not in faults(b"q 5 0 0 5 40 40 cm /Im Do Q", lambda pdf: picture(pdf, 72, 72))
    turned = b"q 0 25.4 -25.4 0 80 40 cm /Im Do Q"
    assert "72 dpi" in faults(turned, lambda pdf: picture(pdf, 72, 300))["D104"]


def test_a_drawing_of_black_and_white_wants_more():
    content = b"q 25.4 0 0 25.4 40 40 cm /Im Do Q"
    assert "300 dpi" in faults(content, lambda pdf: picture(pdf, 304, 300, space="/DeviceGray", bits=1))["D104"]


# --- D105 to D107: colours


@pytest.mark.parametrize("colour", [b"1 0 0 rg", b"/DeviceRGB cs 1 0 0 sc"])
def test_a_colour_of_screens_is_told(colour):
    assert "an area in DeviceRGB" in faults(colour + b" 20 20 20 20 re f")["D105"]


def test_a_picture_of_screens_is_told():
    data = bytes(3 * 300 * 300)
    told = faults(b"q 20 0 0 20 40 40 cm /Im Do Q", lambda pdf: picture(pdf, 300, 300, space="/DeviceRGB", data=data))
    assert "a picture in DeviceRGB" in told["D105"]


def test_a_colour_of_screens_within_a_form_is_told():
    def form(pdf):
        stream = pdf.make_stream(b"0 0 1 rg 0 0 9 9 re f", {"/Subtype": Name.Form, "/BBox": Array([0, 0, 9, 9])})
        return Dictionary(XObject=Dictionary(Fm=stream))

    assert "D105" in faults(b"q 1 0 0 1 40 40 cm /Fm Do Q", form)


def test_more_ink_than_the_limit_is_told():
    assert "380% of ink, and 300% is the limit" in faults(b"1 1 1 .8 k 20 20 20 20 re f")["D106"]
    assert "D106" not in faults(b"1 1 .9 0 k 20 20 20 20 re f")


def test_a_picture_with_more_ink_than_the_limit_is_told():
    full = bytes([255]) * 4 * 300 * 300
    told = faults(b"q 20 0 0 20 40 40 cm /Im Do Q", lambda pdf: picture(pdf, 300, 300, data=full))
    assert "300% is the limit" in told["D106"]


@pytest.mark.parametrize("colour", [b".6 .5 .5 1 k", b".75 .7 .7 .3 k"])
def test_black_text_in_several_inks_is_told(colour):
    assert "black text in" in faults(colour + b" BT /F 4 Tf 1 0 0 1 30 30 Tm (x) Tj ET")["D107"]


@pytest.mark.parametrize("colour", [BLACK, b"1 .3 0 .6 k", b"0 0 0 .5 k"])
def test_text_in_black_ink_or_in_a_colour_is_good(colour):
    assert "D107" not in faults(colour + b" BT /F 4 Tf 1 0 0 1 30 30 Tm (x) Tj ET")


def test_text_that_is_not_painted_counts_for_nothing():
    assert "D107" not in faults(b".6 .5 .5 1 k BT 3 Tr 1 0 0 1 30 30 Tm (x) Tj ET")


# --- D108 to D110: lines, transparency, overprint


def test_a_hairline_is_told_by_its_width_on_the_page():
    assert "of 0.14 pt" in faults(b"0 0 0 1 K .05 w 20 20 m 40 40 l S")["D108"]
    assert "D108" not in faults(b"0 0 0 1 K .1 w 20 20 m 40 40 l S")
    assert "D108" in faults(b"0 0 0 1 K .1 0 0 .1 0 0 cm 1 w .2 0 0 .2 0 0 cm 20 20 m 40 40 l S")


@pytest.mark.parametrize("state", [{"ca": 0.5}, {"BM": Name.Multiply}])
def test_what_is_transparent_is_told(state):
    def resources(pdf):
        return Dictionary(ExtGState=Dictionary(G=Dictionary(**state)))

    assert "an area is transparent" in faults(b"/G gs 0 0 0 1 k 20 20 20 20 re f", resources)["D109"]


def test_colours_that_overprint_are_told_and_black_is_not():
    def resources(pdf):
        return Dictionary(ExtGState=Dictionary(G=Dictionary(op=True)))

    assert "D110" in faults(b"/G gs 0 0 0 0 k 20 20 20 20 re f", resources)
    assert "D110" not in faults(b"/G gs 0 0 0 1 k 20 20 20 20 re f", resources)


# --- D111, D112, D114: pages, what is idle, margins


def test_pages_that_fill_no_sheet_are_told():
    told = faults(order=replace(ALONE, multiple=4))
    assert "1 pages are no multiple of 4" in told["D111"]


def test_links_and_forms_are_told():
    with pikepdf.new() as pdf:
        leaf(pdf)
        pdf.pages[0].obj.Annots = Array([])
        pdf.Root.AcroForm = Dictionary()
        assert "AcroForm, Annots of page 1" in found(pdf)["D112"]


def test_text_near_the_edge_is_told():
    content = b"0 0 0 1 k BT /F 4 Tf 1 0 0 1 2 50 Tm (x) Tj ET"
    assert "text nearer than 3 mm" in faults(content)["D114"]
    assert "D114" not in faults(content.replace(b"1 2 50", b"1 4 50"))
    assert "D114" not in faults(content.replace(b"1 2 50", b"1 -9 50"))


# --- All of it together


def test_what_stands_beyond_the_bleed_is_the_printers_own():
    rich = b"1 0 0 rg -10 -10 4 4 re f 1 1 1 1 k BT 1 0 0 1 -8 -8 Tm (x) Tj ET"
    assert faults(rich) == {}


@pytest.mark.slow
def test_a_report_weighs_what_may_be_weighed(make_project, monkeypatch):
    project = make_project({"report.yaml": HEAD + "rules: {D113: off}\n"})
    monkeypatch.chdir(project.root)
    done = CliRunner().invoke(cli, ["print", "brief", "--shop"])
    assert (done.exit_code, sorted(path.name for path in Path("build/brief/print").iterdir())) == (
        0,
        ["brief-press.pdf", "ticket.json", "ticket.pdf"],
    )
    assert "preflight: 14 checks" in done.stderr
    assert "D113" not in done.stderr
    with opened((project.root / "build/brief/print/brief-press.pdf").read_bytes()) as pdf:
        assert round(float(pdf.pages[0].obj.BleedBox[2]) / MM) == 213
