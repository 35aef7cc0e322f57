"""The kinds of documents that can be read beside our own Markdown, each by its ending."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.errors import BuildError, UsageError
from report.model.registry import Registry
from report.runtime.plain_files import is_readable, read_plain

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class DocumentReader:
    """A kind of document: the endings of its files, and what pandoc calls it; empty where we read it ourselves.

    What it is `packed` in is an archive. `prepare` names, as "module:function", what makes an
    `importers.original.Prepared` of the file's name, of its text, or its bytes where it is packed, and of an
    `importers.original.Notes`, before pandoc reads it.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: str
    options: tuple[str, ...] = ()
    packed: bool = False
    prepare: str = ""


READERS = Registry(
    "report.readers",
    DocumentReader,
    (
        DocumentReader(
            "Word",
            (".docx",),
            "docx",
            ("--track-changes=all",),
            packed=True,
            prepare="report.importers.word:prepare_word",
        ),
        DocumentReader(
            "OpenDocument",
            (".odt",),
            "odt",
            packed=True,
            prepare="report.importers.opendocument:prepare_opendocument",
        ),
        DocumentReader("HTML", (".html", ".htm"), "html", prepare="report.importers.webpage:prepare_webpage"),
        DocumentReader("reStructuredText", (".rst",), "rst", ("--standalone",)),
        DocumentReader("Org", (".org",), "org"),
        DocumentReader("LaTeX", (".tex",), "latex", prepare="report.importers.markup:prepare_latex"),
        DocumentReader("Jupyter", (".ipynb",), "ipynb", prepare="report.importers.notebook:prepare_notebook"),
        DocumentReader("Markdown", (".md", ".markdown"), "markdown"),
        DocumentReader("plain text", (".txt",), ""),
    ),
)
OTHERS = {
    ".doc": "open it in Word or LibreOffice and save it as .docx",
    ".docm": "save it as .docx, without macros",
    ".rtf": "open it in Word or LibreOffice and save it as .docx",
    ".pages": "export it from Pages as .docx",
    ".pdf": "a PDF has no structure to rely on: import the document that it was made from",
    ".epub": "import the documents that it was made from",
}
LARGEST = 64 << 20  # bytes of a file
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def endings() -> tuple[str, ...]:
    """List the endings of all that can be read."""
    return tuple(suffix for row in READERS.values() for suffix in row.suffixes)


def document_reader(path: Path) -> DocumentReader:
    """Return the reader of a file by its ending; raise `UsageError` where there is none."""
    suffix = path.suffix.lower()
    found = next((row for row in READERS.values() if suffix in row.suffixes), None)
    if found:
        return found
    help = OTHERS.get(suffix, f"the endings are {', '.join(endings())}")
    raise UsageError(f'{path} cannot be imported: its ending is "{path.suffix}"', help)


def read_document_file(path: Path, kind: DocumentReader) -> bytes:
    """Read a file's bytes, and make sure that they can be what its ending says; raise `BuildError` where they cannot."""
    try:
        if not is_readable(path):
            raise UsageError(f"there is no file {path}", "look at how its name is written")
        if path.stat().st_size > LARGEST:
            raise BuildError(f"{path} is larger than {LARGEST >> 20} MB", "split it, or make its pictures smaller")
        data = read_plain(path, LARGEST)
    except OSError as error:
        raise BuildError(f"{path} cannot be read: {error.strerror}", "check that it may be read") from error
    if not data.strip():
        raise BuildError(f"{path} is empty", "import a file that holds a text")
    if data.startswith(b"%PDF"):
        raise BuildError(f"{path} is a PDF, whatever its ending says", OTHERS[".pdf"])
    if data.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        what = "is encrypted" if locked else "is in the format of Word 97"
        raise BuildError(f"{path} {what}", "save it as .docx without a password" if locked else OTHERS[".doc"])
    if kind.packed and not data.startswith(b"PK"):
        raise BuildError(f"{path} is not a {kind.name} file", "look at what it is, and give it the right ending")
    return data


def decode(name: str, data: bytes) -> tuple[str, str]:
    """Decode a text; return it with the encoding's name: UTF-8, what a mark or an HTML page says, else Windows-1252."""
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return _decoded(name, data, encoding), encoding.removesuffix("-sig")
    if b"\0" in data:
        raise BuildError(f"{name} is not a text", "look at what it is, and give it the right ending")
    try:
        return _lines(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        said = CHARSET.search(data[:2048])
        return _decoded(name, data, said[1].decode() if said else "windows-1252"), "windows-1252" if not said else (
            said[1].decode().lower()
        )


def _decoded(name: str, data: bytes, encoding: str) -> str:
    try:
        return _lines(data.decode(encoding))
    except UnicodeDecodeError as error:
        if encoding == "windows-1252":  # which leaves five bytes without a meaning
            return _lines(data.decode("latin-1"))
        message = f"{name} is not {encoding}: byte 0x{error.object[error.start]:02x} at {error.start}"
        raise BuildError(message, "save it as UTF-8") from error
    except (LookupError, UnicodeError) as error:  # "undefined" is an encoding that knows no byte at all
        raise BuildError(f'{name} names an encoding that is not known: "{encoding}"', "save it as UTF-8") from error


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
