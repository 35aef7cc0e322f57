"""Set-up: it does nothing twice, and says exactly what to type where it cannot go on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from report.dev import bootstrap
from report.runtime import native
from tests.common import ROOT


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["bootstrap"])
    return tmp_path


def test_a_missing_library_stops_with_status_4_and_the_line_for_each_system(elsewhere, monkeypatch, capsys):
    monkeypatch.setattr(native, "missing", lambda: ("pango", "harfbuzz-subset"))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert bootstrap.main() == 4
    said = capsys.readouterr().err
    assert "pango, harfbuzz-subset" in said
    for line in ("apt-get install python3-venv libpango-1.0-0", "dnf install", "brew install pango", "pacman -S"):
        assert line in said
    assert not (elsewhere / ".venv").exists()


def test_root_on_debian_gets_the_missing_packages(elsewhere, monkeypatch):
    ran = []
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("subprocess.run", lambda command, **_: ran.append(command))
    bootstrap._apt("libpango-1.0-0")
    assert [command[-1] for command in ran] == ["update", "libpango-1.0-0"]


def test_an_old_python_is_refused(elsewhere, monkeypatch, capsys):
    monkeypatch.setattr("sys.version_info", (3, 9, 2))
    assert bootstrap.main() == 4
    assert "Python 3.11 or newer is needed, this is 3.9.2" in capsys.readouterr().err


def test_a_second_run_sets_nothing_up(elsewhere, monkeypatch, capsys):
    (elsewhere / ".venv").mkdir()
    (elsewhere / ".venv" / bootstrap.STAMP).write_text(bootstrap._state(dev=False))
    monkeypatch.setattr(native, "missing", lambda: ())
    monkeypatch.setattr(bootstrap, "_make_environment", lambda **_: pytest.fail("it was set up again"))
    assert bootstrap.main() == 0
    assert capsys.readouterr().err == ""


def test_a_changed_lock_sets_up_again(elsewhere, monkeypatch):
    (elsewhere / ".venv").mkdir()
    (elsewhere / ".venv" / bootstrap.STAMP).write_text(bootstrap._state(dev=False))
    (elsewhere / "requirements.lock").write_text("changed")
    done = []
    monkeypatch.setattr(native, "missing", lambda: ())
    monkeypatch.setattr(bootstrap, "_make_environment", lambda **_: done.append(1))
    assert bootstrap.main() == 0
    assert done == [1]


def test_the_program_needs_nothing_but_the_standard_library():
    command = [sys.executable, "-S", "-E", "-m", "report.dev.bootstrap", "--help"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_the_locks_name_no_package_index():
    for name in ("requirements.lock", "requirements-dev.lock"):
        lock = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in lock
        assert all("--hash=sha256:" in entry for entry in lock.replace("\\\n", "").splitlines() if "==" in entry)
