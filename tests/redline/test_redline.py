"""The redline of two versions: what is read, what is written, and what is said where there is nothing to compare."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest
from click.testing import CliRunner

from report.checks.epubcheck import check_epubcheck
from report.checks.nu import check_nu
from report.checks.pdf_profiles import check_pdf_profiles
from report.checks.verapdf import check_verapdf_batch
from report.cli.main import cli
from report.compose.xml import element_text, find, parse
from report.model.errors import BuildError, ToolMissing, UsageError
from report.pipeline.build import BuildContext
from report.read.project import Project
from report.redline.edition import Redline, RedlineRequest, make_redline, redline_formats
from report.redline.words import LANGUAGES, redline_words
from tests.common import apply
from tests.redline.redlines import newer, write_pair, write_report

if TYPE_CHECKING:
    from pathlib import Path

NOTE = "Corrected in June.\n\nSee the second table."
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EDITED = "title: Rivers\ndate: 2025-03-01\nlang: en\n"


def redline(old: object, new: object, out: Path, **wishes: Any) -> Redline:
    project = wishes.pop("project", None)
    return make_redline(RedlineRequest(str(old), str(new), out=out, **wishes), project, BuildContext())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the redline of the pair that holds everything, once."""
    folder = tmp_path_factory.mktemp("redline")
    done = redline(*write_pair(folder), folder / "build", note=NOTE)
    assert [path.name for path in done.written] == [
        *(f"rivers-redline.{name}" for name in redline_formats()),
        "changes.json",
    ]
    return folder / "build" / "rivers"


@pytest.fixture(scope="module")
def page(made: Path) -> Any:
    return parse((made / "rivers-redline.html").read_bytes())


@pytest.fixture(scope="module")
def record(made: Path) -> Any:
    return json.loads((made / "changes.json").read_text(encoding="utf-8"))


def words_under(page: Any, tag: str) -> list[str]:
    """Read what is marked, without what is read out before and after it."""
    return [element_text(mark, ("redline-label",)) for mark in find(page, f"//x:{tag}")]


def test_what_is_inserted_and_deleted_stands_in_the_text(page):
    inserted, deleted = words_under(page, "ins"), words_under(page, "del")
    assert {"1,650", "(Lee 2025, 7)", "14", "16", "1650", "Yana", "second = 3", "in the autumn too"} <= set(inserted)
    assert {"1,550", "(Lee 2025)", "12", "15", "1550", "second = 2", "the Amur is short"} <= set(deleted)
    assert "What came after" in inserted
    assert "Aims" in deleted


def test_each_mark_says_in_words_what_it_is(page):
    for mark in find(page, "//x:ins|//x:del"):
        labels = [label.text for label in find(mark, "x:span[@class='redline-label']")]
        assert labels or find(mark, "ancestor::x:ins|ancestor::x:del")


def test_what_has_changed_has_a_bar_and_what_has_not_has_none(page):
    barred = find(page, "//*[contains(@class, 'redline-changed')]")
    assert all(find(one, ".//x:ins|.//x:del") for one in barred)
    plain = find(page, "//x:section[@id='sec-state']/x:p[.//x:ins]")
    assert plain
    assert all("redline-changed" in one.get("class", "") for one in plain)
    unmarked = find(page, "//x:p[not(.//x:ins|.//x:del)]")
    assert unmarked
    assert not any("redline-changed" in (one.get("class") or "") for one in unmarked)


def test_the_contents_name_the_sections_of_the_newer_version(page):
    titles = [" ".join("".join(link.itertext()).split()) for link in find(page, "//x:nav[1]//x:a")]
    assert [title for title in titles if title in {"The state", "The end", "What came after", "Aims"}] == [
        "The state",
        "The end",
        "What came after",
    ]
    assert "What we found there" in titles


def test_what_is_deleted_takes_no_number_and_no_name(page):
    assert [one.get("id") for one in find(page, "//x:figure[@id='fig-map']")] == ["fig-map"]
    assert not find(page, "//*[@id='fig-gone' or @id='sec-aims' or @id='tbl-gone' or @id='eq-gone']")
    labels = [" ".join("".join(label.itertext()).split()) for label in find(page, "//x:span[@class='label']")]
    assert labels == ["Figure 1.", "Table 1.", "Table 2."]


def test_a_picture_of_the_same_name_stands_beside_the_one_that_it_replaces(page):
    assert len(find(page, "//x:figure[@id='fig-map']//x:del//x:img")) == 1
    assert len(find(page, "//x:figure[@id='fig-map']//x:ins//x:img")) == 1
    shown = {image.get("src") for image in find(page, "//x:figure[@id='fig-map']//x:img")}
    assert len(shown) == 2


def test_deleted_citations_and_references_read_as_they_did(page):
    assert any("(Ray 2024, 3) and its figure, which Figure 1 shows" in text for text in words_under(page, "del"))


def test_pages_and_epub_hold_the_same_words(made):
    files = {path.name for path in made.iterdir()}
    assert files == {*(f"rivers-redline.{name}" for name in redline_formats()), "changes.json", "build-redline.json"}
    told = json.loads((made / "build-redline.json").read_text(encoding="utf-8"))
    assert not [one for one in told["warnings"] if one["code"].startswith("C")]


def test_the_record_tells_what_has_changed(record):
    assert record["note"] == NOTE
    assert {"key": "subtitle", "from": "A first look", "to": "A second look"} in record["metadata"]
    assert {"key": "date", "from": "2025-03-01", "to": "2025-06-30"} in record["metadata"]
    assert record["references"] == {"added": [], "removed": ["ray2024"]}
    sections = {section["title"]: section for section in record["sections"]}
    assert list(sections) == ["Key points and summary", "Aims", "The state", "The end"]
    assert sections["The state"]["words"]["in"] > 10
    assert sections["The state"]["numbers"] == [
        {"from": "1,550", "to": "1,650", "where": "the rivers held 1,650 tons of salt"},
        {"from": "12", "to": "14", "where": "in May by 14 teams."},
        {"from": "15", "to": "16", "where": "Lena"},
        {"from": "1550", "to": "1650", "where": "2024"},
        {"from": "2", "to": "3", "where": "1"},
    ]
    assert {change["done"] for change in sections["The end"]["changes"]} == {"added", "moved"}


def test_the_front_page_begins_with_the_note(page):
    (front,) = find(page, "//x:section[@id='redline-changes']")
    text = " ".join("".join(front.itertext()).split())
    assert text.startswith("What has changed Corrected in June. See the second table. From version 1.0")
    assert len(find(front, ".//x:table[not(.//x:del)]")) == 3


def test_the_same_two_versions_give_the_same_bytes(made, tmp_path):
    again = redline(*write_pair(tmp_path), tmp_path / "build", note=NOTE)
    assert [path.read_bytes() for path in again.written] == [(made / path.name).read_bytes() for path in again.written]


def test_no_output_names_a_folder_of_this_machine(made):
    for name in ("rivers-redline.html", "changes.json", "build-redline.json"):
        assert str(made.parent.parent) not in (made / name).read_text(encoding="utf-8")
    assert b"report-" not in (made / "changes.json").read_bytes()


def test_the_pdf_conforms(made):
    assert apply(check_pdf_profiles, made / "rivers-redline.pdf") == ()


@pytest.mark.conformance
def test_every_edition_passes_its_validator(made):
    assert apply(lambda path: check_verapdf_batch([path]), made / "rivers-redline.pdf") == ()
    assert apply(check_epubcheck, made / "rivers-redline.epub") == ()
    assert apply(check_nu, made / "rivers-redline.html") == ()


def changes_of(part: bytes) -> list[Any]:
    return list(parse(part).iter(f"{WORD}ins", f"{WORD}del"))


def test_the_word_document_tracks_its_changes(made):
    with zipfile.ZipFile(made / "rivers-redline.docx") as archive:
        tracked = [
            one for name in ("word/document.xml", "word/footnotes.xml") for one in changes_of(archive.read(name))
        ]
    assert sum(one.tag == f"{WORD}ins" for one in tracked) >= 12
    assert sum(one.tag == f"{WORD}del" for one in tracked) >= 18
    assert {one.get(f"{WORD}author") for one in tracked} == {"Ada Byron, Max Born"}
    assert {one.get(f"{WORD}date") for one in tracked} == {"2025-06-30T00:00:00Z"}
    numbers = [one.get(f"{WORD}id") for one in tracked]
    assert len(numbers) == len(set(numbers))


def archive_part(made: Path, name: str) -> bytes:
    with zipfile.ZipFile(made / "rivers-redline.docx") as archive:
        return archive.read(name)


def test_a_paragraph_that_is_new_is_tracked_with_its_end(made):
    root = parse(archive_part(made, "word/document.xml"))
    ends = list(root.iter(f"{WORD}rPr"))
    assert any(end.find(f"{WORD}ins") is not None for end in ends)
    assert any(end.find(f"{WORD}del") is not None for end in ends)
    assert any(row.find(f"{WORD}ins") is not None for row in root.iter(f"{WORD}trPr"))


@pytest.mark.parametrize(
    ("refused", "sentence"),
    [
        ("del", "In 2024 the rivers held 1,650 tons of salt (Lee 2025, 7), as"),
        ("ins", "In 2024 the rivers held 1,550 tons of salt (Lee 2025), as"),
    ],
)
def test_either_version_is_left_when_all_changes_are_settled(made, refused, sentence):
    root = parse(archive_part(made, "word/document.xml"))
    for change in list(root.iter(f"{WORD}{refused}")):
        change.clear()
    texts = [
        "".join(run.text or "" for run in paragraph.iter(f"{WORD}t", f"{WORD}delText"))
        for paragraph in root.iter(f"{WORD}p")
    ]
    assert any(text.startswith(sentence) for text in texts)
    assert ("Aims" in texts) == (refused == "ins")


def test_the_word_document_opens_with_the_text_of_the_newer_version(made):
    document = docx.Document(made / "rivers-redline.docx")
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert "The state" in headings
    assert "data:image" not in archive_part(made, "word/document.xml").decode()
    assert document.core_properties.created.year == 2025


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """Make two versions of a small report beside each other."""
    write_report(tmp_path / "a", {"report.yaml": EDITED, "10.md": "# One\n\nThe old text.\n"})
    write_report(tmp_path / "b", {"report.yaml": EDITED, "10.md": "# One\n\nThe new text.\n"})
    return tmp_path


def test_only_the_formats_that_are_wanted_are_written(pair):
    done = redline(pair / "a", pair / "b", pair / "out", formats=("docx",))
    assert [path.name for path in done.written] == ["b-redline.docx", "changes.json"]


def test_reports_that_are_one_file_are_compared(pair):
    for name, word in (("old", "first"), ("new", "second")):
        folder = pair / name
        folder.mkdir()
        (folder / "brief.md").write_text(f"---\n{EDITED}---\n\n# One\n\nThe {word} text.\n")
    done = redline(pair / "old" / "brief.md", pair / "new" / "brief.md", pair / "out", formats=("html",))
    assert done.changes.count == 1


def test_two_reports_that_have_nothing_in_common_are_compared(pair):
    write_report(pair / "c", newer())
    done = redline(pair / "a", pair / "c", pair / "out", formats=("html",))
    assert [path.name for path in done.written] == ["c-redline.html", "changes.json"]


def test_the_same_version_twice_has_no_changes(pair):
    done = redline(pair / "a", pair / "a", pair / "out")
    assert not done.changes
    assert done.written == ()
    assert not (pair / "out").exists()


def test_sections_in_other_files_are_no_change(pair):
    write_report(pair / "c", {"report.yaml": EDITED, "10.md": "# One\n", "20.md": "The old text.\n"})
    assert not redline(pair / "a", pair / "c", pair / "out").changes


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("title: Lakes", {"key": "title", "from": "Rivers", "to": "Lakes"}),
        ("date: 2025-04-01", {"key": "date", "from": "2025-03-01", "to": "2025-04-01"}),
        ("authors: [{name: Ada}, {name: Bo}]", {"key": "authors", "from": "", "to": "Ada, Bo"}),
        ("status: final", {"key": "status", "from": "draft", "to": "final"}),
        ("identifier: doi:10.1234/x", {"key": "identifier", "from": "", "to": "doi:10.1234/x"}),
        ("page-size: A5", {"key": "page-size", "from": "A4", "to": "A5"}),
    ],
)
def test_a_change_of_the_metadata_is_told(pair, line, told):
    key = line.partition(":")[0]
    kept = [one for one in EDITED.splitlines() if not one.startswith(f"{key}:")]
    write_report(pair / "b", {"report.yaml": "\n".join([*kept, line, ""]), "10.md": "# One\n\nThe old text.\n"})
    done = redline(pair / "a", pair / "b", pair / "out", formats=("html",))
    assert json.loads((pair / "out/b/changes.json").read_text())["metadata"] == [told]
    assert done.changes.count == 1


def test_a_section_that_is_gone_is_told_by_its_own_title(pair):
    middle = "# One\n\nThe old text.\n\n# Two\n\nIt goes away.\n\n# Three\n\nIt stays here.\n"
    write_report(pair / "a", {"10.md": middle})
    write_report(pair / "b", {"10.md": middle.replace("# Two\n\nIt goes away.\n\n", "")})
    done = redline(pair / "a", pair / "b", pair / "out", formats=("html",))
    assert [(section.title, section.words_out) for section in done.changes.sections] == [("Two", 4)]


def test_a_redline_is_not_taken_for_the_report(made):
    with zipfile.ZipFile(made / "rivers-redline.epub") as archive:
        package = next(archive.read(name) for name in archive.namelist() if name.endswith(".opf")).decode()
    assert "urn:uuid:" in package
    assert ">urn:report:rivers<" not in package


def test_a_newer_version_with_an_error_is_not_set(pair):
    write_report(pair / "b", {"10.md": "# One\n\nThe new text of @fig-none.\n"})
    done = redline(pair / "a", pair / "b", pair / "out", formats=("html", "docx"))
    assert [finding.code for finding in done.findings] == ["S203"]
    assert done.written == ()


def test_what_was_wrong_with_the_older_version_does_not_matter(pair):
    write_report(pair / "a", {"10.md": "# One\n\nThe old text of @fig-none, and ![](none.png).\n"})
    assert redline(pair / "a", pair / "b", pair / "out", formats=("html",)).written


def test_the_source_in_a_pdf_is_a_version(pair):
    first = redline(pair / "a", pair / "b", pair / "out", formats=("pdf",))
    done = redline(first.written[0], pair / "a", pair / "again", formats=("html",))
    assert done.changes.count == 1


def test_a_pdf_that_is_not_ours_is_refused(pair):
    from pikepdf import Pdf

    blank = Pdf.new()
    blank.add_blank_page()
    blank.save(pair / "other.pdf")
    with pytest.raises(BuildError, match=r"other\.pdf does not carry its source"):
        redline(pair / "other.pdf", pair / "b", pair / "out")
    (pair / "none.pdf").write_bytes(b"no PDF")
    with pytest.raises(BuildError, match=r"none\.pdf cannot be read"):
        redline(pair / "none.pdf", pair / "b", pair / "out")


def test_an_attached_archive_that_leads_out_of_its_folder_is_refused(pair):
    from pikepdf import AttachedFileSpec, Pdf

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../evil.md", "text")
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.attachments["x-source.zip"] = AttachedFileSpec(pdf, packed.getvalue())
    pdf.save(pair / "evil.pdf")
    with pytest.raises(BuildError, match="is not to be trusted"):
        redline(pair / "evil.pdf", pair / "b", pair / "out")


def git(folder: Path, *words: str) -> None:
    settings = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *names, *words], cwd=folder, env=settings, check=True, capture_output=True)


@pytest.fixture
def kept(tmp_path: Path) -> Project:
    """Make a project whose first version git has kept."""
    root = tmp_path / "kept"
    write_report(root / "sources" / "brief", {"report.yaml": EDITED, "10.md": "# One\n\nThe old text.\n"})
    git(tmp_path, "init", "-q", str(root))
    git(root, "add", ".")
    git(root, "commit", "-qm", "First")
    write_report(root / "sources" / "brief", {"10.md": "# One\n\nThe new text.\n"})
    return Project(root.resolve())


def test_a_revision_of_git_is_a_version(kept, tmp_path):
    done = redline("brief@HEAD", "brief", tmp_path / "out", formats=("html",), project=kept)
    assert done.changes.count == 1
    assert (kept.root / "sources/brief/10.md").read_text() == "# One\n\nThe new text.\n"


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD~7"])
def test_a_revision_that_is_not_there_is_named(kept, tmp_path, revision):
    with pytest.raises(UsageError, match="git knows no revision") as told:
        redline(f"brief@{revision}", "brief", tmp_path / "out", project=kept)
    assert told.value.status == 2


def test_a_report_that_a_revision_does_not_have_is_named(kept, tmp_path):
    with pytest.raises(UsageError, match='no report "other" in revision "HEAD"'):
        redline("other@HEAD", "brief", tmp_path / "out", project=kept)


def test_without_git_a_revision_cannot_be_had(kept, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ToolMissing, match="git is not installed"):
        redline("brief@HEAD", "brief", tmp_path / "out", project=kept)


def test_a_name_that_is_near_another_is_asked_about(kept, tmp_path):
    with pytest.raises(UsageError, match='there is no report "breif"') as told:
        redline("breif", "brief", tmp_path / "out", project=kept)
    assert told.value.help == 'did you mean "brief"?'


def test_what_names_no_version_is_refused(pair):
    with pytest.raises(UsageError, match='there is no version "no such thing"'):
        redline("no such thing", pair / "b", pair / "out")


def test_a_folder_without_a_report_is_refused(pair):
    (pair / "empty").mkdir()
    with pytest.raises(BuildError, match=r"empty is not a report: there is no report\.yaml in it"):
        redline(pair / "empty", pair / "b", pair / "out")


def test_a_folder_that_may_not_be_read_is_named(pair, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("report.redline.versions.shutil.copytree", refuse)
    with pytest.raises(BuildError, match=r"a cannot be read: Permission denied") as told:
        redline(pair / "a", pair / "b", pair / "out")
    assert told.value.status == 3


def test_the_command_tells_what_it_has_written(kept, monkeypatch):
    monkeypatch.chdir(kept.root)
    done = CliRunner().invoke(cli, ["diff", "brief@HEAD", "brief", "--to", "html", "-m", "Newer words."])
    assert done.exit_code == 0, done.output
    assert re.search(r"Wrote     \S*brief-redline\.html", done.output)
    assert (kept.root / "build/brief/changes.json").is_file()


def test_the_command_says_where_nothing_has_changed(kept, monkeypatch):
    monkeypatch.chdir(kept.root)
    done = CliRunner().invoke(cli, ["diff", "brief", "brief"])
    assert (done.exit_code, done.stdout) == (0, "no changes\n")


def test_every_language_has_words_of_its_own():
    english = redline_words("en-GB")
    assert redline_words("sv") is english
    for code, words in LANGUAGES.items():
        assert "{old}" in words.between
        assert "{new}" in words.between
        assert code == "en" or words.legend != english.legend
