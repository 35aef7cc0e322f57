"""What is fit for the archive: the rules that a version has to meet before it is added."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.model.metadata import Status
from report.model.stamps import stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.archiving.record import Record
    from report.model.metadata import Metadata


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """What is asked of the archive: the note of what has changed, by whom, when, and whether it may be embargoed."""

    note: str
    user: str
    when: datetime
    address: str = ""
    embargoed: bool = False

    @property
    def created(self) -> str:
        """The moment as the archive writes it."""
        return self.when.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def unfit(meta: Metadata, last: Record | None, request: IngestRequest) -> Iterator[Finding]:
    """Tell what speaks against a version that comes after `last`."""
    if meta.status is Status.DRAFT:
        message = "a draft cannot be archived"
        yield Finding("A101", message, meta.place("status", "title"), "write `status: final` when it is")
    label = meta.version
    if not re.search(r"\d", label):
        yield Finding(
            "A102",
            f'the version "{label}" has no number' if label else "the version has no number",
            meta.place("version", "title"),
            'write `version: "1.0"`',
        )
    elif last and not is_later(label, last.text("version")):
        message = f'version "{label}" is not higher than "{last.text("version")}", which is in the archive'
        yield Finding("A102", message, meta.place("version", "title"), "give it a higher number")
    if last and not request.note.strip():
        message = f"what has changed since version {last.text('version')} is not said"
        yield Finding("A103", message, meta.place("version", "title"), "say it: `-m 'Table 3 corrected'`")
    if meta.embargo_until and not request.embargoed and _moment(meta.embargo_until) > request.when:
        message = f"the report is under embargo until {stated(meta.embargo_until)}"
        help = "archive it then, or with `--embargoed` where nobody reads the archive who may not read the report"
        yield Finding("A104", message, meta.place("embargo-until", "title"), help)


def is_later(label: str, other: str) -> bool:
    """Tell whether a version's number is higher than another's, part by part: 1.10 is higher than 1.9."""
    one, two = ([int(part) for part in re.findall(r"\d+", text)] for text in (label, other))
    length = max(len(one), len(two))
    return one + [0] * (length - len(one)) > two + [0] * (length - len(two))


def _moment(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
