"""Import documents: what other programs made becomes the sources of a report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.read.project import find_project

if TYPE_CHECKING:
    from report.importers.importing import Imported
    from report.model.progress import Listener


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to be imported into the project at or above a folder: `files`, one report of all of them, in their order.

    `slug`, `title`, `lang` (BCP 47) and files of references are taken from the documents where they are empty.
    """

    files: tuple[Path, ...]
    project: Path = Path()
    slug: str = ""
    title: str = ""
    lang: str = ""
    bibliography: tuple[Path, ...] = ()


def import_documents(request: ImportRequest, listener: Listener | None = None) -> Imported:
    """Write the report of some documents below `sources/`.

    Raise `UsageError` where the report is already there, `BuildError` where a document cannot be read; nothing is
    written then.
    """
    from report.importers.importing import ImportWishes, write_imported

    wishes = ImportWishes(request.slug, request.title, request.lang, request.bibliography)
    done = write_imported(find_project(request.project), request.files, wishes)
    if listener:
        listener.found(done.findings)
    return done
