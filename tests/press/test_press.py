"""The press file: boxes, bleed, marks and inks, measured in the file and seen on its pages."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from report.model.errors import UsageError
from report.model.pages import Impression
from report.model.progress import Listener
from report.press.content import Rewriter
from report.press.inks import GreyInks, PressInks, read_profile
from report.press.pages import bind_pages
from report.press.press import PressOptions, make_press_file
from report.press.reading import read_marks
from tests.press.inks import NAME, make_profile
from tests.press.press_files import ARABIC, ARTICLE, MM, YEARBOOK, bound, opened, pressed, written

PROFILE = make_profile()
WHITE = (255, 255, 255)
REPORTS = pytest.mark.parametrize("report", [ARTICLE, YEARBOOK], ids=["article", "yearbook"])


def box(page, name):
    return [float(edge) for edge in page[name]]


def painted(data):
    with opened(data) as pdf:
        return [mark for page in pdf.pages for mark in read_marks(page.obj)]


def drawn(data, number, scale=2):
    document = pypdfium2.PdfDocument(data)
    picture = document[number].render(scale=scale).to_pil().convert("RGB")
    document.close()
    return picture


# --- Boxes and marks


@REPORTS
def test_the_boxes_are_the_sheet_around_the_bleed_around_the_cut(report):
    with opened(pressed(report)) as pdf:
        for page in pdf.pages:
            trim, bleed, media = (box(page.obj, name) for name in ("/TrimBox", "/BleedBox", "/MediaBox"))
            assert [round((trim[i + 2] - trim[i]) / MM) for i in (0, 1)] == [210, 297]
            assert [round(abs(a - b) / MM, 2) for a, b in zip(trim, bleed, strict=True)] == [3] * 4
            assert [round(abs(a - b) / MM, 2) for a, b in zip(bleed, media, strict=True)] == [10] * 4


@pytest.mark.slow
def test_the_bleed_is_as_wide_as_it_is_ordered():
    with opened(pressed(ARTICLE, PressOptions(bleed=5.0))) as pdf:
        page = pdf.pages[0].obj
        assert round(box(page, "/TrimBox")[0] - box(page, "/BleedBox")[0], 1) == round(5 * MM, 1)


def test_marks_and_slug_are_drawn_and_none_of_them_within_the_bleed():
    data = make_press_file(bound(ARTICLE), PressOptions(multiple=12))  # of which the last page is blank
    picture, scale = drawn(data, 11), 2
    edge = round(10 * MM * scale) - 1
    inner = picture.crop((edge, edge, picture.width - edge, picture.height - edge))
    assert inner.getcolors() == [(inner.width * inner.height, WHITE)]
    sides = [(0, 0, picture.width, edge), (0, picture.height - edge, picture.width, picture.height)]
    sides += [(0, 0, edge, picture.height), (picture.width - edge, 0, picture.width, picture.height)]
    assert all(len(picture.crop(side).getcolors(99_999)) > 1 for side in sides)


def test_the_slug_says_which_page_of_which_report_it_is():
    document = pypdfium2.PdfDocument(pressed(ARTICLE))
    text = document[1].get_textpage().get_text_range()
    document.close()
    assert "asean-briefing 1.0 · 2025-07-14 · 2 / 12" in text


def test_the_picture_on_the_cover_reaches_the_edge_of_the_bleed_and_no_further():
    picture, scale = drawn(pressed(), 0), 2
    media, middle = round(10 * MM * scale), picture.height // 4
    for x, away in ((media + 2, media - 3), (picture.width - media - 3, picture.width - media + 3)):
        assert picture.getpixel((x, middle)) != WHITE
        assert picture.getpixel((away, middle)) == WHITE


@pytest.mark.slow
def test_a_cover_without_a_mark_bleeds_at_the_head_too(tmp_path):
    project = shutil.copytree(YEARBOOK[0], tmp_path / "p")
    head = project / "sources" / "specimen" / "report.yaml"
    lines = head.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("marking:", "distribution:"))]
    head.write_text("\n".join(kept) + "\n", encoding="utf-8")
    picture = drawn(pressed((project, "specimen")), 0)
    media = round(10 * MM * 2)
    assert picture.getpixel((picture.width - media - 40, media + 2)) != WHITE
    assert picture.getpixel((round(picture.width * 0.3), media + 2)) == WHITE  # the label goes through the bleed


def test_blank_pages_fill_the_last_sheet():
    with opened(pressed(ARTICLE)) as pdf:
        assert len(pdf.pages) == 12
        assert all(not mark for mark in [[m for m in read_marks(pdf.pages[n].obj) if m.space == "DeviceCMYK" and m.kind == "stroke"] for n in (9, 10, 11)])  # fmt: skip
    with opened(pressed(ARTICLE, PressOptions(multiple=1))) as pdf:
        assert len(pdf.pages) == 9


def test_nothing_is_left_that_only_a_reader_needs():
    with opened(pressed(ARTICLE)) as pdf:
        assert set(pdf.Root.keys()) == {"/Lang", "/Metadata", "/PageLabels", "/Pages", "/Type"}
        for page in pdf.pages:
            assert not {"/Annots", "/StructParents", "/Tabs"} & set(page.obj.keys())
            names = {str(one.operator) for one in pikepdf.parse_content_stream(page)}
            assert not {"BDC", "BMC", "EMC"} & names
        packet = pdf.Root.Metadata.read_bytes()
        assert b"pdfaid" not in packet
        assert b"pdfuaid" not in packet


@pytest.mark.slow
def test_the_same_pages_give_the_same_bytes():
    order = PressOptions(profile=PROFILE)
    assert make_press_file(bound(), order) == make_press_file(bound(), order)


@pytest.mark.slow
def test_a_page_on_its_side_is_turned_upright(make_project):
    text = "# A\n\nText.\n\n::: {.landscape}\nWide.\n:::\n\nMore.\n"
    project = make_project({"10-introduction.md": text})
    data = pressed((project.root, "brief"))
    with opened(data) as pdf:
        sizes = {tuple(round(edge) for edge in box(page.obj, "/TrimBox")) for page in pdf.pages}
        assert sizes == {(0, 0, 595, 842)}


def left_of_text(data):
    """Return where the text of each page begins, in mm from the cut at the left."""
    with opened(data) as pdf:
        pages = [
            [mark.box[0] / MM for mark in read_marks(page.obj) if mark.kind == "text" and mark.box[1] > 0]
            for page in pdf.pages
        ]
    return [min(page) if page else None for page in pages]


@pytest.mark.slow
@pytest.mark.parametrize(("report", "away"), [(ARTICLE, [4, -4]), (ARABIC, [-4, 4])], ids=["article", "arabic"])
def test_pages_are_moved_away_from_the_spine_on_whichever_side_it_is(report, away):
    plain, moved = (left_of_text(pressed(report, PressOptions(gutter=gutter))) for gutter in (0.0, 4.0))
    assert [round(after - before) for before, after in zip(plain, moved, strict=True) if before][:2] == away


@pytest.mark.slow
def test_a_page_that_bleeds_stays_where_it_is():
    plain, moved = (left_of_text(pressed(YEARBOOK, PressOptions(gutter=gutter))) for gutter in (0.0, 4.0))
    assert moved[0] == plain[0]
    assert round(moved[2] - plain[2]) == 4


# --- Inks


@REPORTS
def test_all_colours_are_inks_and_black_text_is_black_ink_alone(report):
    marks = painted(pressed(report))
    assert {mark.space for mark in marks} == {"DeviceCMYK", "Separation"}
    letters = [mark.colour for mark in marks if mark.kind == "text"]
    assert (0.0, 0.0, 0.0, 1.0) in letters
    assert not [colour for colour in letters if colour[3] > 0.7 and colour[:3] != (0.0, 0.0, 0.0)]


@REPORTS
def test_black_letters_overprint_and_nothing_else_does(report):
    marks = painted(pressed(report))
    black = [mark for mark in marks if mark.kind == "text" and mark.colour == (0.0, 0.0, 0.0, 1.0)]
    assert black
    assert all(mark.overprint for mark in black)
    assert not [mark for mark in marks if mark.overprint and mark.colour != (0.0, 0.0, 0.0, 1.0)]


def test_the_operators_for_black_text_are_those_of_black_ink():
    with opened(pressed(ARTICLE)) as pdf:
        names = {str(one.operator) for page in pdf.pages for one in pikepdf.parse_content_stream(page)}
        assert "k" in names
        assert not names & {"g", "G", "rg", "RG", "sc", "SC", "scn", "SCN"}


@pytest.mark.parametrize(
    ("colour", "inks"),
    [
        ((0, 0, 0), (0, 0, 0, 1)),
        ((0.114, 0.141, 0.161), (0, 0, 0, 1)),
        ((1, 1, 1), (0, 0, 0, 0)),
        ((0.8, 0.82, 0.84), (0, 0, 0, 0.1837)),
        ((1, 0, 0), (0, 1, 1, 0)),
        ((0, 0.5, 0.5), (1, 0, 0, 0.5)),
    ],
)
def test_without_a_profile_a_formula_makes_inks(colour, inks):
    assert PressInks().of(*colour) == pytest.approx(inks, abs=0.001)


@pytest.mark.slow
@pytest.mark.parametrize("limit", [1.0, 2.4, 3.0])
def test_no_colour_has_more_ink_than_the_limit_by_formula_or_profile(limit):
    steps = (0.0, 0.2, 0.5, 1.0)
    for inks in (PressInks(None, limit), PressInks(PROFILE, limit)):
        assert max(sum(inks.of(red, green, blue)) for red in steps for green in steps for blue in steps) <= limit + 1e-9


def test_a_picture_has_no_more_ink_than_the_limit():
    inks = PressInks(PROFILE, 1.5)
    colours = Image.new("RGB", (16, 16))
    colours.putdata([(red * 16, 255 - red * 16, blue * 16) for red in range(16) for blue in range(16)])
    data = inks.picture(colours).tobytes()
    assert max(sum(data[n : n + 4]) for n in range(0, len(data), 4)) / 255 <= 1.5 + 0.03


@pytest.mark.slow
def test_a_profile_is_named_as_the_printing_condition_and_used():
    data = pressed(YEARBOOK, PressOptions(profile=PROFILE))
    with opened(data) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert (intent.S, str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", NAME)
        assert intent.DestOutputProfile.read_bytes() == PROFILE
        assert b"PDF/X-4" in pdf.Root.Metadata.read_bytes()
        assert pdf.trailer.Info.Trapped == "/False"
        assert pdf.pdf_version == "1.6"
    assert {mark.colour for mark in painted(data)} != {mark.colour for mark in painted(pressed())}


def test_without_a_profile_nothing_is_claimed():
    with opened(pressed()) as pdf:
        assert b"PDF/X" not in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize(
    "content", [None, b"", b"not a profile at all " * 20, PROFILE[:16] + b"RGB " + PROFILE[20:], PROFILE[:200]]
)
def test_a_profile_that_is_none_is_refused_by_name(content, tmp_path):
    path = tmp_path / "press.icc"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=r"press\.icc"):
        read_profile(path)


@pytest.mark.slow
def test_pictures_and_palettes_and_gradients_become_inks(make_project):
    colours = Image.new("RGB", (40, 40), (200, 30, 30))
    files = {}
    for name, image, kind in (
        ("photo.jpg", colours, "JPEG"),
        ("plain.png", colours, "PNG"),
        ("palette.png", colours.convert("P"), "PNG"),
    ):
        out = BytesIO()
        image.save(out, kind)
        files[f"figures/{name}"] = out.getvalue()
    files["figures/fade.svg"] = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90" width="90" height="90"><linearGradient id="a">'
        b'<stop offset="0" stop-color="#c00"/><stop offset=".5" stop-color="#0c0"/><stop offset="1" stop-color="#00c"/>'
        b'</linearGradient><rect width="90" height="90" fill="url(#a)"/></svg>'
    )
    text = "# A\n\n" + "\n\n".join(f'![A picture.]({name}){{alt="Red"}}' for name in files)
    project = make_project({**files, "10-introduction.md": text})
    data = pressed((project.root, "brief"))
    marks = painted(data)
    assert {mark.space for mark in marks} == {"DeviceCMYK", "Separation", "Pattern"}  # of which the gradient is one
    with opened(data) as pdf:
        pictures = [mark.drawn for page in pdf.pages for mark in read_marks(page.obj) if mark.kind == "picture"]
        assert {str(one.Filter) for one in pictures} == {"/DCTDecode", "/FlateDecode"}
    reds = [
        pixel for pixel in drawn(data, 0, 1).get_flattened_data() if pixel[0] > 150 and pixel[1] < 90 and pixel[2] < 110
    ]
    assert len(reds) > 3300  # of all three, and the end of the gradient


# --- Greys


@pytest.mark.slow
def test_in_greys_every_letter_is_dark_enough_to_be_read():
    with opened(bound(YEARBOOK, 0.0).pdf) as pdf:
        Rewriter(pdf, GreyInks()).rewrite()
        marks = [mark for page in pdf.pages for mark in read_marks(page.obj)]
    assert {mark.space for mark in marks} == {"DeviceGray"}
    letters = {mark.colour[0] for mark in marks if mark.kind == "text"}
    assert {light for light in letters if 0.4 < light < 0.7} == set()


@pytest.mark.slow
def test_a_press_file_in_greys_has_black_ink_alone():
    data = pressed(YEARBOOK, PressOptions(grey=True))
    inside = [mark for mark in painted(data) if mark.space != "Separation"]
    with opened(data) as pdf:
        trims = [box(page.obj, "/TrimBox") for page in pdf.pages]
    assert {mark.space for mark in inside if mark.box[1] < trims[0][3]} == {"DeviceGray", "DeviceCMYK"}
    coloured = [mark for mark in inside if mark.space == "DeviceCMYK" and any(mark.colour[:3])]
    assert min(mark.box[1] for mark in coloured) > trims[0][3]  # the patches of the bar


# --- How many pages


@pytest.mark.slow
def test_a_report_of_one_page_fills_a_sheet(make_project):
    with opened(pressed((make_project().root, "brief"))) as pdf:
        assert len(pdf.pages) == 4


@pytest.mark.slow
def test_a_report_of_five_hundred_pages_is_one_file(make_project):
    project = make_project()
    one = bind_pages(project, project.report("brief"), Listener(), Impression(3.0))
    with opened(one.pdf) as pdf:
        for _ in range(499):
            pdf.pages.append(pdf.pages[0])
        many = replace(one, pdf=written(pdf))
    with opened(make_press_file(many, PressOptions())) as pdf:
        assert len(pdf.pages) == 500


# --- Others open it


PROGRAMS = {
    "gs": ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONERROR", "-sDEVICE=nullpage"],
    "mutool": ["mutool", "clean", "-s"],
}


@pytest.mark.conformance
@pytest.mark.parametrize("name", PROGRAMS)
@REPORTS
def test_ghostscript_and_mupdf_open_it_without_a_word(name, report, tmp_path):
    if not shutil.which(name):
        if os.environ.get("REPORT_REQUIRE_TOOLS") == "1":
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    path = tmp_path / "press.pdf"
    path.write_bytes(pressed(report, PressOptions(profile=PROFILE)))
    command = [*PROGRAMS[name], str(path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    said = [line for line in (done.stdout + done.stderr).splitlines() if "ICC support is not available" not in line]
    assert (done.returncode, said) == (0, [])
    assert Path(path).exists()
