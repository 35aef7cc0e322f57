"""Notes: each is numbered through the whole report, called by a link, and set aside with the others of its section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.tree import div, replace_in, string
from report.model.tree.attributes import Attributes
from report.model.tree.inlines import Footnote, Link

if TYPE_CHECKING:
    from report.model.tree.views import Block

NOTE_BODIES = "note-bodies"


def call_notes(blocks: tuple[Block, ...], first: int) -> tuple[Block, ...]:
    """Put the calls of notes in their places, the first with the number `first`, and return the notes' texts."""
    notes: list[Block] = []

    def call(element: Block) -> Block:
        number = str(first + len(notes))
        notes.append(div(Footnote(element).blocks, identifier=f"fn{number}"))
        attr = Attributes.make(f"fnref{number}", ["noteref"], [("role", "doc-noteref")])
        return Link.make(string(number), f"#fn{number}", attr)

    for block in blocks:
        replace_in(block, "Note", call)
    return tuple(notes)
