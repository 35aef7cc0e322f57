"""The handbook: its reference pages are what the program's tables give, and it is a report that nobody objects to."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from report.checks import CHECKS
from report.cli.commands import COMMANDS
from report.dev.reference.examples import example_files
from report.dev.reference.pages import FOLDER, HANDBOOK, make_pages
from report.importers.new_report import Beginning, start_report
from report.model.findings import Severity
from report.model.rules import RULES
from report.pipeline.proof import check_sources
from report.read.keys import KEYS
from report.read.project import Project
from tests.common import ROOT, apply

if TYPE_CHECKING:
    from report.model.findings import Finding

SLUG = HANDBOOK.name
PAGES = make_pages(ROOT, ROOT / HANDBOOK)
FEWEST = 60


@pytest.fixture(scope="module")
def folder(built):
    return built(SLUG, ROOT)


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


@pytest.mark.slow
def test_every_rule_key_and_command_stands_in_the_handbook(page_texts):
    text = " ".join(page_texts)
    assert [code for code in RULES if f"{code}: " not in text] == []
    assert [key for key in KEYS if f"{key}: " not in text] == []
    options = [option for command in COMMANDS for parameter in command.params for option in parameter.opts]
    assert [option for option in options if option.startswith("--") and option not in text] == []
    assert [command.name for command in COMMANDS if f"report {command.name}" not in text] == []


@pytest.mark.slow
def test_the_handbook_is_long(page_texts):
    assert len(page_texts) >= FEWEST


def listings(text: str, language: str) -> list[str]:
    """Return the listings of a language in a text."""
    found = re.finditer(rf"^(`{{3,}}){language}\n(.*?)\n\1$", text, re.DOTALL | re.MULTILINE)
    return [match[2] for match in found]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def findings(project: Project) -> tuple[Finding, ...]:
    return check_sources(project, project.report("grain-report"))


@pytest.mark.slow
def test_the_tutorial_tells_what_happens(tmp_path):
    text = (ROOT / HANDBOOK / "15-tutorial.md").read_text(encoding="utf-8")
    section, mended, addition = listings(text, "markdown")
    mends = mended.split("\n\n")
    (data,) = [block for block in listings(text, "text") if block.startswith("Market,")]
    (told,) = [block for block in listings(text, "text") if "error S203" in block]
    written = start_report(tmp_path, Beginning("grain-report", "Grain prices after the harvest", lang="en-GB"))
    assert [path.as_posix() for path in written if f"Wrote     {path.as_posix()}\n" not in text] == []
    folder = tmp_path / "sources" / "grain-report"
    (folder / "30-prices.md").write_text(section, encoding="utf-8")
    (folder / "data" / "prices.csv").write_text(data, encoding="utf-8")
    (folder / "figures" / "prices.svg").write_text(listings(text, "xml")[0], encoding="utf-8")
    errors = [str(one) for one in findings(Project(tmp_path)) if one.severity is Severity.ERROR]
    assert squeezed("".join(errors)) == squeezed(told)
    parts = [
        next((mend for mend in mends if part.startswith(mend[:9])), part) for part in (*section.split("\n\n"), addition)
    ]
    (folder / "30-prices.md").write_text("\n\n".join(parts), encoding="utf-8")
    references = (folder / "references.bib").read_text(encoding="utf-8")
    (folder / "references.bib").write_text(references + "\n" + listings(text, "bibtex")[0], encoding="utf-8")
    assert findings(Project(tmp_path)) == ()


@pytest.mark.conformance
@pytest.mark.skipif(os.environ.get("REPORT_REQUIRE_TOOLS") != "1", reason="long: `make conformance` does it")
@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.name)
def test_no_validator_objects_to_the_handbook(check, folder):
    assert apply(check.run, folder / f"{SLUG}.{check.format}") == ()
