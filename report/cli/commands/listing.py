"""`report list` and `report info`: what there is."""

from __future__ import annotations

from pathlib import Path

import click

from report.read.project import find_project


@click.command("list")
def list_command() -> None:
    """List the reports, themes, formats and checks."""
    from report.checks import CHECKS
    from report.model.formats import FORMATS
    from report.themes.theme import themes

    project = find_project(Path.cwd())
    rows = [("report", source.slug, project.name(source.entry)) for source in project.reports()]
    rows += [("theme", name, "") for name in themes(project.root)]
    rows += [("format", name, "") for name in FORMATS]
    rows += [("check", row.name, row.title) for row in CHECKS.values()]
    for kind, name, note in rows:
        print(f"{kind:8}{name:28}{note}".rstrip())


@click.command("info")
def info_command() -> None:
    """Print the versions that a bug report needs, and what keeps pandoc from the network."""
    from report.pipeline.record import tool_versions
    from report.runtime.confined import confinement

    for name, value in tool_versions().items():
        if isinstance(value, dict):
            for part, number in value.items():
                print(f"{name:10}{part:26}{number}".rstrip())
        else:
            print(f"{name:36}{value}")
    print(f"{'confinement':36}{confinement().value}")
