"""A report in parts: one document to the reader, the same bytes whoever lays the parts out."""

from __future__ import annotations

import shutil
from concurrent.futures import Executor, Future
from itertools import pairwise
from threading import Timer
from typing import TYPE_CHECKING

import pikepdf
import pytest

from report.checks import CHECKS
from report.editions.pdf import cut, edition
from report.model.pages import PageStart
from report.model.parts import Opening, PageNumber, Part, PartSource
from report.model.progress import Listener
from report.pipeline.build import BuildContext, build_editions
from report.pipeline.scheduler import BuildPlan, build_reports
from report.read.project import Project
from report.runtime.store import Store
from tests.bench.generator import edit_one_word, write_report
from tests.common import ROOT, apply
from tests.editions.likeness import differences, read_likeness

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

ARTICLE = ROOT / "sources" / "asean-briefing"
LAYOUT = ROOT / "tests" / "samples" / "layout" / "sources" / "layout"
PAGES = 30


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Make a project with a generated report, and the article and pages on their side in the theme for long reports."""
    root = tmp_path_factory.mktemp("long")
    write_report(root, "long", PAGES)
    for slug, folder in (("article", ARTICLE), ("layout", LAYOUT)):
        shutil.copytree(folder, root / "sources" / slug)
        head = root / "sources" / slug / "report.yaml"
        head.write_text(head.read_text(encoding="utf-8").replace("theme: briefing", "theme: report"), encoding="utf-8")
    return Project(root.resolve())


@pytest.fixture(scope="module")
def bound(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the reports in parts, in this process."""
    out = tmp_path_factory.mktemp("parts")
    for slug in ("long", "article", "layout"):
        assert not [
            f for f in build_editions(project, project.report(slug), ("pdf",), out).findings if f.code != "P104"
        ]
    return out


def pdf(out: Path, slug: str = "long") -> Path:
    return out / slug / f"{slug}.pdf"


@pytest.mark.parametrize("slug", ["long", "article", "layout"])
def test_bound_parts_are_what_a_layout_of_the_whole_gives(slug, project, bound, tmp_path, monkeypatch):
    monkeypatch.setattr(cut, "SIDES", {})
    build_editions(project, project.report(slug), ("pdf",), tmp_path)
    ours, whole = read_likeness(pdf(bound, slug)), read_likeness(pdf(tmp_path, slug))
    assert len(ours["text"]) > 10
    assert len(ours["outline"]) > 2
    assert differences(ours, whole) == {}


def test_a_difference_would_be_found(bound):
    ours = read_likeness(pdf(bound))
    other = {**ours, "text": [*ours["text"][:-1], "something else"], "links": ours["links"][1:]}
    assert set(differences(ours, other)) == {"text", "links"}


@pytest.mark.conformance
@pytest.mark.parametrize("check", [row for row in CHECKS.values() if row.format == "pdf"], ids=lambda row: row.name)
def test_no_validator_objects_to_a_report_in_parts(check, bound):
    assert apply(check.run, pdf(bound)) == ()


def test_page_validation_has_nothing_against_a_report_in_parts(bound):
    check = next(row for row in CHECKS.values() if row.name == "pdf-profiles")
    assert check.run(pdf(bound)) == ()


def test_links_lead_from_one_part_to_another_and_identifiers_are_unique(bound):
    with pikepdf.open(pdf(bound)) as opened:
        names = dict(pikepdf.NameTree(opened.Root.Names.Dests).items())
        pages = {page.obj.objgen: index for index, page in enumerate(opened.pages)}
        far = 0
        for index, page in enumerate(opened.pages):
            for note in page.obj.get("/Annots", ()):
                if "/Dest" in note:
                    far += abs(pages[names[str(note.Dest)][0].objgen] - index) > PAGES // 4
        assert far > 10
        tree = pikepdf.NameTree(opened.Root.StructTreeRoot.IDTree)
        assert len(list(tree)) > 20
        keys = [int(page.obj.StructParents) for page in opened.pages]
        assert len(set(keys)) == len(keys)


def test_a_face_is_embedded_once_for_all_parts(bound):
    with pikepdf.open(pdf(bound)) as opened:
        names = [
            str(item.FontName)
            for item in opened.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
    assert len(names) == len(set(names)) > 3


def test_sections_open_on_the_right_and_a_blank_page_goes_before_only_where_it_must(bound):
    found = read_likeness(pdf(bound))
    top = [page for level, _, page, _ in found["outline"] if level == 0]
    assert len(top) > 3
    assert all(page % 2 == 0 for page in top)
    lengths = {b - a for a, b in pairwise(top)}
    assert all(length % 2 == 0 for length in lengths)
    blank = [index for index, text in enumerate(found["text"]) if not text.strip()]
    assert blank
    assert all(index % 2 == 1 and index + 1 in {*top, *range(6)} for index in blank)


class LastFirst(Executor):
    """Keeps calls until there are three, or nobody brings another, and answers the last of them first."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[object], Callable[[], object]]] = []

    def submit(self, fn, /, *args, **options):
        future: Future[object] = Future()
        self.waiting.append((future, lambda: fn(*args, **options)))
        Timer(0.2 if len(self.waiting) < 3 else 0, self.answer).start()
        return future

    def answer(self) -> None:
        while self.waiting:
            future, call = self.waiting.pop()
            future.set_result(call())


def last_first() -> Executor:
    return LastFirst()


def ordered(project: Project, out: Path, workers: str, *, keep: bool = False) -> bytes:
    order = BuildPlan(project, ("pdf",), out, workers=workers, keep=keep)
    (outcome,) = build_reports(order, (project.report("long"),), BuildContext().listener)
    assert outcome.error is None
    return pdf(out).read_bytes()


@pytest.mark.parametrize(
    "workers", ["processes:1", "processes:2", "processes:4", "inline", "tests.editions.test_parts:last_first"]
)
def test_the_bytes_are_the_same_whoever_lays_out(workers, project, bound, tmp_path):
    assert ordered(project, tmp_path, workers) == pdf(bound).read_bytes()


def test_the_bytes_are_the_same_on_a_cluster(project, bound, tmp_path):
    distributed = pytest.importorskip("distributed")
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Dask's own making
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster:
            assert ordered(project, tmp_path, f"dask:{cluster.scheduler_address}") == pdf(bound).read_bytes()


def test_the_bytes_are_the_same_when_all_is_known(project, bound, tmp_path, monkeypatch):
    monkeypatch.setenv("REPORT_CACHE_LIMIT", str(10**9))
    store = Store(tmp_path / "kept")
    for turn in range(2):
        build_editions(project, project.report("long"), ("pdf",), tmp_path / str(turn), BuildContext(store=store))
    assert pdf(tmp_path / "0").read_bytes() == pdf(tmp_path / "1").read_bytes() == pdf(bound).read_bytes()


def test_an_edited_word_lays_out_one_part_and_nothing_else(project, tmp_path, monkeypatch):
    store, rendered = Store(tmp_path / "kept"), []
    from report.editions.pdf import part_renderer as press

    real = press.lay_out_part

    def noted(sheet):
        rendered.append(sheet.label)
        return real(sheet)

    monkeypatch.setattr(press, "lay_out_part", noted)
    means = BuildContext(store=store)
    build_editions(project, project.report("long"), ("pdf",), tmp_path / "first", means)
    first = len(rendered)
    rendered.clear()
    edit_one_word(project.root, "long")
    try:
        build_editions(project, project.report("long"), ("pdf",), tmp_path / "second", means)
        edited = list(rendered)
        build_editions(project, project.report("long"), ("pdf",), tmp_path / "cold")
    finally:
        edit_one_word(project.root, "long")
    assert first >= 5
    assert len(edited) == 1
    assert pdf(tmp_path / "second").read_bytes() == pdf(tmp_path / "cold").read_bytes()
    assert pdf(tmp_path / "second").read_bytes() != pdf(tmp_path / "first").read_bytes()


def fake_part(room: int) -> Part:
    """Make a part of a hundred pages whose reference leads to page 9 or 10, whichever it has no room for."""
    number = PageNumber(0, 0, ("#x",), (b"",) * 10, 0, 0, 0, 0, 1, flow=True, room=(("#x", room),))
    page = 9 if room == 1 else 8
    return Part(
        b"", 100, spare=False, starts=(PageStart(0, "a", 0),), page_of={"x": page}, strayed=(), events=(),
        numbers=(number,), bookmarks=(), anchors=(), faces=(), identified=(), borrowed=(), strings=(),
    )  # fmt: skip


def test_page_numbers_that_chase_each_other_end_with_a_rule_and_a_finding(project, monkeypatch, make_project):
    rooms: list[int] = []

    def render(sources):
        rooms.extend(dict(source.room).get("#x", 1) for source in sources)
        return [fake_part(dict(source.room).get("#x", 1)) for source in sources]

    source = PartSource("brief", b"<html/>", "", "en", opening=Opening(), links=("x",), room=(("#x", 1),))
    monkeypatch.setattr(edition, "cut_tree", lambda *_: [source])
    master, theme = composed(make_project())
    layout = edition.lay_out(master, theme, render)
    assert [finding.code for finding in layout.findings] == ["P105"]
    assert rooms[:4] == [1, 2, 1, 2]
    assert rooms[-1] == 2
    assert len(rooms) < edition.ROUNDS


def composed(project: Project):
    from report.compose.master import compose
    from report.read.manuscript import read_manuscript
    from report.resolve.manuscript import resolve
    from report.themes.theme import find_theme

    manuscript, _ = read_manuscript(project, project.report("brief"))
    theme = find_theme(project.root, "briefing")
    return compose(resolve(manuscript, project)[0], theme)[0], theme


def test_a_sheet_that_counts_through_the_report_is_not_cut(project):
    assert cut.WHOLE.search("@page chapter:nth(2) { margin: 0 }")
    assert cut.WHOLE.search("h2 { counter-increment: chapter }")
    assert cut.WHOLE.search("@page { @top-left { content: counter(page, lower-roman) } }")
    assert cut.WHOLE.search(".logo { position: running(logo) }")
    for theme in ("briefing", "report"):
        css = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "styles" / theme).glob("*.css"))
        assert not cut.WHOLE.search(css)


def pages_told(project: Project, out: Path, slugs: tuple[str, ...]) -> dict[str, int]:
    """Build reports with two workers, and add up the pages that each report's parts told last."""
    told: dict[tuple[str, str], int] = {}
    listener = Listener(progress=lambda heard: told.__setitem__((heard.report, heard.part), heard.pages))
    order = BuildPlan(project, ("pdf",), out, jobs=2, keep=False)
    outcomes = list(build_reports(order, tuple(project.report(slug) for slug in slugs), listener))
    assert [outcome.error for outcome in outcomes] == [None] * len(slugs)
    return {slug: sum(pages for (report, _), pages in told.items() if report == slug) for slug in slugs}


@pytest.mark.parametrize("slugs", [("long",), ("article", "long")], ids=["parts", "reports"])
def test_pages_are_told_as_workers_lay_them_out(slugs, project, tmp_path):
    told = pages_told(project, tmp_path, slugs)
    for slug in slugs:
        with pikepdf.open(pdf(tmp_path, slug)) as opened:
            assert abs(told[slug] - len(opened.pages)) <= len(opened.pages) // 4  # but for the blank pages
