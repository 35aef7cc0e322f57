"""Where a version is taken from to be built again: the archive, or a PDF alone.

What a file of anybody's is refused for is found before the tool is loaded that would build it: that takes longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.editions.pdf.bind.attached import RECORD, SOURCE, read_carried
from report.model.errors import BuildError
from report.model.metadata import EDITIONS
from report.runtime.foreign import read_whole
from report.themes.theme import STYLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from report.archiving.inventory import Inventory
    from report.archiving.root import StorageRoot
    from report.pipeline.record import Versions


@dataclass(frozen=True, slots=True)
class Stranger:
    """Where a source comes from that is not this project's: its name for messages, and where its themes can be looked at."""

    name: str
    place: str


@dataclass(frozen=True, slots=True)
class RebuildSource:
    """What a version is built again from: its source by names below `sources/`, and the files to compare with.

    `made` are the versions of everything that made it, by group, as a record has them; `epoch` is the SOURCE_DATE_EPOCH
    that it was made with, if any. Where it is a `stranger`'s, its theme must be one that is known.
    """

    slug: str
    source: Mapping[str, bytes]
    files: Mapping[str, bytes]
    made: Versions
    edition: str = EDITIONS[0]
    epoch: str = ""
    stranger: Stranger | None = None


def archived_source(root: StorageRoot, inventory: Inventory, number: int) -> RebuildSource:
    """Take a version from the archive; raise `BuildError` where it has no source, as the notice of a withdrawal has none."""
    from report.archiving.catalogue import held_source, read_file, slug_of
    from report.archiving.content import METADATA, archived_formats
    from report.archiving.content import SOURCE as KEPT_SOURCE
    from report.pipeline.record import read_built, read_making

    slug, state = slug_of(inventory), inventory.versions[number - 1].state
    source = held_source(root, inventory, number)
    record, pdf = f"{METADATA}build.json", f"{slug}.pdf"
    if missing := {record, pdf} - state.keys():
        raise BuildError(f"{slug} v{number} has no {min(missing)}", "name another version")
    names = [name for name in (f"{slug}.{form}" for form in archived_formats()) if name in state]
    files = {name: read_file(root, inventory, number, name) for name in names}
    made = read_built(f"{slug} v{number}: {record}", read_file(root, inventory, number, record))
    path = root.folder(inventory.identifier) / inventory.path_of(number, pdf)
    told = read_making(pdf, read_carried(path, RECORD, name=pdf).attachment(RECORD))
    stranger = Stranger(f"{slug} v{number}", f"{root.folder(inventory.identifier)}, {KEPT_SOURCE}{STYLES}/")
    return RebuildSource(slug, source, files, made["versions"], made["edition"], told.epoch, stranger)


def carried_source(path: Path) -> RebuildSource:
    """Take all from a PDF; raise `BuildError` where it does not carry its source and its record."""
    carried = read_carried(path, SOURCE, RECORD)
    source = carried.source()
    from report.pipeline.record import read_making

    made = read_making(str(path), carried.attachment(RECORD))
    name = f"{made.report}.pdf" if made.edition == EDITIONS[0] else f"{made.report}-{made.edition}.pdf"
    stranger = Stranger(str(path), f"the source that it carries, {STYLES}/")
    return RebuildSource(
        made.report, source, {name: read_whole(path)}, made.versions, made.edition, made.epoch, stranger
    )
