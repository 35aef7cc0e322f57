"""The version as a schema.org `Report`, in JSON-LD, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from report.archiving.record import Record


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
