"""Dublin Core as XML, in the form that archives are harvested in (oai_dc)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def schema_org(record: Record) -> dict[str, Any]:
    """Describe a version."""
    publisher = record.text("publisher")
    series = record.text("series")
    value: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": record.text("title"),
        "alternativeHeadline": record.text("subtitle"),
        "author": [_author(author) for author in record.creators],
        "publisher": {"@type": "Organization", "name": publisher} if publisher else "",
        "datePublished": record.text("date"),
        "version": record.text("version"),
        "inLanguage": record.text("language"),
        "identifier": record.text("identifier"),
        "reportNumber": record.text("report-number"),
        "isPartOf": {"@type": "CreativeWorkSeries", "name": series} if series else "",
        "abstract": record.text("summary"),
        "keywords": list(record.facts.get("keywords", ())),
        "license": f"https://spdx.org/licenses/{record.text('license')}" if record.text("license") else "",
        "url": record.text("url"),
        "encodingFormat": ["application/pdf", "application/epub+zip", "text/html"],
        "creativeWorkStatus": record.text("status"),
    }
    return {key: part for key, part in value.items() if part}


def _author(author: dict[str, str]) -> dict[str, Any]:
    kind = "Person" if "orcid" in author or "affiliation" in author else "Organization"
    value: dict[str, Any] = {"@type": kind, "name": author["name"]}
    if "orcid" in author:
        value["@id"] = f"https://orcid.org/{author['orcid']}"
    if "affiliation" in author:
        value["affiliation"] = {"@type": "Organization", "name": author["affiliation"]}
    return value
