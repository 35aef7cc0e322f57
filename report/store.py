"""Results kept between runs, by a digest of everything they were made from.

Each result is a file of its own, written under another name and renamed, with a digest of its content at its
head: runs beside each other cannot harm it, and one that is damaged is made again. When all together take
too much room, those not used for longest go.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report.cache import cache_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "results"
LIMIT = 1_000_000_000  # bytes
KEPT_AFTER_TRIM = 0.8  # of the limit
DIGEST = 32  # bytes
UNREADABLE = (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError)


class Store:
    """A folder of results. A store without a folder keeps nothing and finds nothing; `changed` asks for a trim."""

    def __init__(self, folder: Path | None, limit: int = LIMIT) -> None:
        self._folder, self._limit, self.changed = folder, limit, False

    def get(self, kind: str, key: str) -> Any:
        """Return what was kept under a key, or None; what is damaged is dropped."""
        if self._folder is None:
            return None
        path = self._path(kind, key)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        if hashlib.sha256(data[DIGEST:]).digest() == data[:DIGEST]:
            with contextlib.suppress(*UNREADABLE):
                return pickle.loads(data[DIGEST:])  # noqa: S301 - our own, in the user's own cache folder
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def put(self, kind: str, key: str, value: object) -> bool:
        """Keep a result, and say whether it is kept. Where there is no room or no permission, it is made again next time."""
        if self._folder is None:
            return False
        path = self._path(kind, key)
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        with contextlib.suppress(OSError):
            handle, name = _new_file(path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(data).digest() + data)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                return False
            self.changed = True
            return True
        return False

    def trim(self) -> None:
        """Where the limit is passed, drop what was not used for longest."""
        if self._folder is None or not self.changed:
            return
        files = sorted(self._files(), key=lambda file: file[0])
        total = sum(size for _, size, _ in files)
        if total <= self._limit:
            return
        for _, size, path in files:
            with contextlib.suppress(OSError):
                path.unlink()
            total -= size
            if total <= self._limit * KEPT_AFTER_TRIM:
                return

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Yield when each file was last used, its size in bytes, and its path."""
        for folder, _, names in os.walk(self._folder or ""):
            for name in names:
                path = Path(folder) / name
                with contextlib.suppress(OSError):
                    found = path.stat()
                    yield found.st_mtime, found.st_size, path

    def _path(self, kind: str, key: str) -> Path:
        return Path(self._folder or "") / kind / key[:2] / key


def _new_file(folder: Path) -> tuple[int, str]:
    """Open a file of a new name in a folder, making the folder where it is not there."""
    try:
        return tempfile.mkstemp(dir=folder, prefix=".new-")
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        return tempfile.mkstemp(dir=folder, prefix=".new-")


@contextlib.contextmanager
def open_store(*, keep: bool = True, trim: bool = True) -> Iterator[Store]:
    """Open the user's store, or unless `keep` one that is empty and goes at the end. Unless `trim` it may grow too large.

    `REPORT_CACHE_LIMIT` gives another limit in bytes.
    """
    limit = os.environ.get("REPORT_CACHE_LIMIT", "")
    bytes_at_most = int(limit) if limit.isdigit() else LIMIT
    if keep:
        store = Store(cache_folder() / FOLDER, bytes_at_most)
        yield store
        if trim:
            store.trim()
        return
    with tempfile.TemporaryDirectory(prefix="report-", ignore_cleanup_errors=True) as folder:
        yield Store(Path(folder), bytes_at_most)


def digest(*parts: object) -> str:
    """Return the SHA-256 of some values, in hexadecimal; bytes count as they are, all else as Python writes it."""
    state = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode()
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()
