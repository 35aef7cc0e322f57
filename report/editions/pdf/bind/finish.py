"""What makes a bound file PDF/A-3a and PDF/UA-1: metadata, colour profile, source, labels of pages and links."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from report import __version__
from report.editions.pdf.bind.line_ends import hide_carriage_returns
from report.editions.pdf.xmp import write_xmp
from report.model.errors import ToolMissing
from report.model.stamps import created, modified
from report.runtime.distribution import install_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from report.model.metadata import Metadata

PRINT = 4  # the annotation flag that PDF/A asks for: ISO 19005-3, 6.3.2


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels in the PDF: its name, media type, content and description, and what it is to the document.

    `relationship` is one of those of ISO 19005-3, annex E.
    """

    name: str
    media_type: str
    data: bytes
    description: str
    relationship: str = "Source"


def finish_pdf(pdf: pikepdf.Pdf, meta: Metadata, attachments: Sequence[Attachment], titles: Mapping[str, str]) -> bytes:
    """Give a bound file metadata, colour profile, attachments, page labels and annotations as the standards ask; write it."""
    _set_catalog(pdf, meta)
    _set_information(pdf, meta)
    _set_output_intent(pdf, srgb_profile())
    _attach(pdf, attachments, modified(meta))
    _mend_annotations(pdf, titles)
    return _save(pdf, meta)


def _set_catalog(pdf: pikepdf.Pdf, meta: Metadata) -> None:
    pdf.Root.Lang = String(meta.lang)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if "/Outlines" in pdf.Root:
        pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))


def _set_information(pdf: pikepdf.Pdf, meta: Metadata) -> None:
    texts = {
        "/Title": meta.title,
        "/Author": ", ".join(meta.creators),
        "/Subject": meta.summary or meta.subtitle,
        "/Keywords": ", ".join(meta.keywords),
        "/Creator": _creator(),
        "/Producer": _producer(pdf),
        "/CreationDate": _pdf_date(created(meta)),
        "/ModDate": _pdf_date(modified(meta)),
    }
    pdf.trailer.Info = pdf.make_indirect(Dictionary({key: String(text) for key, text in texts.items() if text}))


def _creator() -> str:
    return f"report {__version__}"


def _producer(pdf: pikepdf.Pdf) -> str:
    made = str(pdf.docinfo.get("/Producer", "WeasyPrint"))
    return made if "pikepdf" in made else f"{made}, pikepdf {pikepdf.__version__}"


def _pdf_date(moment: datetime) -> str:
    return moment.strftime("D:%Y%m%d%H%M%S+00'00'")


def _set_output_intent(pdf: pikepdf.Pdf, profile: bytes) -> None:
    icc = pdf.make_stream(profile, {"/N": 3, "/Alternate": Name.DeviceRGB})
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=icc,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment], when: datetime) -> None:
    """Embed files that belong to the document (ISO 19005-3, 6.8 and annex E)."""
    specs = {one.name: pdf.make_indirect(_specification(pdf, one, when)) for one in attachments}
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    names = [part for name in sorted(specs) for part in (String(name), specs[name])]
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array(names))
    pdf.Root.AF = Array(specs.values())


def _specification(pdf: pikepdf.Pdf, attachment: Attachment, when: datetime) -> Dictionary:
    file = pdf.make_stream(attachment.data)
    file.Type = Name.EmbeddedFile
    file.Subtype = Name("/" + attachment.media_type)
    checksum = hashlib.md5(attachment.data, usedforsecurity=False).digest()
    date = String(_pdf_date(when))
    file.Params = Dictionary(Size=len(attachment.data), CheckSum=String(checksum), CreationDate=date, ModDate=date)
    return Dictionary(
        Type=Name.Filespec,
        F=String(attachment.name),
        UF=String(attachment.name),
        Desc=String(attachment.description),
        AFRelationship=Name("/" + attachment.relationship),
        EF=Dictionary(F=file, UF=file),
    )


def _mend_annotations(pdf: pikepdf.Pdf, titles: Mapping[str, str]) -> None:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            annotation.F = PRINT
            target = str(annotation.get("/Dest", ""))
            if target in titles:
                annotation.Contents = String(titles[target])


def _save(pdf: pikepdf.Pdf, meta: Metadata) -> bytes:
    packet = write_xmp(meta, _creator(), _producer(pdf))
    pdf.Root.Metadata = pdf.make_stream(packet, {"/Type": Name.Metadata, "/Subtype": Name.XML})
    out = BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        min_version="1.7",
    )
    return hide_carriage_returns(out.getvalue())


def srgb_profile() -> bytes:
    """Read the sRGB profile that comes with WeasyPrint (ICC, sRGB2014)."""
    spec = importlib.util.find_spec("weasyprint")
    if spec is None or spec.origin is None:
        raise ToolMissing("WeasyPrint is not installed", install_line("weasyprint"))
    return (Path(spec.origin).parent / "pdf" / "sRGB2014.icc").read_bytes()
