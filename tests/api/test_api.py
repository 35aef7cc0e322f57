"""What other programs may use: `import report`."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import report
from report.checks import Check
from tests.common import HEAD, ROOT

if TYPE_CHECKING:
    from report.model.progress import Step

PAGE = (ROOT / "sources/handbook/77-python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"``` \{\.python [^}]*\}\n(.*?)```", PAGE, re.DOTALL)
REQUESTS = [name for name in report.__all__ if name.endswith("Request")]


def python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def project(make_project):
    return make_project({}, "my-report")


def test_nothing_is_loaded_before_it_is_used(tmp_path):
    code = "import sys, report; dir(report); print([name for name in sys.modules if name.startswith('report.')])"
    assert python(code, tmp_path).stdout == "[]\n"


@pytest.mark.parametrize("name", report.__all__)
def test_each_name_that_is_offered_is_there(name):
    assert getattr(report, name)
    assert name in dir(report)


def test_a_name_that_is_not_offered_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'print'"):
        report.print  # noqa: B018


def test_type_checkers_and_the_program_see_the_same_names():
    tree = ast.parse((ROOT / "report/__init__.py").read_text(encoding="utf-8"))
    seen = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen - {"annotations", "TYPE_CHECKING", "import_module"} == set(report.__all__) - {"__version__"}
    assert (ROOT / "report/py.typed").is_file()


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_is_frozen_and_says_what_its_fields_are(name):
    request = getattr(report, name)
    made = request(**{field.name: "x" for field in fields(request) if field.name in {"old", "new", "report", "files"}})
    with pytest.raises(FrozenInstanceError):
        made.project = Path("elsewhere")
    assert request.__doc__.count("`") >= 4


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_handbook_run(example, project):
    done = python(example, project.root)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_the_example_of_the_handbook_says_what_was_written(project):
    assert python(EXAMPLES[0], project.root).stdout.split() == ["my-report.pdf", "my-report.html", "build.json"]


def test_a_build_that_has_nothing_to_do_says_what_it_found(project, tmp_path):
    request = report.BuildRequest(project.root, formats=("html",), out=tmp_path / "out")
    steps: list[Step] = []
    first = report.build(request)
    again = report.build(request, report.Listener(step=steps.append))
    assert (first.findings, len(first.written)) == (again.findings, 2)
    assert (again.written, [step.verb for step in steps]) == ((), ["Kept"])


def test_what_is_wrong_is_in_the_result(make_project, tmp_path):
    project = make_project({"10-introduction.md": "# A\n\n![](nothing.png)\n"})
    heard: list[tuple[report.Finding, ...]] = []
    listener = report.Listener(found=heard.append)
    result = report.build(report.BuildRequest(project.root, out=tmp_path / "out"), listener)
    checked = report.check(report.CheckRequest(project.root), listener)
    assert {finding.severity for finding in result.findings} >= {report.Severity.ERROR}
    assert result.findings == checked.findings
    assert heard == [result.findings, checked.findings]


@pytest.mark.parametrize(
    ("function", "request_"),
    [
        (report.build, report.BuildRequest(reports=("nothing",))),
        (report.build, report.BuildRequest(formats=("odt",))),
        (report.check, report.CheckRequest(checks=("nothing",))),
        (report.archive, report.ArchiveRequest(reports=("nothing",))),
        (report.compare, report.CompareRequest("nothing@v1", "nothing")),
        (report.print_report, report.PrintRequest("my-report")),
        (report.import_documents, report.ImportRequest((Path("nothing.docx"),))),
    ],
)
def test_what_cannot_be_asked_for_is_an_error_with_a_way_out(function, request_, project, monkeypatch):
    monkeypatch.chdir(project.root)
    with pytest.raises(report.ReportError) as error:
        function(request_)
    assert error.value.help


@pytest.mark.slow
def test_a_version_is_archived_and_compared(make_project, tmp_path):
    head = HEAD + "version: '1.0'\nstatus: final\nidentifier: urn:isbn:9780000000002\n"
    project = make_project({"report.yaml": head, "10-introduction.md": "# A\n\nOne sentence.\n"})
    store, out = tmp_path / "archive", tmp_path / "out"
    request = report.ArchiveRequest(project.root, out=out, store=store, by="A clerk", address="mailto:a@example.org")
    done = report.archive(request)
    assert [(version.number, version.unchanged) for version in done.versions] == [(1, False)], done.findings
    assert [version.unchanged for version in report.archive(request).versions] == [True]
    (project.sources / "brief/10-introduction.md").write_text("# A\n\nAnother sentence.\n")
    wanted = report.CompareRequest("brief@v1", "brief", project.root, formats=("html",), out=out, store=store)
    redline = report.compare(wanted)
    assert redline.changes
    assert [path.name for path in redline.written] == ["brief-redline.html", "changes.json"]


def test_nothing_is_archived_that_a_check_of_the_files_objects_to(make_project, tmp_path, monkeypatch):
    head = HEAD + "version: '1.0'\nstatus: final\nidentifier: urn:isbn:9780000000002\n"
    project = make_project({"report.yaml": head})
    fault = report.Finding("E103", "a note has no call", report.Location("brief.epub"), "call it")
    monkeypatch.setattr(Check, "run", lambda row, _: (fault,) if row.name == "book" else ())
    request = report.ArchiveRequest(project.root, out=tmp_path / "out", store=tmp_path / "archive", by="A clerk")
    (refused,) = report.archive(request).versions
    assert refused.number == 0
    assert fault in refused.findings
    assert not list((tmp_path / "archive").rglob("inventory.json"))


@pytest.mark.slow
def test_a_document_is_imported_and_a_report_printed(project, tmp_path):
    (tmp_path / "notes.md").write_text("# Notes\n\nA sentence.\n")
    done = report.import_documents(report.ImportRequest((tmp_path / "notes.md",), project.root, slug="notes"))
    assert done.slug == "notes"
    printed = report.print_report(
        report.PrintRequest("notes", booklet=True, project=project.root, out=tmp_path / "out")
    )
    assert [path.name for path in printed.written] == ["notes-booklet.pdf"]
