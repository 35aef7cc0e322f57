"""Hold reports laid out in parts against the same laid out as a whole, by us and by WeasyPrint alone with one slip mended.

`python -m tests.bench.whole [--pages 6,30,100]` prints, for each report and what it is held against, how many pages
were compared, and in how many things the two differ, by kind. The status is 1 where parts differ from our whole.

WeasyPrint alone may differ: when it makes pages again for their numbers, a note that had gone over to the next page
is set a second time on a page that is made again (of 100 pages, one; of 1,000, four) or is lost (of 1,000, one). Ours
are laid out once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pikepdf

from report.editions.pdf import cut
from report.pipeline.build import build_editions
from report.read.project import Project
from tests.bench.rows import Bench
from tests.common import ROOT
from tests.editions.likeness import differences, outline, read_likeness, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLE = "asean-briefing"


def main() -> None:
    """Compare the article and generated reports, and print a line for each pair."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.whole", description=__doc__)
    parser.add_argument("--pages", default="6,30,100,300", help="lengths of the reports, with commas")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name).resolve())
        slugs = [ARTICLE, *(bench.report(int(pages)) for pages in options.pages.split(","))]
        unlike = [compare(bench, slug) for slug in slugs]
    sys.exit(any(unlike))


def compare(bench: Bench, slug: str) -> bool:
    """Compare one report's parts with both wholes; tell whether they differ from ours."""
    project = Project(ROOT if slug == ARTICLE else bench.folder)
    source = project.report(slug)
    build_editions(project, source, ("pdf",), bench.folder / "parts")
    with mock.patch.object(cut, "SIDES", {}):
        build_editions(project, source, ("pdf",), bench.folder / "whole")
    parts, whole = (bench.folder / place / slug / f"{slug}.pdf" for place in ("parts", "whole"))
    ours = read_likeness(parts)
    found = differences(ours, read_likeness(whole))
    print(f"{slug:16} in parts : our whole         {len(ours['text']):5} pages   {found or 'alike'}", flush=True)
    bench.weasyprint(slug, mended=True)
    alone = bench.folder / "masters" / slug / "out.pdf"
    seen = differences(as_read(parts), as_read(alone))
    print(f"{slug:16} in parts : WeasyPrint alone  {len(texts(alone)):5} pages   {seen or 'alike'}", flush=True)
    return bool(found)


def as_read(path: Path) -> dict[str, list[Any]]:
    """Read what a plain file and a finished one can have in common: words by page, outline, and where links lead."""
    with pikepdf.open(path) as pdf:
        number = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        return {
            "words": [sorted(text.split()) for text in texts(path)],
            "outline": [(level, title, page) for level, title, page, _ in outline(pdf, number)],
            "links": sorted(set(leads(pdf, number))),
        }


def leads(pdf: pikepdf.Pdf, number: dict[tuple[int, int], int]) -> Iterator[tuple[int, int]]:
    """Yield the page of each link and the page it leads to."""
    names = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
    for index, page in enumerate(pdf.pages):
        for note in page.obj.get("/Annots", ()):
            if "/Dest" in note:
                yield index, number[names[str(note.Dest)][0].objgen]


if __name__ == "__main__":
    main()
