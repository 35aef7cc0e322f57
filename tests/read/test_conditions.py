"""Conditions on whatever an author hangs them on, and texts that are taken in within lists and quotations."""

from __future__ import annotations

import zipfile

import pikepdf
import pypdfium2
import pytest
from lxml import etree

from report.model.manuscript import Section
from report.pipeline.build import BuildContext, build_editions
from report.read.lines import locate
from report.read.manuscript import read_manuscript
from report.read.shortcodes import ShortcodeContext, expand
from report.resolve.numbering import KEPT, KEPT_PATTERN

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


def run(project, tmp_path, **means):
    result = build_editions(project, project.report("brief"), ("pdf", "epub", "html"), tmp_path, BuildContext(**means))
    assert [str(finding) for finding in result.findings] == []
    return tmp_path / "brief" / "brief"


def text_of_pdf(path) -> str:
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))


def texts(stem) -> dict[str, str]:
    with zipfile.ZipFile(stem.with_suffix(".epub")) as book:
        names = [name for name in book.namelist() if name.endswith((".xhtml", ".ncx")) and "/nav" not in name]
        epub = " ".join("".join(etree.fromstring(book.read(name)).itertext()) for name in names)
    html = "".join(etree.HTML(stem.with_suffix(".html").read_bytes()).find("body").itertext())
    return {"pdf": text_of_pdf(stem.with_suffix(".pdf")), "epub": epub, "html": html}


CONDITIONAL = """# One

A word.

![Seen in print.](a.svg){.content-visible when-format="pdf" alt="A triangle."}

``` {.csv #tbl-a .content-visible when-format="epub" caption="For the book."}
Land,Count
Laos,1
```

``` {.python .content-hidden when-format="html"}
code = "for paper and book"
```

## For the page alone {.content-visible when-format="html"}

What only a page says.

## For all

The end.
"""
SHOWN = {
    "Seen in print": {"pdf"},
    "For the book": {"epub"},
    "for paper and book": {"pdf", "epub"},
    "For the page alone": {"html"},
    "What only a page says": {"html"},
    "The end": {"pdf", "epub", "html"},
}


def test_a_condition_may_be_written_on_a_figure_a_block_of_data_a_listing_and_a_heading(make_project, tmp_path):
    head = "title: T\ndate: 2025-07-14\nlang: en\nrules: {S227: off}\n"
    stem = run(make_project({"report.yaml": head, "10-introduction.md": CONDITIONAL, "a.svg": PICTURE}), tmp_path)
    found = texts(stem)
    assert {words: {form for form, text in found.items() if words in text} for words in SHOWN} == SHOWN


def test_a_condition_on_a_heading_by_edition_takes_its_whole_section(make_project):
    text = '# One\n\nA.\n\n## Two {.content-visible when-edition="print"}\n\nB.\n\n### Three\n\nC.\n\n## Four\n\nD.\n'
    project = make_project({"10-introduction.md": text})
    for edition, count in (("screen", 2), ("print", 4)):
        manuscript, findings = read_manuscript(project, project.report("brief"), edition=edition)
        assert findings == ()
        assert [mark.kind for mark in manuscript.sections[0].register.marks].count("sec") == count


def test_each_format_s_contents_say_what_its_headings_say(make_project, tmp_path):
    heading = 'Title [in print]{.content-visible when-format="pdf"}[in the book]{.content-visible when-format="epub"}'
    stem = run(make_project({"10-introduction.md": f"# {heading}\n\nText.\n\n## Below\n\nMore.\n"}), tmp_path)
    with pikepdf.open(stem.with_suffix(".pdf")) as pdf, pdf.open_outline() as outline:
        assert [str(item.title) for item in outline.root] == ["Title in print"]
    with zipfile.ZipFile(stem.with_suffix(".epub")) as book:
        for name in ("EPUB/nav.xhtml", "EPUB/toc.ncx"):
            words = book.read(name).decode()
            assert "Title in the book" in words
            assert "in print" not in words
    page = etree.HTML(stem.with_suffix(".html").read_bytes())
    assert ["".join(link.itertext()) for link in page.iterfind(".//nav[@id='contents']//a")] == ["Title", "Below"]
    assert text_of_pdf(stem.with_suffix(".pdf")).count("in print") >= 2  # in the contents, and over the text


def test_terms_and_entries_of_the_index_in_key_points_lead_to_them(make_project, tmp_path):
    head = "title: T\ndate: 2025-07-14\nlang: en\nkey-points:\n  - 'A [harbour]{.index} and a [quay]{.term}.'\n"
    files = {
        "report.yaml": head,
        "10-introduction.md": "# One\n\nA [ship]{.index}.\n",
        "glossary.yaml": "quay: A wall.\n",
    }
    stem = run(make_project(files), tmp_path)
    page = etree.HTML(stem.with_suffix(".html").read_bytes())
    index = page.find(".//section[@id='index']")
    entries = {
        "".join(item.itertext()).split()[0].strip(","): item.find(".//a").get("href") for item in index.iter("li")
    }
    assert set(entries) == {"harbour", "ship"}
    points = page.find(".//section[@id='key-points']")
    assert points.find(f".//*[@id='{entries['harbour'][1:]}']") is not None
    assert points.find(".//a[@class='term']") is not None


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("- one\n- {{< include _a.md >}}\n- three\n", "- one\n- First\n\n  Second\n\n- three\n"),
        ("> {{< include _a.md >}}\n", "> First\n>\n> Second\n\n"),
        ("1. > {{< include _a.md >}}\n", "1. > First\n   >\n   > Second\n\n"),
        ("    {{< include _a.md >}}\n", "    First\n\n    Second\n\n"),
    ],
)
def test_a_text_taken_in_within_a_list_or_quotation_stays_in_it(make_project, text, expanded):
    project = make_project({"_a.md": "First\n\nSecond\n"})
    found = expand(text, "b.md", ShortcodeContext(project, project.sources / "brief", {}, {}))
    assert found.findings == ()
    assert found.text == expanded
    section = Section("b.md", found.text, tuple, origins=found.origins)
    place = locate(section, found.text.index("Second"))
    assert (place.path, place.line, place.column) == ("sources/brief/_a.md", 3, 1)


def test_a_text_that_a_section_takes_in_is_no_section_as_well(make_project):
    project = make_project({"10-introduction.md": "# One\n\n{{< include method.md >}}\n", "method.md": "A method.\n"})
    manuscript, findings = read_manuscript(project, project.report("brief"))
    assert findings == ()
    assert [section.path for section in manuscript.sections] == ["sources/brief/10-introduction.md"]


def test_a_text_whose_name_is_only_shown_in_a_listing_stays_a_section(make_project):
    listing = "# One\n\n```\n{{< include method.md >}}\n```\n\nAs in `{{< include method.md >}}`.\n"
    project = make_project({"10-introduction.md": listing, "method.md": "# Method\n\nText.\n"})
    manuscript, _ = read_manuscript(project, project.report("brief"))
    assert len(manuscript.sections) == 2


@pytest.mark.parametrize("name", ["fn1", "fnref12", "page-3", "use-1", "index-4", "ref-lee", "gloss-x", "notes-title"])
def test_identifiers_that_the_page_needs_for_itself_are_kept(name):
    assert KEPT_PATTERN.fullmatch(name)
    assert not KEPT_PATTERN.fullmatch(f"my-{name}")
    assert name not in KEPT
