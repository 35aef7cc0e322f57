"""Results kept between runs, by a digest of everything they were made from.

Each result is a file of its own, written under another name and renamed, with a digest of its kind, its key and its
content at its head: runs beside each other cannot harm it, and one that is damaged, or is another's, is made again. When
all together take too much room, those not used for longest go. Nothing else in the tool loads a pickle from the disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from report.runtime.cache import cache_folder, complain, spare_folder
from report.runtime.digests import sha256_of
from report.runtime.plain_files import read_plain, read_plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FOLDER = "results"
LIMIT = 1_000_000_000  # bytes
KEPT_AFTER_TRIM = 0.8  # of the limit
DIGEST = 32  # bytes


class Store:
    """A folder of results. A store without a folder keeps nothing and finds nothing; `changed` asks for a trim."""

    def __init__(self, folder: Path | None, limit: int = LIMIT) -> None:
        self._folder, self._limit, self.changed = folder, limit, False

    @classmethod
    def none(cls) -> Self:
        """Return a store that keeps nothing."""
        return cls(None)

    def get(self, kind: str, key: str) -> Any:
        """Return what was kept under a key, or None; what is damaged is dropped."""
        if self._folder is None:
            return None
        path = self._path(kind, key)
        try:
            data = read_plain(path, max(self._limit, LIMIT))
            os.utime(path)
        except FileNotFoundError:
            return None
        except OSError:
            _drop(path)
            return None
        if _seal(kind, key, data[DIGEST:]) == data[:DIGEST]:
            with contextlib.suppress(Exception):  # a class that is another now may raise whatever it likes
                return pickle.loads(data[DIGEST:])  # noqa: S301 - as it was written, in a folder that is the user's alone
        _drop(path)
        return None

    def put(self, kind: str, key: str, value: object) -> bool:
        """Keep a result, and say whether it is kept. Where there is no room or no permission, it is made again next time."""
        if self._folder is None:
            return False
        path = self._path(kind, key)
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        try:
            _write(path, _seal(kind, key, data) + data)
        except OSError as error:
            complain(f"the cache {self._folder} cannot be written: {error.strerror}")
            return False
        self.changed = True
        return True

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


def _seal(kind: str, key: str, data: bytes) -> bytes:
    """Return the digest of a result as what it is kept as."""
    state = hashlib.sha256(f"{kind}/{key}\n".encode())
    state.update(data)
    return state.digest()


def _write(path: Path, data: bytes) -> None:
    """Write a file of the cache whole, in the place of whatever is there."""
    handle, name = _new_file(path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if path.is_dir():
            _drop(path)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _drop(path: Path) -> None:
    """Remove what is no result, or a damaged one."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def kept_file(folder: str, name: str, make: Callable[[], bytes]) -> Path:
    """Return a file that is kept below the user's cache under a name that tells all it was made from.

    A digest beside it tells whether it is as it was made; where it is not, or not there, it is made again. Raise `OSError`
    where it can be kept nowhere.
    """
    path = cache_folder() / folder / name
    if _is_whole(path):
        return path
    data = make()
    try:
        return _write_sealed(path, data)
    except OSError as error:
        complain(f"the cache {cache_folder()} cannot be written: {error.strerror}")
    return _write_sealed(spare_folder() / folder / name, data)


def kept_folder(folder: str, files: Mapping[str, bytes]) -> Path:
    """Return a folder below the user's cache that holds some files, each with the content given for its name.

    Raise `OSError` where it can be kept nowhere.
    """
    try:
        return _fill(cache_folder() / folder, files)
    except OSError as error:
        complain(f"the cache {cache_folder()} cannot be written: {error.strerror}")
    return _fill(spare_folder() / folder, files)


def _fill(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        try:
            same = read_plain(path) == data
        except OSError:
            same = False
        if not same:
            _write(path, data)
    return folder


def _is_whole(path: Path) -> bool:
    try:
        return sha256_of(read_plain(path)) == read_plain_text(_seal_of(path))
    except (OSError, ValueError):
        return False


def _write_sealed(path: Path, data: bytes) -> Path:
    _write(path, data)
    _write(_seal_of(path), sha256_of(data).encode())
    return path


def _seal_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.sha256")


def _new_file(folder: Path) -> tuple[int, str]:
    """Open a file of a new name in a folder, making the folder where it is not there."""
    try:
        return tempfile.mkstemp(dir=folder, prefix=".new-")
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        return tempfile.mkstemp(dir=folder, prefix=".new-")


def user_store() -> Store:
    """Return the user's store, for what is kept whatever a build keeps: it depends on nothing that an author writes."""
    return Store(cache_folder() / FOLDER)


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


def values_digest(*parts: object) -> str:
    """Return the SHA-256 of some values, in hexadecimal; bytes count as they are, all else as Python writes it."""
    state = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode()
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()
