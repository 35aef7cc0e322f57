"""No file of a stranger makes a command call anybody, start anything, or open what one of our own does not."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.common import SAMPLES, apply, takes_long
from tests.fuzz.bases import archive, editions, files_in
from tests.fuzz.core import Case, Content
from tests.fuzz.imports import TEXTS, packed
from tests.strangers.hostile import HOSTILE
from tests.strangers.traces import Trace, find_strace, trace

AT_ONCE = 2
BENIGN = "benign"
BUILT = ("specimen", "math", "data", "minimal")


def benign(root: Path) -> dict[str, Case]:
    """Return what our own files are given to, by name: every command that rows of `HOSTILE` run."""
    reports: dict[str, Content] = {}
    for name in BUILT:
        reports |= {f"sources/{path}": data for path, data in files_in(SAMPLES / name / "sources").items()}
    held: dict[str, Content] = {"sources/": "", **{f"archive/{name}": data for name, data in archive(root).items()}}
    made = editions(root)
    files: dict[str, Content] = {
        "x.pdf": made["brief.pdf"],
        "base.pdf": made["brief.pdf"],
        "x.epub": made["brief.epub"],
    }
    documents: dict[str, Content] = {**TEXTS, **packed()}
    return {
        "build": Case(reports, (("report", "build", "-q", "--to", "pdf,epub,html"), ("report", "check"))),
        "import": Case({"sources/": "", **documents}, tuple(("report", "import", name, "--slug", name.replace(".", "-")) for name in documents)),
        "rebuild": Case(files, (("report", "rebuild", "x.pdf"),)),
        "diff": Case(files, (("report", "diff", "base.pdf", "x.pdf", "--to", "html"),)),
        "tell": Case({**files, **held}, (("report", "verify", "x.pdf"), ("report", "verify", "x.epub"))),
        "verify": Case(held, (("report", "verify"),)),
        "archive": Case({f"sources/minimal/{name}": data for name, data in files_in(SAMPLES / "minimal/sources/minimal").items()}, (("report", "archive", "--by", "x"),)),
    }  # fmt: skip


@pytest.fixture(scope="session")
def traces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Trace]:
    """Trace all rows and what is benign, some at once, and return the traces by name."""
    takes_long()
    root = tmp_path_factory.mktemp("traces")
    apply(find_strace, root)
    cases = {f"{BENIGN} {name}": case for name, case in benign(root).items()}
    cases |= {name: row.case(root) for name, row in HOSTILE.items()}

    def traced(case: Case) -> Trace:
        with TemporaryDirectory(dir=root, ignore_cleanup_errors=True) as folder:
            return trace(case, Path(folder))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(cases, pool.map(traced, cases.values()), strict=True))


def of_our_own(traces: dict[str, Trace]) -> list[Trace]:
    return [one for name, one in traces.items() if name.startswith(BENIGN)]


@pytest.mark.attack
@pytest.mark.parametrize("name", HOSTILE)
def test_nobody_is_called_and_nothing_is_opened_that_a_benign_run_does_not_open(name, traces):
    found = traces[name]
    assert found.internet == ()
    assert found.outside == ()
    assert not found.changed
    assert found.beyond(of_our_own(traces)) == []


@pytest.mark.attack
def test_a_benign_run_calls_nobody_either(traces):
    assert [line for one in of_our_own(traces) for line in one.internet] == []


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_a_trace_tells_what_was_opened_started_and_called(tmp_path):
    spy = "import socket, subprocess\nopen('../outside/secret.txt').read()\nopen('/etc/hostname').read()\nsubprocess.run(['true'])\nsocket.socket().connect_ex(('127.0.0.1', 9))\n"
    files = {"report/__init__.py": "", "report/__main__.py": spy}
    found = trace(Case(files, (("report",),)), tmp_path / "case")
    assert found.outside == (str(tmp_path / "case/outside/secret.txt"),)
    assert "/etc/hostname" in found.opened
    assert "true" in found.started
    assert any("connect" in line and "127.0.0.1" in line for line in found.internet)
