"""Standard streams that are closed, full or not read, and signals: the right status, one line or none, no half file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from report.cli.terminal import Terminal
from report.model.findings import Finding, Location
from tests.common import PATIENCE, ROOT, there

FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's own")


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "sources" / "small"
    folder.mkdir(parents=True)
    (folder / "report.yaml").write_text('title: "Small"\ndate: 2026-01-01\nlang: en\n')
    (folder / "10-one.md").write_text("# One {#sec-one}\n\nA paragraph.\n")
    return tmp_path


def shell(line: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell, in which $report is the program."""
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "report": f"{sys.executable} -m report", **environment}
    command = ["bash", "-c", line]
    return subprocess.run(
        command, cwd=cwd, env=settings, capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False
    )


def start(*arguments: str, cwd: Path, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "report", *arguments]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.Popen(
        command,
        cwd=cwd,
        env=settings,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_build_with_closed_streams_is_a_build(closed, project):
    done = shell(f"$report build --to html {closed}", project)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert (project / "build/small/small.html").read_bytes().endswith(b"</html>\n")


@pytest.mark.slow
def test_what_is_printed_goes_into_no_file_where_standard_output_is_closed(project):
    assert shell("$report list >&-", project).returncode == 0
    done = shell("$report check --format json >&- && $report build --to html >&- 2>&-", project)
    assert (done.returncode, done.stderr) == (0, "")
    assert b"Wrote" not in b"".join(path.read_bytes() for path in (project / "build").rglob("*") if path.is_file())


@pytest.mark.slow
def test_a_reader_that_has_read_enough_ends_nothing(project):
    done = shell("$report build --to html,epub | head -c1 >/dev/null; exit ${PIPESTATUS[0]}", project)
    assert done.returncode == 0
    assert {path.name for path in (project / "build/small").iterdir()} == {"build.json", "small.epub", "small.html"}
    done = shell("$report explain S102 | true; exit ${PIPESTATUS[0]}", project)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@FULL
def test_results_that_cannot_be_written_are_an_error_and_the_build_is_done_nevertheless(project):
    done = shell("$report build -q --to html --format json >/dev/full", project)
    assert done.returncode == 3
    assert done.stderr.splitlines()[0] == "error: standard output cannot be written: No space left on device"
    assert (project / "build/small/small.html").is_file()
    assert shell("$report list 2>/dev/full", project).returncode == 0
    assert shell("$report build nobody >/dev/full", project).returncode == 2


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_while_the_program_is_loaded_ends_it_without_a_word(number, status, project, tmp_path):
    slow = tmp_path / "slow"
    slow.mkdir()
    (slow / "click.py").write_text(
        f"import os, time\nos.kill(os.getpid(), {int(number)})\ntime.sleep(2 * {PATIENCE})\n"
    )
    loading = start("list", cwd=project, PYTHONPATH=f"{slow}:{ROOT}")
    assert loading.communicate(timeout=PATIENCE) == ("", "")
    assert loading.returncode == status


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_a_report_is_built_leaves_nothing_behind(number, project, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    building = start("build", "-j", "2", cwd=project, TMPDIR=str(scratch), REPORT_CACHE=str(tmp_path / "cache"))
    while line := there(building.stderr).readline():
        if line.startswith("Set"):
            break
    os.killpg(building.pid, number)
    _, said = building.communicate(timeout=PATIENCE)
    assert (building.returncode, said.strip()) == (128 + number, "")
    assert list(scratch.iterdir()) == []
    assert [path for path in (project / "build").rglob("*") if path.name.startswith(".")] == []


def test_a_signal_that_is_ignored_stays_ignored(project):
    line = "trap '' HUP; $report list & sleep 0.3; kill -HUP $!; wait $!"
    assert shell(line, project).returncode == 0


LOST = """
import os, signal, time
from report.runtime.signals import end_in_order
class Callback:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
end_in_order()
try:
    Callback()
    time.sleep(1200)
except KeyboardInterrupt:
    os._exit(9)
"""


def test_ctrl_c_in_a_callback_is_not_lost():
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", LOST]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (9, "")


def test_a_text_from_outside_moves_no_cursor(capsys):
    place = Location("sources/a\nerror: all is lost.md", 3)
    Terminal().findings([Finding("S201", "no \x1b[2Jsuch\r file \x9b", place)])
    said = capsys.readouterr().err
    assert not {"\x1b", "\r", "\x9b"} & set(said)
    assert "sources/a\\u000aerror: all is lost.md:3: " in said


@pytest.mark.slow
def test_characters_that_an_encoding_lacks_are_written_as_json_writes_them(project):
    (project / "sources/small/10-one.md").write_text("# Été 😀\n\nA ![](été😀.png)\n", encoding="utf-8")
    done = shell("$report check --format json", project, PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert "été😀.png" in json.loads(done.stdout)[0]["message"]
    done = shell("$report check", project, PYTHONIOENCODING="latin-1:strict")
    assert done.returncode == 1
    assert "\\ud83d\\ude00.png" in done.stderr


def test_a_stream_that_does_not_wait_is_waited_for():
    many = "from report.runtime.streams import hold_streams as hold; hold(); print('x' * 299_999, flush=True)"
    line = f"({sys.executable} -c 'import os; os.set_blocking(1, False)'; {sys.executable} -c \"{many}\") | (sleep 1; wc -c)"
    assert shell(line, ROOT).stdout.strip() == "300000"


def test_a_folder_that_has_gone_is_named(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    done = shell(f"rmdir {gone}; $report list", gone)
    assert done.returncode in {2, 3}
    assert done.stderr.startswith("error: ")
    assert "went wrong" not in done.stderr
