"""The XMP packet of a PDF that is PDF/A-3a and PDF/UA-1 at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from report.model.stamps import created, document_id, modified

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.compose.xml import Element
    from report.model.metadata import Metadata

SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
TAIL = '\n</x:xmpmeta>\n<?xpacket end="w"?>'
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write_xmp(meta: Metadata, creator: str, producer: str) -> bytes:
    """Write the packet, UTF-8.

    Sources: ISO 19005-3, 6.6.2 (PDF/A properties and extension schemas); ISO 14289-1, 5 (pdfuaid:part).
    """
    root = etree.Element(_name("rdf:RDF"), nsmap=SPACES)
    node = etree.SubElement(root, _name("rdf:Description"))
    node.set(_name("rdf:about"), "")
    _identification(node)
    _dublin_core(node, meta)
    for name, value in (
        ("pdf:Producer", producer),
        ("pdf:Keywords", ", ".join(meta.keywords)),
        ("xmp:CreatorTool", creator),
        ("xmp:CreateDate", created(meta).strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("xmp:ModifyDate", modified(meta).strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("xmp:MetadataDate", modified(meta).strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("xmpMM:DocumentID", f"uuid:{document_id(meta)}"),
        ("xmpMM:VersionID", meta.version),
    ):
        _text(node, name, value)
    usage = ", ".join(part for part in (meta.marking, meta.distribution) if part)
    _alternatives(node, "xmpRights:UsageTerms", usage)
    _extension_schema(node)
    xml = str(etree.tostring(root, encoding="unicode", pretty_print=True))
    return (HEAD + xml + TAIL).encode()


def _identification(node: Element) -> None:
    _text(node, "pdfaid:part", "3")
    _text(node, "pdfaid:conformance", "A")
    _text(node, "pdfuaid:part", "1")


def _dublin_core(node: Element, meta: Metadata) -> None:
    _text(node, "dc:format", "application/pdf")
    _text(node, "dc:identifier", meta.identifier)
    _alternatives(node, "dc:title", meta.title)
    _alternatives(node, "dc:description", meta.summary or meta.subtitle)
    _alternatives(node, "dc:rights", meta.license)
    _listed(node, "dc:creator", "Seq", meta.creators)
    _listed(node, "dc:publisher", "Bag", (meta.publisher,) if meta.publisher else ())
    _listed(node, "dc:subject", "Bag", meta.keywords)
    _listed(node, "dc:language", "Bag", (meta.lang,))
    _listed(node, "dc:date", "Seq", (meta.date.isoformat(),))


def _extension_schema(node: Element) -> None:
    """Describe the one schema in use that PDF/A does not predefine: pdfuaid."""
    schemas = etree.SubElement(etree.SubElement(node, _name("pdfaExtension:schemas")), _name("rdf:Bag"))
    schema = _resource(schemas)
    _text(schema, "pdfaSchema:schema", "PDF/UA identification schema")
    _text(schema, "pdfaSchema:namespaceURI", SPACES["pdfuaid"])
    _text(schema, "pdfaSchema:prefix", "pdfuaid")
    properties = etree.SubElement(etree.SubElement(schema, _name("pdfaSchema:property")), _name("rdf:Seq"))
    part = _resource(properties)
    _text(part, "pdfaProperty:name", "part")
    _text(part, "pdfaProperty:valueType", "Integer")
    _text(part, "pdfaProperty:category", "internal")
    _text(part, "pdfaProperty:description", "Part of ISO 14289 that the file follows")


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def _text(node: Element, name: str, value: str) -> None:
    if value:
        etree.SubElement(node, _name(name)).text = value


def _alternatives(node: Element, name: str, value: str) -> None:
    if value:
        item = etree.SubElement(
            etree.SubElement(etree.SubElement(node, _name(name)), _name("rdf:Alt")), _name("rdf:li")
        )
        item.set(LANG, "x-default")
        item.text = value


def _listed(node: Element, name: str, kind: str, values: Iterable[str]) -> None:
    values = tuple(values)
    if values:
        items = etree.SubElement(etree.SubElement(node, _name(name)), _name(f"rdf:{kind}"))
        for value in values:
            etree.SubElement(items, _name("rdf:li")).text = value


def _resource(parent: Element) -> Element:
    item = etree.SubElement(parent, _name("rdf:li"))
    item.set(_name("rdf:parseType"), "Resource")
    return item
