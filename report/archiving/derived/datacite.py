"""DataCite Metadata Schema 4.7 as JSON, for registering a DOI or depositing in a repository."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from report.archiving.record import Record

KERNEL = "http://datacite.org/schema/kernel-4"


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
