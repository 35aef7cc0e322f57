"""`report diff`: what has changed between two versions of a report, shown in its text."""

from __future__ import annotations

from pathlib import Path

import click

from report.cli.commands.choice import exit_status, listed, listener_for, trust_option
from report.cli.completing import offer_reports_and_files
from report.cli.terminal import Terminal


@click.command("diff")
@click.argument("old", shell_complete=offer_reports_and_files)
@click.argument("new", shell_complete=offer_reports_and_files)
@click.option("-m", "--message", default="", help="What you say of the changes: it stands in front of them.")
@click.option(
    "--to", "formats", metavar="FORMATS", help="pdf, epub, html, docx, or several with commas (default: all)."
)
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write to (default: build/).")
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    envvar="REPORT_ARCHIVE",
    help="The archive (default: the project's own).",
)
@trust_option
@click.option("-q", "--quiet", is_flag=True, help="Only findings and errors.")
@click.pass_context
def diff_command(context: click.Context, old: str, new: str, *, message: str, formats: str | None, out: Path | None, store: Path | None, trusted: bool, quiet: bool) -> None:  # fmt: skip
    """Show what has changed from OLD to NEW: reports, their folders, REPORT@REVISION, REPORT@v2 in the archive, or PDF files made here."""
    from report.api.comparing import CompareRequest, compare

    request = CompareRequest(old, new, Path.cwd(), message, listed(formats), out, store, trusted)
    redline = compare(request, listener_for(Terminal(quiet=quiet), "text"))
    if not redline.changes:
        print("no changes")
    context.exit(exit_status(redline.findings))
