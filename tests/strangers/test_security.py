"""The chapter on strangers' files: it has a row for each command, and its numbers are those of the program."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from report.cli.commands import COMMANDS
from tests.common import ROOT

CHAPTER = (ROOT / "sources/handbook/87-security.md").read_text(encoding="utf-8")
MB = 1 << 20
LIMITS = (  # a row's beginning, and what of the program has to stand in it, in the unit that it is told in
    ("A picture", "read.drawings.reader:LARGEST", MB),
    ("A document to import", "read.documents:LARGEST", MB),
    ("What a packed document", "runtime.foreign:SPARE", MB),
    ("What a packed document", "runtime.foreign:GROWTH", 1),
    ("What a packed document", "read.archives:LARGEST", MB),
    ("Files in one packed document", "runtime.packed:MOST", 1),
    ("What an EPUB unpacks to", "checks.parity.markup:LARGEST", MB),
    ("A record in a PDF", "editions.pdf.bind.attached:LARGEST_RECORD", MB),
    ("An XML document", "runtime.foreign:LARGEST_XML", MB),
    ("The text of a Word", "read.archives:MOST_TAGS", 1),
    ("An inventory", "archiving.disk:LARGEST", MB),
    ("YAML", "read.yaml_nodes:DEEPEST", 1),
    ("Includes", "read.shortcodes:DEEPEST", 1),
    ("Includes", "read.shortcodes:MOST", 1),
    ("A citation style", "read.csl:LARGEST", 1_000_000),
    ("A template", "compose.sandbox:LARGEST_TEMPLATE", 1),
    ("A template", "compose.sandbox:LARGEST_PAGE", 1),
    ("One run of pandoc", "read.converter:SECONDS", 1),
    ("One run of pandoc", "read.converter:OF_TEXT", 1),
    ("One run of pandoc", "read.converter:MOST_SECONDS", 1),
    ("One run of pandoc", "read.converter:MEMORY", 1_000_000),
    ("One run of pandoc", "read.converter:MOST_MEMORY", 1_000_000),
    ("One opening of a PDF", "runtime.apart:SECONDS", 1),
    ("One opening of a PDF", "runtime.apart:MEMORY", MB),
    ("One chart", "resolve.charts.engine:SECONDS", 1),
    ("One chart", "resolve.charts.engine:MEMORY", 1_000_000),
    ("A part of a report", "pipeline.scheduler:SECONDS", 1),
    ("A part of a report", "pipeline.scheduler:MEMORY", 1),
    ("What git gives", "redline.revisions:SECONDS", 1),
    ("What git gives", "redline.revisions:LARGEST", MB),
)


def rows(label: str) -> dict[str, list[str]]:
    """Return the rows of the table that has a label, by their first cells."""
    before = CHAPTER[: CHAPTER.index(f"{{#{label}}}")].rstrip().split("\n\n")
    lines = [block for block in before if block.startswith("|")][-1].split("\n")[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {first: rest for first, *rest in cells}


def test_each_command_says_what_it_promises():
    promises = rows("tbl-promises")
    assert sorted(promises) == sorted(f"`{command.name}`" for command in COMMANDS)
    assert [name for name, cells in promises.items() if not all(cells)] == []


@pytest.mark.parametrize(("row", "place", "unit"), LIMITS)
def test_the_limits_are_those_of_the_program(row, place, unit):
    module, _, name = place.partition(":")
    number = getattr(import_module(f"report.{module}"), name) / unit
    [told] = [cells[0] for first, cells in rows("tbl-limits").items() if first.startswith(row)]
    assert re.search(rf"(?<![\d,]){number:,g}(?![\d,])" if number < 1000 else f"{number:,.0f}", told), (number, told)


def test_what_to_do_with_a_hole_stands_at_the_top_and_leads_to_the_chapter():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    [path] = re.findall(r"\]\((sources/[^)]+)\)", text)
    assert (ROOT / path).read_text(encoding="utf-8") == CHAPTER
    assert "SECURITY.md" in CHAPTER
