"""How a version is cited: the Citation File Format 1.2, and BibTeX."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.archiving.record import Record

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
