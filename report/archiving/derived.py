"""A version as catalogues want it: Dublin Core, DataCite, schema.org, and the forms in which it is cited."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lxml import etree

from report.runtime.foreign import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.archiving.record import Record

KERNEL = "http://datacite.org/schema/kernel-4"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "%": r"\%",
        "&": r"\&",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
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


def citation_file(record: Record) -> bytes:
    """Write CITATION.cff: the report stands as what is to be cited."""
    lines = [
        "cff-version: 1.2.0",
        f"message: {_yaml('Cite this report as follows.')}",
        "type: dataset",
        *_reference(record, ""),
        "preferred-citation:",
        "  type: report",
        *_reference(record, "  "),
    ]
    return ("\n".join(lines) + "\n").encode()


def _reference(record: Record, indent: str) -> Iterator[str]:
    yield f"{indent}title: {_yaml(record.text('title'))}"
    yield f"{indent}authors:"
    for author in record.creators:
        yield f"{indent}  - name: {_yaml(author['name'])}"
        if "orcid" in author:
            yield f"{indent}    orcid: {_yaml('https://orcid.org/' + author['orcid'])}"
    yield f"{indent}date-released: {record.text('date')}"
    facts = {
        "version": record.text("version"),
        "doi": record.doi,
        "url": record.text("url"),
        "abstract": record.text("summary"),
        "license": "" if indent else record.text("license"),
    }
    for key, text in facts.items():
        if text:
            yield f"{indent}{key}: {_yaml(text)}"
    if indent and record.text("publisher"):
        yield f"{indent}publisher:"
        yield f"{indent}  name: {_yaml(record.text('publisher'))}"
    if not indent and record.facts.get("keywords"):
        yield "keywords:"
        yield from (f"  - {_yaml(word)}" for word in record.facts["keywords"])


def _yaml(text: str) -> str:
    """Write a text as YAML does in double quotes, which is how JSON writes it."""
    return json.dumps(text, ensure_ascii=False)


def bibtex(record: Record) -> bytes:
    """Write an entry for BibTeX. Names are in braces: nobody has said what in them is a family name."""
    year, month, _ = record.text("date").split("-")
    fields = {
        "title": f"{{{_tex(_title(record))}}}",
        "author": " and ".join(f"{{{_tex(author['name'])}}}" for author in record.creators),
        "institution": _tex(record.text("publisher")),
        "type": _tex(record.text("series")),
        "number": _tex(record.text("report-number")),
        "year": year,
        "version": _tex(record.text("version")),
        "doi": record.doi,
        "url": record.text("url"),
        "language": record.text("language"),
    }
    lines = [f"  {key} = {{{text}}}," for key, text in fields.items() if text]
    name = f"{record.text('report')}-{record.text('version')}".replace(" ", "-").replace(",", "-")
    entry = [f"@techreport{{{name},", *lines, f"  month = {MONTHS[int(month) - 1]},", "}"]
    return ("\n".join(entry) + "\n").encode()


def _title(record: Record) -> str:
    return ": ".join(part for part in (record.text("title"), record.text("subtitle")) if part)


def _tex(text: str) -> str:
    return text.translate(SPECIAL)


def datacite(record: Record) -> dict[str, Any]:
    """Describe a version; what the schema requires and the report does not have is said to be unavailable."""
    identifier = record.text("identifier")
    other = [] if record.doi else [{"identifier": identifier, "identifierType": identifier.partition(":")[0].upper()}]
    if record.text("report-number"):
        other.append({"identifier": record.text("report-number"), "identifierType": "Report number"})
    titles = [{"title": record.text("title"), "lang": record.text("language")}]
    if record.text("subtitle"):
        titles.append({"title": record.text("subtitle"), "titleType": "Subtitle", "lang": record.text("language")})
    value: dict[str, Any] = {
        "schemaVersion": KERNEL,
        **({"doi": record.doi, "identifiers": []} if record.doi else {}),
        "creators": [_creator(author) for author in record.creators],
        "titles": titles,
        "publisher": {"name": record.text("publisher") or ":unav"},
        "publicationYear": int(record.text("date")[:4]),
        "types": {"resourceTypeGeneral": "Report", "resourceType": record.text("series") or "Report"},
        "dates": [{"date": record.text("date"), "dateType": "Issued"}],
        "language": record.text("language"),
        "version": record.text("version"),
        "formats": ["application/pdf", "application/epub+zip", "text/html"],
    }
    optional = {
        "alternateIdentifiers": other,
        "subjects": [{"subject": word} for word in record.facts.get("keywords", ())],
        "descriptions": _descriptions(record),
        "rightsList": _rights(record),
        "relatedItems": _series(record),
    }
    if record.text("embargo-until"):
        value["dates"].append({"date": record.text("embargo-until"), "dateType": "Available"})
    if record.text("status") == "withdrawn":
        value["dates"].append({"date": record.withdrawn[-1].since, "dateType": "Withdrawn"})
    return value | {key: part for key, part in optional.items() if part}


def _creator(author: dict[str, str]) -> dict[str, Any]:
    value: dict[str, Any] = {"name": author["name"], "nameType": "Personal" if "orcid" in author else "Organizational"}
    if "orcid" not in author and "affiliation" in author:
        del value["nameType"]  # a person or a desk: nobody has said which
    if "affiliation" in author:
        value["affiliation"] = [{"name": author["affiliation"]}]
    if "orcid" in author:
        scheme = {"nameIdentifierScheme": "ORCID", "schemeUri": "https://orcid.org"}
        value["nameIdentifiers"] = [{"nameIdentifier": f"https://orcid.org/{author['orcid']}", **scheme}]
    return value


def _descriptions(record: Record) -> list[dict[str, str]]:
    language = record.text("language")
    told = {"Abstract": record.text("summary"), "TechnicalInfo": record.note}
    return [{"description": text, "descriptionType": kind, "lang": language} for kind, text in told.items() if text]


def _rights(record: Record) -> list[dict[str, str]]:
    licence = record.text("license")
    scheme = {"rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"}
    rights = [{"rights": licence, "rightsIdentifier": licence, **scheme}] if licence else []
    return rights + ([{"rights": record.text("marking")}] if record.text("marking") else [])


def _series(record: Record) -> list[dict[str, Any]]:
    if not record.text("series"):
        return []
    item: dict[str, Any] = {"relatedItemType": "Collection", "relationType": "IsPublishedIn"}
    item["titles"] = [{"title": record.text("series")}]
    return [item | ({"number": record.text("report-number")} if record.text("report-number") else {})]
