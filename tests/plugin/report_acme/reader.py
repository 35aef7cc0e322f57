"""A reader: minutes of a meeting, a line for each speaker, become Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.importers.original import Prepared
from report.read.documents import DocumentReader

if TYPE_CHECKING:
    from report.importers.original import Notes


def prepare_minutes(name: str, text: str, notes: Notes) -> Prepared:
    """Give each speaker a paragraph that begins with the name in bold; tell of lines without one."""
    paragraphs = []
    for number, line in enumerate(text.splitlines(), start=1):
        speaker, colon, words = line.partition(":")
        if not colon:
            notes.tell("ACME2", f"nobody is named in {name}", "name who speaks", number)
        paragraphs.append(f"**{speaker}:**{words}" if colon else line)
    return Prepared("# Minutes\n\n" + "\n\n".join(paragraphs))


READER = DocumentReader("minutes", (".minutes",), "markdown", prepare="report_acme.reader:prepare_minutes")
