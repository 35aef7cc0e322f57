"""Pages on their side, text in columns, and page breaks that an author asks for."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from lxml import etree

from report.pipeline.build import build_editions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from report.read.project import Project

TEXT = """# Wide

Before @tbl-a.

::: {.landscape}
| A | B |
|---|---|
| 1 | 2 |

: A table. {#tbl-a}
:::

After.

::: {.page-break}
:::

On another page.
"""


def pages(path: Path) -> list[tuple[int, int, str]]:
    """Return width and height (pt) and the text of each page."""
    document = pypdfium2.PdfDocument(path)
    found = [
        (round(page.get_width()), round(page.get_height()), page.get_textpage().get_text_bounded()) for page in document
    ]
    document.close()
    return found


@pytest.mark.parametrize(
    ("theme", "size", "upright"),
    [("briefing", "A4", (595, 842)), ("report", "letter", (612, 792)), ("briefing", "A5", (420, 595))],
)
def test_what_is_wide_lies_on_a_page_of_its_own_on_its_side(
    theme: str, size: str, upright: tuple[int, int], make_project: Callable[..., Project], tmp_path: Path
) -> None:
    head = f"title: T\ndate: 2025-07-14\nlang: en\ntheme: {theme}\npage-size: {size}\nmarking: TLP:GREEN\n"
    project = make_project({"10-introduction.md": TEXT, "report.yaml": head})
    assert build_editions(project, project.report("brief"), ("pdf",), tmp_path).findings == ()
    found = pages(tmp_path / "brief" / "brief.pdf")
    turned = [index for index, (width, height, _) in enumerate(found) if (width, height) == upright[::-1]]
    assert [(width, height) for width, height, _ in found].count(upright) == len(found) - 1
    (index,) = turned
    assert "Before Table" in found[index - 1][2]
    assert "A table." in " ".join(found[index][2].split())
    assert found[index][2].count("TLP:GREEN") == 2
    assert "After." in found[index + 1][2]
    assert "On another page." in found[index + 2][2]


@pytest.mark.slow
def test_the_box_of_a_task_stands_in_the_line_of_its_words(
    make_project: Callable[..., Project], tmp_path: Path
) -> None:
    text = "# Tasks\n\n- [ ] alpha\n- [x] beta\n\n1. [ ] gamma\n2. [x] delta\n\nEnd.\n"
    project = make_project({"10-introduction.md": text})
    result = build_editions(project, project.report("brief"), ("pdf",), tmp_path)
    assert not result.findings
    page = pypdfium2.PdfDocument(next(tmp_path.rglob("*.pdf")))[0].get_textpage()
    found = [page.get_rect(index) for index in range(page.count_rects())]
    bottoms = {page.get_text_bounded(*rect).strip(): rect[1] for rect in found}
    words = page.get_text_bounded()
    assert "\u2013" not in words, "a task has no dash before its box"
    assert bottoms["alpha"] - bottoms["beta"] < 20, "two lines of 14.4 pt and what is between them"
    assert 0 < bottoms["gamma"] - bottoms["delta"] < 20


def test_columns_stand_beside_each_other_and_their_notes_at_the_foot(built: Callable[..., Path]) -> None:
    document = pypdfium2.PdfDocument(built("layout") / "layout.pdf")
    page = document[len(document) - 1].get_textpage()
    texts = [page.get_rect(index) for index in range(page.count_rects())]
    left = [box for box in texts if page.get_text_bounded(*box).startswith("glossary")]
    assert len({round(box[0]) for box in left}) > 1
    (note,) = (box for box in texts if "It stands at the foot" in page.get_text_bounded(*box))
    assert note[1] < min(box[1] for box in left)
    document.close()
    with zipfile.ZipFile(built("layout") / "layout.epub") as book:
        chapter = etree.fromstring(book.read("EPUB/text/ch01.xhtml"))
    marks = [element.get("id") for element in chapter.iterfind(".//*[@role='doc-pagebreak']")]
    assert marks == ["pdf-page-2", "pdf-page-3", "pdf-page-4", "pdf-page-5", "pdf-page-6"]


def test_an_interruption_is_not_taken_for_a_fault_of_the_drawing_being_drawn() -> None:
    import logging
    import signal

    from report.editions.pdf.weasy.render import _Listener

    def draw() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except BaseException:  # noqa: BLE001 - as WeasyPrint does, in images.py
            logging.getLogger("weasyprint").error("Failed to render SVG image")  # noqa: TRY400

    with _Listener(None) as listener:
        with pytest.raises(KeyboardInterrupt):
            draw()
        assert listener.events == []


def test_no_cell_is_broken_within_a_word_or_a_number(make_project: Callable[..., Project], tmp_path: Path) -> None:
    """Nor where the source's lines are so long that pandoc gives each column its share of the width."""
    years, numbers = range(2015, 2025), [f"12,345,{number}" for number in range(678, 688)]
    rows = (("Partner", *map(str, years)), ("---", *("--:" for _ in years)), ("Northland", *numbers))
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    project = make_project({"10-introduction.md": f"# Data\n\n{table}\n\n: Trade {{#tbl-w}}\n\nSee @tbl-w.\n"})
    assert build_editions(project, project.report("brief"), ("pdf",), tmp_path).findings == ()
    ((_, _, text),) = pages(tmp_path / "brief" / "brief.pdf")
    assert " ".join(("Northland", *numbers)) in text
