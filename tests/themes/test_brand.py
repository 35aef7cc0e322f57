"""What belongs to a house and to one version: its brand, covers, notices, the code of the address, and the editions for paper."""

from __future__ import annotations

import base64
import itertools
import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from PIL import Image

from report.model.metadata import PATTERNS, Metadata
from report.pipeline.build import BuildContext, build_editions
from report.read.project import Project
from report.themes.colours import contrast, mix, parts
from report.themes.cover_art import draw_artwork
from report.themes.theme import find_theme
from tests.common import HEAD, ROOT, there

if TYPE_CHECKING:
    from collections.abc import Callable

INK, ACCENT = "#101820", "#7a1f3d"
BRAND = f"""logo: _brand/logo.svg
address: [12 Quay Street, Port City]
colours: {{accent: "{ACCENT}", ink: "{INK}"}}
fonts: {{sans: Inter}}
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><path fill="#7a1f3d" d="M0 0h30v10z"/></svg>'
CHART = """
``` {.vega-lite #fig-growth caption="Growth." alt="A line that rises from one to two."}
data: {values: [{year: 1, value: 1}, {year: 2, value: 2}]}
mark: line
encoding: {x: {field: year, type: quantitative}, y: {field: value, type: quantitative}}
```
"""
HOUSE = HEAD + "publisher: Ministry of Harbours\nseries: Port papers\nstatus: final\n"


def make_house(make_project: Callable[..., Project], more: str = "", **files: str | bytes) -> Project:
    text = "# Introduction\n\nWords of the text, and a chart (@fig-growth).\n" + CHART
    return make_project({"report.yaml": HOUSE + more, "10-introduction.md": text, "../brand.yaml": BRAND, "../_brand/logo.svg": LOGO, **files})  # fmt: skip


def run(project: Project, tmp_path, edition: str = "screen"):
    result = build_editions(
        project, project.report("brief"), ("pdf", "epub", "html"), tmp_path, BuildContext(edition=edition)
    )
    assert result.findings == ()
    stem = "brief" if edition == "screen" else f"brief-{edition}"
    return tmp_path / "brief" / f"{stem}.pdf", tmp_path / "brief" / f"{stem}.epub", tmp_path / "brief" / f"{stem}.html"


def colours_of(page) -> set[tuple[int, ...]]:
    picture = page.render(scale=1).to_pil().convert("RGB")
    return {colour for count, colour in picture.getcolors(1 << 20) if count > 20}


@pytest.mark.slow
def test_a_brand_shows_in_every_format_and_in_charts(make_project, tmp_path):
    pdf, epub, html = run(make_house(make_project), tmp_path)
    page = html.read_text(encoding="utf-8")
    assert f"--accent: {ACCENT};" in page
    assert '<img class="logo"' in page
    assert 'alt="Ministry of Harbours"' in page
    assert "12 Quay Street, Port City" in page
    with pikepdf.open(pdf) as opened:
        names = {
            str(font.get("/BaseFont"))
            for font in opened.objects
            if isinstance(font, pikepdf.Dictionary) and "/BaseFont" in font
        }
    assert any("Inter-" in name for name in names), names
    assert not any("SourceSans" in name for name in names), names
    assert parts(ACCENT) in colours_of(pypdfium2.PdfDocument(pdf)[0])
    with zipfile.ZipFile(epub) as book:
        pictures = {name: book.read(name) for name in book.namelist() if "/images/" in name}
    chart = next(data for name, data in pictures.items() if name.endswith(".svg") and b"stroke" in data)
    assert ACCENT.encode() in chart
    cover = Image.open(BytesIO(next(data for name, data in pictures.items() if name.endswith("cover.jpg"))))
    assert cover.size == (1600, 2400)


@pytest.mark.slow
def test_the_dark_scheme_has_the_brand_s_colour_lightened_until_it_can_be_read(make_project, tmp_path):
    page = run(make_house(make_project), tmp_path)[2].read_text(encoding="utf-8")
    dark = there(re.search(r"prefers-color-scheme: dark.*?--accent: (#\w+);.*?--tint: (#\w+);", page, re.DOTALL))
    assert contrast(dark[1], dark[2]) > 4.5
    red, green, blue = parts(dark[1])
    assert red > blue > green  # of the brand's own hue


@pytest.mark.slow
def test_the_attached_source_holds_the_brand_and_builds_the_same_pdf(make_project, tmp_path):
    pdf = run(make_house(make_project), tmp_path)[0]
    with pikepdf.open(pdf) as opened:
        attached = (
            next(file for name, file in opened.attachments.items() if name.endswith(".zip")).get_file().read_bytes()
        )
    with zipfile.ZipFile(BytesIO(attached)) as archive:
        archive.extractall(tmp_path / "again" / "sources")
    again = run(Project((tmp_path / "again").resolve()), tmp_path / "out")[0]
    assert again.read_bytes() == pdf.read_bytes()


META = Metadata(slug="one", title="A title", date=date(2025, 7, 14))


def test_no_two_series_have_the_same_artwork_and_a_series_keeps_its_pattern():
    series = [replace(META, series=f"Series {number}") for number in range(60)]
    artworks = [draw_artwork(meta, {}, 0.7) for meta in series]
    assert len({artwork.shapes for artwork in artworks}) == len(series)
    alphabets = {
        (one.height, len(one.shapes[0].points), tuple(sorted({shape.colour for shape in one.shapes})))
        for one in artworks
    }
    assert len(alphabets) > len(series) / 4
    issues = [draw_artwork(replace(series[0], slug=slug, report_number=slug), {}, 0.7) for slug in ("a", "b")]
    assert issues[0].shapes != issues[1].shapes
    assert issues[0].height == issues[1].height
    assert {shape.colour for shape in issues[0].shapes} == {shape.colour for shape in issues[1].shapes}


def test_the_colours_of_charts_are_told_apart_without_colour():
    tokens = find_theme(ROOT, "briefing").tokens()
    colours = [tokens[name] for name in ("accent", "chart-2", "chart-3", "chart-4", "chart-5", "chart-6")]
    assert min(contrast(colour, "#ffffff") for colour in colours) > 3
    assert min(contrast(one, other) for one, other in itertools.combinations(colours, 2)) > 1.17


@pytest.mark.parametrize("pattern", PATTERNS)
def test_artwork_stays_within_its_field(pattern):
    artwork = draw_artwork(META, {}, 0.7, pattern)
    assert artwork.shapes
    assert all(-1e-9 <= x <= 1 + 1e-9 and -1e-9 <= y <= artwork.height + 1e-9 for shape in artwork.shapes for x, y in shape.points)  # fmt: skip


@pytest.mark.slow
def test_a_cover_shows_the_picture_that_is_given_from_edge_to_edge(make_project, tmp_path):
    out = BytesIO()
    Image.new("RGB", (900, 1200), (200, 120, 30)).save(out, "PNG")
    files = {"cover.png": out.getvalue()}
    pdf, epub, _ = run(make_house(make_project, "theme: report\ncover-image: cover.png\n", **files), tmp_path)
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("RGB")
    for place in ((2, 2), (page.width - 3, 2), (2, 250), (page.width - 3, 250)):
        assert max(abs(one - other) for one, other in zip(page.getpixel(place), (200, 120, 30), strict=True)) < 6
    assert page.getpixel((2, page.height - 3)) == (255, 255, 255)
    with zipfile.ZipFile(epub) as book:
        cover = Image.open(BytesIO(book.read("EPUB/images/cover.jpg"))).convert("RGB")
    pixel: Any = cover.getpixel((5, 900))
    assert max(abs(one - other) for one, other in zip(pixel, (200, 120, 30), strict=True)) < 12


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["briefing", "report"])
def test_the_code_in_the_colophon_reads_as_the_permanent_address(make_project, tmp_path, theme):
    zxingcpp = pytest.importorskip("zxingcpp")
    pdf = run(make_house(make_project, f"theme: {theme}\nurl: https://example.org/port/1\n"), tmp_path)[0]
    opened = pypdfium2.PdfDocument(pdf)
    found = zxingcpp.read_barcodes(opened[len(opened) - 1].render(scale=3).to_pil())
    assert [code.text for code in found] == ["https://example.org/port/1"]


def words_on(page: Any) -> str:
    return str(page.get_textpage().get_text_range())


@pytest.mark.slow
def test_a_draft_has_a_watermark_too_pale_to_hinder_and_a_final_version_has_none(make_project, tmp_path):
    pale = mix(INK, "#ffffff", 0.94)
    assert contrast("#56626b", pale) > 4.5
    for status in ("draft", "final"):
        project = make_house(make_project)
        (project.sources / "brief" / "report.yaml").write_text(HOUSE.replace("status: final", f"status: {status}"))
        page = pypdfium2.PdfDocument(run(project, tmp_path)[0])[0]
        assert words_on(page).count("Draft") == 2 * (status == "draft")  # title and foot: the watermark itself is drawn
        assert (parts(pale) in colours_of(page)) == (status == "draft")


@pytest.mark.slow
def test_notices_name_the_embargo_and_the_successor_in_all_formats(make_project, tmp_path):
    more = "embargo-until: 2030-01-02T06:00:00+00:00\nsuperseded-by: doi:10.5555/next\n"
    project = make_house(make_project)
    (project.sources / "brief" / "report.yaml").write_text(HOUSE.replace("final", "superseded") + more)
    pdf, epub, html = run(project, tmp_path)
    with zipfile.ZipFile(epub) as book:
        title = next(book.read(name).decode() for name in book.namelist() if "title" in name)
    for text in (html.read_text(encoding="utf-8"), title):
        assert "Superseded by a later version · Under embargo until January 2, 2030" in text
        assert '<a href="https://doi.org/10.5555/next">doi:10.5555/next</a>' in text
    words = words_on(pypdfium2.PdfDocument(pdf)[0])
    assert "doi:10.5555/next" in words.replace("\r\n", "").replace("\ufffe", "")


def sizes_of(pdf) -> dict[float, int]:
    """Count the letters on all pages by their size in pt."""
    counts: dict[float, int] = {}
    for page in pypdfium2.PdfDocument(pdf):
        for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            size = round(thing.get_font_size() * thing.get_matrix().a, 1)
            counts[size] = counts.get(size, 0) + 1
    return counts


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["briefing", "report"])
def test_large_print_has_no_letter_below_16_points(make_project, tmp_path, theme):
    note = "# Introduction\n\nText.[^1]\n\n[^1]: A note.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n`code`\n"
    project = make_house(make_project, f"theme: {theme}\nmarking: TLP:GREEN\n", **{"10-introduction.md": note})
    pdf = run(project, tmp_path, "large-print")[0]
    small = {size: count for size, count in sizes_of(pdf).items() if size < 15.9}
    assert sum(small.values()) <= 1, (small, pdf)  # the figure that calls the note is raised


@pytest.mark.slow
def test_the_edition_for_print_puts_folios_at_the_outer_edge(make_project, tmp_path):
    project = make_house(make_project, **{"10-introduction.md": "# Introduction\n\n" + "A sentence of words. " * 900})
    pdf = pypdfium2.PdfDocument(run(project, tmp_path, "print")[0])
    middle = pdf[0].get_width() / 2
    for number in (1, 2, 3):
        page = pdf[number].get_textpage()
        folio = page.search(f"{number + 1}\N{THIN SPACE}/")
        index, _ = folio.get_next()
        left = page.get_charbox(index)[0] < middle
        assert left == (number % 2 == 1), number


@pytest.mark.slow
def test_an_svg_logo_goes_into_the_page_written_anew(make_project, tmp_path):
    page = run(make_house(make_project), tmp_path)[2].read_text(encoding="utf-8")
    logos = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", page)
    written = etree.canonicalize(LOGO)
    assert written in {etree.canonicalize(base64.b64decode(logo).decode()) for logo in logos}
