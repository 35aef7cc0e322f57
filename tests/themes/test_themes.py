"""Themes that build upon one another, the command that starts them, and the letter."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from report.model.errors import UsageError
from report.pipeline.build import build_editions
from report.read.project import Project
from report.themes.new_theme import start_theme
from report.themes.theme import find_theme, themes
from tests.common import HEAD, ROOT

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "report", *arguments]
    return subprocess.run(command, cwd=cwd, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("parent", ["briefing", "report", "letter"])
def test_a_new_theme_is_in_all_things_like_the_one_it_builds_upon(parent, make_project, tmp_path):
    head = f"{HEAD}publisher: P\nrecipients: [You]\nrules: {{S258: off}}\n"
    pdfs = {}
    for theme in (parent, "ours"):
        project = make_project({"report.yaml": f"{head}theme: {theme}\n"})
        if theme == "ours":
            start_theme(project.root, "ours", parent)
        result = build_editions(project, project.report("brief"), ("pdf", "epub", "html"), tmp_path / theme)
        assert [str(finding) for finding in result.findings] == []
        with pikepdf.open(tmp_path / theme / "brief" / "brief.pdf") as pdf:
            pdfs[theme] = [page.Contents.read_bytes() if not isinstance(page.Contents, pikepdf.Array) else b"".join(part.read_bytes() for part in page.Contents) for page in pdf.pages]  # fmt: skip
    assert pdfs["ours"] == pdfs[parent]


def test_a_file_shadows_that_of_the_theme_it_builds_upon(tmp_path):
    start_theme(tmp_path, "ministry", "report")
    (tmp_path / "styles" / "ministry" / "tokens.css").write_text(
        '@import "report/tokens.css";\n:root { --accent: #123456; }\n'
    )
    start_theme(tmp_path, "office", "ministry")
    for name in ("ministry", "office"):
        theme = find_theme(tmp_path, name)
        assert theme.tokens()["accent"] == "#123456"
        assert theme.tokens()["section-opens"] == "right"
        assert theme.find("cover.css") is not None
    assert "office" in themes(tmp_path)


def test_themes_that_go_round_in_a_circle_are_refused(tmp_path):
    start_theme(tmp_path, "one", "briefing")
    start_theme(tmp_path, "two", "one")
    (tmp_path / "styles" / "one" / "theme.toml").write_text('extends = "two"\n')
    with pytest.raises(UsageError, match="builds upon itself"):
        find_theme(tmp_path, "two")


@pytest.mark.slow
def test_a_theme_of_one_s_own_is_in_the_source_that_the_pdf_carries_which_builds_it_again(make_project, tmp_path):
    project = make_project({"report.yaml": f"{HEAD}theme: ours\n"})
    start_theme(project.root, "ours", "report")
    (project.root / "styles" / "ours" / "tokens.css").write_text(
        '@import "report/tokens.css";\n:root { --accent: #4a2d5c; }\n'
    )
    build_editions(project, project.report("brief"), ("pdf",), tmp_path)
    pdf = tmp_path / "brief" / "brief.pdf"
    with pikepdf.open(pdf) as opened:
        attached = (
            next(file for name, file in opened.attachments.items() if name.endswith(".zip")).get_file().read_bytes()
        )
    with zipfile.ZipFile(BytesIO(attached)) as archive:
        assert "_styles/ours/tokens.css" in archive.namelist()
        archive.extractall(tmp_path / "again" / "sources")
    again = Project((tmp_path / "again").resolve())
    build_editions(again, again.report("brief"), ("pdf",), tmp_path / "out")
    assert (tmp_path / "out" / "brief" / "brief.pdf").read_bytes() == pdf.read_bytes()


@pytest.mark.slow
def test_a_template_takes_the_parent_s_and_gives_a_block_anew(make_project, tmp_path):
    project = make_project({"report.yaml": f"{HEAD}theme: ours\n"})
    start_theme(project.root, "ours", "briefing")
    (project.root / "styles" / "ours" / "master.html.j2").write_text(
        '{% extends "briefing/master.html.j2" %}{% import "parts.html.j2" as parts with context %}'
        "{% block front %}{{ parts.title_block() }}<p>Our own front.</p>{% endblock %}"
    )
    build_editions(project, project.report("brief"), ("html",), tmp_path)
    page = (tmp_path / "brief" / "brief.html").read_text(encoding="utf-8")
    assert "<p>Our own front.</p>" in page
    assert 'class="masthead"' not in page
    assert 'id="colophon"' in page


@pytest.mark.parametrize("name", ["Ministry", "base", "../out", "a b", ""])
def test_a_name_that_is_none_is_refused_and_nothing_is_written(name, tmp_path):
    done = run("theme", "new", name, cwd=tmp_path)
    assert done.returncode == 2
    assert "is not a name for a theme" in done.stderr
    assert list(tmp_path.rglob("*")) == []


def test_a_theme_that_is_there_is_never_written_over(tmp_path):
    assert run("theme", "new", "ours", cwd=tmp_path).returncode == 0
    tokens = tmp_path / "styles" / "ours" / "tokens.css"
    tokens.write_text("/* mine */")
    done = run("theme", "new", "ours", "--from", "report", cwd=tmp_path)
    assert (done.returncode, tokens.read_text()) == (2, "/* mine */")
    listed = run("theme", "list", cwd=tmp_path).stdout
    assert "ours                briefing" in listed


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["briefing", "report", "letter"])
def test_a_new_report_is_fine_in_every_theme(theme, tmp_path):
    (tmp_path / "sources").mkdir()
    assert run("new", "first", "--theme", theme, cwd=tmp_path).returncode == 0
    done = run("build", "-q", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_letter_names_those_it_is_to_in_every_format(make_project, tmp_path):
    head = HEAD + "theme: letter\nrecipients: [{name: The Minister, affiliation: Ministry of Harbours}]\ncopies: [Archive]\nauthors: [Ann]\n"  # fmt: skip
    project = make_project({"report.yaml": head})
    result = build_editions(project, project.report("brief"), ("epub", "html"), tmp_path)
    assert result.findings == ()
    with zipfile.ZipFile(tmp_path / "brief" / "brief.epub") as book:
        title = book.read("EPUB/text/title.xhtml").decode()
    for text in (title, (tmp_path / "brief" / "brief.html").read_text(encoding="utf-8")):
        memo = text[text.index('class="memo"') : text.index("</dl>")]
        assert [memo.index(word) for word in ("To<", "The Minister", "Ministry of Harbours", "From<", "Ann", "Copies<", "Archive", "Date<")] == sorted(memo.index(word) for word in ("To<", "The Minister", "Ministry of Harbours", "From<", "Ann", "Copies<", "Archive", "Date<"))  # fmt: skip


def attached_names(pdf: Path) -> list[str]:
    with pikepdf.open(pdf) as opened:
        attached = (
            next(file for name, file in opened.attachments.items() if name.endswith(".zip")).get_file().read_bytes()
        )
    with zipfile.ZipFile(BytesIO(attached)) as archive:
        return archive.namelist()


@pytest.mark.parametrize(
    "said",
    [
        "--accent: #123456; /* was --accent: #0b4f6c; */",
        "--accent: #123456;\n/* --accent: #0b4f6c */\n--ink: #111111;",
        "/* --accent: #0b4f6c */ --accent: #123456;",
    ],
)
def test_what_stands_in_a_comment_is_no_token(said, tmp_path):
    start_theme(tmp_path, "house", "report")
    (tmp_path / "styles" / "house" / "tokens.css").write_text(f'@import "report/tokens.css";\n:root {{ {said} }}\n')
    start_theme(tmp_path, "office", "house")
    (tmp_path / "styles" / "house" / "tokens.css").write_text(
        f'@import "report/tokens.css";\n:root {{ {said.replace("#123456", "#654321")} }}\n'
    )
    theme = find_theme(tmp_path, "office")
    assert theme.tokens()["accent"] == "#654321"
    flat = theme.sheet("print.css").without_tokens({}).css
    assert "#654321" in flat
    assert "#0b4f6c" not in flat
    assert flat.count("{") == flat.count("}")


@pytest.mark.slow
def test_only_the_theme_s_own_files_are_attached(make_project, tmp_path):
    project = make_project({"report.yaml": f"{HEAD}theme: ours\n"})
    start_theme(project.root, "ours", "report")
    folder = project.root / "styles" / "ours"
    (tmp_path / "secret.txt").write_text("somebody else's")
    (folder / "notes.txt").symlink_to(tmp_path / "secret.txt")
    (folder / ".DS_Store").write_text("the desktop's")
    build_editions(project, project.report("brief"), ("pdf",), tmp_path)
    names = attached_names(tmp_path / "brief" / "brief.pdf")
    assert [name.split("/")[-1] for name in names if name.startswith("_styles/")] == [
        "print.css", "screen.css", "theme.toml", "tokens.css"
    ]  # fmt: skip


@pytest.mark.slow
def test_a_theme_may_lie_elsewhere_and_be_linked_to(make_project, tmp_path):
    project = make_project({"report.yaml": f"{HEAD}theme: ours\n"})
    start_theme(project.root, "ours", "report")
    (project.root / "styles" / "ours").rename(tmp_path / "house")
    (project.root / "styles" / "ours").symlink_to(tmp_path / "house")
    build_editions(project, project.report("brief"), ("pdf",), tmp_path)
    assert "_styles/ours/tokens.css" in attached_names(tmp_path / "brief" / "brief.pdf")


@pytest.mark.parametrize(("name", "parent"), [("report", "briefing"), ("letter", "letter"), ("linked", "report")])
def test_a_name_that_is_taken_is_refused(name, parent, tmp_path):
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "linked").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match=f'"{name}" is already there'):
        start_theme(tmp_path, name, parent)
    assert [path.name for path in (tmp_path / "styles").iterdir()] == ["linked"]


def test_where_styles_cannot_hold_a_theme_the_way_out_is_told(tmp_path):
    (tmp_path / "styles").write_text("")
    done = run("theme", "new", "ours", cwd=tmp_path)
    assert done.returncode == 3
    assert "styles/ours/theme.toml cannot be written" in done.stderr
    assert "let styles/ be a folder" in done.stderr
    assert "--out" not in done.stderr


def test_a_letter_in_a_theme_built_upon_letter_is_to_somebody_too(make_project, tmp_path):
    project = make_project({"report.yaml": f"{HEAD}theme: ours\n"})
    start_theme(project.root, "ours", "letter")
    result = build_editions(project, project.report("brief"), ("html",), tmp_path)
    assert [finding.code for finding in result.findings] == ["S258"]


@pytest.mark.slow
def test_what_a_page_asks_for_outside_is_refused_by_the_layout_too(make_project, tmp_path, monkeypatch):
    files = {
        "report.yaml": HEAD + "theme: house\n",
        "../../styles/house/theme.toml": 'extends = "briefing"\n',
        "../../styles/house/master.html.j2": '{% extends "briefing/master.html.j2" %}\n{% block front %}'
        '<p><img src="https://example.org/a.png" alt=""/></p>{% endblock %}\n',
    }
    project = make_project(files)
    assert "H102" in told_by(project, tmp_path)
    monkeypatch.setattr("report.compose.master.check_page", lambda root: ())  # as if the check of pages had a gap
    assert "P103" in told_by(project, tmp_path)


def told_by(project: Project, out: Path) -> set[str]:
    return {finding.code for finding in build_editions(project, project.report("brief"), ("pdf",), out).findings}
