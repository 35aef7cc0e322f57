"""What a lint of one section looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from report.model.findings import Location
    from report.model.manuscript import Section
    from report.model.tree.inlines import Image
    from report.model.tree.views import Block
    from report.read.lines import Places


@dataclass(frozen=True, slots=True)
class LintScope:
    """A section as it was read, in the report's language: its blocks, and all `elements` in them but words.

    `measure` is the width of its text in mm, 0 where unknown, and `file` finds the file of a picture by its source as written.
    The report is `final` where it is given out as it is.
    """

    section: Section
    blocks: Sequence[Block]
    elements: Sequence[Block]
    lang: str
    measure: float
    file: Callable[[str], Path | None]
    final: bool = False


def source_of(image: Image) -> str:
    """Return the path of a picture as its author wrote it."""
    return unquote(image.source)


def place_of_image(image: Image, places: Places) -> Location:
    """Locate a picture."""
    source, written = image.source, source_of(image)
    return places.next(f"]({source}", f"]({written}", f"](<{written}", source, written)
