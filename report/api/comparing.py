"""Compare two versions of a report: a redline shows what has changed in its text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.api.choosing import chosen_names, outputs_of, project_at
from report.model.progress import Listener

if TYPE_CHECKING:
    from report.redline.edition import Redline


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """What is to be compared: an `old` and a `new` version, each as `report diff` takes it.

    That is a report, its folder, REPORT@REVISION in git, REPORT@v2 in the archive, or a PDF made here; `project` is a
    folder in the project, if there is one. `note` stands in front of the changes. `formats` are pdf, epub, html and docx,
    all where none is named. `out` is the folder to write to, `store` the archive; where they are None, the project says.
    `trusted` lets the theme be used that the newer version brings, also where it is not known.
    """

    old: str
    new: str
    project: Path = Path()
    note: str = ""
    formats: tuple[str, ...] = ()
    out: Path | None = None
    store: Path | None = None
    trusted: bool = False


def compare(request: CompareRequest, listener: Listener | None = None) -> Redline:
    """Compare two versions and write the redline, unless nothing has changed or an error is found.

    Raise `UsageError` where a version is not there, `BuildError` where one cannot be read.
    """
    from report.pipeline.build import BuildContext
    from report.redline.edition import RedlineRequest, make_redline, redline_formats
    from report.runtime.store import open_store

    formats = chosen_names(request.formats, redline_formats(), "format")
    project = project_at(request.project)
    out = outputs_of(project, request.out, request.project)
    wanted = RedlineRequest(
        request.old, request.new, request.note, formats, out, request.store, trusted=request.trusted
    )
    listener = listener or Listener()
    with open_store() as store:
        redline = make_redline(wanted, project, BuildContext(listener, store))
    listener.found(redline.findings)
    return redline
