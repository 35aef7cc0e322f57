"""WeasyPrint's tags put right, and two of its slips mended.

Private names of WeasyPrint 70 and pydyf are replaced here and nowhere else:

- `pdf.tags._build_box_tree`: languages, notes, formulas, code, contents, scopes of header cells, loose
  list items and links around blocks are tagged as ISO 32000-1, 14.8.4 and ISO 14289-1, 7 ask.
- `pdf.stream.Stream.marked`: running heads, leaders and ornaments are artifacts (ISO 14289-1, 7.8).
- `layout.block_level_layout`: a footnote that fits is no longer sent to the next page by a sum of
  floats that differs in its last bit (compare Kozea/WeasyPrint#1564, #2502).
- `pydyf.PDF.page_references`: built once, not once for each tagged box.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import pydyf
import weasyprint.layout
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags as weasy_tags
from weasyprint.pdf.stream import Stream

from report.editions.pdf.weasy.rendering import current
from report.model.findings import About
from report.model.parts import EngineEvent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

    from weasyprint.document import Document, Page
    from weasyprint.layout import LayoutContext

Box: TypeAlias = boxes.Box
Struct: TypeAlias = pydyf.Dictionary

TOLERANCE = 1e-6  # px
MM = 25.4 / 96  # of a px
GENERIC = {"/NonStruct", "/Span", "/Div", "/Sect", "/LBody"}
BY_TAG = {
    "code": "Code",
    "q": "Quote",
    "math": "Formula",
    "figure": "Div",
    "header": "Div",
    "footer": "Div",
    "nav": "Sect",
}
INLINE = "abbr b bdi cite del dfn em i ins kbd mark s samp small strong sub sup time u var".split()
BY_ROLE = {"doc-pullquote": "BlockQuote", "note": "Div", "doc-tip": "Div", "doc-index": "Index"}
NOTE_CLASS = "footnote"
TOC = {"/L": "/TOC", "/LI": "/TOCI", "/LBody": "/NonStruct"}

_build = weasy_tags._build_box_tree
_marked = Stream.marked
_block_level_layout = weasyprint.layout.block_level_layout
_page_references = pydyf.PDF.page_references


def mark_artifacts(document: Document) -> None:
    """Note on each box of a laid-out document whether what it draws is an artifact; links in artifacts go.

    Tell of tables that run off their page.
    """
    for page in document.pages:
        tables: list[Box] = []
        for box in page._page_box.children:
            _note_artifact(box, tables, inside=False, margin=isinstance(box, boxes.MarginBox))
        for table in tables:
            _tell_overflow(table, page)
            _tell_parted_cell(table)
        page.links = _outermost([link for link in page.links if not _is_artifact(link[3])])


def _outermost(links: list[tuple[Any, ...]]) -> list[Any]:
    """Drop the links that WeasyPrint gives to every box inside a link, where the link itself covers them."""
    kept: list[Any] = []
    for link in links:
        kind, target, area, _ = link
        if not any(other[:2] == (kind, target) and _covers(other[2], area) for other in kept):
            kept.append(link)
    return kept


def _covers(outer: tuple[float, ...], inner: tuple[float, ...]) -> bool:
    """Tell whether one rectangle (x1, y1, x2, y2 in px) lies in another, a pixel over or under."""
    return all(a <= b + 1 for a, b in zip(outer[:2], inner[:2], strict=True)) and all(
        a >= b - 1 for a, b in zip(outer[2:], inner[2:], strict=True)
    )


def _note_artifact(box: Box, tables: list[Box], *, inside: bool, margin: bool) -> None:
    """Note it on a box and all in it, and gather the tables."""
    box = _placed(box)
    if isinstance(box, boxes.TableBox):
        tables.append(box)
    inside = inside or margin or getattr(box, "is_leader", False) or _is_ornament(box)
    if inside:
        box.is_artifact, box.in_margin = True, margin
    for child in box.all_children():
        _note_artifact(child, tables, inside=inside, margin=margin)


def _tell_overflow(table: Box, page: Page) -> None:
    """Tell of a table that is cut off at the edge of its page."""
    over = max(table.position_x + table.margin_width() - page.width, -table.position_x)
    if over > 1:
        name = (table.element.get("id") or table.element.get("data-id") or "") if table.element is not None else ""
        current().events.append(EngineEvent("P108", f"{round(over * MM)}", About(identifier=name)))


def _tell_parted_cell(table: Box) -> None:
    """Tell of a cell over several rows that are not all on its page: the rows on the next one would lack a cell."""
    for group in table.children:
        rows = group.children if isinstance(group, boxes.TableRowGroupBox) else ()
        cells = ((number, cell) for number, row in enumerate(rows) for cell in row.children)
        for number, cell in cells:
            said = cell.element.get("rowspan", "1") if cell.element is not None else "1"
            if said.isdecimal() and int(said) > 1 and number + int(said) > len(rows):
                name = table.element.get("id") or table.element.get("data-id") or ""
                current().events.append(EngineEvent("P120", "", About(identifier=name)))
                return


def _is_ornament(box: Box) -> bool:
    element = box.element
    if element is None:
        return False
    if element.get("aria-hidden") == "true":
        return True
    empty = element.tag == "img" and not element.get("alt")
    return isinstance(box, boxes.ReplacedBox) and (empty or element.get("role") in {"presentation", "none"})


def _is_formula(box: Box) -> bool:
    return isinstance(box, boxes.ReplacedBox) and box.element.tag.endswith("}math")


def _is_artifact(box: Box) -> bool:
    return bool(getattr(box, "is_artifact", False))


def _placed(box: Box) -> Box:
    return box._box if isinstance(box, AbsolutePlaceholder) else box


@contextmanager
def _mark(stream: Stream, box: Box, tag: str) -> Iterator[None]:
    tag = "Formula" if _is_formula(box) else tag
    with stream.artifact() if _is_artifact(box) else _marked(stream, box, tag):
        yield


def _layout_block(context: LayoutContext, box: Box, *rest: object) -> Any:
    result = _block_level_layout(context, box, *rest)
    if isinstance(result[0], boxes.FootnoteAreaBox):
        result[0].height += TOLERANCE
    return result


def _references(pdf: pydyf.PDF) -> Any:
    count = len(pdf.pages["Kids"])
    if getattr(pdf, "_kept_count", None) != count:
        pdf._kept, pdf._kept_count = _page_references.fget(pdf), count
    return pdf._kept


def _build_box_tree(box: Box, parent: Struct, pdf: pydyf.PDF, *rest: Any) -> Iterator[Struct]:
    """Yield the structure elements of a box; `rest` is page number, numbers, annotations and marked content."""
    box = _placed(box)
    if _is_artifact(box):
        return
    annotations = rest[2]
    for struct in _build(box, parent, pdf, *rest):
        element = box.element
        if element is not None and box.element_tag == element.tag and element.tag not in ("html", "body"):
            _describe(struct, element, pdf)
        if struct["S"] == "/Table":
            _leave_headers_to_scope(box)
            _name_headers(box, pdf)
        elif struct["S"] == "/LI":
            _gather_item(struct, pdf)
        if struct["S"] != "/Link":
            _wrap_links(struct, pdf, annotations)
        elif not _has_annotation(struct, pdf):
            struct["S"] = "/Span"  # what a link generates, which the link's own annotation covers
        yield struct


def _describe(struct: Struct, element: ET.Element, pdf: pydyf.PDF) -> None:
    """Give a structure element the language, role and alternative text of its HTML element."""
    tag, role = element.tag.rpartition("}")[2], element.get("role", "")
    if lang := element.get("lang"):
        struct["Lang"] = pydyf.String(lang)
    if struct["S"] in GENERIC:
        name = BY_ROLE.get(role) or BY_TAG.get(tag) or ("Span" if tag in INLINE else "")
        if NOTE_CLASS in (element.get("class") or "").split():
            name = "Note"
            _identify_note(struct, f"note-{element.get('id')}", pdf)
        if name:
            struct["S"] = f"/{name}"
    if struct["S"] == "/Formula":
        struct["Alt"] = pydyf.String(element.get("alttext") or "".join(element.itertext()))
    elif struct["S"] == "/TH":
        struct["A"]["Scope"] = "/Row" if element.get("scope") in ("row", "rowgroup") else "/Column"
    elif struct["S"] == "/Figure" and "Alt" not in struct and (label := element.get("aria-label")):
        struct["Alt"] = pydyf.String(label)
    if tag == "nav":  # of sections, figures or tables
        _retag_contents(struct, pdf)


def _identify_note(struct: Struct, name: str, pdf: pydyf.PDF) -> None:
    """Give a note its own identifier, a part of it on a later page another (ISO 14289-1, 7.9), boxes inside it none."""
    for _, kid in _kids(struct, pdf):
        if kid is not None and kid.get("S") == "/Note":
            kid["S"] = "/NonStruct"
            del kid["ID"]
            pdf._used[name] -= 1
    struct["ID"] = pydyf.String(_numbered(name, pdf))


def _numbered(name: str, pdf: pydyf.PDF) -> str:
    """Return a name that no structure element of the part has: the name itself, or with a number."""
    if not hasattr(pdf, "_used"):
        pdf._used = Counter()
    pdf._used[name] += 1
    count = pdf._used[name]
    return name if count == 1 else f"{name}-{count}"


def _retag_contents(struct: Struct, pdf: pydyf.PDF) -> None:
    for _, kid in _kids(struct, pdf):
        if kid is not None and "S" in kid:
            kid["S"] = TOC.get(kid["S"], kid["S"])
            _retag_contents(kid, pdf)


def _leave_headers_to_scope(box: Box) -> None:
    """Drop WeasyPrint's lists of header cells where cells span: it counts their columns wrongly."""
    cells = [_placed(cell) for cell in box.descendants() if isinstance(_placed(cell), boxes.TableCellBox)]
    if not any(cell.colspan > 1 or cell.rowspan > 1 for cell in cells):
        return
    for cell in cells:
        struct = getattr(cell, "mark", None)
        if isinstance(struct, dict) and "A" in struct:
            struct["A"].pop("Headers", None)


def _name_headers(box: Box, pdf: pydyf.PDF) -> None:
    """Name header cells after their table, where WeasyPrint takes numbers that another part has as well."""
    element = {} if box.element is None else box.element  # a table that only boxes make
    name = element.get("id") or element.get("data-id") or "table"
    for cell in box.descendants():
        struct = getattr(_placed(cell), "mark", None)
        if isinstance(struct, dict) and "ID" in struct:
            struct["ID"].string = _numbered(f"{name}-th", pdf)  # the lists of headers hold the same string


def _gather_item(struct: Struct, pdf: pydyf.PDF) -> None:
    """Put everything in a list item but its label into one LBody (ISO 32000-1, 14.8.4.3.3)."""
    kids = list(_kids(struct, pdf))
    loose = [(ref, kid) for ref, kid in kids if kid is None or kid.get("S") not in ("/Lbl", "/LBody")]
    if not loose:
        return
    body = next((kid for _, kid in kids if kid is not None and kid.get("S") == "/LBody"), None)
    kept = [ref for ref, kid in kids if not any(ref is other for other, _ in loose)]
    if body is None:
        body = _element("LBody", struct, [], pdf)
        kept.append(body.reference)
    for ref, kid in loose:
        body["K"].append(ref)
        if kid is not None:
            kid["P"] = body.reference
    struct["K"] = pydyf.Array(kept)


def _wrap_links(struct: Struct, pdf: pydyf.PDF, annotations: list[tuple[bytes, Struct]]) -> None:
    """Put a link's annotation into a Link where it hangs on a block inside the link (ISO 14289-1, 7.18.5)."""
    for index, (ref, kid) in enumerate(list(_kids(struct, pdf))):
        if kid is None or kid.get("Type") != "/OBJR":
            continue
        link = _element("Link", struct, [ref], pdf)
        struct["K"][index] = link.reference
        for place, (_, annotation) in enumerate(annotations):
            if annotation.reference == kid["Obj"]:
                annotations[place] = (link.reference, annotation)


def _has_annotation(struct: Struct, pdf: pydyf.PDF) -> bool:
    return any(kid is not None and kid.get("Type") == "/OBJR" for _, kid in _kids(struct, pdf))


def _element(name: str, parent: Struct, kids: list[bytes], pdf: pydyf.PDF) -> Struct:
    struct = pydyf.Dictionary(
        {"Type": "/StructElem", "S": f"/{name}", "K": pydyf.Array(kids), "Pg": parent["Pg"], "P": parent.reference}
    )
    pdf.add_object(struct)
    return struct


def _kids(struct: Struct, pdf: pydyf.PDF) -> Iterator[tuple[Any, Any]]:
    """Yield a structure element's children: the reference, and the object behind it; None for marked content."""
    for ref in struct.get("K", ()):
        yield ref, pdf.objects[int(ref.split()[0])] if isinstance(ref, bytes) else None


PARTS = (
    (weasy_tags, "_build_box_tree", _build_box_tree),
    (Stream, "marked", _mark),
)
CURES = ((weasyprint.layout, "block_level_layout", _layout_block),)
SPEED = ((pydyf.PDF, "page_references", property(_references)),)
