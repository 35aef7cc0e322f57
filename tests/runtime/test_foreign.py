"""What others made is only data: it is read within bounds, and what is wrong with it is said in one sentence."""

from __future__ import annotations

import io
import json
import os
import random
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pikepdf
import pytest
from click.testing import CliRunner

from report.cli.main import cli
from report.model.errors import ReportError
from tests.runtime import strangers

if TYPE_CHECKING:
    from pathlib import Path

RECORD = {
    "schema": 1,
    "report": "brief",
    "edition": "screen",
    "version": "1.0",
    "identifier": "urn:x",
    "epoch": "",
    "versions": {"report": "0.1.0", "packages": {"lxml": "6"}},
}
FLATE2 = b"/Filter [/FlateDecode /FlateDecode]"
SECTION = ("brief/10-a.md", b"# A\n\nText.\n")
HEAD = ("brief/report.yaml", b"title: T\ndate: 2025-07-14\nlang: en\n")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in an empty folder; return its exit status and all that it says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORT_ARCHIVE", raising=False)

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, arguments)
        if isinstance(done.exception, ReportError):
            assert done.exception.help
            return done.exception.status, done.exception.message
        assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
        return done.exit_code, done.output

    return run


def record(**changes: object) -> bytes:
    return json.dumps(RECORD | changes).encode()


def table_bomb(kind: str) -> bytes:
    """Return a PDF that takes gigabytes when it is opened, before anything in it is asked for."""
    if kind == "table":
        return strangers.pdf_with_table({1: strangers.CATALOG % b"", **strangers.PAGES}, {}, packed=False)
    entries = b"/Type /ObjStm /N 1 /First 4 " + FLATE2
    held = strangers.stream(zlib.compress(strangers.zeros(2048), 9), entries)
    return strangers.pdf_with_table({**strangers.PAGES, 4: held}, {1: 4})


# --- PDFs


@pytest.mark.parametrize("name", ["x-record.json", "x-source.zip"])
@pytest.mark.parametrize("command", ["verify", "rebuild", "diff"])
def test_an_attachment_of_gigabytes_is_refused_after_few_megabytes(command, name, run, tmp_path):
    bomb = zlib.compress(strangers.zeros(4096), 9)
    assert len(bomb) < 20_000
    (tmp_path / "x.pdf").write_bytes(strangers.carrying(name, bomb, FLATE2))
    status, told = run(command, "x.pdf", *(["x.pdf"] if command == "diff" else []))
    if (command, name) in {("verify", "x-source.zip"), ("rebuild", "x-record.json"), ("diff", "x-record.json")}:
        assert "says nothing" in told or "does not carry its source" in told
    else:
        assert (status, "is too large: it unpacks to more than" in told) == (3, True)


@pytest.mark.parametrize("kind", ["table", "objects"])
def test_a_pdf_whose_own_tables_unpack_to_gigabytes_is_refused_or_says_nothing(kind, run, tmp_path):
    (tmp_path / "x.pdf").write_bytes(table_bomb(kind))
    status, told = run("verify", "x.pdf")
    assert (status, told) == (3, "x.pdf cannot be read: unable to find /Root dictionary") or "says nothing" in told


@pytest.mark.parametrize("command", ["verify", "rebuild", "diff"])
@pytest.mark.parametrize("passwords", [("secret", "secret"), ("", "secret")], ids=["user", "owner"])
def test_an_encrypted_pdf_is_told_so(command, passwords, run, tmp_path):
    user, owner = passwords
    with pikepdf.open(io.BytesIO(strangers.carrying("x-record.json", record()))) as file:
        file.save(tmp_path / "x.pdf", encryption=pikepdf.Encryption(user=user, owner=owner))
    status, told = run(command, "x.pdf", *(["x.pdf"] if command == "diff" else []))
    assert (status, told) == (3, "x.pdf is encrypted")


ODD = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1",
    "a text": b'"x"',
    "cut off": b'{"report": "brief',
    "100,000 brackets": b"[" * 100_000,
    "100,000 brackets within": b'{"x":' + b"[" * 100_000,
    "no number": b'{"report": NaN}',
    "not UTF-8": b'{"report": "\xff"}',
    "half a sign": record()[:-1] + b', "report": "\\ud800"}',
    "empty": b"{}",
    "a list of versions": record(versions=[]),
    "a version that is a list": record(versions={"packages": []}),
    "no versions": record(versions=None),
    "a report that leads out": record(report="../x"),
    "a report that is a number": record(report=1),
    "a report with NUL": record(report="brief\0"),
    "an unknown edition": record(edition="poster"),
    "a moment with NUL": record(epoch="1\0"),
    "a moment that is a word": record(epoch="now"),
    "a moment after all time": record(epoch="9" * 400),
    "a version that is null": record(version=None),
    "an identifier that is a list": record(identifier=["x"]),
}


@pytest.mark.slow
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_odd_record_in_a_pdf_is_one_error(odd, run, tmp_path):
    (tmp_path / "x.pdf").write_bytes(strangers.carrying("x-record.json", odd))
    status, told = run("verify", "x.pdf")
    assert status == 3
    assert told.startswith("the record in x.pdf cannot be read: ")
    source = strangers.zipped([HEAD, SECTION])
    with pikepdf.open(io.BytesIO(strangers.carrying("x-record.json", odd))) as file:
        file.attachments["x-source.zip"] = pikepdf.AttachedFileSpec(file, source)
        file.save(tmp_path / "y.pdf")
    status, told = run("rebuild", "y.pdf")
    assert status == 3
    assert told.startswith("the record in y.pdf cannot be read: ")


TREES = {
    "a loop": b"<< /Kids [1 0 R 9 0 R 9 0 R] >>",
    "a list": b"[1 2]",
    "a text": b"(x)",
    "kids that are none": b"<< /Kids 5 >>",
    "names that are none": b"<< /Names (x) >>",
    "a name alone": b"<< /Names [(x-record.json)] >>",
    "numbers": b"<< /Names [1 2 3 4] >>",
    "no file": b"<< /Names [(x-record.json) << /F (x) >>] >>",
    "a file that is a list": b"<< /Names [(x-record.json) << /EF [] >>] >>",
    "a file that is no stream": b"<< /Names [(x-record.json) << /EF << /F << >> >> >>] >>",
    "a name that is no text": b"<< /Names [<fefffffed800> << /EF << /F 1 0 R >> >>] >>",
    "very deep": b"<< /Kids [" * 5000 + b"] >>" * 5000,
}


@pytest.mark.slow
@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_an_odd_tree_of_attachments_is_one_without_ours(tree, run, tmp_path):
    loop = {9: b"<< /Kids [9 0 R 10 0 R] >>", 10: b"<< /Kids [9 0 R] >>"}
    (tmp_path / "x.pdf").write_bytes(strangers.carrying_in(tree, loop))
    assert run("verify", "x.pdf")[0] in {0, 3}
    status, told = run("rebuild", "x.pdf")
    assert status == 3
    assert "does not carry its source" in told or "x.pdf cannot be read: " in told


@pytest.mark.parametrize(
    "entries",
    [
        b"/Filter /LZWDecode",
        b"/Filter [/FlateDecode /ASCIIHexDecode]",
        b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 5 >>",
        b"/Filter (x)",
        b"/Filter [[/FlateDecode]]",
        b"/DecodeParms 5",
    ],
)
def test_a_stream_that_is_packed_in_another_way_than_ours_is_refused(entries, run, tmp_path):
    (tmp_path / "x.pdf").write_bytes(strangers.carrying("x-record.json", zlib.compress(record()), entries))
    status, told = run("verify", "x.pdf")
    assert status == 3
    assert "is packed in a way that is not read here" in told or "x.pdf cannot be read: " in told


@pytest.mark.slow
def test_a_stream_that_is_cut_off_or_damaged_is_told_so(run, tmp_path):
    packed = zlib.compress(record() * 50)
    for data, words in ((packed[:30], "it is cut off"), (packed[:20] + b"\xff" * 9 + packed[29:], "Error -3")):
        (tmp_path / "x.pdf").write_bytes(strangers.carrying("x-record.json", data, b"/Filter /FlateDecode"))
        status, told = run("verify", "x.pdf")
        assert (status, "its attachment x-record.json is damaged: " in told, words in told) == (3, True, True)


@pytest.mark.slow
def test_metadata_that_are_damaged_do_not_keep_a_pdf_from_being_told(run, tmp_path):
    for packet in (b"<rdf:RDF xmlns:rdf='r'><a></rdf:RDF>", b"<rdf:RDF" * 100_000, b"<rdf:RDF>&x;</rdf:RDF>"):
        body = {**strangers.PAGES, 9: strangers.stream(packet)}
        (tmp_path / "x.pdf").write_bytes(strangers.pdf({1: strangers.CATALOG % b"/Metadata 9 0 R", **body}))
        status, told = run("verify", "x.pdf")
        assert (status, "x.pdf: says nothing of itself" in told) == (0, True)


def test_a_title_commands_no_terminal(run, tmp_path):
    title = b"<< /Title <%s> >>" % "\ufeffA\x1b[2J\nB".encode("utf-16-be").hex().encode()
    objects = {1: strangers.CATALOG % b"", **strangers.PAGES, 7: title}
    (tmp_path / "x.pdf").write_bytes(strangers.pdf(objects, b"/Info 7 0 R"))
    status, told = run("verify", "x.pdf")
    assert (status, told.splitlines()[0]) == (0, "x.pdf: A\ufffd[2J\ufffdB")


@pytest.mark.parametrize("kind", range(4))
def test_damaged_bytes_of_a_pdf_are_one_error_or_none(kind):
    from report.editions.pdf.bind.attached import RECORD as RECORDS
    from report.editions.pdf.bind.attached import look_into
    from report.model.errors import BuildError

    good = strangers.carrying("x-record.json", zlib.compress(record()), b"/Filter /FlateDecode")
    for seed in range(60):
        chance, data = random.Random(seed * 4 + kind), bytearray(good)
        for _ in range((1, 5, 50, 400)[kind]):
            data[chance.randrange(len(data))] = chance.randrange(256)
        data = data[: chance.randrange(len(data))] if seed % 5 == 0 else data
        try:
            look_into(bytes(data), (RECORDS,), "x.pdf").attachment(RECORDS)
        except BuildError as error:
            assert error.message.startswith("x.pdf")  # noqa: PT017


# --- what is no file of ours at all


@pytest.mark.parametrize("command", ["verify", "rebuild", "diff"])
@pytest.mark.parametrize(
    "kind", ["noise", "empty", "text", "head", "folder", "pipe", "device", "loop", "missing", "long"]
)
def test_whatever_is_named_is_told_in_a_sentence(command, kind, run, tmp_path):
    path = tmp_path / "x.pdf"
    made = {"noise": random.Random(1).randbytes(5000), "empty": b"", "text": b"Dear all", "head": b"%PDF-1.7\n%garbage"}
    if kind in made:
        path.write_bytes(made[kind])
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind in {"device", "loop"}:
        path.symlink_to("/dev/zero" if kind == "device" else path)
    name = "x" * 5000 + ".pdf" if kind == "long" else "x.pdf"
    status, told = run(command, name, *([name] if command == "diff" else []))
    assert status == (2 if command == "diff" and kind in {"missing", "long"} else 3)
    assert name in told


def test_an_epub_that_is_none_is_told_so(run, tmp_path):
    for data in (b"", b"PK\x03\x04", strangers.zipped([("a.txt", b"x")]), random.Random(2).randbytes(3000)):
        (tmp_path / "x.epub").write_bytes(data)
        status, told = run("verify", "x.epub")
        assert (status, "x.epub is neither a PDF nor an EPUB" in told) == (3, True)


# --- zips


def source_in(tmp_path: Path, data: bytes) -> str:
    """Write a PDF that carries an archive as its source."""
    with pikepdf.open(io.BytesIO(strangers.carrying("x-record.json", record()))) as file:
        file.attachments["x-source.zip"] = pikepdf.AttachedFileSpec(file, data)
        file.save(tmp_path / "x.pdf")
    return "x.pdf"


def link(name: str) -> zipfile.ZipInfo:
    row = zipfile.ZipInfo(name)
    row.create_system, row.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return row


NAMES = ["../x", "brief/../../x", "/etc/x", "C:/x", "C:x", "..\\x", "brief//x", "brief/./x", "brief/.git/config", ".GIT/x", "x" * 300, "brief/a\x1bb", "brief/a\nb"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:20])
@pytest.mark.parametrize("command", ["rebuild", "diff"])
def test_a_name_that_no_source_has_is_refused_and_nothing_is_written(command, name, run, tmp_path):
    path = source_in(tmp_path, strangers.zipped([HEAD, SECTION, (name, b"x")]))
    status, told = run(command, path, *([path] if command == "diff" else []))
    assert status == 3
    assert "x.pdf is not to be trusted: it holds a file named " in told
    assert [one.name for one in tmp_path.iterdir()] == ["x.pdf"]


def archive(kind: str) -> bytes:
    """Return an archive of a kind that no honest program writes."""
    good = strangers.zipped([HEAD, SECTION])
    twice = [HEAD, SECTION, ("brief/20-b.md", b"x"), ("brief/20-b.md", b"y")]
    many = {
        "NUL in a name": lambda: strangers.renamed(strangers.zipped([HEAD, ("brief/axb", b"x")]), b"axb", b"a\0b"),
        "a link": lambda: strangers.zipped([HEAD, (link("brief/l"), b"/etc/passwd")]),
        "a name twice": lambda: strangers.zipped(twice),
        "bzip2": lambda: strangers.zipped([HEAD, ("brief/x", b"x" * 999)], zipfile.ZIP_BZIP2),
        "lzma": lambda: strangers.zipped([HEAD, ("brief/x", b"x" * 999)], zipfile.ZIP_LZMA),
        "damaged lzma": lambda: damaged(strangers.zipped([("brief/x", b"x" * 999)], zipfile.ZIP_LZMA), 45),
        "damaged bzip2": lambda: damaged(strangers.zipped([("brief/x", b"x" * 999)], zipfile.ZIP_BZIP2), 45),
        "a damaged digest": lambda: damaged(good, good.index(HEAD[1][:5]) if HEAD[1][:5] in good else 60),
        "cut off": lambda: good[:-30],
        "cut in half": lambda: good[: len(good) // 2],
        "a password": lambda: locked(good),
        "300 MB of zeros": lambda: strangers.zipped([HEAD, ("brief/zero", bytes(300 << 20))]),
        "a size too small": lambda: resized(strangers.zipped([("brief/zero", bytes(9 << 20))]), 10),
        "a size of gigabytes": lambda: resized(strangers.zipped([("brief/zero", b"x")]), 0xFFFFFFF0),
        "25,000 files": lambda: strangers.zipped([(f"brief/{n}", b"") for n in range(25_000)], zipfile.ZIP_STORED),
    }
    return many[kind]()


def damaged(data: bytes, place: int) -> bytes:
    return data[:place] + bytes(255 - byte for byte in data[place : place + 4]) + data[place + 4 :]


def locked(data: bytes) -> bytes:
    """Say of every member that it is under a password."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            out[place + offset] |= 1
    return bytes(out)


def resized(data: bytes, size: int) -> bytes:
    """Say of the only member that it unpacks to a size."""
    out, row = bytearray(data), data.index(b"PK\x01\x02")
    for place in (22, row + 24):
        out[place : place + 4] = struct.pack("<I", size)
    return bytes(out)


WORDS = {
    "NUL in a name": "is not to be trusted",
    "a link": "is not to be trusted",
    "a name twice": "is not to be trusted",
    "bzip2": 'is packed in a way that is not read here: "brief/report.yaml" by bzip2',
    "lzma": 'is packed in a way that is not read here: "brief/report.yaml" by lzma',
    "damaged lzma": "is packed in a way",
    "damaged bzip2": "is packed in a way",
    "a damaged digest": "is damaged",
    "cut off": "is damaged",
    "cut in half": "is damaged",
    "a password": "is encrypted",
    "300 MB of zeros": "is too large: it unpacks to more than ",
    "a size too small": "is damaged",
    "a size of gigabytes": "is too large",
    "25,000 files": "is too large: it holds more than 20,000 files",
}


@pytest.mark.parametrize("kind", WORDS)
def test_an_archive_that_no_honest_program_writes_is_one_error(kind, run, tmp_path):
    path = source_in(tmp_path, archive(kind))
    status, told = run("rebuild", path)
    assert (status, told.startswith("the source in x.pdf")) == (3, True), told
    assert WORDS[kind] in told


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_document_with_a_damaged_member_is_one_error(packing, run, tmp_path):
    (tmp_path / "sources").mkdir()
    data = strangers.zipped([("word/document.xml", b"<a/>" * 999)], packing)
    (tmp_path / "a.docx").write_bytes(damaged(data, 60))
    status, told = run("import", "a.docx")
    assert status == 3
    assert told.startswith("a.docx is packed in a way that is not read here")


@pytest.mark.slow
def test_files_that_cannot_both_be_written_are_one_error(run, tmp_path):
    path = source_in(tmp_path, strangers.zipped([HEAD, SECTION, ("brief/a", b"x"), ("brief/a/b", b"x")]))
    for command in (("rebuild", path), ("diff", path, path)):
        status, told = run(*command)
        assert (status, '"brief/a/b" of ' in told, "cannot be written" in told) == (3, True, True)


# --- EPUBs


OPF = b"<package xmlns='http://www.idpf.org/2007/opf'><metadata/><manifest/><spine/></package>"
BOOKS = {
    "a package of 64 MB": (lambda: {"a.opf": bytes(64 << 20)}, "is too large"),
    "entities": (lambda: {"a.opf": b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"}, "it declares entities"),
    "entities in UTF-16": (
        lambda: {"a.opf": "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE a [<!ENTITY x 'y'>]><a/>".encode("utf-16")},
        "it declares entities",
    ),
    "entities without end": (lambda: {"a.opf": laughs()}, "a.opf"),
    "an external DTD": (lambda: {"a.opf": b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>&x;</a>"}, ""),
    "deep": (lambda: {"a.opf": b"<a>" * 5000}, "a.opf is damaged"),
    "no XML": (lambda: {"a.opf": b"\0\0"}, "a.opf is damaged"),
}


def laughs() -> bytes:
    rows = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return b'<!DOCTYPE a [<!ENTITY l0 "%s">%s]><a b="&l9;"/>' % (b"A" * 1000, rows)


@pytest.mark.parametrize("kind", BOOKS)
def test_an_odd_package_of_an_epub_is_one_error_and_reads_nothing_else(kind, run, tmp_path):
    made, words = BOOKS[kind]
    (tmp_path / "x.epub").write_bytes(strangers.epub(made()))
    status, told = run("verify", "x.epub")
    assert status == (0 if kind == "an external DTD" else 3)
    assert words in told
    assert "root:" not in told


def test_an_encrypted_epub_is_told_so(run, tmp_path):
    (tmp_path / "x.epub").write_bytes(locked(strangers.epub({"a.opf": OPF})))
    assert run("verify", "x.epub") == (3, "x.epub is encrypted")


def test_a_book_that_is_checked_is_read_as_anybody_s():
    from report.checks.book import check_book_bytes
    from report.checks.parity.markup import read_epub
    from report.model.errors import BuildError

    books = [
        {},
        {"a.opf": OPF},
        {"a.opf": OPF, "META-INF/encryption.xml": b"<encryption/>"},
        {"a.opf": OPF.replace(b"<manifest/>", b"<manifest><item id='n' properties='nav'/></manifest>")},
        {"a.opf": OPF.replace(b"<spine/>", b"<spine><itemref idref='z'/></spine>")},
        {"a.opf": b"<a>"},
    ]
    for members in books:
        data = strangers.epub(members)
        with pytest.raises(BuildError, match=r"x\.epub"):
            check_book_bytes(data, "x.epub")
        if "<spine/>" not in str(members):
            with pytest.raises(BuildError, match="the EPUB"):
                read_epub(data)


@pytest.mark.parametrize("page", [b"", b"<!-- -->", b"<div>" * 5000, b"\0"], ids=["empty", "comment", "deep", "nul"])
def test_a_web_page_that_is_none_is_one_error(page):
    from report.checks.parity.markup import read_web
    from report.model.errors import BuildError

    try:
        read_web(page)
    except BuildError as error:
        assert error.message.startswith("the web page cannot be read")  # noqa: PT017
