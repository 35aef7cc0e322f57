"""`report print`: pages for a press and for an office printer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report.commands.choice import exit_status
from report.model.progress import Listener, Step
from report.project import find_project
from report.terminal import Terminal

if TYPE_CHECKING:
    from report.model.findings import Finding
    from report.printing.inks import Inks
    from report.printing.pages import Bound
    from report.project import Project, Source

SHEETS = ("A5", "A4", "A3", "letter", "tabloid")
NOTHING = "say what to print: --shop, --booklet or --nup N"


@click.command(name="print")
@click.argument("report")
@click.option("--shop", is_flag=True, help="A file for a press: single pages with bleed and marks, in inks.")
@click.option("--bleed", type=click.FloatRange(0, 20), default=3.0, help="Millimetres of bleed (default: 3).")
@click.option("--icc", type=click.Path(path_type=Path), help="The ICC profile of the press (default: a formula).")
@click.option("--ink-limit", type=click.IntRange(100, 400), default=300, help="Per cent of all inks (default: 300).")
@click.option("--multiple", type=click.IntRange(1), default=4, help="Add blank pages up to a multiple (default: 4).")
@click.option("--booklet", is_flag=True, help="Two pages side by side on sheets to be folded and stapled.")
@click.option("--signature", type=click.IntRange(0), default=0, help="Sheets folded together (default: 0, all).")
@click.option("--creep", type=click.FloatRange(0, 2), default=0.0, help="Millimetres that a sheet pushes out the next.")
@click.option("--nup", type=click.IntRange(1, 16), help="A hand-out with so many pages to a side.")
@click.option("--lines", is_flag=True, help="With --nup: lines for notes beside each page.")
@click.option("--sheet", type=click.Choice(SHEETS), help="The paper (default: two pages wide; for --nup A4).")
@click.option("--grey", is_flag=True, help="Booklets and hand-outs in greys, letters dark enough to be read.")
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write to (default: build/).")
@click.option("-q", "--quiet", is_flag=True, help="Only findings and errors.")
@click.pass_context
def print_(context: click.Context, /, report: str, *, shop: bool, booklet: bool, nup: int | None, out: Path | None, quiet: bool, **means: Any) -> None:  # fmt: skip
    """Print REPORT: its print edition for a press, as a booklet or as hand-outs, in build/REPORT/print/."""
    if not (shop or booklet or nup):
        raise click.UsageError(NOTHING)
    if means["lines"] and not nup:
        raise click.UsageError("--lines are lines beside the pages of a hand-out: give --nup too")
    project = find_project(Path.cwd())
    source = project.report(report)
    folder = (out or project.root / "build").resolve() / source.slug / "print"
    desk = _Desk(project, source, folder, Terminal(quiet=quiet), means)
    if shop:
        desk.print_for_shop()
    if booklet:
        desk.print_booklet()
    if nup:
        desk.print_handout(nup)
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
        self._bound: dict[float, Bound] = {}

    def print_for_shop(self) -> None:
        """Write the press file."""
        from report.model.findings import weighed
        from report.printing.inks import read_profile
        from report.printing.preflight import CHECKS, preflight
        from report.printing.press import Order, make_press_file

        means = self._means
        profile = read_profile(means["icc"]) if means["icc"] else None
        order = Order(means["bleed"], profile, means["ink_limit"] / 100, means["multiple"])
        bound = self._pages(order.bleed)
        data = make_press_file(bound, order)
        path = self._write("press.pdf", data)
        found = preflight(data, order, path.name)
        self.findings += weighed(found, bound.meta.rules)
        told = f"preflight: {len(CHECKS)} checks, {len(found)} finding{'s' * (len(found) != 1)}"
        self.terminal.step(Step("Checked", path.name, (told,)))

    def print_booklet(self) -> None:
        """Write sheets to be folded."""
        from report.printing.sheets import Booklet, make_booklet

        means = self._means
        order = Booklet(means["signature"], means["creep"], means["sheet"] or "")
        self._write("booklet.pdf", make_booklet(self._pages(), order, self._inks()))

    def print_handout(self, cells: int) -> None:
        """Write sides with several pages."""
        from report.printing.sheets import Handout, make_handout

        order = Handout(cells, self._means["lines"], self._means["sheet"] or "A4")
        self._write(f"{cells}up.pdf", make_handout(self._pages(), order, self._inks()))

    def _pages(self, bleed: float = 0.0) -> Bound:
        from report.printing.pages import bind_pages

        if bleed not in self._bound:
            listener = Listener(self.terminal.step, self.terminal.progress)
            self._bound[bleed] = bind_pages(self._project, self._source, listener, bleed)
            self.findings += [found for found in self._bound[bleed].findings if found not in self.findings]
        return self._bound[bleed]

    def _inks(self) -> Inks | None:
        from report.printing.inks import GreyInks

        return GreyInks() if self._means["grey"] else None

    def _write(self, name: str, data: bytes) -> Path:
        from report.files import write_file

        path = self._folder / f"{self._source.slug}-{name}"
        write_file(path, data)
        self.terminal.step(Step("Wrote", str(path), (f"{len(data) / 1000:,.0f} kB",)))
        return path
