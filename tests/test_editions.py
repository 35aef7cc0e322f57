"""Every theme on every sheet in every edition: one text with all that a report can hold."""

from __future__ import annotations

import itertools
import os
import shutil
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from conftest import SAMPLES, apply

from report.checks.ace import check_ace
from report.checks.axe import check_axe
from report.checks.epubcheck import check_epubcheck
from report.checks.nu import check_nu
from report.checks.pdf_profiles import check_pdf_profiles
from report.checks.verapdf import check_verapdf_batch
from report.model.metadata import EDITIONS, PageSize
from report.pipeline import Means, build
from report.project import Project
from report.styles import themes

if TYPE_CHECKING:
    from pathlib import Path

THEMES = themes(SAMPLES.parent.parent)
SIZES = tuple(size.value for size in PageSize)
ALL = tuple(itertools.product(THEMES, SIZES, EDITIONS))
SOME = tuple((THEMES[number % 3], size, EDITIONS[(number + 1) % 3]) for number, size in enumerate(SIZES))
TALL = {"A4": 297, "letter": 279.4, "A5": 210}  # mm


def set_specimen(folder: Path, theme: str, size: str, edition: str, formats: tuple[str, ...] = ("pdf",)) -> Path:
    """Set the specimen in a theme, on a sheet, for an edition; return the path of its files without their endings."""
    root = folder / f"{theme}-{size}"
    if not root.exists():
        shutil.copytree(SAMPLES / "specimen", root)
        head = root / "sources" / "specimen" / "report.yaml"
        text = head.read_text(encoding="utf-8").replace("theme: report", f"theme: {theme}\npage-size: {size}\nrules: {{P104: off, P114: off}}")  # fmt: skip
        head.write_text(text, encoding="utf-8")
    project = Project(root.resolve())
    result = build(project, project.report("specimen"), formats, folder / "out" / root.name, Means(edition=edition))
    assert [str(finding) for finding in result.findings] == []
    stem = "specimen" if edition == EDITIONS[0] else f"specimen-{edition}"
    return folder / "out" / root.name / "specimen" / stem


@pytest.mark.parametrize(("theme", "size", "edition"), SOME)
def test_the_specimen_is_set_without_a_finding(theme, size, edition, tmp_path):
    path = set_specimen(tmp_path, theme, size, edition).with_suffix(".pdf")
    page = pypdfium2.PdfDocument(path)[0]
    assert page.get_height() / 72 * 25.4 == pytest.approx(TALL[size], abs=0.2)
    assert apply(check_pdf_profiles, path) == ()


LONG = pytest.mark.skipif(os.environ.get("REPORT_REQUIRE_TOOLS") != "1", reason="long: `make conformance` does it")


@LONG
@pytest.mark.conformance
def test_every_theme_sheet_and_edition_passes_both_validators_of_pdf(tmp_path):
    paths = [set_specimen(tmp_path, *case).with_suffix(".pdf") for case in ALL]
    assert len(set(paths)) == 27
    assert {path: apply(check_pdf_profiles, path) for path in paths} == dict.fromkeys(paths, ())
    assert apply(lambda _: check_verapdf_batch(paths), tmp_path) == ()


@LONG
@pytest.mark.conformance
@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_s_book_and_page_pass_their_validators(theme, tmp_path):
    stem = set_specimen(tmp_path, theme, "A4", "screen", ("pdf", "epub", "html"))
    for check in (check_epubcheck, check_ace):
        assert apply(check, stem.with_suffix(".epub")) == ()
    for check in (check_nu, check_axe):
        assert apply(check, stem.with_suffix(".html")) == ()
