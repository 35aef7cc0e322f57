"""Writing that is on the disk when it returns: files and folders are synced, names are changed in one step."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from report.model.errors import BuildError
from report.runtime.drafts import new_draft
from report.runtime.plain_files import NotPlainFile, open_plain, read_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIECE = 1 << 20
LARGEST = 256 << 20  # bytes of an inventory, or of what else is read whole of an archive but its content


def sha512_of_file(path: Path) -> str:
    """Return the SHA-512 of a plain file, in hexadecimal."""
    with open_plain(path) as file:
        return hashlib.file_digest(file, "sha512").hexdigest()  # type: ignore[arg-type]  # it is a BufferedReader


def bytes_of(path: Path, limit: int | None = LARGEST) -> bytes:
    """Read a plain file; nothing where it is not there or cannot be read, or is larger than the limit in bytes."""
    try:
        return read_plain(path, limit)
    except OSError:
        return b""


def append_plain(path: Path) -> IO[bytes]:
    """Open a plain file for adding to it, making it where it is not there; raise an `OSError` for a link or a pipe."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags, 0o666)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotPlainFile(errno.EINVAL, "it is no plain file", str(path))
    return os.fdopen(handle, "ab")


def write_synced(path: Path, data: bytes) -> None:
    """Write a new file and sync it. Its folder is to be synced by whoever is done with it."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_synced(path: Path, data: bytes, stage: Path) -> None:
    """Put a file in the place of another in one step, from a folder `stage` on the same file system."""
    draft, file = new_draft(stage)
    with file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Sync the names in a folder; where a system has no such thing, do nothing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_synced(source: Path, target: Path) -> str:
    """Copy a file and sync it; return its SHA-512.

    Raise `BuildError` where it is no plain file, a link included, or changes while it is copied.
    """
    try:
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        linked = error.errno in (errno.ELOOP, errno.EMLINK)
        why = "it is a link" if linked else str(error.strerror)
        raise BuildError(f"{source} cannot be archived: {why}", "archive the file itself") from error
    with os.fdopen(handle, "rb") as file, target.open("xb") as copy:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise BuildError(f"{source} cannot be archived: it is no plain file", "archive plain files only")
        digest = hashlib.sha512()
        while piece := file.read(PIECE):
            digest.update(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
        after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or copy.tell() != after.st_size:
            raise BuildError(f"{source} changed while it was archived", "archive again when nothing writes to it")
    return digest.hexdigest()


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Turn the errors of a file system into ours; `what` is the folder that was written to."""
    try:
        yield
    except OSError as error:
        helps = {
            errno.ENOSPC: "make room; nothing of the archive has changed",
            errno.EDQUOT: "make room; nothing of the archive has changed",
            errno.EROFS: "mount it for writing, or name another with --store",
            errno.EACCES: "get leave to write there, or name another with --store",
            errno.EPERM: "get leave to write there, or name another with --store",
        }
        help = helps.get(error.errno or 0, "nothing is lost: run it again when that is mended")
        raise BuildError(f"the archive {what} cannot be written: {error.strerror}", help) from error
