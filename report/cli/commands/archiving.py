"""`report archive`, `history`, `show`, `extract`, `withdraw` and `export`: versions go into the archive and come out."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report.cli.commands.choice import STYLES, NearChoice, exit_status, listener_for, print_findings
from report.cli.completing import offer_reports
from report.cli.terminal import Terminal
from report.model.errors import BuildError, UsageError
from report.read.project import find_project
from report.runtime.foreign import printable
from report.runtime.plain_files import what_is

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.archiving.root import StorageRoot


def store_option(function: Callable[..., None]) -> Callable[..., Any]:
    """Give a command the option that names the archive."""
    text = "The archive (default: `archive:` in sources/defaults.yaml, or archive/)."
    return click.option("--store", type=click.Path(path_type=Path), envvar="REPORT_ARCHIVE", help=text)(function)


def opened(store: Path | None, report: str = "") -> StorageRoot:
    """Open the archive that a command names, or that of a report in the project."""
    from report.archiving.places import archive_of
    from report.archiving.root import open_root

    return open_root(store or archive_of(find_project(Path.cwd()), report))


def _written_by(function: Callable[..., None]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--address", metavar="URI", help="Where that is reached, as mailto:desk@example.org (default: the account)."
        ),
        click.option("--by", "user", metavar="NAME", help="Who adds it (default: the name of the account)."),
    ):
        function = option(function)
    return function


@click.command("archive")
@click.argument("reports", nargs=-1, shell_complete=offer_reports)
@click.option("-m", "--note", "note", default="", metavar="NOTE", help="What has changed since the last version.")
@click.option("--embargoed", is_flag=True, help="Also before the embargo has ended.")
@click.option("--out", type=click.Path(path_type=Path), help="The folder to build into (default: build/).")
@click.option("--format", "style", type=NearChoice(STYLES), default="text", help="How findings are written.")
@store_option
@_written_by
@click.pass_context
def archive_command(context: click.Context, reports: tuple[str, ...], *, note: str, embargoed: bool, out: Path | None, style: str, store: Path | None, user: str | None, address: str | None) -> None:  # fmt: skip
    """Build and check REPORTS (default: all), and add each as a version to the archive."""
    from report.api.archiving import ArchiveRequest, archive

    request = ArchiveRequest(Path.cwd(), reports, note, user or "", address or "", embargoed, out, store)
    result = archive(request, listener_for(Terminal(quiet=style != "text"), style))
    if style != "text":
        print_findings(result.findings, style)
    context.exit(exit_status(result.findings))


@click.command("history")
@click.argument("report", required=False, shell_complete=offer_reports)
@store_option
def history_command(report: str | None, *, store: Path | None) -> None:
    """List the versions of a REPORT, or all reports in the archive."""
    from report.archiving.catalogue import find_report, reports, slug_of
    from report.archiving.ingest import last_record
    from report.archiving.inventory import WAY_OUT, DamagedError

    root = opened(store, report or "")
    if report is None:
        told = 0
        for one in reports(root):
            with suppress(DamagedError):
                record = last_record(root, one)
                count = f"{one.head} version{'s' * (one.head != 1)}"
                title = printable(record.text("title"))
                print(f"{slug_of(one):32}  {printable(record.text('version')):10}  {count:14}  {title}")
                told += 1
        damaged = len(list(root.objects())) - told
        if damaged:
            raise DamagedError(f"{damaged} of the reports cannot be read", WAY_OUT)
        return
    inventory = find_report(root, report)
    gone = {one.version: one for one in last_record(root, inventory).withdrawn}
    for number in range(inventory.head, 0, -1):
        version, record = inventory.versions[number - 1], last_record(root, inventory, number)
        state = "withdrawn" if number in gone else record.text("status") if number == inventory.head else "superseded"
        label = "–" if record.text("status") == "withdrawn" else record.text("version")
        row = f"v{number:<5} {label:10} {version.created[:10]}  {state:12} {version.user:16} {record.note or '–'}"
        print(printable(row))
        if number in gone:
            print(printable(f"{'':7}withdrawn on {gone[number].since[:10]}: {gone[number].why}"))


@click.command("show")
@click.argument("report", shell_complete=offer_reports)
@click.argument("version", default="")
@store_option
def show_command(report: str, version: str, *, store: Path | None) -> None:
    """Show what the archive holds of a VERSION (v2, or 1.1) of a REPORT; of the last where none is named."""
    from report.archiving.catalogue import file_size, find_report, version_number
    from report.archiving.ingest import last_record

    root = opened(store, report)
    inventory = find_report(root, report)
    number = version_number(root, inventory, version)
    entry, record = inventory.versions[number - 1], last_record(root, inventory, number)
    facts = {
        "Title": record.text("title"),
        "Version": record.text("version"),
        "Date": record.text("date"),
        "Identifier": record.text("identifier"),
        "Archived": f"{entry.created} by {entry.user} {entry.address}".rstrip(),
        "Changed": record.note,
        "Folder": str(root.folder(inventory.identifier)),
    }
    for name, value in facts.items():
        if value:
            print(printable(f"{name:12}{value}"))
    for name, digest in sorted(entry.state.items()):
        size = file_size(root, inventory, number, name)
        print(f"{'missing' if size is None else f'{size:,}':>12}  {digest[:16]}…  {printable(name)}")


@click.command("extract")
@click.argument("report", shell_complete=offer_reports)
@click.argument("version", default="")
@click.option("--to", "target", type=click.Path(path_type=Path), help="The folder to write (default: REPORT-VERSION).")
@store_option
def extract_command(report: str, version: str, *, target: Path | None, store: Path | None) -> None:
    """Write all files of a VERSION of a REPORT into a folder, each as it was archived."""
    from report.archiving import catalogue as shelf

    root = opened(store, report)
    inventory = shelf.find_report(root, report)
    number = shelf.version_number(root, inventory, version)
    folder = target or Path(f"{report}-v{number}")
    count = shelf.extract_version(root, inventory, number, folder)
    print(f"{'Wrote':10}{folder}{'':4}{count} files of {report} {shelf.called(root, inventory, number)}")


@click.command("withdraw")
@click.argument("report", shell_complete=offer_reports)
@click.argument("version")
@click.option("-m", "--note", "why", required=True, metavar="WHY", help="Why it is not to be relied on any more.")
@store_option
@_written_by
def withdraw_command(
    report: str, version: str, *, why: str, store: Path | None, user: str | None, address: str | None
) -> None:
    """Withdraw a VERSION of a REPORT: a notice is added, and nothing deleted."""
    from report.api.archiving import ingest_request
    from report.archiving import catalogue as shelf
    from report.archiving import ingest as deposit
    from report.archiving.notice import write_notice

    root = opened(store, report)
    inventory = shelf.find_report(root, report)
    number = shelf.version_number(root, inventory, version)
    record = deposit.last_record(root, inventory, number)
    if not why.strip():
        raise click.UsageError("-m is empty: say why")
    if any(one.version == number for one in deposit.last_record(root, inventory).withdrawn):
        raise UsageError(f"{report} v{number} is withdrawn already", "`report history` says why")
    if record.text("status") == "withdrawn":
        raise UsageError(f"{report} v{number} is itself the notice of a withdrawal", "name the version that is wrong")
    request = ingest_request(why, user or "", address or "")
    later = shelf.called(root, inventory, inventory.head) if inventory.head != number else ""
    notice = write_notice(record, number, why, request.created, later)
    added = deposit.withdraw_version(root, inventory, number, request, notice)
    print(f"{'Withdrawn':10}{report} {shelf.called(root, inventory, number)}{'':4}its notice is v{added}")


@click.command("export")
@click.argument("report", shell_complete=offer_reports)
@click.argument("version", default="")
@click.option("--bag", type=click.Path(path_type=Path), required=True, help="The folder to write, as a BagIt bag.")
@store_option
def export_command(report: str, version: str, *, bag: Path, store: Path | None) -> None:
    """Write a VERSION of a REPORT as a bag (BagIt, RFC 8493), the form in which archives hand things over."""
    from report.archiving import bags
    from report.archiving import catalogue as shelf

    root = opened(store, report)
    inventory = shelf.find_report(root, report)
    number = shelf.version_number(root, inventory, version)
    count = bags.export_bag(root, inventory, number, bag)
    print(f"{'Wrote':10}{bag}{'':4}{count} files of {report} {shelf.called(root, inventory, number)}, as a bag")


def known_file(path: Path) -> Path:
    """Return a file that is there; raise `BuildError` where it is not, or is none."""
    if strange := what_is(path):
        raise BuildError(f"{path} is {strange}, not a file", "name a PDF or an EPUB")
    if not os.path.lexists(path):
        raise BuildError(f"{path} is not there", "name a PDF or an EPUB")
    return path
