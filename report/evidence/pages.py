"""The evidence as a web page and a PDF, made as every report is: a source is written from the template, and built."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from report.errors import BuildError
from report.evidence.evidence import PEOPLE
from report.pipeline import build
from report.project import Project
from report.record import digest, tool_versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from report.evidence.evidence import Evidence, Examination
    from report.model.findings import Finding

TEMPLATE = Path(__file__).with_name("template")
SLUG = "evidence"
FORMATS = ("pdf", "html")
SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~^$@\"':=&/])")
WIDTHS = f"|:{'-' * 34}|:{'-' * 20}|:{'-' * 20}|:{'-' * 13}|"
LEFT_OUT = ("missing", "")


def write_pages(evidence: Evidence, date: str) -> dict[str, bytes]:
    """Write the evidence's PDF and web page, by format. `date` is the checked report's (ISO 8601)."""
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        root = Path(folder)
        source = root / "sources" / SLUG
        source.mkdir(parents=True)
        for path in sorted(TEMPLATE.iterdir()):
            text = Template(path.read_text(encoding="utf-8")).substitute(_words(evidence, date))
            (source / path.name).write_text(text, encoding="utf-8")
        project = Project(root.resolve())
        result = build(project, project.report(SLUG), FORMATS, root / "out")
        if not result.written:
            raise BuildError("the evidence cannot be set as pages", "report it", result.findings)
        return {name: (root / "out" / SLUG / f"{SLUG}.{name}").read_bytes() for name in FORMATS}


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
        "missing": _list(f"{as_plain(one.title)}: {as_plain(one.why)}" for one in evidence.examinations if one.findings is None)
        or "Every check that the tool knows of was made.",
        "people": _list(f"{as_plain(one)}{'.' if one == PEOPLE[-1] else ';'}" for one in PEOPLE),
        "files": _list(
            f"**{as_plain(name)}**, {len(data):,} bytes, SHA\\-256: {as_code(digest(data))}"
            for name, data in sorted(evidence.files.items())
        ),
        "versions": _versions(),
    }  # fmt: skip


def _checks(examinations: Iterable[Examination]) -> Iterator[str]:
    yield "| What | File | By | Outcome |"
    yield WIDTHS
    for one in examinations:
        cells = (one.title, one.file, one.version, one.outcome)
        yield f"| {' | '.join(as_plain(cell) for cell in cells)} |"


def _found(examinations: Iterable[Examination]) -> Iterator[str]:
    for one in examinations:
        if one.findings:
            yield f"## {as_plain(one.title)}"
            yield _list(_finding(finding) for finding in one.findings)


def _finding(finding: Finding) -> str:
    place = f"{as_plain(str(finding.location))}: " if finding.location else ""
    return f"{place}{finding.severity.value} {finding.code}: {as_plain(finding.message)}"


def _versions() -> str:
    known = tool_versions()
    named = {name: str(known[name]) for name in ("report", "python", "pandoc")}
    for group in known.values():
        named |= {str(name): str(value) for name, value in group.items()} if isinstance(group, dict) else {}
    return (
        ", ".join(f"{as_plain(name)} {as_plain(value)}" for name, value in named.items() if value not in LEFT_OUT) + "."
    )


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def as_code(text: str) -> str:
    """Write a digest as code, in groups that a line can be broken between."""
    return " ".join(f"`{text[start : start + 16]}`" for start in range(0, len(text), 16))


def as_plain(text: str) -> str:
    """Write words so that Markdown reads them as they are, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
