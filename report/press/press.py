"""The press file: single pages in their order, with bleed and marks, in inks, and nothing that only a reader needs.

Source: ISO 15930-7 (PDF/X-4): 6.2 (identification and output intent), 6.9 (boxes), 6.14 (annotations).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from report.model.stamps import created, document_id, modified
from report.press.content import Rewriter
from report.press.geometry import contents_of, set_upright, trim_of
from report.press.inks import GreyInks, PressInks, profile_name
from report.press.marks import AWAY, LENGTH, MARGIN, MM, draw_marks
from report.press.packet import drop_claims, read_packet, set_texts, write_packet
from report.press.reading import read_marks
from report.press.stamp_lines import set_strips

if TYPE_CHECKING:
    from report.model.metadata import Metadata
    from report.press.geometry import Box
    from report.press.inks import Inks
    from report.press.pages import BoundPages
    from report.press.reading import PaintedObject

WHITE = (0.0, 0.0, 0.0, 0.0)
FOR_READERS = ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/Dests", "/AF", "/AcroForm", "/OpenAction",
               "/PageMode", "/ViewerPreferences", "/OutputIntents")  # fmt: skip
OF_A_PAGE = ("/Annots", "/StructParents", "/Tabs", "/AA")
VERSION = "1.6"  # of PDF, which PDF/X-4 builds upon
BOXES = ("/CropBox", "/ArtBox")
LINE, AT_EDGE = 3.6, 6.5  # mm: how high a line is, and how far a mark on a blank page is from its edge


@dataclass(frozen=True, slots=True)
class PressOptions:
    """How a press file is made: its bleed in mm, the press's ICC profile or none, the limit of all inks.

    A `limit` of 1.0 is one ink in full; the number of pages becomes a `multiple`; the `gutter`, in mm, is
    how far pages are moved away from the spine. `override` says why the file is made although
    something forbids it.
    """

    bleed: float = 3.0
    profile: bytes | None = None
    limit: float = 3.0
    multiple: int = 4
    gutter: float = 0.0
    grey: bool = False
    override: str = ""

    def inks(self) -> Inks:
        """Return what colours become: four inks, or greys, which a press prints in black."""
        return GreyInks() if self.grey else PressInks(self.profile, self.limit)


def make_press_file(bound: BoundPages, order: PressOptions) -> bytes:
    """Make the press file of pages that were bound with the order's bleed."""
    with pikepdf.open(BytesIO(bound.pdf)) as pdf:
        strip(pdf)
        set_upright(pdf)
        Rewriter(pdf, order.inks()).rewrite()
        if order.gutter:
            move_from_spine(pdf, order.gutter, right_to_left=bound.meta.right_to_left)
        _add_blanks(pdf, order.multiple, bound.meta)
        _set_marks(pdf, bound.meta, order)
        describe_press_file(pdf, bound.meta, "press file", order.override)
        if order.profile:
            claim(pdf, bound.meta, order.profile)
        return save(pdf, VERSION)


def strip(pdf: pikepdf.Pdf) -> None:
    """Take out what only a reader needs: links, outline, tags, names, attachments."""
    for key in FOR_READERS:
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in OF_A_PAGE:
            if key in page.obj:
                del page.obj[key]


def _add_blanks(pdf: pikepdf.Pdf, multiple: int, meta: Metadata) -> None:
    """Add blank pages at the end, as large as the first, up to a multiple; the handling mark is on them too."""
    missing, first = -len(pdf.pages) % multiple, pdf.pages[0].obj
    if not missing:
        return
    left, bottom, right, top = trim_of(first)
    resources, content = Dictionary(), ""
    if meta.marking:
        with set_strips([meta.marking], ((right - left) / MM, LINE), meta.lang, PressInks(), align="center") as strips:
            resources.XObject = Dictionary(Mark=pdf.copy_foreign(strips.pages[0].as_form_xobject()))
        heights = (bottom + AT_EDGE * MM, top - (AT_EDGE + LINE) * MM)
        content = "".join(f"q 1 0 0 1 {left:.3f} {y:.3f} cm /Mark Do Q\n" for y in heights)
    for _ in range(missing):
        blank = Dictionary(Type=Name.Page, Resources=resources, Contents=pdf.make_stream(content.encode()))
        for box in ("/MediaBox", "/TrimBox", "/BleedBox"):
            blank[box] = Array([float(edge) for edge in first[box]])
        pdf.pages.append(pikepdf.Page(blank))


def _set_marks(pdf: pikepdf.Pdf, meta: Metadata, order: PressOptions) -> None:
    """Widen the sheet of each page, clip what is drawn to its bleed, and set marks and slug around it."""
    bleed, count = order.bleed * MM, len(pdf.pages)
    forms: dict[tuple[float, float], Any] = {}
    texts = [_slug(meta, number, count) for number in range(1, count + 1)]
    left, _, right, _ = trim_of(pdf.pages[0].obj)
    with set_strips(texts, ((right - left) / MM - 4, LINE), meta.lang, PressInks()) as strips:
        for page, strip in zip(pdf.pages, strips.pages, strict=True):
            _dress(pdf, page.obj, bleed, forms, pdf.copy_foreign(strip.as_form_xobject()))


def _dress(
    pdf: pikepdf.Pdf,
    page: Any,
    bleed: float,
    forms: dict[tuple[float, float], pikepdf.Object],
    slug: pikepdf.Object,
) -> None:
    left, bottom, right, top = trim_of(page)
    size = (round(right - left, 3), round(top - bottom, 3))
    if size not in forms:
        forms[size] = draw_marks(pdf, *size, bleed)
    edge = bleed + MARGIN * MM
    page.TrimBox = Array([left, bottom, right, top])
    page.BleedBox = Array([left - bleed, bottom - bleed, right + bleed, top + bleed])
    page.MediaBox = Array([left - edge, bottom - edge, right + edge, top + edge])
    for box in BOXES:
        if box in page:
            del page[box]
    content = contents_of(page)
    clip = f"q {left - bleed:.3f} {bottom - bleed:.3f} {right - left + 2 * bleed:.3f} {top - bottom + 2 * bleed:.3f} re W n\n"
    y = bottom - bleed - (AWAY + LENGTH) * MM - (LINE - 1) * MM
    place = f"q 1 0 0 1 {left:.3f} {bottom:.3f} cm /Marks Do Q\nq 1 0 0 1 {left + 2 * MM:.3f} {y:.3f} cm /Slug Do Q\n"
    resources = Dictionary(page.Resources)
    resources.XObject = Dictionary({**dict(page.Resources.get("/XObject", {})), "/Marks": forms[size], "/Slug": slug})
    page.Resources = resources
    page.Contents = pdf.make_stream(clip.encode() + content + b"\nQ\n" + place.encode())


def _slug(meta: Metadata, number: int, count: int) -> str:
    name = " ".join(part for part in (meta.slug, meta.version) if part)
    return " · ".join(part for part in (name, meta.date.isoformat(), f"{number} / {count}", meta.marking) if part)


def describe_press_file(pdf: pikepdf.Pdf, meta: Metadata, kind: str, override: str = "") -> None:
    """Say in the file what it is: something made for printing from the report, which claims nothing of its own."""
    packet = read_packet(pdf)
    drop_claims(packet)
    identifier = uuid.uuid5(document_id(meta), kind)
    texts = {"xmpMM:DocumentID": f"uuid:{identifier}", "xmpMM:RenditionClass": "default", "pdf:Trapped": "False"}
    set_texts(packet, {**texts, "xmp:Label": f"{kind}; override: {override}" if override else kind})
    pdf.Root.Metadata = pdf.make_stream(write_packet(packet), {"/Type": Name.Metadata, "/Subtype": Name.XML})
    pdf.trailer.Info.Trapped = Name("/False")


def claim(pdf: pikepdf.Pdf, meta: Metadata, profile: bytes) -> None:
    """Give the file an output intent, and the identification that a PDF/X-4 has."""
    name = profile_name(profile)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(name),
        OutputCondition=String(name),
        Info=String(name),
        DestOutputProfile=pdf.make_stream(profile, {"/N": 4, "/Alternate": Name.DeviceCMYK}),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    packet = read_packet(pdf)
    dates = {"xmp:CreateDate": created(meta), "xmp:ModifyDate": modified(meta), "xmp:MetadataDate": modified(meta)}
    set_texts(packet, {key: value.strftime("%Y-%m-%dT%H:%M:%SZ") for key, value in dates.items()})
    set_texts(packet, {"pdfxid:GTS_PDFXVersion": "PDF/X-4", "xmpMM:VersionID": meta.version or "1"})
    pdf.Root.Metadata.write(write_packet(packet))


def page_count(data: bytes) -> int:
    """Count the pages of a file."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)


def save(pdf: pikepdf.Pdf, version: str = "1.7") -> bytes:
    """Write a file that says it is of a version of PDF: the same pages give the same bytes."""
    pdf.remove_unreferenced_resources()
    out = BytesIO()
    mode = pikepdf.ObjectStreamMode.generate
    pdf.save(out, deterministic_id=True, compress_streams=True, object_stream_mode=mode, force_version=version)
    return out.getvalue()


def move_from_spine(pdf: pikepdf.Pdf, gutter: float, *, right_to_left: bool) -> None:
    """Move each page by so many mm away from the spine; one with ink at its edge stays, or its bleed would be too short."""
    for number, page in enumerate(pdf.pages):
        trim = trim_of(page.obj)
        if any(_reaches_edge(mark, trim) for mark in read_marks(page.obj)):
            continue
        right_hand = (number % 2 == 0) != right_to_left
        away = gutter * MM if right_hand else -gutter * MM
        page.contents_add(f"q 1 0 0 1 {away:.3f} 0 cm\n".encode(), prepend=True)
        page.contents_add(b"\nQ")


def _reaches_edge(mark: PaintedObject, trim: Box) -> bool:
    if mark.kind == "text" or mark.colour == WHITE:
        return False
    inside = mark.box[0] < mark.box[2] and mark.box[1] < mark.box[3]
    return inside and (
        mark.box[0] <= trim[0] or mark.box[1] <= trim[1] or mark.box[2] >= trim[2] or mark.box[3] >= trim[3]
    )
