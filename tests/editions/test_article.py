"""The project's own article, built as a reader gets it: what the PDF, the EPUB and the web page hold."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pikepdf
import pypdfium2
import pytest
from lxml import etree

from report.checks import CHECKS
from report.pipeline.build import build_editions
from report.read.project import Project
from tests.common import FORMATS, ROOT, apply

SLUG = "asean-briefing"
XHTML = {"x": "http://www.w3.org/1999/xhtml", "epub": "http://www.idpf.org/2007/ops"}


@pytest.fixture(scope="module")
def folder(built):
    return built(SLUG, ROOT)


@pytest.fixture(scope="module")
def pdf(folder):
    with pikepdf.open(folder / f"{SLUG}.pdf") as opened:
        yield opened


@pytest.fixture(scope="module")
def page_texts(folder):
    document = pypdfium2.PdfDocument(folder / f"{SLUG}.pdf")
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [" ".join(text.replace("\ufffe", "").split()) for text in texts]


@pytest.fixture(scope="module")
def book(folder):
    with zipfile.ZipFile(folder / f"{SLUG}.epub") as opened:
        yield opened


@pytest.fixture(scope="module")
def web(folder):
    return etree.parse(folder / f"{SLUG}.html")


def xhtml(book, name):
    return etree.fromstring(book.read(f"EPUB/{name}"))


@pytest.mark.conformance
@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.name)
def test_no_validator_objects_to_the_article(check, folder):
    assert apply(check.run, folder / f"{SLUG}.{check.format}") == ()


def test_the_information_and_the_xmp_packet_say_the_same(pdf):
    info, xmp = pdf.docinfo, pdf.Root.Metadata.read_bytes().decode()
    assert info["/Title"] == "Rubio and Lavrov at the ASEAN talks: key insights"
    assert info["/Author"] == "Policy Desk"
    assert "arms control" in str(info["/Keywords"])
    assert str(info["/CreationDate"]).startswith("D:20250714")
    for text in (
        str(info["/Title"]),
        str(info["/Subject"])[:40],
        "2025-07-14T00:00:00Z",
        "<pdfaid:part>3<",
        "<pdfuaid:part>1<",
    ):
        assert text in xmp
    assert pdf.Root.Lang == "en-GB"


def test_the_outline_names_the_sections_on_their_pages(pdf, page_texts):
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        subs = [child.title for item in outline.root for child in item.children]
        pages = {item.title: pikepdf.Page(item.destination[0]).index for item in outline.root}
    assert titles[0] == "Introduction"
    assert titles[-1] == "References"
    assert "US–Russia dynamics" in subs
    for title, page in pages.items():
        assert title in page_texts[page]


def test_the_contents_print_the_page_of_each_section(pdf, page_texts):
    with pdf.open_outline() as outline:
        pages = {item.title: pikepdf.Page(item.destination[0]).index + 1 for item in outline.root}
    flat = re.sub(r"[\s.…]+", " ", page_texts[0])
    for title, page in pages.items():
        assert re.search(rf"{re.escape(title)} ?{page}\b", flat), (title, page, flat[:900])


def test_pages_are_labelled_from_one(pdf):
    assert pikepdf.Page(pdf.pages[0]).label == "1"
    assert pikepdf.Page(pdf.pages[-1]).label == str(len(pdf.pages))


def test_each_note_stands_on_the_page_that_calls_it(web, page_texts):
    calls = web.xpath("//x:a[@role='doc-noteref']", namespaces=XHTML)
    pages = [squeezed(text) for text in page_texts]
    assert len(calls) == 6
    for call in calls:
        (note,) = web.xpath(f"//x:li[@id='{call.get('href')[1:]}']", namespaces=XHTML)
        words = squeezed("".join(note.itertext()))[:30]
        before = squeezed("".join(call.xpath("preceding::text()[position() < 6]")))[-16:]
        assert [page for page in pages if words in page and before in page], words


def test_fonts_are_ours_embedded_and_subset(pdf):
    fonts = [
        item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    for font in fonts:
        assert re.match(r"/[A-Z]{6}\+(Source-Serif-4|Source-Sans-3|JetBrains-Mono)", str(font.FontName))
        assert "/FontFile2" in font


def test_running_heads_and_folios_are_artifacts(pdf):
    for page in list(pdf.pages)[1:]:
        operators = pikepdf.parse_content_stream(page)
        names = [str(one.operands[0]) for one in operators if str(one.operator) in {"BMC", "BDC"}]
        assert names.count("/Artifact") >= 3


@pytest.mark.slow
def test_the_attached_source_builds_the_same_files(folder, pdf, tmp_path):
    spec = pdf.Root.AF[0]
    assert spec.AFRelationship == "/Source"
    archive = zipfile.ZipFile(io.BytesIO(pdf.attachments[str(spec.UF)].get_file().read_bytes()))
    archive.extractall(tmp_path / "elsewhere" / "sources")
    again = Project(tmp_path / "elsewhere")
    build_editions(again, again.report(SLUG), FORMATS, tmp_path / "out")
    for name in FORMATS:
        assert (tmp_path / "out" / SLUG / f"{SLUG}.{name}").read_bytes() == (folder / f"{SLUG}.{name}").read_bytes()


def test_every_link_to_a_place_arrives(pdf):
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    wanted = {str(note.Dest) for page in pdf.pages for note in page.get("/Annots", ()) if "/Dest" in note}
    assert wanted
    assert wanted <= set(names)


def test_the_record_tells_what_went_in_and_what_came_out(folder):
    record = json.loads((folder / "build.json").read_text())
    assert f"{SLUG}/10-introduction.md" in record["inputs"]
    assert f"{SLUG}/figures/members.svg" in record["inputs"]
    assert set(record["outputs"]) == {f"{SLUG}.{name}" for name in FORMATS}
    assert record["versions"]["native"]["pango"]
    assert record["versions"]["packages"]["weasyprint"].startswith("70")
    assert "Source-Serif-4" in record["fonts"]
    assert record["pages"] == len(pikepdf.open(folder / f"{SLUG}.pdf").pages)


def test_each_top_level_section_is_a_file_of_the_epub(book):
    sections = [name for name in book.namelist() if re.search(r"text/ch\d+\.xhtml", name)]
    assert len(sections) == 8
    for name in sections:
        body = xhtml(book, name.removeprefix("EPUB/")).find("x:body", XHTML)
        assert [child.tag.rpartition("}")[2] for child in body] == ["section"]


def test_the_page_list_of_the_epub_is_that_of_the_pdf(book, pdf):
    nav = xhtml(book, "nav.xhtml")
    labels = nav.xpath("//x:nav[@epub:type='page-list']//x:a/text()", namespaces=XHTML)
    assert labels == [str(number) for number in range(1, len(pdf.pages) + 1)]


def test_a_page_of_the_epub_begins_with_the_words_of_the_pdf(book, page_texts):
    for name in sorted(name for name in book.namelist() if "/text/" in name):
        root = xhtml(book, name.removeprefix("EPUB/"))
        for note in root.xpath("//x:aside[@role='doc-footnote']", namespaces=XHTML):
            note.getparent().remove(note)
        for mark in root.xpath("//x:span[@role='doc-pagebreak']", namespaces=XHTML):
            page = int(mark.get("id").removeprefix("pdf-page-"))
            words = squeezed("".join(mark.xpath("following::text()")))[:24]
            assert page == 1 or words in squeezed(page_texts[page - 1]), (page, words)


def squeezed(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.casefold())


def test_a_page_reference_gives_the_number_of_the_pdf_everywhere(book, web, page_texts):
    in_book = [
        link
        for name in book.namelist()
        if "/text/" in name
        for link in xhtml(book, name[5:]).xpath("//x:a[@class='page-ref']", namespaces=XHTML)
    ]
    in_web = web.xpath("//x:a[@class='page-ref']", namespaces=XHTML)
    assert [link.text for link in in_book] == [link.text for link in in_web]
    for link in in_web:
        assert "Table 2." in page_texts[int(link.text) - 1]


def test_every_note_of_the_epub_is_a_pop_up_that_leads_back(book):
    calls = 0
    for name in book.namelist():
        if "/text/" not in name:
            continue
        root = xhtml(book, name.removeprefix("EPUB/"))
        for call in root.xpath("//x:a[@epub:type='noteref']", namespaces=XHTML):
            calls += 1
            assert len(call) == 0
            (note,) = root.xpath(f"//x:aside[@epub:type='footnote'][@id='{call.get('href')[1:]}']", namespaces=XHTML)
            back = note[0][0]
            assert back.get("role") == "doc-backlink"
            assert root.xpath(f"//*[@id='{back.get('href')[1:]}']")
    assert calls == 6


def test_no_claim_of_conformance_is_made_that_nobody_made(book):
    package = book.read("EPUB/content.opf").decode()
    assert "conformsTo" not in package
    assert "certifiedBy" not in package


def test_accessibility_metadata_follows_the_content(book):
    package = book.read("EPUB/content.opf").decode()
    for feature in ("alternativeText", "pageNavigation", "tableOfContents"):
        assert f">{feature}<" in package
    assert "MathML" not in package


def test_the_archive_of_the_epub_is_in_order(book):
    first = book.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert {entry.date_time for entry in book.infolist()} == {(2025, 7, 14, 0, 0, 0)}


def test_nothing_in_the_web_page_comes_from_elsewhere_or_runs(web):
    assert not web.xpath("//x:script|//x:iframe|//x:link[@rel='stylesheet']", namespaces=XHTML)
    assert all(image.get("src").startswith("data:") for image in web.xpath("//x:img", namespaces=XHTML))
    policy = web.xpath("//x:meta[@http-equiv='Content-Security-Policy']/@content", namespaces=XHTML)
    assert "default-src 'none'" in policy[0]
