"""The rows of the benchmark: what is measured against what, and what is aimed at."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from report.compose.master import compose
from report.compose.xml import Element, find, q, write
from report.editions.ornaments import ornaments
from report.editions.pdf.print_tree import print_tree
from report.editions.pdf.sheet import print_sheet
from report.fonts import fonts_folder
from report.read.manuscript import read_manuscript
from report.read.project import Project
from report.resolve.manuscript import resolve
from report.themes.theme import find_theme
from tests.bench.generator import edit_one_word, write_report
from tests.bench.measure import Cost, run
from tests.bench.peers import FROM_SOURCES, PANDOC, PEERS, Peer
from tests.common import ROOT
from tests.fuzz.bases import editions
from tests.fuzz.records import SOURCE, with_bomb

if TYPE_CHECKING:
    from collections.abc import Callable

REPORT = [sys.executable, "-m", "report"]
SMALL = 100  # reports
AMOUNT = 150_000_000  # bytes of text that are gone through
SEQUENCE = 10  # cold processes of WeasyPrint that stand for so many
VOID = {q(tag) for tag in ("br", "col", "hr", "img", "link", "meta", "wbr")}
BLOCKS = {q(tag): "block" for tag in ("blockquote", "div", "ol", "p", "pre", "ul")} | {q("li"): "list-item"}
# What is known to every build, of whatever report, by now and at the commit that costs are held against.
KNOWN_TO_ALL = ("fonts-", "templates", "weasyprint_declarations", "hyphens-")
RESULTS_KNOWN_TO_ALL = ("declarations", "hyphens")
BEFORE = "85720da"  # the commit that costs are held against: what came since may cost no more


@dataclass
class Bench:
    """A folder with a project of generated reports, caches and masters, made as they are wanted."""

    folder: Path
    made: set[str] = field(default_factory=set)

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def report(self, pages: int) -> str:
        slug = f"pages-{pages}"
        if slug not in self.made:
            write_report(self.folder, slug, pages)
            self.made.add(slug)
        return slug

    def cold(self, root: Path = ROOT) -> dict[str, str]:
        """Return an environment in which nothing is known of any report, but fonts are cut and the start is prepared."""
        warm = self.warm(root)
        cache = Path(warm["REPORT_CACHE"])
        if not cache.exists():
            run([*REPORT, "build", "asean-briefing", "-q", "--out", str(self.out)], root, warm)
        fresh = self.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        (fresh / "results").mkdir(parents=True)
        known = [path for path in cache.iterdir() if path.name.startswith(KNOWN_TO_ALL)]
        known += [path for name in RESULTS_KNOWN_TO_ALL if (path := cache / "results" / name).exists()]
        for path in known:
            (shutil.copytree if path.is_dir() else shutil.copy2)(path, fresh / path.relative_to(cache))
        return {**warm, "REPORT_CACHE": str(fresh)}

    def warm(self, root: Path = ROOT) -> dict[str, str]:
        """Return an environment that remembers, with the code of a checkout."""
        return {"REPORT_CACHE": str(self.folder / f"cache-{root.name}"), "PYTHONPATH": str(root)}

    def before(self) -> Path:
        """Return the checkout of the commit that costs are held against, made where it is not there."""
        folder = self.folder / BEFORE
        if not folder.exists():
            folder.mkdir()
            packed = subprocess.run(["git", "archive", BEFORE], cwd=ROOT, capture_output=True, check=True).stdout
            subprocess.run(["tar", "-x"], cwd=folder, input=packed, check=True)
        return folder

    def build(self, slug: str, formats: str, *options: str, known: bool = False, root: Path = ROOT) -> Cost:
        """Build a report with our tool, as it is or as it was in another checkout."""
        place = root if slug == "asean-briefing" else self.folder  # Python looks for the code there first
        command = [*REPORT, "build", slug, "-q", "--to", formats, "--out", str(self.out), *options]
        return run(command, place, self.warm(root) if known else self.cold(root))

    def weasyprint(self, slug: str, *, mended: bool = False) -> Cost:
        """Make the PDF of the same master with WeasyPrint alone; or with its slip mended that moves notes."""
        place = self.folder / "masters" / slug
        if not place.exists():
            write_master(ROOT if slug == "asean-briefing" else self.folder, slug, place)
        alone = [str(Path(sys.executable).parent / "weasyprint")]
        engine = [sys.executable, str(ROOT / "tests" / "bench" / "mended.py")] if mended else alone
        command = [*engine, "-q", "master.html", "out.pdf", "--pdf-variant", "pdf/ua-1"]
        return run(command, place, {"FONTCONFIG_FILE": str(fonts_folder() / "fonts.conf")})

    def steps(self, slug: str) -> dict[str, Cost]:
        """Build a report in one process; return what each of its steps takes of the processor."""
        command = [sys.executable, "-m", "tests.bench.steps", slug]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        told = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, check=True).stdout
        return {name: Cost(cpu, 0.0, 0.0) for name, cpu in json.loads(told).items()}

    def compared(self, old: str, new: str) -> Cost:
        """Compare two reports; return what that takes of the processor."""
        command = [sys.executable, "-m", "tests.bench.comparing", old, new]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        told = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, check=True).stdout
        return Cost(json.loads(told), 0.0, 0.0)

    def peer(self, peer: Peer, slug: str) -> Cost:
        """Make a PDF of the same report with another tool."""
        return peer.cost(self.folder / "sources" / slug, self.folder / "masters" / slug)

    def pandoc_epub(self, slug: str) -> Cost:
        """Make an EPUB of the same sources with pandoc alone."""
        sources = self.folder / "sources" / slug
        files = [path.name for path in sorted(sources.glob("*.md"))]
        target = self.folder / "peer.epub"
        return run([str(PANDOC), *files, *FROM_SOURCES, "--mathml", "-t", "epub3", "-o", str(target)], sources, {})


def write_master(root: Path, slug: str, place: Path) -> None:
    """Write the printed tree of a report, its style sheet and pictures, for another engine to lay out."""
    project = Project(root)
    manuscript, _ = read_manuscript(project, project.report(slug))
    theme = find_theme(root, manuscript.metadata.theme)
    master, _ = compose(resolve(manuscript, project)[0], theme)
    css = print_sheet(master, theme).css
    place.mkdir(parents=True)
    html = write(as_html(print_tree(master))).replace(
        b"</head>", b'<link rel="stylesheet" href="master.css"/></head>', 1
    )
    (place / "master.html").write_bytes(html)
    (place / "master.css").write_text(css, encoding="utf-8")
    for name, path in (*((image.source, image.path) for image in master.images), *ornaments(theme, css)):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place / name)


def as_html(root: Element) -> Element:
    """Change a tree so that a parser of HTML, which the command `weasyprint` has, finds the same elements in it.

    To such a parser a block in a note ends the paragraph that calls it, and `<a/>` has no end: the article
    came out at 17 pages instead of 9.
    """
    for note in find(root, "//x:span[@class='footnote']"):
        for block in [element for element in note.iter() if element.tag in BLOCKS]:
            first = block.tag == q("p") and block is note[0]  # as the style sheet has it
            block.set("style", f"display: {'inline' if first else BLOCKS[block.tag]}; {block.get('style', '')}")
            block.tag = q("span")
    for element in root.iter():
        if isinstance(element.tag, str) and not len(element) and element.text is None and element.tag not in VOID:
            element.text = ""
    return root


@dataclass(frozen=True)
class Row:
    """One comparison. `targets` gives, by unit of cost, the ratio aimed at, or None; the cost itself where `theirs` is None."""

    title: str
    targets: dict[str, float | None]
    rounds: int
    ours: Callable[[Bench], Cost]
    theirs: Callable[[Bench], Cost] | None = None
    prepare: Callable[[Bench], object] = lambda _: None


def long_row(pages: int, jobs: int, targets: dict[str, float | None], rounds: int) -> Row:
    """Compare a cold build of a long report with bare WeasyPrint."""
    return Row(
        f"{pages} pages, PDF, cold, {jobs} core{'s' * (jobs > 1)} : bare WeasyPrint",
        targets,
        rounds,
        lambda bench: bench.build(bench.report(pages), "pdf", "-j", str(jobs)),
        lambda bench: bench.weasyprint(bench.report(pages)),
    )


def peer_row(peer: Peer, pages: int) -> Row:
    """Compare another tool with bare WeasyPrint, as we are compared."""
    return Row(
        f"{pages} pages, {peer.name} : bare WeasyPrint",
        {"cpu": None, "wall": None},
        1,
        lambda bench: bench.peer(peer, bench.report(pages)),
        lambda bench: bench.weasyprint(bench.report(pages)),
        lambda bench: bench.weasyprint(bench.report(pages)),  # which writes the master
    )


def edited(pages: int) -> Callable[[Bench], Cost]:
    """Build a report, of which everything is known, after one word was changed."""

    def build(bench: Bench) -> Cost:
        slug = bench.report(pages)
        edit_one_word(bench.folder, slug)
        return bench.build(slug, "pdf", known=True)

    return build


def known(pages: int) -> Callable[[Bench], object]:
    """Build a report, so that everything is known of it."""
    return lambda bench: bench.build(bench.report(pages), "pdf", known=True)


def themed(bench: Bench, theme: str) -> str:
    """Copy the article in a theme into the bench's project, and name it; the theme `plain` says nothing of pages."""
    slug = f"article-{theme}"
    folder = bench.folder / "sources" / slug
    if not folder.exists():
        shutil.copytree(ROOT / "sources" / "asean-briefing", folder)
        head = folder / "report.yaml"
        head.write_text(
            head.read_text(encoding="utf-8").replace("theme: briefing", f"theme: {theme}"), encoding="utf-8"
        )
        plain = bench.folder / "styles" / "plain"
        plain.mkdir(parents=True, exist_ok=True)
        (plain / "print.css").write_text("/* nothing */\n", encoding="utf-8")
    return slug


def small_reports(bench: Bench) -> Cost:
    """Build a hundred small reports on two cores."""
    folder = bench.folder / "many"
    if not folder.exists():
        for number in range(SMALL):
            write_report(folder, f"brief-{number:03d}", 1, seed=number)
    command = [*REPORT, "build", "--all", "-q", "--to", "pdf", "-j", "2", "--out", str(bench.out / "many")]
    return run(command, folder, bench.cold())


def small_in_sequence(bench: Bench) -> Cost:
    """Make ten of them with cold processes of WeasyPrint, one after the other, and count for a hundred."""
    costs = []
    for number in range(SEQUENCE):
        place = bench.folder / "masters" / f"brief-{number}"
        if not place.exists():
            write_master(bench.folder / "many", f"brief-{number:03d}", place)
        costs.append(bench.weasyprint(f"brief-{number}"))
    times = SMALL / SEQUENCE
    return Cost(sum(c.cpu for c in costs) * times, sum(c.wall for c in costs) * times, max(c.memory for c in costs))


def epub_after_pdf(bench: Bench) -> Cost:
    """Build an EPUB of which the pages are known from the PDF's build."""
    shutil.rmtree(bench.out / bench.report(1000), ignore_errors=True)
    return bench.build(bench.report(1000), "epub", known=True)


def checked(*, known: bool) -> Callable[[Bench], Cost]:
    """Check the sources of a report of a hundred pages, of which everything is known or nothing."""

    def check(bench: Bench) -> Cost:
        environment = bench.warm() if known else bench.cold()
        return run([*REPORT, "check", bench.report(100)], bench.folder, environment)

    return check


def files_checked(bench: Bench) -> Cost:
    """Check the sources and the built files of a report with all that needs neither Java nor Node."""
    command = [*REPORT, "check", bench.report(100), "--with", "pdf-profiles,book,parity", "--out", str(bench.out)]
    return run(command, bench.folder, bench.cold())


def archived(bench: Bench) -> Cost:
    """Build the article and archive it, in an archive of its own."""
    shutil.rmtree(bench.folder / "archive", ignore_errors=True)
    out, store = str(bench.out), str(bench.folder / "archive")
    return run([*REPORT, "archive", "asean-briefing", "--out", out, "--store", store], ROOT, bench.cold())


def many_archived(bench: Bench) -> Path:
    """Make an archive of sixty reports with two versions, 10 MB each."""
    folder = bench.folder / "audited"
    if not folder.exists():
        run([sys.executable, "-m", "tests.bench.storing", str(folder), "60", "2", "5000000"], ROOT, {})
    return folder


def versions(bench: Bench, times: int, count: int, what: str = "versions") -> Cost:
    """Add so many versions to a report, or reports to an archive, and verify it; and that so many times."""
    cost = Cost(0, 0, 0)
    for number in range(times):
        folder = bench.folder / f"{what}-{count}-{number}"
        shutil.rmtree(folder, ignore_errors=True)
        shape = ("1", str(count)) if what == "versions" else (str(count), "1")
        one = run([sys.executable, "-m", "tests.bench.storing", str(folder), *shape, "2000", "verify"], ROOT, {})
        cost = Cost(cost.cpu + one.cpu, cost.wall + one.wall, max(cost.memory, one.memory))
        shutil.rmtree(folder)
    return cost


def redlined(kind: str) -> Callable[[Bench], Cost]:
    """Compare a report of a hundred pages with one that has a word edited, or with one that has nothing in common."""

    def compare(bench: Bench) -> Cost:
        slug = f"{bench.report(100)}-{kind}"
        if slug not in bench.made:
            write_report(bench.folder, slug, 100, seed=1 if kind == "edited" else 2)
            edit_one_word(bench.folder, slug)
            bench.made.add(slug)
        return bench.compared(bench.report(100), slug)

    return compare


def step(name: str) -> Callable[[Bench], Cost]:
    """Build a report of a hundred pages in one process, and say what one of its steps took."""

    def cost(bench: Bench) -> Cost:
        return bench.steps(bench.report(100))[name]

    return cost


def copied(bench: Bench) -> Cost:
    """Build the article for print and make forty numbered copies of it."""
    names = bench.folder / "recipients.csv"
    names.write_text("name\n" + "".join(f"Recipient {number}\n" for number in range(40)), encoding="utf-8")
    command = [*REPORT, "print", "asean-briefing", "-q", "--copies", str(names), "--out", str(bench.out)]
    return run(command, ROOT, {**bench.cold(), "REPORT_COPY_KEY": "a key of the bench, long enough"})


def resolved(pages: int) -> Callable[[Bench], Cost]:
    """Resolve a report that has been read, as often as makes the same amount of text for each."""

    def resolve(bench: Bench) -> Cost:
        command = [sys.executable, "-m", "tests.bench.resolving", bench.report(pages), str(AMOUNT)]
        return run(command, bench.folder, bench.warm())

    return resolve


def plainly(pages: int) -> Callable[[Bench], Cost]:
    """Build a report with none of what gives the layout engine's bytes sooner."""

    def build(bench: Bench) -> Cost:
        slug = bench.report(pages)
        command = [*REPORT, "build", slug, "-q", "--to", "pdf", "-j", "1", "--out", str(bench.out)]
        return run(command, bench.folder, {**bench.cold(), "REPORT_PLAIN_LAYOUT": "1"})

    return build


def hostile(bench: Bench) -> None:
    """Write a PDF of ours whose source is a bomb: four gigabytes of zeros, packed twice, that claim to be ten bytes."""
    path = bench.folder / "hostile.pdf"
    if not path.exists():
        path.write_bytes(with_bomb(editions(bench.folder)["brief.pdf"], SOURCE, 4 << 10, 10))


def refused(bench: Bench) -> Cost:
    """Be told to build that PDF again, which is refused."""
    command = f"{' '.join(REPORT)} rebuild {bench.folder / 'hostile.pdf'}; test $? -eq 3"
    return run(["/bin/sh", "-c", command], bench.folder, bench.warm())


ROWS = (
    Row(
        "a hostile PDF, opened and refused: seconds, no ratio",
        {"cpu": 0.5, "memory": None},
        7,
        refused,
        prepare=hostile,
    ),
    Row(
        f"article, PDF + EPUB + web, cold : at {BEFORE}",
        {"cpu": 1.03, "wall": None},
        15,
        lambda bench: bench.build("asean-briefing", "pdf,epub,html"),
        lambda bench: bench.build("asean-briefing", "pdf,epub,html", root=bench.before()),
        lambda bench: (bench.cold(), bench.cold(bench.before())),
    ),
    Row(
        "article, PDF + EPUB + web, cold : bare WeasyPrint, PDF",
        {"cpu": 0.6, "wall": None},
        7,
        lambda bench: bench.build("asean-briefing", "pdf,epub,html"),
        lambda bench: bench.weasyprint("asean-briefing"),
    ),
    Row(
        "article, PDF + EPUB + web, cold : WeasyPrint with its notes mended, PDF",
        {"cpu": None, "wall": None},
        5,
        lambda bench: bench.build("asean-briefing", "pdf,epub,html"),
        lambda bench: bench.weasyprint("asean-briefing", mended=True),
    ),
    Row(
        "article, PDF, in the theme briefing : with the engine's own style sheet",
        {"cpu": 1.15},
        7,
        lambda bench: bench.build(themed(bench, "briefing"), "pdf"),
        lambda bench: bench.build(themed(bench, "plain"), "pdf"),
    ),
    Row(
        "100 pages, PDF, cold, 1 core : without what is only quicker",
        {"cpu": None, "wall": None},
        3,
        lambda bench: bench.build(bench.report(100), "pdf", "-j", "1"),
        plainly(100),
    ),
    Row(
        "article, PDF + EPUB : PDF",
        {"cpu": None},
        5,
        lambda bench: bench.build("asean-briefing", "pdf,epub"),
        lambda bench: bench.build("asean-briefing", "pdf"),
    ),
    Row(
        "report --help : python -c pass",
        {"cpu": None},
        5,
        lambda bench: run([*REPORT, "--help"], ROOT, {}),
        lambda bench: run([sys.executable, "-c", "pass"], ROOT, {}),
    ),
    Row(
        "100 pages, nothing to do (CPU seconds)",
        {"cpu": 0.1},
        5,
        lambda bench: bench.build(bench.report(100), "pdf", known=True),
        prepare=known(100),
    ),
    Row(
        "100 pages, check of the sources : build, PDF + EPUB + web, both cold",
        {"cpu": 0.1, "wall": 0.1},
        3,
        checked(known=False),
        lambda bench: bench.build(bench.report(100), "pdf,epub,html", "-j", "2"),
    ),
    Row(
        "100 pages, check of sources that have been read : cold build, PDF + EPUB + web",
        {"cpu": 0.1, "wall": 0.1},
        3,
        checked(known=True),
        lambda bench: bench.build(bench.report(100), "pdf,epub,html", "-j", "2"),
        known(100),
    ),
    Row(
        "100 pages, where pages begin : the render",
        {"cpu": 0.03},
        3,
        step("map"),
        step("render"),
    ),
    Row(
        "100 pages, the editions compared : build, PDF + EPUB + web",
        {"cpu": 0.1},
        3,
        step("parity"),
        step("build"),
    ),
    Row(
        "100 pages, compared with one word edited : cold build, PDF",
        {"cpu": 1.0},
        3,
        redlined("edited"),
        lambda bench: bench.build(bench.report(100), "pdf"),
    ),
    Row(
        "100 pages, compared with another report : cold build, PDF",
        {"cpu": 1.0},
        3,
        redlined("other"),
        lambda bench: bench.build(bench.report(100), "pdf"),
    ),
    Row(
        "100 pages, check of sources and files, no Java or Node : build, PDF + EPUB + web, both cold",
        {"cpu": 1.0, "wall": None},
        3,
        files_checked,
        lambda bench: bench.build(bench.report(100), "pdf,epub,html", "-j", "2"),
        lambda bench: bench.build(bench.report(100), "pdf,epub,html", "-j", "2"),
    ),
    Row(
        "article, built and archived : built, PDF + EPUB + web, both cold",
        {"cpu": 1.2, "wall": None},
        5,
        archived,
        lambda bench: bench.build("asean-briefing", "pdf,epub,html"),
    ),
    Row(
        "archive of 60 reports, verified : sha512sum of the same files",
        {"cpu": 1.25, "wall": 1.25},
        5,
        lambda bench: run([sys.executable, "-m", "tests.bench.auditing", str(many_archived(bench))], ROOT, {}),
        lambda bench: run(
            ["/bin/sh", "-c", f"find {many_archived(bench)} -type f -print0 | xargs -0 sha512sum"], ROOT, {}
        ),
        many_archived,
    ),
    Row(
        "1,000 versions of a report, added : ten times 100",
        {"cpu": None, "wall": None},
        1,
        lambda bench: versions(bench, 1, 1000),
        lambda bench: versions(bench, 10, 100),
    ),
    Row(
        "1,000 reports, added and verified : ten times 100",
        {"cpu": 1.2, "wall": None},
        1,
        lambda bench: versions(bench, 1, 1000, "reports"),
        lambda bench: versions(bench, 10, 100, "reports"),
    ),
    Row(
        "article, built and printed as forty numbered copies : built, both cold",
        {"cpu": 1.5, "wall": 1.5},
        5,
        copied,
        lambda bench: bench.build("asean-briefing", "pdf", "--edition", "print"),
    ),
    Row(
        "numbers and references, 150 MB of text : 1,000 pages at a time, 100 pages at a time",
        {"cpu": 1.2},
        3,
        resolved(1000),
        resolved(100),
        lambda bench: (known(100)(bench), bench.build(bench.report(1000), "html", known=True)),
    ),
    long_row(6, 2, {"cpu": None, "wall": None}, 5),
    long_row(30, 2, {"cpu": None, "wall": None}, 3),
    long_row(100, 2, {"wall": 0.5, "cpu": None, "memory": None}, 3),
    Row(
        "100 pages, one word edited : bare WeasyPrint",
        {"cpu": 0.15, "wall": None},
        3,
        edited(100),
        lambda bench: bench.weasyprint(bench.report(100)),
        known(100),
    ),
    long_row(300, 2, {"wall": None, "cpu": None, "memory": None}, 1),
    Row(
        "100 small reports, 2 cores : cold WeasyPrint, one after the other (10, times 10)",
        {"wall": 0.12, "cpu": None},
        3,
        small_reports,
        small_in_sequence,
    ),
    long_row(1000, 2, {"wall": 0.33, "cpu": None, "memory": 0.3}, 1),
    long_row(1000, 1, {"cpu": 0.65, "wall": None, "memory": None}, 1),
    Row(
        "1000 pages, one word edited : bare WeasyPrint",
        {"cpu": 0.04, "wall": None},
        1,
        edited(1000),
        lambda bench: bench.weasyprint(bench.report(1000)),
        known(1000),
    ),
    Row(
        "1000 pages, EPUB after the PDF : pandoc -t epub3",
        {"cpu": 0.7, "wall": None},
        3,
        epub_after_pdf,
        lambda bench: bench.pandoc_epub(bench.report(1000)),
        known(1000),
    ),
    *(peer_row(peer, pages) for pages in (6, 30, 100) for peer in PEERS if peer.path),
)
