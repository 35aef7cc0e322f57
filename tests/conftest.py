"""What the tests share: goldens, and projects made for one test."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from report.fonts import fonts_folder
from report.read.project import Project
from tests.common import HEAD, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


os.environ["FONTCONFIG_FILE"] = str(fonts_folder() / "fonts.conf")  # before a test module imports WeasyPrint by itself

for ending in ("SIGINT", "SIGTERM", "SIGHUP"):  # where they are ignored, as under nohup, what a test starts inherits it
    signal.signal(getattr(signal, ending), signal.default_int_handler if ending == "SIGINT" else signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Rewrite the golden files with what is found.")


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
