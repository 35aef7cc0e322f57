"""A run of audits over an archive: which objects and files it takes, and what it writes into the log."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NotRequired, TypedDict

from report.archiving.audit import Audit, audit_object, audit_root
from report.archiving.disk import append_plain, bytes_of
from report.archiving.inventory import DamagedError
from report.archiving.recovery import lock_of, recover, sweep
from report.archiving.repair import repair_object
from report.archiving.root import StorageRoot, read_object
from report.model.errors import BuildError
from report.runtime.foreign import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

PARTS = 10_000  # that a sample is reckoned in


class _AuditEntry(TypedDict):
    """A line of the log, as far as it is read again."""

    event: str
    resumed: NotRequired[bool]
    place: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run takes. `share` is the part of all files that is read, 1 for all of them.

    Which files are in a sample goes by the day: one of a twentieth has read every file after twenty days. With
    `resumed`, what the last run has audited is left out if that run did not come to its end.
    """

    when: datetime
    share: float = 1.0
    resumed: bool = False
    copy: StorageRoot | None = None

    def takes(self, digest: str) -> bool:
        """Tell whether the file of a SHA-512 is read."""
        turns = max(round(1 / self.share), 1)
        return (int(digest[:8], 16) + self.when.toordinal()) % turns == 0


def run_audits(root: StorageRoot, plan: Plan, identifiers: tuple[str, ...] = ()) -> Iterator[Audit]:
    """Audit an archive, or the objects named; yield each audit as it is done.

    What was cut off is finished first. Each audit is a line in the log, which is only ever added to; where it cannot be
    written, as in an archive that may only be read, there is none.
    """
    with suppress(OSError):
        sweep(root)
    done = _done(root) if plan.resumed else set()
    folders = [root.folder(one) for one in identifiers] or list(root.objects())
    _log(root, plan, "begin", objects=len(folders), share=plan.share, resumed=bool(done))
    for folder in folders:
        place = folder.relative_to(root.path).as_posix()
        if place in done:
            continue
        _finish(root, folder)
        audit = audit_object(root, folder, plan.takes)
        if audit.findings and plan.copy:
            repaired = repair_object(root, folder, plan.copy)
            if repaired:
                _log(root, plan, "repaired", place=place, files=list(repaired), copy=str(plan.copy.path))
                audit = audit_object(root, folder, plan.takes)
        found = [f"{finding.location}: {finding.code}: {finding.message}" for finding in audit.findings]
        _log(
            root,
            plan,
            "audited",
            place=place,
            object=audit.identifier,
            files=audit.files,
            bytes=audit.size,
            found=found,
        )
        yield audit
    if not identifiers:
        yield Audit("", 0, 0, audit_root(root))
    _log(root, plan, "end")


def _finish(root: StorageRoot, folder: Path) -> None:
    """Finish a version whose adding was cut off, where that may be done."""
    with suppress(OSError, DamagedError):  # which the audit tells
        identifier = _identifier(folder)
        with lock_of(root, identifier):
            recover(root, identifier)


def _identifier(folder: Path) -> str:
    try:
        return read_object(folder).identifier
    except DamagedError:
        return read_object(folder / "v1").identifier


def _done(root: StorageRoot) -> set[str]:
    """Return the places that the last run has audited, if it did not come to its end."""
    places: set[str] = set()
    for line in bytes_of(root.log, None).splitlines():
        with suppress(BuildError):  # of a line that was cut off
            entry = read_json("the log", line, _AuditEntry)
            if entry["event"] in ("begin", "end"):
                places = places if entry.get("resumed") else set()
            elif entry["event"] == "audited":
                places.add(entry.get("place", ""))
    return places


def _log(root: StorageRoot, plan: Plan, event: str, **facts: object) -> None:
    line = json.dumps({"time": plan.when.isoformat(), "event": event, **facts}, ensure_ascii=False)
    with suppress(OSError), append_plain(root.log) as file:
        file.write(f"{line}\n".encode("utf-8", "backslashreplace"))
