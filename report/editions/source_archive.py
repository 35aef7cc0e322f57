"""The complete source of a report as one archive, the same bytes for the same files."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that ZIP can write


def write_archive(files: Mapping[str, bytes], when: datetime) -> bytes:
    """Pack files by name, in order of name, all with one date and one mode."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            archive.writestr(archive_entry(name, when), files[name], compresslevel=9)
    return out.getvalue()


def archive_entry(name: str, when: datetime) -> zipfile.ZipInfo:
    """Describe one file of an archive without clock, user or umask."""
    entry = zipfile.ZipInfo(name, max(when.timetuple()[:6], EARLIEST))
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
