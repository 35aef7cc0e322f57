"""Read what is attached to a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from report.errors import BuildError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 256 << 20  # bytes
HELP = "take a PDF that `report build` has made"


def read_attachment(path: Path, ending: str) -> bytes:
    """Return the attachment whose name has an ending; raise `BuildError` where there is none or the file is no PDF."""
    try:
        with pikepdf.Pdf.open(path) as pdf:
            for name, attached in pdf.attachments.items():
                if name.endswith(ending):
                    file = attached.get_file()
                    if file.size is not None and file.size > LARGEST:
                        raise BuildError(f"{path.name} is too large: {name} has {file.size >> 20} MB", HELP)
                    return bytes(file.read_bytes())
    except pikepdf.PasswordError as error:
        raise BuildError(f"{path.name} is encrypted", "save it without a password") from error
    except (pikepdf.PdfError, OSError) as error:
        raise BuildError(f"{path.name} cannot be read: {error}", HELP) from error
    raise BuildError(f"{path.name} does not carry its source", HELP)
