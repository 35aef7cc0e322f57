"""Tables from data, with their rows in place, so that they are compared cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.model.tree import containers
from report.model.words import words_for
from report.read.data_blocks import CSV
from report.read.lines import Places
from report.resolve.context import Context
from report.resolve.data_tables import set_data_table

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.manuscript import Block, Manuscript, Section
    from report.read.project import Project


@dataclass(slots=True)
class DataReader:
    """Reads the sections of a manuscript; `files` are those that the rows of its tables were in."""

    manuscript: Manuscript
    project: Project
    files: list[Path] = field(default_factory=list)

    def read(self, section: Section) -> tuple[Block, ...]:
        """Read a section; a table whose data cannot be read is left as it was written, to be found fault with."""
        blocks = section.read()
        tables = [one for one in containers(blocks) if one["t"] == "Table" and CSV in one["c"][0][1]]
        for table in tables:
            self._fill(table, section)
        return blocks

    def _fill(self, table: Block, section: Section) -> None:
        words = words_for(self.manuscript.metadata.lang)
        context = Context(self.project, self.manuscript, words, {}, section, Places(section))
        identifier, classes, pairs = table["c"][0]
        set_data_table(table, context)
        self.files += context.files
        if context.findings:
            table["c"][0] = [identifier, classes, pairs]
        else:
            stubs = str(table["c"][4][0][1])
            table["c"][0] = [identifier, table["c"][0][1], [*table["c"][0][2], ["header-columns", stubs]]]
