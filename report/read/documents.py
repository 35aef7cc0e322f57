"""The kinds of documents that can be read beside our own Markdown, each by its ending."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.errors import BuildError, UsageError
from report.runtime.plain_files import is_readable, read_plain

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document: `reader` is pandoc's name of it, empty where we read it ourselves; `packed` one in an archive."""

    name: str
    reader: str
    options: tuple[str, ...] = ()
    packed: bool = False


MARKDOWN = DocumentKind("Markdown", "markdown")
KINDS = {
    ".docx": DocumentKind("Word", "docx", ("--track-changes=all",), packed=True),
    ".odt": DocumentKind("OpenDocument", "odt", packed=True),
    ".html": DocumentKind("HTML", "html"),
    ".htm": DocumentKind("HTML", "html"),
    ".rst": DocumentKind("reStructuredText", "rst", ("--standalone",)),
    ".org": DocumentKind("Org", "org"),
    ".tex": DocumentKind("LaTeX", "latex"),
    ".ipynb": DocumentKind("Jupyter", "ipynb"),
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": DocumentKind("plain text", ""),
}
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


def document_kind(path: Path) -> DocumentKind:
    """Return the kind of a file by its ending; raise `UsageError` where it is none that can be read."""
    suffix = path.suffix.lower()
    if suffix in KINDS:
        return KINDS[suffix]
    help = OTHERS.get(suffix, f"the endings are {', '.join(KINDS)}")
    raise UsageError(f'{path} cannot be imported: its ending is "{path.suffix}"', help)


def read_document_file(path: Path, kind: DocumentKind) -> bytes:
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
