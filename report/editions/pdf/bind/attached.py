"""Read what a PDF carries, and what it says of itself.

It may be anybody's: pikepdf looks for where things are, and unpacks nothing without a bound. What it hands on is as it
stands in the file, and is unpacked by us.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import settings

from report.model.errors import BuildError
from report.runtime.apart import apart
from report.runtime.foreign import grown, inflate
from report.runtime.packed import read_zip
from report.runtime.plain_files import open_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST = 256 << 20  # bytes of a source
LARGEST_RECORD = 4 << 20  # of a record, and of an XMP packet
HELP = "take a PDF that `report build` has made"
SOURCE, RECORD = "-source.zip", "-record.json"  # what the names of our attachments end with
MAGIC = b"%PDF-"
FLATE = {"/FlateDecode", "/Fl"}
TABLES, GROWTH = 8 << 20, 16  # bytes that tables of objects may unpack to, and how many more for each of the file's


@dataclass(frozen=True, slots=True)
class Stream:
    """What a stream holds as it stands in the file, and by which filters it is packed, the outermost first."""

    data: bytes
    filters: tuple[str, ...] = ()

    def unpacked(self, name: str, limit: int) -> bytes:
        """Unpack it to so many bytes at most; `name` is for messages. Ours are packed by Flate or not at all."""
        data, most = self.data, grown(len(self.data), limit)  # however often it is packed
        for one in self.filters:
            if one not in FLATE:
                raise BuildError(f"{name} is packed in a way that is not read here: {one[:40]}", HELP)
            data = inflate(name, data, most, HELP)
        if len(data) > limit:
            raise BuildError(f"{name} is too large: it has {len(data) >> 20} MB", HELP)
        return data


@dataclass(frozen=True, slots=True)
class Carried:
    """What a PDF carries: its title, its XMP packet if it has one, and its attachments that were asked for, by name.

    `called` is what messages call the file.
    """

    called: str
    title: str = ""
    metadata: Stream | None = None
    attached: Mapping[str, Stream] = field(default_factory=dict)

    def has(self, ending: str) -> bool:
        """Tell whether there is an attachment whose name has an ending."""
        return any(name.endswith(ending) for name in self.attached)

    def attachment(self, ending: str) -> bytes:
        """Return the attachment whose name has an ending; raise `BuildError` where there is none."""
        for name, stream in self.attached.items():
            if name.endswith(ending):
                limit = LARGEST if ending == SOURCE else LARGEST_RECORD
                return stream.unpacked(f"{self.called}: its attachment {ascii(name)[1:-1]}", limit)
        what = "source" if ending == SOURCE else "record"
        raise BuildError(f"{self.called} does not carry its {what}", HELP)

    def source(self) -> dict[str, bytes]:
        """Return the files of its source by their names below `sources/`; raise `BuildError` where that is not to be had."""
        return read_zip(f"the source in {self.called}", self.attachment(SOURCE), LARGEST, help=HELP)

    def packet(self) -> bytes:
        """Return its XMP packet; empty where it has none."""
        return self.metadata.unpacked(f"{self.called}: its metadata", LARGEST_RECORD) if self.metadata else b""


def read_carried(path: Path, *endings: str, name: str = "") -> Carried:
    """Read in a process of its own what anybody's PDF carries: of its attachments, those whose names have an ending.

    `name` is what messages call the file. Raise `BuildError` where it is no PDF, encrypted or damaged.
    """
    first_bytes(path)
    called = name or str(path)
    return apart(called, path.stat().st_size, look_into, path, endings, called)


def first_bytes(path: Path) -> bytes:
    """Return the first bytes of a plain file, by which its kind is known."""
    try:
        with open_plain(path) as file:
            return file.read(len(MAGIC))
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", "") or error
        raise BuildError(f"{path} cannot be read: {told}", "name a PDF or an EPUB") from error


def look_into(pdf: Path | bytes, endings: tuple[str, ...], called: str) -> Carried:
    """Read what a PDF carries, in this process: see `read_carried`."""
    size = pdf.stat().st_size if isinstance(pdf, Path) else len(pdf)
    try:
        with _bounded(size), pikepdf.Pdf.open(pdf if isinstance(pdf, Path) else io.BytesIO(pdf)) as document:
            _check_open(document)
            attached = {name: _stream(one) for name, one in _attached(document) if name.endswith(endings)}
            metadata = document.Root.get("/Metadata")
            packet = _stream(metadata) if isinstance(metadata, pikepdf.Stream) else None
            return Carried(called, _title(document), packet, attached)
    except pikepdf.PasswordError as error:
        raise BuildError(f"{called} is encrypted", "save it without a password") from error
    except MemoryError:
        raise
    except Exception as error:  # there is hardly one that pikepdf does not raise on some damage
        told = str(error).rpartition(": ")[2]  # behind the name of the file, which for bytes is an address
        raise BuildError(f"{called} cannot be read: {told or type(error).__name__}", HELP) from error


@contextmanager
def _bounded(size: int) -> Iterator[None]:
    """Bound what qpdf unpacks by itself of a file of so many bytes; for LZW it has no bound but that of the process."""
    most = min(TABLES + GROWTH * size, 0xFFFFFFFF)
    before = settings.set_qpdf_limits(
        flate_max_memory=most,
        run_length_max_memory=most,
        png_max_memory=most,
        tiff_max_memory=most,
        max_stream_filters=4,
        doc_max_warnings=1000,
    )
    try:
        yield
    finally:
        settings.set_qpdf_limits(**before)  # type: ignore[arg-type]


def _check_open(document: pikepdf.Pdf) -> None:
    if document.is_encrypted:  # be it under an empty password
        raise pikepdf.PasswordError


def _title(document: pikepdf.Pdf) -> str:
    information = document.trailer.get("/Info")
    title = information.get("/Title") if isinstance(information, pikepdf.Dictionary) else None
    return str(title) if isinstance(title, pikepdf.String) else ""


def _attached(document: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Yield the names of embedded files and their streams, in the order of the tree (ISO 32000-1, 7.9.6 and 7.11.4)."""
    names = document.Root.get("/Names")
    nodes = [names.get("/EmbeddedFiles")] if isinstance(names, pikepdf.Dictionary) else []
    known: set[tuple[int, int]] = set()
    while nodes:
        node = nodes.pop()
        if not isinstance(node, pikepdf.Dictionary) or (node.is_indirect and node.objgen in known):
            continue  # a tree may lead back into itself
        known.add(node.objgen)
        pairs = list(node.get("/Names", ()))
        for name, specification in zip(pairs[::2], pairs[1::2], strict=False):
            files = specification.get("/EF") if isinstance(specification, pikepdf.Dictionary) else None
            file = files.get("/F", files.get("/UF")) if isinstance(files, pikepdf.Dictionary) else None
            if isinstance(name, pikepdf.String) and isinstance(file, pikepdf.Stream):
                yield str(name), file
        nodes += reversed(list(node.get("/Kids", ())))


def _stream(found: pikepdf.Object) -> Stream:
    kinds, parameters = found.get("/Filter"), found.get("/DecodeParms")
    filters = [str(one) for one in (kinds if isinstance(kinds, pikepdf.Array) else [kinds] if kinds else [])]
    plain = parameters is None or all(one is None for one in parameters)
    return Stream(found.read_raw_bytes(), (*(() if plain else ("/DecodeParms",)), *filters))
