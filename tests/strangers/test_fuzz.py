"""The fuzzers: what they make can be made again, what is broken they find, and a share of it breaks nothing here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.common import ROOT, takes_long
from tests.fuzz import growth, running
from tests.fuzz.core import Case, Content, Link, Pipe
from tests.fuzz.families import FAMILIES, made
from tests.fuzz.found import Found
from tests.fuzz.running import SECRET, Run, faults_of, run_in

A_FEW, SEED = 3, 1
REPORT = {
    "sources/brief/report.yaml": "title: A\ndate: 2025-07-14\nlang: en\n",
    "sources/brief/10-a.md": "# A\n\nText.\n",
}
PLANTED = """
import sys
from pathlib import Path
from report.pipeline import proof
from tests.fuzz.__main__ import main

check = proof.check_sources

def planted(project, source, *more):
    if any("`" in path.read_text("utf-8", "replace") for path in source.folder.rglob("*.md")):
        raise ValueError("planted")
    return check(project, source, *more)

proof.check_sources = planted
sys.exit(main(sys.argv[1:]))
"""


def fuzz(*words: str, program: str = "") -> subprocess.CompletedProcess[str]:
    start = ["-c", program] if program else ["-m", "tests.fuzz"]
    command = [sys.executable, *start, *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_a_case_can_be_made_again(family, root):
    assert made(family, SEED, 5, root) == made(family, SEED, 5, root)
    assert made(family, SEED, 5, root) != made(family, SEED + 1, 5, root)


@pytest.mark.slow
def test_a_few_of_each_family_break_no_promise(tmp_path):
    done = fuzz("--cases", str(A_FEW), "--seed", str(SEED), "--keep", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split()[:3] for line in done.stdout.splitlines()[2:]] == [[name, str(A_FEW), "0"] for name in FAMILIES]


@pytest.mark.conformance
@pytest.mark.parametrize("family", FAMILIES)
def test_a_share_of_each_family_breaks_no_promise(family):
    takes_long()
    done = fuzz(family)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_what_is_broken_is_found_and_becomes_a_small_test(tmp_path):
    done = fuzz("sources", "--cases", "12", "--jobs", "1", "--shrink", "10", "--keep", str(tmp_path), program=PLANTED)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "× error: something went wrong that should not have: ValueError: planted" in done.stdout
    found = sorted(tmp_path.glob("test_sources_1_*.py"))
    assert found
    assert min(path.stat().st_size for path in found) < 4_000  # of samples that have more than ten times as much
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        *map(str, found[:1]),
    ]
    again = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)  # fmt: skip
    assert "1 passed" in again.stdout, again.stdout  # for what was planted is not here


def test_any_content_is_written_into_a_test_as_it_is(tmp_path):
    files: dict[str, Content] = {
        "a.md": "é\0\\\"'\n" * 3,
        "b": b"\xff\0" * 99,
        "c": Link("a.md"),
        "d": Pipe(),
        "e/": "",
        "f": "x" * 999,
        "g": "\r\n\x85\ud800",
    }
    case = Case(files, (("report", "check"),), ("never",), {"a": "b"})
    names: dict[str, object] = {}
    path = Found("svg", 1, 2, case, "why\nit is so").write(tmp_path)
    source = path.read_text(encoding="utf-8").replace("assert faults_of(case, tmp_path) == []", "return case")
    exec(compile(source, "found", "exec"), names)
    assert names["test_svg_1_2_breaks_no_promise"](None) == case  # type: ignore[operator]


def test_a_second_find_of_a_case_has_a_file_of_its_own(tmp_path):
    found = Found("svg", 1, 2, Case({}), "why")
    assert found.write(tmp_path) != found.write(tmp_path)


# --- how a run is judged


@pytest.fixture
def judged(tmp_path, monkeypatch):
    """Run a function in the place of a command, and return what is said against it."""

    def judge(function) -> str:
        monkeypatch.setitem(running.PROGRAMS, "report", lambda _: function())
        return " | ".join(
            fault for _, faults in running.played(Case({"a": "b"}), tmp_path / "case") for fault in faults
        )

    return judge


def write(path: str, text: str) -> int:
    return Path(path).write_text(text)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda: os._exit(0), ""),
        (lambda: os._exit(130), "ended with status 130"),
        (lambda: os._exit(1), "without a word"),
        (lambda: os.kill(os.getpid(), 15), "ended with status -15"),
        (
            lambda: (os.write(2, b"error: something went wrong that should not have: X"), os._exit(3)),
            "should not have: X",
        ),
        (lambda: (os.write(2, b"Traceback (most recent call last):\n"), os._exit(3)), "Traceback"),
        (lambda: (os.write(1, SECRET.encode()), os._exit(0)), "told what lies outside"),
        (lambda: (write("out.html", SECRET), os._exit(0)), "an output holds"),
        (lambda: (write("../outside/secret.txt", "x"), os._exit(0)), "outside was changed"),
        (lambda: (write("../outside/more", "x"), os._exit(0)), "outside was changed"),
        (lambda: (write("../spare/x", "x"), os._exit(0)), "temporary files were left"),
        (lambda: os.fork() and os._exit(0), "left a process"),
    ],
)
def test_a_promise_that_is_broken_is_told(function, words, judged, monkeypatch):
    monkeypatch.setattr(running, "GRACE", 0.2)

    def play():
        if function() == 0:  # the child that is left
            os.execvp("sleep", ["sleep", "30"])

    found = judged(play)
    assert (words in found) if words else found == ""


def test_what_takes_too_much_is_told(judged, monkeypatch):
    monkeypatch.setattr(running, "MEMORY", 1 << 20)
    monkeypatch.setattr(running, "SECONDS", 0)
    assert "MiB" in (found := judged(lambda: (sum(range(300_000)), os._exit(0))))
    assert "s of CPU" in found


def test_what_does_not_end_is_ended(judged, monkeypatch):
    monkeypatch.setattr(running, "PATIENCE", 0.3)
    assert "it did not end" in judged(lambda: os.execvp("sleep", ["sleep", "30"]))


def test_a_run_costs_what_it_and_its_children_cost(tmp_path):
    for name in ("desk", "spare"):
        (tmp_path / name).mkdir()
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    run = run_in(
        tmp_path / "desk", lambda: os._exit(os.system(f"{sys.executable} -c '{burn}'")), tmp_path, tmp_path / "spare"
    )
    assert run == Run(0, run.cpu, run.memory, "")
    assert run.cpu >= 0.3
    assert run.memory > 1 << 20


def test_a_file_that_is_made_anew_is_held_against_a_sound_one(tmp_path):
    case = Case(REPORT, (("fresh", "list"),), same={"build/brief/brief.html": "0" * 64})
    assert faults_of(case, tmp_path / "case")[-1].startswith("what was made is not what is made of a sound file")


@pytest.mark.slow
@pytest.mark.parametrize(("power", "grows"), [(1, False), (2, True)])
def test_growth_is_told_by_ratios(power, grows, monkeypatch):
    def parse(text: str) -> None:
        for _ in range(60 if power == 1 else len(text) // 40):
            "".join(character for character in text if character == "b")

    monkeypatch.setitem(growth.PARSERS, "x", parse)
    assert (growth.measure("x", "a") == growth.GROWS) is grows
