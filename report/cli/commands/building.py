"""`report build`: sources become editions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from report.cli.commands.choice import STYLES, NearChoice, exit_status, listed, listener_for, print_findings, share
from report.cli.completing import offer_formats, offer_reports_and_files
from report.cli.terminal import Terminal
from report.model.metadata import EDITIONS


@click.command("build")
@click.argument("reports", nargs=-1, shell_complete=offer_reports_and_files)
@click.option("--all", "every", is_flag=True, help="Every report in sources/ (what is done where none is named).")
@click.option(
    "--to",
    "formats",
    metavar="FORMATS",
    shell_complete=offer_formats,
    help="pdf, epub, html, or several with commas (default: all).",
)
@click.option("--edition", type=NearChoice(EDITIONS), help="For whom: what is visible, and when (default: screen).")
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write to (default: build/).")
@click.option("--format", "style", type=NearChoice(STYLES), default="text", help="How findings are written.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1), help="Processes that lay out pages (default: the cores there are)."
)
@click.option(
    "--workers",
    metavar="EXECUTOR",
    envvar="REPORT_WORKERS",
    help="inline, processes:N, dask:tcp://HOST:PORT or MODULE:FACTORY.",
)
@click.option("--shard", metavar="I/N", help="Build the I-th of N shares of the reports.")
@click.option("--no-cache", is_flag=True, help="Use no text, part or page of earlier builds, and keep none.")
@click.option("--seconds", type=click.FloatRange(1), help="What a part may take without a page done (default: 300).")
@click.option(
    "--memory", type=click.IntRange(64), metavar="MIB", help="What a part may take of memory (default: 4096)."
)
@click.option("-q", "--quiet", is_flag=True, help="Only findings and errors.")
@click.option("-v", "--verbose", is_flag=True, help="Also the pages as they are laid out.")
@click.option("--debug", is_flag=True, help="Show the stack trace of an error.")
@click.pass_context
def build_command(context: click.Context, /, reports: tuple[str, ...], *, every: bool, formats: str | None, edition: str | None, style: str, shard: str | None, no_cache: bool, quiet: bool, verbose: bool, debug: bool, **bounds: Any) -> None:  # fmt: skip
    """Build REPORTS (default: every report in sources/)."""
    from report.api.building import BuildRequest, build

    context.obj = context.obj or debug
    if every and reports:
        raise click.UsageError("--all builds every report: name none beside it")
    given = {name: value for name, value in bounds.items() if value}
    request = BuildRequest(
        Path.cwd(),
        reports,
        listed(formats),
        edition=edition or EDITIONS[0],
        share=share(shard),
        keep=not no_cache,
        **given,
    )
    terminal = Terminal(quiet=quiet or style != "text", verbose=verbose)
    result = build(request, listener_for(terminal, style))
    if style != "text":
        print_findings(result.findings, style)
    for error in result.errors:
        if context.obj:
            raise error
        terminal.error(error)
    context.exit(exit_status(result.findings, result.errors))
