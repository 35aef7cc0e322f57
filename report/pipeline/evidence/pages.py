"""The evidence as a web page and a PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from report.pipeline.evidence.evidence import PEOPLE
from report.pipeline.generated_report import as_text, digest_as_code, write_generated_report
from report.pipeline.record import tool_versions
from report.runtime.digests import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from report.model.findings import Finding
    from report.pipeline.evidence.evidence import Evidence, Examination

TEMPLATE = Path(__file__).with_name("template")
SLUG = "evidence"
WIDTHS = f"|:{'-' * 34}|:{'-' * 20}|:{'-' * 20}|:{'-' * 13}|"
LEFT_OUT = ("missing", "")


def write_evidence_pages(evidence: Evidence, date: str) -> dict[str, bytes]:
    """Write the evidence's PDF and web page, by format. `date` is the checked report's (ISO 8601)."""
    return write_generated_report(TEMPLATE, SLUG, _words(evidence, date))


def _words(evidence: Evidence, date: str) -> dict[str, str]:
    """Return what the template's placeholders stand for."""
    title = f"Evidence: {evidence.fact('title')}"
    return {
        "title": json.dumps(title, ensure_ascii=False),  # a JSON string is a YAML string
        "date": date,
        "version": evidence.fact("version").replace('"', "'"),
        "publisher": "report",
        "identifier": json.dumps(f"urn:report:evidence:{evidence.fact('report')}"),
        "checks": "\n".join(_checks(evidence.examinations)),
        "found": "\n\n".join(_found(evidence.examinations)) or "Nothing was found by any of the checks that were made.",
        "missing": _list(f"{as_text(one.title)}: {as_text(one.why)}" for one in evidence.examinations if one.findings is None)
        or "Every check that the tool knows of was made.",
        "people": _list(f"{as_text(one)}{'.' if one == PEOPLE[-1] else ';'}" for one in PEOPLE),
        "files": _list(
            f"**{as_text(name)}**, {len(data):,} bytes, SHA\\-256: {digest_as_code(sha256_of(data))}"
            for name, data in sorted(evidence.files.items())
        ),
        "versions": _versions(),
    }  # fmt: skip


def _checks(examinations: Iterable[Examination]) -> Iterator[str]:
    yield "| What | File | By | Outcome |"
    yield WIDTHS
    for one in examinations:
        cells = (one.title, one.file, one.version, one.outcome)
        yield f"| {' | '.join(as_text(cell) for cell in cells)} |"


def _found(examinations: Iterable[Examination]) -> Iterator[str]:
    for one in examinations:
        if one.findings:
            yield f"## {as_text(one.title)}"
            yield _list(_finding(finding) for finding in one.findings)


def _finding(finding: Finding) -> str:
    place = f"{as_text(str(finding.location))}: " if finding.location else ""
    return f"{place}{finding.severity.value} {finding.code}: {as_text(finding.message)}"


def _versions() -> str:
    known = tool_versions()
    named = {name: str(known[name]) for name in ("report", "python", "pandoc")}
    for group in known.values():
        named |= {str(name): str(value) for name, value in group.items()} if isinstance(group, dict) else {}
    return (
        ", ".join(f"{as_text(name)} {as_text(value)}" for name, value in named.items() if value not in LEFT_OUT) + "."
    )


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
