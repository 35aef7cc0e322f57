"""The dates and identifiers that outputs carry: from the metadata or SOURCE_DATE_EPOCH, not from the clock."""

from __future__ import annotations

import os
import uuid
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from report.model.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from report.model.metadata import Metadata


def document_id(meta: Metadata) -> uuid.UUID:
    """Return the identifier of the PDF, which the EPUB names as the source of its page numbers."""
    return uuid.uuid5(uuid.NAMESPACE_URL, meta.identifier)


def created(meta: Metadata) -> datetime:
    """Return the day of publication at midnight UTC."""
    return datetime.combine(meta.date, time(), UTC)


def modified(meta: Metadata) -> datetime:
    """Return SOURCE_DATE_EPOCH where it is set, else the day of publication.

    Source: reproducible-builds.org, "SOURCE_DATE_EPOCH specification", 1.1.
    """
    return _epoch() or created(meta)


def today() -> date:
    """Return the day of SOURCE_DATE_EPOCH where it is set, else of the clock. No output may hold it."""
    return now().date()


def now() -> datetime:
    """Return the moment of SOURCE_DATE_EPOCH where it is set, else of the clock. No output may hold it."""
    return _epoch() or datetime.now(UTC)


def stated(moment: datetime) -> str:
    """Write a moment as messages do, whatever language a report is in: "2025-07-15 06:00 UTC+08:00"; without a zone it is UTC."""
    zone = moment.isoformat()[-6:] if moment.utcoffset() else ""
    return f"{moment:%Y-%m-%d %H:%M} UTC{zone}"


def _epoch() -> datetime | None:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f'SOURCE_DATE_EPOCH is "{epoch}"', "set it to a number of seconds since 1970, or unset it"
        ) from error
