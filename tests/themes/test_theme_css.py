"""Style sheets of others: each can be read, and asks for nothing outside its theme, or that is an error with file and line."""

from __future__ import annotations

import base64
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from weasyprint.images import LinearGradient, RadialGradient
from weasyprint.matrix import Matrix

from report.editions.pdf.cut import SIDED, WHOLE
from report.editions.pdf.weasy import gradients
from report.model.errors import BuildError
from report.pipeline.build import build_editions
from report.pipeline.proof import check_sources
from report.read.manuscript import read_manuscript
from report.read.sheets import SHEETS, check_sheets
from report.themes.contrast import DARK
from report.themes.css_adapt import DECLARATION, KEPT, SIZE, mirror
from report.themes.theme import find_theme, themes
from tests.common import HEAD, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from report.read.project import Project

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'


@pytest.fixture
def house(make_project: Callable[..., Project]) -> Callable[..., Project]:
    """Make a project whose one report has a theme of its own, with some files."""

    def make(**files: str | bytes) -> Project:
        project = make_project({"report.yaml": f"{HEAD}theme: house\n"})
        for name, content in files.items():
            path = project.root / "styles" / "house" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return project

    return make


def found(project: Project) -> list[str]:
    """Return what is told of the sheets of the theme."""
    return [f"{finding.code} {finding.location}" for finding in check_sheets(find_theme(project.root, "house"))]


@pytest.mark.slow
@pytest.mark.parametrize("name", themes(ROOT))
def test_the_sheets_of_our_own_themes_ask_for_nothing_outside(name: str) -> None:
    assert check_sheets(find_theme(ROOT, name)) == ()


OUTSIDE = {
    "address": "a { background: url(http://far.invalid/) }",
    "address in quotation marks": "a { background: url( 'https://far.invalid/' ) }",
    "address without a scheme": "a { background: url(//far.invalid/) }",
    "address of the machine": "a { background: url(file:///etc/passwd) }",
    "path of the machine": "a { background: url(/etc/passwd) }",
    "path of another system": r"a { background: url(\\\\far.invalid\\x) }",
    "file above": "a { background: url(../../sources/brief/report.yaml) }",
    "file that is not there": "a { background: url(nothing.png) }",
    "script": "a { background: url(javascript:x) }",
    "escape": r"a { background: \75 rl(http://far.invalid/) }",
    "long escape": r"a { background: u\000072l(http://far.invalid/) }",
    "capitals": "a { background: URL(http://far.invalid/) }",
    "set": "a { background: image-set('http://far.invalid/' 1x) }",
    "set of another browser": "a { background: -webkit-image-set(url(http://far.invalid/) 1x) }",
    "set of a variable": "a { background: image-set(var(--x) 1x) }",
    "src": "a { background: src('http://far.invalid/') }",
    "src of a variable": "a { background: src(var(--x)) }",
    "function of no kind": "a { background: far('http://far.invalid/') }",
    "variable": ":root { --x: url(http://far.invalid/) }",
    "words": "a::after { content: url(http://far.invalid/) }",
    "cursor": "a { cursor: url(http://far.invalid/), auto }",
    "face": "@font-face { font-family: Z; src: local('Z'), url(http://far.invalid/z.ttf) format('truetype') }",
    "condition": "@media print { a { background: url(http://far.invalid/) } }",
    "rule in a rule": "a { & b { background: url(http://far.invalid/) } }",
    "page": "@page { @top-left { background: url(http://far.invalid/) } }",
    "rule of no kind": "@far { background: url(http://far.invalid/) }",
    "import": "@import 'http://far.invalid/x.css';",
    "import of an address": "@import url(http://far.invalid/x.css);",
    "import by an escape": r"@\69mport 'http://far.invalid/x.css';",
    "import for a medium": "@import url(http://far.invalid/x.css) print;",
    "import in a block": "@media print { @import 'http://far.invalid/x.css'; }",
    "page as data": "a { background: url(data:text/html,x) }",
    "sheet as data": "@import url(data:text/css,x);",
    "drawing as data": "a { background: url(\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>\") }",
    "drawing as packed data": f'a {{ background: url("data:image/svg+xml;base64,{base64.b64encode(SVG.format("<script/>").encode()).decode()}") }}',
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_sheet_that_asks_for_something_outside_is_an_error_in_its_line(
    name: str, house: Callable[..., Project]
) -> None:
    project = house(**{"screen.css": f'@import "base/screen.css";\n\n  {OUTSIDE[name]}\n'})
    assert [re.sub(r":\d+$", "", one) for one in found(project)] == ["S309 styles/house/screen.css:3"]


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_is_looked_at_whatever_is_built(sheet: str, house: Callable[..., Project], tmp_path: Path) -> None:
    head = f'@import "base/{sheet}";' if sheet != "cover.css" else ""
    project = house(**{sheet: f"{head}\na {{ background: url(http://far.invalid/) }}\n"})
    result = build_editions(project, project.report("brief"), ("html",), tmp_path)
    assert result.written == ()
    assert [str(one.location) for one in result.findings if one.code == "S309"] == [f"styles/house/{sheet}:2:17"]


@pytest.mark.slow
def test_what_is_wrong_with_all_sheets_is_told_at_once(house: Callable[..., Project]) -> None:
    sheets = ("tokens.css", "print.css", "epub.css", "screen.css")
    project = house(**{name: f'@import "base/{name}";\np {{ fill: url(http://far.invalid/) }}\n' for name in sheets})
    findings = check_sources(project, project.report("brief"))
    told = [str(finding.location) for finding in findings if finding.code == "S309"]
    assert told == [f"styles/house/{name}:2:11" for name in sheets]


INSIDE = (
    "a { background: url(crest.svg) }",
    "a { background: url('icons/../crest.svg#part') }",
    "a { background: url(base/icons/note.svg) }",
    "a { clip-path: url(#part) }",
    "a { background: url(data:image/png;base64,AAAA) }",
    "@font-face { font-family: Z; src: url(data:font/woff2;base64,AAAA) format('woff2') }",
    "a { background: url(\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>\") }",
    "/* a { background: url(http://far.invalid/) } */",
    "/*\n@import 'nothing.css';\n*/",
    "a::after { content: 'http://far.invalid/' counter(a, 'b:') }",
    "a[href^='http://far.invalid/'] { color: red }",
    ":is(a[href^='http://far.invalid/'], b) { color: red }",
    "@media print { :not([src^='data:image/jpeg']) { color: red } }",
    "@namespace url(http://www.w3.org/1999/xhtml);",
    "@import url(other.css);",
    '@import "other.css"; /* and why */',
)


@pytest.mark.parametrize("css", INSIDE)
def test_what_a_sheet_takes_from_its_theme_or_only_says_is_fine(css: str, house: Callable[..., Project]) -> None:
    files = {"crest.svg": SVG.format("<rect/>"), "icons/a.svg": SVG.format(""), "other.css": "b { color: red }"}
    assert found(house(**{"screen.css": f'@import "base/screen.css";\n{css}\n'}, **files)) == []


ODD = {
    "brackets": ("{" * 100_000, "S301"),
    "very many brackets": ("{" * 10_000_000, "S302"),
    "round brackets": ("a { b: " + "(" * 90_000, "S301"),
    "a long number": (f"a {{ b: {'9' * 5000} }}", "S301"),
    "very many words": ("a " * 150_000 + "{ b: c }", "S301"),
    "a bracket that is not closed": ("a { b: c", "S301"),
    "a comment that is not closed": ("a { b: c } /* d", "S301"),
    "many comments that are not closed": ("a { b: c } " + "/* d" * 50_000, "S301"),
    "a rule that is not closed": ("a { b: c } d", "S301"),
    "NUL": ("a { b: \0c }", "S301"),
    "Latin 1": ("/* été */".encode("latin-1"), "S302"),
    "a sheet that imports itself": ('@import "screen.css";', "S302"),
    "an import that is none": ("a { b: c } @import 'other.css';", "S302"),
    "an import for a medium": ("@import 'other.css' print;", "S302"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ODD)
def test_an_odd_sheet_is_an_error_and_no_accident(name: str, house: Callable[..., Project]) -> None:
    css, code = ODD[name]
    content = css if isinstance(css, bytes) else f'@import "base/screen.css";\n{css}\n'
    assert {one.partition(" ")[0] for one in found(house(**{"screen.css": content, "other.css": ""}))} == {code}


def test_sheets_that_import_each_other_again_and_again_are_refused(house: Callable[..., Project]) -> None:
    files = {f"a{level}.css": f'@import "a{level + 1}.css";\n' * 10 for level in range(12)}
    project = house(**{"screen.css": '@import "a0.css";', "a12.css": "", **files})
    assert {one.partition(" ")[0] for one in found(project)} == {"S302"}


@pytest.mark.slow
def test_tokens_that_stand_for_ever_more_tokens_are_refused(house: Callable[..., Project], tmp_path: Path) -> None:
    tokens = "".join(f"--a{level}: {f'var(--a{level + 1}) ' * 999};\n" for level in range(4))
    project = house(
        **{"tokens.css": f'@import "base/tokens.css";\n:root {{ {tokens} --a4: red; --accent: var(--a0); }}\n'}
    )
    with pytest.raises(BuildError, match="ever more tokens"):
        build_editions(project, project.report("brief"), ("html",), tmp_path)


@pytest.mark.slow
def test_each_edition_has_what_a_sheet_takes_from_its_theme(house: Callable[..., Project], tmp_path: Path) -> None:
    crest = "h1 { background: url(crest.svg) no-repeat }\n"
    sheets = {name: f'@import "base/{name}";\n{crest}' for name in ("print.css", "epub.css", "screen.css")}
    project = house(**sheets, **{"crest.svg": SVG.format("<rect tooltip='far.invalid'/>")})
    result = build_editions(project, project.report("brief"), ("pdf", "epub", "html"), tmp_path)
    assert {finding.code for finding in result.findings} == {"S259"}
    data = re.compile(r'background: url\("data:image/svg\+xml;base64,([^"]+)"\) no-repeat')
    with zipfile.ZipFile(tmp_path / "brief" / "brief.epub") as book:
        sheet = book.read("EPUB/styles/book.css").decode()
    page = (tmp_path / "brief" / "brief.html").read_text(encoding="utf-8")
    for css in (sheet, page):
        (packed,) = data.findall(css)
        assert base64.b64decode(packed).endswith(
            b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>\n'
        )


@pytest.mark.parametrize(
    "brand",
    [
        'colours:\n  accent: "#000000; } body { background: url(http://far.invalid/)"\n',
        "colours:\n  accent: url(http://far.invalid/)\n",
        "fonts:\n  serif: 'x\"; } body { background: url(http://far.invalid/) } a { b: \"'\n",
        "cover: 'url(http://far.invalid/)'\n",
        "logo: http://far.invalid/logo.svg\n",
    ],
)
def test_a_brand_holds_colours_and_families_and_nothing_else(brand: str, make_project: Callable[..., Project]) -> None:
    project = make_project()
    (project.sources / "brand.yaml").write_text(brand)
    manuscript, findings = read_manuscript(project, project.report("brief"))
    assert {finding.code for finding in findings} & {"S104", "S108", "S306"}
    assert (manuscript.brand.tokens, manuscript.brand.logo, manuscript.brand.cover) == ((), None, "")


# --- What a sheet costs


@pytest.mark.parametrize("spread", ["repeat", "reflect"])
def test_a_gradient_is_not_repeated_beyond_what_anybody_sees(spread: str) -> None:
    box = (0, 0, 500, 500)
    stops, colours, _ = gradients._spread_line(spread, [0, 1], ["red", "blue"], 0, 0, 1e-7, 0, box, Matrix())
    assert len(stops) == len(colours) == 2
    stops, *_ = gradients._spread_line(spread, [0, 1], ["red", "blue"], 0, 0, 5, 0, box, Matrix())
    assert len(stops) > 100
    stops, *_ = gradients._spread_circle(spread, [0, 1], ["red", "blue"], 0, 0, 0, 0, 0, 1e-7, 500, 500, Matrix())
    assert len(stops) == 2


@pytest.mark.parametrize("kind", [LinearGradient, RadialGradient])
def test_a_gradient_of_a_sheet_is_not_repeated_beyond_what_anybody_sees(kind: type) -> None:
    assert gradients._is_seen(500, 1)
    assert not gradients._is_seen(500, 1e-7)
    assert not gradients._is_seen(float("inf"), 1)
    assert any(owner is kind and name == "layout" for owner, name, _ in gradients.CURES)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (DECLARATION, "{a:b" + " " * 200_000 + "{"),
        (KEPT, "a " * 100_000),
        (SIZE, "font:" * 40_000),
        (DARK, "@media" * 30_000),
        (WHOLE, "@page" * 40_000),
        (SIDED, "@page" * 40_000),
    ],
)
def test_what_reads_a_sheet_takes_time_in_proportion(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text) is None


def test_values_of_several_words_are_mirrored_as_one() -> None:
    assert mirror("a { margin:  1pt 2pt\n 3pt 4pt ; float : left }") == "a { margin:  1pt 4pt 3pt 2pt ; float : right }"
