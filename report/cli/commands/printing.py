"""`report print`: pages for a press, for an office printer, and for people by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report.cli.commands.choice import exit_status
from report.cli.terminal import Terminal
from report.model.findings import has_errors
from report.model.progress import Listener, Step
from report.read.project import PRINTED, find_project

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.model.findings import Finding
    from report.model.impression import Impression
    from report.press.inks import Inks
    from report.press.job import PrintJob
    from report.press.pages import BoundPages
    from report.press.press import PressOptions
    from report.read.project import Project, Source

BINDINGS = ("saddle", "perfect", "none")
SHEETS = ("A5", "A4", "A3", "letter", "tabloid")
NOTHING = "say what to print: --shop, --booklet, --nup N or --copies LIST"


@click.command("print")
@click.argument("report", required=False)
@click.option("--shop", is_flag=True, help="A file for a press: single pages with bleed and marks, in inks.")
@click.option("--bleed", type=click.FloatRange(0, 20), default=3.0, help="Millimetres of bleed (default: 3).")
@click.option("--icc", type=click.Path(path_type=Path), help="The ICC profile of the press (default: a formula).")
@click.option("--ink-limit", type=click.IntRange(100, 400), default=300, help="Per cent of all inks (default: 300).")
@click.option("--gutter", type=click.FloatRange(0, 20), default=0.0, help="Millimetres to move pages from the spine.")
@click.option("--multiple", type=click.IntRange(1), default=4, help="Add blank pages up to a multiple (default: 4).")
@click.option("--run", type=click.IntRange(1), help="For the ticket: how many are to be printed.")
@click.option("--paper", default="", metavar="NAME", help="For the ticket: the paper's name.")
@click.option("--grammage", type=click.IntRange(30, 600), default=100, help="Its weight in g/m² (default: 100).")
@click.option("--bulk", type=click.FloatRange(0.5, 3), default=1.2, help="Its bulk in cm³/g (default: 1.2).")
@click.option("--binding", type=click.Choice(BINDINGS), help="How it is bound (default: by its pages).")
@click.option("--finishing", default="", metavar="TEXT", help="For the ticket: lamination, drilling and the like.")
@click.option("--contact", default="", metavar="TEXT", help="For the ticket: whom to ask (default: who wrote it).")
@click.option("--booklet", is_flag=True, help="Two pages side by side on sheets to be folded and stapled.")
@click.option("--signature", type=click.IntRange(0), default=0, help="Sheets folded together (default: 0, all).")
@click.option("--creep", type=click.FloatRange(0, 2), default=0.0, help="Millimetres that a sheet pushes out the next.")
@click.option("--nup", type=click.IntRange(1, 16), help="A hand-out with so many pages to a side.")
@click.option("--lines", is_flag=True, help="With --nup: lines for notes beside each page.")
@click.option("--sheet", type=click.Choice(SHEETS), help="The paper (default: two pages wide; for --nup A4).")
@click.option("--grey", is_flag=True, help="In greys, letters dark enough to be read; for a press in black alone.")
@click.option("--economy", is_flag=True, help="No tints, no picture on the cover, the addresses of links as notes.")
@click.option(
    "--copies", type=click.Path(path_type=Path), metavar="LIST", help="A numbered copy for each row of a CSV."
)
@click.option("--one-file", is_flag=True, help="With --copies: also all of them in one file, for a printer.")
@click.option("--override", default="", metavar="WHY", help="Print in spite of an embargo, and record why.")
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write to (default: build/).")
@click.option("-q", "--quiet", is_flag=True, help="Only findings and errors.")
@click.pass_context
def print_command(context: click.Context, /, report: str | None, *, shop: bool, booklet: bool, nup: int | None, copies: Path | None, out: Path | None, quiet: bool, **means: Any) -> None:  # fmt: skip
    """Print REPORT: its print edition for a press, as a booklet, as hand-outs or as copies, in build/REPORT/print/."""
    if not (shop or booklet or nup or copies) or not report:
        raise click.UsageError(NOTHING if report else "name the report")
    if means["lines"] and not nup:
        raise click.UsageError("--lines are lines beside the pages of a hand-out: give --nup too")
    project = find_project(Path.cwd())
    source = project.report(report)
    folder = project.output(out, [source]) / source.slug / PRINTED
    desk = _Desk(project, source, folder, Terminal(quiet=quiet), means)
    if shop:
        desk.print_for_shop()
    if booklet:
        desk.print_booklet()
    if nup:
        desk.print_handout(nup)
    if copies:
        desk.print_copies(copies)
    desk.terminal.findings(desk.findings)
    context.exit(exit_status(tuple(desk.findings), []))


class _Desk:
    """Binds the pages of one report, once for each bleed, and writes what is made of them."""

    def __init__(
        self, project: Project, source: Source, folder: Path, terminal: Terminal, means: dict[str, Any]
    ) -> None:
        self._project, self._source, self._folder, self._means = project, source, folder, means
        self.terminal = terminal
        self.findings: list[Finding] = []
        self._bound: dict[Impression, BoundPages] = {}
        self._override = ""  # as far as something was overridden

    def print_for_shop(self) -> None:
        """Write the press file, the cover apart where there is a spine, and the ticket."""
        from report.press.cover import make_cover
        from report.press.inks import read_profile
        from report.press.press import PressOptions, make_press_file, page_count
        from report.press.ticket import Printed, state_job, write_ticket

        means = self._means
        profile = read_profile(means["icc"]) if means["icc"] else None
        order = PressOptions(
            means["bleed"], profile, means["ink_limit"] / 100, means["multiple"], means["gutter"], means["grey"]
        )
        bound = self._pages(order.bleed)
        if self._is_held(bound):
            return
        order = replace(order, override=self._override)
        files = {"press.pdf": make_press_file(bound, order)}
        job = self._job()
        found = self._preflight(files["press.pdf"], order, bound, "press.pdf")
        pages = page_count(files["press.pdf"])
        if spine := job.spine(pages):
            files["cover.pdf"] = make_cover(bound, order, spine)
            found += self._preflight(files["cover.pdf"], replace(order, multiple=1), bound, "cover.pdf")
        named = {f"{self._source.slug}-{name}": data for name, data in files.items()}
        facts = state_job(bound.meta, Printed(named, found, order, job))
        for name, data in files.items():
            self._write(name, data)
        for name, data in write_ticket(facts, bound.meta, files["press.pdf"]).items():
            self._write(name, data, prefixed=False)

    def _preflight(self, data: bytes, order: PressOptions, bound: BoundPages, name: str) -> tuple[Finding, ...]:
        """Check a file for a press, and say how much was looked for."""
        from report.model.findings import weighed
        from report.press.preflight import CHECKS, preflight

        name = f"{self._source.slug}-{name}"
        found = weighed(preflight(data, order, name), bound.meta.rules)
        self.findings += found
        told = f"preflight: {len(CHECKS)} checks, {len(found)} finding{'s' * (len(found) != 1)}"
        self.terminal.step(Step("Checked", name, (told,)))
        return found

    def _job(self) -> PrintJob:
        from report.press.job import Paper, PrintJob

        means = self._means
        paper = Paper(means["grammage"], means["bulk"], means["paper"])
        return PrintJob(means["run"] or 0, paper, means["binding"] or "", means["finishing"], means["contact"])

    def print_booklet(self) -> None:
        """Write sheets to be folded."""
        from report.press.sheets import Booklet, make_booklet

        means = self._means
        order = Booklet(means["signature"], means["creep"], means["sheet"] or "")
        self._write("booklet.pdf", make_booklet(self._pages(), order, self._inks()))

    def print_handout(self, cells: int) -> None:
        """Write sides with several pages."""
        from report.press.sheets import Handout, make_handout

        order = Handout(cells, self._means["lines"], self._means["sheet"] or "A4")
        self._write(f"{cells}up.pdf", make_handout(self._pages(), order, self._inks()))

    def print_copies(self, path: Path) -> None:
        """Write a numbered copy for each recipient, and the ledger of them; nothing where the list has an error."""
        from report.press.copies import make_copies, make_stream_of_copies, number_copies, read_key
        from report.press.ledger import LedgerEntry, write_ledger
        from report.press.recipients import read_recipients

        key = read_key()
        recipients, found = read_recipients(path)
        self.findings += found
        if has_errors(found):
            return
        bound = self._pages()
        if self._is_held(bound):
            return
        copies = number_copies(recipients, bound.meta, key, self._override)
        width = len(str(len(copies)))
        entries = [
            LedgerEntry(copy, f"{self._source.slug}-{copy.number:0{width}}.pdf", data)
            for copy, data in zip(copies, make_copies(bound, copies), strict=True)
        ]
        self._write_copies((entry.file, entry.data) for entry in entries)
        if self._means["one_file"]:
            self._write("copies.pdf", make_stream_of_copies(bound, copies))
        self._write("copies/ledger.csv", write_ledger(entries, bound.meta), prefixed=False)
        self.terminal.step(Step("Numbered", f"{len(entries)} copies", (f"{self._folder / 'copies'}",)))

    def _write_copies(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write copies, and take away those of an earlier list."""
        from report.runtime.files import write_file

        folder = self._folder / "copies"
        old = set(folder.glob(f"{self._source.slug}-*.pdf"))
        for name, data in files:
            write_file(folder / name, data)
            old.discard(folder / name)
        for path in old:
            path.unlink()

    def _is_held(self, bound: BoundPages) -> bool:
        """Tell whether the report must not be given out, and why."""
        from report.model.stamps import now
        from report.press.release_checks import check_release

        found = check_release(bound.meta, bound.pdf, now(), self._means["override"])
        self.findings += [one for one in found if one not in self.findings]
        self._override = self._means["override"] if found else ""
        return has_errors(found)

    def _pages(self, bleed: float = 0.0) -> BoundPages:
        from report.model.impression import Impression
        from report.press.pages import bind_pages

        impression = Impression(bleed, self._means["economy"])
        if impression not in self._bound:
            listener = Listener(self.terminal.step, self.terminal.progress)
            self._bound[impression] = bound = bind_pages(self._project, self._source, listener, impression)
            self.findings += [found for found in bound.findings if found not in self.findings]
        return self._bound[impression]

    def _inks(self) -> Inks | None:
        from report.press.inks import GreyInks

        return GreyInks() if self._means["grey"] else None

    def _write(self, name: str, data: bytes, *, prefixed: bool = True) -> Path:
        from report.runtime.files import write_file

        path = self._folder / (f"{self._source.slug}-{name}" if prefixed else name)
        write_file(path, data)
        self.terminal.step(Step("Wrote", str(path), (f"{len(data) / 1000:,.0f} kB",)))
        return path
