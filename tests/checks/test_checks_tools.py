"""The tools that check a report: found or missing, and run without a trace."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest

from report.checks import ace, axe, epubcheck, nu, pdf_profiles, reader, tools, verapdf
from report.model.errors import BuildError, ToolMissing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from report.model.findings import Finding

    Check = Callable[[Path], tuple[Finding, ...]]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Be on a machine with no tool at all."""
    for variable in ("JAVA", "NODE", "PUPPETEER_EXECUTABLE_PATH"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("REPORT_TOOLS", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tools, "find_spec", lambda _name: None)
    monkeypatch.setitem(sys.modules, "page", None)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    "find",
    [
        tools.find_java,
        tools.find_node,
        tools.find_chromium,
        tools.find_epubcheck,
        tools.find_verapdf,
        tools.find_ace,
        tools.find_reader,
        tools.find_epubjs,
        tools.find_nu,
        tools.find_axe,
    ],
)
def test_a_missing_tool_ends_with_status_4_and_says_how_to_get_it(find: Callable[[], Path]) -> None:
    with pytest.raises(ToolMissing, match="is missing") as caught:
        find()
    assert caught.value.status == 4
    assert "make tools" in caught.value.help


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    "check",
    [
        epubcheck.check_epubcheck,
        ace.check_ace,
        reader.check_reader,
        reader.check_epubjs,
        nu.check_nu,
        axe.check_axe,
        verapdf.check_verapdf,
        pdf_profiles.check_pdf_profiles,
    ],
)
def test_a_check_whose_tool_is_missing_does_not_pass(check: Check, tmp_path: Path) -> None:
    document = tmp_path / "a.epub"
    document.touch()
    with pytest.raises(ToolMissing):
        check(document)


def test_a_variable_that_names_no_program_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA", "/no/such/java")
    with pytest.raises(ToolMissing, match="JAVA is /no/such/java"):
        tools.find_java()


def test_a_document_that_was_not_built_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="there is no such file to check"):
        epubcheck.check_epubcheck(tmp_path / "none.epub")


def test_a_tool_takes_the_scratch_folder_for_its_home() -> None:
    with tools.scratch() as folder:
        assert tools.run(["sh", "-c", 'echo "$HOME"'], folder).out.strip() == str(folder)
    assert not folder.exists()


def test_a_tool_that_does_not_end_is_ended_with_its_children(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="did not end within"):
        tools.run(["sh", "-c", f"(sleep 0.6; touch {tmp_path}/outlived) & wait"], tmp_path, seconds=0.2)
    time.sleep(0.8)
    assert not list(tmp_path.iterdir())
