"""The command line: `report build`, `check`, `list`, `info`, `new` and `clean`."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report import __version__
from report.errors import BuildError, ReportError
from report.freshness import unchanged
from report.model.findings import has_errors
from report.model.outcome import Outcome
from report.project import find_project
from report.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.findings import Finding
    from report.project import Project, Source

FORMATS = ("pdf", "epub", "html")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="report")
@click.option("--debug", is_flag=True, help="Show the stack trace of an error.")
@click.pass_context
def cli(context: click.Context, *, debug: bool) -> None:
    """Publish reports: one structured source becomes a PDF, an EPUB and a web page."""
    context.obj = debug


@cli.command()
@click.argument("reports", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every report in sources/ (what is done where none is named).")
@click.option("--to", "formats", metavar="FORMATS", help="pdf, epub, html, or several with commas (default: all).")
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write to (default: build/).")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="How findings are written."
)
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
@click.option("--no-cache", is_flag=True, help="Use nothing that is known from earlier builds, and keep nothing.")
@click.option("--seconds", type=click.FloatRange(1), help="What a part may take without a page done (default: 300).")
@click.option(
    "--memory", type=click.IntRange(64), metavar="MIB", help="What a part may take of memory (default: 4096)."
)
@click.option("-q", "--quiet", is_flag=True, help="Only findings and errors.")
@click.option("-v", "--verbose", is_flag=True, help="Also the pages as they are laid out.")
@click.option("--debug", is_flag=True, help="Show the stack trace of an error.")
@click.pass_context
def build(context: click.Context, /, reports: tuple[str, ...], *, every: bool, formats: str | None, out: Path | None, style: str, shard: str | None, no_cache: bool, quiet: bool, verbose: bool, debug: bool, **means: Any) -> None:  # fmt: skip
    """Build REPORTS (default: every report in sources/)."""
    context.obj = context.obj or debug
    if every and reports:
        raise click.UsageError("--all builds every report: name none beside it")
    project = find_project(Path.cwd())
    sources = _share(_sources(project, reports), shard)
    terminal = Terminal(quiet=quiet or style == "json", verbose=verbose)
    wanted, target = _formats(formats), (out or project.root / "build").resolve()
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
    if style == "json":
        _print_json(findings)
    for failure in errors:
        terminal.error(failure)
    context.exit(_status(tuple(findings), errors))


def _outcomes(project: Project, sources: tuple[Source, ...], formats: tuple[str, ...], out: Path, terminal: Terminal, *, keep: bool, **means: Any) -> Iterator[Outcome]:  # fmt: skip
    """Build what has changed; where nothing has, say so before anything heavy is imported."""
    known = {source.slug: unchanged(source.slug, out, formats) for source in sources if keep}
    if keep and None not in known.values():
        for slug, findings in known.items():
            terminal.kept(slug)
            yield Outcome(slug, findings or ())
        return
    from report.model.progress import Listener
    from report.workshop import Order, build_reports

    order = Order(project, formats, out, keep=keep, **{name: value for name, value in means.items() if value})
    yield from build_reports(order, sources, Listener(terminal.step, terminal.progress))


@cli.command()
@click.option("--cache", is_flag=True, help="What is kept between builds, instead of what was built.")
@click.option("--out", type=click.Path(path_type=Path), help="The folder that was built into (default: build/).")
def clean(*, cache: bool, out: Path | None) -> None:
    """Remove what was built, or with --cache what is kept between builds."""
    from report.tidying import remove_kept, remove_outputs

    if cache:
        print(f"Removed   {remove_kept()}")
        return
    project = find_project(Path.cwd())
    for path in remove_outputs(project, (out or project.root / "build").resolve()):
        print(f"Removed   {path}")


@cli.command()
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
    wanted = _named(names, [row.name for row in CHECKS], "check")
    terminal = Terminal()
    findings: list[Finding] = []
    for source in _sources(project, reports):
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
        _print_json(findings)
    context.exit(_status(tuple(findings), []))


@cli.command(name="list")
def list_() -> None:
    """List the reports, themes, formats and checks."""
    from report.checks import CHECKS
    from report.styles import themes

    project = find_project(Path.cwd())
    rows = [("report", source.slug, project.name(source.entry)) for source in project.reports()]
    rows += [("theme", name, "") for name in themes(project.root)]
    rows += [("format", name, "") for name in FORMATS]
    rows += [("check", row.name, row.title) for row in CHECKS]
    for kind, name, note in rows:
        print(f"{kind:8}{name:28}{note}".rstrip())


@cli.command()
def info() -> None:
    """Print the versions that a bug report needs."""
    from report.record import tool_versions

    for name, value in tool_versions().items():
        if isinstance(value, dict):
            for part, number in value.items():
                print(f"{name:10}{part:26}{number}".rstrip())
        else:
            print(f"{name:36}{value}")


@cli.command()
@click.argument("slug")
@click.option("--title", help="The title (default: made from SLUG).")
@click.option("--lang", default="en", show_default=True, help="The language, as a BCP 47 tag.")
def new(slug: str, *, title: str | None, lang: str) -> None:
    """Start a report in sources/SLUG/."""
    from report.scaffold import start_report

    for path in start_report(Path.cwd(), slug, title, lang):
        print(f"Wrote     {path}")


def main() -> None:
    """Run the command line; every error of ours ends with its message and its status.

    The process lives for one command: it collects no garbage and leaves without taking its memory apart.
    """
    gc.disable()
    status = _run()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _run() -> int:
    debug = "--debug" in sys.argv
    try:
        status = cli.main(standalone_mode=False, prog_name="report")
    except ReportError as error:
        if debug:
            raise
        terminal = Terminal()
        if isinstance(error, BuildError):
            terminal.findings(error.findings)
        terminal.error(error)
        status = error.status
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        status = 130
    except BrokenPipeError:
        status = 0
    except Exception as error:
        if debug:
            raise
        message = f"something went wrong that should not have: {type(error).__name__}: {error}"
        Terminal().error(BuildError(message, "run it again with --debug, and report what it shows"))
        status = BuildError.status
    return int(status or 0)


def _sources(project: Project, slugs: tuple[str, ...]) -> tuple[Source, ...]:
    if slugs:
        return tuple(project.report(slug) for slug in dict.fromkeys(slugs))
    reports = project.reports()
    if not reports:
        raise BuildError("there is no report in sources/", "run `report new my-report` to start one")
    return reports


def _share(sources: tuple[Source, ...], shard: str | None) -> tuple[Source, ...]:
    """Return the sources that fall to a share, "2/5" for the second of five."""
    if shard is None:
        return sources
    index, _, count = shard.partition("/")
    if not (index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count)):
        raise click.UsageError(f'--shard is "{shard}"; write I/N, as 2/5 for the second of five shares')
    return sources[int(index) - 1 :: int(count)]


def _formats(text: str | None) -> tuple[str, ...]:
    wanted = _named(text, list(FORMATS), "format")
    return tuple(name for name in FORMATS if name in wanted)


def _named(text: str | None, known: list[str], kind: str) -> list[str]:
    names = [name.strip() for name in text.split(",")] if text else known
    for name in names:
        if name not in known:
            raise click.UsageError(f'there is no {kind} "{name}"; choose from {", ".join(known)}')
    return names


def _status(findings: tuple[Finding, ...], errors: list[ReportError]) -> int:
    """Return the worst: a report that cannot be built for another reason than its findings outweighs them."""
    plain = [error.status for error in errors if not (isinstance(error, BuildError) and error.findings)]
    return max([*plain, int(has_errors(findings))])


def _print_json(findings: list[Finding]) -> None:
    import json

    from report.record import finding_as_json

    print(json.dumps([finding_as_json(finding) for finding in findings], ensure_ascii=False, indent=2))
