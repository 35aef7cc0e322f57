"""Dublin Core as XML, in the form that archives are harvested in (oai_dc)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from report.runtime.foreign import xml_text

if TYPE_CHECKING:
    from report.archiving.record import Record

DC = "http://purl.org/dc/elements/1.1/"
OAI = "http://www.openarchives.org/OAI/2.0/oai_dc/"


def dublin_core(record: Record) -> bytes:
    """Describe a version with the fifteen elements, those that the report has something for."""
    title = ": ".join(part for part in (record.text("title"), record.text("subtitle")) if part)
    elements = [
        ("title", title),
        *(("creator", author["name"]) for author in record.creators),
        *(("subject", word) for word in record.facts.get("keywords", ())),
        ("description", record.text("summary")),
        ("publisher", record.text("publisher")),
        ("date", record.text("date")),
        ("type", "Text"),
        ("type", "Report"),
        *(("format", kind) for kind in ("application/pdf", "application/epub+zip", "text/html")),
        ("identifier", record.text("identifier")),
        ("identifier", record.text("url")),
        ("language", record.text("language")),
        ("relation", record.text("series")),
        ("rights", record.text("license")),
        ("rights", record.text("marking")),
    ]
    root = etree.Element(f"{{{OAI}}}dc", nsmap={"oai_dc": OAI, "dc": DC})
    for name, text in elements:
        if text:
            etree.SubElement(root, f"{{{DC}}}{name}").text = xml_text(text)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data
