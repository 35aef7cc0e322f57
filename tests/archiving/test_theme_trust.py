"""Themes that come with a stranger's file: used where they are known, refused where they are not, and never out of the sandbox."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from report.archiving import trust
from report.archiving.origin import carried_source
from report.archiving.rebuild import rebuild_version
from report.dev.reference.themes import unreleased
from report.themes.theme import shipped_styles
from tests.common import HEAD, ROOT, TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

THEME = {"theme.toml": 'extends = "briefing"\n', "tokens.css": '@import "briefing/tokens.css";\n'}
HOSTILE = """\
{% extends "base/master.html.j2" %}
{% set ran = lipsum.__globals__['os'].system('touch PWNED') %}
"""
UNKNOWN = "which is not known"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "report", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def report_in(folder: Path, theme: Mapping[str, str] = THEME, text: str = TEXT) -> Path:
    head = f'{HEAD}theme: house\nstatus: final\nversion: "1.0"\nrules: {{S258: off}}\n'
    write(folder, {f"styles/house/{name}": content for name, content in theme.items()})
    return write(folder, {"sources/brief/report.yaml": head, "sources/brief/10-introduction.md": text})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a report with a theme of its own, which does no harm; return its project."""
    folder = report_in(tmp_path_factory.mktemp("made") / "project")
    result = run(folder, "build", "--quiet", "--to", "pdf")
    assert (result.returncode, result.stderr) == (0, "")
    return folder


@pytest.fixture
def pdf(made: Path) -> Path:
    return made / "build" / "brief" / "brief.pdf"


def source_of(pdf: Path) -> dict[str, bytes]:
    with pikepdf.open(pdf) as opened, zipfile.ZipFile(BytesIO(opened.attachments["brief-source.zip"].get_file().read_bytes())) as packed:  # fmt: skip
        return {name: packed.read(name) for name in packed.namelist()}


def doctored(pdf: Path, target: Path, changes: Mapping[str, str | bytes | None]) -> Path:
    """Put other files into the source that a PDF carries; None takes one out."""
    source = source_of(pdf)
    for name, content in changes.items():
        source.pop(name, None)
        if content is not None:
            source[name] = content if isinstance(content, bytes) else content.encode()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in source.items():
            archive.writestr(name, data)
    with pikepdf.open(pdf) as opened:
        opened.attachments["brief-source.zip"] = pikepdf.AttachedFileSpec(opened, packed.getvalue(), filename="brief-source.zip")  # fmt: skip
        opened.save(target)
    return target


def shipped(name: str, under: str = "") -> dict[str, bytes]:
    folder = shipped_styles() / name
    files = (path for path in folder.rglob("*") if path.is_file())
    return {f"_styles/{under or name}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in files}


# --- A theme that would run something


@pytest.mark.slow
def test_a_theme_of_this_project_stays_in_its_sandbox(tmp_path):
    report_in(tmp_path / "project", {**THEME, "master.html.j2": HOSTILE})
    result = run(tmp_path / "project", "build", "--quiet", "--to", "html")
    assert result.returncode == 1
    assert result.stderr.startswith("styles/house/master.html.j2:2: error S303: UndefinedError: 'lipsum' is undefined")
    assert list(tmp_path.rglob("PWNED")) == []


@pytest.mark.slow
@pytest.mark.parametrize("command", ["rebuild", "diff"])
def test_a_theme_in_a_pdf_is_refused_by_name_and_if_it_is_trusted_stays_in_its_sandbox(command, made, pdf, tmp_path):
    changes = {"_styles/house/master.html.j2": HOSTILE, "brief/10-introduction.md": "# Introduction\n\nOther words.\n"}
    words = [command, str(pdf), str(doctored(pdf, tmp_path / "theirs.pdf", changes))][:: 1 if command == "diff" else 2]
    refused = run(tmp_path / "here", *words)
    assert refused.returncode == 3
    assert 'theirs.pdf brings the theme "house", which is not known: there is none of that name here' in refused.stderr
    assert "look at the source that it carries, _styles/house/, and trust it with --trust-theme" in refused.stderr
    trusted = run(tmp_path / "here", *words, "--trust-theme")
    assert trusted.returncode in {1, 3}
    assert "styles/house/master.html.j2:2: error S303: UndefinedError: 'lipsum' is undefined" in trusted.stderr
    assert list(tmp_path.rglob("PWNED")) == []


@pytest.mark.slow
def test_what_a_pdf_is_can_be_told_without_its_theme(pdf, tmp_path):
    hostile = doctored(pdf, tmp_path / "theirs.pdf", {"_styles/house/master.html.j2": HOSTILE})
    result = run(tmp_path / "here", "verify", str(hostile))
    assert result.stdout.startswith(f"{hostile}: A short report, version 1.0")
    assert list(tmp_path.rglob("PWNED")) == []


# --- What is known


@pytest.mark.slow
def test_a_theme_of_this_project_is_known_to_it_and_to_nobody_else(made, pdf, tmp_path):
    here = run(made, "rebuild", str(pdf))
    assert (here.returncode, here.stdout) == (0, f"{'Same':10}brief.pdf\n")
    elsewhere = run(tmp_path / "here", "rebuild", str(pdf))
    assert (elsewhere.returncode, elsewhere.stdout) == (3, "")
    trusted = run(tmp_path / "here", "rebuild", str(pdf), "--trust-theme")
    assert (trusted.returncode, trusted.stdout) == (0, here.stdout)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"_styles/house/tokens.css": b"/* other */"}, "tokens.css differs"),
        ({"_styles/house/epub.css": b""}, "epub.css is new"),
        ({"_styles/house/tokens.css": None}, "tokens.css is missing"),
        ({"_styles/base/parts.html.j2": b"{{ meta.title }}"}, "epub-nav.xhtml.j2 is missing"),
        ({"_styles/briefing/print.css": b"p { color: red }"}, "press.css is missing"),
        ({**shipped("briefing"), "_styles/briefing/print.css": b"p { color: red }"}, "print.css differs"),
        ({**shipped("letter", under="briefing")}, "large-print.css is new"),
    ],
)
def test_a_theme_is_known_by_all_its_files_and_not_by_its_name(change, told, pdf, tmp_path):
    made = pdf.parents[2]
    result = run(made, "rebuild", str(doctored(pdf, tmp_path / "theirs.pdf", change)))
    assert result.returncode == 3
    assert f"which is not known: {told}" in result.stderr


@pytest.mark.slow
def test_a_theme_that_is_the_tool_s_own_is_known(made, pdf, tmp_path):
    head = f"{HEAD}theme: letter\nrules: {{S258: off}}\n"
    theirs = doctored(pdf, tmp_path / "theirs.pdf", {"brief/report.yaml": head, **shipped("letter"), **shipped("base")})
    result = run(tmp_path / "here", "rebuild", str(theirs))
    assert (result.returncode, result.stdout.split()[:2]) == (1, ["Differs", "brief.pdf"])


@pytest.mark.slow
def test_a_theme_that_a_report_does_not_use_is_not_asked_about(pdf, tmp_path):
    change = {"brief/report.yaml": HEAD, "_styles/house/master.html.j2": HOSTILE}
    result = run(tmp_path / "here", "rebuild", str(doctored(pdf, tmp_path / "theirs.pdf", change)))
    assert (result.returncode, result.stdout.split()[:2]) == (1, ["Differs", "brief.pdf"])


@pytest.mark.slow
def test_a_theme_of_an_earlier_release_is_known(made, pdf, tmp_path, monkeypatch):
    digest = trust.theme_digest("house", trust.digests_in(made / "styles" / "house"))
    row = write(tmp_path, {"released.txt": f"{digest}  0.0.9  house\n"}) / "released.txt"
    monkeypatch.setattr(trust, "RELEASED", row)
    (compared,) = rebuild_version(carried_source(pdf), tmp_path / "again")
    assert compared.same


def test_the_themes_of_this_release_are_noted_for_later_ones():
    assert unreleased() == {}, "run `python -m report.dev.reference.themes` before a release"
    assert set(trust.released().values()) >= {f"0.1.0  {name}" for name in ("base", "briefing", "letter", "report")}


@pytest.fixture
def archived(made: Path, tmp_path: Path) -> Path:
    """Archive the report in a copy of its project, and change its theme afterwards."""
    folder = tmp_path / "archived"
    shutil.copytree(made, folder)
    result = run(folder, "archive", "brief", "--by", "Ann")
    assert result.returncode == 0, result.stderr
    write(folder, {"styles/house/tokens.css": '@import "briefing/tokens.css";\n:root { --accent: #123456; }\n'})
    return folder


@pytest.mark.slow
def test_a_theme_in_a_version_of_this_project_s_own_archive_is_known(archived, pdf, tmp_path):
    assert run(archived, "rebuild", str(pdf)).returncode == 0
    assert run(archived, "rebuild", "brief", "v1").returncode == 0
    theirs = run(tmp_path / "here", "rebuild", "brief", "v1", "--store", str(archived / "archive"))
    assert theirs.returncode == 3
    assert 'brief v1 brings the theme "house", which is not known' in theirs.stderr


@pytest.mark.slow
def test_a_theme_in_an_archive_that_is_damaged_is_not_known(archived, pdf):
    kept = [path for path in archived.glob("archive/**/_styles/house/*") if path.is_file()]
    assert len(kept) == len(THEME)
    kept[0].chmod(0o644)
    kept[0].write_text("other")
    assert run(archived, "rebuild", str(pdf)).returncode == 3


# --- Folders


@pytest.mark.slow
def test_a_folder_of_another_project_brings_a_theme_and_one_of_this_project_does_not(made, tmp_path):
    other = report_in(tmp_path / "other", text="# Introduction\n\nOther words.\n")
    write(other, {"styles/house/tokens.css": '@import "briefing/tokens.css";\n/* */'})
    words = ["diff", str(made / "sources" / "brief"), str(other / "sources" / "brief"), "--to", "html", "--out"]
    for here in (tmp_path / "here", made):
        result = run(here, *words, str(tmp_path / "out"))
        assert result.returncode == 3
        assert 'brief brings the theme "house", which is not known' in result.stderr
        assert f"look at {other}/styles/house/" in result.stderr
    assert run(other, *words, str(tmp_path / "out")).returncode == 0
    assert run(tmp_path / "here", *words, str(tmp_path / "out"), "--trust-theme").returncode == 0


@pytest.mark.slow
def test_a_folder_without_a_project_is_set_by_the_themes_of_this_one(made, tmp_path):
    drafts = tmp_path / "drafts" / "brief"
    shutil.copytree(made / "sources" / "brief", drafts)
    write(drafts, {"10-introduction.md": "# Introduction\n\nOther words.\n"})
    result = run(made, "diff", "brief", str(drafts), "--to", "html", "--out", str(tmp_path / "out"))
    assert (result.returncode, UNKNOWN in result.stderr) == (0, False)


@pytest.mark.slow
def test_the_theme_of_the_older_version_is_never_used(made, pdf, tmp_path):
    changes = {"_styles/house/master.html.j2": HOSTILE, "brief/10-introduction.md": "# Introduction\n\nOther words.\n"}
    older = doctored(pdf, tmp_path / "theirs.pdf", changes)
    result = run(made, "diff", str(older), "brief", "--to", "html,docx", "--out", str(tmp_path / "out"))
    assert result.returncode == 0, result.stderr
    assert list(tmp_path.rglob("PWNED")) == []
