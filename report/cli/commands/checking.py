"""`report check`: findings, without building anything."""

from __future__ import annotations

from pathlib import Path

import click

from report.cli.commands.choice import STYLES, NearChoice, exit_status, listed, listener_for, print_findings
from report.cli.completing import offer_checks, offer_reports_and_files
from report.cli.terminal import Terminal


@click.command("check")
@click.argument("reports", nargs=-1, shell_complete=offer_reports_and_files)
@click.option(
    "--with",
    "names",
    metavar="CHECKS",
    shell_complete=offer_checks,
    help="Also validators of the built files, by name, with commas.",
)
@click.option(
    "--full", is_flag=True, help="Also every validator installed (see `report list`), and write the evidence."
)
@click.option("--external", is_flag=True, help="Also whether links to the world are answered.")
@click.option("--timeout", type=click.FloatRange(0.1), default=10.0, help="Seconds for an answer (default: 10).")
@click.option("--out", type=click.Path(path_type=Path), help="The folder that was built into (default: build/).")
@click.option("--format", "style", type=NearChoice(STYLES), default="text", help="How findings are written.")
@click.pass_context
def check_command(context: click.Context, reports: tuple[str, ...], *, names: str | None, full: bool, external: bool, timeout: float, out: Path | None, style: str) -> None:  # fmt: skip
    """Check the sources of REPORTS, without building them; with --with or --full also their built files."""
    from report.api.checking import CheckRequest, check

    if names and full:
        raise click.UsageError("--full runs every validator: name none beside it")
    terminal = Terminal(quiet=style != "text")
    request = CheckRequest(Path.cwd(), reports, listed(names), full, external, timeout, out)
    result = check(request, listener_for(terminal, style))
    for name, missing in result.missing.items():
        terminal.missing(name, missing)
    if style != "text":
        print_findings(result.findings, style)
    context.exit(exit_status(result.findings))
