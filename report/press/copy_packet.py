"""What a copy's metadata say of it: properties of our own, described as PDF/A asks.

Source: ISO 19005-3, 6.6.2.3 (extension schemas).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    import uuid

    from report.press.copies import Copy

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
OURS = "urn:report:ns:copy/"
SPACES = {
    "rdf": RDF,
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "copy": OURS,
}
PROPERTIES = {
    "Number": "The number of this copy",
    "Of": "How many copies were made",
    "Name": "Who was given this copy",
    "Organisation": "Whom the recipient belongs to",
    "Code": "A code that only the holder of the key can make",
    "Override": "Why the copy was made although something forbade it",
}


def mark_copy(node: etree._Element, copy: Copy, instance: uuid.UUID) -> None:
    """Write whose copy it is into a packet's description."""
    values = (copy.number, copy.of, copy.recipient.name, copy.recipient.organisation, copy.code, copy.override)
    for name, value in zip(PROPERTIES, values, strict=True):
        if value:
            _text(node, f"copy:{name}", str(value))
    _text(node, "xmpMM:InstanceID", f"uuid:{instance}")
    schemas = node.find(f"{_name('pdfaExtension:schemas')}/{_name('rdf:Bag')}")
    if schemas is not None:
        _describe(schemas)


def read_properties(node: etree._Element) -> dict[str, str]:
    """Return what a packet says of a copy, by name; empty where it is of none."""
    return {name: node.findtext(_name(f"copy:{name}"), "") for name in PROPERTIES if node.find(_name(f"copy:{name}")) is not None}  # fmt: skip


def _describe(schemas: etree._Element) -> None:
    schema = _resource(schemas)
    _text(schema, "pdfaSchema:schema", "Numbered copy")
    _text(schema, "pdfaSchema:namespaceURI", OURS)
    _text(schema, "pdfaSchema:prefix", "copy")
    properties = etree.SubElement(etree.SubElement(schema, _name("pdfaSchema:property")), _name("rdf:Seq"))
    for name, about in PROPERTIES.items():
        one = _resource(properties)
        _text(one, "pdfaProperty:name", name)
        _text(one, "pdfaProperty:valueType", "Text")
        _text(one, "pdfaProperty:category", "external")
        _text(one, "pdfaProperty:description", about)


def _resource(parent: etree._Element) -> etree._Element:
    item = etree.SubElement(parent, _name("rdf:li"))
    item.set(_name("rdf:parseType"), "Resource")
    return item


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def _text(node: etree._Element, name: str, value: str) -> None:
    prefix = name.partition(":")[0]
    etree.SubElement(node, _name(name), nsmap={prefix: SPACES[prefix]}).text = value
