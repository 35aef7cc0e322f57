"""The engine starts quickly, and plainly where a shortcut fails: the same bytes either way."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from report.editions.pdf.weasy.declarations import KIND
from report.fonts import fonts_folder
from report.pipeline.build import build_editions
from report.runtime.store import FOLDER, Store
from tests.common import PATIENCE, ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RENDER = """
import hashlib, sys
from report.editions.pdf.weasy.render import render_part
from report.model.parts import PartSource
page = b'<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head/><body><h1>One</h1><p>Some words.</p></body></html>'
part = render_part(PartSource("one", page, "html { font: 10pt 'Source Serif 4' }", "en"))
print(hashlib.sha256(part.pdf).hexdigest(), "cffi" in sys.modules, "fontTools.ttLib" in sys.modules)
"""


def render(cache: Path, more: Mapping[str, str] | None = None) -> list[str]:
    environment = {**os.environ, "REPORT_CACHE": str(cache), "PYTHONPATH": str(ROOT), **(more or {})}
    done = subprocess.run(
        [sys.executable, "-c", RENDER], env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    kept = fonts_folder()
    for path in (kept, kept.with_name(f"{kept.name}.stamp")):
        (tmp_path / path.name).symlink_to(path)
    return tmp_path


def test_the_first_start_keeps_what_the_next_one_need_not_parse(cache):
    first, second = render(cache), render(cache)
    assert first[0] == second[0]
    assert second[1:] == ["False", "False"]  # neither cffi's parser nor fontTools is imported


@pytest.mark.slow
def test_a_plain_start_gives_the_same_bytes(cache):
    plain = render(cache, {"REPORT_PLAIN_START": "1"})
    assert plain[1:] == ["True", "True"]
    assert plain[0] == render(cache)[0]


@pytest.mark.slow
@pytest.mark.parametrize("kept", ["ffi = object()", "raise RuntimeError", ""])
def test_a_start_falls_back_where_what_was_kept_does_harm(kept, cache):
    right = render(cache)
    (declarations,) = (cache / FOLDER / KIND).glob("*/*")
    code = marshal.dumps(compile(kept, "kept", "exec")) if kept else b"no code at all"
    assert Store(cache / FOLDER).put(KIND, declarations.name, code)
    assert render(cache)[0] == right[0]
    assert render(cache) == render(cache)  # it has been made anew, or is not used


HEAVY = ("weasyprint", "lxml", "jinja2", "pikepdf", "pypandoc", "PIL", "rich")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["--help", "--version", "list", "build --help", "build", "clean"])
def test_a_command_that_renders_nothing_imports_nothing_heavy(command, tmp_path, make_project):
    project = make_project()
    build_editions(project, project.report("brief"), ("pdf",), project.root / "build")
    again = ["-m", "report", "build", "--to", "pdf", "-q"] if command == "build" else None
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if again:
        subprocess.run([sys.executable, *again], cwd=project.root, env=environment, check=True, timeout=PATIENCE)
    words = again or ["-m", "report", *command.split()]
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *words], cwd=project.root, env=environment, capture_output=True, text=True,
        check=True, timeout=PATIENCE,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "click" in imported
    assert imported.isdisjoint(HEAVY)
