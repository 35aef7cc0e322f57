"""PDF and EPUB files with odd records, sources, packets and bytes: told what they are, built again and compared."""

from __future__ import annotations

import json
import logging
import warnings
import zipfile
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.fuzz import bombs
from tests.fuzz.bases import archive, editions
from tests.fuzz.core import Case, Content, mutated, mutated_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from random import Random

RECORD, SOURCE = "brief-record.json", "brief-source.zip"
BOMB = 1_500  # MiB
CLAIMS = (10, 0, 1 << 20, 0xFFFFFFFF)  # bytes
ODD: tuple[object, ...] = (
    None, True, 0, -1, 1.5, 10**400, "", "x", "../../outside", "/etc/passwd", "brief\0", "x" * 100_000, "\ud800", "\u202e", [], [[]],
    ["x"], {}, {"a": {}}, "pdf", "screen", "print", "large-print", "v1", "1970", "1e9", "99999999999999999999", "-1", "brief",
)  # fmt: skip
WHOLE = (
    b"", b"null", b"7", b'"x"', b"[]", b"[null]", b"{}", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000, b'{"report": "brief"}',
    b"NaN", b"1e999", b"\xef\xbb\xbf{}", b'{"report":"brief","report":7}', b'"' + b"x" * 2_000_000 + b'"', b"\0",
)  # fmt: skip
NAMES = (
    "../a.md", "brief/../../a.md", "/etc/a.md", "C:/a.md", "C:a.md", "..\\a.md", "brief\\10.md", "brief/\0.md", "a/" * 400 + "b",
    "brief/" + "a" * 300 + ".md", "brief/.git/config", ".git/hooks/pre-commit", "brief/con", "brief/a:b", "brief/10-text.md",
    "brief/10-text.md/x", "brief", "", ".", "brief//x", "brief/\n", "_styles/x/theme.toml", "_styles/briefing/print.css",
    "_styles/x/master.html.j2", "other/report.yaml", "defaults.yaml", "brand.yaml", "brief/\N{LATIN SMALL LETTER E WITH ACUTE}.md",
    "BRIEF/REPORT.YAML", "brief/report.yaml ",
)  # fmt: skip
PACKETS = (
    "copy:Number", "<copy:Number>x</copy:Number>", "<copy:Number>99999999999999999999999</copy:Number>", "&x;", "<rdf:RDF>",
    "<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "</rdf:RDF>", "<?xpacket end='w'?>", "\0", "xmlns:rdf='x'",
    "<a>" * 3_000, "<dc:identifier>x</dc:identifier>", "<!--",
)  # fmt: skip
HOSTILE = (
    '<!DOCTYPE package SYSTEM "http://127.0.0.1:9/evil">', '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;">]>', 'full-path="../../outside/secret.txt"', 'full-path=""',
    "full-path='/etc/passwd'", "<dc:title/>", "<dc:identifier>x</dc:identifier>", "<meta property='schema:version'>x</meta>",
    "<?xml version='1.0' encoding='x'?>",
)  # fmt: skip
PDF_WORDS = (
    "endobj", "stream", "endstream", "<<", ">>", "/Length 0", "/Length 99999999999", "/Filter /Nobody", "/Prev 0", "xref", "trailer",
    "%%EOF", "0 0 R", "1 0 R", "[" * 2_000, "<<" * 2_000, "/Type /ObjStm", "/Encrypt 1 0 R", "/Kids [1 0 R]", "\0",
)  # fmt: skip
STRANGE = (
    b"", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"x" * 10_000, b"\0" * 10_000, b"PK\x03\x04", b"%PDF-1.7\n" + b"[" * 100_000,
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>", b"%PDF-1.7\n" + b"<<" * 100_000,
    b"%PDF-1.4\ntrailer<</Root<</Names<</EmbeddedFiles 7>>>>>>",
)  # fmt: skip
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # which is told of what is odd here on purpose
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def make(rng: Random, root: Path) -> Case:
    """Make an odd PDF, or every fourth time an odd EPUB; ask what it is, or build or compare what it carries."""
    base = editions(root)
    if rng.random() < 0.25:
        files: dict[str, Content] = {"x.epub": rng.choice(EPUBS)(base["brief.epub"], rng)}
        return Case(_beside(files, root, rng), (("report", "verify", "x.epub"),))
    files = {"x.pdf": rng.choice(PDFS)(base["brief.pdf"], rng)}
    chance = rng.random()
    if chance < 0.4:
        return Case(files, (("report", "rebuild", "x.pdf"),))
    if chance < 0.55:
        files["base.pdf"] = base["brief.pdf"]
        return Case(files, (("report", "diff", "x.pdf", "base.pdf", "--to", "html"),))
    return Case(_beside(files, root, rng), (("report", "verify", "x.pdf"),))


def _beside(files: dict[str, Content], root: Path, rng: Random) -> dict[str, Content]:
    """Lay an archive beside the files now and then."""
    if rng.random() < 0.2:
        files |= {"sources/": "", **{f"archive/{name}": data for name, data in archive(root).items()}}
    return files


# --- PDF


def _changed(pdf: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        document.save(
            out, fix_metadata_version=False, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
        )
    return out.getvalue()


def with_attachment(pdf: bytes, name: str, data: bytes) -> bytes:
    """Put other bytes in the place of an attachment's."""

    def change(document: pikepdf.Pdf) -> None:
        document.attachments[name].get_file().obj.write(data)

    return _changed(pdf, change)


def with_bomb(pdf: bytes, name: str, size: int, claimed: int) -> bytes:
    """Put zeros in the place of an attachment's bytes: `size` MiB of them, packed twice, that claim to be `claimed` bytes."""

    def change(document: pikepdf.Pdf) -> None:
        stream = document.attachments[name].get_file().obj
        stream.write(bombs.double_zeros(size), filter=Array([Name.FlateDecode, Name.FlateDecode]))
        stream.Params = Dictionary(Size=claimed)

    return _changed(pdf, change)


def encrypted(pdf: bytes, password: str, revision: Literal[4, 6] = 6) -> bytes:
    """Put a PDF under a password, or under none that anybody has to know."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="y", user=password, R=revision))
    return out.getvalue()


@cache
def read(pdf: bytes, name: str) -> bytes:
    """Return an attachment of our own PDF."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return document.attachments[name].get_file().read_bytes()


def _odd_record(pdf: bytes, rng: Random) -> bytes:
    """Change the values of the record, or put something else in its place."""
    if rng.random() < 0.3:
        return with_attachment(pdf, RECORD, rng.choice(WHOLE))
    record = json.loads(read(pdf, RECORD))
    for key in rng.sample(sorted(record), rng.choice((1, 1, 2))):
        record[key] = rng.choice(ODD)
        if rng.random() < 0.2:
            del record[key]
    if rng.random() < 0.3:
        record["versions"] = {"packages": rng.choice(ODD), "python": rng.choice(ODD)}
    text = json.dumps(record)
    text = mutated(text, rng) if rng.random() < 0.3 else text
    return with_attachment(pdf, RECORD, text.encode("utf-8", "surrogatepass"))


def _odd_source(pdf: bytes, rng: Random) -> bytes:
    """Change the archive of the sources: its members, their texts, or its bytes."""
    data = read(pdf, SOURCE)
    with zipfile.ZipFile(BytesIO(data)) as archived:
        members = {name: archived.read(name) for name in archived.namelist()}
    chance = rng.random()
    if chance < 0.2:
        data = mutated_bytes(data, rng)
    elif chance < 0.4:
        name = rng.choice(sorted(members))
        members[name] = mutated(members[name].decode(), rng).encode("utf-8", "surrogatepass")
        data = zipped(members.items(), rng)
    elif chance < 0.6:
        data = zipped([*members.items(), *((name, b"x") for name in rng.sample(NAMES, rng.choice((1, 2))))], rng)
    elif chance < 0.7:
        data = zipped([item for item in members.items() if rng.random() < 0.5], rng)
    elif chance < 0.75:
        many = range(rng.choice((300, 19_000, 70_000)))
        data = zipped([*members.items(), *((f"brief/{number}.md", b"") for number in many)], rng)
    elif chance < 0.8:
        data = bombs.zip_of_zeros(rng.choice(("brief/10-text.md", "x", "brief/a.png")), BOMB, rng.choice(CLAIMS))
    else:
        twice = zipped([("brief/report.yaml", b"x"), ("brief/report.yaml", b"y")], rng)
        empty = b"PK\x05\x06" + bytes(18)
        data = rng.choice((b"", b"PK", empty, data[:-30], data + data, b"x" * 1000 + data, twice))
    return with_attachment(pdf, SOURCE, data)


def zipped(members: Iterable[tuple[str, bytes]], rng: Random) -> bytes:
    """Pack members in one of the ways there are, now and then damaged, with a link, or under a password."""
    out = BytesIO()
    method = rng.choice(METHODS)
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archived:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, data in members:
            entry = zipfile.ZipInfo(name)
            entry.filename, entry.compress_type = name, method  # the name as it is, with what the class cuts off
            if rng.random() < 0.02:
                entry.external_attr = 0o120777 << 16
            archived.writestr(entry, data)
    packed = bytearray(out.getvalue())
    if rng.random() < 0.2 and len(packed) > 100:
        packed[rng.randrange(30, len(packed) - 22)] ^= 0xFF  # in a member or in the directory
    if rng.random() < 0.05:
        packed[6] |= 1  # under a password
    return bytes(packed)


def _bomb(pdf: bytes, rng: Random) -> bytes:
    return with_bomb(pdf, rng.choice((RECORD, SOURCE)), BOMB, rng.choice((10, 0, 1 << 33, -1)))


def _odd_tree(pdf: bytes, rng: Random) -> bytes:
    """Change the tree of names that attachments hang on, or what they are."""

    def change(document: pikepdf.Pdf) -> None:
        names = document.Root.Names.EmbeddedFiles
        pairs = names.get("/Names", Array([]))
        objects = (Array([]), Dictionary(), pikepdf.String("x"), 7, Name.X, document.Root, document.pages[0].obj)
        odd, where = rng.choice(objects), rng.randrange(9)
        if where == 0:
            node = document.make_indirect(Dictionary())
            node.Kids = Array([node, node])
            document.Root.Names.EmbeddedFiles = node
        elif where == 1:
            document.Root.Names.EmbeddedFiles = odd
        elif where == 2:
            document.Root.Names = odd
        elif where == 3:
            names.Names = Array([*pairs, odd])
        elif where == 4:
            pairs[1] = odd
        elif where == 5:
            pairs[1].EF = odd
        elif where == 6:
            pairs[1].EF.F = odd
        elif where == 7:
            names.Names = Array([item for _ in range(200) for item in pairs])
        else:
            names.Names = Array([pikepdf.String(rng.choice(NAMES[:7]) + RECORD), *list(pairs)[1:]])

    return _changed(pdf, change)


def _odd_packet(pdf: bytes, rng: Random) -> bytes:
    """Change what a PDF says of itself."""

    def change(document: pikepdf.Pdf) -> None:
        stream, chance = document.Root.Metadata, rng.random()
        if chance < 0.2:
            document.Root.Metadata = rng.choice((Dictionary(), Array([]), 7, document.Root))
        elif chance < 0.3:
            stream.write(bombs.double_zeros(BOMB), filter=Array([Name.FlateDecode, Name.FlateDecode]))
            del stream.Type  # else it would be unpacked when it is saved
        else:
            text = mutated(stream.read_bytes().decode(), rng, PACKETS)
            stream.write(text.encode("utf-8", "surrogatepass"))
        if rng.random() < 0.2:
            document.docinfo[Name.Title] = rng.choice((7, Array([]), pikepdf.String("\0\ud7ff"), Name.X))

    return _changed(pdf, change)


def _encrypted(pdf: bytes, rng: Random) -> bytes:
    return encrypted(pdf, rng.choice(("", "x")), rng.choice((4, 6)))


def _odd_bytes(pdf: bytes, rng: Random) -> bytes:
    return mutated_bytes(pdf, rng, PDF_WORDS)


def _strange(_: bytes, rng: Random) -> bytes:
    return rng.choice(STRANGE)


PDFS = (
    _odd_record, _odd_record, _odd_source, _odd_source, _bomb, _odd_tree, _odd_packet, _encrypted, _odd_bytes, _odd_bytes, _strange,
)  # fmt: skip


# --- EPUB


def _odd_member(epub: bytes, rng: Random) -> bytes:
    """Change a file in an EPUB that says what the book is, or what that is in."""
    with zipfile.ZipFile(BytesIO(epub)) as archived:
        members = {name: archived.read(name) for name in archived.namelist()}
    telling = [name for name in members if name.endswith((".opf", "container.xml", "mimetype", "nav.xhtml"))]
    for name in rng.sample(telling, rng.choice((1, 1, 2))):
        chance = rng.random()
        if chance < 0.15:
            del members[name]
        elif chance < 0.3:
            odd = (b"", b"x", b"<a/>", b"<package/>", b"\0", b"\xff\xfe", b"<" * 5_000, b"<a>" * 50_000)
            members[name] = rng.choice(odd)
        else:
            members[name] = mutated(members[name].decode(), rng, PACKETS + HOSTILE).encode("utf-8", "surrogatepass")
    if rng.random() < 0.2:
        members["META-INF/encryption.xml"] = b'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"/>'
    return zipped(members.items(), rng)


def _epub_bomb(_: bytes, rng: Random) -> bytes:
    name = rng.choice(("META-INF/container.xml", "mimetype", "EPUB/package.opf"))
    return bombs.zip_of_zeros(name, BOMB, rng.choice(CLAIMS))


def _epub_bytes(epub: bytes, rng: Random) -> bytes:
    return mutated_bytes(epub, rng, ("PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "\0" * 40, "\xff" * 8))


EPUBS = (_odd_member, _odd_member, _odd_member, _epub_bomb, _epub_bytes, _strange)
