"""Set the specimen in every theme, on every sheet, for every edition, and lay its pages side by side: `make specimens`."""

from __future__ import annotations

import argparse
import itertools
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image

from report.model.metadata import EDITIONS, PageSize
from report.pipeline import Means, build
from report.project import Project
from report.styles import themes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent
SPECIMEN = Path(__file__).parent / "samples" / "specimen"
THEMES = themes(ROOT)
SIZES = tuple(size.value for size in PageSize)
DPI = 60
ROW, ROWS = 4, 2  # pages of a sheet of pictures
GAP, DESK = 10, "#8a9299"  # px between pages, and what they lie on


def set_specimen(folder: Path, theme: str, size: str, edition: str, formats: tuple[str, ...] = ("pdf",)) -> Path:
    """Set the specimen in a theme, on a sheet, for an edition; return the path of its files without their endings."""
    root = folder / f"{theme}-{size}"
    if not root.exists():
        shutil.copytree(SPECIMEN, root)
        head = root / "sources" / "specimen" / "report.yaml"
        text = head.read_text(encoding="utf-8").replace("theme: report", f"theme: {theme}\npage-size: {size}\nrules: {{P104: off, P114: off}}")  # fmt: skip
        head.write_text(text, encoding="utf-8")
    project = Project(root.resolve())
    result = build(project, project.report("specimen"), formats, folder / "out" / root.name, Means(edition=edition))
    assert [str(finding) for finding in result.findings] == []
    stem = "specimen" if edition == EDITIONS[0] else f"specimen-{edition}"
    return folder / "out" / root.name / "specimen" / stem


def pages_of(pdf: Path, dpi: float = DPI) -> Iterator[Image.Image]:
    """Draw the pages of a PDF."""
    for page in pypdfium2.PdfDocument(pdf):
        yield page.render(scale=dpi / 72).to_pil()


def side_by_side(pages: Sequence[Image.Image], row: int = ROW, gap: int = GAP, desk: str = DESK) -> Image.Image:
    """Lay pages on one picture, `row` of them beside each other."""
    rows = [pages[start : start + row] for start in range(0, len(pages), row)]
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the folder that the pictures go to")
    parser.add_argument("--theme", choices=THEMES, help="one theme, and not all of them")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    for case in itertools.product([chosen.theme] if chosen.theme else THEMES, SIZES, EDITIONS):
        for path in draw_sheets(chosen.out, case):
            print(f"Wrote     {path}", flush=True)


if __name__ == "__main__":
    main()
