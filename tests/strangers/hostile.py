"""What a stranger may hand over, each a row: the files, the command that is given them, and how that has to end.

Nothing here harms anything: what would run writes a file `PWNED`, and addresses are of this machine or of nobody.
"""

from __future__ import annotations

import json
import os
import shutil
import struct
import sys
import zipfile
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.fuzz import bombs
from tests.fuzz.bases import archive, editions, object_folder, sidecar
from tests.fuzz.core import Case, Content, Link, Pipe, Socket
from tests.fuzz.parallel import in_parallel
from tests.fuzz.records import RECORD, SOURCE, encrypted, read, with_attachment, with_bomb
from tests.fuzz.running import import_all, played

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Laid = Callable[[Path], Mapping[str, Content]]

HEAD = "title: T\ndate: 2025-07-14\nlang: en\n"
EVIL = "http://127.0.0.1:9/evil"
MARK = "127.0.0.1:9/evil"
CODE = "{% set x = lipsum.__globals__['os'].system('touch PWNED') %}"
PLAIN = '{%- include "base/master.html.j2" -%}'
STYLE = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>x</title><id>i</id><link href="{}" rel="independent-parent"/><updated>2020-01-01T00:00:00Z</updated></info></style>'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml" viewBox="0 0 9 9">{}</svg>'
GIGABYTES = 4 << 10  # MiB


@dataclass(frozen=True, slots=True)
class Hostile:
    """What is handed over, made below a folder, and the words of the command that is given it.

    It ends with one of `statuses`, and says all of `words`; no output holds one of `never`. What is `heavy` takes long.
    """

    files: Laid
    command: str
    statuses: tuple[int, ...]
    words: tuple[str, ...] = ()
    never: tuple[str, ...] = (MARK, "PWNED")
    heavy: bool = False

    def case(self, root: Path) -> Case:
        """Make the case, with what takes a build made below a folder."""
        return Case(self.files(root), (("report", *self.command.split()),), self.never)


def report(files: Mapping[str, Content], head: str = HEAD, text: str = "# A\n\nText.\n") -> Laid:
    """Return what lays out a report with some files in its folder, or by their whole paths."""
    own = {"report.yaml": head, "10-text.md": text, **files}
    return lambda _: {
        name if name.startswith(("styles/", "sources/")) else f"sources/brief/{name}": content
        for name, content in own.items()
    }


def themed(files: Mapping[str, str]) -> Laid:
    """Return what lays out a report in a theme of its own."""
    theme = {f"styles/house/{name}": text for name, text in {"theme.toml": 'extends = "briefing"\n', **files}.items()}
    return report(theme, head=f"{HEAD}theme: house\n")


def handed(name: str, content: Content) -> Laid:
    """Return what lays one file into a project that has nothing else."""
    return lambda _: {"sources/": "", name: content}


# --- PDF and EPUB


def pdf(change: Callable[[bytes], bytes]) -> Laid:
    """Return what lays out a changed PDF of ours, and the PDF as it was."""
    return lambda root: {"x.pdf": change(editions(root)["brief.pdf"]), "base.pdf": editions(root)["brief.pdf"]}


def recorded(data: bytes | Mapping[str, object]) -> Laid:
    """Return what lays out a PDF with another record, or with some other values in it."""

    def change(good: bytes) -> bytes:
        if isinstance(data, bytes):
            return with_attachment(good, RECORD, data)
        return with_attachment(good, RECORD, json.dumps({**json.loads(read(good, RECORD)), **data}).encode())

    return pdf(change)


def sourced(members: Mapping[str, bytes]) -> Laid:
    """Return what lays out a PDF with more files in the archive of its sources."""
    return pdf(lambda good: with_attachment(good, SOURCE, packed({**unpacked(read(good, SOURCE)), **members}.items())))


def source_is(data: Callable[[], bytes]) -> Laid:
    """Return what lays out a PDF with other bytes for the archive of its sources."""
    return pdf(lambda good: with_attachment(good, SOURCE, data()))


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the members of an archive."""
    with zipfile.ZipFile(BytesIO(data)) as archived:
        return {name: archived.read(name) for name in archived.namelist()}


def packed(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED, *, link: bool = False) -> bytes:
    """Pack members under their names as they are; those without a byte are links where `link` says so."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archived:
        for name, data in members:
            entry = zipfile.ZipInfo(name)
            entry.filename, entry.compress_type = name, method
            if link and not name.endswith((".md", ".yaml")):
                entry.external_attr = 0o120777 << 16
            archived.writestr(entry, data)
    return out.getvalue()


def damaged(method: int) -> bytes:
    """Pack a member so that what is packed is none of its method."""
    data = bytearray(packed([("brief/report.yaml", b"title: T\n" * 99)], method))
    spot = data.index(b"report.yaml") + len("report.yaml")
    data[spot + 8 : spot + 40] = b"\xff" * 32
    return bytes(data)


def of_another_sum() -> bytes:
    """Pack a member so that its sum is another one."""
    data = bytearray(packed([("brief/report.yaml", HEAD.encode())]))
    for mark, at in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        spot = data.index(mark) + at
        data[spot : spot + 4] = struct.pack("<I", 7)
    return bytes(data)


def many_members() -> bytes:
    """Pack more members than a report has."""
    return packed([("brief/report.yaml", HEAD.encode()), *((f"brief/{number}.txt", b"") for number in range(19_000))])


def looping(good: bytes) -> bytes:
    """Hang the attachments on a tree of names whose nodes hold themselves."""
    out = BytesIO()
    with pikepdf.open(BytesIO(good)) as document:
        node = document.make_indirect(Dictionary())
        node.Kids = Array([node, node])
        document.Root.Names.EmbeddedFiles = node
        document.save(out)
    return out.getvalue()


def odd_packet(good: bytes) -> bytes:
    """Say nothing of itself that is XML."""
    out = BytesIO()
    with pikepdf.open(BytesIO(good)) as document:
        document.Root.Metadata.write(b"<a><b>" * 1000)
        document.Root[Name.Lang] = Array([])
        document.save(out)
    return out.getvalue()


def epub(name: str, content: bytes) -> Laid:
    """Return what lays out an EPUB with another file in it."""

    def files(root: Path) -> Mapping[str, Content]:
        members = unpacked(editions(root)["brief.epub"])
        found = next(member for member in members if member.endswith(name))
        return {"sources/": "", "x.epub": packed({**members, found: content}.items())}

    return files


def encrypted_epub(root: Path) -> Mapping[str, Content]:
    """Lay out an EPUB whose members are under a password."""
    data = bytearray(editions(root)["brief.epub"])
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        spot = data.find(mark)
        while spot >= 0:
            data[spot + at] |= 1
            spot = data.find(mark, spot + 4)
    return {"sources/": "", "x.epub": bytes(data)}


# --- archives


def archived(change: Callable[[dict[str, Content], str], None]) -> Laid:
    """Return what lays out an archive with a change in it."""

    def files(root: Path) -> Mapping[str, Content]:
        held: dict[str, Content] = dict(archive(root))
        change(held, object_folder(archive(root)))
        return {"sources/": "", **{f"archive/{name}": content for name, content in held.items()}}

    return files


def said(key: str, value: object) -> Laid:
    """Return what lays out an archive whose inventories, and their sidecars, say something else under a key."""

    def change(held: dict[str, Content], place: str) -> None:
        for folder in ("", "v2/"):
            name = f"{place}/{folder}inventory.json"
            data = held[name]
            odd = json.dumps({**json.loads(data if isinstance(data, bytes) else b""), key: value}).encode()
            held |= {name: odd, f"{name}.sha512": sidecar(odd)}

    return archived(change)


def put(name: str, content: Content) -> Laid:
    """Return what lays out an archive with something in the folder of its object."""
    return archived(lambda held, place: held.update({f"{place}/{name}": content}))


# --- rows

VECTORS = {
    "an escape for the u of url": r'<g style="fill:\75rl({evil})"/>',
    "an escape for the i of import": r"<style>@\69mport '{evil}';</style>",
    "image-set": "<style>g{{background:image-set('{evil}' 1x)}}</style>",
    "src()": "<style>g{{background:src('{evil}')}}</style>",
    "a style in capitals": '<g STYLE="fill:url({evil})"/>',
    "a base for addresses": '<g xml:base="{evil}"><use href="a"/></g>',
    "a picture of HTML": '<h:img src="{evil}"/>',
    "a page within": '<h:iframe src="{evil}"/>',
    "an object that is a page": '<h:object data="data:text/html,{evil}"/>',
    "a page that goes elsewhere": '<h:meta http-equiv="refresh" content="0;url={evil}"/>',
    "a form that runs": "<h:form action=\"javascript:fetch('{evil}')\"/>",
    "a style sheet elsewhere": '<h:link rel="stylesheet" href="{evil}"/>',
    "a film": '<h:video src="{evil}"/>',
    "a base of HTML": '<h:base href="{evil}"/>',
    "a ground of HTML": '<h:body background="{evil}"/>',
    "a filter's picture": '<filter><feImage href="{evil}"/></filter>',
    "a pointer": '<cursor xlink:href="{evil}"/>',
    "a font's address": '<font-face><font-face-src><font-face-uri xlink:href="{evil}"/></font-face-src></font-face>',
    "a text from elsewhere": '<text><tref xlink:href="{evil}"/></text>',
    "an instruction": "<?xml-stylesheet href='{evil}'?>",
}
FIGURE = "# A\n\n![A caption.](a.svg){#fig-a alt=Something}\n\nSee @fig-a.\n"
DTDS = {
    "entities behind a comment": '<!-- <svg --><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "entities behind a name": '<!DOCTYPE svg SYSTEM "x<svg" [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
}
CITED = {"10-text.md": "# A\n\nText [@k].\n", "r.bib": "@book{k, title={T}, author={A}, year={2000}}\n"}
CSL_HEAD = f"{HEAD}bibliography: r.bib\ncsl: s.csl\n"
NETWORK_CSS = f"""@import "briefing/epub.css";
body{{background:url({EVIL}.svg) }} p{{background:url(file:///etc/hostname)}} @font-face{{font-family:Z;src:url({EVIL}.ttf)}}
body::after{{content:url("{EVIL}.png")}}@import url({EVIL}.css);
"""
MACROS = "".join(rf"\def\{name}{{{rf'{chr(92)}{before} ' * 10 if before else 'x' * 10}}}" for before, name in zip(("", *"abcdefghi"), "abcdefghij", strict=True))  # fmt: skip
BOMB_TEX = rf"\documentclass{{article}}\begin{{document}}{MACROS}\section{{A}}\j \end{{document}}"


def docx(method: int) -> bytes:
    """Pack a Word file whose text is none of its method."""
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": b"<Relationships/>",
        "word/document.xml": b"<w:document/>" * 40,
    }
    data = bytearray(packed(parts.items(), method))
    spot = data.index(b"word/document.xml") + len("word/document.xml")
    data[spot + 9 : spot + 30] = b"\xff" * 21
    return bytes(data)


def millions_of_paragraphs(part: str = "document") -> bytes:
    """Pack a Word file that is small and holds two million paragraphs in one of its parts."""
    rows = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="m" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        + b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 1_800_000
        + b"</w:body></w:document>",
    }
    if part != "document":
        rows[f"word/{part}.xml"] = rows["word/document.xml"]
        rows["word/document.xml"] = (
            b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
        )
    return packed(rows.items())


ANY = (0, 1, 2, 3)
THEMES = {
    "a template that runs a command": Hostile(
        themed({"master.html.j2": CODE + PLAIN}),
        "build -q --to html",
        (1, 3),
        ("S303", "styles/house/master.html.j2:1"),
    ),
    "a template that reaches a class": Hostile(
        themed({"master.html.j2": "{{ ''.__class__.__mro__[1].__subclasses__() }}" + PLAIN}),
        "build -q --to html",
        (1, 3),
        ("S303", "styles/house/master.html.j2:1"),
    ),
    "a template that never ends": Hostile(
        themed({"master.html.j2": "\n{% for x in range(10**9) %}x{% endfor %}"}),
        "build -q --to html",
        (1, 3),
        ("S303", "styles/house/master.html.j2:2"),
    ),
    "a template that grows": Hostile(
        themed({"master.html.j2": "\n{{ 'x' * 10**10 }}"}),
        "build -q --to html",
        (1, 3),
        ("S303", "styles/house/master.html.j2:2"),
    ),
    "a template that reads a file": Hostile(
        themed({"master.html.j2": '{% include "../../../outside/secret.txt" %}' + PLAIN}),
        "build -q --to html",
        (1, 3),
        ("S303", "styles/house/master.html.j2:1"),
    ),
    "a theme in a PDF, built again": Hostile(
        sourced(
            {
                "_styles/house/master.html.j2": (CODE + PLAIN).encode(),
                "_styles/house/theme.toml": b'extends = "briefing"\n',
                "brief/report.yaml": f"{HEAD}theme: house\n".encode(),
            }
        ),
        "rebuild x.pdf",
        (3,),
        ("house", "--trust-theme"),
    ),
    "a theme in a PDF, compared": Hostile(
        sourced(
            {
                "_styles/house/master.html.j2": (CODE + PLAIN).encode(),
                "_styles/house/theme.toml": b'extends = "briefing"\n',
                "brief/report.yaml": f"{HEAD}theme: house\n".encode(),
            }
        ),
        "diff base.pdf x.pdf --to html",
        (3,),
        ("house", "--trust-theme"),
    ),
    "a theme in a PDF that is trusted": Hostile(
        sourced(
            {
                "_styles/house/master.html.j2": (CODE + PLAIN).encode(),
                "_styles/house/theme.toml": b'extends = "briefing"\n',
                "brief/report.yaml": f"{HEAD}theme: house\n".encode(),
            }
        ),
        "rebuild x.pdf --trust-theme",
        (1, 3),
        ("S303", "master.html.j2:1"),
    ),
    "a theme in a PDF under one of our names": Hostile(
        sourced({"_styles/briefing/master.html.j2": (CODE + PLAIN).encode()}),
        "rebuild x.pdf",
        (3,),
        ("briefing", "--trust-theme"),
    ),
    "addresses in epub.css": Hostile(
        themed({"epub.css": NETWORK_CSS}),
        "build -q --to epub,html",
        (1, 3),
        ("styles/house/epub.css:2", "styles/house/epub.css:3", EVIL),
    ),
    "addresses in screen.css": Hostile(
        themed({"screen.css": NETWORK_CSS.replace("epub.css", "screen.css")}),
        "build -q --to epub,html",
        (1, 3),
        ("styles/house/screen.css:2", "styles/house/screen.css:3", EVIL),
    ),
    "addresses in print.css": Hostile(
        themed({"print.css": NETWORK_CSS.replace("epub.css", "print.css")}),
        "build -q --to pdf,epub,html",
        (1, 3),
        ("styles/house/print.css:2", "styles/house/print.css:3", EVIL),
    ),
    "an address in a colour of the brand": Hostile(
        report({"sources/brand.yaml": f"colours: {{accent: 'url({EVIL})'}}\n"}),
        "check",
        (1,),
        ("sources/brand.yaml:1",),
    ),
}
STYLES = {
    f"a citation style whose parent is {parent}": Hostile(
        report({"s.csl": STYLE.format(parent), **CITED}, head=CSL_HEAD), "check", (1,), ("s.csl", "parent")
    )
    for parent in ("/etc/passwd", EVIL, "/dev/zero", "file:///etc/passwd", "../../outside/secret.txt")
}
DRAWINGS = {
    **{
        f"a drawing with {name}": Hostile(
            report({"a.svg": SVG.format(vector.format(evil=EVIL))}, text=FIGURE),
            "build -q --to epub,html",
            (0, 1),
            ("S208", "a.svg"),
        )
        for name, vector in VECTORS.items()
    },
    **{
        f"a drawing with {name}": Hostile(
            report({"a.svg": dtd + SVG.format("<text>&x;</text>")}, text=FIGURE),
            "build -q --to epub,html",
            (0, 1),
            ("S208",),
        )
        for name, dtd in DTDS.items()
    },
}
TIME = {
    "shortcodes without an end": Hostile(
        report({}, text="# A\n\n" + "{{< " * 40_000 + "\n"), "check", (1,), ("S237", "10-text.md:3"), heavy=True
    ),
    "angle brackets without an end": Hostile(
        report({}, text="# A\n\nT " + "<" * 12_000 + "\n"), "check", (0, 1, 3), heavy=True
    ),
    "grave accents without an end": Hostile(
        report({}, text="# A\n\nT " + "` `` " * 4_000 + "\n"), "check", (0, 1, 3), heavy=True
    ),
    "sixty thousand texts in a drawing": Hostile(
        report({"a.svg": SVG.format("<text/>" * 60_000)}, text=FIGURE), "build -q --to html", (0, 1), heavy=True
    ),
    "macros of macros": Hostile(handed("x.tex", BOMB_TEX), "import x.tex", (3,), ("x.tex",), heavy=True),
    "a Word file of millions of notes": Hostile(
        lambda _: {"sources/": "", "x.docx": millions_of_paragraphs("footnotes")},
        "import x.docx",
        (3,),
        ("x.docx is too large",),
    ),
    "a Word file of millions of paragraphs": Hostile(
        lambda _: {"sources/": "", "x.docx": millions_of_paragraphs()}, "import x.docx", (3,), ("x.docx is too large",)
    ),
}
IMPORTS = {
    "an encoding that is undefined": Hostile(
        handed("x.html", b'<meta charset="undefined"><h1>A</h1><p>TEXT \xff</p>'),
        "import x.html",
        (3,),
        ("x.html", "undefined"),
    ),
    "a Word file damaged in its LZMA": Hostile(
        lambda _: {"sources/": "", "x.docx": docx(zipfile.ZIP_LZMA)}, "import x.docx", (3,), ("x.docx",)
    ),
    "a Word file damaged in its bz2": Hostile(
        lambda _: {"sources/": "", "x.docx": docx(zipfile.ZIP_BZIP2)}, "import x.docx", (3,), ("x.docx",)
    ),
    "a Word file that unpacks to four gigabytes": Hostile(
        lambda _: {"sources/": "", "x.docx": bombs.zip_of_zeros("word/document.xml", GIGABYTES, 10)},
        "import x.docx",
        (3,),
        ("x.docx",),
        heavy=True,
    ),
}
RECORDS = {
    **{
        f"a record that is {name}": Hostile(recorded(data), "rebuild x.pdf", (3,), ("x.pdf", "record"))
        for name, data in {
            "nothing": b"",
            "no JSON": b"x",
            "a list": b"[]",
            "null": b"null",
            "brackets": b"[" * 100_000,
            "not UTF-8": b"\xff\xfe",
        }.items()
    },
    **{
        f"a record whose {key} is {name}": Hostile(recorded({key: value}), "rebuild x.pdf", (3,), ("x.pdf",))
        for key, name, value in (
            ("epoch", "a NUL", "\0"),
            ("epoch", "beyond all time", "9" * 30),
            ("edition", "unknown", "x"),
            ("edition", "a list", ["x"]),
            ("report", "a way out", "../../x"),
            ("report", "a number", 7),
            ("versions", "null", None),
        )
    },
    "a record of four gigabytes in a PDF, which diff does not read": Hostile(
        pdf(lambda good: with_bomb(good, RECORD, GIGABYTES, 10)),
        "diff base.pdf x.pdf --to html",
        (0,),
        ("no changes",),
        heavy=True,
    ),
    **{
        f"{name} in a PDF, {command.split()[0]}": Hostile(
            pdf(change), command, statuses, ("x.pdf", *words), heavy=heavy
        )
        for name, change, words, heavy in (
            ("a record of four gigabytes", lambda good: with_bomb(good, RECORD, GIGABYTES, 10), (), True),
            ("a source of four gigabytes", lambda good: with_bomb(good, SOURCE, GIGABYTES, 10), (), True),
            ("a tree of names that loops", looping, (), False),
            ("a password", lambda good: encrypted(good, "x"), ("encrypted",), False),
            ("nothing", lambda _: b"", (), False),
        )
        for command, statuses in (
            ("verify x.pdf", (0, 1, 3)),
            ("rebuild x.pdf", ANY),
            ("diff base.pdf x.pdf --to html", ANY),
        )
        if not (name.startswith("a record") and command.startswith("diff"))
    },
    "a PDF that says of itself what is no XML": Hostile(pdf(odd_packet), "verify x.pdf", (0, 1, 3), ("x.pdf",)),
}
SOURCES = {
    **{
        f"a source with a file named {name[:24]!r}": Hostile(sourced({name: b"x"}), "rebuild x.pdf", (3,), ("x.pdf",))
        for name in (
            "../a.md",
            "brief/../../a.md",
            "/etc/a.md",
            "C:/a.md",
            "..\\a.md",
            "brief\\..\\a.md",
            "brief/" + "a" * 300 + ".md",
            "brief/.git/config",
            ".git/hooks/post-checkout",
        )
    },
    "a source with a file whose name has a NUL": Hostile(sourced({"brief/\0.md": b"x"}), "rebuild x.pdf", (1, 3)),
    "a source with a link": Hostile(
        source_is(
            lambda: packed(
                [("brief/report.yaml", HEAD.encode()), ("brief/10-text.md", b"# A\n"), ("brief/a.png", b"/etc/passwd")],
                link=True,
            )
        ),
        "rebuild x.pdf",
        (3,),
        ("x.pdf",),
    ),
    "a source of another sum": Hostile(source_is(of_another_sum), "rebuild x.pdf", (3,), ("x.pdf",)),
    "a source that is cut off": Hostile(
        source_is(lambda: packed([("brief/report.yaml", HEAD.encode() * 99)])[:-60]), "rebuild x.pdf", (3,), ("x.pdf",)
    ),
    "a source damaged in its LZMA": Hostile(
        source_is(lambda: damaged(zipfile.ZIP_LZMA)), "rebuild x.pdf", (3,), ("x.pdf",)
    ),
    "a source damaged in its bz2": Hostile(
        source_is(lambda: damaged(zipfile.ZIP_BZIP2)), "diff base.pdf x.pdf --to html", (3,), ("x.pdf",)
    ),
    "a source of nineteen thousand files": Hostile(source_is(many_members), "rebuild x.pdf", (3,), ()),
    "a source of zeros": Hostile(
        source_is(lambda: bombs.zip_of_zeros("brief/a.png", 300, 300 << 20)), "rebuild x.pdf", (3,), ("x.pdf",)
    ),
    "a source that claims to be small": Hostile(
        source_is(lambda: bombs.zip_of_zeros("brief/a.png", GIGABYTES, 10)),
        "rebuild x.pdf",
        (3,),
        ("x.pdf",),
        heavy=True,
    ),
}
BOOKS = {
    "a book whose package is a gigabyte": Hostile(
        lambda _: {"sources/": "", "x.epub": bombs.zip_of_zeros("META-INF/container.xml", 1 << 10, 10)},
        "verify x.epub",
        (0, 1, 3),
        ("x.epub",),
        heavy=True,
    ),
    "a book with entities": Hostile(
        epub(
            ".opf",
            b'<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>&x;</dc:title></metadata></package>',
        ),
        "verify x.epub",
        (0, 1, 3),
        ("x.epub",),
    ),
    "a book with a DTD elsewhere": Hostile(
        epub(".opf", f'<!DOCTYPE package SYSTEM "{EVIL}"><package xmlns="http://www.idpf.org/2007/opf"/>'.encode()),
        "verify x.epub",
        (0, 1, 3),
        ("x.epub",),
    ),
    "a book under a password": Hostile(encrypted_epub, "verify x.epub", (0, 1, 3), ("x.epub",)),
    "a book whose package lies outside": Hostile(
        epub(
            "container.xml",
            b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="../../outside/secret.txt"/></rootfiles></container>',
        ),
        "verify x.epub",
        (0, 1, 3),
        ("x.epub",),
    ),
}
ARCHIVES = {
    **{
        f"an inventory whose {key} is {name}": Hostile(said(key, value), "verify", (1,), ("A20", "urn:report:pier"))
        for key in ("id", "type", "head", "manifest", "versions", "digestAlgorithm")
        for name, value in (("null", None), ("a number", 7), ("a list", [[]]), ("a mapping", {"x": {"y": []}}))
    },
    "an empty folder v9": Hostile(put("v9/", ""), "verify", (1,), ("A206", "v9", "urn:report:pier")),
    "a pipe in an object": Hostile(put("v1/content/x", Pipe()), "verify", (1,), ("A206", "urn:report:pier")),
    "a link out of an object": Hostile(
        put("v1/content/x", Link("/etc/passwd")), "verify", (1,), ("A206", "urn:report:pier")
    ),
    "an inventory that is a folder": Hostile(
        archived(
            lambda held, place: (held.pop(f"{place}/inventory.json"), held.update({f"{place}/inventory.json/": ""}))[1]
        ),
        "verify",
        (1,),
        ("A20", "urn:report:pier"),
    ),
    "an inventory that is a pipe": Hostile(put("inventory.json", Pipe()), "verify", (1,), ("A20", "urn:report:pier")),
    "a configuration that is a list": Hostile(
        archived(
            lambda held, _: held.update({"extensions/0003-hash-and-id-n-tuple-storage-layout/config.json": b"[]"})
        ),
        "verify",
        (1, 3),
        ("archive",),
    ),
}
NO_FILES: dict[str, Content] = {
    "pipe": Pipe(),
    "socket": Socket(),
    "link to itself": Link("10-text.md"),
    "device": Link("/dev/zero"),
}
FILES = {
    **{
        f"a {what} for {name}": Hostile(report({name: content}), "check", (1, 3), (name,))
        for what, content in NO_FILES.items()
        for name in ("10-text.md",)
    },
    "a pipe for the metadata": Hostile(report({"report.yaml": Pipe()}), "check", ANY[1:], ("report.yaml",)),
    "a pipe for a figure": Hostile(
        report({"a.png": Pipe()}, text=FIGURE.replace("svg", "png")), "check", (1, 3), ("a.png",)
    ),
    "a pipe for the references": Hostile(
        report({**CITED, "r.bib": Pipe()}, head=f"{HEAD}bibliography: r.bib\n"), "check", (1, 3), ("r.bib",)
    ),
    "a pipe for the house's settings": Hostile(
        report({"sources/defaults.yaml": Pipe()}), "check", (1, 3), ("defaults.yaml",)
    ),
    "a pipe for a document": Hostile(handed("x.docx", Pipe()), "import x.docx", (2, 3), ("x.docx",)),
    "a pipe for a PDF": Hostile(handed("x.pdf", Pipe()), "verify x.pdf", (2, 3), ("x.pdf",)),
    "an archive elsewhere": Hostile(
        report({}, head=f"{HEAD}status: final\nversion: '1.0'\narchive: ../../outside\n"),
        "archive --by x",
        (1, 2, 3),
        ("archive",),
    ),
    "metadata nested beyond all measure": Hostile(
        report({"report.yaml": "title: " + "{" * 48_000}), "check", (1, 3), ("report.yaml",)
    ),
}
HOSTILE = THEMES | STYLES | DRAWINGS | TIME | IMPORTS | RECORDS | SOURCES | BOOKS | ARCHIVES | FILES


def main(names: Sequence[str]) -> None:
    """Run the rows of some names, and print what came of each as JSON, a line each."""
    with TemporaryDirectory(prefix="hostile-", ignore_cleanup_errors=True) as name:
        os.environ["REPORT_CACHE"] = f"{name}/cache"
        import_all()
        for row in names:
            HOSTILE[row].files(Path(name))  # what takes a build is made once
        for one in in_parallel(partial(_outcomes, Path(name)), names, os.cpu_count() or 1):
            print(json.dumps(one), flush=True)


def _outcomes(root: Path, job: int, names: Sequence[str]) -> Iterator[dict[str, object]]:
    for name in names:
        folder = root / f"{job}"
        [(run, faults)] = played(HOSTILE[name].case(root), folder, root / f"cache-{job}")
        ran = [path.name for path in folder.rglob("PWNED")]
        shutil.rmtree(folder, ignore_errors=True)
        yield {"name": name, "status": run.status, "said": run.said, "faults": faults, "ran": ran}


if __name__ == "__main__":
    main(sys.argv[1:] or list(HOSTILE))
