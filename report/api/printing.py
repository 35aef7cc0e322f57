"""Print a report: its print edition for a press, as a booklet, as hand-outs, or as copies by number."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from report.model.errors import UsageError
from report.model.findings import has_errors
from report.model.progress import Listener, Step
from report.read.project import PRINTED, find_project
from report.runtime.files import check_writable, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.model.findings import Finding
    from report.model.pages import Impression
    from report.press.inks import Inks
    from report.press.pages import BoundPages
    from report.press.press import PressOptions
    from report.press.ticket import PrintJob
    from report.read.project import Project, Source


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """What is to be printed of a report, of the project at or above a folder: at least one of the first four.

    - `shop`: a file for a press, with `bleed` (mm), the ICC profile of the press or a formula, `ink_limit` (per cent of
      all inks), a `gutter` (mm), and blank pages up to a `multiple`; and for its ticket how many are to be `run`, the
      `paper` by name, its `grammage` (g/m²) and `bulk` (cm³/g), the `binding` (saddle, perfect, none; empty: by the
      pages), the `finishing`, and the `contact`.
    - `booklet`: two pages side by side on a `sheet` to be folded, so many sheets to a `signature` (0: all), each pushing
      out the next by `creep` (mm).
    - `handout`: so many pages to a side of a `sheet`, with `lines` for notes beside each, or without.
    - `copies`: a CSV, for each row of which a numbered copy is made, and with `one_file` all of them in one as well.

    `grey` is in greys that can be read, `economy` without tints. `override` says why an embargo is passed over. `out` is
    the folder to write to, `build/` of the project where it is None.
    """

    report: str
    shop: bool = False
    booklet: bool = False
    handout: int = 0
    copies: Path | None = None
    project: Path = Path()
    bleed: float = 3.0
    icc: Path | None = None
    ink_limit: int = 300
    gutter: float = 0.0
    multiple: int = 4
    run: int = 0
    paper: str = ""
    grammage: int = 100
    bulk: float = 1.2
    binding: str = ""
    finishing: str = ""
    contact: str = ""
    signature: int = 0
    creep: float = 0.0
    sheet: str = ""
    lines: bool = False
    one_file: bool = False
    grey: bool = False
    economy: bool = False
    override: str = ""
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class PrintResult:
    """The files that were written, and what was found: with an error among it, what it speaks against was not written."""

    written: tuple[Path, ...]
    findings: tuple[Finding, ...]


def print_report(request: PrintRequest, listener: Listener | None = None) -> PrintResult:
    """Print a report. Raise `UsageError` where nothing is asked for, `BuildError` where the report cannot be built."""
    if not (request.shop or request.booklet or request.handout or request.copies):
        raise UsageError("nothing is asked for", "say what to print: shop, booklet, handout or copies")
    project = find_project(request.project)
    source = project.report(request.report)
    folder = project.output(request.out, [source]) / source.slug / PRINTED
    check_writable(folder)
    run = _Printing(request, project, source, folder, listener or Listener())
    if request.shop:
        run.print_for_shop()
    if request.booklet:
        run.print_booklet()
    if request.handout:
        run.print_handout()
    if request.copies:
        run.print_copies(request.copies)
    run.listener.found(tuple(run.findings))
    return PrintResult(tuple(run.written), tuple(run.findings))


@dataclass(slots=True)
class _Printing:
    """One report while it is printed: its pages are bound once for each impression, whatever is made of them."""

    request: PrintRequest
    project: Project
    source: Source
    folder: Path
    listener: Listener
    findings: list[Finding] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    bound: dict[Impression, BoundPages] = field(default_factory=dict)
    overridden: str = ""  # as far as something was

    def print_for_shop(self) -> None:
        """Write the press file, the cover apart where there is a spine, and the ticket."""
        from report.press.cover import make_cover
        from report.press.inks import read_profile
        from report.press.press import PressOptions, make_press_file, page_count
        from report.press.ticket import Printed, state_job, write_ticket

        asked = self.request
        profile = read_profile(asked.icc) if asked.icc else None
        options = PressOptions(asked.bleed, profile, asked.ink_limit / 100, asked.multiple, asked.gutter, asked.grey)
        bound = self._pages(options.bleed)
        if self._is_held(bound):
            return
        options = replace(options, override=self.overridden)
        files = {"press.pdf": make_press_file(bound, options)}
        job = self._job()
        found = self._preflight(files["press.pdf"], options, bound, "press.pdf")
        pages = page_count(files["press.pdf"])
        if spine := job.spine(pages):
            files["cover.pdf"] = make_cover(bound, options, spine)
            found += self._preflight(files["cover.pdf"], replace(options, multiple=1), bound, "cover.pdf")
        named = {f"{self.source.slug}-{name}": data for name, data in files.items()}
        facts = state_job(bound.meta, Printed(named, found, options, job))
        for name, data in files.items():
            self._write(name, data)
        for name, data in write_ticket(facts, bound.meta, files["press.pdf"]).items():
            self._write(name, data, prefixed=False)

    def _preflight(self, data: bytes, options: PressOptions, bound: BoundPages, name: str) -> tuple[Finding, ...]:
        """Check a file for a press, and say how much was looked for."""
        from report.model.findings import weighed
        from report.press.preflight import CHECKS, preflight

        name = f"{self.source.slug}-{name}"
        found = weighed(preflight(data, options, name), bound.meta.rules)
        self.findings += found
        told = f"preflight: {len(CHECKS)} checks, {len(found)} finding{'s' * (len(found) != 1)}"
        self.listener.step(Step("Checked", name, (told,)))
        return found

    def _job(self) -> PrintJob:
        from report.press.ticket import Paper, PrintJob

        asked = self.request
        paper = Paper(asked.grammage, asked.bulk, asked.paper)
        return PrintJob(asked.run, paper, asked.binding, asked.finishing, asked.contact)

    def print_booklet(self) -> None:
        """Write sheets to be folded."""
        from report.press.sheets import Booklet, make_booklet

        asked = self.request
        booklet = Booklet(asked.signature, asked.creep, asked.sheet)
        self._write("booklet.pdf", make_booklet(self._pages(), booklet, self._inks()))

    def print_handout(self) -> None:
        """Write sides with several pages."""
        from report.press.sheets import Handout, make_handout

        asked = self.request
        handout = Handout(asked.handout, asked.lines, asked.sheet or "A4")
        self._write(f"{asked.handout}up.pdf", make_handout(self._pages(), handout, self._inks()))

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
        copies = number_copies(recipients, bound.meta, key, self.overridden)
        width = len(str(len(copies)))
        entries = [
            LedgerEntry(copy, f"{self.source.slug}-{copy.number:0{width}}.pdf", data)
            for copy, data in zip(copies, make_copies(bound, copies), strict=True)
        ]
        self._write_copies((entry.file, entry.data) for entry in entries)
        if self.request.one_file:
            self._write("copies.pdf", make_stream_of_copies(bound, copies))
        self._write("copies/ledger.csv", write_ledger(entries, bound.meta), prefixed=False)
        self.listener.step(Step("Numbered", f"{len(entries)} copies", (f"{self.folder / 'copies'}",)))

    def _write_copies(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write copies, and take away those of an earlier list."""
        folder = self.folder / "copies"
        old = set(folder.glob(f"{self.source.slug}-*.pdf"))
        for name, data in files:
            write_file(folder / name, data)
            self.written.append(folder / name)
            old.discard(folder / name)
        for path in old:
            path.unlink()

    def _is_held(self, bound: BoundPages) -> bool:
        """Tell whether the report must not be given out, and why."""
        from report.model.stamps import now
        from report.press.release_checks import check_release

        found = check_release(bound.meta, bound.pdf, now(), self.request.override)
        self.findings += [one for one in found if one not in self.findings]
        self.overridden = self.request.override if found else ""
        return has_errors(found)

    def _pages(self, bleed: float = 0.0) -> BoundPages:
        from report.model.pages import Impression
        from report.press.pages import bind_pages

        impression = Impression(bleed, self.request.economy)
        if impression not in self.bound:
            self.bound[impression] = bound = bind_pages(self.project, self.source, self.listener, impression)
            self.findings += [found for found in bound.findings if found not in self.findings]
        return self.bound[impression]

    def _inks(self) -> Inks | None:
        from report.press.inks import GreyInks

        return GreyInks() if self.request.grey else None

    def _write(self, name: str, data: bytes, *, prefixed: bool = True) -> None:

        path = self.folder / (f"{self.source.slug}-{name}" if prefixed else name)
        write_file(path, data)
        self.written.append(path)
        self.listener.step(Step("Wrote", str(path), (f"{len(data) / 1000:,.0f} kB",), result=True))
