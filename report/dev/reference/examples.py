"""Examples of the handbook: each is shown as it is written, and set from the same file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.dev.reference.markup import definition, listing

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "_examples"
SHOWN_ONLY = {"no-alternative-text", "open-point"}  # they would be findings
OUTSIDE = {"landscape"}  # it takes a page of its own, and no list goes over it
NOTE = "\n\n[^"


def example_files(handbook: Path) -> list[Path]:
    """List the examples; a name with an underscore is a file that an example takes in."""
    return sorted(path for path in (handbook / FOLDER).glob("*.md") if not path.name.startswith("_"))


def show_example(path: Path) -> str:
    """Show an example as it is written and as it is set.

    A shortcode stands as it is written only in a listing that is not indented, and the text of a note may not be
    indented at all: both are kept out of the list.
    """
    text = path.read_text(encoding="utf-8").strip("\n")
    shown = listing(text, "markdown")
    if path.stem in SHOWN_ONLY:
        return f"{shown}\n"
    if "{{<" in text or path.stem in OUTSIDE:
        return f"{shown}\n\n{text}\n"
    body, mark, notes = text.partition(NOTE)
    parts = ["You write", definition(shown), "You get", definition(body)]
    return "\n\n".join(parts) + (f"{mark}{notes}" if mark else "") + "\n"
