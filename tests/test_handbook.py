"""The handbook: its reference pages are what the program's tables give, and it is a report that nobody objects to."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from conftest import apply

from report.checks import CHECKS
from report.commands import COMMANDS
from report.model.rules import RULES
from report.pipeline import build
from report.project import Project
from report.read.keys import KEYS
from report.reference.examples import example_files
from report.reference.pages import FOLDER, HANDBOOK, make_pages

ROOT = Path(__file__).parent.parent
SLUG = HANDBOOK.name
PAGES = make_pages(ROOT, ROOT / HANDBOOK)
FEWEST = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("build")
    project = Project(ROOT)
    result = build(project, project.report(SLUG), ("pdf", "epub", "html"), out)
    assert result.findings == ()
    return out / SLUG


@pytest.fixture(scope="module")
def page_texts(folder):
    document = pypdfium2.PdfDocument(folder / f"{SLUG}.pdf")
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [" ".join(text.split()) for text in texts]


def test_no_generated_page_is_left_over_or_missing():
    assert {path.name for path in (ROOT / HANDBOOK / FOLDER).iterdir()} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_what_the_program_gives(name):
    found = (ROOT / HANDBOOK / FOLDER / name).read_text(encoding="utf-8")
    assert found == PAGES[name], "run `make handbook`"


@pytest.mark.parametrize("name", PAGES)
def test_every_generated_page_is_taken_in(name):
    chapters = [path.read_text(encoding="utf-8") for path in (ROOT / HANDBOOK).glob("*.md")]
    assert sum(f"{{{{< include {FOLDER}/{name} >}}}}" in text for text in chapters) == 1


def test_an_example_is_shown_as_it_is_written():
    for path in example_files(ROOT / HANDBOOK):
        first = path.read_text(encoding="utf-8").strip("\n").split("\n")[0]
        assert first in PAGES[path.name]


def test_every_rule_key_and_command_stands_in_the_handbook(page_texts):
    text = " ".join(page_texts)
    assert [code for code in RULES if f"{code}: " not in text] == []
    assert [key for key in KEYS if f"{key}: " not in text] == []
    options = [option for command in COMMANDS for parameter in command.params for option in parameter.opts]
    assert [option for option in options if option.startswith("--") and option not in text] == []
    assert [command.name for command in COMMANDS if f"report {command.name}" not in text] == []


def test_the_handbook_is_long_and_no_chapter_of_it_is_empty(page_texts):
    assert len(page_texts) >= FEWEST


@pytest.mark.conformance
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_no_validator_objects_to_the_handbook(check, folder):
    assert apply(check.run, folder / f"{SLUG}.{check.format}") == ()
