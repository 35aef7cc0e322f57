"""Citation styles and references of a stranger: read by us, and nothing of them reaches outside."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from report.model.errors import BuildError
from report.read import converter
from report.read.csl import CSL, find_style, read_style
from report.read.manuscript import read_manuscript
from report.read.pandoc import cite
from report.resolve.manuscript import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from report.model.findings import Finding
    from report.read.project import Project

HEAD = "title: A short report\ndate: 2025-07-14\nlang: en\nbibliography: r.bib\n"
BOOK = "@book{lee,\n author = {Lee, Ann}, title = {A Book}, year = {2024}}\n"
LAYOUT = '<citation><layout><text variable="title"/></layout></citation>'
APA = "http://www.zotero.org/styles/apa"


def style(link: str = "", rest: str = LAYOUT, root: str = f'xmlns="{CSL[1:-1]}"') -> str:
    return f'<style {root} version="1.0">\n<info><title>x</title><id>i</id>\n{link}</info>\n{rest}</style>'


def parent(href: str, more: str = "") -> str:
    return f'<link {more} href="{href}" rel="independent-parent"/>'


PREFIXED = f'<c:style xmlns:c="{CSL[1:-1]}" version="1.0">\n<c:info>\n<c:link href="HREF" rel="independent-parent"/></c:info></c:style>'  # fmt: skip
ENTITY = '<!DOCTYPE style [<!ENTITY p "HREF"><!ENTITY f SYSTEM "file://CANARY">]>\n'
DECLARED = '<?xml version="1.0" encoding="UTF-16"?>'
REFUSED = {  # what is asked for, and what is said of it; HREF stands for an address that listens, CANARY for a file
    "from the network": (style(parent("HREF")), "names a parent outside"),
    "a file": (style(parent("CANARY")), "names a parent outside"),
    "a file's address": (style(parent("file://CANARY")), "names a parent outside"),
    "a way up": (style(parent("../../canary")), "names a parent outside"),
    "a device": (style(parent("/dev/zero")), "names a parent outside"),
    "behind another link": (style(f'<link href="{APA}" rel="template"/>' + parent("HREF")), "names a parent outside"),
    "one of two": (style(parent("HREF") + parent(APA)), "names a parent outside"),
    "with a prefix": (PREFIXED, "names a parent outside"),
    "in character references": (style('<link href="HREF" rel="independent&#45;parent"/>'), "names a parent outside"),
    "in UTF-16": (DECLARED + style(parent("HREF")), "names a parent outside"),
    "like a known one": (style(parent(f"HREF/{APA.rpartition('/')[2]}")), "names a parent outside"),
    "by an entity": (ENTITY + style(parent("&p;"), "<citation>&f;</citation>"), "declares a document type"),
    "with a declaration": ('<!DOCTYPE style SYSTEM "HREF">\n' + style(), "declares a document type"),
    "by inclusion": (style("", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="CANARY"/>'), "citation"),
    "outside of any": (style("", parent("HREF") + LAYOUT), "names a parent outside"),
    "a web page": ("<html><link rel='independent-parent' href='HREF'/></html>", 'its root is "html"'),
    "no XML": ("{}", "cannot be read"),
    "an unknown element": (style("", LAYOUT + "<script/>"), 'no element "script"'),
}
HARMLESS = {
    "another namespace": style("", f'<x:info xmlns:x="urn:x"><x:link href="HREF" rel="independent-parent"/></x:info>{LAYOUT}'),
    "no namespace": style("", f'<info xmlns=""><link href="HREF" rel="independent-parent"/></info>{LAYOUT}'),
    "a sheet": '<?xml-stylesheet href="HREF"?>' + style(),
    "other relations": style('<link href="HREF" rel="self"/><link href="HREF" rel="template"/>'),
    "a language": style("", LAYOUT, f'xmlns="{CSL[1:-1]}" default-locale="../../CANARY" xml:base="HREF"'),
}  # fmt: skip


@pytest.fixture
def address() -> Iterator[tuple[str, list[bytes]]]:
    """Listen on this machine; return the address, and a list of what is asked for."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    end, _ = server.accept()
                except OSError:
                    return
                with end:
                    asked.append(end.recv(1000))

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/s.csl", asked


@pytest.fixture
def check(make_project: Callable[..., Project]) -> Callable[..., tuple[Finding, ...]]:
    """Set the citations of a report with a style, or with references, and return what is found."""

    def run(csl: bytes | None = None, references: tuple[str, bytes] = ("r.bib", BOOK.encode())) -> tuple[Finding, ...]:
        name, data = references
        head = HEAD.replace("r.bib", name) + ("csl: s.csl\n" if csl else "")
        files = {"report.yaml": head, "10-introduction.md": "# One\n\nAs is known [@lee].\n", name: data}
        project = make_project(files | ({"s.csl": csl} if csl else {}))
        manuscript, found = read_manuscript(project, project.report("brief"))
        try:
            return (*found, *resolve(manuscript, project)[1])
        except BuildError as error:
            return (*found, *error.findings)

    return run


def encoded(text: str, href: str, canary: Path) -> bytes:
    whole = text.replace("HREF", href).replace("CANARY", str(canary))
    return whole.encode("utf-16" if text.startswith(DECLARED) else "utf-8")


@pytest.mark.parametrize("case", REFUSED)
def test_a_style_that_reaches_outside_is_refused_at_its_place(
    case: str, check: Callable[..., tuple[Finding, ...]], address: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    (tmp_path / "canary").write_text("the words of the canary")
    text, words = REFUSED[case]
    (finding,) = check(encoded(text, address[0], tmp_path / "canary"))
    assert finding.code == "S221"
    assert words in finding.message
    assert "words of the canary" not in str(finding)
    assert finding.location
    assert finding.location.path.endswith("s.csl")
    assert finding.help
    assert address[1] == []


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_no_parent_of_a_style_is_left_out(
    case: str, check: Callable[..., tuple[Finding, ...]], address: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    data = encoded(HARMLESS[case], address[0], tmp_path / "canary")
    assert check(data) == ()
    assert address[1] == []
    (tmp_path / "s.csl").write_bytes(data)
    given = etree.fromstring(read_style(tmp_path / "s.csl").csl)
    assert not [element for element in given.iter() if "link" in str(element.tag) or element.get("href")]
    assert b"127.0.0.1" not in etree.tostring(given)


def test_a_parent_is_told_with_its_line_and_the_nearest_styles(tmp_path: Path) -> None:
    (tmp_path / "s.csl").write_text(style(parent(f"{APA}-8th-edition-x")))
    with pytest.raises(BuildError) as caught:
        read_style(tmp_path / "s.csl")
    (finding,) = caught.value.findings
    assert finding.location
    assert finding.location.line == 3
    assert f'"{APA}-8th-edition-x"' in finding.message
    assert "apa" in finding.help


@pytest.mark.parametrize("href", [APA, APA.replace("http:", "https:"), f" {APA} "])
def test_a_parent_of_the_package_is_found_by_its_identifier(href: str, tmp_path: Path) -> None:
    apa = find_style("apa")
    assert apa
    (tmp_path / "s.csl").write_text(style(parent(href), ""))
    assert read_style(tmp_path / "s.csl").csl == read_style(apa).csl


def test_a_style_that_names_a_parent_keeps_its_own_language(tmp_path: Path) -> None:
    (tmp_path / "s.csl").write_text(style(parent(APA), "", f'xmlns="{CSL[1:-1]}" default-locale="de-DE"'))
    assert etree.fromstring(read_style(tmp_path / "s.csl").csl).get("default-locale") == "de-DE"


def test_a_style_knows_whether_it_sets_notes_as_its_parent_does(tmp_path: Path) -> None:
    (tmp_path / "s.csl").write_text(style(parent(APA.replace("apa", "chicago-notes-bibliography")), ""))
    assert read_style(tmp_path / "s.csl").noted
    (tmp_path / "s.csl").write_text(style(parent(APA), ""))
    assert not read_style(tmp_path / "s.csl").noted


@pytest.mark.parametrize("name", ["apa", "ieee", "chicago-notes-bibliography", "modern-language-association"])
def test_a_style_that_is_written_anew_sets_the_same_citations(name: str) -> None:
    path = find_style(name)
    assert path
    one = {"citationId": "lee", "citationPrefix": [], "citationSuffix": [{"t": "Str", "c": "p. 3"}], "citationMode": {"t": "NormalCitation"}, "citationNoteNum": 1, "citationHash": 0}  # fmt: skip
    blocks = [{"t": "Para", "c": [{"t": "Cite", "c": [[one], []]}]}]
    style = read_style(path)
    as_it_is = type(style)(path, path.read_bytes(), style.noted)
    given = {Path("r.bib"): BOOK.encode()}
    assert cite(blocks, "en", given, style) == cite(blocks, "en", given, as_it_is)


def test_a_style_of_the_package_that_names_another_one_gives_that() -> None:
    path = find_style("nature-biotechnology")
    assert path
    assert path.stem == "nature"


# --- What takes too long

LOOP = '<macro name="a"><text macro="a"/></macro><citation><layout><text macro="a"/></layout></citation>'
TENFOLD = "".join(f'<macro name="m{n}">{f"""<text macro="m{n + 1}"/>""" * 10}</macro>' for n in range(12))
STRINGS = '@string{a0="xxxxxxxxxx"}\n' + "".join(
    f"@string{{a{n}={' # '.join([f'a{n - 1}'] * 10)}}}\n" for n in range(1, 12)
)
ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "rest",
    [LOOP, TENFOLD + '<macro name="m12"><text variable="title"/></macro>' + LAYOUT.replace("variable", "macro").replace("title", "m0")],
    ids=["a macro that calls itself", "macros that call ten others each"],
)  # fmt: skip
def test_a_style_that_takes_too_long_is_ended_and_named(
    rest: str, check: Callable[..., tuple[Finding, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converter, "SECONDS", 1)
    (finding,) = check(style("", rest).encode())
    assert finding.code == "S221"
    assert finding.location
    assert finding.location.path.endswith("s.csl")
    assert "pandoc" in finding.message


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.bib", f"{STRINGS}@book{{lee, title=a11, author={{A}}, year=2000}}"),
        ("r.bib", "@book{lee, crossref={l}, title={T}}\n@book{l, crossref={lee}, title={U}}"),
        ("r.yaml", f"{ALIASES}references:\n- id: lee\n  title: *a9\n"),
        ("r.yaml", "references: " + "{a: " * 20000),
    ],
    ids=["strings of strings", "two that refer to each other", "aliases of aliases", "brackets"],
)
def test_references_that_take_too_long_are_named(
    name: str, text: str, check: Callable[..., tuple[Finding, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converter, "SECONDS", 1)
    monkeypatch.setattr(converter, "OF_TEXT", 1)
    (finding,) = check(references=(name, text.encode()))
    assert finding.code == "S221"
    assert finding.location
    assert finding.location.path.endswith(name)


# --- What references bring


@pytest.mark.parametrize(
    "title",
    [
        "A <img src='http://127.0.0.1/i.png' /> book",
        "A ![sign](http://127.0.0.1/i.png) book",
        "A ![sign](/etc/hostname) book",
        "A <script src='http://127.0.0.1/s.js'></script> book",
        "A `<link rel='stylesheet' href='http://127.0.0.1/s.css'/>`{=html} book",
        "A [book]{style='background: url(http://127.0.0.1/b.png)'}",
    ],
)
def test_a_reference_brings_no_html_picture_or_style_into_the_page(
    title: str, check: Callable[..., tuple[Finding, ...]], make_project: Callable[..., Project]
) -> None:
    data = f'references:\n- id: lee\n  type: book\n  title: "{title}"\n'
    findings = check(references=("r.yaml", data.encode()))
    assert {finding.code for finding in findings} == {"S210"}
    assert {(finding.location.path.rpartition("/")[2], finding.location.line) for finding in findings if finding.location} == {("r.yaml", 4)}  # fmt: skip
    project = make_project({})
    resolved, _ = resolve(read_manuscript(project, project.report("brief"))[0], project)
    shown = str([passage.settle().blocks for passage in resolved.passages])
    assert "127.0.0.1" not in shown
    assert "hostname" not in shown


def test_a_reference_may_have_marks_that_a_text_may_have(
    check: Callable[..., tuple[Finding, ...]], make_project: Callable[..., Project]
) -> None:
    data = "references:\n- id: lee\n  type: book\n  title: The <i>Liber</i> of H<sub>2</sub>O and *more*\n"
    assert check(references=("r.yaml", data.encode())) == ()


def test_a_file_of_references_of_no_known_kind_is_told(check: Callable[..., tuple[Finding, ...]]) -> None:
    (finding,) = check(references=("r.enl", b"<xml/>"))
    assert "its ending names no kind that is known" in finding.message


def test_citations_know_their_files_by_the_names_that_their_author_gave_them(
    check: Callable[..., tuple[Finding, ...]],
) -> None:
    (finding,) = check(references=("my references.bib", b"@book{lee,\n title = {T}\n year = 2000\n"))
    assert finding.location
    assert finding.location.path.endswith("/my references.bib")
    assert "of-report" not in str(finding)
