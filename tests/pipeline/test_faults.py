"""What goes wrong while a build runs: one error that says so, no half file, no process left, and the next build right."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from report.editions.pdf import part_renderer as press
from report.model.errors import UsageError
from report.model.progress import Listener
from report.pipeline.build import BuildContext, build_editions
from report.pipeline.scheduler import BuildPlan, build_reports
from report.read.project import Project
from report.runtime.store import FOLDER, Store
from report.runtime.workers import executors as seam
from tests.bench.generator import write_report
from tests.common import PATIENCE, ROOT
from tests.runtime import faults

if TYPE_CHECKING:
    from pathlib import Path

KILLS = int(os.environ.get("REPORT_KILLS", "3"))
SLUG = "long"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("faults").resolve()
    write_report(root, SLUG, 20)
    return Project(root)


@pytest.fixture(scope="module")
def right(project: Project, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("right")
    build_editions(project, project.report(SLUG), ("pdf",), out)
    return pdf(out).read_bytes()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a cache of its own, with the fonts of the user's."""
    from report.fonts import fonts_folder

    folder = tmp_path / "cache"
    shutil.copytree(fonts_folder(), folder / fonts_folder().name, ignore=shutil.ignore_patterns("*.TMP-*"))
    monkeypatch.setenv("REPORT_CACHE", str(folder))
    return folder


def pdf(out: Path) -> Path:
    return out / SLUG / f"{SLUG}.pdf"


def order(project: Project, out: Path, **more) -> BuildPlan:
    return BuildPlan(project, ("pdf",), out, **{"workers": "processes:2", **more})


def run(wanted: BuildPlan):
    (outcome,) = build_reports(wanted, (wanted.project.report(SLUG),), Listener())
    return outcome


def children_of(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=,ppid=", "-e"], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in found.splitlines()]
    below, known = [], {pid}
    for child, parent in sorted(pairs):
        if parent in known:
            known.add(child)
            below.append(child)
    return below


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_worker_killed_at_any_moment_costs_its_part_and_the_next_build_is_right(seed, project, right, tmp_path):
    command = [sys.executable, "-m", "report", "build", SLUG, "--to", "pdf", "--out", str(tmp_path / "out"), "-j", "2"]
    building = start(command, project)
    chance = random.Random(seed)
    time.sleep(chance.uniform(0.4, 2.2))
    workers = [pid for pid in children_of(building.pid) if children_of(building.pid)]
    if workers:
        victim = chance.choice(workers)
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            victim = 0
    said = building.communicate(timeout=PATIENCE)[1]
    if building.returncode == 0:
        assert pdf(tmp_path / "out").read_bytes() == right
    else:
        assert building.returncode in (1, 3), said
        assert not (tmp_path / "out" / SLUG).exists()
        assert "was lost" in said or "pandoc" in said, said
    assert left_over(tmp_path / "out") == []
    again = start(command, project)
    assert ended(again) == 0
    assert pdf(tmp_path / "out").read_bytes() == right


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def start(command: list[str], project: Project) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command, cwd=project.root, env=environment(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        start_new_session=True,
    )  # fmt: skip


def ended(building: subprocess.Popen[str]) -> int:
    building.communicate(timeout=PATIENCE)
    return building.returncode


def left_over(out: Path) -> list[Path]:
    return [path for path in out.rglob(".*") if path.is_file()] if out.exists() else []


FAULTS: dict[str, tuple[Any, dict[str, Any], str]] = {
    "loops": (faults.loop, {"seconds": 4.0}, "neither"),
    "eats": (partial(faults.eat_on, amount=2_000_000_000), {"memory": 500}, "more"),
    "dies": (faults.kill_itself, {}, "SIGKILL"),
    "fails": (faults.raise_value_error, {}, "cannot be laid out"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "case",
    [*((fault, "processes:2") for fault in FAULTS), ("loops", "inline"), ("eats", "inline"), ("fails", "inline")],
    ids=" ".join,
)
def test_a_part_that_is_lost_is_named_and_the_others_are_kept(case, project, right, tmp_path, monkeypatch):
    fault, workers = case
    call, limits, word = FAULTS[fault]
    monkeypatch.setattr(press, "lay_out_part", partial(faults.one_bad_sheet, call=call))
    outcome = run(order(project, tmp_path / "out", workers=workers, **limits))
    (finding,) = outcome.findings
    assert finding.code == "P106"
    assert faults.BAD in finding.message
    assert word in finding.message
    assert finding.help
    assert not (tmp_path / "out").exists()
    monkeypatch.undo()
    monkeypatch.setenv("REPORT_CACHE", str(tmp_path / "cache"))
    laid_out = []
    real = press.lay_out_part

    def noted(sheet):
        laid_out.append(sheet.label)
        return real(sheet)

    monkeypatch.setattr(press, "lay_out_part", noted)
    assert run(order(project, tmp_path / "out", workers="inline")).error is None
    assert laid_out[0].endswith(faults.BAD) or faults.BAD in laid_out[0]
    assert len(laid_out) <= 2
    assert pdf(tmp_path / "out").read_bytes() == right


@pytest.mark.slow
def test_a_damaged_cache_is_built_anew(project, right, tmp_path, cache):
    assert run(order(project, tmp_path / "out")).error is None
    chance = random.Random(1)
    kept = [path for path in (cache / FOLDER).rglob("*") if path.is_file()]
    assert len(kept) > 10
    for path in kept:
        data = bytearray(path.read_bytes())
        if path.parent.parent.name == "parts":
            del data[len(data) // 2 :]
        else:
            data[chance.randrange(len(data))] ^= 0xFF
        path.write_bytes(data)
    (project.sources / SLUG / "report.yaml").touch()
    assert run(order(project, tmp_path / "out")).error is None
    assert pdf(tmp_path / "out").read_bytes() == right


@pytest.mark.slow
def test_two_builds_at_once_do_not_disturb_each_other(project, right, tmp_path):
    command = [sys.executable, "-m", "report", "build", SLUG, "--to", "pdf", "--out", str(tmp_path / "out"), "-j", "1"]
    both = [start(command, project) for _ in range(2)]
    assert [ended(building) for building in both] == [0, 0]
    assert pdf(tmp_path / "out").read_bytes() == right
    assert left_over(tmp_path / "out") == []


@pytest.mark.slow
def test_ctrl_c_leaves_no_process_and_no_half_file(project, tmp_path):
    command = [sys.executable, "-m", "report", "build", SLUG, "--to", "pdf", "--out", str(tmp_path / "out"), "-j", "2"]
    building = start(command, project)
    end = time.monotonic() + PATIENCE
    while len(children_of(building.pid)) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.3)
    os.killpg(building.pid, signal.SIGINT)
    assert ended(building) == 130
    while left_in(building.pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert left_in(building.pid) == []
    assert not (tmp_path / "out").exists()


def left_in(group: int) -> list[list[str]]:
    """Return the processes of a group that live."""
    listed = subprocess.run(["ps", "-o", "pgid=,stat=", "-e"], capture_output=True, text=True, check=True).stdout
    return [row for row in map(str.split, listed.splitlines()) if row[0] == str(group) and not row[1].startswith("Z")]


@pytest.fixture
def small_disk(tmp_path: Path):
    """Mount a disk of 100 kB, where the machine lets us."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(place)], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip("no disk can be mounted here: that takes the rights of root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.slow
def test_a_full_disk_is_told_and_leaves_no_half_file(project, tmp_path, small_disk):
    outcome = run(order(project, small_disk, workers="inline"))
    assert outcome.error is not None
    assert "No space left on device" in outcome.error.message
    assert outcome.error.help
    assert [path for path in small_disk.rglob("*") if path.is_file()] == []


@pytest.mark.slow
def test_a_cache_without_room_costs_time_and_nothing_else(project, right, tmp_path, small_disk):
    means = BuildContext(store=Store(small_disk))
    build_editions(project, project.report(SLUG), ("pdf",), tmp_path / "out", means)
    assert pdf(tmp_path / "out").read_bytes() == right


def test_an_executor_that_is_not_there_is_a_plain_error(project, tmp_path):
    with pytest.raises(UsageError, match="nowhere") as raised:
        run(order(project, tmp_path, workers="nowhere:factory"))
    assert seam.FORMS in raised.value.help
