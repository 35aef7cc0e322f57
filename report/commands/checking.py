"""`report check`: findings, without building anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from report.commands.choice import chosen_reports, exit_status, named, print_json
from report.errors import BuildError
from report.project import find_project
from report.terminal import Terminal

if TYPE_CHECKING:
    from report.model.findings import Finding


@click.command()
@click.argument("reports", nargs=-1)
@click.option(
    "--with", "names", metavar="CHECKS", help="Checks by name, with commas (default: all; see `report list`)."
)
@click.option("--out", type=click.Path(path_type=Path), help="The folder that was built into (default: build/).")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="How findings are written."
)
@click.pass_context
def check(context: click.Context, reports: tuple[str, ...], *, names: str | None, out: Path | None, style: str) -> None:
    """Check the built files of REPORTS with the validators that are installed."""
    from report.checks import CHECKS

    project = find_project(Path.cwd())
    target = (out or project.root / "build").resolve()
    wanted = named(names, [row.name for row in CHECKS], "check")
    terminal = Terminal()
    findings: list[Finding] = []
    for source in chosen_reports(project, reports):
        for row in CHECKS:
            path = target / source.slug / f"{source.slug}.{row.format}"
            if row.name not in wanted:
                continue
            if not path.is_file():
                raise BuildError(f"{path} is not there", f"run `report build {source.slug}` first")
            found = row.run(path)
            findings += found
            if style == "text":
                terminal.findings(found)
                print(f"{'Checked' if not found else 'Faulted':10}{path.name:48}  {row.title}", flush=True)
    if style == "json":
        print_json(findings)
    context.exit(exit_status(tuple(findings), []))
