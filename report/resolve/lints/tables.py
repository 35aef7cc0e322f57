"""S228: tables without heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.model.tree import text_of
from report.read.data_blocks import CSV
from report.read.lines import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.manuscript import Block
    from report.resolve.lints.scope import LintScope


def check_tables(scope: LintScope) -> Iterator[Finding]:
    """Find tables whose head is empty, or has only empty cells."""
    places = Places(scope.section)
    for table in scope.elements:
        if table["t"] != "Table" or CSV in table["c"][0][1] or text_of(table["c"][3][1]).strip():
            continue
        caption = text_of(table["c"][1][1]).strip()
        name = f' "{caption}"' if caption else ""
        place = places.passage(_first_cell(table) or caption)
        yield Finding("S228", f"the table{name} has no header cells", place, "name the columns in its first row")


def _first_cell(table: Block) -> str:
    cells = (cell for body in table["c"][4] for row in body[3] for cell in row[1])
    return next((text for cell in cells if (text := text_of(cell[4]).strip())), "")
