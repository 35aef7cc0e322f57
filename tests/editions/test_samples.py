"""The sample reports, each built once in all formats: no finding, valid files, and the goldens of what they hold."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from lxml import etree

from report.checks import CHECKS
from report.checks.pdf_profiles import check_pdf_profiles
from tests.common import FORMATS, ROOT, SAMPLES, apply, samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NAMES = sorted(folder.name for folder in SAMPLES.iterdir() if folder.name != "findings")
XHTML = {"x": "http://www.w3.org/1999/xhtml", "epub": "http://www.idpf.org/2007/ops"}
SHOWN = ("/Alt", "/ActualText", "/Lang")


@pytest.mark.parametrize("name", samples())
def test_a_sample_builds_without_a_finding_in_every_format(name: str, built: Callable[..., Path]) -> None:
    found = sorted(path.name for path in built(name).iterdir())
    assert found == sorted(["build.json", *(f"{name}.{form}" for form in FORMATS)])


@pytest.mark.parametrize("name", samples())
def test_a_sample_is_pdf_a_3a_and_pdf_ua_1(name: str, built: Callable[..., Path]) -> None:
    assert [str(finding) for finding in check_pdf_profiles(built(name) / f"{name}.pdf")] == []


@pytest.mark.conformance
@pytest.mark.parametrize(
    "check", [check for check in CHECKS.values() if check.name != "pdf-profiles"], ids=lambda check: check.name
)
@pytest.mark.parametrize("name", samples())
def test_no_validator_objects_to_a_sample(name: str, check: object, built: Callable[..., Path]) -> None:
    path = built(name) / f"{name}.{check.format}"  # type: ignore[attr-defined]
    assert apply(check.run, path) == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", samples())
def test_no_element_of_a_web_page_has_a_prefix_which_html_does_not_know(name: str, built: Callable[..., Path]) -> None:
    page = (built(name) / f"{name}.html").read_text(encoding="utf-8")
    assert re.findall(r"<[a-z]+:\w+|xmlns:\w+", page.partition("</head>")[2]) == []


# --- What the PDF says of itself, as text that can be reviewed


def structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield a line for each structure element: its depth, its type, and what it says of itself."""

    def visit(node: pikepdf.Object, depth: int) -> Iterator[str]:
        words = [f"{key[1:]}={str(node[key])!r}" for key in SHOWN if key in node]
        words += ["ID"] if "/ID" in node else []
        attributes: Any = node.get("/A", {})
        words += [
            f"{key}={attributes[f'/{key}']}" for key in ("Scope", "ColSpan", "RowSpan") if f"/{key}" in attributes
        ]
        kids: Any = node.get("/K", [])
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        words += ["OBJR"] * sum(isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR" for kid in kids)
        yield "  " * depth + " ".join([str(node.S)[1:], *words])
        for kid in kids:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from visit(kid, depth + 1)

    yield from visit(pdf.Root.StructTreeRoot.K[0], 0)


def outline(pdf: pikepdf.Pdf) -> Iterator[str]:
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}

    def visit(items: list[pikepdf.OutlineItem], depth: int) -> Iterator[str]:
        for item in items:
            where: Any = item.destination
            yield f"{'  ' * depth}{item.title}  {pages[where[0].objgen]}"
            yield from visit(item.children, depth + 1)

    with pdf.open_outline() as opened:
        yield from visit(opened.root, 0)


@pytest.mark.parametrize("name", samples("apparatus", "data", "french", "layout", "math", "torture"))
def test_the_structure_of_the_pdf_is_as_reviewed(
    name: str, built: Callable[..., Path], golden: Callable[[Path, str], None]
) -> None:
    with pikepdf.open(built(name) / f"{name}.pdf") as pdf:
        golden(SAMPLES / name / "expected" / "structure.txt", "\n".join(structure(pdf)) + "\n")


@pytest.mark.parametrize("name", samples("apparatus", "arabic", "french", "indonesian", "japanese", "torture"))
def test_the_outline_of_the_pdf_is_as_reviewed(
    name: str, built: Callable[..., Path], golden: Callable[[Path, str], None]
) -> None:
    with pikepdf.open(built(name) / f"{name}.pdf") as pdf:
        golden(SAMPLES / name / "expected" / "outline.txt", "\n".join(outline(pdf)) + "\n")


@pytest.mark.parametrize(
    ("member", "file"), [("EPUB/content.opf", "content.opf"), ("EPUB/nav.xhtml", "contents.xhtml")]
)
def test_the_package_and_the_contents_of_the_epub_are_as_reviewed(
    member: str, file: str, built: Callable[..., Path], golden: Callable[[Path, str], None]
) -> None:
    with zipfile.ZipFile(built("french") / "french.epub") as book:
        golden(SAMPLES / "french" / "expected" / file, book.read(member).decode())


# --- What the editions of the samples must hold


def page_texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return texts


def web(built: Callable[..., Path], name: str) -> etree._Element:
    return etree.parse(built(name) / f"{name}.html").getroot()


def test_lists_begin_and_count_as_their_author_wrote(built: Callable[..., Path]) -> None:
    text = " ".join(page_texts(built("torture") / "torture.pdf"))
    assert " (a) (b) iv. v. " in text


def test_a_formula_is_printed_once_and_its_source_is_its_alternative_text(built: Callable[..., Path]) -> None:
    assert "a^2" not in " ".join(page_texts(built("torture") / "torture.pdf"))
    formulas = web(built, "torture").iter("{http://www.w3.org/1998/Math/MathML}math")
    assert r"a^2 + b^2 = c^2" in [formula.get("alttext") for formula in formulas]


def test_a_note_in_a_heading_stays_out_of_the_outline_and_the_running_head(built: Callable[..., Path]) -> None:
    path = built("torture") / "torture.pdf"
    with pikepdf.open(path) as pdf:
        assert next(outline(pdf)) == "1 Text and its marks with a link  1"
    assert "1 Text and its marks with a link2" not in page_texts(path)[1]
    assert "1 Text and its marks with a link" in page_texts(path)[1]


def test_pictures_of_four_inks_or_sixteen_bits_are_shown_in_plain_colours(built: Callable[..., Path]) -> None:
    import base64
    from io import BytesIO

    from PIL import Image

    shown: dict[str, tuple[str, Any]] = {}
    for picture in web(built, "torture").iterfind(".//x:img", XHTML):
        kind, _, data = picture.get("src", "").partition(";base64,")
        if kind != "data:image/svg+xml":
            with Image.open(BytesIO(base64.b64decode(data))) as image:
                shown[picture.get("alt")] = (image.mode, image.convert("RGB").getpixel((image.width - 1, 0)))
    assert shown["An orange field"][0] == "RGB"
    assert shown["A fine grey ramp"][0] == "L"
    red, green, blue = shown["An orange field"][1]
    assert red > 200
    assert 100 > green > blue
    assert shown["A fine grey ramp"][1] > (230, 230, 230)


@pytest.mark.slow
def test_every_link_of_every_sample_leads_to_something(built: Callable[..., Path]) -> None:
    for name in NAMES:
        page = web(built, name)
        identifiers = [element.get("id") for element in page.iterfind(".//*[@id]")]
        assert len(set(identifiers)) == len(identifiers)
        targets = {link.get("href")[1:] for link in page.iterfind(".//x:a[@href]", XHTML) if link.get("href")[0] == "#"}
        assert targets <= set(identifiers)


def test_a_report_in_arabic_runs_from_right_to_left_in_every_edition(built: Callable[..., Path]) -> None:
    assert web(built, "arabic").get("dir") == "rtl"
    with zipfile.ZipFile(built("arabic") / "arabic.epub") as book:
        package = etree.fromstring(book.read("EPUB/content.opf"))
        assert package.find("{*}spine").get("page-progression-direction") == "rtl"
    with pikepdf.open(built("arabic") / "arabic.pdf") as pdf:
        assert str(pdf.Root.Lang) == "ar"


# --- The same bytes, wherever and whenever


@pytest.mark.slow
def test_the_same_sources_give_the_same_bytes_in_another_folder_zone_language_and_process(
    built: Callable[..., Path], tmp_path: Path
) -> None:
    import shutil

    project = tmp_path / "another folder"
    shutil.copytree(SAMPLES / "french", project)
    for path in project.rglob("*"):
        os.utime(path, (1, 1))
    settings = {"TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": os.environ.get("HOME", "/")}
    command = [sys.executable, "-X", "utf8=0", "-m", "report", "build", "--quiet", "--out", str(tmp_path / "out")]
    before = os.umask(0o077)
    try:
        done = subprocess.run(
            command,
            cwd=project,
            env={**os.environ, **settings, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        os.umask(before)
    assert (done.returncode, done.stderr) == (0, "")
    assert digests(tmp_path / "out" / "french") == digests(built("french"))


def digests(folder: Path) -> dict[str, str]:
    return {
        path.suffix: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.suffix != ".json"
    }
