"""The made-up reports that are measured: equal for equal seeds, good to build, and changed by one word alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from report.pipeline.build import build_editions
from report.read.project import Project
from tests.bench.generator import edit_one_word, write_report

if TYPE_CHECKING:
    from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_equal_seeds_give_equal_bytes(tmp_path):
    first = contents(write_report(tmp_path / "first", "made-up", 20, seed=3))
    second = contents(write_report(tmp_path / "second", "made-up", 20, seed=3))
    other = contents(write_report(tmp_path / "other", "made-up", 20, seed=4))
    assert first == second
    assert first != other


@pytest.mark.slow
def test_a_generated_report_builds_without_a_finding(tmp_path):
    write_report(tmp_path, "made-up", 6)
    project = Project(tmp_path.resolve())
    result = build_editions(project, project.report("made-up"), ("pdf",), tmp_path / "out")
    assert result.findings == ()
    assert (tmp_path / "out" / "made-up" / "made-up.pdf").is_file()


def test_an_edit_changes_one_word_to_one_as_long_and_the_next_changes_it_back(tmp_path):
    report = write_report(tmp_path, "made-up", 20)
    before = contents(report)
    edit_one_word(tmp_path, "made-up")
    after = contents(report)
    changed = [name for name in before if before[name] != after[name]]
    assert len(changed) == 1
    old, new = (texts[changed[0]].decode().split() for texts in (before, after))
    words = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert len(words) == 1
    assert len(words[0][0]) == len(words[0][1])
    edit_one_word(tmp_path, "made-up")
    assert contents(report) == before
