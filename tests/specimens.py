"""Pictures of pages: the specimen in every theme, on every sheet, for every edition (`make specimens`), and what the documents show (`make pictures`)."""

from __future__ import annotations

import argparse
import itertools
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image, ImageOps

from report.model.metadata import EDITIONS, PageSize
from report.model.pages import Impression
from report.model.progress import Listener
from report.pipeline.build import BuildContext, build_editions
from report.press.pages import bind_pages
from report.press.press import PressOptions as PressOrder
from report.press.press import make_press_file
from report.press.sheets import Booklet, make_booklet
from report.read.project import Project
from report.themes.theme import themes
from tests.common import ROOT, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

THEMES = themes(ROOT)
SIZES = tuple(size.value for size in PageSize)
DPI = 60
ROW, ROWS = 4, 2  # pages of a sheet of pictures
GAP, DESK = 10, "#8a9299"  # px between pages, and what they lie on
BRIEFING, LETTER, YEARBOOK = (
    (ROOT, "asean-briefing"),
    (SAMPLES / "letter", "letter"),
    (SAMPLES / "specimen", "specimen"),
)
PICTURES = (  # where it is, how high its pages are in px, and which they are: of a report, in an edition, the page's number
    ("sources/handbook/figures/theme-briefing.png", 1058, ((BRIEFING, "screen", 1), (BRIEFING, "screen", 4))),
    ("sources/handbook/figures/theme-report.png", 1058, ((YEARBOOK, "screen", 1), (YEARBOOK, "screen", 7))),
    ("sources/handbook/figures/theme-letter.png", 1058, ((LETTER, "screen", 1), (LETTER, "screen", 2))),
    ("styles/briefing/preview.png", 640, tuple((BRIEFING, "screen", number) for number in (1, 3, 4))),
    ("styles/report/preview.png", 640, tuple((YEARBOOK, "screen", number) for number in (1, 7, 8))),
    ("styles/letter/preview.png", 640, ((LETTER, "screen", 1), (LETTER, "screen", 2), (BRIEFING, "large-print", 1))),
)
PRESS = (YEARBOOK, Impression(3.0), lambda bound: make_press_file(bound, PressOrder()))
BOOKLET = (YEARBOOK, Impression(), lambda bound: make_booklet(bound, Booklet(), None))
PRINTED = (  # where it is, how high its pages are in px, what is made of which report, and which pages of it are shown
    ("sources/handbook/figures/print-press.png", 1058, PRESS, (1, 11)),
    ("sources/handbook/figures/print-booklet.png", 540, BOOKLET, (1, 2)),
)
APART, LINE = 18, "#b9c0c5"  # px between the pages of such a picture, and what each has around it
COLOURS = 64


def set_specimen(folder: Path, theme: str, size: str, edition: str, formats: tuple[str, ...] = ("pdf",)) -> Path:
    """Set the specimen in a theme, on a sheet, for an edition; return the path of its files without their endings."""
    root = folder / f"{theme}-{size}"
    if not root.exists():
        shutil.copytree(SAMPLES / "specimen", root)
        head = root / "sources" / "specimen" / "report.yaml"
        text = head.read_text(encoding="utf-8").replace("theme: report", f"theme: {theme}\npage-size: {size}\nrules: {{P104: off, P114: off}}")  # fmt: skip
        head.write_text(text, encoding="utf-8")
    project = Project(root.resolve())
    result = build_editions(
        project, project.report("specimen"), formats, folder / "out" / root.name, BuildContext(edition=edition)
    )
    assert [str(finding) for finding in result.findings] == []
    stem = "specimen" if edition == EDITIONS[0] else f"specimen-{edition}"
    return folder / "out" / root.name / "specimen" / stem


def pages_of(pdf: Path, dpi: float = DPI) -> Iterator[Image.Image]:
    """Draw the pages of a PDF."""
    for page in pypdfium2.PdfDocument(pdf):
        yield page.render(scale=dpi / 72).to_pil()


def side_by_side(pages: Sequence[Image.Image], gap: int = GAP, desk: str = DESK) -> Image.Image:
    """Lay pages on one picture, `ROW` of them beside each other."""
    rows = [pages[start : start + ROW] for start in range(0, len(pages), ROW)]
    width = max(sum(page.width + gap for page in line) for line in rows) + gap
    heights = [max(page.height for page in line) + gap for line in rows]
    sheet = Image.new("RGB", (width, sum(heights) + gap), desk)
    for number, line in enumerate(rows):
        left = gap
        for page in line:
            sheet.paste(page, (left, gap + sum(heights[:number])))
            left += page.width + gap
    return sheet


def draw_sheets(out: Path, case: tuple[str, str, str]) -> Iterator[Path]:
    """Set the specimen once, and write the pictures of all its pages."""
    with TemporaryDirectory() as folder:
        pages = list(pages_of(set_specimen(Path(folder), *case).with_suffix(".pdf")))
    for number, start in enumerate(range(0, len(pages), ROW * ROWS), start=1):
        path = out / f"{'-'.join(case)}-{number}.png"
        side_by_side(pages[start : start + ROW * ROWS]).save(path, optimize=True)
        yield path


def draw_pictures(root: Path) -> Iterator[Path]:
    """Write the pictures that the handbook and the README show, below `root`. Few colours, and no other in the place of a theme's."""
    with TemporaryDirectory() as folder:
        for name, height, wanted in PICTURES:
            yield _save([_framed(_page(Path(folder), *one), height) for one in wanted], root / name)
    for name, height, (report, impression, make), numbers in PRINTED:
        project = Project(report[0].resolve())
        bound = bind_pages(project, project.report(report[1]), Listener(), impression)
        document = pypdfium2.PdfDocument(make(bound))
        yield _save([_framed(document[number - 1], height) for number in numbers], root / name)


def _save(pages: Sequence[Image.Image], path: Path) -> Path:
    picture = ImageOps.crop(side_by_side(pages, APART, "white"), APART)
    few = picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    path.parent.mkdir(parents=True, exist_ok=True)
    few.save(path, optimize=True)
    return path


def _page(folder: Path, report: tuple[Path, str], edition: str, number: int) -> pypdfium2.PdfPage:
    root, slug = report
    pdf = folder / slug / f"{slug}{'' if edition == EDITIONS[0] else f'-{edition}'}.pdf"
    if not pdf.exists():
        project = Project(root.resolve())
        build_editions(project, project.report(slug), ("pdf",), folder, BuildContext(edition=edition))
    return pypdfium2.PdfDocument(pdf)[number - 1]


def _framed(page: pypdfium2.PdfPage, height: int) -> Image.Image:
    return ImageOps.expand(page.render(scale=height / page.get_height()).to_pil(), 1, LINE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the folder that the pictures go to")
    parser.add_argument("--theme", choices=THEMES, help="one theme, and not all of them")
    parser.add_argument("--documents", action="store_true", help="what the documents show, below the folder")
    chosen = parser.parse_args()
    if chosen.documents:
        for path in draw_pictures(chosen.out):
            print(f"Wrote     {path}", flush=True)
        return
    chosen.out.mkdir(parents=True, exist_ok=True)
    for case in itertools.product([chosen.theme] if chosen.theme else THEMES, SIZES, EDITIONS):
        for path in draw_sheets(chosen.out, case):
            print(f"Wrote     {path}", flush=True)


if __name__ == "__main__":
    main()
