"""Numbered copies: finished pages with a line at their foot that says whose they are, each file as valid as the one it is of.

The line is an artifact and is put on after rendering, so that a copy costs a fraction of a build.
Source: ISO 32000-1, 14.8.2.2 (artifacts); RFC 2104 (HMAC).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.editions.pdf.bind.line_ends import hide_carriage_returns
from report.model.errors import UsageError
from report.model.stamps import document_id
from report.press.copy_packet import mark_copy
from report.press.geometry import trim_of
from report.press.marks import MM
from report.press.packet import read_packet, write_packet
from report.press.press import describe_press_file, save, strip
from report.press.stamp_lines import set_strips

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.model.metadata import Metadata
    from report.press.pages import BoundPages
    from report.press.recipients import Recipient

LINES = {
    "en": "Copy {} of {}", "fr": "Exemplaire {} sur {}", "de": "Exemplar {} von {}", "es": "Ejemplar {} de {}",
    "pt": "Exemplar {} de {}", "it": "Copia {} di {}", "nl": "Exemplaar {} van {}", "pl": "Egzemplarz {} z {}",
    "ru": "Экземпляр {} из {}", "uk": "Примірник {} з {}", "tr": "Kopya {} / {}", "ar": "النسخة {} من {}",
    "he": "עותק {} מתוך {}", "fa": "نسخهٔ {} از {}", "zh": "第{}份 / 共{}份", "ja": "{}部目 / 全{}部", "ko": "{}부 / 총 {}부",
    "id": "Salinan {} dari {}", "ms": "Salinan {} daripada {}", "vi": "Bản {} / {}", "th": "สำเนาที่ {} จาก {}",
}  # fmt: skip
PLAIN = "{} / {}"
VARIABLE = "REPORT_COPY_KEY"
SHORTEST = 16  # characters of a key
LINE, FOOT = 3.2, 3.4  # mm: how high the line is, and how far above the page's edge
ISOLATED = "\N{FIRST STRONG ISOLATE}%s\N{POP DIRECTIONAL ISOLATE}"  # a name may run the other way
LATIN = "\N{LEFT-TO-RIGHT ISOLATE}%s\N{POP DIRECTIONAL ISOLATE}"
GROUP, LETTERS = 4, 8  # of a code
STAMP = "/Copy"
BEFORE, AFTER = b"q", b"Q\n/Artifact <</Type /Pagination /Subtype /Footer>> BDC q %s cm /Copy Do Q EMC"


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: its number of how many, who gets it, and the code that only a holder of the key can make."""

    number: int
    of: int
    recipient: Recipient
    code: str
    override: str = ""


def read_key() -> bytes:
    """Return the key of the codes; raise `UsageError` where the environment has none that is long enough."""
    key = os.environ.get(VARIABLE, "")
    if len(key) < SHORTEST:
        said = "is not set" if not key else f"has {len(key)} characters"
        help = f"set it to a secret of {SHORTEST} characters or more, the same for all copies of a report, and keep it"
        raise UsageError(f"{VARIABLE} {said}", help)
    return key.encode()


def number_copies(recipients: Sequence[Recipient], meta: Metadata, key: bytes, override: str = "") -> tuple[Copy, ...]:
    """Give each recipient a number and a code."""
    of = len(recipients)
    return tuple(
        Copy(number, of, one, make_code(key, (meta.identifier, meta.version, str(number), str(one))), override)
        for number, one in enumerate(recipients, start=1)
    )


def make_code(key: bytes, parts: Sequence[str]) -> str:
    """Return a short code over what a copy says of itself, in letters that are not mistaken for each other."""
    digest = hmac.new(key, "\n".join(parts).encode(), hashlib.sha256).digest()
    letters = base64.b32encode(digest).decode()[:LETTERS]
    return f"{letters[:GROUP]}-{letters[GROUP:]}"


def make_copies(bound: BoundPages, copies: Sequence[Copy]) -> Iterator[bytes]:
    """Make each copy's file, in order."""
    with pikepdf.open(BytesIO(bound.pdf)) as pdf:
        width = _width(pdf)
        _make_room(pdf, width)
        packet = write_packet(read_packet(pdf))
        with _lines(copies, width, bound.meta.lang) as strips:
            forms = [strip.as_form_xobject() for strip in strips.pages]
            for copy, form in zip(copies, forms, strict=True):
                _stamp(pdf, pdf.copy_foreign(form))
                _describe(pdf, bound.meta, copy, packet)
                yield _save(pdf)


def make_stream_of_copies(bound: BoundPages, copies: Sequence[Copy]) -> bytes:
    """Make one file of all copies, one after the other, for a printer: each begins on a sheet of its own.

    It has no tags, and its metadata name nobody.
    """
    with pikepdf.open(BytesIO(bound.pdf)) as pdf, pikepdf.new() as out:
        strip(pdf)
        width = _width(pdf)
        _make_room(pdf, width)
        out.trailer.Info = out.copy_foreign(pdf.trailer.Info)
        out.Root.Metadata = out.copy_foreign(pdf.Root.Metadata)
        out.pages.extend(pdf.pages)
        pages = [page.obj for page in out.pages]
        with _lines(copies, width, bound.meta.lang) as strips:
            forms = [out.copy_foreign(strip.as_form_xobject()) for strip in strips.pages]
        del out.pages[:]
        for form in forms:
            for page in pages:
                out.pages.append(pikepdf.Page(_stamped(page, form)))
            if len(pages) % 2:
                out.add_blank_page(page_size=_size(pages[-1]))
        out.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), DisplayDocTitle=True)
        describe_press_file(
            out, bound.meta, f"{len(copies)} numbered copies in one file", next((one.override for one in copies), "")
        )
        return save(out)


def _stamped(page: Any, form: pikepdf.Object) -> Dictionary:
    """Return a page like another that draws a form as its line."""
    drawn = {str(name): thing for name, thing in page.Resources.get("/XObject", {}).items()}
    resources = Dictionary(page.Resources)
    resources.XObject = Dictionary({**drawn, STAMP: form})
    copied = Dictionary(Type=Name.Page, Resources=resources, Contents=page.Contents, MediaBox=page.MediaBox)
    if "/TrimBox" in page:
        copied.TrimBox = page.TrimBox
    return copied


def _size(page: pikepdf.Dictionary) -> tuple[float, float]:
    left, bottom, right, top = trim_of(page)
    return right - left, top - bottom


def _width(pdf: pikepdf.Pdf) -> float:
    """Return how wide a line may be, in mm."""
    return min(_size(page.obj)[0] for page in pdf.pages) / MM - 2 * FOOT


def _lines(copies: Sequence[Copy], width: float, lang: str) -> pikepdf.Pdf:
    lines = [
        f"{copy_line(lang, one.number, one.of)} · {ISOLATED % one.recipient} · {LATIN % one.code}" for one in copies
    ]
    return set_strips(lines, (width, LINE), lang, None, align="center")


def _make_room(pdf: pikepdf.Pdf, width: float) -> None:
    """Put the place for the line on each page: an artifact, outside of what is there."""
    before = pdf.make_stream(BEFORE)
    after: dict[bytes, Any] = {}
    for page in pdf.pages:
        left, bottom, right, _ = trim_of(page.obj)
        x = left + ((right - left) - width * MM) / 2
        place = f"1 0 0 1 {x:.3f} {bottom + FOOT * MM:.3f}".encode()
        if place not in after:
            after[place] = pdf.make_stream(AFTER % place)
        contents = page.obj.Contents
        streams = list(contents) if isinstance(contents, Array) else [contents]
        page.obj.Contents = Array([before, *streams, after[place]])


def _stamp(pdf: pikepdf.Pdf, form: pikepdf.Object) -> None:
    """Hang the line of a copy where every page draws it from."""
    for page in pdf.pages:
        resources = page.obj.Resources
        if "/XObject" not in resources:
            resources.XObject = Dictionary()
        resources.XObject[STAMP] = form


def _describe(pdf: pikepdf.Pdf, meta: Metadata, copy: Copy, packet: bytes) -> None:
    pdf.Root.Metadata.write(packet)
    node = read_packet(pdf)
    mark_copy(node, copy, uuid.uuid5(document_id(meta), copy.code))
    pdf.Root.Metadata.write(write_packet(node))


def _save(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, min_version="1.7")
    return hide_carriage_returns(out.getvalue())


def copy_line(lang: str, number: int, of: int) -> str:
    """Say which copy of how many it is, in a language; in figures alone where we do not have its words."""
    return LINES.get(lang.split("-", maxsplit=1)[0].lower(), PLAIN).format(number, of)
