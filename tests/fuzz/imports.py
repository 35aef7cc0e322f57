"""Documents of other programs, changed by chance in what they are packed in, in their parts, and in their texts."""

from __future__ import annotations

import json
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.fuzz import bombs
from tests.fuzz.core import Case, Content, mutated, mutated_bytes
from tests.fuzz.records import BOMB, NAMES, zipped
from tests.importers.office import field, h, p, picture, png, r, write_docx, write_odt

if TYPE_CHECKING:
    from random import Random

NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# A\n", "text ![x](attachment:a.png)"], "attachments": {"a.png": {"image/png": "AAAA"}}},
        {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": ["1"], "outputs": [
            {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": ["1"], "text/html": ["<b>x</b>"], "image/svg+xml": ["<svg/>"]}},
            {"output_type": "error", "ename": "E", "evalue": "x", "traceback": ["y"]},
        ]},
    ],
    "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip
TEXTS = {
    "x.html": '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title><base href="http://127.0.0.1:9/"></head>'
    '<body><nav>menu</nav><main><h1>A</h1><p>Text <a href="b.html">link</a> <img src="data:image/png;base64,AAAA" alt="x">'
    '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg></p><table><tr><th>a</th></tr><tr><td>1</td></tr></table><iframe src="x"></iframe>'
    '<form><input value="x"></form><ul><li>a<ul><li>b</li></ul></li></ul></main></body></html>',
    "x.rst": "Title\n=====\n\n.. image:: a.png\n   :alt: x\n\n.. include:: /etc/passwd\n\n.. csv-table::\n   :file: /etc/passwd\n\n"
    "Text [1]_ and |s|.\n\n.. [1] Note.\n.. |s| replace:: x\n\n+---+---+\n| a | b |\n+---+---+\n\n::\n\n   code\n\n.. math:: a^2\n",
    "x.org": '#+TITLE: T\n#+INCLUDE: "/etc/passwd"\n#+SETUPFILE: /etc/passwd\n* A\n** TODO B\nText [[file:a.png]] [fn:1] $a$ {{{m}}}\n'
    "[fn:1] Note\n| a | b |\n|---+---|\n| 1 | 2 |\n#+BEGIN_SRC sh :results output\nid\n#+END_SRC\n:PROPERTIES:\n:X: y\n:END:\n",
    "x.tex": "\\documentclass{article}\n\\usepackage[ngerman]{babel}\n\\newcommand{\\x}[1]{#1 #1}\n\\begin{document}\n\\title{T}"
    "\\section{A}\nText \\x{y} \\cite{a} \\footnote{n} $a^2$ \\includegraphics{a.png} \\input{/etc/passwd}\n\\begin{tabular}{ll}a&b\\\\"
    "\\end{tabular}\n\\begin{itemize}\\item a\\end{itemize}\\verb|x|\n\\end{document}\n",
    "x.ipynb": json.dumps(NOTEBOOK),
    "x.txt": "A TITLE\n=======\n\n1. First\n\nText that is set by hand and broken at a width of some sixty\ncharacters, as mail was.\n\n"
    "  - a\n  - b\n      - c\n\n> quoted\n\na    b    c\n1    2    3\n\nhttp://example.org/a_(b). ann@example.org\n\n[1] A note\n",
    "x.md": "---\ntitle: T\nbibliography: /etc/passwd\n---\n\n# A\n\nText [@a] ![x](a.png){width=50%} <b>x</b>\n\n| a |\n|---|\n| 1 |\n\n"
    "[^1]: n\n\n```{r}\nx\n```\n",
}
TOKENS = {
    "x.html": (
        "<meta charset=undefined>", "<meta charset='utf-7'>", "<meta charset=base64>", "<meta charset=idna>", "<script>", "<style>", "<!--",
        "<![CDATA[", "<svg>" * 60, "<div>" * 260, "</body>", "<base href='file:///etc/'>", "<img src='file:///etc/passwd'>", "<math>",
        "<img src='../outside/secret.txt'>", "<img src='data:;base64,!!!'>", "<img src='data:image/svg+xml,<svg/>'>", "<table>" * 100,
        "<td rowspan=99999 colspan=99999>", "<a href='javascript:x'>", "&#x110000;", "&#0;", "<html lang='\0'>", "<title>", "<plaintext>",
        "<frameset>", "<template>", "<main>", "<ol start=99999999999999999999>", "\x85",
    ),
    "x.rst": (
        ".. include:: ../outside/secret.txt", ".. raw:: html\n   :file: /etc/passwd", ".. figure:: /etc/passwd", ".. role:: x(y)",
        "`x <y_>`__", "|s|", ".. |s| image:: |s|", "::", "====", ".. list-table::", ".. code-block::\n   :number-lines: 9999999999999",
        "[#]_", "__", "*" * 50, ".. default-role:: x", ".. _a: a_",
    ),
    "x.org": (
        "#+INCLUDE: ../outside/secret.txt", "#+MACRO: m {{{m}}}", "{{{m}}}", "[[file:/etc/passwd]]", "#+BEGIN_EXAMPLE", "#+END_SRC",
        "\\begin{x}", "<<<x>>>", "[fn::", "|" * 99, "*" * 99 + " ", ":DRAWER:", "#+TBLFM:", "@@html:<x>@@",
        "#+OPTIONS: H:99999999999999999999",
    ),
    "x.tex": (
        "\\input{../outside/secret.txt}", "\\include{/etc/passwd}", "\\def\\x{\\x}", "\\def\\a{\\a\\a}\\a", "\\newcommand{\\b}{\\b}\\b",
        "\\loop\\iftrue\\repeat", "\\csname x\\endcsname", "\\catcode`\\@=0", "\\begin{verbatim}", "\\verb|", "$$", "\\begin{align}",
        "\\end{document}", "{" * 999, "\\write18{id}", "\\lstinputlisting{/etc/passwd}", "\\bibliography{/etc/passwd}", "%",
        "\\usepackage{../outside/secret}", "\\begin{tabular}{*{99999}{l}}", "\\multicolumn{99999}{l}{x}", "\\includegraphics{/etc/passwd}",
    ),
    "x.ipynb": (
        "null", "[]", "{}", "7", '"source": null', '"source": 7', '"cells": {}', '"data": {"image/png": "!!!"}', '"data": {"image/png": 7}',
        '"attachments": {"../../outside/x": {"image/png": "AAAA"}}', '"attachments": []', '"metadata": null', '"nbformat": 99',
        '"nbformat": "x"', '"outputs": [null]', '"cell_type": "x"', "[" * 2_000, '"traceback": 7', "1e999", "\\ud800",
    ),
    "x.txt": (
        "    ", "\t", "\f", "-\n", "1.\n", "a)\n", "(a)\n", "====\n", "1    2\n", "http://", "www.", "@", "[1]", "\u200b", "*" * 60,
        "a\n\n" * 60, "\x1a", "|", "+--+", "Figure 1: x\n",
    ),
    "x.md": (
        "---\n", "title: &a [*a]\n", "bibliography: [/etc/passwd]\n", "csl: /etc/passwd\n", "```{=html}\n", "<script>", ":::", "@a",
        "![](../outside/secret.txt)", "![](/etc/passwd)", "$\\input{/etc/passwd}$", "|||||", "[^1]", "\\", "<div>" * 100,
        "{{< include /etc/passwd >}}", "[[[[",
    ),
}  # fmt: skip
XML = (
    "<w:p>", "</w:p>", "<w:tbl>" * 60, "<w:tc>", '<w:gridSpan w:val="99999"/>', '<w:vMerge w:val="restart"/>', "<w:ins>", "<w:del>",
    '<w:fldChar w:fldCharType="begin"/>', '<w:instrText> INCLUDETEXT "/etc/passwd" </w:instrText>', "<w:sdt>", "&x;", 'w:val=""',
    '<w:footnoteReference w:id="-99999999999"/>', '<w:numPr><w:ilvl w:val="99"/><w:numId w:val="x"/></w:numPr>', "<?x?>", "\0",
    '<w:outlineLvl w:val="99999999999999999999"/>', '<a:blip r:embed="../../outside/secret.txt"/>', "<w:altChunk r:id='x'/>",
    '<a:blip r:link="http://127.0.0.1:9/evil"/>', "<m:oMath>" * 90, "<!DOCTYPE x [<!ENTITY x 'y'>]>", "<office:annotation>",
    '<text:h text:outline-level="-1">', '<table:table-cell table:number-columns-repeated="99999999"/>', "<text:note>",
    '<draw:image xlink:href="../../../etc/passwd"/>', '<draw:image xlink:href="http://127.0.0.1:9/evil"/>', 'TargetMode="External"',
    "<text:s text:c='99999999'/>", 'Target="/etc/passwd"', 'Target="../../../../etc/passwd"', 'encoding="undefined"',
)  # fmt: skip


@cache
def packed() -> dict[str, bytes]:
    """Write a Word file and an OpenDocument text that hold something of everything."""
    table = "<w:tbl><w:tr><w:tc>{0}</w:tc><w:tc>{0}</w:tc></w:tr></w:tbl>".format(p("cell"))
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    changed = f"<w:p><w:ins w:author='x'>{r('x')}</w:ins><w:del><w:r><w:delText>y</w:delText></w:r></w:del></w:p>"
    body = h("A chapter") + p("Words ", r("bold", "<w:b/>"), note, field("REF _x", "see")) + table + changed
    body += p("item", more='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>') + p(
        picture("a.png", "A field")
    )
    body += h("Another", 2) + p("<m:oMath><m:r><m:t>a</m:t></m:r></m:oMath>")
    parts = {
        "footnotes": f'<w:footnote w:id="2">{p("A note")}</w:footnote>',
        "comments": f'<w:comment w:id="1" w:author="x">{p("A comment")}</w:comment>',
        "numbering": '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    }
    text = (
        '<text:h text:outline-level="1">A chapter</text:h><text:p>Words<text:note text:note-class="footnote"><text:note-body>'
        "<text:p>n</text:p></text:note-body></text:note></text:p><text:list><text:list-item><text:p>item</text:p></text:list-item>"
        "</text:list><table:table><table:table-row><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row>"
        '</table:table><text:p><draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame></text:p>'
    )
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_docx(folder / "x.docx", body, parts, {"a.png": png()})
        write_odt(folder / "x.odt", text, {"Pictures/a.png": png()}, "<dc:title>T</dc:title>")
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def make(rng: Random, _: Path) -> Case:
    """Import an odd document, and now and then check what it became."""
    if rng.random() < 0.5:
        name = rng.choice(sorted(TEXTS))
        text = mutated(TEXTS[name], rng, TOKENS[name], tuple(TEXTS.values()))
        content: Content = text
        if rng.random() < 0.15:
            encoding = rng.choice(("utf-8", "utf-16", "latin-1", "cp1251", "utf-32"))
            content = mutated_bytes(text.encode(encoding, "replace"), rng)
    else:
        name = rng.choice(sorted(packed()))
        content = _odd_package(packed()[name], rng)
    commands: tuple[tuple[str, ...], ...] = (("report", "import", name, "--slug", "taken"),)
    if rng.random() < 0.15:
        commands += (("report", "check"),)
    return Case({"sources/": "", name: content}, commands)


def _odd_package(data: bytes, rng: Random) -> bytes:
    """Change a packed document: its parts, the names of them, or its bytes."""
    with zipfile.ZipFile(BytesIO(data)) as archived:
        members = {name: archived.read(name) for name in archived.namelist()}
    chance = rng.random()
    if chance < 0.15:
        return mutated_bytes(data, rng, ("PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "\0" * 40, "\xff" * 8))
    if chance < 0.2:
        name = rng.choice(("word/document.xml", "content.xml", "[Content_Types].xml", "x.png", "mimetype"))
        return bombs.zip_of_zeros(name, rng.choice((200, BOMB)), rng.choice((10, 0xFFFFFFFF)))
    if chance < 0.3:
        return zipped([*members.items(), *((name, b"x") for name in rng.sample(NAMES, 2))], rng)
    if chance < 0.35:
        return zipped([item for item in members.items() if rng.random() < 0.7], rng)
    if chance < 0.4:
        members |= {f"word/media/{number}.png": b"" for number in range(rng.choice((300, 19_000, 21_000)))}
    texts = [name for name in members if name.endswith((".xml", ".rels"))]
    for name in rng.sample(texts, rng.choice((1, 1, 2))):
        members[name] = mutated(members[name].decode(), rng, XML).encode("utf-8", "surrogatepass")
    return zipped(members.items(), rng)
