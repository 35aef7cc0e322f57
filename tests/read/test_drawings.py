"""Drawings of others: what is allowed in them is shown, the same in every edition; what is not is told, with its line."""

from __future__ import annotations

import base64
import re
import string
import zipfile
from collections import Counter
from datetime import date
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from report.editions.pictures import read_picture
from report.importers.importing import ImportWishes, write_imported
from report.model.findings import Severity
from report.pipeline.build import build_editions
from report.pipeline.proof import check_sources
from report.read.drawings import read_drawing
from report.read.drawings.allowed import ATTRIBUTES, ELEMENTS, PROPERTIES
from report.read.drawings.styles import clean_style, simple_style
from report.read.manuscript import read_manuscript
from report.read.pictures import picture_faults, pixels_of
from report.read.project import Project
from report.read.rasters import RasterFault, read_raster
from report.redline.word import write_word
from report.resolve.charts.engine import has_charts
from report.resolve.manuscript import resolve
from report.runtime.css import read_block, write_css
from tests.common import HEAD, ROOT, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from report.model.findings import Finding

NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml"'
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
FAR = "http://far.invalid/x"  # nothing of it may be left in what is shown
TEXT = '# Introduction\n\n![A map.](map.svg){alt="Two fields"}\n'


def svg(content: str, head: str = "", root: str = "") -> bytes:
    return f'{head}<svg {NAMES} width="9" height="9" {root}>{content}</svg>'.encode()


def styled(css: str) -> bytes:
    return svg(f"<style>{css}</style><rect/>")


ACTING = {
    # what acts
    "script": svg(f"<script>fetch('{FAR}')</script>"),
    "script that is named": svg(f'<script xlink:href="{FAR}"/>'),
    "script of HTML": svg(f"<h:script>fetch('{FAR}')</h:script>"),
    "script in a group of no kind": svg(f"<foo><script>fetch('{FAR}')</script></foo>"),
    "script in capitals": svg(f"<SCRIPT>fetch('{FAR}')</SCRIPT>"),
    "handler": svg(f"<rect onclick=\"fetch('{FAR}')\"/>"),
    "handler in capitals": svg(f"<rect ONCLICK=\"fetch('{FAR}')\"/>"),
    "handler of the root": svg("", root=f"onload=\"fetch('{FAR}')\""),
    "listener": svg(f'<ev:listener xmlns:ev="http://www.w3.org/2001/xml-events" event="load" handler="{FAR}"/>'),
    "attribute of events": svg(f'<rect xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="{FAR}"/>'),
    "handler element": svg(f'<handler type="a">{FAR}</handler>'),
    "animation of a link": svg(f'<a><set attributeName="href" to="javascript:{FAR}"/><rect/></a>'),
    "animation": svg(f'<rect><animate attributeName="x" values="{FAR}"/></rect>'),
    "discard": svg(f'<discard href="{FAR}"/>'),
    # HTML in a drawing
    "foreign object": svg(f'<foreignObject><h:img src="{FAR}"/></foreignObject>'),
    "img": svg(f'<h:img src="{FAR}"/>'),
    "object": svg(f'<h:object data="data:text/html,{FAR}"/>'),
    "embed": svg(f'<h:embed src="{FAR}"/>'),
    "iframe": svg(f'<h:iframe src="{FAR}"/>'),
    "iframe of SVG": svg(f'<iframe src="{FAR}"/>'),
    "refresh": svg(f'<h:meta http-equiv="refresh" content="0;url={FAR}"/>'),
    "form": svg(f'<h:form action="javascript:{FAR}"><h:button>x</h:button></h:form>'),
    "link element": svg(f'<h:link rel="stylesheet" href="{FAR}"/>'),
    "video": svg(f'<h:video src="{FAR}"/>'),
    "audio of SVG 2": svg(f'<audio src="{FAR}"/>'),
    "base": svg(f'<h:base href="{FAR}"/>'),
    "background of a body": svg(f'<h:body background="{FAR}"/>'),
    "style of HTML": svg(f"<h:style>@import '{FAR}'</h:style>"),
    # references
    "use": svg(f'<use xlink:href="{FAR}#a"/>'),
    "use of another file": svg('<use href="far.invalid.svg#a"/>'),
    "image": svg(f'<image href="{FAR}"/>'),
    "image behind blanks": svg(f'<image href="  {FAR}"/>'),
    "image without a scheme": svg('<image href="//far.invalid/x"/>'),
    "image of the machine": svg('<image href="file:///far.invalid"/>'),
    "drawing in a drawing": svg(f'<image href="data:image/svg+xml,{FAR}"/>'),
    "page in a drawing": svg(f'<image href="data:text/html,{FAR}"/>'),
    "image of a filter": svg(f'<filter><feImage href="{FAR}"/></filter>'),
    "pattern": svg(f'<pattern xlink:href="{FAR}#a"/>'),
    "gradient": svg(f'<linearGradient href="{FAR}#a"/>'),
    "path of a text": svg(f'<text><textPath href="{FAR}#a">x</textPath></text>'),
    "text by reference": svg(f'<text><tref xlink:href="{FAR}#a"/></text>'),
    "cursor": svg(f'<cursor xlink:href="{FAR}"/>'),
    "file of a font": svg(f'<font-face-uri xlink:href="{FAR}"/>'),
    "link that runs": svg(f'<a href="JavaScript:{FAR}"><rect/></a>'),
    "link to data": svg(f'<a xlink:href="data:text/html,{FAR}"><rect/></a>'),
    "base of addresses": svg(f'<g xml:base="{FAR}"><use href="#a"/></g>'),
    "address in capitals": svg(f'<image HREF="{FAR}"/>'),
    "style in capitals": svg(f'<rect STYLE="fill:url({FAR})"/>'),
    "source": svg(f'<rect src="{FAR}"/>'),
    # attributes that are CSS
    "fill": svg(f'<rect fill="url({FAR}#a)"/>'),
    "fill after one of ours": svg(f'<rect fill="url(#a) url({FAR}#a)"/>'),
    "fill in a word of ours": svg(f'<rect fill="rurl(#a)gb(1) url({FAR})"/>'),
    "fill by an escape": svg(rf'<rect fill="\75rl({FAR}#a)"/>'),
    "fill in quotation marks": svg(f"<rect fill='url(\"{FAR}#a\")'/>"),
    "fill by src": svg(f"<rect fill='src(\"{FAR}\")'/>"),
    "mask": svg(f'<rect mask="url({FAR}#a)"/>'),
    "clip": svg(f'<rect clip-path="url({FAR}#a)"/>'),
    "filter": svg(f'<rect filter="url({FAR}#a)"/>'),
    "marker": svg(f'<path marker-end="url({FAR}#a)"/>'),
    "cursor of a property": svg(f'<rect cursor="url({FAR}),auto"/>'),
    "set of images": svg(f"<rect mask='image-set(\"{FAR}\" 1x)'/>"),
    # styles
    "style": svg(f'<rect style="fill:url({FAR})"/>'),
    "style by an escape": svg(rf'<rect style="fill:u\72l({FAR})"/>'),
    "style by a long escape": svg(rf'<rect style="fill:\000075 rl({FAR})"/>'),
    "style in capitals of CSS": svg(f'<rect style="FILL:URL({FAR})"/>'),
    "style in a property of no kind": svg(f'<rect style="-x-y:url({FAR})"/>'),
    "variable": svg(f'<rect style="--x:url({FAR});fill:var(--x)"/>'),
    "variable of a function": svg("<rect style='fill:src(var(--far.invalid))'/>"),
    "style with a set of images": svg(f"<rect style='mask:-webkit-image-set(\"{FAR}\" 1x)'/>"),
    "style with an expression": svg(f"<rect style=\"width:expression('{FAR}')\"/>"),
    "sheet": styled(f"rect {{ fill: url({FAR}) }}"),
    "sheet in character data": styled(f"<![CDATA[rect {{ fill: url({FAR}) }}]]>"),
    "sheet in references": styled("rect{fill:&#117;rl(//far.invalid/x)}"),
    "import": styled(f"@import '{FAR}';"),
    "import of an address": styled(f"@import url({FAR});"),
    "import by an escape": styled(rf"@\69mport '{FAR}';"),
    "import after a comment": styled(f"/*@charset*/@import/**/'{FAR}';"),
    "import in a block": styled(f"@media print {{ @import '{FAR}'; }}"),
    "rule in a rule": styled(f"g {{ & rect {{ fill: url({FAR}) }} }}"),
    "condition": styled(f"@media print {{ rect {{ fill: url({FAR}) }} }}"),
    "rule of no kind": styled(f"@far {{ rect {{ fill: url({FAR}) }} }}"),
    "face": styled(f"@font-face {{ font-family: a; src: url({FAR}) }}"),
    "face by src": styled(f"@font-face {{ font-family: a; src: src('{FAR}') }}"),
    "text before an escape": styled(rf"rect {{ fill: red; fill: \55 RL( '{FAR}' ) }}"),
    # what stands before the drawing
    "sheet that is named": svg("", head=f'<?xml-stylesheet href="{FAR}"?>'),
    "sheet that is named behind a comment": svg("", head=f'<!-- <svg> --><?xml-stylesheet href="{FAR}"?>'),
    "sheet that is named within": svg(f'<?xml-stylesheet href="{FAR}"?>'),
    "entity": svg("&a;", head=f'<!DOCTYPE svg [<!ENTITY a "{FAR}">]>'),
    "entity behind a comment": svg("&a;", head=f'<!DOCTYPE svg [<!-- <svg --><!ENTITY a "{FAR}">]>'),
    "entity behind an address": svg("&a;", head=f'<!DOCTYPE svg SYSTEM "x<svg" [<!ENTITY a "{FAR}">]>'),
    "entity of a file": svg("&a;", head=f'<!DOCTYPE svg [<!ENTITY a SYSTEM "{FAR}">]>'),
    "entity of parameters": svg("", head=f'<!DOCTYPE svg [<!ENTITY % a SYSTEM "{FAR}"> %a;]>'),
    "entity of an outer type": svg("&a;", head=f'<!DOCTYPE svg SYSTEM "{FAR}">'),
    "attributes of a type": svg("", head=f"<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"fetch('{FAR}')\">]>"),
    "in UTF-16": svg(f"<script>fetch('{FAR}')</script>").decode().encode("utf-16"),
    "another root": b'<html xmlns="http://www.w3.org/1999/xhtml"><body background="http://far.invalid/x"/></html>',
    "a root without its name": b'<svg><image href="http://far.invalid/x"/></svg>',
}


@pytest.mark.parametrize("name", ACTING)
def test_what_could_act_or_reach_outside_is_an_error_and_is_shown_nowhere(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_bytes(ACTING[name])
    assert [fault.code for fault in picture_faults(path) if fault.forbids] != []
    shown = read_picture(path)  # what every edition has of it
    for word in (b"far.invalid", b"script", b"onload", b"ENTITY"):
        assert word not in shown


HONEST = {
    "references": '<linearGradient id="a"/><rect fill="url(#a)"/><g id="b"/><use xlink:href="#b"/>',
    "quoted references": "<rect style='fill: url( \"#a\" )'/><rect fill=\"url('#a') none\"/>",
    "a picture": f'<image href="{DOT}" width="9" height="9"/>',
    "a link": '<a href="https://example.org/" target="_blank"><rect/></a><a href="#b"><rect/></a>',
    "a sheet": "<style type='text/css'>.a, rect > b:not(.c) { fill: url('#a'); stroke-width: .5px !important }</style>",
    "a condition": "<style>@media (prefers-color-scheme: dark) { rect { fill: #fff } }</style>",
    "a filter": '<filter id="f"><feGaussianBlur in="SourceGraphic" stdDeviation="2"/><feImage href="#b"/></filter>',
    "functions": '<rect transform="translate(1 2) rotate(3)" fill="rgb(1 2 3 / 4%)" style="fill:hsl(1,2%,3%)"/>',
    "colours of two schemes": '<rect style="color-scheme: light dark; fill: light-dark(#000, #fff)"/>',
    "words": '<title>A</title><desc>B</desc><text xml:lang="fr" xml:space="preserve"> a <tspan dx="1">b</tspan></text>',
    "what is said": '<g id="g" class="a b" data-name="Layer 1" aria-label="x" role="img" lang="en" xml:id="h"/>',
}
SILENT = {
    "an editor": '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" onload="x"/>',
    "an editor's word": '<g xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:label="a"/>',
    "an editor's style": '<rect style="fill:red;-inkscape-font-specification:a"/>',
    "metadata": '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" r:about=""/></metadata>',
    "words on the address": f'<image xlink:href="{DOT}" xlink:type="simple" xlink:show="embed"/>',
    "a word to a program": '<?xpacket begin="x"?><?adobe-xap-filters esc="CRLF"?>',
    "a comment": "<!-- http://far.invalid/ <script> -->",
    "a text without words": "<text x='1'/>",
}


@pytest.mark.parametrize("content", (HONEST | SILENT).values(), ids=(HONEST | SILENT).keys())
def test_an_honest_drawing_is_shown_without_a_word(content: str) -> None:
    assert read_drawing(svg(content)).removed == ()


@pytest.mark.parametrize("content", HONEST.values(), ids=HONEST.keys())
def test_nothing_of_an_honest_drawing_is_lost(content: str) -> None:
    assert counted(read_drawing(svg(content)).svg) == counted(svg(content.replace(' target="_blank"', "")))


def counted(data: bytes) -> Counter[str]:
    """Count the elements, attributes and words of a drawing; those of editors do not count."""
    found: Counter[str] = Counter()
    for element in ET.fromstring(data).iter():
        if element.tag.startswith("{http://www.w3.org/2000/svg}") and not element.tag.endswith("metadata"):
            found[element.tag] += 1
            ours = (
                name for name in element.attrib if not name.startswith("{") or "w3.org/XML" in name or "xlink" in name
            )
            found.update(f"{element.tag} {name}" for name in ours)
            found.update("" if element.tag.endswith("style") else (element.text or ""))
    return found


OURS = sorted(
    path
    for folder in (ROOT / "styles", ROOT / "sources", ROOT / "report", SAMPLES)
    for path in folder.rglob("*.svg")
    if "findings" not in path.parts
)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_nothing_of_our_own_drawings_is_lost(path: Path) -> None:
    drawing = read_drawing(path.read_bytes())
    assert drawing.removed == ()
    assert counted(drawing.svg) == counted(path.read_bytes())


LEFT_OUT = {
    'contains <flowRoot>, which is left out, with its words "Words that nobody…': (
        "\n\n<flowRoot><p>Words that nobody would miss, if nobody told</p></flowRoot>"
    ),
    'has the attribute "tooltip", which is left out (2 times)': "\n\n<rect tooltip='a'/><rect tooltip='b'/>",
    'has the property "zoom", which is left out': "<style>\n\n rect { zoom: 2 }</style>",
    'has a value of "fill" that is not known, and is left out': '\n\n<rect fill="foo(1)"/>',
    "has the rule @keyframes, which is left out": "<style>\n\n@keyframes a { to { x: 1 } }</style>",
    "has the rule @font-face, which is left out": "<style>\n\n@font-face { src: url(data:font/woff2,a) }</style>",
    "has a style with something in it that is no declaration": '\n\n<rect style="fill"/>',
    "has a style sheet with something in it that is no rule": "<style>\n\nrect</style>",
    "holds a picture that cannot be read, and is left out": '\n\n<image href="data:image/png;base64,AAAA"/>',
    "contains <rect>, which is left out": '\n\n<rect xmlns="urn:of-no-kind"/>',
}


@pytest.mark.parametrize("words", LEFT_OUT)
def test_what_is_left_out_of_a_drawing_is_a_warning_with_its_line(words: str) -> None:
    (removed,) = read_drawing(svg(LEFT_OUT[words])).removed
    assert (removed.line, removed.grave) == (3, False)
    assert removed.what.startswith(words.rstrip("…"))


@pytest.mark.parametrize(
    "content",
    [
        "<rect width='nan'/>",
        "<rect x='-Infinity'/>",
        "<rect width='1e400'/>",
        "<rect height='12345678901'/>",
        "<rect stroke-width='nan'/>",
        "<rect style='stroke-width: nan'/>",
        "<rect style='stroke-width:inf;fill:rgb(0,0,0)'/>",
        "<style>rect { font-size: 1e99px }</style>",
        "<path d='M0 0L nan 1'/>",
        "<rect transform='matrix(nan 0 0 1 0 0)'/>",
        "<svg viewBox='0 0 9'/>",
        "<svg viewBox='0 0 0 9'/>",
        "<svg viewBox='0 0 1e-320 9'/>",
        "<svg viewBox='a b c d'/>",
    ],
)
def test_what_is_no_number_of_a_picture_is_left_out(content: str) -> None:
    (removed,) = read_drawing(svg(content)).removed
    assert re.fullmatch('has a value of "[^"]+" that is not known, and is left out', removed.what)


def test_numbers_of_honest_programs_are_kept() -> None:
    numbers = '<path d="M1.2246467991473532e-16-.5.5 0 1e3,2E+2z" stroke-width="1.1e-7" font-size="inherit"/>'
    assert read_drawing(svg(numbers)).removed == ()
    assert numbers.encode() in read_drawing(svg(numbers)).svg


def test_what_a_message_shows_of_a_drawing_is_a_line_that_no_terminal_obeys() -> None:
    (removed,) = read_drawing(svg('<image href="http://a\x9b31m&#10;b\u202e/"/>')).removed
    assert removed.what == 'refers to something outside it ("http://a 31m b /")'


def test_of_very_many_things_left_out_some_are_told_and_the_rest_is_counted() -> None:
    removed = read_drawing(svg("".join(f'<rect a{number}="x"/>' for number in range(50)))).removed
    assert (len(removed), removed[-1].what) == (21, "loses 30 other things")


def nested(kind: Callable[[int, int], str], levels: int = 10) -> str:
    return "".join(kind(level, level + 1) for level in range(levels)) + f'<rect id="a{levels}"/>'


BOMBS = {
    "parts used ten times by ten": nested(lambda a, b: f'<g id="a{a}">' + f'<use href="#a{b}"/>' * 10 + "</g>"),
    "parts used by names in code": nested(lambda a, b: f'<g id="a{a}">' + f'<use href="#%61{b}"/>' * 10 + "</g>"),
    "patterns of patterns": nested(
        lambda a, b: f'<pattern id="a{a}">' + f'<rect fill="url(#a{b})"/>' * 10 + "</pattern>"
    )
    + '<rect style="fill: url(#a0)"/>',
    "patterns by a sheet": "<style>"
    + "".join(f".p{level} {{ fill: url(#a{level}) }} " for level in range(10))
    + "</style>"
    + nested(lambda a, b: f'<pattern id="a{a}">' + f'<rect class="p{b}"/>' * 10 + "</pattern>")
    + '<g class="p0"><rect/></g>',
    "masks of masks": nested(lambda a, b: f'<mask id="a{a}">' + f'<rect mask="url(#a{b})"/>' * 10 + "</mask>"),
    "a marker on each of very many points": '<marker id="a">'
    + "<rect/>" * 200
    + f'</marker><path marker-mid="url(#a)" d="{"M1 2 " * 1000}"/>',
    "a use of itself": '<g id="a"><use href="#a"/></g>',
    "a pattern of itself": '<pattern id="a"><rect fill="url(#a)"/></pattern>',
    "a gradient of itself": '<linearGradient id="a" href="#a"/>',
    "very many elements": "<g/>" * 100_001,
    "very deep elements": "<g>" * 201 + "</g>" * 201,
    "very many styles": "".join(f"<rect style='font-family: \"{number}{'a' * 99}\"'/>" for number in range(20_000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_drawing_that_would_never_be_done_is_refused(name: str) -> None:
    drawing = read_drawing(svg(BOMBS[name]))
    assert drawing.svg == b""
    assert [one.grave for one in drawing.removed] == [True]


def test_a_drawing_that_uses_its_parts_often_is_fine() -> None:
    dots = '<g id="a"><circle r="1"/></g>' + '<use href="#a" x="1"/>' * 5000
    hatched = '<pattern id="p"><path d="M0 0"/></pattern><g fill="url(#p)">' + "<rect/>" * 5000 + "</g>"
    assert read_drawing(svg(dots + hatched)).removed == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1", "windows-1252"])
def test_a_drawing_in_any_encoding_is_shown_in_utf_8(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    data = svg("<text>Müller</text>", head=head).decode().encode(encoding)
    assert "<text>Müller</text>".encode() in read_drawing(data).svg


@pytest.mark.parametrize("encoding", ["hex", "utf-7", "punycode", "shift_jis", "of-no-kind"])
def test_a_drawing_in_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    (removed,) = read_drawing(svg("", head=f'<?xml version="1.0" encoding="{encoding}"?>')).removed
    assert removed.what == "is in an encoding that is not known"


# --- The same in every edition


@pytest.mark.slow
def test_all_editions_show_the_drawing_that_was_written_anew(
    make_project: Callable[..., Project], tmp_path: Path
) -> None:
    content = '<text y="9">Müller</text><rect tooltip="far.invalid" width="9" height="3"/><!-- far.invalid -->'
    data = svg(content, head='<?xml version="1.0" encoding="utf-16"?>').decode().encode("utf-16")
    project = make_project({"10-introduction.md": TEXT, "map.svg": data})
    found = build_editions(project, project.report("brief"), ("pdf", "epub", "html"), tmp_path).findings
    assert [(finding.code, str(finding.location)) for finding in found] == [("S259", "sources/brief/map.svg:1")]
    shown = read_drawing(data).svg
    with zipfile.ZipFile(tmp_path / "brief" / "brief.epub") as book:
        assert book.read("EPUB/images/figure-01.svg") == shown
    page = (tmp_path / "brief" / "brief.html").read_text(encoding="utf-8")
    embedded = base64.b64decode(re.findall(r"data:image/svg\+xml;base64,([^\"]+)", page)[0])
    assert re.sub(rb"<style>.*?</style>", b"", embedded) == shown
    assert b"far.invalid" not in shown


def test_an_error_in_a_drawing_is_told_in_its_line_and_nothing_is_written(
    make_project: Callable[..., Project], tmp_path: Path
) -> None:
    project = make_project({"10-introduction.md": TEXT, "map.svg": svg("\n\n<script/>\n<foo/>")})
    result = build_editions(project, project.report("brief"), ("html",), tmp_path)
    assert result.written == ()
    assert told(result.findings) == [("S208", "sources/brief/map.svg:3"), ("S259", "sources/brief/map.svg:4")]


def test_a_word_document_has_the_drawing_that_was_written_anew(make_project: Callable[..., Project]) -> None:
    data = svg('<rect tooltip="far.invalid" width="9" height="9"/><!-- far.invalid -->')
    project = make_project({"10-introduction.md": TEXT, "map.svg": data})
    resolved, _ = resolve(read_manuscript(project, project.report("brief"))[0], project)
    with zipfile.ZipFile(BytesIO(write_word(resolved))) as document:
        drawings = [document.read(name) for name in document.namelist() if name.endswith(".svg")]
    assert drawings == [read_drawing(data).svg]


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.location)) for finding in findings]


def test_the_logo_of_the_house_is_looked_at_as_well(make_project: Callable[..., Project]) -> None:
    project = make_project()
    (project.sources / "brand.yaml").write_text("logo: _shared/logo.svg\n")
    (project.sources / "_shared").mkdir()
    (project.sources / "_shared" / "logo.svg").write_bytes(svg('<image href="http://far.invalid/"/>'))
    assert told(check_sources(project, project.report("brief"))) == [("S208", "sources/_shared/logo.svg:1")]


def test_a_template_may_not_bring_a_script_in_a_drawing(make_project: Callable[..., Project], tmp_path: Path) -> None:
    project = make_project({"report.yaml": f"{HEAD}theme: house\n"})
    folder = project.root / "styles" / "house"
    folder.mkdir(parents=True)
    drawn = '<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>'
    hung = r"""<p style="background: image-\73 et('http://far.invalid/' 1x)">x</p>"""
    (folder / "master.html.j2").write_text(
        f'{{% extends "base/master.html.j2" %}}{{% block front %}}{drawn}{hung}{{% endblock %}}'
    )
    found = build_editions(project, project.report("brief"), ("html",), tmp_path).findings
    assert [finding.message[:30] for finding in found if finding.code == "H102"] == [
        "<script> has no place in a rep",
        'style="background: image-\\73 e',
    ]


@pytest.mark.slow
@pytest.mark.skipif(not has_charts(), reason="charts are not installed")
def test_a_chart_whose_data_reach_outside_is_not_drawn(make_project: Callable[..., Project], tmp_path: Path) -> None:
    chart = """# One

::: {.vega-lite #fig-a alt="A bar"}
data: {values: [{a: 1, c: "url(http://far.invalid/#a)"}]}
mark: bar
encoding: {x: {field: a, type: quantitative}, color: {field: c, type: nominal, scale: null}}
:::
""".replace("::: {", "``` {").replace(":::", "```")
    project = make_project({"10-introduction.md": chart})
    result = build_editions(project, project.report("brief"), ("html",), tmp_path)
    assert [finding.message.partition(":")[2] for finding in result.findings if finding.severity is Severity.ERROR] == [
        ' its drawing refers to something outside it ("url(http://far.invalid/#a)")'
    ]


# --- Laws


CHARACTERS = f"{string.ascii_letters}{string.digits} #.,:;()/-_%\\\"'!@{{}}[]<>&*\n\té\u2028\x85"
VALUES = ("url(#a)", "url('#a b')", "url(x)", "rgb(1 2 3)", "a/**/b", r"\75rl(x)", "1.5-.5", "u+1", "-->", DOT, "/* {")
TAGS = sorted(ELEMENTS | {"foo", "script", "metadata"})
KEYS = sorted(ATTRIBUTES | {"style", "href", "onload", "tooltip", "data-x"})


class Draughtsman:
    """Draws at random: the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def value(self) -> str:
        if self.random.random() < 0.4:
            return self.random.choice(VALUES)
        return "".join(self.random.choices(CHARACTERS, k=self.random.randrange(9)))

    def style(self) -> str:
        names = self.random.choices([*sorted(PROPERTIES), "zoom", "--x", "-x-y"], k=self.random.randrange(5))
        return ";".join(f"{name}:{self.value()}" for name in names)

    def element(self, depth: int = 4) -> ET.Element:
        element = ET.Element(self.random.choice(TAGS))
        for name in self.random.choices(KEYS, k=self.random.randrange(5)):
            element.set(name, self.style() if name == "style" else self.value())
        element.text = f"a {{{self.style()}}}" if element.tag == "style" else self.value()
        element.tail = self.value()
        element.extend(self.element(depth - 1) for _ in range(self.random.randrange(5) if depth else 0))
        return element


@pytest.mark.slow
@settings(deadline=None)
@given(st.integers(0))
def test_a_drawing_that_was_written_anew_is_written_the_same_again(seed: int) -> None:
    drawing = read_drawing(svg(ET.tostring(Draughtsman(seed).element(), encoding="unicode")))
    again = read_drawing(drawing.svg) if drawing.svg else drawing
    assert again.svg == drawing.svg
    assert not drawing.svg or again.removed == ()


properties = st.sampled_from(sorted(PROPERTIES | {"zoom", "--x"}))


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.tuples(properties, st.text("abcdefgurl0123456789.,#%+-() \t\n", max_size=12))))
def test_a_simple_style_is_read_as_any_other(pairs: list[tuple[str, str]]) -> None:
    css = ";".join(f"{name}:{value}" for name, value in pairs)
    simple = simple_style(css)
    if simple is not None:
        assert write_css(read_block(simple)) == write_css(read_block(clean_style(css)[0]))
        assert clean_style(css)[1] == ()


# --- Pictures made of pixels


@pytest.mark.parametrize("error", [RuntimeError, IndexError, MemoryError, OverflowError, NotImplementedError])
def test_whatever_a_decoder_raises_is_a_picture_that_cannot_be_read(
    error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    Image.new("1", (1, 1)).save(path)

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Image.Image, "load", fail)
    monkeypatch.setattr(Image, "open", fail)
    with pytest.raises(RasterFault, match="cannot be read"):
        read_raster(path.read_bytes())
    assert [fault.what for fault in picture_faults(path)] == ["cannot be read as PNG"]
    assert pixels_of(path) is None


# --- Drawings in the documents of other programs


def imported(tmp_path: Path, page: str) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Import a web page; return the figures that were written, and what was told."""
    project = Project((tmp_path / "project").resolve())
    project.sources.mkdir(parents=True)
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    done = write_imported(project, (path,), ImportWishes(today=date(2025, 7, 14)))
    figures = project.sources / done.slug / "figures"
    written = {one.name: one.read_bytes() for one in figures.glob("*")} if figures.is_dir() else {}
    return written, tuple(finding for finding in done.findings if finding.code != "I113")  # that metadata are wanting


def test_a_drawing_in_a_page_keeps_the_capitals_and_prefixes_of_its_names(tmp_path: Path) -> None:
    drawn = (
        '<svg viewBox="0 0 9 9" aria-label="A point"><defs><linearGradient id="a" gradientUnits="userSpaceOnUse"/></defs>'
        '<rect fill="url(#a)"/><g id="b"/><use xlink:href="#b"/><text>Müller &amp; &#1; sons</text></svg>'
    )
    figures, findings = imported(tmp_path, f"<h1>One</h1><p>{drawn}</p>")
    assert [finding.code for finding in findings] == []
    drawing = read_drawing(figures["page.svg"])
    assert drawing.removed == ()
    for written in ('viewBox="0 0 9 9"', '<linearGradient id="a" gradientUnits=', 'xlink:href="#b"', "Müller &amp; "):
        assert written.encode() in drawing.svg


@pytest.mark.parametrize(
    "shown",
    [
        f'<svg width="9"><rect onclick="x(\'{FAR}\')" width="9" height="9"/><a href="{FAR}"><image href="{FAR}"/></a></svg>',
        f'<img alt="A point" src="data:image/svg+xml;base64,{base64.b64encode(ACTING["import by an escape"]).decode()}">',
        f"<img alt='A point' src='data:image/svg+xml,{quote(ACTING['handler'])}'>",
    ],
)
def test_a_drawing_in_a_document_is_written_without_what_acts_and_that_is_told(shown: str, tmp_path: Path) -> None:
    figures, findings = imported(tmp_path, f"<h1>One</h1><p>{shown}</p>")
    assert {finding.code for finding in findings if "taken out" in finding.message} == {"I101"}
    assert b"onclick" not in figures["page.svg"]
    assert b"import" not in figures["page.svg"]
    assert [fault for fault in read_drawing(figures["page.svg"]).removed if fault.grave] == []


def test_a_drawing_in_a_document_that_cannot_be_read_is_an_open_point(tmp_path: Path) -> None:
    packed = base64.b64encode(ACTING["entity behind an address"]).decode()
    _, findings = imported(tmp_path, f'<h1>One</h1><p><img alt="x" src="data:image/svg+xml;base64,{packed}"></p>')
    assert [finding.code for finding in findings] == ["I102"]
