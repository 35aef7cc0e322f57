"""Versions of reports in the archive: what is refused, what a version holds, and how it comes out again."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from lxml import etree

from report.archiving import bags, content, rebuild
from report.archiving.auditing import Plan, run_audits
from report.archiving.catalogue import read_file
from report.archiving.derived import DC, bibtex, citation_file, datacite, dublin_core, schema_org
from report.archiving.ingest import identifier_of, last_record
from report.archiving.ingest_rules import is_later
from report.archiving.origin import carried_source
from report.archiving.record import Record, Withdrawal, read_record, record_of, write_version_record
from report.archiving.root import open_root
from report.cli.main import cli
from report.model.errors import BuildError, ReportError
from report.model.metadata import Author, Metadata, Status
from tests.archiving.ocfl import ocfl_objections
from tests.common import HEAD, SAMPLES, takes_long, there

SOURCES = SAMPLES.parent.parent / "sources"
FINAL = HEAD + 'status: final\nversion: "1.0"\npublisher: The desk\nauthors: [{name: Ann, email: ann@example.org}]\n'
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
TEXT = "# One\n\nThe harbour has 14 quays.\n"


@pytest.fixture
def desk(make_project, monkeypatch):
    """A project whose report may be archived; `desk(name=text, …)` writes it, `desk.run` runs a command in it."""

    class Desk:
        def __init__(self):
            self.project = make_project({"report.yaml": FINAL, "10-introduction.md": TEXT})
            self.root = self.project.root

        def write(self, head: str = FINAL, text: str = TEXT) -> None:
            (self.project.sources / "brief/report.yaml").write_text(head)
            (self.project.sources / "brief/10-introduction.md").write_text(text)

        def run(self, *arguments: str) -> tuple[int, str]:
            result = CliRunner().invoke(cli, arguments)
            if isinstance(result.exception, ReportError):
                return result.exception.status, result.exception.message
            assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
            return result.exit_code, result.output

        def held(self) -> int:
            if not (self.root / "archive").exists():
                return 0
            inventory = open_root(self.root / "archive").inventory(identifier_of("brief"))
            return inventory.head if inventory else 0

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    desk = Desk()
    monkeypatch.chdir(desk.root)
    return desk


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "text", "code"),
    [
        (FINAL.replace("final", "draft"), TEXT, "A101"),
        (FINAL.replace('version: "1.0"\n', ""), TEXT, "A102"),
        (FINAL.replace('"1.0"', "first"), TEXT, "A102"),
        (FINAL + "embargo-until: 2027-01-01T00:00:00Z\n", TEXT, "A104"),
        (FINAL, TEXT + "\n[@fig-none]\n", "error"),
        (FINAL, TEXT + "\n[Ask the harbour master]{.todo}\n", "S223"),
    ],
)
def test_what_is_not_fit_is_refused_and_nothing_is_added(desk, head, text, code):
    desk.write(head, text)
    status, told = desk.run("archive")
    assert status == 1
    assert code in told
    assert desk.held() == 0


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("2027-01-01T00:00:00Z", "2027-01-01 00:00 UTC"),
        ("2027-07-15T06:00:00+08:00", "2027-07-15 06:00 UTC+08:00"),
        ("2027-07-15T06:30:00-03:30", "2027-07-15 06:30 UTC-03:30"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_message_writes_a_moment_in_one_form_whatever_the_language(desk, until, told, lang):
    desk.write(FINAL.replace("lang: en", f"lang: {lang}") + f"embargo-until: {until}\n")
    assert f"error A104: the report is under embargo until {told}\n" in desk.run("archive")[1]


@pytest.mark.slow
def test_a_later_version_needs_a_higher_number_and_a_note(desk):
    assert desk.run("archive", "brief")[0] == 0
    desk.write(text=TEXT + "\nAnd one more.\n")
    status, told = desk.run("archive", "brief", "-m", "One more")
    assert (status, desk.held()) == (1, 1)
    assert 'error A102: version "1.0" is not higher than "1.0"' in told
    desk.write(FINAL.replace("1.0", "1.1"), TEXT + "\nAnd one more.\n")
    status, told = desk.run("archive", "brief")
    assert (status, desk.held()) == (1, 1)
    assert "error A103" in told
    assert desk.run("archive", "brief", "-m", "One more")[0] == 0
    assert desk.held() == 2


@pytest.fixture
def versions(desk):
    """A report with v1, version 1.0; v2, version 1.1; and v3, which tells that v1 is withdrawn, and repeats the rest of v2."""
    desk.run("archive")
    desk.write(FINAL.replace("1.0", "1.1"), TEXT + "\nAnd one more.\n")
    desk.run("archive", "-m", "One more")
    desk.run("withdraw", "brief", "1.0", "-m", "Miscounted")
    return desk


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "told"), [("v1", "1.0"), ("1.0", "1.0"), ("v1.0", "1.0"), ("2", "1.1"), ("1.1", "1.1"), ("v1.1", "1.1")]
)
def test_a_version_is_named_by_its_number_or_as_readers_know_it(versions, typed, told):
    number = {"1.0": "v1", "1.1": "v2"}[told]
    assert f"Version     {told}\n" in versions.run("show", "brief", typed)[1]
    status, said = versions.run("extract", "brief", typed, "--to", "out")
    assert (status, f"files of brief {number}, version {told}\n" in said) == (0, True)


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["v4", "1.2", "v1.2", "v", "first", "0"])
def test_a_version_that_there_is_not_is_told_with_those_there_are(versions, typed):
    result = CliRunner().invoke(cli, ["show", "brief", typed])
    assert isinstance(result.exception, ReportError)
    assert result.exception.message == f'brief has no version "{typed}"'
    assert result.exception.help == "its versions are v1, version 1.0; v2, version 1.1; v3, version 1.1"


@pytest.mark.slow
def test_a_number_that_could_mean_two_versions_is_refused(desk):
    desk.write(FINAL.replace("1.0", "2"))
    desk.run("archive")
    assert desk.run("show", "brief", "2")[0] == 0  # there is no second one yet
    desk.write(FINAL.replace("1.0", "3"), TEXT + "\nAnd one more.\n")
    desk.run("archive", "-m", "One more")
    status, told = desk.run("show", "brief", "2")
    assert (status, told) == (2, '"2" can be the version 2, which is v1 in the archive, or v2')
    assert "Version     3\n" in desk.run("show", "brief", "v2")[1]


@pytest.mark.slow
def test_versions_are_compared_as_readers_know_them(versions):
    status, told = versions.run("diff", "brief@1.0", "brief@v1.1", "--to", "html")
    assert status == 0, told
    assert "1 paragraph" in told or "Compared" in told or "Wrote" in told


@pytest.mark.slow
def test_an_unchanged_report_adds_nothing(desk):
    desk.run("archive")
    status, told = desk.run("archive", "-m", "Nothing")
    assert (status, desk.held()) == (0, 1)
    assert "nothing has changed since v1" in told


@pytest.mark.slow
def test_an_embargoed_report_may_be_archived_where_that_is_said(desk):
    desk.write(FINAL + "embargo-until: 2027-01-01T00:00:00Z\n")
    assert desk.run("archive", "--embargoed")[0] == 0
    record = last_record(root := open_root(desk.root / "archive"), there(root.inventory(identifier_of("brief"))))
    assert record.text("embargo-until") == "2027-01-01T00:00:00+00:00"


def test_a_note_for_several_reports_is_refused(desk):
    shutil.copytree(desk.project.sources / "brief", desk.project.sources / "other")
    assert desk.run("archive", "-m", "x")[0] == 2


@pytest.mark.slow
def test_the_archive_is_where_the_option_or_the_metadata_says(desk):
    assert desk.run("archive", "--store", "elsewhere")[0] == 0
    assert (desk.root / "elsewhere/0=ocfl_1.1").is_file()
    (desk.project.sources / "defaults.yaml").write_text("archive: kept/for ever\n")
    assert desk.run("archive")[0] == 0
    assert (desk.root / "kept/for ever/0=ocfl_1.1").is_file()
    assert "1 version " in desk.run("history")[1]
    assert desk.held() == 0


@pytest.mark.slow
def test_a_version_holds_all_that_it_takes(desk):
    desk.run("build")
    desk.run("check", "--full")
    desk.run("archive", "--by", "Ann", "--address", "mailto:ann@example.org")
    root = open_root(desk.root / "archive")
    inventory = there(root.inventory(identifier_of("brief")))
    names = set(inventory.versions[0].state)
    assert {
        "brief.pdf",
        "brief.epub",
        "brief.html",
        "source/brief/10-introduction.md",
        "source/brief/report.yaml",
    } <= names
    assert {f"metadata/{name}" for name in ("record.json", "build.json", "datacite.json", "schema.jsonld")} <= names
    assert {"metadata/dublin-core.xml", "metadata/CITATION.cff", "metadata/citation.bib"} <= names
    assert {"evidence/evidence.json", "evidence/evidence.pdf", "evidence/evidence.html"} <= names
    assert "fonts/fontpkg_source_serif_4/SourceSerif4[opsz,wght].ttf" in names
    assert "fonts/fontpkg_source_serif_4/LICENSE" in names
    assert (inventory.versions[0].user, inventory.versions[0].address) == ("Ann", "mailto:ann@example.org")
    assert inventory.versions[0].created == "2026-11-01T12:00:00Z"


@pytest.mark.slow
def test_evidence_of_another_build_is_left_out(desk):
    desk.run("build")
    folder = desk.root / "build/brief"
    (folder / "evidence.json").write_text(json.dumps({"files": {"brief.pdf": {"sha256": "0", "bytes": 1}}}))
    assert content.evidence(folder, content.editions(folder, "brief")) == {}


@pytest.mark.slow
def test_two_archives_of_one_report_hold_the_same_bytes(desk):
    for store in ("one", "two"):
        desk.run("archive", "--store", store)
        desk.run("clean")
    hidden = (
        "build.json",
        "inventory.json",
        "inventory.json.sha512",
    )  # seconds are in the first, its digest in the others
    trees = [
        {
            path.relative_to(desk.root / store): path.read_bytes()
            for path in (desk.root / store).rglob("*.*")
            if path.is_file()
        }
        for store in ("one", "two")
    ]
    same = [{path: data for path, data in tree.items() if path.name not in hidden} for tree in trees]
    assert same[0] == same[1]


# --- what is derived


META = Metadata(
    slug="ports",
    title="Ports & tides: 100 % {safe}",
    subtitle="A study",
    date=date(2026, 10, 1),
    authors=(Author("Ann O’Neill", "The desk", "0000-0002-1825-0097"), Author("Harbour Desk")),
    publisher="House of Samples",
    version="1.2",
    lang="en-GB",
    identifier="doi:10.5555/ports.1",
    report_number="R 7",
    series="Guidance",
    summary="What was found.",
    keywords=("ports", "tides"),
    license="CC-BY-4.0",
    status=Status.FINAL,
    url="https://example.org/ports",
    marking="TLP:CLEAR",
)


@pytest.fixture
def record():
    before = Record(1, {"version": "1.1"}, withdrawn=(Withdrawal(1, "Wrong", "2026-10-01T00:00:00Z"),))
    return record_of(META, 2, "Table 3 corrected", before, {"ports.pdf": "ab"})


def test_a_record_is_read_as_it_was_written(record):
    assert read_record(write_version_record(record)) == record
    told = json.loads(write_version_record(record))
    assert told["relations"] == [{"relation": "is new version of", "version": "1.1"}]
    assert told["withdrawn"] == [{"version": 1, "why": "Wrong", "since": "2026-10-01T00:00:00Z"}]


def test_datacite_has_what_its_schema_requires(record):
    told = datacite(record)
    assert told["doi"] == "10.5555/ports.1"
    assert told["types"] == {"resourceTypeGeneral": "Report", "resourceType": "Guidance"}
    assert (told["publicationYear"], told["publisher"]) == (2026, {"name": "House of Samples"})
    assert told["creators"][0]["nameIdentifiers"][0]["nameIdentifier"] == "https://orcid.org/0000-0002-1825-0097"
    assert told["descriptions"][1] == {
        "description": "Table 3 corrected",
        "descriptionType": "TechnicalInfo",
        "lang": "en-GB",
    }
    plain = datacite(replace(record, facts={**record.facts, "identifier": "urn:report:ports", "publisher": ""}))
    assert "doi" not in plain
    assert plain["alternateIdentifiers"][0] == {"identifier": "urn:report:ports", "identifierType": "URN"}
    assert plain["publisher"] == {"name": ":unav"}


def test_schema_org_and_dublin_core_say_the_same(record):
    told = schema_org(record)
    assert (told["@type"], told["version"], told["reportNumber"]) == ("Report", "1.2", "R 7")
    tree = etree.fromstring(dublin_core(record))
    texts = {(element.tag.removeprefix(f"{{{DC}}}"), element.text) for element in tree}
    assert ("title", "Ports & tides: 100 % {safe}: A study") in texts
    assert {("creator", "Ann O’Neill"), ("creator", "Harbour Desk"), ("subject", "tides")} <= texts
    assert all(text for _, text in texts)


def test_citation_files_are_what_their_programs_read(record):
    told = yaml.safe_load(citation_file(record))
    assert told["cff-version"] == "1.2.0"
    assert told["preferred-citation"]["type"] == "report"
    assert told["preferred-citation"]["doi"] == "10.5555/ports.1"
    assert told["authors"][0] == {"name": "Ann O’Neill", "orcid": "https://orcid.org/0000-0002-1825-0097"}
    entry = bibtex(record).decode()
    assert entry.startswith("@techreport{ports-1.2,\n")
    assert r"title = {{Ports \& tides: 100 \% \{safe\}: A study}}" in entry
    assert entry.count("{") == entry.count("}")


@pytest.mark.parametrize(
    ("label", "other", "later"),
    [
        ("1.1", "1.0", True),
        ("1.10", "1.9", True),
        ("2", "1.9", True),
        ("1.0", "1", False),
        ("1.0", "1.0", False),
        ("first", "1", False),
    ],
)
def test_version_numbers_go_part_by_part(label, other, later):
    assert is_later(label, other) is later


# --- out of the archive


@pytest.mark.conformance
def test_ocfl_py_has_nothing_against_an_archive_that_was_used(kept):
    kept.run("withdraw", "brief", "v1", "-m", "Wrong")
    kept.run("verify")
    kept.write(FINAL.replace("1.0", "2.0"), TEXT)
    kept.run("archive", "-m", "Counted again")
    assert kept.held() == 4
    assert ocfl_objections(kept.root / "archive") == []


@pytest.fixture
def kept(desk):
    """Two versions of the report in the archive."""
    desk.run("archive")
    desk.write(FINAL.replace("1.0", "1.1"), TEXT.replace("14", "15"))
    desk.run("archive", "-m", "One quay more")
    return desk


def test_the_history_tells_each_version(kept):
    lines = kept.run("history", "brief")[1].splitlines()
    assert [line.split()[:4] for line in lines] == [
        ["v2", "1.1", "2026-11-01", "final"],
        ["v1", "1.0", "2026-11-01", "superseded"],
    ]
    assert "One quay more" in lines[0]
    assert "A short report" in kept.run("show", "brief", "v1")[1]


def test_a_later_version_tells_what_has_changed(kept):
    root = open_root(kept.root / "archive")
    inventory = there(root.inventory(identifier_of("brief")))
    assert "changes/changes.json" not in inventory.versions[0].state
    told = json.loads(read_file(root, inventory, 2, "changes/changes.json"))
    assert told["note"] == "One quay more"
    numbers = [number for section in told["sections"] for number in section["numbers"]]
    assert [(number["from"], number["to"]) for number in numbers] == [("14", "15")]


def test_archived_versions_are_compared(kept):
    status, told = kept.run("diff", "brief@v1", "brief@v2", "--to", "docx")
    assert (status, "brief-redline.docx" in told) == (0, True)
    assert kept.run("diff", "brief@v2", "brief")[1].endswith("no changes\n")
    assert kept.run("diff", "brief@v1", "brief@v7")[0] == 2


def test_a_version_is_taken_out_as_it_went_in(kept):
    status, _ = kept.run("extract", "brief", "v1", "--to", "out")
    assert status == 0
    assert (kept.root / "out/source/brief/10-introduction.md").read_text() == TEXT
    assert kept.run("extract", "brief", "v1", "--to", "out")[0] == 3
    assert kept.run("extract", "brief", "v7")[0] == 2
    assert kept.run("extract", "bref")[0] == 2


def test_a_damaged_version_is_not_taken_out(kept):
    root = open_root(kept.root / "archive")
    (root.folder(identifier_of("brief")) / "v1/content/brief.pdf").write_bytes(b"%PDF-")
    status, told = kept.run("extract", "brief", "v1")
    assert status == 1
    assert "is not what was archived" in told
    assert kept.run("verify")[0] == 1
    (root.folder(identifier_of("brief")) / "inventory.json").write_text("{}")
    assert kept.run("history") == (1, "1 of the reports cannot be read")
    assert kept.run("history", "brief")[0] == 1
    assert kept.run("verify", "--sample", "0%")[0] == 2


def test_a_bag_is_valid(kept):
    assert kept.run("export", "brief", "v1", "--bag", "bag")[0] == 0
    bag = bags.library().Bag(str(kept.root / "bag"))
    assert bag.is_valid()
    assert bag.info["Internal-Sender-Identifier"] == "urn:report:brief v1"


def test_without_the_library_of_bags_it_is_said_how_to_get_it(kept, monkeypatch):
    monkeypatch.setitem(sys.modules, "bagit", None)
    assert kept.run("export", "brief", "v1", "--bag", "bag") == (4, "the Python package `bagit` is missing")
    assert not (kept.root / "bag").exists()


@pytest.mark.slow
def test_withdrawing_adds_a_notice_and_deletes_nothing(kept):
    assert kept.run("withdraw", "brief", "v1", "-m", "The number of quays is wrong")[0] == 0
    root = open_root(kept.root / "archive")
    inventory = there(root.inventory(identifier_of("brief")))
    state = inventory.versions[2].state
    assert {"withdrawn/v1/notice.pdf", "withdrawn/v1/notice.html", "brief.pdf"} <= set(state)
    assert last_record(root, inventory).text("status") == "final"
    assert kept.run("withdraw", "brief", "v1", "-m", "Again")[0] == 2
    assert kept.run("withdraw", "brief", "v3", "-m", "All of it")[0] == 0
    inventory = there(root.inventory(identifier_of("brief")))
    assert "brief.pdf" not in inventory.versions[3].state
    assert last_record(root, inventory).text("status") == "withdrawn"
    assert "withdrawn on 2026-11-01: The number of quays is wrong" in kept.run("history", "brief")[1]
    assert [one for audit in run_audits(root, Plan(NOW)) for one in audit.findings] == []
    assert kept.run("withdraw", "brief", "v4", "-m", "x")[0] == 2
    kept.write(FINAL.replace("1.0", "1.2"))
    assert kept.run("archive", "-m", "Counted again")[0] == 0


@pytest.mark.slow
def test_a_file_is_told_what_it_is_in_the_archive(kept):
    kept.run("extract", "brief", "v1", "--to", "old")
    for form in ("pdf", "epub"):
        status, told = kept.run("verify", f"build/brief/brief.{form}")
        assert status == 0
        assert "A short report, version 1.1" in told
        assert "brief v2 in the archive, current" in told
        assert "brief v1 in the archive, superseded" in kept.run("verify", f"old/brief.{form}")[1]
    Path("other.pdf").write_bytes(Path("build/brief/brief.pdf").read_bytes() + b"\n")
    status, told = kept.run("verify", "other.pdf")
    assert status == 1
    assert "it says it is brief v2, and is not what the archive" in told
    kept.run("withdraw", "brief", "v2", "-m", "Wrong")
    status, told = kept.run("verify", "build/brief/brief.pdf")
    assert status == 1
    assert "withdrawn: Wrong" in told
    Path("letter.pdf").write_text("Dear all")
    assert kept.run("verify", "letter.pdf")[0] == 3
    assert kept.run("verify", "absent.pdf")[0] == 3


# --- and made again


@pytest.mark.slow
def test_a_version_is_made_again_from_the_archive_to_the_byte(kept):
    shutil.rmtree(kept.root / "sources/brief")
    status, told = kept.run("rebuild", "brief", "v1")
    assert (status, told.split()) == (0, ["Same", "brief.epub", "Same", "brief.html", "Same", "brief.pdf"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [SOURCES / "asean-briefing", pytest.param(SOURCES / "handbook", marks=pytest.mark.conformance)],
    ids=lambda path: path.name,
)
def test_a_pdf_alone_is_made_again_to_the_byte(path, tmp_path):
    if path.name == "handbook":
        takes_long()
    from report.pipeline.build import build_editions
    from report.read.project import find_project

    project = find_project(path)
    build_editions(project, project.report(path.name), ("pdf",), tmp_path / "out")
    alone = tmp_path / "alone.pdf"
    shutil.move(tmp_path / "out" / path.name / f"{path.name}.pdf", alone)
    (one,) = rebuild.rebuild_version(carried_source(alone), tmp_path / "again")
    assert one.same


@pytest.mark.slow
def test_what_is_not_made_the_same_is_told_by_what_made_it_and_what_is_still_the_same(kept, monkeypatch):
    origin = carried_source(kept.root / "build/brief/brief.pdf")
    packages = origin.made["packages"]
    assert isinstance(packages, dict)
    made = {**origin.made, "packages": {**packages, "pydyf": "0.1"}, "native": {"pango": "1.2"}}
    told = rebuild.differing_tools(made)
    assert "pydyf 0.1, now 0.13.0" in told
    assert any(one.startswith("pango 1.2, now ") for one in told)
    edited = {**origin.source, "brief/10-introduction.md": TEXT.replace("14", "16").encode()}
    (one,) = rebuild.rebuild_version(replace(origin, source=edited), kept.root / "again")
    assert not one.same
    assert one.likeness == {
        "pages": "the same",
        "text": "not the same on page 1",
        "pixels": "not the same on page 1",
        "structure": "not the same",
    }
    monkeypatch.setattr("report.editions.pdf.bind.finish.__version__", "0.0")
    (one,) = rebuild.rebuild_version(origin, kept.root / "third")
    assert one.likeness == dict.fromkeys(("pages", "text", "pixels", "structure"), "the same")


def test_a_pdf_of_others_cannot_be_made_again(tmp_path):
    import pikepdf

    path = tmp_path / "other.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
    with pytest.raises(BuildError, match="does not carry its source"):
        carried_source(path)
