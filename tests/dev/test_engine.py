"""The script that compares the replaced functions with another version of the layout engine."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from report.dev.engine import find_definition, main, replaced_functions


def package(name: str) -> Path:
    spec = find_spec(name)
    assert spec
    assert spec.origin
    return Path(spec.origin).parent


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    """Copy the installed packages, as another version of them."""
    for name in ("weasyprint", "pydyf"):
        shutil.copytree(package(name), tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_installed_engine_is_as_it_was(engine, capsys):
    assert main([str(engine)]) == 0
    count = len(replaced_functions())
    assert capsys.readouterr().out == f"{count} of {count} replaced functions are as they were\n"


def test_what_has_changed_and_what_is_gone_is_named(engine, capsys):
    lines, anchors = engine / "weasyprint/text/line_break.py", engine / "weasyprint/pdf/anchors.py"
    lines.write_text(lines.read_text().replace("if not text or len(text) < 2:", "if not text or len(text) < 3:"))
    anchors.write_text(anchors.read_text().replace("def resolve_links(", "def find_links("))
    assert main([str(engine)]) == 1
    told = capsys.readouterr().out.splitlines()[:-1]
    assert told == [
        "changed  cure   weasyprint.text.line_break.get_next_word_boundaries",
        "gone     part   weasyprint.pdf.anchors.resolve_links",
    ]


def test_a_comment_changes_nothing():
    source = "class A:\n    def b(self):\n        {}return 1\n"
    assert find_definition(source.format("# why\n        "), "A.b") == find_definition(source.format(""), "A.b")
    assert find_definition(source.format(""), "A.c") is None


@pytest.mark.parametrize(
    ("words", "said"), [((), "usage"), (("nowhere.whl",), "neither a wheel"), ((".",), "neither weasyprint")]
)
def test_what_is_no_engine_is_told(words, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    assert said in capsys.readouterr().err
