"""`report print`: pages for a press, for an office printer, and for people by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from report.cli.commands.choice import NearChoice, exit_status, listener_for
from report.cli.completing import offer_reports
from report.cli.terminal import Terminal

BINDINGS = ("saddle", "perfect", "none")
SHEETS = ("A5", "A4", "A3", "letter", "tabloid")
WAYS = ("shop", "booklet", "handout", "copies")
NOTHING = "say what to print: --shop, --booklet, --nup N or --copies LIST"


@click.command("print")
@click.argument("report", required=False, shell_complete=offer_reports)
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
@click.option("--binding", type=NearChoice(BINDINGS), help="How it is bound (default: by its pages).")
@click.option("--finishing", default="", metavar="TEXT", help="For the ticket: lamination, drilling and the like.")
@click.option("--contact", default="", metavar="TEXT", help="For the ticket: whom to ask (default: who wrote it).")
@click.option("--booklet", is_flag=True, help="Two pages side by side on sheets to be folded and stapled.")
@click.option("--signature", type=click.IntRange(0), default=0, help="Sheets folded together (default: 0, all).")
@click.option("--creep", type=click.FloatRange(0, 2), default=0.0, help="Millimetres that a sheet pushes out the next.")
@click.option("--nup", "handout", type=click.IntRange(1, 16), help="A hand-out with so many pages to a side.")
@click.option("--lines", is_flag=True, help="With --nup: lines for notes beside each page.")
@click.option("--sheet", type=NearChoice(SHEETS), help="The paper (default: two pages wide; for --nup A4).")
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
def print_command(context: click.Context, /, report: str | None, *, quiet: bool, **asked: Any) -> None:
    """Print REPORT: its print edition for a press, as a booklet, as hand-outs or as copies, in build/REPORT/print/."""
    from report.api.printing import PrintRequest, print_report

    if not report or not any(asked[way] for way in WAYS):
        raise click.UsageError(NOTHING if report else "name the report")
    if asked["lines"] and not asked["handout"]:
        raise click.UsageError("--lines are lines beside the pages of a hand-out: give --nup too")
    given = {name: value for name, value in asked.items() if value is not None}
    result = print_report(
        PrintRequest(report, project=Path.cwd(), **given), listener_for(Terminal(quiet=quiet), "text")
    )
    context.exit(exit_status(result.findings))
