"""Documents of other programs become reports that can be edited and built, and what is lost on the way is told."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.shared import Inches
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from report.checks import CHECKS
from report.checks.pdf_profiles import check_pdf_profiles
from report.importers.importing import Imported, ImportWishes, write_imported
from report.importers.plain_text import parse_plain_text
from report.model.errors import BuildError, ReportError, UsageError
from report.model.findings import Severity
from report.model.rules import RULES
from report.pipeline.build import build_editions
from report.read.manuscript import read_manuscript
from report.read.pandoc import write_markdown
from report.read.project import Project
from report.resolve.manuscript import resolve
from tests.common import ROOT, TESTS, apply, there
from tests.importers.office import field, h, p, picture, png, r, write_docx, write_odt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOLDENS = TESTS / "imports"
TODAY = date(2025, 7, 14)
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>"
    "<wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
DRAWING = "<w:r><w:drawing><wp:inline><wp:docPr id='3' name='{1}'/><a:graphic><a:graphicData>{0}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"


class Desk:
    """A project to import into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = Project((folder / "project").resolve())
        self.project.sources.mkdir(parents=True)
        self.done: Imported

    def take(self, *paths: Path, **wishes: Any) -> dict[str, str]:
        """Import files, make sure that the report can be built, and return its texts without the list of findings."""
        self.done = write_imported(self.project, paths, ImportWishes(**{"today": TODAY, **wishes}))
        assert self.errors() == []
        folder = self.project.sources / self.done.slug
        assert sorted(self.done.files) == sorted(
            path.relative_to(self.project.root) for path in folder.rglob("*") if path.is_file()
        )
        names = [path for path in sorted(folder.iterdir()) if path.suffix in {".md", ".yaml"}]
        return {path.name: path.read_text(encoding="utf-8") for path in names}

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def errors(self) -> list[str]:
        """Read and resolve the report as a build does, and return what would stop it."""
        manuscript, found = read_manuscript(self.project, self.project.report(self.done.slug))
        resolved, more = resolve(manuscript, self.project)
        settled = [finding for passage in resolved.passages for finding in passage.settle().findings]
        return [str(f) for f in (*found, *more, *settled) if f.severity is Severity.ERROR]

    @property
    def told(self) -> dict[str, list[str]]:
        """What was told, by its code."""
        out: dict[str, list[str]] = {}
        for finding in self.done.findings:
            assert finding.severity is RULES[finding.code].severity
            out.setdefault(finding.code, []).append(finding.message)
        return out


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def body(texts: dict[str, str]) -> str:
    return "\n".join(text for name, text in texts.items() if name != "report.yaml")


def as_golden(texts: dict[str, str]) -> str:
    return "\n".join(f"==> {name}\n{text}" for name, text in texts.items())


# --- Word


def word_briefing(path: Path) -> Path:
    """Write what a person writes in Word: styles, lists, a table, a picture, properties."""
    doc = docx.Document()
    properties = doc.core_properties
    properties.author, properties.keywords, properties.comments = "Jane Roe; John Doe", "ASEAN, talks", "What was said."
    properties.modified, properties.title = __import__("datetime").datetime(2025, 7, 1), "Draft 3"
    doc.add_heading("The Kuala Lumpur talks", 0)
    doc.add_heading("Context", 1)
    text = doc.add_paragraph("The ministers met ")
    text.add_run("briefly").bold = True
    text.add_run(" and spoke ").italic = True
    text.add_run("*frankly* -- @once.")
    for words in ("First point", "Second point"):
        doc.add_paragraph(words, style="List Bullet")
    doc.add_paragraph("Table 1: Who met whom", style="Caption")
    table = doc.add_table(2, 2)
    for cell, words in zip([*table.rows[0].cells, *table.rows[1].cells], ("Side", "Head", "US", "Rubio"), strict=True):
        cell.text = words
    doc.add_heading("The room", 2)
    doc.add_picture(BytesIO(png()), Inches(2))
    doc.add_paragraph("Figure 1. A map of the room.", style="Caption")
    doc.add_heading("Outlook", 1)
    doc.add_paragraph("What follows.")
    doc.save(path)
    return path


def test_a_word_file_becomes_a_report_as_reviewed(desk: Desk, golden: Callable[[Path, str], None]) -> None:
    texts = desk.take(word_briefing(desk.folder / "Kuala Lumpur.docx"))
    assert desk.done.slug == "kuala-lumpur"
    golden(GOLDENS / "word.txt", as_golden(texts))
    assert (desk.project.sources / "kuala-lumpur" / "figures" / "image1.png").read_bytes() == png()
    assert desk.told == {"I103": ['the picture "figures/image1.png" has no alternative text']}


def test_tracked_changes_are_accepted_and_deletions_told(desk: Desk) -> None:
    gone = "<w:del w:id='2' w:author='A'><w:r><w:delText>old</w:delText></w:r></w:del>"
    mark = "<w:rPr><w:del w:id='3' w:author='A'/></w:rPr>"
    text = h("One") + p("a ", "<w:ins w:id='1' w:author='A'>" + r("new") + "</w:ins>", gone)
    texts = desk.take(write_docx(desk.folder / "t.docx", text + p("first half ", more=mark) + p("second half")))
    assert body(texts) == "# One\n\na new\n\nfirst half second half\n"
    assert desk.told["I105"] == ['a tracked deletion is accepted: "old"', "tracked insertions are accepted: 1"]


def test_comments_are_open_points_at_their_places(desk: Desk) -> None:
    spans = "<w:commentRangeStart w:id='5'/>", r("twelve"), "<w:commentRangeEnd w:id='5'/>"
    call = "<w:r><w:commentReference w:id='{}'/></w:r>"
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="Jane">{p(words)}</w:comment>'
        for number, words in (("5", "Sure?"), ("6", "And this"))
    )
    text = h("One") + p("They were ", *spans, call.format(5), " in all.") + p("End", call.format(6))
    texts = desk.take(write_docx(desk.folder / "t.docx", text, {"comments": comments}))
    assert "They were [TODO Jane: Sure?]{.todo} twelve in all." in body(texts)
    assert "End [TODO Jane: And this]{.todo}" in body(texts)
    assert desk.told["I106"] == ["a comment is kept as an open point (2 times)"]


def test_footnotes_and_formulas_are_kept(desk: Desk) -> None:
    note = '<w:footnote w:id="2">' + p("A ", r("note", "<w:i/>")) + "</w:footnote>"
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    power = (
        "<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )
    shown = "<m:oMathPara><m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></m:oMathPara>"
    text = h("One") + p("Text", call, " and ", power) + p(shown) + h("Two") + p("More", call)
    texts = desk.take(write_docx(desk.folder / "t.docx", text, {"footnotes": note}))
    assert texts["10-one.md"] == "# One\n\nText[^1] and $x^{2}$\n\n$$a = b$$\n\n[^1]: A *note*\n"
    assert texts["20-two.md"] == "# Two\n\nMore[^1]\n\n[^1]: A *note*\n"


def test_the_text_of_boxes_is_kept_and_what_stands_around_them_too(desk: Desk) -> None:
    text = h("One") + p("Before", BOX.format(p("Boxed words")), " after") + p("Next")
    texts = desk.take(write_docx(desk.folder / "t.docx", text))
    assert body(texts) == "# One\n\nBefore after\n\nBoxed words\n\nNext\n"
    assert desk.told["I104"] == ['the text of a box stands below its paragraph: "Boxed words"']


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("<c:chart/>", "a chart (Growth)"),
        ("<dgm:relIds/>", "a SmartArt drawing (Growth)"),
        ("<wps:wsp/>", "a shape (Growth)"),
    ],
)
def test_what_word_alone_can_draw_is_an_open_point(content: str, what: str, desk: Desk) -> None:
    texts = desk.take(
        write_docx(desk.folder / "t.docx", h("One") + p("See ", DRAWING.format(content, "Growth"), " here"))
    )
    assert f"See [TODO {what}: " in body(texts)
    assert desk.told["I101"] == [f"{what} cannot be carried over"]


def test_an_embedded_object_and_pictures_that_cannot_be_set_are_told(desk: Desk) -> None:
    ole = '<w:r><w:object><v:shape><v:imagedata r:id="e.emf"/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    scan = BytesIO()
    Image.new("RGB", (8, 8), "green").save(scan, "TIFF")
    text = h("One") + p(ole) + p(picture("e.emf")) + p(picture("gone")) + p(picture("s.tiff", "A scan"))
    texts = desk.take(write_docx(desk.folder / "t.docx", text, media={"e.emf": b"emf", "s.tiff": scan.getvalue()}))
    assert "[TODO picture figures/e.emf cannot be set: export it as SVG or PNG]{.todo}" in body(texts)
    assert '![](figures/s.png){alt="A scan" width="25mm"}' in body(texts)
    assert desk.told["I101"] == ["an embedded object (Excel.Sheet.12) cannot be carried over"]
    assert any('"gone" is not in the file' in message for message in desk.told["I102"])
    assert (desk.project.sources / "t" / "figures" / "e.emf").read_bytes() == b"emf"


def test_cross_references_of_word_become_ours(desk: Desk) -> None:
    caption = p("<w:bookmarkStart w:id='1' w:name='_Ref1'/>", "Figure ", field("SEQ Figure", "1"), "<w:bookmarkEnd w:id='1'/>", ": The room", style="Caption")  # fmt: skip
    head = "<w:bookmarkStart w:id='2' w:name='_Ref2'/>", r("Agenda of the talks"), "<w:bookmarkEnd w:id='2'/>"
    text = h("One") + p("See ", field("REF _Ref1 \\h", "Figure 1"), " and ", field("REF _Ref2 \\h", "the agenda"), ", page ", field("PAGEREF _Ref2", "7"))  # fmt: skip
    text += p(picture("p.png", "A plan of the room")) + caption + p(*head, style="Heading1")
    texts = desk.take(write_docx(desk.folder / "t.docx", text, media={"p.png": png()}))
    assert "See @fig-the-room and [the agenda](#sec-agenda-of-the-talks), page 7" in texts["10-one.md"]
    assert '![The room](figures/p.png){#fig-the-room alt="A plan of the room" width="25mm"}' in texts["10-one.md"]
    assert texts["20-agenda-of-the-talks.md"] == "# Agenda of the talks {#sec-agenda-of-the-talks}\n"
    assert len(desk.told["I107"]) == 2


def test_contents_headers_hidden_words_and_breaks_are_left_out_and_told(desk: Desk) -> None:
    gallery = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    text = gallery + f"<w:sdtContent>{p('One 1')}</w:sdtContent></w:sdt>" + h("One")
    text += p("Seen", r(" unseen", "<w:vanish/>")) + p('<w:r><w:br w:type="page"/></w:r>')
    texts = desk.take(write_docx(desk.folder / "t.docx", text, {"header1": p("Secret of the house")}))
    assert body(texts) == "# One\n\nSeen\n"
    assert desk.told["I104"] == ['a header is left out: "Secret of the house"']
    assert desk.told["I105"] == ['hidden text is left out: "unseen"']
    assert {"I108", "I118"} <= set(desk.told)


def test_languages_and_directions_of_words_are_kept(desk: Desk) -> None:
    text = h("One") + p(
        "A ", r("mot juste", '<w:lang w:val="fr-FR"/>'), " and ", r("שלום", '<w:rtl/><w:lang w:bidi="he-IL"/>')
    )
    texts = desk.take(write_docx(desk.folder / "t.docx", text), lang="en")
    assert '[mot juste]{lang="fr-FR"}' in body(texts)
    assert 'lang="he-IL"' in body(texts)
    assert 'dir="rtl"' in body(texts)


def test_levels_of_headings_are_raised_and_mended_and_what_is_too_deep_is_bold(desk: Desk) -> None:
    text = h("Part", 2) + h("Deep", 4) + h("Deeper", 5) + h("Down", 6) + h("Bottom", 7)
    texts = desk.take(write_docx(desk.folder / "t.docx", text + p() + h("", 3) + h("Next", 2) + p("End")))
    assert texts["10-part.md"] == "# Part\n\n## Deep\n\n### Deeper\n\n#### Down\n\n##### Bottom\n"
    assert texts["20-next.md"] == "# Next\n\nEnd\n"
    deep = write_docx(desk.folder / "deep.docx", "".join(h(f"L{level}", level) for level in range(1, 8)) + h("Z"))
    assert "**L6**" in body(desk.take(deep))


def test_merged_cells_and_nested_lists_are_kept(desk: Desk) -> None:
    doc = docx.Document()
    doc.add_heading("One", 1)
    table = doc.add_table(2, 3)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "both"
    table.cell(0, 0).text, table.cell(1, 0).text, table.cell(1, 1).text = "a", "b", "c"
    for style in ("List Number", "List Number", "List Bullet"):
        doc.add_paragraph("item", style=style)
    doc.save(desk.folder / "t.docx")
    text = body(desk.take(desk.folder / "t.docx"))
    assert "| a | both    |\n+===+====+====+\n| b | c  |    |\n" in text
    assert "1.  item\n2.  item\n\n- item\n" in text


def test_words_that_look_like_marks_stay_words(desk: Desk) -> None:
    note = '<w:footnote w:id="2">' + p("A note.") + "</w:footnote>"
    text = h("One") + p(
        "Seen",
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        " [^1] -- @x {#a} &lt;b&gt; {{&lt; var x &gt;}} \U0001f86a",
    )
    texts = desk.take(write_docx(desk.folder / "t.docx", text, {"footnotes": note}))
    assert r"Seen[^1] \[\^1\] \-\- \@x \{#a} \<b\> \{{\< var x \>}} →" in body(texts)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("::: div", r"\::: div"),
        (": colon", r"\: colon"),
        ("Table: of what", r"Table\: of what"),
        ("mot : suite", "mot : suite"),
        ("{#x} y", r"\{#x} y"),
        ("1986. A year", r"1986\. A year"),
        ("# hash", r"\# hash"),
        ("&amp;lt;", r"\&lt;"),
    ],
)
def test_a_paragraph_stays_one_however_it_begins(words: str, written: str, desk: Desk) -> None:
    texts = desk.take(write_docx(desk.folder / "t.docx", h("One {#title}") + p("Before") + p(words)))
    assert body(texts) == f"# One \\{{#title}}\n\nBefore\n\n{written}\n"
    (section,) = read_manuscript(desk.project, desk.project.report("t"))[0].sections
    assert [block["t"] for block in section.read()] == ["Header", "Para", "Para"]


def test_a_caption_goes_to_what_it_names_and_one_that_names_nothing_to_what_it_stands_below(desk: Desk) -> None:
    cell = f"<w:tc>{p('a')}</w:tc>"
    table = f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl>"
    text = h("One") + table + p("Figure: The room", style="Caption") + p(picture("p.png", "A plan"))
    text += p("Between") + p(picture("p.png", "A plan")) + p("No word for it", style="Caption")
    written = body(desk.take(write_docx(desk.folder / "t.docx", text, media={"p.png": png()})))
    assert "![Figure: The room](figures/p.png)" in written
    assert "![No word for it](figures/p.png)" in written
    assert ": The room" not in written.split("![")[0]


def test_a_caption_in_a_cell_stays_there(desk: Desk) -> None:
    cell = f"<w:tc>{p('Figure 1: A plan', style='Caption')}</w:tc>"
    table = f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl>"
    text = body(desk.take(write_docx(desk.folder / "t.docx", h("One") + table)))
    assert "| Figure 1: A plan |" in text
    assert "caption-mark" not in text


def test_without_headings_bold_lines_are_taken_for_them(desk: Desk) -> None:
    text = p(r("The beginning", "<w:b/>")) + p("Words.") + p(r("The end", "<w:b/>")) + p("More.")
    assert list(desk.take(write_docx(desk.folder / "t.docx", text))) == [
        "10-the-beginning.md",
        "20-the-end.md",
        "report.yaml",
    ]
    assert len(desk.told["I110"]) == 2
    plain = desk.take(write_docx(desk.folder / "plain words.docx", p("Nothing but words.")))
    assert plain["10-plain-words.md"] == "# Plain words\n\nNothing but words.\n"


# --- The other kinds


def test_an_opendocument_text_keeps_what_pandoc_drops(desk: Desk) -> None:
    formula = '<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn></msup></math>'
    chart = (
        '<c:doc xmlns:c="urn:x"><chart:chart xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0"/></c:doc>'
    )
    text = """<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>
    </text:changed-region></text:tracked-changes><text:p text:style-name="Title">Le titre</text:p>
    <text:table-of-content><text:index-body><text:p>Un 1</text:p></text:index-body></text:table-of-content>
    <text:h text:outline-level="1"><text:bookmark text:name="un"/>Un</text:h><text:p>Voir <text:bookmark-ref
    text:reference-format="text" text:ref-name="un">Un</text:bookmark-ref><office:annotation><dc:creator>Jane</dc:creator>
    <text:p>Oui ?</text:p></office:annotation></text:p><text:p><draw:frame><draw:text-box><text:p>Encadré</text:p>
    </draw:text-box></draw:frame>autour</text:p><text:p><draw:frame svg:width="3cm"><draw:image
    xlink:href="Pictures/0.png"/><svg:desc>Une carte</svg:desc></draw:frame></text:p><text:p><draw:frame><draw:object
    xlink:href="./Object 1/"/></draw:frame></text:p><text:p><draw:frame><draw:object xlink:href="./Object 2"/></draw:frame>
    </text:p>"""
    members: dict[str, bytes | str] = {
        "Pictures/0.png": png(),
        "Object 1/content.xml": formula,
        "Object 2/content.xml": chart,
    }
    meta = "<dc:date>2025-03-04T10:00:00</dc:date><meta:initial-creator>Jane Roe</meta:initial-creator>"
    texts = desk.take(write_odt(desk.folder / "t.odt", text, members, meta))
    for words in ("# Un {#sec-un}", "Voir [Un](#sec-un) [TODO Jane: Oui ?]{.todo}", "autour\n\nEncadré", "$$x^{2}$$"):
        assert words in body(texts)
    assert '![](figures/0.png){alt="Une carte" width="30mm"}' in body(texts)
    assert "[TODO a chart: " in body(texts)
    head = "title: Le titre\nauthors:\n  - name: Jane Roe\ndate: 2025-03-04\n"
    assert texts["report.yaml"].startswith(head)
    assert "lang: fr-FR" in texts["report.yaml"]
    assert set(desk.told) == {"I101", "I104", "I105", "I106", "I107", "I118"}


def test_a_web_page_leaves_its_site_and_its_scripts_behind(desk: Desk) -> None:
    desk.write("img/map.png", png())
    page = """<html lang="fr"><head><title>Le titre | Le site</title><meta name="author" content="Jane Roe">
    <script>run()</script></head><body><nav>Menu</nav><main><h1>Le titre</h1><h2 id="a">Un</h2><p style="color:red"
    onclick="x()">Mot <span class="x">dit</span> <kbd>K</kbd> <a href="#a">ici</a> <a href="javascript:x()">là</a>
    <a href="https://example.org/">web</a></p><figure><img src="img/map.png" alt="Une carte"><figcaption>La carte
    </figcaption></figure><img src="../secret.png" alt="x"><iframe src="https://example.org/v"></iframe>
    <svg width="9" height="9" aria-label="Un point"><circle r="3"/></svg><pre>a  b</pre></main></body></html>"""
    texts = desk.take(desk.write("page.html", page))
    text = body(texts)
    assert "Mot dit <kbd>K</kbd> [ici](#sec-un) là [web](https://example.org/)" in text
    assert '![La carte](figures/map.png){alt="Une carte"}' in text
    assert '![](figures/page.svg){alt="Un point"}' in text
    assert "[TODO an embedded page (https://example.org/v): " in text
    assert "```\na  b\n```" in text
    assert texts["report.yaml"].startswith("title: Le titre\nauthors:\n  - name: Jane Roe\n")
    assert set(desk.told) == {"I101", "I102", "I104", "I108", "I111", "I113"}


def test_latex_becomes_a_report_as_reviewed(desk: Desk, golden: Callable[[Path, str], None]) -> None:
    desk.write("refs.bib", "@book{roe2020, title={A book}, author={Roe, Jane}, year={2020}}")
    desk.write("figs/map.png", png())
    tex = r"""\documentclass{article}\usepackage[british]{babel}
\title{On talks}\author{Jane Roe \and John Doe}\date{12 March 2024}
\begin{document}\maketitle\begin{abstract}What was \emph{said}.\end{abstract}
\section{Context}\label{sec:context}
See Figure~\ref{fig:map}, \autoref{tab:who}, Equation~\eqref{eq:sum}, \cite[p.~2]{roe2020} and \cite{nobody}. \weird{lost}
\begin{equation}\label{eq:sum} a = b + c \end{equation}
\begin{figure}\includegraphics[width=0.5\textwidth]{figs/map}\caption{A map.}\label{fig:map}\end{figure}
\begin{table}\caption{Who met}\label{tab:who}\begin{tabular}{lr}a&1\\b&2\end{tabular}\end{table}
\section{Outlook} As Section~\ref{sec:context} says.\footnote{Or not.}
\bibliography{refs}
\end{document}"""
    texts = desk.take(desk.write("talks.tex", tex))
    golden(GOLDENS / "latex.txt", as_golden(texts))
    assert (desk.project.sources / "talks" / "refs.bib").is_file()
    assert desk.told["I109"] == [r"LaTeX is not understood, and left out: \weird{lost}"]
    assert desk.told["I112"] == ["a citation has no reference: nobody"]
    assert there(desk.done.findings[0].location).line == 5


def test_restructured_text_brings_its_docinfo_and_admonitions(desk: Desk) -> None:
    rst = "=====\nTitle\n=====\n\n:Author: Jane Roe\n:Date: 2024-01-02\n\nOne\n===\n\n.. note:: Look here.\n\n.. include:: other.rst\n"
    texts = desk.take(desk.write("t.rst", rst))
    assert body(texts) == "# One\n\n::: callout-note\nLook here.\n:::\n"
    assert texts["report.yaml"].startswith("title: Title\nauthors:\n  - name: Jane Roe\ndate: 2024-01-02\n")
    assert desk.told["I116"] == ["pandoc: Could not load include file other.rst"]


def test_org_brings_its_keywords_and_open_points(desk: Desk) -> None:
    desk.write("a.png", png())
    org = "#+TITLE: T\n#+LANGUAGE: fr\n#+KEYWORDS: a, b\n* TODO One :tag:\nSee [[fig:x]].\n\n#+CAPTION: Cap\n#+NAME: fig:x\n[[./a.png]]\n"
    texts = desk.take(desk.write("t.org", org))
    assert texts["10-one.md"].startswith("# [TODO]{.todo} One\n\nSee @fig-x.\n\n![Cap ")
    assert "keywords:\n  - a\n  - b\n" in texts["report.yaml"]
    assert "lang: fr\n" in texts["report.yaml"]


def test_a_notebook_keeps_pictures_and_words_and_tells_of_the_rest(desk: Desk) -> None:
    import base64

    data = base64.b64encode(png()).decode()
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": data, "text/plain": "<Figure>"}},
        {"output_type": "stream", "name": "stdout", "text": "\x1b[31mred\x1b[0m\n"},
        {"output_type": "display_data", "metadata": {}, "data": {"application/vnd.plotly.v1+json": {}}},
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<b>x</b>", "text/plain": "x"}},
        {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": "**said**"}},
    ]
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# One\n", "Text <b>bold</b>"]},
        {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "plot()", "outputs": outputs},
        {"cell_type": "raw", "metadata": {"format": "text/html"}, "source": "<b>x</b>"},
    ]
    book = {"cells": cells, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 4}
    text = body(desk.take(desk.write("nb.ipynb", json.dumps(book))))
    for words in (
        "``` python\nplot()\n```",
        "```\nred\n```",
        "[TODO an output (application/vnd.plotly.v1+json): ",
        "**said**",
    ):
        assert words in text
    assert "![](figures/" in text
    assert len(desk.told["I114"]) == 3


def test_markdown_of_our_own_stays_as_it_is(desk: Desk) -> None:
    desk.write("figures/a.png", png())
    text = """# One {#sec-one}

See @fig-a, [-@tbl-x] and @eq-sum, and [the mot]{lang="fr"}.

@Fig-a begins a sentence, and [talks]{.index entry="talks!long"} is kept.

::: {.callout-tip title="Look"}
Here.
:::

::: landscape
Wide.
:::

![Cap.](figures/a.png){#fig-a alt="What it shows"}

| a   | b   |
|-----|-----|
| 1   | 2   |

: Cap {#tbl-x}

$$a = b$$ {#eq-sum}

``` {#tbl-data .csv caption="Members"}
a,b
1,2
```
"""
    texts = desk.take(desk.write("t.md", f"---\ntitle: T\nlang: en\ndate: 2025-01-01\n---\n\n{text}\n# Two\n\nEnd.\n"))
    assert texts["10-one.md"] == text
    assert desk.done.findings == ()


PLAIN = """\
THE KUALA LUMPUR TALKS

By Jane Roe
1 July 2025

1. Context

The ministers met in Kuala Lumpur for less than an hour, and said afterwards that
the talks had been useful. See https://example.org/a_(b), or write to
desk@example.org.

Points of note:
• The venue did some of the work
  and more of it than expected
    ◦ *frank* talk
    ◦ no_statement
• A second point

1.1 Who came

Country      Members    Growth
Malaysia          33       4.2
Indonesia        277       5.0

2. Outlook

What follows
------------
1) wait
2) see
   a) whether
   b) when

    Quoted words that are set in from the left, as people do in letters and
    notes of all kinds.

Here     or there
   nobody   knows     which
"""


def test_plain_text_becomes_a_report_as_reviewed(desk: Desk, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDENS / "plain.txt", as_golden(desk.take(desk.write("talks.txt", PLAIN))))
    assert [(f.code, place.line) for f in desk.done.findings if (place := there(f.location)).line] == [
        ("I117", 21),
        ("I117", 37),
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Head\n====\n\nA.\n\nSub\n---\n\nB.\n\nNext\n====\n\nC.\n", "# Head\n\nA.\n\n## Sub\n\nB.\n\n# Next\n\nC.\n"),
        ("ONE\n\nA.\n\nTWO\n\nB.\n", "# ONE\n\nA.\n\n# TWO\n\nB.\n"),
        ("I. One\n\nA.\n\nII. Two\n\nB.\n", "# One\n\nA.\n\n# Two\n\nB.\n"),
        ("ONE\n\n1. a\n\n2. b\n\n3. c\n\nTWO\n\nB.\n", "# ONE\n\n1.  a\n2.  b\n3.  c\n\n# TWO\n\nB.\n"),
        ("ONE\n\na\tb\n1\t2\n\nTWO\n\nB.\n", "# ONE\n\n|   a |   b |\n|----:|----:|\n|   1 |   2 |\n\n# TWO\n\nB.\n"),
        ("ONE\n\n> quoted\n> words\n\nTWO\n\nB.\n", "# ONE\n\n> quoted\n>\n> words\n\n# TWO\n\nB.\n"),
        ("ONE\n\n- a\n\n  more\n- b\n\nTWO\n\n# [x](y) <b> & @z $1\n", "# ONE\n\n- a\n\n  more\n\n- b\n\n# TWO\n\n\\# \\[x\\](y) \\<b\\> & \\@z \\$1\n"),
    ],
)  # fmt: skip
def test_plain_text_is_read_as_it_is_meant(text: str, written: str, desk: Desk) -> None:
    assert body(desk.take(desk.write("t.txt", text))).replace("\n\n# ", "\n# ") == written.replace("\n\n# ", "\n# ")


LINES = st.sampled_from(
    ["", "", "- {}", "  • {}", "1. {}", "    a) {} {}", "> {}", "{}  {}  {}", "\t{}\t{}", "====", "---", "{}:", "{} {} {} {}.",
     "1.1 {} {}", "| {} | {} |", "+---+", ">> {}", "   {} {} {}", "\f{}", "Dear {},", "* * *"]
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(lines=st.lists(LINES, min_size=1, max_size=12), capitals=st.booleans())
def test_no_word_of_a_plain_text_is_lost(lines: list[str], capitals: bool) -> None:
    count = itertools.count()
    text = "\n".join(
        re.sub(r"\{\}", lambda _: f"{'WORD' if capitals else 'Word'}x{next(count)}x", line) for line in lines
    )
    found = parse_plain_text(text)
    words = re.findall(r"(?i)wordx\d+x", f"{found.title} {write_markdown(found.blocks)}")
    assert words == re.findall(r"(?i)wordx\d+x", text)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("Straße\n".encode("cp1252"), ["read as windows-1252, for it is not UTF-8"]),
        ("Straße\n".encode("utf-16"), ["read as utf-16, for it is not UTF-8"]),
        ("Straße\n".encode("utf-8-sig"), None),
    ],
)
def test_the_encoding_of_a_text_is_found(data: bytes, told: list[str] | None, desk: Desk) -> None:
    assert "Straße" in body(desk.take(desk.write("t.txt", data)))
    assert desk.told.get("I115") == told


# --- Several documents, and what they say of themselves


def test_several_files_are_sections_in_the_order_given(desk: Desk) -> None:
    first = desk.write("b.md", "---\ntitle: B\n---\n\n# One {#sec-x}\n\nSee [it](#sec-x).\n\n# Two\n\nB.\n")
    second = desk.write("a.txt", "Only words.\n")
    third = write_docx(desk.folder / "c.docx", h("One") + p("C.") + h("Four"))
    texts = desk.take(first, second, third, slug="all", title="All of it", lang="de")
    assert list(texts) == ["10-one.md", "20-two.md", "30-all-of-it.md", "40-one.md", "50-four.md", "report.yaml"]
    assert texts["report.yaml"].startswith('title: All of it\ndate: 2025-07-14\nversion: "0.1"\nlang: de\n')


def test_what_no_document_says_is_filled_in_and_told(desk: Desk) -> None:
    texts = desk.take(desk.write("my_notes.md", "Words: *some*.\n"))
    assert texts["report.yaml"] == 'title: My notes\ndate: 2025-07-14\nversion: "0.1"\nlang: en\nstatus: draft\n'
    assert len(desk.told["I113"]) == 3
    notes = (desk.project.sources / "my-notes" / "import-notes.txt").read_text(encoding="utf-8")
    assert notes.startswith("Imported from my_notes.md. What to look at")
    assert all(str(finding) in notes for finding in desk.done.findings)


def test_a_file_of_references_can_be_given(desk: Desk) -> None:
    given = desk.write("elsewhere/x.bib", "@book{roe, title={A book}}")
    text = body(desk.take(desk.write("t.md", "# One\n\nAs [@roe, p. 2] says.\n"), bibliography=(given,)))
    assert "[@roe, p.\N{NO-BREAK SPACE}2]" in text


def test_every_code_of_the_import_is_told_by_some_module_and_no_other() -> None:
    assert len([code for code in RULES if code.startswith("I")]) == 18


# --- Files that nobody should import, and somebody will


def zipped(members: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><x>&b;</x>'
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "data", "words", "status"),
    [
        ("a.doc", b"x", 'its ending is ".doc"', 2),
        ("a.pdf", b"%PDF-1.7", 'its ending is ".pdf"', 2),
        ("a.xyz", b"x", 'its ending is ".xyz"', 2),
        ("a.docx", b"%PDF-1.7", "is a PDF, whatever its ending says", 3),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is in the format of Word 97", 3),
        ("a.docx", LOCKED, "is encrypted", 3),
        ("a.docx", b"hello", "is not a Word file", 3),
        ("a.docx", b"PK\x03\x04 and no more", "is damaged", 3),
        ("a.docx", zipped({"x.txt": "x"}), "is not what its ending says: it holds no word/document.xml", 3),
        ("a.docx", zipped({"../../x": "x"}), 'it holds a file named "../../x"', 3),
        ("a.docx", zipped({"/etc/x": "x"}), 'it holds a file named "/etc/x"', 3),
        ("a.docx", zipped({"word/document.xml": ENTITY}), "declares a document type", 3),
        ("a.docx", zipped({"word/document.xml": b"<a>"}), "word/document.xml: ", 3),
        ("a.docx", zipped({"word/document.xml": b" " * (65 << 20)}), "unpacks to more than 44 MB", 3),
        ("a.odt", zipped({"word/document.xml": "<x/>"}), "is not what its ending says: it holds no content.xml", 3),
        ("a.txt", b"", "is empty", 3),
        ("a.txt", b"\x00\x01\x02", "is not a text", 3),
        ("a.md", b"  \n\n", "is empty", 3),
        ("a.md", b"<!-- nothing -->\n", "holds no text", 3),
        ("a.md", b"> " * 400 + b"x", "nested too deeply", 3),
        ("a.html", b"<div>" * 3000 + b"x", "nested too deeply", 3),
        ("a.ipynb", b"{", "is damaged", 3),
        ("a.ipynb", b'{"cells": [], "nbformat": 3}', "is not a notebook of format 4", 3),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_and_nothing_is_left(name: str, data: bytes, words: str, status: int, desk: Desk) -> None:
    with pytest.raises(ReportError) as caught:
        desk.take(desk.write(name, data))
    assert words in caught.value.message
    assert caught.value.help
    assert caught.value.status == status
    assert list(desk.project.sources.iterdir()) == []


def test_a_report_that_is_there_is_never_written_over(desk: Desk) -> None:
    path = desk.write("t.md", "# One\n\nText.\n")
    desk.take(path)
    with pytest.raises(UsageError, match="sources/t is already there") as caught:
        desk.take(path)
    assert caught.value.help == "choose another name: --slug t-2"
    for slug in ("../x", "A b", "x/y"):
        with pytest.raises(UsageError, match="is not a slug"):
            desk.take(path, slug=slug)
    with pytest.raises(UsageError, match="there is no file"):
        desk.take(desk.folder / "missing.md", slug="other")


def test_pictures_are_read_from_the_folder_of_the_document_and_below_it_only(desk: Desk) -> None:
    desk.write("secret.png", png())
    (desk.folder / "in").mkdir()
    (desk.folder / "in" / "link.png").symlink_to(desk.folder / "secret.png")
    text = f"# One\n\n![A](../secret.png)\n\n![B]({desk.folder}/secret.png)\n\n![C](link.png)\n\n![D](https://example.org/x.png)\n"
    desk.take(desk.write("in/t.md", text))
    assert len(desk.told["I102"]) == 4
    assert not (desk.project.sources / "t" / "figures").exists()


def test_a_failure_in_the_middle_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from report.importers import importing

    def fail(*given: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importing, "write_markdown", fail)
    with pytest.raises(BuildError, match="No space left on device"):
        desk.take(desk.write("t.md", "# One\n\n![A](a.png)\n"))
    assert list(desk.project.sources.iterdir()) == []


def test_the_command_prints_files_on_one_stream_and_findings_on_the_other(desk: Desk) -> None:
    desk.write("t.md", "# One\n\n![A](gone.png)\n")

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "report", "import", "../t.md", *options]
        variables = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            command, cwd=desk.project.root, env=variables, capture_output=True, text=True, check=False
        )

    done = run("--title", "T")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "Wrote     sources/t/report.yaml"
    assert 't.md: warning I102: the picture "gone.png" is not in the document' in done.stderr
    again = run()
    assert (again.returncode, again.stdout) == (2, "")
    told = run("--slug", "u", "--format", "json")
    assert {row["code"] for row in json.loads(told.stdout)} >= {"I102"}


# --- From Word to editions that the validators accept


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("import"))
    note = '<w:footnote w:id="2">' + p("A note.") + "</w:footnote>"
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    more = write_docx(
        desk.folder / "more.docx",
        h("More") + p("Text", call, BOX.format(p("Boxed"))) + p(picture("p.png", "A field of navy")) + p("x² = 1"),
        {"footnotes": note},
        {"p.png": png()},
    )
    desk.take(word_briefing(desk.folder / "talks.docx"), more, desk.write("end.txt", PLAIN), slug="talks", lang="en")
    result = build_editions(desk.project, desk.project.report("talks"), ("pdf", "epub", "html"), desk.folder / "out")
    assert {finding.code for finding in result.findings} == {"S215", "S229"}
    return desk.folder / "out" / "talks"


def test_an_imported_report_is_pdf_a_and_pdf_ua(editions: Path) -> None:
    assert [str(finding) for finding in check_pdf_profiles(editions / "talks.pdf")] == []


@pytest.mark.conformance
@pytest.mark.parametrize(
    "check", [row for row in CHECKS.values() if row.name in {"epubcheck", "ace"}], ids=lambda row: row.name
)
def test_no_validator_objects_to_an_imported_report(check: object, editions: Path) -> None:
    assert apply(check.run, editions / f"talks.{check.format}") == ()  # type: ignore[attr-defined]
