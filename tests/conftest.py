"""What the tests share: goldens, projects made for one test, and reports built once for a whole run."""

from __future__ import annotations

import os
import signal
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from report.fonts import fonts_folder
from report.pipeline.build import BuildContext, build_editions
from report.read.project import Project
from tests.common import FORMATS, HEAD, QUICK, SAMPLES, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


if (
    "PYTEST_XDIST_WORKER" not in os.environ
):  # all processes of a run share a cache, which is not the user's: it may hold
    CACHE = tempfile.TemporaryDirectory(prefix="report-tests-", ignore_cleanup_errors=True)  # anything, and a lot of it
    os.environ["REPORT_CACHE"] = CACHE.name

os.environ["FONTCONFIG_FILE"] = str(fonts_folder() / "fonts.conf")  # before a test module imports WeasyPrint by itself

for ending in ("SIGINT", "SIGTERM", "SIGHUP"):  # where they are ignored, as under nohup, what a test starts inherits it
    signal.signal(getattr(signal, ending), signal.default_int_handler if ending == "SIGINT" else signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Rewrite the golden files with what is found.")


def pytest_configure(config: pytest.Config) -> None:
    """Leave out what takes long where neither files nor marks are named: `pytest` alone is `make test`."""
    if config.args_source is not pytest.Config.ArgsSource.ARGS and not config.option.markexpr:
        config.option.markexpr = QUICK


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file, or rewrite the file under `--update-golden`."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is not there; run pytest with --update-golden and review it"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Project]:
    """Make a project with the report `brief`, of a head and a section that are good unless `files` say otherwise."""

    def make(files: Mapping[str, str | bytes] | None = None, slug: str = "brief") -> Project:
        folder = tmp_path / "project" / "sources" / slug
        for name, content in {"report.yaml": HEAD, "10-introduction.md": TEXT, **(files or {})}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Project((tmp_path / "project").resolve())

    return make


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Build a sample, or a report of another `root`, once in all formats for all tests of a run; return its files' folder.

    Whoever asks first builds it, also where the tests run in several processes: the others wait. For screens it has no finding.
    """
    top = tmp_path_factory.getbasetemp()
    run = top.parent if "PYTEST_XDIST_WORKER" in os.environ else top  # the processes of a run share this folder

    def ask(name: str, root: Path | None = None, edition: str = "screen") -> Path:
        out = run / "built" / f"{name}-{edition}"
        out.mkdir(parents=True, exist_ok=True)
        with _alone(out):
            if not (told := out / "findings.txt").exists():
                project = Project(root or SAMPLES / name)
                context = BuildContext(edition=edition)
                result = build_editions(project, project.report(name), FORMATS, out, context)
                told.write_text("\n".join(map(str, result.findings)), encoding="utf-8")
        assert told.read_text(encoding="utf-8") == "" or edition != "screen"
        return out / name

    return ask


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait for others who hold a folder; where there are no locks, the tests run in one process."""
    lock = os.open(folder, os.O_RDONLY) if os.name == "posix" else -1
    try:
        with suppress(ImportError):
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        if lock >= 0:
            os.close(lock)
