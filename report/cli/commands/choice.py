"""What the commands share: which reports and formats are meant, how findings are printed, and the exit status."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report.model.errors import BuildError, UsageError
from report.model.findings import has_errors
from report.model.master import FORMATS
from report.read.project import find_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.model.errors import ReportError
    from report.model.findings import Finding
    from report.read.project import Project, Source

STYLES = ("text", "json", "sarif")


def trust_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option that lets a stranger's theme be used."""
    text = "Use the theme that comes with a file or folder also where it is not known."
    return click.option("--trust-theme", "trusted", is_flag=True, help=text)(function)


def project_here() -> Project | None:
    """Find the project here; files can be compared and built again without one."""
    try:
        return find_project(Path.cwd())
    except UsageError:
        return None


def chosen_reports(project: Project, slugs: tuple[str, ...]) -> tuple[Source, ...]:
    """Return the reports of some slugs, all where none is named."""
    if slugs:
        return tuple(project.report(slug) for slug in dict.fromkeys(slugs))
    reports = project.reports()
    if not reports:
        raise BuildError("there is no report in sources/", "run `report new my-report` to start one")
    return reports


def share_of(sources: tuple[Source, ...], shard: str | None) -> tuple[Source, ...]:
    """Return the sources that fall to a share, "2/5" for the second of five."""
    if shard is None:
        return sources
    index, _, count = shard.partition("/")
    if not (index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count)):
        raise click.UsageError(f'--shard is "{shard}"; write I/N, as 2/5 for the second of five shares')
    return sources[int(index) - 1 :: int(count)]


def formats_of(text: str | None) -> tuple[str, ...]:
    """Return the formats of a list with commas, in our order; all where there is none."""
    wanted = named(text, list(FORMATS), "format")
    return tuple(name for name in FORMATS if name in wanted)


def named(text: str | None, known: list[str], kind: str) -> list[str]:
    """Split a list with commas; a name that is not among those known is a usage error."""
    names = [name.strip() for name in text.split(",")] if text else known
    for name in names:
        if name not in known:
            raise click.UsageError(f'there is no {kind} "{name}"; choose from {", ".join(known)}')
    return names


def exit_status(findings: tuple[Finding, ...], errors: list[ReportError]) -> int:
    """Return the worst: a report that cannot be built for another reason than its findings outweighs them."""
    plain = [error.status for error in errors if not (isinstance(error, BuildError) and error.findings)]
    return max([*plain, int(has_errors(findings))])


def print_findings(findings: list[Finding], style: str) -> None:
    """Print findings as JSON or SARIF."""
    import json

    from report.model.sarif import findings_as_sarif
    from report.pipeline.record import finding_as_json

    told = findings_as_sarif(findings) if style == "sarif" else [finding_as_json(finding) for finding in findings]
    print(json.dumps(told, ensure_ascii=False, indent=2))
