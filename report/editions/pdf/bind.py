"""The one home of pikepdf: rendered parts are bound into one file and finished as PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from report import __version__
from report.editions.pdf.xmp import write_xmp
from report.model.stamps import created, modified

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from report.model.metadata import Metadata

PRINT = 4  # the annotation flag that PDF/A asks for: ISO 19005-3, 6.3.2


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels in the PDF: its name, media type, content and description."""

    name: str
    media_type: str
    data: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A finished PDF, and the PostScript names of the fonts embedded in it, without their subset tags."""

    pdf: bytes
    fonts: tuple[str, ...]


def bind(part: bytes, meta: Metadata, source: Attachment, profile: bytes, titles: Mapping[str, str]) -> Bound:
    """Finish a rendered part: metadata, colour profile, source, page labels, identifiers, annotations.

    `profile` is the ICC profile of the output intent (sRGB); `titles` describes the targets of links by
    anchor name. Equal arguments give equal bytes.
    """
    with pikepdf.open(BytesIO(part)) as pdf:
        _set_catalog(pdf, meta)
        _set_information(pdf, meta)
        _set_output_intent(pdf, profile)
        _attach(pdf, source, modified(meta))
        _mend_annotations(pdf, titles)
        _mend_images(pdf)
        _mend_character_maps(pdf)
        _index_identifiers(pdf)
        fonts = tuple(sorted({_font_name(font) for font in _objects(pdf, "/FontDescriptor")}))
        return Bound(_save(pdf, meta), fonts)


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


def _attach(pdf: pikepdf.Pdf, attachment: Attachment, when: datetime) -> None:
    """Embed a file as the source of the document (ISO 19005-3, 6.8 and annex E)."""
    file = pdf.make_stream(attachment.data)
    file.Type = Name.EmbeddedFile
    file.Subtype = Name("/" + attachment.media_type)
    checksum = hashlib.md5(attachment.data, usedforsecurity=False).digest()
    date = String(_pdf_date(when))
    file.Params = Dictionary(Size=len(attachment.data), CheckSum=String(checksum), CreationDate=date, ModDate=date)
    spec = Dictionary(
        Type=Name.Filespec,
        F=String(attachment.name),
        UF=String(attachment.name),
        Desc=String(attachment.description),
        AFRelationship=Name.Source,
        EF=Dictionary(F=file, UF=file),
    )
    spec = pdf.make_indirect(spec)
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array([String(attachment.name), spec]))
    pdf.Root.AF = Array([spec])


def _mend_annotations(pdf: pikepdf.Pdf, titles: Mapping[str, str]) -> None:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            annotation.F = PRINT
            target = str(annotation.get("/Dest", ""))
            if target in titles:
                annotation.Contents = String(titles[target])


def _mend_images(pdf: pikepdf.Pdf) -> None:
    for image in pdf.objects:
        if isinstance(image, pikepdf.Stream) and image.get("/Subtype") == Name.Image and image.get("/Interpolate"):
            image.Interpolate = False  # ISO 19005-3, 6.2.8


def _mend_character_maps(pdf: pikepdf.Pdf) -> None:
    """Map parts of letters, for which WeasyPrint leaves a map's line empty, to a character that shows nothing."""
    for font in _objects(pdf, "/Font"):
        if "/ToUnicode" in font and b" <>" in (data := font.ToUnicode.read_bytes()):
            font.ToUnicode.write(data.replace(b" <>", b" <034f>"))


def _index_identifiers(pdf: pikepdf.Pdf) -> None:
    """List the structure elements that have an identifier (ISO 32000-1, table 322, IDTree)."""
    found: dict[bytes, Any] = {}
    for element in _objects(pdf, "/StructElem"):
        if "/ID" in element:
            found[bytes(element.ID)] = element
    if found:
        names = Array()
        for key in sorted(found):
            names.append(String(key))
            names.append(found[key])
        limits = Array([String(min(found)), String(max(found))])
        leaf = pdf.make_indirect(Dictionary(Names=names, Limits=limits))
        pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(Dictionary(Kids=Array([leaf])))


def _objects(pdf: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == kind:
            yield item


def _font_name(descriptor: Any) -> str:
    return str(descriptor.FontName).lstrip("/").partition("+")[2].rstrip(",")


def _save(pdf: pikepdf.Pdf, meta: Metadata) -> bytes:
    """Write the file with no stream whose data ends in a carriage return.

    Such data is right, but strict readers take its last byte for a part of the line end before `endstream`.
    Where one of qpdf's own streams ends so, an entry of the catalog becomes an object of its own, and all are numbered anew.
    """
    for stream in [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]:
        _pack(stream)
    packet = write_xmp(meta, _creator(), _producer(pdf))
    pdf.Root.Metadata = pdf.make_stream(packet, {"/Type": Name.Metadata, "/Subtype": Name.XML})
    data = b""
    for entry in (None, Name.MarkInfo, Name.ViewerPreferences, Name.PageLabels, Name.OutputIntents):
        if entry:
            pdf.Root[entry] = pdf.make_indirect(pdf.Root[entry])
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            min_version="1.7",
        )
        data = out.getvalue()
        if b"\r\nendstream" not in data:
            break
    return data


def _pack(stream: pikepdf.Stream) -> None:
    """Compress a stream; a line feed after the end of its compressed data, which readers ignore, hides a carriage return."""
    if "/Filter" not in stream:
        stream.write(zlib.compress(stream.read_bytes(), 9), filter=Name.FlateDecode)
    data = stream.read_raw_bytes()
    if data.endswith(b"\r"):
        filters: Any = stream.Filter
        parameters: Any = stream.get("/DecodeParms")
        stream.write(data + b"\n", filter=filters, decode_parms=parameters)
