"""What is wrong with a report: each sample folder is a project with a fault, and the words that tell of it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from report.cli.main import cli
from report.model.rules import RULES
from report.pipeline.build import build_editions
from report.read.manuscript import read_manuscript
from report.resolve.manuscript import resolve
from tests.common import HEAD, ROOT, SAMPLES, TEXT, calls_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from report.read.project import Project

PACKAGE = ROOT / "report"
FOLDER = SAMPLES / "findings"
CASES = sorted(path.name for path in FOLDER.iterdir())
VALIDATORS = re.compile("[EPW]9|[CE]1")  # those of ours, which look at finished files, are shown in test_parity.py
PRINTED = re.compile("D")  # shown in test_preflight.py and test_copies.py: they tell of files made for paper
ARCHIVED = re.compile("A")  # shown in test_archive.py and test_archive_versions.py
IMPORTS = re.compile("I")  # shown in test_import.py: they tell of documents, which a build never sees
ELSEWHERE = {
    "P103",
    "P105",
    "P106",
    "S234",
}  # shown in test_themes.py, test_parts.py, test_faults.py and test_links.py: no source does it alone
DEEP = "> " * 400


def run_build(project: Path, out: Path) -> Result:
    before = Path.cwd()
    os.chdir(project)
    try:
        return CliRunner().invoke(cli, ["build", "--quiet", "--to", "pdf", "--out", str(out)])
    finally:
        os.chdir(before)


def run_check(project: Path) -> Result:
    before = Path.cwd()
    os.chdir(project)
    try:
        return CliRunner().invoke(cli, ["check"])
    finally:
        os.chdir(before)


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def is_laid_out(case: str) -> bool:
    """Tell whether a sample comes as far as to its pages: nothing that its sources are checked for is an error."""
    errors = [line for line in expected(case).splitlines() if " error " in f" {line}"]
    return all(re.search(r"\b[HP]\d{3}: ", line) for line in errors)


def expected(case: str) -> str:
    path = FOLDER / case / "expected.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else ""  # which `--update-golden` will write


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.slow if is_laid_out(case) else ()) for case in CASES]
)
def test_a_fault_is_told_at_its_place_and_nothing_is_written(
    case: str, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    good = tmp_path / "brief" / "brief.pdf"
    good.parent.mkdir()
    good.write_bytes(b"the last good one")
    result = run_build(FOLDER / case, tmp_path)
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.stdout == ""
    golden(FOLDER / case / "expected.txt", result.stderr)
    faulty = " error " in f" {result.stderr}"
    assert result.exit_code == int(faulty)
    if faulty:
        assert files_in(tmp_path) == ["brief.pdf"]
        assert good.read_bytes() == b"the last good one"
    else:
        assert good.read_bytes().startswith(b"%PDF")


def test_every_code_in_use_is_in_the_table_and_no_other() -> None:
    used = {code for path in PACKAGE.rglob("*.py") if path.parent.name != "rules" for code in read_codes(path)}
    assert used == set(RULES)


def read_codes(path: Path) -> list[str]:
    return re.findall(r'"([SHEPWDAIC]\d{3})"', path.read_text(encoding="utf-8"))


def test_every_code_but_the_validators_has_a_sample_that_shows_it() -> None:
    shown = {case.partition("-")[0] for case in CASES}
    assert {
        code
        for code in RULES
        if not (VALIDATORS.match(code) or IMPORTS.match(code) or PRINTED.match(code) or ARCHIVED.match(code))
    } - ELSEWHERE <= shown


@pytest.mark.parametrize("case", [case for case in CASES if case.partition("-")[0] in RULES])
def test_a_sample_shows_the_code_that_it_is_named_after(case: str) -> None:
    code = case.partition("-")[0]
    assert f" {code}: " in (FOLDER / case / "expected.txt").read_text(encoding="utf-8")


# --- Divisions and listings that do not end where their authors think

OPEN = "::: {.aside} is never closed"
TEXTS_OF_FENCES = {
    "of two, each at its own line": ("::: {.aside}\nOne.\n\n::: {.aside}\nTwo.\n", {3: OPEN, 6: OPEN}),
    "the outer one, where the inner is closed": ("::: {.aside}\nOne.\n\n::: {.landscape}\nTwo.\n:::\n", {3: OPEN}),
    "before other sections": ("::: {.aside}\nOne.\n\n## Next\n\nMore.\n", {3: OPEN}),
    "with attributes in two lines": ('::: {.aside\n  title="x"}\nOne.\n', {3: "::: {.aside is never closed"}),
    "with its class as a word": ("::: aside\nOne.\n", {3: "::: aside is never closed"}),
    "in a quotation": ("> ::: {.aside}\n> One.\n\nMore.\n", {3: OPEN}),
    "in the second of two quotations": (
        "> ::: {.aside}\n> One.\n> :::\n\nMore.\n\n> ::: {.aside}\n> One.\n",
        {9: OPEN},
    ),
    "in a list": ("- One\n\n  ::: {.aside}\n  Two\n\n- Three\n\nMore.\n", {5: OPEN}),
    "in a quotation within a list": ("- One\n\n  > ::: {.aside}\n  > Two\n\n- Three\n", {5: OPEN}),
    "in a note": ("One[^1].\n\n[^1]: Two\n\n    ::: {.aside}\n    Three\n\nMore.\n", {7: OPEN}),
    "in a quotation and at its foot": (
        "> ::: {.aside}\n> One.\n\n::: {.aside}\nTwo.\n",
        {3: OPEN, 6: OPEN},
    ),
    "closed and not opened": ("One.\n\n:::\n\nMore.\n", {5: "::: closes nothing"}),
    "closed once too often": ("::: {.aside}\nOne.\n:::\n:::\n", {6: "::: closes nothing"}),
    "closed in a quotation, and not opened": ("> One.\n>\n> :::\n", {5: "::: closes nothing"}),
    "opened right below a sentence": (
        "One.\n::: {.aside}\nTwo.\n:::\n",
        {4: "::: {.aside} is read as a part of the sentence above it"},
    ),
    "opened right below a list": (
        "- One\n::: {.aside}\nTwo.\n:::\n",
        {4: "::: {.aside} is read as a part of the sentence above it"},
    ),
    "a listing": ("One.\n\n```\ncode\n\nMore.\n", {5: "``` is never closed"}),
    "a listing with attributes": ("~~~ {.python}\ncode\n\nMore.\n", {3: "~~~ {.python} is never closed"}),
    "a listing that is closed by too few": ("````\ncode\n```\n\nMore.\n", {3: "```` is never closed"}),
}
INNOCENT = {
    "a division": "::: {.aside}\nOne.\n:::\n",
    "divisions that are nested": ":::: {.aside}\nOne.\n\n::: {.landscape}\nTwo.\n:::\n::::\n",
    "a division below a heading": "## Next\n::: {.aside}\nOne.\n:::\n",
    "a listing that shows one": "```\n::: {.aside}\nOne.\n```\n",
    "a listing that shows the end of one": "~~~\n:::\n~~~\n\n    :::\n",
    "code that shows one": "Write `:::` and `::: {.aside}`.\n",
    "signs that are escaped": "One.\n\n\\:::\n",
    "signs in a sentence": "Use ::: for that, or ``` or ~~~.\n",
    "divisions in a list and a quotation": "- One\n\n  ::: {.aside}\n  Two\n  :::\n\n> ::: {.aside}\n> Two\n> :::\n",
    "a comment": "<!--\n::: {.aside}\n-->\n\nOne.\n",
}


def fences_told(result: Result) -> dict[int, str]:
    told = re.findall(r"10-introduction\.md:(\d+):\d+: error S261: (.+)", result.stderr)
    return {int(line): message for line, message in told}


@pytest.mark.parametrize("case", TEXTS_OF_FENCES)
def test_a_fence_without_its_counterpart_is_told_in_its_line(
    case: str, make_project: Callable[..., Project], tmp_path: Path
) -> None:
    text, expected = TEXTS_OF_FENCES[case]
    result = run_build(make_project({"10-introduction.md": f"# Introduction\n\n{text}"}).root, tmp_path / "out")
    assert fences_told(result) == expected
    assert result.exit_code == 1
    assert "S209" not in result.stderr


@pytest.mark.parametrize("case", INNOCENT)
def test_a_fence_that_is_none_is_let_be(case: str, make_project: Callable[..., Project], tmp_path: Path) -> None:
    project = make_project({"10-introduction.md": f"# Introduction\n\n{INNOCENT[case]}"})
    assert "S261" not in run_check(project.root).stderr


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"10-introduction.md": "# Introduction\n\n{{< include part.md >}}\n\nMore.\n", "part.md": "One.\n\n::: {.aside}\nTwo.\n"}, "part.md:3:1"),
        ({"10-introduction.md": "# Introduction\n\n- {{< include _part.md >}}\n", "_part.md": "One.\n\n::: {.aside}\nTwo.\n"}, "_part.md:3:1"),
        ({"glossary.yaml": "One: Two.\nThree: |\n  Four.\n\n  ::: {.aside}\n  Five.\n"}, "glossary.yaml:2"),
        ({"report.yaml": HEAD + "summary: |\n  One.\n\n  ::: {.aside}\n  Two.\n"}, "report.yaml:4"),
    ],
)  # fmt: skip
def test_a_fence_is_told_in_the_file_that_it_was_written_in(
    files: dict[str, str], place: str, make_project: Callable[..., Project]
) -> None:
    result = run_check(make_project(files).root)
    assert f"sources/brief/{place}" in result.stderr.partition(" error S261: ")[0].rpartition("\n")[2]


# --- Reports that nobody should write, and somebody will


def build_all(project: Project, out: Path) -> tuple[str, ...]:
    (source,) = project.reports()
    return tuple(map(str, build_editions(project, source, ("pdf", "epub"), out).findings))


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["my report", "résumé", 'it"s & <so>', "-dash", "日本", "a%20b", "50%"])
def test_a_report_may_have_a_strange_name(slug: str, make_project: Callable[..., Project], tmp_path: Path) -> None:
    text = '# Introduction\n\n![A map.](<figures/my map é %.svg>){alt="Two fields"}\n\n[Back](#introduction)\n'
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    project = make_project({"10-introduction.md": text, "figures/my map é %.svg": drawing}, slug)
    assert build_all(project, tmp_path / "out") == ()
    assert files_in(tmp_path / "out") == sorted(["build.json", f"{slug}.epub", f"{slug}.pdf"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ('"Tags <b> & \\"quotation\\" marks"', 'Tags <b> & "quotation" marks'),
        ("'{{ meta.slug }} {% raw %}'", "{{ meta.slug }} {% raw %}"),
        ("'*no* [markup](#here) \\'", "*no* [markup](#here) \\"),
        (f"'{'A very long title ' * 12}'", ("A very long title " * 12).strip()),
    ],
)
def test_a_title_is_text_whatever_it_looks_like(
    title: str, printed: str, make_project: Callable[..., Project], tmp_path: Path
) -> None:
    import pikepdf

    project = make_project({"report.yaml": f"title: {title}\ndate: 2025-07-14\nlang: en\n"})
    assert build_all(project, tmp_path / "out") == ()
    with pikepdf.open(tmp_path / "out" / "brief" / "brief.pdf") as pdf:
        assert str(pdf.trailer.Info.Title) == printed


def settle(project: Project, slug: str, least: int) -> None:
    """Read and resolve a report of one long section."""
    manuscript, found = read_manuscript(project, project.report(slug))
    resolved, more = resolve(manuscript, project)
    assert found + more == ()
    (passage,) = resolved.passages
    assert len(passage.settle().blocks) > least


SENTENCE = "A sentence that cites nothing, with *marks* and a [link](#introduction).\n\n"


@pytest.mark.slow
def test_a_long_section_takes_what_its_length_asks_for(make_project: Callable[..., Project]) -> None:
    def cost(times: int) -> int:
        project = make_project({"10-introduction.md": TEXT + SENTENCE * times}, f"of-{times}")
        return calls_of(lambda: settle(project, f"of-{times}", times))

    cost(10)  # which loads what reads
    assert cost(1_200) < 4.5 * cost(300)


@pytest.mark.slow
def test_a_section_of_a_book_s_length_is_read(make_project: Callable[..., Project]) -> None:
    settle(make_project({"10-introduction.md": TEXT + SENTENCE * 13_000}), "brief", 13_000)


@pytest.mark.parametrize(
    "head",
    [
        "&a [" + "*a, " * 3 + "]\n",
        "a: &a {b: *a}\n",
        "title: &a [x]\n" + "".join(f"k{n}: &b{n} [{'*a, ' if not n else f'*b{n - 1}, ' * 9}]\n" for n in range(30)),
        "title: !!python/object/apply:os.system [true]\n",
        "? [complex, key]\n: value\n",
        "title: " + "[" * 5_000,
        "--- one\n--- two\n",
        "\ufeff",
        "42\n",
    ],
)
def test_a_hostile_head_is_a_finding_and_neither_a_crash_nor_a_wait(
    head: str, make_project: Callable[..., Project], tmp_path: Path
) -> None:
    project = make_project({"report.yaml": head})
    result = run_build(project.root, tmp_path / "out")
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    assert "sources/brief/report.yaml:" in result.stderr


@pytest.mark.parametrize(
    "text",
    [
        "# Introduction\n\n" + DEEP + "Deep.\n",
        "# Introduction\n\n" + "".join("    " * level + "- item\n" for level in range(150)),
        "# Introduction\n\n" + "*" * 5_000 + "\n",
        "# Introduction\n\n" + "[" * 200 + "x" + "]" * 200 + "\n",
        "# Introduction\n\n" + "::: {.aside}\n" * 80 + "Deep.\n" + ":::\n" * 80,
    ],
)
def test_a_text_that_nests_beyond_reason_does_not_crash(
    text: str, make_project: Callable[..., Project], tmp_path: Path
) -> None:
    result = run_build(make_project({"10-introduction.md": text}).root, tmp_path / "out")
    assert isinstance(result.exception, SystemExit | None), result.exception


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_folder_that_may_not_be_read_is_told_by_name(make_project: Callable[..., Project], tmp_path: Path) -> None:
    project = make_project()
    folder = project.sources / "brief"
    folder.chmod(0)
    try:
        result = run_build(project.root, tmp_path / "out")
    finally:
        folder.chmod(0o755)
    assert result.stderr.startswith("sources/brief/report.yaml: error S106: cannot be read: Permission denied")


def test_a_report_may_not_be_a_link_to_elsewhere(make_project: Callable[..., Project], tmp_path: Path) -> None:
    project = make_project()
    entry = project.sources / "brief" / "report.yaml"
    entry.rename(tmp_path / "secret.yaml")
    entry.symlink_to(tmp_path / "secret.yaml")
    result = run_build(project.root, tmp_path / "out")
    assert result.stderr.startswith(
        "sources/brief/report.yaml: error S106: cannot be read: the link leads out of its folder"
    )


def test_a_whole_report_may_be_a_link(make_project: Callable[..., Project], tmp_path: Path) -> None:
    project = make_project()
    (project.sources / "brief").rename(tmp_path / "elsewhere")
    (project.sources / "brief").symlink_to(tmp_path / "elsewhere")
    assert build_all(project, tmp_path / "out") == ()


@pytest.mark.slow
def test_findings_of_two_reports_come_each_with_its_own_paths(
    make_project: Callable[..., Project], tmp_path: Path
) -> None:
    make_project({"report.yaml": HEAD + "zzz: 1\n"}, "one")
    project = make_project({"report.yaml": HEAD + "yyy: 1\n"}, "two")
    result = run_build(project.root, tmp_path / "out")
    assert [line.partition(":")[0] for line in result.stderr.splitlines() if not line.startswith(" ")] == [
        "sources/one/report.yaml",
        "sources/two/report.yaml",
    ]
