"""The checks with their real tools: a good file passes every one, and each finds the fault that it is there for."""

from __future__ import annotations

import re
import warnings
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest
import weasyprint

from report.checks.ace import check_ace
from report.checks.axe import check_axe
from report.checks.epubcheck import check_epubcheck
from report.checks.nu import check_nu
from report.checks.pdf_profiles import check_pdf_profiles
from report.checks.reader import check_epubjs, check_reader
from report.checks.verapdf import check_verapdf, check_verapdf_batch
from tests.common import apply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from report.model.findings import Finding

    Check = Callable[[Path], tuple[Finding, ...]]

pytestmark = pytest.mark.conformance

CALL = '<a role="doc-noteref" href="#fn1" id="ref1">1</a>'
EPUB_CHECKS = [check_epubcheck, check_ace, check_reader, check_epubjs]
PDF_CHECKS = [check_pdf_profiles, check_verapdf]
WEB_CHECKS = [check_nu, check_axe]

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="EPUB/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""

PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e</dc:identifier>
<dc:title>A sample</dc:title><dc:language>en</dc:language>
<meta property="dcterms:modified">2025-07-10T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta><meta property="schema:accessMode">visual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">A sample with one image, which is described.</meta>
</metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c1" href="c1.xhtml" media-type="application/xhtml+xml"/>
<item id="dot" href="dot.svg" media-type="image/svg+xml"/></manifest>
<spine><itemref idref="c1"/></spine></package>"""

XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>A sample</title></head><body>{}</body></html>"""

NAVIGATION = """<nav epub:type="toc" role="doc-toc" aria-label="Contents"><ol>
<li><a href="c1.xhtml#one">One</a></li></ol></nav>"""

CHAPTER = '<section id="one"><h1>One</h1><p>Some words.</p><p><img src="dot.svg" alt="A dot"/></p></section>'

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>'

PAGE_BODY = """<main><h1>One</h1><p>Some words.</p>
<img alt="A dot" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"></main>"""

# ISO 14289-1, 5: the identifier; and the extension schema, with the prefixes that ISO 19005-3, 6.6.2.3.3 prescribes
PDFUA_ID = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


def make_epub(path: Path, navigation: str = NAVIGATION, chapter: str = CHAPTER) -> Path:
    files = {
        "META-INF/container.xml": CONTAINER,
        "EPUB/content.opf": PACKAGE,
        "EPUB/nav.xhtml": XHTML.format(navigation),
        "EPUB/c1.xhtml": XHTML.format(chapter),
        "EPUB/dot.svg": DOT,
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def make_pdf(path: Path, body: str = "<h1>One</h1><p>Some words.</p>", variant: str | None = "pdf/a-3a") -> Path:
    page = f'<html lang="en"><head><title>A sample</title></head><body>{body}</body></html>'
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):  # WeasyPrint leaves its ICC profile open
        weasyprint.HTML(string=page).write_pdf(path, pdf_variant=variant)
    return path


def claim_pdf_ua(path: Path) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        metadata = pdf.Root.Metadata.read_bytes().decode()
        pdf.Root.Metadata.write(re.sub("</rdf:RDF>", PDFUA_ID, metadata).encode())
        pdf.save(path)
    return path


@pytest.mark.parametrize("check", EPUB_CHECKS)
def test_a_good_epub_passes(check: Check, tmp_path: Path) -> None:
    assert apply(check, make_epub(tmp_path / "good.epub")) == ()


def test_epubcheck_finds_markup_that_is_not_well_formed(tmp_path: Path) -> None:
    path = make_epub(tmp_path / "bad.epub", chapter=CHAPTER.replace("</h1>", ""))
    found = apply(check_epubcheck, path)
    assert any("RSC-016" in f.message and str(f.location).endswith("bad.epub!/EPUB/c1.xhtml:3") for f in found)


def test_ace_finds_an_image_without_alternative_text(tmp_path: Path) -> None:
    path = make_epub(tmp_path / "bad.epub", chapter=CHAPTER.replace(' alt="A dot"', ""))
    (finding,) = apply(check_ace, path)
    assert finding.message.startswith("image-alt (critical)")
    assert str(finding.location).endswith("bad.epub!/EPUB/c1.xhtml")


def test_ace_cannot_read_a_book_that_is_not_well_formed_and_says_so(tmp_path: Path) -> None:
    (finding,) = apply(check_ace, make_epub(tmp_path / "bad.epub", chapter=CHAPTER.replace("</h1>", "")))
    assert finding.message.startswith("Ace cannot read the book")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("dot.svg", "none.svg", "has an image that does not load: none.svg"),
        ("</h1>", "", "the reader warns: "),
        (CHAPTER, "", "is empty"),
        ('id="one"', "", 'toc entry "One" (EPUB/c1.xhtml#one) leads to no element'),
        ("dot.svg", "http://127.0.0.1:9/a.svg", "the book asks for http://127.0.0.1:9/a.svg, which is outside of it"),
        ("</h1>", f"</h1>{CALL}", 'the link of a note "1" leads to no element'),
        ("</h1>", f'</h1>{CALL}<aside id="fn1">x</aside>', 'the note "1" has no link back'),
    ],
)
def test_the_reader_stumbles(old: str, new: str, message: str, tmp_path: Path) -> None:
    found = apply(check_reader, make_epub(tmp_path / "bad.epub", chapter=CHAPTER.replace(old, new)))
    assert any(finding.message.startswith(message) for finding in found)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("dot.svg", "none.svg", "has an image that does not load: "),
        (CHAPTER, "", "is empty"),
        ('id="one"', "", 'toc entry "One" (c1.xhtml#one) leads to no element'),
        ("</h1>", f"</h1>{CALL}", 'the link of a note "1" leads to no element'),
        ("</h1>", f'</h1>{CALL}<aside id="fn1">x</aside>', 'the note "1" has no link back'),
    ],
)
def test_epubjs_stumbles(old: str, new: str, message: str, tmp_path: Path) -> None:
    found = apply(check_epubjs, make_epub(tmp_path / "bad.epub", chapter=CHAPTER.replace(old, new)))
    assert any(finding.message.startswith(message) for finding in found), found


@pytest.mark.parametrize("check", [*EPUB_CHECKS, *PDF_CHECKS])
def test_a_file_that_is_neither_an_epub_nor_a_pdf_has_a_finding(check: Check, tmp_path: Path) -> None:
    path = tmp_path / "bad.epub"
    path.write_text("neither")
    assert apply(check, path)


def make_page(path: Path, body: str = PAGE_BODY) -> Path:
    head = '<meta charset="utf-8"><title>A sample</title><meta name="viewport" content="width=device-width">'
    style = "<style>@media (prefers-color-scheme: dark) { .dim { color: #eee } }</style>"
    path.write_text(f'<!DOCTYPE html><html lang="en"><head>{head}{style}</head><body>\n{body}\n</body></html>')
    return path


@pytest.mark.parametrize("check", WEB_CHECKS)
def test_a_good_web_page_passes(check: Check, tmp_path: Path) -> None:
    assert apply(check, make_page(tmp_path / "good.html")) == ()


@pytest.mark.parametrize("check", WEB_CHECKS)
def test_a_file_that_is_no_web_page_has_a_finding(check: Check, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text("neither")
    assert apply(check, path)


def test_the_nu_checker_finds_an_element_that_html_does_not_have(tmp_path: Path) -> None:
    (finding,) = apply(check_nu, make_page(tmp_path / "bad.html", PAGE_BODY.replace("<p>", "<x:p>", 1)))[:1]
    assert "x:p" in finding.message
    assert str(finding.location).partition("bad.html")[2].startswith(":2:")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (' alt="A dot"', "", r"image-alt \(critical\) at `img`: [^()]*$"),
        ("<p>", '<p class="dim">', r"color-contrast .*\(dark, 1280 px wide; dark, 390 px wide\)$"),
        (
            "<p>",
            '<p style="width: 600px">',
            r"the page scrolls sideways: .* \(light, 390 px wide; dark, 390 px wide\)$",
        ),
        ("<p>", "<p><script>console.error('no')</script>", r"the console says: no$"),
        (
            "data:image/gif",
            "http://127.0.0.1:9/a.gif?",
            r"the page asks for http://127\.0\.0\.1:9/a\.gif.* outside of it$",
        ),
    ],
)
def test_axe_and_its_browser_stumble(old: str, new: str, message: str, tmp_path: Path) -> None:
    found = apply(check_axe, make_page(tmp_path / "bad.html", PAGE_BODY.replace(old, new, 1)))
    assert any(re.match(message, finding.message) for finding in found), found


@pytest.mark.parametrize("check", PDF_CHECKS)
def test_a_good_pdf_passes(check: Check, tmp_path: Path) -> None:
    assert apply(check, claim_pdf_ua(make_pdf(tmp_path / "good.pdf"))) == ()


@pytest.mark.parametrize("check", PDF_CHECKS)
def test_a_plain_pdf_is_neither_pdf_a_nor_pdf_ua(check: Check, tmp_path: Path) -> None:
    found = apply(check, make_pdf(tmp_path / "bad.pdf", variant=None))
    assert {finding.message[:8].upper() for finding in found} == {"PDF/A-3A", "PDF/UA-1"}


@pytest.mark.parametrize("check", PDF_CHECKS)
def test_a_pdf_that_does_not_claim_pdf_ua_has_a_finding(check: Check, tmp_path: Path) -> None:
    found = apply(check, make_pdf(tmp_path / "bad.pdf"))
    assert "PDF/UA-1" in {finding.message[:8] for finding in found}


def test_verapdf_takes_several_files_at_once(tmp_path: Path) -> None:
    good = claim_pdf_ua(make_pdf(tmp_path / "good.pdf"))
    bad = claim_pdf_ua(make_pdf(tmp_path / "bad.pdf", body="<h1>One</h1><h4>Two</h4>"))
    found = apply(lambda _path: check_verapdf_batch((good, bad)), good)
    assert [finding.message[:25] for finding in found] == ["PDF/UA-1 clause 7.4.2 tes"]
    assert str(found[0].location).endswith("bad.pdf")
