"""The distribution: what it requires is told by one place, and every line that installs something can be typed."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from datetime import date
from email.message import EmailMessage
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from report import __version__
from report.read.environment import installed_versions
from report.runtime import distribution
from report.runtime.distribution import Required, install_extra, install_line
from report.runtime.workers.environment import environment_digest
from tests.common import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
CALL = re.compile(r"install_extra\(\"([^\"]*)\"\)")
NAMED = re.compile(r"(?<!/)report(?:-press)?\[")  # a folder or a wheel of that name may be given extras
CODE = sorted((ROOT / "report").rglob("*.py"))
PROSE = [ROOT / "README.md", *sorted((ROOT / "sources/handbook").rglob("*.md"))]


@pytest.fixture
def known(monkeypatch):
    """Take what is required from metadata that a test gives, or from nothing."""

    def give(*requirements: str, extras: tuple[str, ...] = ()) -> None:
        told = EmailMessage()
        for extra in extras:
            told["Provides-Extra"] = extra
        monkeypatch.setattr(metadata, "requires", lambda _: list(requirements))
        monkeypatch.setattr(metadata, "metadata", lambda _: told)
        distribution.required.cache_clear()

    yield give
    distribution.required.cache_clear()


def test_it_has_a_name_that_is_nobody_elses_and_the_package_keeps_its_own():
    assert PROJECT["name"] == distribution.NAME == "report-press"
    assert PROJECT["scripts"] == {"report": "report.__main__:main"}


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_line_of_an_extra_names_what_the_extra_asks_for(extra):
    command, verb, *words = shlex.split(install_extra(extra))
    assert (command, verb) == ("pip", "install")
    assert [str(Requirement(word)) for word in words] == [str(Requirement(line)) for line in EXTRAS[extra]]


def test_metadata_say_the_same_as_the_project(known, monkeypatch):
    without = distribution.required()
    known(
        *PROJECT["dependencies"],
        *(f"{line}; extra == '{extra}'" for extra, lines in EXTRAS.items() for line in lines),
        extras=tuple(EXTRAS),
    )
    assert distribution.required() == without
    assert distribution.extra_names() == tuple(sorted(EXTRAS))


def test_what_another_system_needs_is_not_required_here(known):
    known("click>=8; sys_platform == 'plan9'", "lxml", "bagit==1; extra == 'bags'", extras=("bags",))
    assert distribution.required() == (Required("lxml"), Required("bagit", "==1", "bags"))


def test_a_copy_of_the_package_alone_says_what_it_can(known, monkeypatch, tmp_path):
    monkeypatch.setattr(distribution, "NAME", "no-such-distribution")
    monkeypatch.setattr(distribution, "PROJECT", tmp_path / "pyproject.toml")
    distribution.required.cache_clear()
    assert distribution.extra_names() == ()
    assert distribution.required() == ()
    assert install_line("ziamath") == "pip install ziamath"
    assert "`charts`" in install_extra("charts")


def test_a_package_is_named_in_versions_that_will_do():
    assert install_line("weasyprint") == 'pip install "weasyprint==70.*"'
    assert install_line("PyPandoc-Binary") == 'pip install "pypandoc-binary>=1.17"'
    assert install_line("fontpkg-inter") == "pip install fontpkg-inter"
    assert "bagit==1.8.1" in install_extra("bags")


@pytest.mark.parametrize(
    ("versions", "found", "will_do"),
    [
        ("==70.*", "70.1", True),
        ("==70.*", "71.0", False),
        (">=70,<81", "80.9.1", True),
        (">=70,<81", "81", False),
        (">=4.4", "4.004", True),
        (">=2026.9", "2026.9.26.post1", True),
        ("", "0", True),
        (">=1", "unknown", False),
    ],
)
def test_a_version_will_do_or_not(versions, found, will_do):
    assert Required("x", versions).admits(found) is will_do


def test_every_extra_that_the_code_names_is_one():
    named = {extra for path in CODE for extra in CALL.findall(path.read_text(encoding="utf-8"))}
    assert named == {"bags", "charts", "check", "cluster", "epubcheck", "styles"}
    assert named <= set(EXTRAS)


def test_no_message_names_an_extra_of_a_distribution_that_is_on_no_index():
    lines = [line for path in (*CODE, *PROSE) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if "pip install" in line and NAMED.search(line)] == []


def test_the_pip_of_this_python_is_called(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.executable", f"{tmp_path}/a b/python")
    monkeypatch.setattr("shutil.which", lambda _: f"{tmp_path}/elsewhere/pip")
    assert shlex.split(distribution.pip_here()) == [f"{tmp_path}/a b/python", "-m", "pip"]
    monkeypatch.setattr("shutil.which", lambda _: f"{tmp_path}/a b/pip")
    assert distribution.pip_here() == "pip"


def test_no_output_tells_the_name_of_the_distribution():
    assert distribution.NAME not in str(installed_versions())
    assert installed_versions()["report"] == __version__


def test_the_version_is_written_in_one_file():
    assert PROJECT["dynamic"] == ["version"]
    written = [path for path in (*CODE, ROOT / "pyproject.toml") if f'"{__version__}"' in path.read_text("utf-8")]
    assert written == [ROOT / "report/__init__.py"]


def test_a_release_is_tagged_with_its_version():
    """The tag follows the file, never the other way: the version stands in the outputs, wherever they are made."""
    command = ["git", "-C", str(ROOT), "tag", "--points-at", "HEAD", "v*"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no repository")
    assert set(done.stdout.split()) <= {f"v{__version__}"}


def test_the_changelog_parts_the_versions_and_dates_them():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    first, *others = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert first == "Unreleased"
    released = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+) - (\d{4}-\d\d-\d\d)", other) for other in others]
    assert all(released), others
    dated = [match for match in released if match]
    order = [(tuple(map(int, match.groups()[:3])), date.fromisoformat(match[4])) for match in dated]
    assert order == sorted(order, reverse=True)
    assert [number for number in others if number.startswith(f"{__version__} ")], "the version has no section"


def test_machines_are_told_apart_by_what_the_distribution_requires():
    assert environment_digest() not in {environment_digest("no-such-distribution"), environment_digest("click")}
