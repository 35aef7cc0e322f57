"""Pages as pictures, and pictures on pages: what a reader sees is compared with what was looked at and found good."""

from __future__ import annotations

import os
import subprocess
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw

from report.checks.reader import SCRIPT
from report.checks.tools import find_chromium, find_epubjs, find_modules, find_node, find_reader
from report.editions.pictures import LONGEST, pixel_size, read_for_screen
from report.fonts import fonts_folder
from report.pipeline.build import build_editions
from report.themes.ebook_css import check_ebook_sheet
from report.themes.theme import find_theme, themes
from tests.common import HEAD, PATIENCE, ROOT, SAMPLES, apply
from tests.editions.likeness_of_pictures import PICTURES, assert_same_picture

if TYPE_CHECKING:
    from pathlib import Path

HOUSE = {**os.environ, "FONTCONFIG_FILE": str(fonts_folder() / "fonts.conf")}  # a browser that has no fonts but ours
SCALE = 0.55  # 40 pixels an inch


@pytest.fixture
def made(built):
    """Build a report once for an edition, and return the path of its files but for their ending."""
    return lambda root, slug, edition="screen": (
        built(slug, root, edition) / (slug if edition == "screen" else f"{slug}-{edition}")
    )


@pytest.fixture
def same(tmp_path, request):
    """Hold a picture against the reference of a name."""
    update = request.config.getoption("--update-golden")
    return lambda picture, name: assert_same_picture(picture, PICTURES / name, tmp_path, update=update)


PAGES = [  # root, report, edition, pages from 1
    (ROOT, "asean-briefing", "screen", (1, 2, 4, 9)),
    (ROOT, "asean-briefing", "large-print", (1, 2)),
    (SAMPLES / "long", "long", "screen", (1, 3, 5, 6)),
    (SAMPLES / "letter", "letter", "screen", (1, 2)),
    (SAMPLES / "layout", "layout", "screen", (2, 3)),
    (SAMPLES / "data", "data", "screen", (1, 2)),
    (SAMPLES / "math", "math", "screen", (1,)),
    (SAMPLES / "arabic", "arabic", "screen", (1,)),
    (SAMPLES / "torture", "torture", "screen", (4,)),
]
QUICK = {("asean-briefing", "screen"), ("arabic", "screen"), ("torture", "screen")}


@pytest.mark.parametrize(
    "pages",
    [pytest.param(row, marks=() if row[1:3] in QUICK else pytest.mark.slow) for row in PAGES],
    ids=lambda pages: f"{pages[1]}-{pages[2]}",
)
def test_the_pages_look_as_they_were_found_good(pages, made, same):
    root, slug, edition, numbers = pages
    document = pypdfium2.PdfDocument(made(root, slug, edition).with_suffix(".pdf"))
    for number in numbers:
        same(document[number - 1].render(scale=SCALE).to_pil(), f"{slug}-{edition}-{number}.png")


def test_a_page_that_looks_otherwise_is_told_with_its_place(tmp_path):
    reference = PICTURES / "letter-screen-1.png"
    picture = Image.open(reference).convert("RGB")
    ImageDraw.Draw(picture).rectangle((100, 200, 140, 240), fill="#a33d17")
    with pytest.raises(
        AssertionError, match=r"letter-screen-1: \d+ pixels differ, within \((?:98|100), (?:198|200), 14\d, 24\d\)"
    ):
        assert_same_picture(picture, reference, tmp_path, update=False)
    assert (tmp_path / "difference-letter-screen-1.png").is_file()


REPORTS = ((ROOT, "asean-briefing"), (SAMPLES / "long", "long"))
SCREENS = [
    (root, slug, width, scheme) for root, slug in REPORTS for width in (390, 1280) for scheme in ("light", "dark")
]
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1", "--font-render-hinting=none", "--window-size=1280,2000")  # fmt: skip


@pytest.mark.conformance
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: "-".join(map(str, screen[1:])))
def test_the_web_page_looks_as_it_was_found_good(screen, made, same, tmp_path):
    root, slug, width, scheme = screen
    chromium = apply(lambda _: find_chromium(), tmp_path)
    shot, frame = tmp_path / "shot.png", tmp_path / "frame.html"  # a window is never as narrow as a telephone
    page = made(root, slug).with_suffix(".html").as_uri()
    frame.write_text(
        f'<style>*{{margin:0;border:0}}</style><iframe src="{page}" width="{width}" height="2000"></iframe>'
    )
    dark = ["--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []
    places = [f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={shot}", frame.as_uri()]
    subprocess.run(
        [str(chromium), *FLAGS, *dark, *places], check=True, capture_output=True, timeout=PATIENCE, env=HOUSE
    )
    same(Image.open(shot).convert("RGB").crop((0, 0, width, 1900)).reduce(2), f"web-{slug}-{width}-{scheme}.png")


ENGINES = ("foliate", "epubjs")
BOOKS = (
    (ROOT, "asean-briefing", (0, 1, 2, 4, 5)),
    (SAMPLES / "long", "long", (0, 1, 3)),
    (SAMPLES / "letter", "letter", (1, 2)),
)


@pytest.mark.conformance
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book[1])
def test_the_book_looks_in_a_reader_as_it_was_found_good(book, engine, made, same, tmp_path):
    root, slug, numbers = book
    modules, chromium = apply(lambda _: (find_reader() and find_epubjs() and find_modules(), find_chromium()), tmp_path)
    path = made(root, slug).with_suffix(".epub")
    command = [str(find_node()), str(SCRIPT), str(modules), str(path), engine]
    settings = {**HOUSE, "PUPPETEER_EXECUTABLE_PATH": str(chromium), "SHOTS": str(tmp_path)}
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE, env=settings)
    for number in numbers if engine == ENGINES[0] else numbers[-2:]:
        name = f"book{'' if engine == ENGINES[0] else f'-{engine}'}-{slug}-{number}.png"
        same(Image.open(tmp_path / f"{number}.png").convert("RGB").reduce(2), name)


# --- Pictures for screens


def photograph(width: int, height: int) -> Image.Image:
    noise = Image.effect_noise((width // 8, height // 8), 60).resize((width, height), Image.Resampling.BICUBIC)
    return Image.merge("RGB", (noise, noise.rotate(180), ImageChops.invert(noise)))


def save(image: Image.Image, path: Path, **options) -> Path:
    image.save(path, **options)
    return path


def test_a_large_photograph_is_made_smaller_for_screens_and_the_same_each_time(tmp_path):
    path = save(photograph(4000, 3000), tmp_path / "a.jpg", quality=95)
    small = read_for_screen(path)
    assert pixel_size(small) == (LONGEST, 1350)
    assert len(small) < path.stat().st_size / 4
    assert read_for_screen(path) == small


def test_a_photograph_stands_upright_and_tells_nothing_of_where_it_was_taken(tmp_path):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    small = read_for_screen(save(photograph(800, 600), tmp_path / "a.jpg", exif=exif))
    assert pixel_size(small) == (600, 800)
    assert not Image.open(BytesIO(small)).getexif()


@pytest.mark.parametrize(
    ("mode", "name"),
    [("CMYK", "a.jpg"), ("I;16", "a.png"), ("RGBA", "a.png"), ("P", "a.png"), ("L", "a.jpg"), ("1", "a.png")],
)
def test_pictures_of_all_kinds_come_out_as_screens_show_them(mode, name, tmp_path):
    image = Image.new("I;16", (3000, 40), 40_000) if mode == "I;16" else photograph(3000, 40).convert(mode)
    small = Image.open(BytesIO(read_for_screen(save(image, tmp_path / name))))
    assert small.size == (LONGEST, 24)
    assert small.mode in {"RGB", "RGBA", "L", "P", "1"}
    assert (small.mode == "RGBA") == (mode == "RGBA")


def test_a_picture_that_is_small_enough_is_left_as_it_is(tmp_path):
    path = save(photograph(300, 200), tmp_path / "a.jpg")
    assert read_for_screen(path) == path.read_bytes()


def test_the_book_and_the_page_have_the_smaller_picture_and_the_pdf_the_whole(make_project, tmp_path):
    out = BytesIO()
    photograph(2600, 1300).save(out, "JPEG", quality=95)
    text = '# One\n\nSee @fig-a.\n\n![A photograph.](a.jpg){#fig-a alt="Clouds."}\n'
    project = make_project({"report.yaml": HEAD, "10-introduction.md": text, "a.jpg": out.getvalue()})
    build_editions(project, project.report("brief"), ("pdf", "epub", "html"), tmp_path)
    stem = tmp_path / "brief" / "brief"
    with zipfile.ZipFile(stem.with_suffix(".epub")) as book:
        assert pixel_size(book.read("EPUB/images/figure-01.jpg")) == (LONGEST, 900)
    assert f'width="{LONGEST}" height="900"' in stem.with_suffix(".html").read_text(encoding="utf-8")
    page = pypdfium2.PdfDocument(stem.with_suffix(".pdf"))[0]
    (picture,) = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    assert picture.get_px_size() == (2600, 1300)


@pytest.mark.parametrize("name", themes(ROOT))
def test_the_sheets_for_the_epub_hold_to_what_every_reading_system_understands(name):
    assert [str(finding) for finding in check_ebook_sheet(find_theme(ROOT, name))] == []
