"""What version 0.1.0 made must always be read: its PDFs, EPUBs and archives verify, rebuild, compare and go on.

`heritage/project` was archived by it, twice. The fonts that its versions keep are not kept here: they come back from the
packages that they came from, and must have the digests that the inventory tells.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from report.archiving.content import FONTS, sha512
from report.cli.main import cli
from report.model.errors import ReportError
from tests.common import TESTS, there

PROJECT = TESTS / "heritage/project"
OBJECT = "archive/82c/836/c17/urn%3areport%3aharbour-tolls"
SLUG = "harbour-tolls"


@pytest.fixture
def old_project(tmp_path, monkeypatch):
    """A copy of the old project with its fonts back in their places; the current folder is its root."""
    root = tmp_path / "project"
    shutil.copytree(PROJECT, root)
    manifest = json.loads((root / OBJECT / "inventory.json").read_bytes())["manifest"]
    for digest, paths in manifest.items():
        for path in (path for path in paths if f"/{FONTS}" in path):
            module, name = path.split("/")[-2:]
            _restore(root / OBJECT / path, module, name, digest)
    monkeypatch.chdir(root)
    return root


def _restore(target: Path, module: str, name: str, digest: str) -> None:
    spec = importlib.util.find_spec(module)
    package = Path(there(there(spec).origin)).parent
    found = next(
        path for path in sorted(package.rglob("*")) if path.name == name and sha512(path.read_bytes()) == digest
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(found, target)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, arguments)
    if isinstance(result.exception, ReportError):
        return result.exception.status, f"{result.exception.message} {result.exception.help}"
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_an_old_archive_is_whole(old_project):
    status, told = run("verify")
    assert (status, "32 files" in told) == (0, True), told


@pytest.mark.parametrize("name", ["harbour-tolls.pdf", "harbour-tolls.epub"])
def test_an_old_file_is_known_by_the_archive(old_project, name):
    status, told = run("verify", f"{OBJECT}/v1/content/{name}")
    assert status == 0, told
    assert "superseded" in told


def test_an_old_version_is_built_again_from_the_archive_with_the_same_text(old_project):
    status, told = run("rebuild", SLUG, "v1")
    assert status in (0, 1), told
    assert "not the same" not in told


def test_an_old_pdf_is_built_again_anywhere(old_project, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copyfile(old_project / OBJECT / "v2/content/harbour-tolls.pdf", elsewhere / "old.pdf")
    monkeypatch.chdir(elsewhere)
    status, told = run("rebuild", "old.pdf")
    assert status in (0, 1), told
    assert "not the same" not in told


def test_two_old_pdfs_are_compared(old_project):
    pdfs = [f"{OBJECT}/v{number}/content/harbour-tolls.pdf" for number in (1, 2)]
    status, told = run("diff", *pdfs, "--to", "html", "--out", "redline")
    assert status == 0, told
    page = next(Path("redline").rglob("*.html")).read_text()
    assert "310" in page
    assert "290" in page


def test_an_old_archive_takes_a_new_version(old_project):
    entry = old_project / "sources" / SLUG / "report.yaml"
    entry.write_text(entry.read_text().replace('"1.1"', '"1.2"'))
    text = old_project / "sources" / SLUG / "10-tolls.md"
    text.write_text(text.read_text() + "\nYachts pay nothing.\n")
    status, told = run("archive", SLUG, "-m", "Yachts")
    assert status == 0, told
    assert run("verify")[0] == 0
    assert "v3" in run("history", SLUG)[1]
    status, told = run("extract", SLUG, "v1", "--to", "first")
    assert (status, Path("first/harbour-tolls.pdf").is_file()) == (0, True), told
