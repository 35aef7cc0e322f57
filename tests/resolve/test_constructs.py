"""What authors write beyond plain text: shortcodes, conditions, data, glossary and index, in every edition."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from lxml import etree

from report.editions.locators import merge_locators
from report.fonts import fonts_folder
from report.fonts.bidi import stretches
from report.fonts.outlines import outline_texts
from report.importers.importing import convert_section
from report.model.findings import Location, has_errors
from report.model.manuscript import Definition, Section
from report.model.tree import text_of
from report.pipeline.build import BuildContext, build_editions
from report.read.lines import locate
from report.read.manuscript import read_manuscript
from report.read.project import Project
from report.read.shortcodes import ShortcodeContext, expand
from report.resolve.charts.engine import ChartFault, draw_chart
from report.resolve.charts.figures import _house_style
from report.resolve.manuscript import resolve
from report.resolve.terms import glossary_ids, sort_key
from tests.common import HEAD, SAMPLES, there

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from report.model.resolved import Resolved

X = {"x": "http://www.w3.org/1999/xhtml", "epub": "http://www.idpf.org/2007/ops"}


@pytest.fixture(scope="module")
def apparatus(built: Callable[..., Path]) -> dict[str, str]:
    """Return the plain text of each edition of the sample with lists, glossary and index."""
    path = built("apparatus") / "apparatus.pdf"
    document = pypdfium2.PdfDocument(path)
    pdf = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    with zipfile.ZipFile(path.with_suffix(".epub")) as book:
        names = [name for name in book.namelist() if name.endswith(".xhtml")]
        epub = "\n".join(book.read(name).decode() for name in names)
    return {"pdf": pdf, "epub": epub, "html": path.with_suffix(".html").read_text(encoding="utf-8")}


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", text).split())


# --- Shortcodes, and where things stand


def lore(project: Project, variables: Mapping[str, str] | None = None) -> ShortcodeContext:
    return ShortcodeContext(project, project.sources / "brief", variables or {}, {"title": "A *short* report"})


def test_a_shortcode_gives_way_to_its_value_and_stands_as_written_in_code(make_project: Callable[..., Project]) -> None:
    text = "A {{< var x >}} and `{{< var x >}}`, {{{< var x >}}}.\n\n```\n{{< var x >}}\n```\n\n{{< meta title >}}\n"
    expanded = expand(text, "a.md", lore(make_project(), {"x": "**b**"}))
    assert expanded.findings == ()
    assert expanded.text == (
        "A **b** and `{{< var x >}}`, {{< var x >}}.\n\n```\n{{< var x >}}\n```\n\nA \\*short\\* report\n"
    )


def test_a_fence_within_a_longer_fence_does_not_end_it(make_project: Callable[..., Project]) -> None:
    text = "````\n```\n{{< var x >}}\n```\n````\n{{< var x >}}\n"
    assert expand(text, "a.md", lore(make_project(), {"x": "b"})).text == text.replace("````\n{{< var x >}}", "````\nb")


def test_the_attributes_of_a_listing_take_shortcodes(make_project: Callable[..., Project]) -> None:
    text = '``` {.csv caption="{{< var x >}}"}\n{{< var x >}}\n```\n{{< var x >}}\n'
    expected = '``` {.csv caption="b"}\n{{< var x >}}\n```\nb\n'
    assert expand(text, "a.md", lore(make_project(), {"x": "b"})).text == expected


def test_a_listing_in_a_list_or_quotation_keeps_its_shortcodes(make_project: Callable[..., Project]) -> None:
    text = "- a\n\n    ```\n    {{< var x >}}\n    ```\n\n> ```\n> {{< var x >}}\n> ```\n\n{{< var x >}}\n"
    expected = text.removesuffix("{{< var x >}}\n") + "b\n"
    assert expand(text, "a.md", lore(make_project(), {"x": "b"})).text == expected


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("first", "sources/brief/10-introduction.md:1:3"),
        ("included", "sources/brief/_part.md:2:6"),
        ("value", "sources/brief/10-introduction.md:5:6"),
        ("after", "sources/brief/10-introduction.md:5:21"),
        ("last", "sources/brief/10-introduction.md:7:1"),
    ],
)
def test_what_stands_in_an_included_text_is_located_in_its_own_file(
    words: str, place: str, make_project: Callable[..., Project]
) -> None:
    text = "# first\n\n{{< include _part.md >}}\n\nText {{< var x >}}, after it.\n\nlast\n"
    project = make_project({"10-introduction.md": text, "_part.md": "One.\nTwo: included.\n"})
    path = "sources/brief/10-introduction.md"
    expanded = expand(text, path, lore(project, {"x": "a long value"}))
    section = Section(path, expanded.text, tuple, origins=expanded.origins)
    assert str(locate(section, expanded.text.index(words))) == place


# --- By format and by edition


@pytest.mark.parametrize("form", ["pdf", "epub", "html"])
def test_each_format_shows_what_is_for_it_and_no_trace_of_the_rest(form: str, apparatus: dict[str, str]) -> None:
    text = plain(apparatus[form])
    on_paper = form == "pdf"
    assert ("for the PDF only" in text) is on_paper
    assert ("for those who print" in text) is on_paper
    assert ("for screens" in text) is not on_paper
    assert ("for those who do not" in text) is not on_paper
    assert "Its number is the same everywhere" in text
    assert ("printed, " in text) is on_paper  # its entry in the index
    assert "data-formats" not in apparatus[form]


def test_a_note_has_the_same_number_in_every_format(apparatus: dict[str, str]) -> None:
    assert re.search(r"4\s+Its number is the same everywhere", apparatus["pdf"])
    assert 'id="fn4"' in apparatus["epub"]
    assert 'id="fn4"' in apparatus["html"]


def test_a_book_holds_no_picture_that_it_does_not_show(make_project: Callable[..., Project], tmp_path: Path) -> None:
    text = '# One\n\nText.\n\n::: {.content-visible when-format=pdf}\n![A](a.svg){alt="A square"}\n:::\n'
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    project = make_project({"10-introduction.md": text, "a.svg": drawing})
    build_editions(project, project.report("brief"), ("epub",), tmp_path)
    with zipfile.ZipFile(tmp_path / "brief" / "brief.epub") as book:
        assert [name for name in book.namelist() if name.endswith(".svg")] == []


def test_a_format_keeps_no_shell_of_what_it_leaves_out(make_project: Callable[..., Project], tmp_path: Path) -> None:
    text = (
        "# One\n\nOn page @page:sec-a and after.\n\n- [item]{.content-visible when-format=pdf}\n- other\n\n"
        "::: {.content-visible when-format=pdf}\n## A {#sec-a}\n\n[Entry]{.index}^[A note.]\n:::\n"
    )
    project = make_project({"10-introduction.md": text})
    build_editions(project, project.report("brief"), ("html",), tmp_path)
    page = etree.fromstring((tmp_path / "brief" / "brief.html").read_bytes())
    assert "and after" in "".join(page.itertext())
    assert page.find(".//*[@id='index']") is None
    assert page.find(".//*[@id='notes']") is None
    assert page.find(".//{*}a[@href='#index']") is None
    assert ["".join(item.itertext()).strip() for item in page.iterfind(".//{*}main//{*}li")] == ["other"]


@pytest.mark.parametrize(
    ("classes", "edition", "shown"),
    [
        ('.content-visible when-edition="print"', "print", True),
        ('.content-visible when-edition="print"', "screen", False),
        ('.content-hidden when-edition="print"', "print", False),
        ('.content-hidden when-edition="print"', "screen", True),
        ('.content-visible unless-edition="print"', "print", False),
        ('.content-visible when-edition="print, large-print"', "large-print", True),
        ('.content-hidden unless-edition="print"', "screen", False),
        ('.content-hidden when-edition="print" when-format="pdf"', "screen", True),
        ('.content-visible when-edition="print" when-format="pdf"', "screen", False),
    ],
)
def test_an_edition_decides_what_is_read(
    classes: str, edition: str, shown: bool, make_project: Callable[..., Project]
) -> None:
    project = make_project({"10-introduction.md": f"# One\n\n::: {{{classes}}}\nA secret.\n:::\n\nThe rest.\n"})
    manuscript, found = read_manuscript(project, project.report("brief"), edition=edition)
    assert found == ()
    assert ("secret" in str(manuscript.sections[0].read())) is shown


@pytest.mark.parametrize(("edition", "count"), [("print", 2), ("screen", 1)])
def test_a_whole_section_may_be_for_one_edition(edition: str, count: int, make_project: Callable[..., Project]) -> None:
    text = "::: {.content-visible when-edition=print}\n# Two\n\nFor the press.\n:::\n"
    project = make_project({"20-two.md": text})
    manuscript, found = read_manuscript(project, project.report("brief"), edition=edition)
    assert found == ()
    assert len(manuscript.sections) == count
    assert [section.read()[0]["t"] for section in manuscript.sections] == ["Header"] * count


def test_a_document_that_is_none_is_named_without_the_folder_of_the_machine(
    make_project: Callable[..., Project],
) -> None:
    project = make_project({"report.yaml": HEAD + "sections: [a.docx]\n", "a.docx": "no document"})
    _, (finding,) = read_manuscript(project, project.report("brief"), convert=convert_section)
    assert finding.message == "a.docx is not a Word file"


def test_an_edition_is_written_beside_the_usual_one(make_project: Callable[..., Project], tmp_path: Path) -> None:
    text = '# One\n\n[For the press.]{.content-visible when-edition="print"} The rest.\n'
    project = make_project({"10-introduction.md": text})
    source = project.report("brief")
    for edition in ("screen", "print"):
        build_editions(project, source, ("html",), tmp_path, BuildContext(edition=edition))
    written = sorted(path.name for path in (tmp_path / "brief").iterdir())
    assert written == ["brief-print.html", "brief.html", "build-print.json", "build.json"]
    assert "For the press." in (tmp_path / "brief" / "brief-print.html").read_text(encoding="utf-8")
    assert "For the press." not in (tmp_path / "brief" / "brief.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("classes", "formats"),
    [
        ('.content-visible when-format="pdf"', ["pdf"]),
        ('.content-hidden when-format="pdf"', ["epub html"]),
        ('.content-visible unless-format="pdf epub"', ["html"]),
        ('.content-hidden unless-format="pdf"', ["pdf"]),
        ('.content-hidden when-edition="screen" when-format="pdf"', ["epub html"]),
        (".content-hidden", ["none"]),
        (".content-visible", []),
    ],
)
def test_a_format_decides_what_is_shown(classes: str, formats: list[str], make_project: Callable[..., Project]) -> None:
    resolved = resolve_text(make_project, f"# One\n\n::: {{{classes}}}\nA secret.\n:::\n")
    (passage,) = resolved.passages
    found = re.findall(r"\['formats', '(.*?)'\]", str(passage.settle().blocks))
    assert found == formats


def resolve_text(make_project: Callable[..., Project], text: str, head: str = HEAD, **files: str) -> Resolved:
    named = {name.replace("__", "/").replace("_", "."): content for name, content in files.items()}
    project = make_project({"report.yaml": head, "10-introduction.md": text, **named})
    manuscript, found = read_manuscript(project, project.report("brief"))
    resolved, more = resolve(manuscript, project)
    assert not has_errors(found + more)
    return resolved


# --- Glossary, index, lists


def test_totals_stand_at_the_end_alone(make_project: Callable[..., Project], tmp_path: Path) -> None:
    rows = "".join(f"{number},2\n" for number in range(100))
    text = f'# One\n\n``` {{.csv #tbl-a caption="A" total-rows=1}}\na,b\n{rows}Grandtotal,2\n```\n'
    project = make_project({"10-introduction.md": text})
    build_editions(project, project.report("brief"), ("pdf",), tmp_path)
    document = pypdfium2.PdfDocument(tmp_path / "brief" / "brief.pdf")
    assert ["Grandtotal" in page.get_textpage().get_text_bounded() for page in document][-2:] == [False, True]
    document.close()


def test_a_page_on_its_side_may_begin_with_a_heading(make_project: Callable[..., Project], tmp_path: Path) -> None:
    project = make_project({"10-introduction.md": "# One\n\nA.\n\n::: {.landscape}\n## Two\n\nB.\n:::\n"})
    build_editions(project, project.report("brief"), ("pdf",), tmp_path)
    document = pypdfium2.PdfDocument(tmp_path / "brief" / "brief.pdf")
    assert [page.get_width() > page.get_height() for page in document] == [False, True, False]
    document.close()


def test_glossary_and_index_give_pages_of_the_pdf_each_once(apparatus: dict[str, str]) -> None:
    places = (
        r"An easing of strained relations\. → ([\d, ]+)",
        r"answered at once \(Jones, 2023, p\. 7\)\. → ([\d, ]+\d)",
        r"détente, ([\d, ]+), see also ASEAN, Regional",
    )
    found = {}
    for form in ("pdf", "epub", "html"):
        text = plain(apparatus[form])
        found[form] = [there(re.search(place, text))[1].strip() for place in places]
    assert found["pdf"] == found["epub"] == found["html"]
    for numbers in found["pdf"]:
        pages = [int(number) for number in numbers.split(", ")]
        assert pages == sorted(set(pages))


def test_a_term_and_its_definition_lead_to_each_other(apparatus: dict[str, str]) -> None:
    page = etree.fromstring(apparatus["html"].encode())
    term = page.find(".//x:a[@role='doc-glossref']", X)
    definition = page.find(f".//x:dfn[@id='{term.get('href')[1:]}']", X)
    assert definition is not None
    back = [link.get("href") for link in definition.getparent().getnext().iterfind(".//x:a[@class='page-ref']", X)]
    assert f"#{term.get('id')}" in back


def test_the_lists_of_figures_and_tables_are_in_every_edition(apparatus: dict[str, str]) -> None:
    assert re.search(r"Figure 1\s+The route to the hall", apparatus["pdf"])
    assert 'epub:type="loi"' in apparatus["epub"]
    assert 'epub:type="lot"' in apparatus["epub"]
    page = etree.fromstring(apparatus["html"].encode())
    entries = [link.get("href") for link in page.iterfind(".//x:nav[@id='tables']//x:a", X)]
    assert entries == ["#tbl-days"]


def test_the_index_is_sorted_without_regard_to_accents_and_case() -> None:
    names = ["Zürich", "Änderung", "zebra", "asean", "Ärger", "Étude", "etude"]
    assert sorted(names, key=sort_key) == ["Änderung", "Ärger", "asean", "etude", "Étude", "zebra", "Zürich"]


def test_terms_that_differ_in_marks_alone_have_identifiers_of_their_own() -> None:
    section, nowhere = Section("a.md", "", tuple), Location("a.md")
    terms = ("C", "C++", "日本", "中国", "1")
    found = glossary_ids([Definition(term, (), nowhere, section) for term in terms])
    assert len(set(found.values())) == len(terms)


def test_the_marks_of_a_term_are_turned_as_in_the_text(make_project: Callable[..., Project]) -> None:
    text = """# One\n\n[People's "Hall"]{.term} and [People's Park]{.index} and [it]{.index entry="People's Park"}\n"""
    resolved = resolve_text(make_project, text, glossary_yaml="""'People''s "Hall"': A place.\n""")
    assert [finding for passage in resolved.passages for finding in passage.settle().findings] == []
    assert str(resolved.passages[-1].settle().blocks).count("'Park'") == 1


def test_only_neighbours_on_one_page_are_merged() -> None:
    row = '<p xmlns="http://www.w3.org/1999/xhtml"><span class="locators"><a href="#a"/>, <a href="#b"/>, <a href="#c"/></span></p>'
    tree = etree.fromstring(row)
    assert merge_locators(tree, {"a": "1", "b": "1", "c": "2"}.__getitem__) == ("b",)
    assert etree.tostring(tree, method="text") == b", "
    assert [link.get("href") for link in tree.iterfind(".//x:a", X)] == ["#a", "#c"]


# --- Tables and charts from data


def cells(resolved: Resolved) -> list[list[str]]:
    from report.model.tree import elements, text_of

    (passage,) = resolved.passages
    settled = passage.settle()
    assert [str(finding) for finding in settled.findings] == []
    (table,) = [element for element in elements(settled.blocks) if element["t"] == "Table"]
    _, _, _, head, bodies, foot = table["c"]
    rows = [*head[1], *(row for body in bodies for row in body[3]), *foot[1]]
    return [[text_of(cell[4]) for cell in row[1]] for row in rows]


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("en", [["Year", "People", "Share"], ["2023", "1,234,567", "12.5%"], ["2024", "−3\u2007", "7%\u2008\u2007"]]),
        ("de", [["Year", "People", "Share"], ["2023", "1.234.567", "12,5\xa0%"], ["2024", "−3", "7\xa0%\u2008\u2007"]]),
    ],
)
def test_numbers_are_written_as_the_language_does_and_years_are_left_alone(
    lang: str, shown: list[list[str]], make_project: Callable[..., Project]
) -> None:
    text = '# One\n\n``` {.csv #tbl-a caption="A"}\nYear,People,Share\n2023,1234567,12.5%\n2024,-3,7%\n```\n'
    found = cells(resolve_text(make_project, text, HEAD.replace("lang: en", f"lang: {lang}")))
    assert [[cell.rstrip("\u2007\u2008") for cell in row] for row in found] == [
        [cell.rstrip("\u2007\u2008") for cell in row] for row in shown
    ]


@pytest.mark.parametrize(("lang", "cells"), [("en", ["3.5", "12.25", "-8"]), ("de", ["3,5", "12,25", "1.200"])])
def test_decimals_of_a_column_stand_in_line(lang: str, cells: list[str], make_project: Callable[..., Project]) -> None:
    rows = "".join(f"| {number} | {cell} |\n" for number, cell in enumerate(cells))
    head = HEAD.replace("lang: en", f"lang: {lang}")
    project = make_project({"report.yaml": head, "10-introduction.md": f"# A\n\n| n | v |\n|---|--:|\n{rows}"})
    manuscript, _ = read_manuscript(project, project.report("brief"))
    resolved, _ = resolve(manuscript, project)
    (table,) = (block for block in resolved.passages[0].settle().blocks if block["t"] == "Table")
    shown = [text_of(row[1][1][4]) for row in table["c"][4][0][3]]
    assert [text.rstrip() for text in shown] == cells
    ends = [len(text) for text in shown]
    assert [text.find("." if lang == "en" else ",") - end for text, end in zip(shown, ends, strict=True)][:2] == [
        -3,
        -3,
    ]
    assert shown[2].endswith("\N{FIGURE SPACE}\N{FIGURE SPACE}\N{PUNCTUATION SPACE}")


def test_the_lines_of_a_cell_stay_apart(make_project: Callable[..., Project]) -> None:
    text = '# One\n\n``` {.csv #tbl-a caption="A"}\na,b\n"two\nlines",1\n```\n'
    assert cells(resolve_text(make_project, text))[1][0] == "two lines"


def test_a_head_over_several_columns_goes_on_over_the_empty_cells_after_it(
    make_project: Callable[..., Project],
) -> None:
    text = '# One\n\n``` {.csv #tbl-a caption="A" header-rows=2}\n,Trade,,People\n,2023,2024,2024\nA,1,2,3\n```\n'
    resolved = resolve_text(make_project, text)
    (table,) = [block for block in resolved.passages[0].settle().blocks if block["t"] == "Table"]
    first, second = table["c"][3][1]
    assert [cell[3] for cell in first[1]] == [1, 2, 1]
    assert [cell[3] for cell in second[1]] == [1, 1, 1, 1]


def test_a_block_that_only_names_csv_as_its_language_stays_a_listing(make_project: Callable[..., Project]) -> None:
    resolved = resolve_text(make_project, "# One\n\n```csv\na,b\n```\n\n``` {.csv}\na,b\n```\n")
    (passage,) = resolved.passages
    assert [block["t"] for block in passage.settle().blocks] == ["Header", "CodeBlock", "CodeBlock"]


def test_a_file_of_data_that_changes_changes_the_report(make_project: Callable[..., Project], tmp_path: Path) -> None:
    text = '# One\n\n``` {.csv #tbl-a file=a.csv caption="A"}\n```\n'
    keys = []
    for data in ("a,b\n1,2\n", "a,b\n1,3333\n"):
        resolved = resolve_text(make_project, text, a_csv=data)
        keys.append(resolved.passages[0].key)
    assert keys[0] != keys[1]


def test_data_are_part_of_the_source_that_the_pdf_carries(built: Callable[..., Path]) -> None:
    record = json.loads((built("data") / "build.json").read_text(encoding="utf-8"))
    assert {"data/data/members.csv", "data/data/growth.csv"} <= set(record["inputs"])


def test_a_chart_holds_outlines_and_no_text_and_is_the_same_each_time() -> None:
    spec = {"data": {"values": [{"a": "x", "b": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}}
    first, second = (draw_chart(spec, (str(fonts_folder()),), "en") for _ in range(2))
    assert first == second
    drawing = etree.fromstring(outline_texts(first, "Source Sans 3").encode())
    assert drawing.find(".//{*}text") is None
    assert any("M" in path.get("d", "") for path in drawing.iterfind(".//{*}path"))


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Growth 2020", ["Growth 2020"]),
        ("نمو GDP 2020", ["GDP 2020", "نمو "]),
        ("GDP قطر 2020 up", ["GDP ", "2020", "قطر ", " up"]),
        ("12,500 نمو", ["نمو", " ", "12,500"]),
        ("日本2020年", ["日本", "2020", "年"]),
    ],
)
def test_words_in_two_directions_are_drawn_from_left_to_right(words: str, parts: list[str]) -> None:
    assert [part for part, _ in stretches(words)] == parts


def test_a_chart_takes_any_weight_of_letters() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><text font-weight="{}">a</text></svg>'
    assert len({outline_texts(drawing.format(weight), "Source Sans 3") for weight in ("bold", "bolder", "700")}) == 1


def test_a_chart_of_small_multiples_has_its_own_sizes() -> None:
    assert _house_style({"mark": "bar", "encoding": {"column": {"field": "a"}}}, {}) == {}


def test_a_chart_needs_no_caption(make_project: Callable[..., Project]) -> None:
    text = '# One\n\n``` {.vega-lite alt="Bars"}\ndata: {values: [{a: 1}]}\nmark: bar\n```\n'
    assert resolve_text(make_project, text).passages[0].settle().findings == ()


def test_a_chart_is_drawn_for_a_worker_whose_memory_is_bounded() -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (4 << 30, resource.RLIM_INFINITY));"
        "from report.resolve.charts.engine import draw_chart;"
        "print(draw_chart({'mark': 'bar', 'data': {'values': []}, 'encoding': {}}, ('.',), 'en')[:4])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "<svg\n", done.stderr


def test_a_chart_reads_nothing_from_elsewhere() -> None:
    spec = {"data": {"url": "https://example.org/a.csv"}, "mark": "bar", "encoding": {}}
    with pytest.raises(ChartFault, match="not allowed"):
        draw_chart(spec, (str(fonts_folder()),), "en")


def test_without_the_extra_a_chart_is_a_missing_tool_with_the_line_to_type(
    monkeypatch: pytest.MonkeyPatch, make_project: Callable[..., Project]
) -> None:
    from report.model.errors import ToolMissing
    from report.resolve.charts import figures

    monkeypatch.setattr(figures, "has_charts", lambda: False)
    resolved = resolve_text(make_project, '# One\n\n``` {.vega-lite #fig-a alt="A" caption="A"}\nmark: bar\n```\n')
    with pytest.raises(ToolMissing) as missing:
        resolved.passages[0].settle()
    assert missing.value.help == 'pip install "vl-convert-python>=1.9"'


# --- Citations


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.bib", "@book{lee,\n author = {Lee, Ann}, title = {A Book}, year = {2024}}\n"),
        ("r.json", '[{"id": "lee", "type": "book", "title": "A Book", "author": [{"family": "Lee", "given": "Ann"}], "issued": {"date-parts": [[2024]]}}]'),
        ("r.yaml", "references:\n- id: lee\n  type: book\n  title: A Book\n  author: [{family: Lee, given: Ann}]\n  issued: 2024\n"),
        ("r.ris", "TY  - BOOK\nID  - lee\nAU  - Lee, Ann\nTI  - A Book\nPY  - 2024\nER  - \n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("style", "shown"), [("apa", "(Lee, 2024, pp. 3–5)"), ("ieee", "[1, pp. 3–5]")])
def test_a_citation_is_set_in_a_style_by_name_from_a_bibliography_of_any_kind(
    name: str, text: str, style: str, shown: str, make_project: Callable[..., Project]
) -> None:
    from report.model.tree import text_of

    project = make_project(
        {
            "report.yaml": f"{HEAD}bibliography: {name}\ncsl: {style}\n",
            "10-introduction.md": "# One\n\nAs is known [@lee, pp. 3-5].\n",
            name: text,
        }
    )
    manuscript, found = read_manuscript(project, project.report("brief"))
    resolved, more = resolve(manuscript, project)
    assert (found, more) == ((), ())
    assert shown in text_of(resolved.passages[0].settle().blocks).replace("\N{NO-BREAK SPACE}", " ")


# --- Sections from elsewhere


def test_a_section_may_be_a_document_of_another_program_with_its_pictures(
    make_project: Callable[..., Project], tmp_path: Path
) -> None:
    import docx
    from PIL import Image

    Image.new("RGB", (900, 300), "#0b4f6c").save(tmp_path / "a.png")
    document = docx.Document()
    document.core_properties.title = "Notes of a meeting"
    document.add_heading("Notes of a meeting", 1)
    document.add_heading("Who came", 2)
    document.add_paragraph("The ministers", style="List Bullet")
    picture = document.add_picture(str(tmp_path / "a.png"), width=docx.shared.Mm(60))
    picture._inline.docPr.set("descr", "A blue field, three times as wide as high")
    document.save(str(tmp_path / "notes.docx"))
    text = "FROM A PLAIN TEXT\n\nIt has a list:\n\n• one\n• two\n"
    head = HEAD + "sections: [10-introduction.md, 20-notes.docx, 30-plain.txt]\n"
    files = {"report.yaml": head, "20-notes.docx": (tmp_path / "notes.docx").read_bytes(), "30-plain.txt": text}
    project = make_project(files)
    result = build_editions(project, project.report("brief"), ("epub", "html"), tmp_path)
    assert not has_errors(result.findings)
    page = etree.parse(tmp_path / "brief" / "brief.html").getroot()
    assert [heading.text for heading in page.iterfind(".//x:main//x:h2", X)] == [
        "Introduction",
        "Notes of a meeting",
        "FROM A PLAIN TEXT",
    ]
    assert [heading.text for heading in page.iterfind(".//x:main//x:h3", X)] == ["Who came"]
    assert page.find(".//x:img[@alt='A blue field, three times as wide as high']", X) is not None
    assert [item.text for item in page.iterfind(".//x:main//x:li", X)] == ["The ministers", "one", "two"]


def test_a_section_that_cannot_be_taken_in_is_told(make_project: Callable[..., Project]) -> None:
    from report.pipeline.proof import check_sources

    files = {"report.yaml": HEAD + "sections: [20-notes.docx]\n", "20-notes.docx": b"not a document"}
    project = make_project(files)
    (finding,) = check_sources(project, project.report("brief"))
    assert str(finding).startswith("sources/brief/20-notes.docx: error S111: ")


def test_reports_of_one_house_share_defaults_texts_and_data(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "apparatus" / "sources", tmp_path / "sources")
    head = "---\ntitle: Another\ndate: 2025-07-14\nlang: en\n---\n"
    (tmp_path / "sources" / "another.md").write_text(f"{head}\n# One\n\n{{{{< include _house/method.md >}}}}\n")
    project = Project(tmp_path)
    manuscript, found = read_manuscript(project, project.report("another"))
    assert found == ()
    assert manuscript.metadata.publisher == "The Institute"
    assert "Malaysia" in str(manuscript.sections[0].read())
    assert [path.name for path in manuscript.files] == ["another.md", "defaults.yaml", "method.md"]
