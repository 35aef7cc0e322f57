"""`report check`: findings, without building anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from report.commands.choice import STYLES, chosen_reports, exit_status, named, print_findings
from report.errors import BuildError, ToolMissing
from report.model.findings import has_errors
from report.project import find_project
from report.terminal import Terminal

if TYPE_CHECKING:
    from report.checks import Check
    from report.model.findings import Finding
    from report.project import Source


@click.command()
@click.argument("reports", nargs=-1)
@click.option("--with", "names", metavar="CHECKS", help="Also validators of the built files, by name, with commas.")
@click.option("--full", is_flag=True, help="Also every validator that is installed (see `report list`).")
@click.option("--external", is_flag=True, help="Also whether links to the world are answered.")
@click.option("--timeout", type=click.FloatRange(0.1), default=10.0, help="Seconds for an answer (default: 10).")
@click.option("--out", type=click.Path(path_type=Path), help="The folder that was built into (default: build/).")
@click.option("--format", "style", type=click.Choice(STYLES), default="text", help="How findings are written.")
@click.pass_context
def check(context: click.Context, reports: tuple[str, ...], *, names: str | None, full: bool, external: bool, timeout: float, out: Path | None, style: str) -> None:  # fmt: skip
    """Check the sources of REPORTS, without building them; with --with or --full also their built files."""
    from report.checks import CHECKS
    from report.proof import check_sources
    from report.store import open_store

    if names and full:
        raise click.UsageError("--full runs every validator: name none beside it")
    project, desk = find_project(Path.cwd()), _Desk(quiet=style != "text", lenient=full)
    wanted = named(names, [row.name for row in CHECKS], "check") if names or full else []
    target = (out or project.root / "build").resolve()
    with open_store() as store:
        for source in chosen_reports(project, reports):
            place = project.name(source.entry) if source.single else f"{project.name(source.folder)}/"
            told = check_sources(project, source, store, timeout if external else 0.0)
            desk.tell(told, place, "the sources and their links" if external else "the sources")
            for row in (row for row in CHECKS if row.name in wanted):
                desk.validate(row, source, target / source.slug / f"{source.slug}.{row.format}")
    for name, missing in desk.missing.items():
        desk.terminal.missing(name, missing)
    if style != "text":
        print_findings(desk.findings, style)
    context.exit(exit_status(tuple(desk.findings), []))


class _Desk:
    """Collects findings and says what was checked; where `lenient`, a tool that is missing is left out and named."""

    def __init__(self, *, quiet: bool, lenient: bool) -> None:
        self._quiet, self._lenient = quiet, lenient
        self.terminal = Terminal(quiet=quiet)
        self.findings: list[Finding] = []
        self.missing: dict[str, ToolMissing] = {}

    def tell(self, found: tuple[Finding, ...], name: str, title: str) -> None:
        self.findings += found
        if not self._quiet:
            self.terminal.findings(found)
            print(f"{'Faulted' if has_errors(found) else 'Checked':10}{name:48}  {title}", flush=True)

    def validate(self, row: Check, source: Source, path: Path) -> None:
        if row.name in self.missing:
            return
        if not path.is_file():
            raise BuildError(f"{path} is not there", f"run `report build {source.slug}` first")
        try:
            self.tell(row.run(path), path.name, row.title)
        except ToolMissing as error:
            if not self._lenient:
                raise
            self.missing[row.name] = error
