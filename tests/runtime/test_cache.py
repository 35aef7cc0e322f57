"""What is kept between runs: loaded only from a folder that is the user's alone, and only as it was written."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from report.pipeline.clean import remove_kept
from report.runtime import cache
from report.runtime.store import Store, kept_file, kept_folder
from tests.common import ROOT, there

KEY = "ab" * 32


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder that REPORT_CACHE names, not there yet; the spare one lies below another folder of the test's."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("REPORT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(cache, "_complaints", [])
    cache.spare_folder.cache_clear()
    yield tmp_path / "cache"
    cache.spare_folder.cache_clear()


class Evil:
    """An object that runs a command when it is loaded."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def __reduce__(self):
        return os.mkdir, (str(self._target),)


def test_a_new_folder_is_for_its_user_alone(folder):
    assert cache.cache_folder() == folder
    assert folder.stat().st_mode & 0o777 == 0o700
    assert cache.complaint() is None


def test_an_old_folder_that_others_could_only_read_is_shut(folder):
    (folder / "results").mkdir(parents=True, mode=0o755)
    folder.chmod(0o755)
    assert cache.cache_folder() == folder
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("inner", [".", "results"])
def test_a_folder_that_others_may_write_is_not_used(folder, inner):
    (folder / "results").mkdir(parents=True)
    folder.chmod(0o755)
    (folder / inner).chmod(0o777)
    assert cache.cache_folder() == Path(there(tempfile.tempdir)) / f"report-cache-{os.geteuid()}"
    message, help = there(cache.complaint())
    assert f"the cache {folder} can be written by others" in message
    assert f"rm -r {folder}" in help


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give a folder away")
def test_the_folder_of_another_user_is_not_used(folder):
    folder.mkdir(mode=0o700)
    os.chown(folder, 65534, 65534)
    assert cache.cache_folder() != folder
    assert "belongs to another user" in there(cache.complaint())[0]


def test_where_a_file_is_in_the_place_of_the_folder_another_is_taken(folder):
    folder.write_text("mine")
    assert cache.cache_folder().is_dir()
    assert folder.read_text() == "mine"
    assert "cannot be used: File exists" in there(cache.complaint())[0]


def test_a_loop_of_links_is_told(folder):
    folder.symlink_to(folder)
    assert cache.cache_folder().is_dir()
    assert "cache" in there(cache.complaint())[0]


def test_a_link_in_the_place_of_the_spare_folder_is_not_followed(folder, tmp_path):
    folder.write_text("")
    (tmp_path / "theirs").mkdir(mode=0o700)
    usual = Path(there(tempfile.tempdir)) / f"report-cache-{os.geteuid()}"
    usual.symlink_to(tmp_path / "theirs")
    assert cache.cache_folder().parent == usual.parent
    assert cache.cache_folder() != usual


def test_a_result_is_found_again(tmp_path):
    store = Store(tmp_path)
    assert store.put("kind", KEY, {"a": 1})
    assert store.get("kind", KEY) == {"a": 1}
    assert store.get("kind", "cd" * 32) is None


def damage(path: Path, how: str) -> None:
    data = path.read_bytes()
    path.unlink()
    match how:
        case "cut":
            path.write_bytes(data[:-3])
        case "empty":
            path.write_bytes(b"")
        case "flipped":
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        case "a pipe":
            os.mkfifo(path)
        case "a folder":
            (path / "in it").mkdir(parents=True)
        case "a loop":
            path.symlink_to(path)
        case "a device":
            path.symlink_to("/dev/zero")


HOW = ["cut", "empty", "flipped", "a pipe", "a folder", "a loop", "a device"]


@pytest.mark.parametrize("how", HOW)
def test_a_damaged_result_is_dropped_and_can_be_kept_again(tmp_path, how):
    store = Store(tmp_path)
    store.put("kind", KEY, "value")
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    damage(path, how)
    assert store.get("kind", KEY) is None
    assert not path.exists()
    assert store.put("kind", KEY, "value")
    assert store.get("kind", KEY) == "value"


@pytest.mark.parametrize("place", ["another kind", "another key"])
def test_a_result_in_the_place_of_another_is_none(tmp_path, place):
    store = Store(tmp_path)
    store.put("kind", KEY, "value")
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    kind, key = ("other", KEY) if place == "another kind" else ("kind", "cd" * 32)
    target = tmp_path / kind / key[:2] / key
    target.parent.mkdir(parents=True)
    path.rename(target)
    assert store.get(kind, key) is None


def test_a_pickle_that_was_only_put_there_is_not_loaded(tmp_path):
    store, path = Store(tmp_path / "store"), tmp_path / "store/kind/ab" / KEY
    path.parent.mkdir(parents=True)
    packed = pickle.dumps(Evil(tmp_path / "PWNED"))
    path.write_bytes(bytes(32) + packed)
    assert store.get("kind", KEY) is None
    assert not (tmp_path / "PWNED").exists()


def test_a_result_whose_class_is_gone_is_none(tmp_path, monkeypatch):
    store = Store(tmp_path)
    store.put("kind", KEY, Path("a"))

    def gone(_: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(pickle, "loads", gone)
    assert store.get("kind", KEY) is None


def test_where_there_is_no_room_the_first_failure_is_told_once(folder, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("report.runtime.store._new_file", full)
    store = Store(folder)
    assert not store.put("kind", KEY, 1)
    assert not store.put("kind", "cd" * 32, 1)
    assert there(cache.complaint())[0] == f"the cache {folder} cannot be written: No space left on device"


@pytest.mark.parametrize("how", HOW)
def test_a_kept_file_that_is_damaged_is_made_again(folder, how):
    made = [kept_file("charts", "a.svg", lambda: b"<svg/>") for _ in range(2)]
    assert made[0] == made[1] == folder / "charts/a.svg"
    damage(made[0], how)
    assert kept_file("charts", "a.svg", lambda: b"<svg/>").read_bytes() == b"<svg/>"


@pytest.mark.parametrize("how", HOW)
def test_a_kept_folder_has_its_files_whatever_became_of_them(folder, how):
    files = {"figures/a.png": b"a", "b.png": b"b"}
    place = kept_folder("sections/x", files)
    damage(place / "figures/a.png", how)
    assert kept_folder("sections/x", files) == place
    assert (place / "figures/a.png").read_bytes() == b"a"


def test_cleaning_takes_only_what_the_tool_has_put_there(folder):
    (folder / "results/kind").mkdir(parents=True)
    (folder / "letters").mkdir()
    (folder / "diary.txt").write_text("mine")
    remove_kept()
    assert sorted(path.name for path in folder.iterdir()) == ["diary.txt", "letters"]


def build(project, cache_folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "REPORT_CACHE": str(cache_folder), "PYTHONPATH": str(ROOT), **more}
    command = [sys.executable, "-m", "report", "build", "--to", "pdf"]
    return subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True, check=False)


def kept_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("how", ["flipped", "a pipe"])
def test_a_build_takes_no_harm_from_a_cache_all_of_which_is_damaged(make_project, tmp_path, how):
    project, kept = make_project(), tmp_path / "cache"
    for _ in range(2):  # the second time it knows what fontconfig has written
        assert build(project, kept).returncode == 0
    pdf = project.root / "build/brief/brief.pdf"
    good = pdf.read_bytes()
    for path in kept_files(kept):
        damage(path, how)
    pdf.unlink()
    done = build(project, kept)
    assert (done.returncode, done.stderr.count("warning")) == (0, 0), done.stderr
    assert pdf.read_bytes() == good


def test_a_build_goes_on_without_a_cache_and_says_so_once(make_project, tmp_path):
    (tmp_path / "cache").write_text("")
    done = build(make_project(), tmp_path / "cache", TMPDIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("warning: the cache") == 1
    assert "REPORT_CACHE" in done.stderr
