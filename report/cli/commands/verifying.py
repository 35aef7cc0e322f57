"""`report verify` and `report rebuild`: whether the archive is what it was, and whether a version can be made again."""

from __future__ import annotations

import re
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from report.api.choosing import project_at
from report.cli.commands.archiving import known_file, opened, store_option
from report.cli.commands.choice import STYLES, NearChoice, exit_status, print_findings, trust_option
from report.cli.completing import offer_reports_and_files
from report.cli.terminal import Terminal
from report.model.errors import BuildError, UsageError
from report.runtime.foreign import printable

if TYPE_CHECKING:
    from report.archiving.origin import RebuildSource
    from report.archiving.rebuild import Comparison
    from report.archiving.root import StorageRoot
    from report.model.findings import Finding
    from report.press.ledger import Found

FILES = (".pdf", ".epub")


@click.command("verify")
@click.argument("what", nargs=-1, shell_complete=offer_reports_and_files)
@click.option("--sample", metavar="SHARE", help="Read a part of the files, as 5%: another part each day.")
@click.option("--resume", is_flag=True, help="Go on where the last run was cut off.")
@click.option("--repair-from", "copy", type=click.Path(path_type=Path), help="Put back what a copy of the archive has.")
@click.option("--format", "style", type=NearChoice(STYLES), default="text", help="How findings are written.")
@store_option
@click.pass_context
def verify_command(context: click.Context, what: tuple[str, ...], *, sample: str | None, resume: bool, copy: Path | None, style: str, store: Path | None) -> None:  # fmt: skip
    """Verify the archive, or the REPORTS named; or tell what a FILE, a PDF or an EPUB, is in it."""
    files = [one for one in what if one.lower().endswith(FILES)]
    if files:
        if len(files) != len(what) or sample or resume or copy:
            raise click.UsageError("files are told what they are: name nothing beside them")
        context.exit(max(_tell(known_file(Path(one)), store) for one in files))
    from report.archiving.auditing import Plan, run_audits
    from report.archiving.root import open_root
    from report.model.stamps import now

    root = opened(store, what[0] if what else "")
    plan = Plan(now(), _share(sample), resume, open_root(copy) if copy else None)
    identifiers = tuple(_identifier(root, slug) for slug in what)
    terminal = Terminal(quiet=style != "text")
    findings: list[Finding] = []
    objects = files_read = size = 0
    for audit in run_audits(root, plan, identifiers):
        findings += audit.findings
        if audit.identifier:
            objects, files_read, size = objects + 1, files_read + audit.files, size + audit.size
            terminal.note("Damaged" if audit.findings else "Verified", audit.identifier, f"{audit.files} files")
        if style == "text":
            terminal.findings(audit.findings)
    if style != "text":
        print_findings(findings, style)
    else:
        print(f"{objects} reports, {files_read:,} files, {size / 1e6:,.1f} MB: {_outcome(findings)}")
    context.exit(exit_status(tuple(findings)))


def _identifier(root: StorageRoot, slug: str) -> str:
    """Return the identifier of a report whose object is there, in whatever state; raise `UsageError` where it is not."""
    from report.archiving.catalogue import find_report
    from report.archiving.ingest import identifier_of

    identifier = identifier_of(slug)
    return identifier if root.folder(identifier).exists() else find_report(root, slug).identifier


def _outcome(findings: list[Finding]) -> str:
    return f"{len(findings)} finding{'s' * (len(findings) != 1)}" if findings else "all as it was archived"


def _share(text: str | None) -> float:
    if text is None:
        return 1.0
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", text.strip())
    share = float(match[1]) / 100 if match else 0.0
    if not 0 < share <= 1:
        raise click.UsageError(f'--sample is "{text}"; write a share, as 5%')
    return share


def _tell(path: Path, store: Path | None) -> int:
    """Say what a file says it is, and what the archive knows of it; return the exit status."""
    from report.archiving.catalogue import claim_of_epub, claim_of_pdf, standing_of, versions_like
    from report.editions.pdf.bind.attached import MAGIC, RECORD, first_bytes, read_carried
    from report.press.ledger import read_copy

    if first_bytes(path) == MAGIC:
        carried = read_carried(path, RECORD)
        with suppress(BuildError):  # its metadata are damaged, which says nothing of what else it is
            if found := read_copy(carried):
                return _tell_whose(path, found)
        claim = claim_of_pdf(carried)
    else:
        claim = claim_of_epub(path)
    told = [claim.title, f"version {claim.version}" if claim.version else "", claim.identifier]
    print(f"{path}: {printable(', '.join(part for part in told if part)) or 'says nothing of itself'}")
    root = _nearby(store)
    if root is None:
        print("    there is no archive here to compare it with: name one with --store")
        return 0
    standing = standing_of(root, path)
    if standing is None:
        like = versions_like(root, claim)
        print(f"    {f'it says it is {like}, and is not' if like else 'it is not'} what the archive {root.path} holds")
        return 1
    why = f": {printable(standing.why)}" if standing.why else ""
    print(f"    it is {standing.report} v{standing.number} in the archive, {standing.state}{why}")
    return int(standing.state == "withdrawn")


def _tell_whose(path: Path, found: Found) -> int:
    """Print whose copy a file is; return 1 where its code is wrong."""
    copy = found.copy
    told = {True: "right", False: "WRONG", None: "not checked: REPORT_COPY_KEY is not set"}[found.genuine]
    facts = {"Recipient": str(copy.recipient), "Code": f"{copy.code}, {told}", "Override": copy.override}
    print(printable(f"{path.name}: copy {copy.number} of {copy.of} of {found.title} {found.version}".rstrip()))
    for name, fact in facts.items():
        if fact:
            print(f"{name:10}{printable(fact)}")
    return int(found.genuine is False)


def _nearby(store: Path | None) -> StorageRoot | None:
    if store:
        return opened(store)
    try:
        return opened(None)
    except (UsageError, BuildError):
        return None


@click.command("rebuild")
@click.argument("what", shell_complete=offer_reports_and_files)
@click.argument("version", default="")
@click.option("--out", type=click.Path(path_type=Path), help="Keep what is built in this folder.")
@trust_option
@store_option
@click.pass_context
def rebuild_command(context: click.Context, what: str, version: str, *, out: Path | None, trusted: bool, store: Path | None) -> None:  # fmt: skip
    """Build a VERSION of a report in the archive again, or a FILE.pdf from what it carries, and compare."""
    origin = _origin(what, version, store)
    if trusted:
        origin = replace(origin, stranger=None)
    if out and out.exists() and any(out.iterdir()):
        raise BuildError(f"{out} is not empty", "name a folder that is not there with --out")
    from report.archiving import rebuild as again

    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        compared = again.rebuild_version(origin, out or Path(folder), project_at(Path.cwd()))
    for one in compared:
        _say(one)
    if not all(one.same for one in compared):
        tools = again.differing_tools(origin.made)
        print("Made with other versions:" if tools else "Made with the same versions of everything that is recorded.")
        for told in tools:
            print(f"    {told}")
    context.exit(0 if all(one.same for one in compared) else 1)


def _origin(what: str, version: str, store: Path | None) -> RebuildSource:
    from report.archiving.origin import archived_source, carried_source

    if what.lower().endswith(".pdf"):
        return carried_source(known_file(Path(what)))
    from report.archiving.catalogue import find_report, version_number

    root = opened(store, what)
    inventory = find_report(root, what)
    return archived_source(root, inventory, version_number(root, inventory, version))


def _say(one: Comparison) -> None:
    print(f"{'Same' if one.same else 'Differs':10}{one.name}")
    for what, how in one.likeness.items():
        print(f"{'':10}{what}: {how}")
