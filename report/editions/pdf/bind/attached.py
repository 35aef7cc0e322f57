"""Read what a PDF carries, and what it is called."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from report.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 256 << 20  # bytes
HELP = "take a PDF that `report build` has made"
SOURCE, RECORD = "-source.zip", "-record.json"  # what the names of our attachments end with


def read_attachment(pdf: Path | bytes, ending: str, name: str = "") -> bytes:
    """Return the attachment whose name has an ending; raise `BuildError` where there is none or the file is no PDF.

    `name` is what messages call the file, where it is not that of a path.
    """
    called = name or (pdf.name if isinstance(pdf, Path) else "the PDF")
    try:
        with pikepdf.Pdf.open(pdf if isinstance(pdf, Path) else io.BytesIO(pdf)) as document:
            for attached, content in _attached(document):
                if attached.endswith(ending):
                    if content.size is not None and content.size > LARGEST:
                        raise BuildError(f"{called} is too large: {attached} has {content.size >> 20} MB", HELP)
                    return bytes(content.read_bytes())
    except pikepdf.PasswordError as error:
        raise BuildError(f"{called} is encrypted", "save it without a password") from error
    except (pikepdf.PdfError, OSError) as error:
        raise BuildError(f"{called} cannot be read: {error}", HELP) from error
    what = "source" if ending == SOURCE else "record"
    raise BuildError(f"{called} does not carry its {what}", HELP)


def _attached(document: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.AttachedFile]]:
    for name, specification in document.attachments.items():
        yield name, specification.get_file()


def read_title(pdf: bytes) -> str:
    """Return what a PDF says it is called; empty where it says nothing, or is none."""
    try:
        with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
            return str(document.docinfo.get("/Title", ""))
    except pikepdf.PdfError:
        return ""
