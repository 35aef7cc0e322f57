"""`report check`: findings, without building anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from report.cli.commands.choice import STYLES, chosen_reports, exit_status, named, print_findings
from report.cli.terminal import Terminal
from report.model.errors import BuildError, ToolMissing
from report.model.findings import has_errors
from report.read.project import find_project

if TYPE_CHECKING:
    from report.checks import Check
    from report.model.findings import Finding
    from report.pipeline.evidence.evidence import Examination
    from report.read.project import Project, Source

NOT_ASKED = "no address was asked; `report check --full --external` asks them"
LAYOUT = "P1"  # what the rules of pages begin with


@click.command("check")
@click.argument("reports", nargs=-1)
@click.option("--with", "names", metavar="CHECKS", help="Also validators of the built files, by name, with commas.")
@click.option(
    "--full", is_flag=True, help="Also every validator installed (see `report list`), and write the evidence."
)
@click.option("--external", is_flag=True, help="Also whether links to the world are answered.")
@click.option("--timeout", type=click.FloatRange(0.1), default=10.0, help="Seconds for an answer (default: 10).")
@click.option("--out", type=click.Path(path_type=Path), help="The folder that was built into (default: build/).")
@click.option("--format", "style", type=click.Choice(STYLES), default="text", help="How findings are written.")
@click.pass_context
def check_command(context: click.Context, reports: tuple[str, ...], *, names: str | None, full: bool, external: bool, timeout: float, out: Path | None, style: str) -> None:  # fmt: skip
    """Check the sources of REPORTS, without building them; with --with or --full also their built files."""
    from report.checks import CHECKS
    from report.pipeline.proof import check_sources
    from report.runtime.store import open_store

    if names and full:
        raise click.UsageError("--full runs every validator: name none beside it")
    project, desk = find_project(Path.cwd()), _Desk(quiet=style != "text", full=full)
    wanted = named(names, [row.name for row in CHECKS], "check") if names or full else []
    sources = chosen_reports(project, reports)
    target = project.output(out, sources)
    with open_store() as store:
        for source in sources:
            place = project.name(source.entry) if source.single else f"{project.name(source.folder)}/"
            told = check_sources(project, source, store, timeout if external else 0.0)
            desk.tell(told, place, "the sources and their links" if external else "the sources")
            if full and not external:
                desk.leave_out_links(place)
            for row in (row for row in CHECKS if row.name in wanted):
                desk.validate(row, project, source, target / source.slug / f"{source.slug}.{row.format}")
            if full:
                desk.give_evidence(project, source, target / source.slug)
    for name, missing in desk.missing.items():
        desk.terminal.missing(name, missing)
    if style != "text":
        print_findings(desk.findings, style)
    context.exit(exit_status(tuple(desk.findings), []))


class _Desk:
    """Collects findings and says what was checked.

    Where all is checked (`full`), a tool that is missing is left out and named, and each report gets its evidence.
    """

    def __init__(self, *, quiet: bool, full: bool) -> None:
        self._quiet, self._full = quiet, full
        self.terminal = Terminal(quiet=quiet)
        self.findings: list[Finding] = []
        self.missing: dict[str, ToolMissing] = {}
        self._examined: list[Examination] = []

    def tell(self, found: tuple[Finding, ...], name: str, title: str, check: str = "sources") -> None:
        from report.checks.versions import version_of
        from report.pipeline.evidence.evidence import Examination

        self.findings += found
        if self._full:
            self._examined.append(Examination(check, title, name, version_of(check), found))
        if not self._quiet:
            self.terminal.findings(found)
            print(f"{'Faulted' if has_errors(found) else 'Checked':10}{name:48}  {title}", flush=True)

    def validate(self, row: Check, project: Project, source: Source, path: Path) -> None:
        from report.pipeline.source_places import traced

        if not path.is_file():
            raise BuildError(f"{path} is not there", f"run `report build {source.slug}` first")
        try:
            if row.name in self.missing:
                raise self.missing[row.name]
            self.tell(traced(row.run(path), project, source, path), path.name, row.title, row.name)
        except ToolMissing as error:
            if not self._full:
                raise
            self.missing[row.name] = error
            self._leave_out(row, path, error)

    def _leave_out(self, row: Check, path: Path, error: ToolMissing) -> None:
        from report.checks.versions import version_of
        from report.pipeline.evidence.evidence import Examination

        why = f"{error.message}; {error.help}"
        self._examined.append(Examination(row.name, row.title, path.name, version_of(row.name), None, why))

    def leave_out_links(self, place: str) -> None:
        from report.pipeline.evidence.evidence import Examination

        self._examined.append(Examination("links", "links to the world answer", place, "", None, NOT_ASKED))

    def give_evidence(self, project: Project, source: Source, folder: Path) -> None:
        """Build the report again to compare, and write what is known of the build beside its files."""
        from report.checks import CHECKS
        from report.pipeline.evidence.again import check_again
        from report.pipeline.evidence.evidence import Evidence, write_evidence
        from report.pipeline.evidence.pages import write_evidence_pages
        from report.pipeline.record import finding_from_json, read_built
        from report.runtime.files import write_file
        from report.runtime.foreign import read_whole

        formats = dict.fromkeys(row.format for row in CHECKS)
        files = {name: read_whole(folder / name) for name in (f"{source.slug}.{form}" for form in formats)}
        record = read_built(str(folder / "build.json"), read_whole(folder / "build.json"))
        pages = tuple(finding_from_json(one) for one in record["warnings"] if one["code"].startswith(LAYOUT))
        self.tell(pages, f"{source.slug}.pdf", "the pages, as the build looked them over", "pages")
        self.tell(check_again(project, source, files), source.slug, "the same bytes from a second build", "again")
        evidence = Evidence(record, files, tuple(self._examined))
        self._examined.clear()
        write_file(folder / "evidence.json", write_evidence(evidence))
        for form, data in write_evidence_pages(evidence, record["date"]).items():
            write_file(folder / f"evidence.{form}", data)
        if not self._quiet:
            print(f"{'Wrote':10}{folder.name}/evidence.json, evidence.pdf, evidence.html", flush=True)
