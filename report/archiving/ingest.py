"""A report goes into the archive: it is held against the rules, its version put together, and added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from report.archiving import content
from report.archiving import ingest_rules as fitness
from report.archiving.commit import Note, commit
from report.archiving.inventory import WAY_OUT, DamagedError
from report.archiving.record import NAME, Record, Withdrawal, read_record, record_of
from report.model.errors import BuildError
from report.model.findings import Finding, Location, has_errors
from report.pipeline.record import read_built
from report.runtime.digests import sha256_of
from report.runtime.foreign import read_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from report.archiving.ingest_rules import IngestRequest
    from report.archiving.inventory import Inventory
    from report.archiving.root import StorageRoot
    from report.model.metadata import Metadata
    from report.pipeline.record import Built

PREFIX = "urn:report:"
CHANGES = "changes/"


@dataclass(frozen=True, slots=True)
class Deposit:
    """What came of it: the number of the version, 0 where none was added, and what speaks against it."""

    number: int = 0
    findings: tuple[Finding, ...] = ()
    unchanged: bool = False


def identifier_of(slug: str) -> str:
    """Return the identifier of a report's object. It is the report's for good, whatever its versions are called."""
    return f"{PREFIX}{slug}"


def ingest(root: StorageRoot, meta: Metadata, folder: Path, request: IngestRequest, changes: Callable[[int], Mapping[str, bytes]] | None = None) -> Deposit:  # fmt: skip
    """Add what was built in `folder` as a version; `changes` tells those since a version's number, as files by name.

    Nothing is added where it is what the last version holds, or not fit for the archive.
    """
    from report.editions.pdf.bind.attached import SOURCE, look_into

    identifier, pdf = identifier_of(meta.slug), f"{meta.slug}.pdf"
    inventory = root.inventory(identifier)
    files = content.editions(folder, meta.slug)
    source = look_into(files[pdf], (SOURCE,), pdf).source()  # in this process: it is our own
    files |= {f"{content.SOURCE}{name}": data for name, data in source.items()}
    if inventory and _same(inventory, files):
        return Deposit(inventory.head, unchanged=True)
    last = last_record(root, inventory) if inventory else None
    told = read_whole(folder / "build.json")
    made = read_built(str(folder / "build.json"), told)
    found = (*fitness.unfit(meta, last, request), *_strayed(meta.slug, made, files))
    if has_errors(found):
        return Deposit(0, found)
    head = inventory.head if inventory else 0
    parts = {name: content.sha512(data) for name, data in files.items() if "/" not in name}
    record = record_of(meta, head + 1, request.note, last, parts)
    changed = changes(head) if changes and head else {}
    beside = content.evidence(folder, {name: files[name] for name in parts})
    version: dict[str, bytes | Path] = {
        **files,
        **content.fonts_of(made["fonts"]),
        **content.described(record),
        f"{content.METADATA}build.json": told,
        **beside,
        **{f"{CHANGES}{name}": data for name, data in changed.items()},
    }
    return Deposit(commit(root, identifier, version, _note(request, record), head), found)


def withdraw_version(root: StorageRoot, inventory: Inventory, number: int, request: IngestRequest, notice: Mapping[str, bytes]) -> int:  # fmt: skip
    """Add a version that says that another is withdrawn, with the `notice` of it as files by name; return its number.

    It stands in the place of the last version if that is the one; else it holds what the last one holds.
    """
    identifier = inventory.identifier
    last = last_record(root, inventory)
    withdrawal = Withdrawal(number, request.note, request.created)
    gone = number == inventory.head
    record = replace(
        last,
        number=inventory.head + 1,
        note=request.note,
        previous=last.text("version"),
        withdrawn=(*last.withdrawn, withdrawal),
        facts={**last.facts, **({"status": "withdrawn"} if gone else {})},
        files={} if gone else last.files,
    )
    state = inventory.versions[-1].state
    folder = root.folder(identifier)
    kept: dict[str, bytes | Path] = (
        {name: folder / inventory.path_of(inventory.head, name) for name in state} if not gone else {}
    )
    files = {
        **kept,
        **content.described(record),
        **{f"withdrawn/v{number}/{name}": data for name, data in notice.items()},
    }
    return commit(root, identifier, files, _note(request, record), inventory.head)


def last_record(root: StorageRoot, inventory: Inventory, number: int = 0) -> Record:
    """Read the record of a version, the last where none is named; raise `DamagedError` where that cannot be done."""
    folder = root.folder(inventory.identifier)
    try:
        return read_record(read_whole(folder / inventory.path_of(number or inventory.head, NAME)))
    except KeyError as error:
        raise DamagedError(f"{folder} has no record of v{number or inventory.head}", WAY_OUT) from error
    except BuildError as error:
        raise DamagedError(f"{folder}: {error.message}", WAY_OUT) from error


def _same(inventory: Inventory, files: Mapping[str, bytes]) -> bool:
    """Tell whether the last version has these very files, and no other edition or source."""
    state = inventory.versions[-1].state
    held = {name: digest for name, digest in state.items() if "/" not in name or name.startswith(content.SOURCE)}
    return held == {name: content.sha512(data) for name, data in files.items()}


def _strayed(slug: str, made: Built, files: Mapping[str, bytes]) -> tuple[Finding, ...]:  # fmt: skip
    """Tell which files are not those that the build's record tells of."""
    told = {name: one["sha256"] for name, one in made["outputs"].items()}
    told |= {f"{content.SOURCE}{name}": one["sha256"] for name, one in made["inputs"].items()}
    now = {name: sha256_of(data) for name, data in files.items()}
    strayed = sorted(name for name in told.keys() | now.keys() if told.get(name) != now.get(name))
    message = "the file is not the one that the build's record tells of"
    return tuple(Finding("A105", message, Location(f"{slug}: {name}"), "archive it again") for name in strayed)


def _note(request: IngestRequest, record: Record) -> Note:
    label = record.text("version")
    message = f"{label}: {request.note}".strip(": ") if request.note else f"Version {label}"
    return Note(message, request.user, request.created, request.address)
