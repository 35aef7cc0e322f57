"""Numbered copies, their ledger, and the gates before what is given out."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from click.testing import CliRunner

from report.checks.pdf_profiles import check_pdf_profiles
from report.checks.verapdf import check_verapdf_batch
from report.cli.main import cli
from report.editions.pdf.bind.attached import read_carried
from report.model.errors import BuildError, UsageError
from report.model.findings import Severity
from report.model.words.languages import LANGUAGES
from report.press.copies import LINES, VARIABLE, copy_line, make_copies, make_stream_of_copies, number_copies, read_key
from report.press.ledger import COLUMNS, Found, LedgerEntry, read_copy, write_ledger
from report.press.recipients import LONGEST, Recipient, read_recipients
from report.press.release_checks import check_release
from report.runtime.digests import sha256_of
from tests.common import HEAD, apply, there
from tests.press.press_files import ARABIC, ARTICLE, YEARBOOK, bound, opened, written

if TYPE_CHECKING:
    from pathlib import Path

KEY = b"a key of the tests, long enough"
NAMES = [Recipient(f"Recipient {number}", "Ministry of Ports") for number in range(1, 38)]
NAMES += [
    Recipient("Émile Zoë Çelik"),
    Recipient("محمد علي", "وزارة الموانئ"),
    Recipient("Иван Петров", "<b>&amp; Co</b>"),
]
BEFORE = datetime(2025, 9, 1, tzinfo=UTC)
AFTER = datetime(2025, 9, 30, tzinfo=UTC)
CODE = re.compile(r"[A-Z2-7]{4}-[A-Z2-7]{4}")


@pytest.fixture(scope="module")
def forty(tmp_path_factory):
    """Make forty copies of the article, and a ledger of them."""
    folder = tmp_path_factory.mktemp("copies")
    pages = bound(ARTICLE, 0.0)
    copies = number_copies(NAMES, pages.meta, KEY)
    entries = [
        LedgerEntry(copy, f"asean-briefing-{copy.number:02}.pdf", data)
        for copy, data in zip(copies, make_copies(pages, copies), strict=True)
    ]
    for entry in entries:
        (folder / entry.file).write_bytes(entry.data)
    (folder / "ledger.csv").write_bytes(write_ledger(entries, pages.meta))
    return folder


@pytest.fixture
def key(monkeypatch):
    monkeypatch.setenv(VARIABLE, KEY.decode())


def files(folder):
    return sorted(folder.glob("*.pdf"))


def rows(folder):
    return list(csv.DictReader(StringIO((folder / "ledger.csv").read_text(encoding="utf-8"), newline="")))


def lines(path):
    """Return the last line of text on each page."""
    document = pypdfium2.PdfDocument(path)
    texts = [(page.get_textpage().get_text_range().splitlines() or [""])[-1] for page in document]
    document.close()
    return texts


# --- Copies


def test_all_copies_differ_and_their_codes_too(forty):
    data = [path.read_bytes() for path in files(forty)]
    assert len(set(data)) == len(data) == 40
    assert len({row["code"] for row in rows(forty)}) == 40
    assert all(CODE.fullmatch(row["code"]) for row in rows(forty))


def test_the_ledger_has_a_row_for_each_copy_with_the_digest_of_its_file(forty):
    found = rows(forty)
    assert tuple(found[0]) == COLUMNS
    assert [row["file"] for row in found] == [path.name for path in files(forty)]
    assert [row["sha256"] for row in found] == [sha256_of(path.read_bytes()) for path in files(forty)]
    assert [int(row["number"]) for row in found] == list(range(1, 41))
    assert {row["of"] for row in found} == {"40"}


def test_every_page_says_whose_copy_it_is(forty):
    code = rows(forty)[6]["code"]
    assert lines(files(forty)[6]) == [f"Copy 7 of 40 · Recipient 7, Ministry of Ports · {code}"] * 9


def test_a_name_is_text_whatever_it_looks_like_and_whichever_way_it_runs(forty):
    assert "Иван Петров, <b>&amp; Co</b>" in lines(files(forty)[39])[0]
    arabic = lines(files(forty)[38])[0]
    assert arabic.startswith("Copy 39 of 40 · ")
    assert arabic.endswith(rows(forty)[38]["code"])


@pytest.mark.slow
def test_in_a_report_that_runs_from_right_to_left_a_code_stays_in_one_piece():
    pages = bound(ARABIC, 0.0)
    copies = number_copies(NAMES[:30], pages.meta, KEY)
    document = pypdfium2.PdfDocument(make_stream_of_copies(pages, copies))
    texts = [document[number].get_textpage().get_text_range() for number in range(0, len(document), 2)]
    document.close()
    assert all(one.code in text for one, text in zip(copies, texts, strict=True))
    assert all(set("النسخة") <= set(text.splitlines()[-1]) for text in texts)


@pytest.mark.parametrize("number", [0, 38])
def test_a_copy_is_as_valid_as_the_file_that_it_is_of(forty, number):
    assert apply(check_pdf_profiles, files(forty)[number]) == ()


@pytest.mark.conformance
def test_all_forty_copies_pass_both_validators(forty):
    assert apply(lambda _: check_verapdf_batch(files(forty)), forty) == ()
    assert {path: apply(check_pdf_profiles, path) for path in files(forty)} == dict.fromkeys(files(forty), ())


def test_a_copy_keeps_its_tags_its_links_and_its_source(forty):
    with opened(files(forty)[0].read_bytes()) as copy, opened(bound(ARTICLE, 0.0).pdf) as original:
        assert set(copy.Root.keys()) == set(original.Root.keys())
        for one, other in zip(copy.pages, original.pages, strict=True):
            assert len(one.obj.get("/Annots", ())) == len(other.obj.get("/Annots", ()))


@pytest.mark.slow
def test_all_copies_in_one_file_each_begin_on_a_sheet_of_their_own():
    pages = bound(ARTICLE, 0.0)
    copies = number_copies(NAMES[:3], pages.meta, KEY)
    data = make_stream_of_copies(pages, copies)
    assert data == make_stream_of_copies(pages, copies)
    assert len(data) < 1.2 * len(pages.pdf)
    said = lines(data)
    assert len(said) == 3 * 10  # of which the tenth is blank
    assert [said[number].partition(" · ")[0] for number in (0, 8, 10, 18, 20, 28)] == [
        f"Copy {number} of 3" for number in (1, 1, 2, 2, 3, 3)
    ]
    assert said[9] == said[19] == said[29] == ""


def test_the_line_on_a_page_is_an_artifact(forty):
    with opened(files(forty)[0].read_bytes()) as copy:
        for page in copy.pages:
            assert b"/Artifact <</Type /Pagination" in page.obj.Contents[-1].read_bytes()


@pytest.mark.slow
def test_the_same_list_gives_the_same_bytes(forty):
    pages = bound(ARTICLE, 0.0)
    again = list(make_copies(pages, number_copies(NAMES, pages.meta, KEY)))
    assert [sha256_of(data) for data in again] == [row["sha256"] for row in rows(forty)]


def copy_of(path: Path) -> Found:
    return there(read_copy(read_carried(path)))


def test_a_copy_knows_whose_it_is(forty, key):
    found = copy_of(files(forty)[38])
    assert (found.copy.number, found.copy.of, found.copy.recipient) == (39, 40, NAMES[38])
    assert (found.genuine, found.version) == (True, "1.0")
    assert found.title == "Rubio and Lavrov at the ASEAN talks: key insights"


@pytest.mark.slow
def test_a_code_is_wrong_by_another_key_or_for_another_name(forty, monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, "another key, as long as it must be")
    assert copy_of(files(forty)[0]).genuine is False
    monkeypatch.setenv(VARIABLE, KEY.decode())
    with opened(files(forty)[0].read_bytes()) as pdf:
        pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"Recipient 1<", b"Recipient 2<"))
        (tmp_path / "false.pdf").write_bytes(written(pdf))
    assert copy_of(tmp_path / "false.pdf").genuine is False


def test_without_a_key_nothing_is_said_of_the_code(forty, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert copy_of(files(forty)[0]).genuine is None


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", None])
def test_what_is_no_copy_is_told_so(content, tmp_path):
    path = tmp_path / "other.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BuildError, match="cannot be read"):
        copy_of(path)
    path.write_bytes(bound(ARTICLE, 0.0).pdf)
    assert read_copy(read_carried(path)) is None


@pytest.mark.parametrize(("key", "said"), [("", "is not set"), ("short", "has 5 characters")])
def test_a_key_must_be_there_and_long(key, said, monkeypatch):
    monkeypatch.setenv(VARIABLE, key)
    with pytest.raises(UsageError, match=said):
        read_key()


def test_the_key_is_in_no_file(forty):
    assert not [path for path in forty.iterdir() if KEY in path.read_bytes()]


def test_a_cell_of_the_ledger_is_no_formula():
    pages = bound(ARTICLE, 0.0)
    (copy,) = number_copies([Recipient("=1+1")], pages.meta, KEY)
    assert b"'=1+1" in write_ledger([LedgerEntry(copy, "a.pdf", b"")], pages.meta)


def test_a_name_that_no_font_can_write_is_told():
    pages = bound(ARTICLE, 0.0)
    with pytest.raises(BuildError, match="cannot be set"):
        list(make_copies(pages, number_copies([Recipient("\U0001d801 \u1200")], pages.meta, KEY)))


def test_every_language_of_the_furniture_has_a_line_for_copies():
    assert set(LINES) >= {lang.split("-")[0] for lang in LANGUAGES}
    assert all(copy_line(lang, 7, 40).count("7") == copy_line(lang, 7, 40).count("40") == 1 for lang in LINES)


# --- The list


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (b"", "D122", 1),
        (b"name\n", "D122", 1),
        (b"\n\n  ,\n", "D122", 1),
        (b"person\nJane\n", "D121", 1),
        (b"name,organisation\nJane\n", "D121", 2),
        (b"name\nJane\nDoe, John\n", "D121", 3),
        (b'name\n"Jane\n', "D121", 2),
        (b"name,organisation\n,Ports\n", "D121", 2),
        (b"name\nJane\n\njane\n", "D123", 4),
        (b"name,organisation\nJane,A\nJane,B\nJANE , a\n", "D123", 4),
        (b"name\nJos\xe9\n", "D121", 2),
        (b"name\n" + b"x" * (LONGEST + 1) + b"\n", "D124", 2),
    ],
)
def test_a_list_that_is_wrong_is_told_with_its_line(text, code, line, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(text)
    _, findings = read_recipients(path)
    assert [(one.code, there(one.location).line) for one in findings] == [(code, line)]
    assert findings[0].severity is Severity.ERROR


def test_a_list_is_read_as_spreadsheets_write_it(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes('\ufeffName,Email,Organisation\r\n"Doe, Jane",j@x.org,Ports\r\n  Ann   Lee ,,\r\n'.encode())
    recipients, findings = read_recipients(path)
    assert (recipients, findings) == ((Recipient("Doe, Jane", "Ports"), Recipient("Ann Lee")), ())


def test_a_list_that_is_not_there_is_a_wrong_command(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_recipients(tmp_path / "none.csv")


# --- Gates


@pytest.mark.slow
def test_a_report_is_not_given_out_before_its_time():
    pages = bound(YEARBOOK, 0.0)
    (finding,) = check_release(pages.meta, pages.pdf, BEFORE)
    assert (finding.code, finding.severity) == ("D131", Severity.ERROR)
    assert check_release(pages.meta, pages.pdf, AFTER) == ()


@pytest.mark.slow
def test_an_override_makes_a_warning_that_quotes_it():
    pages = bound(YEARBOOK, 0.0)
    (finding,) = check_release(pages.meta, pages.pdf, BEFORE, "held by the press")
    assert finding.severity is Severity.WARNING
    assert finding.message.endswith("; overridden: held by the press")


def test_a_page_without_its_mark_or_its_notice_is_not_given_out():
    pages = bound(YEARBOOK, 0.0)
    other = replace(pages.meta, marking="TLP:RED", embargo_until=datetime(2024, 1, 1, tzinfo=UTC))
    told = {one.code: one.message for one in check_release(other, pages.pdf, AFTER)}
    assert "page 1, 2, 3" in told["D133"]
    assert "page 1 does not say" in told["D132"]


@pytest.mark.slow
def test_a_mark_in_arabic_is_seen(make_project):
    head = "title: الموانئ الصغيرة\ndate: 2025-07-14\nlang: ar\nmarking: سري للغاية\nembargo-until: 2025-07-15T06:00:00+08:00\n"
    project = make_project({"report.yaml": head, "10-introduction.md": "# مقدمة\n\nجملة.\n"})
    pages = bound((project.root, "brief"), 0.0)
    assert check_release(pages.meta, pages.pdf, AFTER) == ()
    other = replace(pages.meta, marking="للاستعمال الرسمي فقط")
    assert [one.code for one in check_release(other, pages.pdf, AFTER)] == ["D133"]


@pytest.mark.slow
def test_a_blank_page_of_the_press_file_has_the_mark_too(make_project):
    from report.press.press import PressOptions, make_press_file

    project = make_project({"report.yaml": HEAD + "marking: TLP:GREEN\n"})
    pages = bound((project.root, "brief"))
    data = make_press_file(replace(pages, meta=replace(pages.meta, slug="x")), PressOptions())
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert [text.count("TLP:GREEN") for text in texts] == [4, 3, 3, 3]  # the slug has it as well, and so has the title


# --- The command


def run(*arguments):
    return CliRunner().invoke(cli, ["print", *map(str, arguments)])


@pytest.fixture
def desk(make_project, monkeypatch, key):
    project = make_project({"report.yaml": HEAD + "embargo-until: 2097-07-14T06:00:00+00:00\n"})
    (project.root / "list.csv").write_text("name\nJane\nJohn\n")
    monkeypatch.chdir(project.root)
    return project.root


@pytest.mark.slow
def test_copies_and_ledger_are_written_with_the_reason_of_an_override(desk):
    done = run("brief", "--copies", "list.csv")
    assert (done.exit_code, "D131" in done.stderr) == (1, True)
    assert not (desk / "build").exists()
    done = run("brief", "--copies", "list.csv", "--override", "the minister asked")
    assert done.exit_code == 0
    folder = desk / "build" / "brief" / "print" / "copies"
    assert sorted(path.name for path in folder.iterdir()) == ["brief-1.pdf", "brief-2.pdf", "ledger.csv"]
    assert {row["override"] for row in rows(folder)} == {"the minister asked"}
    done = CliRunner().invoke(cli, ["verify", str(folder / "brief-2.pdf")])
    assert (done.exit_code, "Recipient John" in done.stdout, "the minister asked" in done.stdout) == (0, True, True)
    assert apply(check_pdf_profiles, folder / "brief-2.pdf") == ()


@pytest.mark.slow
def test_the_press_file_records_an_override_and_is_not_made_without_one(desk):
    assert run("brief", "--shop").exit_code == 1
    assert not (desk / "build").exists()
    assert run("brief", "--shop", "--override", "held by the press").exit_code == 0
    with opened((desk / "build/brief/print/brief-press.pdf").read_bytes()) as pdf:
        assert b"press file; override: held by the press" in pdf.Root.Metadata.read_bytes()


@pytest.mark.slow
def test_one_file_of_all_copies_is_written_on_request(desk):
    assert run("brief", "--copies", "list.csv", "--override", "x", "--one-file").exit_code == 0
    with opened((desk / "build/brief/print/brief-copies.pdf").read_bytes()) as pdf:
        assert len(pdf.pages) == 4
        assert b"Jane" not in pdf.Root.Metadata.read_bytes()


def test_what_was_printed_is_cleaned_away(desk):
    run("brief", "--booklet")
    assert CliRunner().invoke(cli, ["clean"]).exit_code == 0
    assert not (desk / "build" / "brief" / "print").exists()


def test_an_embargo_holds_back_no_working_copy(desk):
    assert run("brief", "--booklet").exit_code == 0


def test_a_shorter_list_leaves_no_copy_of_a_longer_one(desk):
    run("brief", "--copies", "list.csv", "--override", "x")
    (desk / "list.csv").write_text("name\nJane\n")
    run("brief", "--copies", "list.csv", "--override", "x")
    assert [path.name for path in files(desk / "build/brief/print/copies")] == ["brief-1.pdf"]


def test_nothing_is_written_for_a_list_with_an_error(desk):
    (desk / "list.csv").write_text("name\nJane\nJane\n")
    done = run("brief", "--copies", "list.csv", "--override", "x")
    assert (done.exit_code, "list.csv:3: error D123" in done.stderr) == (1, True)
    assert not (desk / "build").exists()


@pytest.mark.parametrize("arguments", [(), ("brief",), ("--shop",), ("brief", "--lines", "--booklet")])
def test_a_command_that_says_too_little_is_a_wrong_one(desk, arguments):
    assert run(*arguments).exit_code == 2
