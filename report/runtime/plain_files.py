"""Read plain files, and nothing that only has a file's name: a pipe would be waited for, a device has no end."""

from __future__ import annotations

import errno
import io
import os
import stat
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# A pipe that nobody writes to is opened at once; a terminal does not become ours.
FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
LOOP = "a loop of links"
KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFLNK: "a link",
}


class NotPlainFile(OSError):
    """Something has the name of a file and is none; `strerror` says what it is."""


def file_kind(mode: int) -> str:
    """Name what a mode of `os.stat` stands for; empty for a plain file and for a folder."""
    return KINDS.get(stat.S_IFMT(mode), "")


def true_path(path: Path) -> Path:
    """Follow all links of a path, as `Path.resolve` does, which a loop of links makes raise what is no `OSError`."""
    return type(path)(os.path.realpath(path))


def what_is(path: Path) -> str:
    """Name what is at a path and is neither a file nor a folder; empty for those, and where nothing is."""
    try:
        return file_kind(path.stat().st_mode)
    except OSError as error:
        return LOOP if error.errno == errno.ELOOP else ""
    except ValueError:  # a name with a null character
        return ""


def is_plain(path: Path) -> bool:
    """Tell whether a path leads to a plain file; it does not where that cannot be told."""
    return os.path.isfile(path)  # noqa: PTH113 - `Path.is_file` raises for a name that is too long


def is_readable(path: Path) -> bool:
    """Tell whether there is something to read: a file, or what has its name and is none, which the reader refuses by name."""
    return path.is_file() or bool(what_is(path))


def open_plain(path: Path, *, follow: bool = True) -> IO[bytes]:
    """Open a plain file for reading bytes; unless `follow`, a link is not one.

    Raise `NotPlainFile` for a pipe, a socket or a device, another `OSError` for what else cannot be opened.
    """
    if what_is(path) == LOOP:
        raise NotPlainFile(errno.ELOOP, f"it is {LOOP}, not a file", str(path))
    _refuse(path.stat(follow_symlinks=follow).st_mode, path)  # a socket cannot even be opened, to be looked at
    handle = os.open(path, FLAGS | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
    try:
        _refuse(os.fstat(handle).st_mode, path)  # it may have been another a moment ago
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_plain(path: Path, limit: int | None = None, *, follow: bool = True) -> bytes:
    """Read a plain file whole; with a `limit` in bytes, an `OSError` says that it is larger. See `open_plain`."""
    with open_plain(path, follow=follow) as file:
        if limit is None:
            return file.read()
        data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(errno.EFBIG, f"it is larger than {limit} bytes", str(path))
    return data


def read_plain_text(path: Path, encoding: str = "utf-8", limit: int | None = None) -> str:
    """Read a plain file as text, with the line ends of all systems as one; a `UnicodeError` says that it is none."""
    return io.TextIOWrapper(io.BytesIO(read_plain(path, limit)), encoding=encoding).read()


def _refuse(mode: int, path: Path) -> None:
    if kind := file_kind(mode):
        raise NotPlainFile(errno.EINVAL, f"it is {kind}, not a file", str(path))
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder, not a file", str(path))
