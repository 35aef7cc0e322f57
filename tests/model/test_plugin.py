"""A package that adds a reader, a format, a check, rules and a theme: it is installed, and everything of it is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from report.model import registry
from report.model.errors import BuildError
from report.model.formats import FORMATS, Format
from report.model.registry import Registry
from report.model.rules import RULES, Rule
from tests.common import HEAD, ROOT, TESTS

PLUGIN = TESTS / "plugin"
LOUD = "# Introduction\n\nStop!!! Listen.\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Install the package into a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    source = shutil.copytree(PLUGIN, tmp_path_factory.mktemp("plugin") / "plugin")
    command = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", "install", "--no-deps"]
    subprocess.run([*command, "--no-build-isolation", "--target", folder, source], check=True, capture_output=True)
    return folder


@pytest.fixture
def run(installed, make_project, tmp_path):
    """Run a command on a project, with the package or without it."""

    def command(*words: str, text: str = LOUD, more: str = "", plugged: bool = True, **files: str):
        files = {name.replace("__", "."): content for name, content in files.items()}
        project = make_project({"report.yaml": HEAD + more, "10-introduction.md": text, **files})
        path = os.pathsep.join([str(ROOT), *([str(installed)] if plugged else [])])
        environment = {**os.environ, "PYTHONPATH": path, "REPORT_CACHE": str(tmp_path / "cache")}
        done = subprocess.run([sys.executable, "-m", "report", *words], cwd=project.root, env=environment, capture_output=True, text=True, check=False)  # fmt: skip
        return done, project.root

    return command


def test_each_table_names_what_the_package_adds(run):
    told = [line.split()[:2] for line in run("list")[0].stdout.splitlines()]
    added = [["theme", "acme"], ["format", "txt"], ["check", "length"]]
    assert [row for row in added if row not in told] == []
    before = [line.split()[:2] for line in run("list", plugged=False)[0].stdout.splitlines()]
    assert [row for row in added if row in before] == []


@pytest.mark.slow
def test_a_rule_looks_at_the_text_and_can_be_explained_and_weighed(run):
    done, _ = run("check")
    assert "sources/brief/10-introduction.md:3:5: warning ACME1: the text shouts" in done.stderr
    assert "Three exclamation marks convince nobody." in run("explain", "acme1")[0].stdout
    assert run("check", more="rules: {ACME1: error}\n")[0].returncode == 1
    assert "ACME1" not in run("check", more="rules: {ACME1: off}\n")[0].stderr
    assert "ACME1" in json.loads(run("schema")[0].stdout)["properties"]["rules"]["properties"]
    assert 'there is no rule "ACME1"' in run("check", more="rules: {ACME1: off}\n", plugged=False)[0].stderr


@pytest.mark.slow
def test_a_format_is_built_beside_the_others_and_checked(run):
    done, root = run("build", "--to", "txt,html")
    assert done.returncode == 0, done.stderr
    folder = root / "build" / "brief"
    assert sorted(path.name for path in folder.iterdir()) == ["brief.html", "brief.txt", "build.json"]
    assert (folder / "brief.txt").read_text().splitlines()[:2] == ["Introduction", "Stop!!! Listen."]
    assert run("check", "--with", "length")[0].returncode == 0
    (folder / "brief.txt").write_text("word " * 41)
    assert "brief.txt: note ACME2: 41 words" in run("check", "--with", "length")[0].stderr


@pytest.mark.slow
def test_a_reader_takes_in_a_section_and_imports_a_document(run, tmp_path):
    done, root = run("build", "--to", "html", text="# A\n\nB.\n", more="sections: [10-introduction.md, 20-talk.minutes]\n", **{"20-talk__minutes": "Ann: Yes.\nBo: No.\n"})  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = (root / "build/brief/brief.html").read_text()
    assert "<strong>Ann:</strong> Yes." in page
    (tmp_path / "talk.minutes").write_text("Ann: Yes.\nand so on\n")
    done, root = run("import", str(tmp_path / "talk.minutes"))
    assert "talk.minutes:2: note ACME2: nobody is named" in done.stderr
    assert "**Ann:** Yes." in next((root / "sources/talk").glob("*.md")).read_text()


@pytest.mark.slow
def test_a_theme_is_used_and_travels_with_the_report(run):
    done, root = run("build", text="# A\n\nB.\n", more="theme: acme\n")
    assert done.returncode == 0, done.stderr
    assert "#7a1f5c" in (root / "build/brief/brief.html").read_text()
    again, _ = run("rebuild", str(root / "build/brief/brief.pdf"))
    assert again.returncode == 0, again.stderr + again.stdout
    refused, _ = run("rebuild", str(root / "build/brief/brief.pdf"), plugged=False)
    assert (refused.returncode, 'the theme "acme", which is not known' in refused.stderr) == (3, True)


@pytest.mark.slow
def test_the_record_names_the_package(run):
    _, root = run("build", "--to", "html", text="# A\n\nB.\n")
    assert json.loads((root / "build/brief/build.json").read_text())["versions"]["plug-ins"] == {"report-acme": "1.0"}


# --- what is wrong with a package


ROW = Format("odt", "application/vnd.oasis.opendocument.text", "elsewhere:make")
TAKEN = Format("pdf", "application/pdf", "elsewhere:make")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("nowhere.at.all:ROW", "cannot be loaded: ModuleNotFoundError"),
        ("tests.model.test_plugin:NOTHING", "cannot be loaded: AttributeError"),
        ("tests.model.test_plugin:LOUD", "is no Format, but a str"),
        ("tests.model.test_plugin:TAKEN", 'brings a row "pdf", which is there already'),
    ],
)
def test_what_cannot_be_added_is_an_error_that_names_it(value, words, monkeypatch):
    monkeypatch.setattr(registry, "entries", lambda group: [EntryPoint("odd", value, group)])
    table = Registry("report.formats", Format, FORMATS.own.values())
    assert table["pdf"] == FORMATS["pdf"]  # ours are there without a look at what others add
    with pytest.raises(BuildError, match='the plug-in "odd" of a package') as error:
        list(table)
    assert words in error.value.message
    assert error.value.help


def test_a_table_has_our_rows_first(monkeypatch):
    monkeypatch.setattr(registry, "entries", lambda group: [EntryPoint("odt", "tests.model.test_plugin:ROW", group)])
    table = Registry("report.formats", Format, FORMATS.own.values())
    assert (list(table), len(table), "odt" in table, "doc" in table) == (["pdf", "epub", "html", "odt"], 4, True, False)


def test_no_rule_of_ours_is_looked_up_elsewhere(monkeypatch):
    monkeypatch.setattr(registry, "entries", lambda _: pytest.fail("the packages were looked at"))
    table = Registry("report.rules", Rule, RULES.own.values())
    assert table["S102"] == RULES["S102"]
