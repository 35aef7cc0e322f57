"""`report build`: sources become editions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report.cli.commands.choice import STYLES, chosen_reports, exit_status, formats_of, print_findings, share_of
from report.cli.terminal import Terminal
from report.model.metadata import EDITIONS
from report.model.outcome import Outcome
from report.pipeline.freshness import unchanged
from report.read.project import find_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.errors import ReportError
    from report.model.findings import Finding
    from report.read.project import Project, Source


@click.command("build")
@click.argument("reports", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every report in sources/ (what is done where none is named).")
@click.option("--to", "formats", metavar="FORMATS", help="pdf, epub, html, or several with commas (default: all).")
@click.option("--edition", type=click.Choice(EDITIONS), help="For whom: what is visible, and when (default: screen).")
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write to (default: build/).")
@click.option("--format", "style", type=click.Choice(STYLES), default="text", help="How findings are written.")
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
def build_command(context: click.Context, /, reports: tuple[str, ...], *, every: bool, formats: str | None, out: Path | None, style: str, shard: str | None, no_cache: bool, quiet: bool, verbose: bool, debug: bool, **means: Any) -> None:  # fmt: skip
    """Build REPORTS (default: every report in sources/)."""
    context.obj = context.obj or debug
    if every and reports:
        raise click.UsageError("--all builds every report: name none beside it")
    project = find_project(Path.cwd())
    sources = share_of(chosen_reports(project, reports), shard)
    terminal = Terminal(quiet=quiet or style != "text", verbose=verbose)
    wanted, target = formats_of(formats), project.output(out, sources)
    findings: list[Finding] = []
    errors: list[ReportError] = []
    for outcome in _outcomes(project, sources, wanted, target, terminal, keep=not no_cache, **means):
        if outcome.error:
            if context.obj:
                raise outcome.error
            errors.append(outcome.error)
        findings += outcome.findings
        if style == "text":
            terminal.findings(outcome.findings)
    if style != "text":
        print_findings(findings, style)
    for failure in errors:
        terminal.error(failure)
    context.exit(exit_status(tuple(findings), errors))


def _outcomes(project: Project, sources: tuple[Source, ...], formats: tuple[str, ...], out: Path, terminal: Terminal, *, keep: bool, **means: Any) -> Iterator[Outcome]:  # fmt: skip
    """Build what has changed; where nothing has, say so before anything heavy is imported."""
    known = {
        source.slug: unchanged(source.slug, out, (*formats, means["edition"] or EDITIONS[0]))
        for source in sources
        if keep
    }
    if keep and None not in known.values():
        for slug, findings in known.items():
            terminal.kept(slug)
            yield Outcome(slug, findings or ())
        return
    from report.model.progress import Listener
    from report.pipeline.scheduler import BuildPlan, build_reports

    order = BuildPlan(project, formats, out, keep=keep, **{name: value for name, value in means.items() if value})
    yield from build_reports(order, sources, Listener(terminal.step, terminal.progress))
