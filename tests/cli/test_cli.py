"""The command line as a newcomer meets it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from report.cli.commands import COMMANDS
from report.cli.main import cli
from report.cli.terminal import Terminal
from report.model.errors import UsageError
from report.model.findings import Finding, Location, Severity
from report.model.progress import Progress, Step
from tests.common import ROOT, there

if TYPE_CHECKING:
    from pathlib import Path

METADATA = 'title: "Small"\ndate: 2026-01-01\nlang: en\n'
TEXT = "# One {#sec-one}\n\nA paragraph.\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    folder = tmp_path / "sources" / "small"
    folder.mkdir(parents=True)
    (folder / "report.yaml").write_text(METADATA)
    (folder / "10-one.md").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "report", *arguments]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, cwd=cwd, env=settings, capture_output=True, text=True, check=False)


def test_help_loads_no_engine():
    command = [sys.executable, "-X", "importtime", "-m", "report", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "click" in loaded
    assert not loaded & {"weasyprint", "ebooklib", "pypandoc", "pikepdf", "lxml", "jinja2", "yaml", "PIL"}


@pytest.mark.slow
def test_two_formats_in_one_command_are_laid_out_once(project, monkeypatch):
    from report.editions.pdf import edition

    calls = []
    lay_out = edition.lay_out

    def counted(*given):
        calls.append(1)
        return lay_out(*given)

    monkeypatch.setattr(edition, "lay_out", counted)
    from click.testing import CliRunner

    result = CliRunner().invoke(cli, ["build", "--to", "pdf,epub"])
    assert result.exit_code == 0, result.output
    assert calls == [1]


@pytest.mark.slow
def test_piped_output_is_plain_lines_with_results_on_standard_output(project):
    done = run("build", cwd=project)
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["Wrote"] * 3
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["Read", "Set"]
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.slow
def test_quiet_says_nothing_when_all_is_well(project):
    done = run("build", "-q", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.slow
def test_a_finding_that_is_an_error_gives_status_1_and_leaves_the_last_good_output(project):
    assert run("build", cwd=project).returncode == 0
    good = (project / "build/small/small.pdf").read_bytes()
    (project / "sources/small/10-one.md").write_text(TEXT + "\n![](missing.png)\n")
    done = run("build", cwd=project)
    assert done.returncode == 1
    assert "sources/small/10-one.md:5:5: error S201" in done.stderr
    assert (project / "build/small/small.pdf").read_bytes() == good
    assert not [path for path in (project / "build/small").iterdir() if path.name.startswith(".")]


@pytest.mark.slow
def test_findings_can_be_had_as_json(project):
    (project / "sources/small/report.yaml").write_text(METADATA + "tittle: x\n")
    done = run("build", "--format", "json", cwd=project)
    (finding,) = json.loads(done.stdout)
    assert (finding["code"], finding["path"], finding["line"]) == ("S102", "sources/small/report.yaml", 4)
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["build", "smal"], 2, 'did you mean "small"?'),
        (["build", "--to", "docx"], 2, "choose from pdf, epub, html"),
        (["check", "--with", "spelling"], 2, "there is no check"),
        (["check", "--full"], 3, "run `report build small` first"),
        (["check", "--full", "--with", "ace"], 2, "name none beside it"),
        (["explain", "S2022"], 2, 'did you mean "S222"'),
        (["build", "--to", "pfd"], 2, 'did you mean "pdf"?'),
        (["build", "--edition", "scren"], 2, 'Did you mean "screen"?'),
        (["check", "--with", "epubchek"], 2, 'did you mean "epubcheck"?'),
        (["check", "--format", "sarfi"], 2, 'Did you mean "sarif"?'),
        (["new", "other", "--theme", "brifing", "-y"], 2, 'did you mean "briefing"?'),
        (["biuld"], 2, "Did you mean one of: 'build'"),
        (["explain"], 2, "name the codes"),
        (["new", "fresh", "--lang", "english!"], 2, "BCP 47"),
        (["new", "fresh", "--theme", "hous"], 2, "the themes are"),
        (["new", "fresh", "--date", "soon"], 2, "year-month-day"),
        (["new", "Not A Slug"], 2, "small letters"),
        (["new", "small"], 2, "already there"),
    ],
)
def test_what_cannot_be_done_says_so_with_its_status(project, arguments, status, words):
    done = run(*arguments, cwd=project)
    assert done.returncode == status
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_sources_says_how_to_start(tmp_path):
    done = run("build", cwd=tmp_path)
    assert done.returncode == 2
    assert "report new" in done.stderr


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_an_error_with_status_3(project):
    (project / "taken").write_text("a file")
    done = run("build", "--to", "html", "--out", "taken", cwd=project)
    assert done.returncode == 3
    assert "cannot be written" in done.stderr


@pytest.mark.slow
def test_a_new_report_builds_without_a_finding(tmp_path):
    (tmp_path / "sources").mkdir()
    assert run("new", "first-report", cwd=tmp_path).returncode == 0
    done = run("build", "-q", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    done = run("check", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_a_new_report_says_what_it_is_told_and_is_fine_whatever_that_is(tmp_path):
    (tmp_path / "sources").mkdir()
    given = ["--title", 'He said: "no" # {x}', "--author", "Ann O'Neill", "--author", "yes", "--publisher", "- a: b"]
    made = run("new", "first", *given, "--lang", "fr", "--theme", "report", "--date", "2025-07-14", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    text = (tmp_path / "sources/first/report.yaml").read_text()
    assert 'title: "He said: \\"no\\" # {x}"\n' in text
    assert "date: 2025-07-14\nversion" in text
    done = run("check", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_a_new_report_is_asked_about_on_a_terminal_only(tmp_path):
    import pty

    (tmp_path / "sources").mkdir()
    command = [sys.executable, "-m", "report", "new"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    terminal, end = pty.openpty()
    os.write(terminal, b"A title\n\nde\nreport\n")
    done = subprocess.run([*command, "one", "--author", "Ann"], cwd=tmp_path, env=settings, stdin=end, capture_output=True, text=True, check=False)  # fmt: skip
    assert "Author" not in done.stderr
    assert "Title [One]" in done.stderr
    text = (tmp_path / "sources/one/report.yaml").read_text()
    assert "title: A title\n" in text
    assert "publisher: Your organisation\n" in text
    assert (
        subprocess.run([*command, "two", "--yes"], cwd=tmp_path, env=settings, stdin=end, check=False).returncode == 0
    )
    os.close(terminal)
    os.close(end)


def test_list_names_reports_themes_formats_and_checks(project):
    rows = [line.split()[:2] for line in run("list", cwd=project).stdout.splitlines()]
    assert ["report", "small"] in rows
    assert ["theme", "briefing"] in rows
    assert ["format", "epub"] in rows
    assert ["check", "verapdf"] in rows


def test_info_gives_the_versions_that_a_bug_report_needs(tmp_path):
    out = run("info", cwd=tmp_path).stdout
    for name in ("report", "python", "pandoc", "weasyprint", "pango", "fontpkg-source-serif-4"):
        assert name in out


@pytest.mark.slow
def test_a_stack_trace_is_for_debugging_only(project):
    assert "Traceback" not in run("build", "nobody", cwd=project).stderr
    assert "Traceback" in run("build", "nobody", "--debug", cwd=project).stderr


def test_no_color_is_respected_on_a_terminal(monkeypatch, capsys):
    finding = Finding("S201", "there is no image", Location("a.md", 3), severity=Severity.ERROR)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    Terminal().findings([finding])
    assert "\x1b[31merror S201\x1b[0m" in capsys.readouterr().err
    monkeypatch.setenv("NO_COLOR", "1")
    Terminal().findings([finding])
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ([Progress("brief", "One", 3, 9), Progress("brief", "Two", 2, 9)], ["brief: pages", "5/9"]),
        ([Progress("brief", "One", 3, 9), Progress("other", "One", 1, 2)], ["2 reports: pages", "4/11"]),
        ([Progress("brief", "One", 3, 9), Progress("brief", "One", 4, 9)], ["brief: pages", "4/9"]),
    ],
)
def test_a_bar_appears_on_a_terminal_when_a_build_takes_its_time(told, shown, monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("report.cli.terminal.PATIENCE", 0)
    terminal = Terminal()
    for progress in told:
        terminal.progress(progress)
    terminal.step(Step("Wrote", "small.pdf", ("1 page",), result=True))
    printed = capsys.readouterr()
    assert all(text in printed.err for text in shown)
    assert "small.pdf" in printed.out


def test_main_is_the_command():
    # in a process of its own: it takes that with it when it is done, and changes what signals do
    words = [sys.executable, "-c", "import report.cli.main; report.cli.main.main()", "--version"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.startswith("report, version "), done.stderr) == (0, True, "")


@pytest.mark.parametrize("name", ["brief", "sources/brief", "sources/brief/", "./sources/brief/report.yaml"])
def test_a_report_is_found_by_its_name_and_by_its_path(name, make_project, monkeypatch):
    project = make_project({})
    monkeypatch.chdir(project.root)
    assert project.report(name).slug == "brief"
    monkeypatch.chdir(project.sources)
    assert project.report("./brief").slug == "brief"


@pytest.mark.parametrize("name", ["brief/", "sources", "sources/other", "/", "sources/../brief", "a\0/b"])
def test_a_path_that_is_no_report_is_none(name, make_project, monkeypatch):
    project = make_project({})
    monkeypatch.chdir(project.root)
    with pytest.raises(UsageError, match="there is no report"):
        project.report(name)


def test_help_is_a_command_too():
    assert CliRunner().invoke(cli, ["help"], prog_name="report").output == CliRunner().invoke(cli, ["--help"], prog_name="report").output  # fmt: skip
    assert CliRunner().invoke(cli, ["help", "build"]).output.startswith("Usage: cli build [OPTIONS] [REPORTS]")
    with pytest.raises(UsageError) as error:
        cli.main(["help", "biuld"], standalone_mode=False)
    assert error.value.help == 'did you mean "build"?'


def test_the_list_of_commands_cuts_no_sentence():
    listed = CliRunner().invoke(cli, ["--help"]).output.split("Commands:")[1]
    assert "..." not in listed
    said = "".join(listed.split())  # a line may be broken after a hyphen
    assert all("".join(there(command.help).split("\n")[0].partition(". ")[0].split()) in said for command in COMMANDS)


# --- Completion


def asked(line: str, project: Path) -> list[str]:
    """Ask bash what it offers at the end of a line, with the completion that the command prints sourced."""
    (project / "bin").mkdir(exist_ok=True)
    program = project / "bin/report"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m report "$@"\n')
    program.chmod(0o755)
    words = line.split(" ")
    script = 'eval "$(report completion bash)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _report_completion report'
    script += '; printf "%s\\n" "${COMPREPLY[@]}"'
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    command = ["bash", "--norc", "-c", script, "bash", *words]
    done = subprocess.run(command, cwd=project, env=settings, capture_output=True, text=True, check=True)
    assert "compopt: not currently executing" in done.stderr or done.stderr == ""
    return done.stdout.split()


OFFERED = {
    "report bu": ["build"],
    "report theme ": ["list", "new"],
    "report build --ed": ["--edition"],
    "report build --edition pr": ["print"],
    "report build sm": ["small"],
    "report history s": ["small"],
    "report check --with ep": ["epubcheck", "epubjs"],
    "report check --with nu,ep": ["nu,epubcheck", "nu,epubjs"],
    "report build --to pdf,": ["pdf,epub", "pdf,html"],
    "report new other --theme le": ["letter"],
    "report explain s22": [f"S22{number}" for number in (0, 1, 3, 2, 4, 5, 6, 7, 8, 9)],
    "report help expl": ["explain"],
    "report completion ": ["bash", "zsh", "fish"],
}


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
@pytest.mark.parametrize("line", OFFERED)
def test_bash_completes_what_is_typed(project, line):
    assert asked(line, project) == OFFERED[line]


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
def test_where_there_is_no_project_nothing_is_offered_and_nothing_said(tmp_path):
    assert asked("report build sm", tmp_path) == []


@pytest.mark.parametrize(("shell", "sign"), [("zsh", "compdef"), ("fish", "complete --no-files --command report")])
def test_other_shells_are_served_as_well(project, shell, sign):
    done = run("completion", shell, cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert sign in done.stdout
    asks = {"zsh": ("report bu", "1"), "fish": ("report bu", "bu")}[shell]
    settings = {"_REPORT_COMPLETE": f"{shell}_complete", "COMP_WORDS": asks[0], "COMP_CWORD": asks[1]}
    assert "build" in run(cwd=project, **settings).stdout
    if shutil.which(shell):
        subprocess.run([shell, "-n", "-c", done.stdout], check=True)


@pytest.mark.parametrize("shell", ["csh", "powershell", ""])
def test_a_shell_that_is_not_known_is_told_with_the_way_out(project, shell):
    done = run("completion", shell, cwd=project)
    told = f'error: there is no completion for the shell "{shell}"\n    help: choose from bash, zsh, fish\n'
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)
