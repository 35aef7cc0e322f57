"""A format: the text of a report and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.compose.xml import element_text, find
from report.editions.selection import tree_for
from report.model.formats import Format
from report.pipeline.build import Edition

if TYPE_CHECKING:
    from report.pipeline.build import BuildJob


def make_text(job: BuildJob) -> Edition:
    """Write the paragraphs and headings of the master, a line each."""
    root = tree_for(job.master, "txt")
    lines = [element_text(element) for element in find(root, "//x:main//x:p | //x:main//x:h2")]
    return Edition("".join(f"{line}\n" for line in lines if line).encode(), f"{len(lines)} lines")


FORMAT = Format("txt", "text/plain", "report_acme.format:make_text")
