"""Pictures in every place that one can stand in: none is wider or higher than its place, and each keeps its shape."""

from __future__ import annotations

import io
import zipfile

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from report.editions.drawn import draw_pixels
from report.pipeline.build import BuildContext, build_editions

WIDE, TALL = (2400, 600), (600, 2400)
TEXT = """# Pictures

![](wide.png){alt="A wide field"}

Words with ![](wide.png){alt="A wide field in a line"} in a line.

![A tall one.](tall.png){#fig-t alt="A tall field" width=80%}

- an item ![](wide.png){alt="A wide field in a list"}

> ![](wide.png){alt="A wide field in a quotation"}

See @fig-t and @tbl-p.[^1]

[^1]: A note with ![](wide.png){alt="A wide field in a note"}.

| Sign | Meaning | More |
|---|---|---|
| ![](wide.png){alt="A wide field in a cell"} | Stop | Words |
| ![](wide.png){alt="Half as wide" width=50%} | Go | ![](tall.png){alt="A tall field in a cell" width=60mm} |

: Signs {#tbl-p}

::: {.callout-note title="A"}
![](tall.png){alt="A tall field in a call-out"}
:::

::: {.columns count=2}
Words in columns. ![](wide.png){alt="A wide field in a column"} And more of them, so that both are filled.

More words in columns.
:::

::: {.landscape}
![](tall.png){alt="A tall field on a page on its side"}
:::
"""
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="10" height="10" fill="#f00"/>'
    b'<rect x="10" width="10" height="10" fill="#00f"/></svg>'
)


def png(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 210, 220)).save(out, "PNG")
    return out.getvalue()


def placed(path) -> list[tuple[float, float, float, float, float, float]]:
    """Return the box of each picture of a PDF, and the size of its page, in pt."""
    found = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            items = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=4)
            found += [(*item.get_bounds(), *page.get_size()) for item in items]
    return found


@pytest.mark.parametrize(
    ("theme", "size", "edition"),
    [
        ("briefing", "A4", "screen"),
        ("report", "A5", "screen"),
        ("letter", "letter", "screen"),
        ("briefing", "A5", "large-print"),
    ],
)
def test_a_picture_stays_in_its_place_and_keeps_its_shape(theme, size, edition, make_project, tmp_path):
    head = f"title: T\ndate: 2025-07-14\nlang: en\ntheme: {theme}\npage-size: {size}\nrules: {{S229: off}}\n"
    head += "recipients: [A]\n" if theme == "letter" else ""
    project = make_project(
        {"10-introduction.md": TEXT, "report.yaml": head, "wide.png": png(WIDE), "tall.png": png(TALL)}
    )
    result = build_editions(
        project, project.report("brief"), ("pdf", "epub", "html"), tmp_path, BuildContext(edition=edition)
    )
    assert [finding for finding in result.findings if finding.code not in {"P112", "P113", "P114", "P116"}] == []
    (path,) = tmp_path.rglob("*.pdf")
    found = placed(path)
    assert len(found) == TEXT.count(".png)")
    for left, bottom, right, top, width, height in found:
        assert 0 < left < right < width
        assert 0 < bottom < top < height
        ratio = (right - left) / (top - bottom)
        assert ratio == pytest.approx(4, rel=0.02) or ratio == pytest.approx(0.25, rel=0.02)
        assert max(right - left, top - bottom) > 8 / 25.4 * 72


def test_a_share_in_a_cell_is_one_of_the_width_that_a_column_can_have(make_project, tmp_path):
    text = "# T\n\n| Flag | Country |\n|---|---|\n| ![A field](wide.png){width=50%} | Northland |\n"
    project = make_project({"10-introduction.md": text, "wide.png": png(WIDE)})
    assert build_editions(project, project.report("brief"), ("pdf", "epub"), tmp_path).findings == ()
    ((left, _, right, *_),) = placed(tmp_path / "brief" / "brief.pdf")
    assert 25 < (right - left) / 72 * 25.4 < 35


def test_a_drawing_on_the_cover_is_drawn_for_the_book(make_project, tmp_path):
    head = "title: T\ndate: 2025-07-14\nlang: en\ntheme: report\ncover-image: cover.svg\n"
    project = make_project({"report.yaml": head, "cover.svg": DRAWING})
    assert build_editions(project, project.report("brief"), ("pdf", "epub"), tmp_path).findings == ()
    with zipfile.ZipFile(tmp_path / "brief" / "brief.epub") as book:
        cover = Image.open(io.BytesIO(book.read("EPUB/images/cover.jpg")))
    red, _, blue = (band.tobytes() for band in cover.split())
    left, right = (700 * cover.width + column for column in (100, 1500))
    assert red[left] - blue[left] > 140
    assert blue[right] - red[right] > 140


def test_a_drawing_is_the_same_pixels_each_time():
    first, second = (draw_pixels(DRAWING, 400, 200) for _ in range(2))
    assert first.size == (400, 200)
    assert first.tobytes() == second.tobytes()
