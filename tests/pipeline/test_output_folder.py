"""Where outputs go: no link that came with a project leads what is written, or removed, out of it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from report.cli.main import cli
from report.model.errors import UsageError

KEPT = "build.json"


@pytest.fixture
def stranger(make_project, tmp_path, monkeypatch):
    """A project from elsewhere, and a folder of the user's that looks as if a report had been built into it."""
    project, own = make_project(), tmp_path / "own"
    (own / "brief/print").mkdir(parents=True)
    (own / "brief" / KEPT).write_text("{}")
    monkeypatch.chdir(project.root)
    return project, own


COMMANDS = (
    ["build", "--to", "html"],
    ["clean"],
    ["print", "brief", "--shop"],
    ["archive"],
    ["check", "--with", "epubcheck"],
    ["diff", "brief", "brief"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("link", ["build", "build/brief"])
def test_a_link_out_of_the_project_is_refused_by_name(stranger, command, link):
    project, own = stranger
    place = project.root / link
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(own if link == "build" else own / "brief")
    result = CliRunner().invoke(cli, command)
    assert isinstance(result.exception, UsageError)
    assert "is a link that leads out of" in result.exception.message
    assert "--out" in result.exception.help
    assert sorted(path.name for path in own.rglob("*")) == ["brief", KEPT, "print"]


def test_a_link_for_paper_alone_is_refused_too(stranger):
    project, own = stranger
    (project.root / "build/brief").mkdir(parents=True)
    (project.root / "build/brief/print").symlink_to(own)
    assert isinstance(CliRunner().invoke(cli, ["clean"]).exception, UsageError)
    assert (own / "brief" / KEPT).is_file()


@pytest.mark.slow
def test_a_folder_that_somebody_chose_may_be_a_link(stranger):
    project, own = stranger
    (project.root / "elsewhere").symlink_to(own)
    result = CliRunner().invoke(cli, ["build", "--to", "html", "--out", "elsewhere"])
    assert result.exit_code == 0, result.output
    assert (own / "brief/brief.html").is_file()
