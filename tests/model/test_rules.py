"""The rules: every one is explained, and a report sets the weight of those that may be set."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from report.cli.main import cli
from report.model.findings import Finding, Location, Severity, weighed
from report.model.rules import RULES
from report.model.sarif import findings_as_sarif
from report.pipeline.build import BuildContext, build_editions
from report.pipeline.proof import check_sources
from report.read.project import Project
from report.runtime.store import Store
from tests.common import HEAD, ROOT, SAMPLES, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

ADVICE = [code for code, rule in RULES.items() if rule.adjustable]
SILENT = sorted(folder.name for folder in SAMPLES.iterdir() if folder.name != "findings")
FAULTY = ("S213-made-an-error", "S215-open-point-in-a-draft", "S229-too-few-pixels", "several-faults")


def run(project: Path, *arguments: str) -> Result:
    before = Path.cwd()
    os.chdir(project)
    try:
        return CliRunner().invoke(cli, arguments)
    finally:
        os.chdir(before)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_says_why_it_matters_and_the_way_out(code: str) -> None:
    rule = RULES[code]
    assert not rule.title.endswith(".")
    assert 80 < len(rule.about) < 700
    assert rule.about.count("`") % 2 == 0
    assert rule.about.endswith(".")


@pytest.mark.parametrize("code", ADVICE)
def test_no_rule_that_can_be_switched_off_stands_for_what_cannot_be_set(code: str) -> None:
    assert RULES[code].severity is not Severity.ERROR


@pytest.mark.parametrize("code", RULES)
def test_a_finding_weighs_what_its_rule_weighs(code: str) -> None:
    assert Finding(code, "x").severity is RULES[code].severity


def test_a_report_sets_weights_and_leaves_rules_out() -> None:
    findings = [Finding("S222", "a"), Finding("S225", "b"), Finding("S201", "c")]
    told = weighed(findings, {"S222": Severity.ERROR, "S225": None})
    assert [(finding.code, finding.severity) for finding in told] == [
        ("S222", Severity.ERROR),
        ("S201", Severity.ERROR),
    ]


def test_the_house_and_the_report_set_weights_together(make_project: Callable[..., Project]) -> None:
    text = "# A {#sec-a}\n\n[x]{colour=red}\n\n[^n]: Never called.\n"
    project = make_project({"report.yaml": HEAD + "rules: {S213: note}\n", "10-introduction.md": text})
    (project.sources / "defaults.yaml").write_text("rules: {S213: error, S224: off}\n")
    told = check_sources(project, project.report("brief"))
    assert [(finding.code, finding.severity.value) for finding in told] == [("S213", "note")]


# --- The sources are checked without being built


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_said_of_a_sample(name: str) -> None:
    project = Project(SAMPLES / name)
    assert [str(finding) for source in project.reports() for finding in check_sources(project, source)] == []


@pytest.mark.slow
def test_nothing_is_said_of_the_article() -> None:
    project = Project(ROOT)
    assert [str(finding) for finding in check_sources(project, project.report("asean-briefing"))] == []


@pytest.mark.parametrize("case", FAULTY)
def test_a_check_and_a_build_tell_the_same_whether_it_is_known_or_not(case: str, tmp_path: Path) -> None:
    project = Project(SAMPLES / "findings" / case)
    source = project.report("brief")
    told = []
    for _ in range(2):
        store = Store(tmp_path / "results")
        told.append(build_editions(project, source, ("html",), tmp_path / "out", BuildContext(store=store)).findings)
        told.append(check_sources(project, source, store))
    told.append(check_sources(project, source))
    assert told[0]
    assert [list(map(str, one)) for one in told] == [list(map(str, told[0]))] * 5


@pytest.mark.slow
def test_what_is_said_of_a_key_point_follows_it_to_another_line(
    make_project: Callable[..., Project], tmp_path: Path
) -> None:
    lines = []
    for more in ("", "publisher: A house\n"):
        head = f"{HEAD}{more}key-points:\n  - A [word]{{colour=red}}.\n"
        project = make_project({"report.yaml": head})
        result = build_editions(
            project, project.report("brief"), ("html",), tmp_path, BuildContext(store=Store(tmp_path / "kept"))
        )
        lines += [(finding.code, finding.location.line) for finding in result.findings if finding.location]
    assert lines == [("S213", 5), ("S213", 6)]


@pytest.mark.slow
def test_a_picture_that_is_added_and_not_shown_is_told_by_the_next_build(make_project: Callable[..., Project]) -> None:
    project = make_project({"figures/data.csv": "a\n"})
    assert "Kept" not in run(project.root, "build", "--to", "html").stderr
    assert "Kept" in run(project.root, "build", "--to", "html").stderr
    (project.sources / "brief" / "figures" / "a.svg").write_text("<svg/>")
    assert "note S226" in run(project.root, "build", "--to", "html").stderr


def test_a_date_that_comes_is_no_longer_told(
    make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project({"report.yaml": HEAD.replace("2025", "2097")})
    assert "S233" in run(project.root, "build", "--to", "html").stderr
    assert "Kept" not in run(project.root, "build", "--to", "html").stderr


def test_a_check_writes_nothing_and_ends_badly_only_for_an_error(make_project: Callable[..., Project]) -> None:
    project = make_project({"10-introduction.md": TEXT + "\n[^n]: Never called.\n"})
    done = run(project.root, "check")
    assert (done.exit_code, done.stderr.count("warning S224")) == (0, 1)
    assert sorted(path.name for path in project.root.iterdir()) == ["sources"]
    (project.sources / "brief" / "report.yaml").write_text(HEAD + "rules: {S224: error}\n")
    assert run(project.root, "check").exit_code == 1


# --- What others read


LEVELS = ["error", "warning", "note"]
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
    "properties": {
        "ruleId": {"enum": list(RULES)},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": LEVELS},
        "message": {"type": "object", "required": ["text"]},
        "locations": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["physicalLocation"],
                "properties": {
                    "physicalLocation": {
                        "type": "object",
                        "required": ["artifactLocation"],
                        "properties": {
                            "artifactLocation": {"properties": {"uri": {"type": "string", "pattern": "^[^/ ]"}}},
                            "region": {
                                "required": ["startLine"],
                                "properties": {
                                    "startLine": {"type": "integer", "minimum": 1},
                                    "startColumn": {"type": "integer", "minimum": 1},
                                },
                                "additionalProperties": False,
                            },
                        },
                        "additionalProperties": False,
                    }
                },
            },
        },
    },
    "additionalProperties": False,
}
RULE = {
    "type": "object",
    "required": ["id", "shortDescription", "help", "defaultConfiguration"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": {"type": "object", "required": ["text"]},
        "help": {"type": "object", "required": ["text", "markdown"]},
        "defaultConfiguration": {"properties": {"level": {"enum": LEVELS}}},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name", "version", "rules"],
                                "properties": {"rules": {"type": "array", "uniqueItems": True, "items": RULE}},
                            }
                        },
                    },
                    "results": {"type": "array", "items": RESULT},
                    "columnKind": {"enum": ["unicodeCodePoints", "utf16CodeUnits"]},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


def test_findings_can_be_had_as_sarif(make_project: Callable[..., Project]) -> None:
    project = make_project({"10-introduction.md": TEXT + "\nWords.\n\n@fig-none\n\n[^n]: Never called.\n"})
    done = run(project.root, "check", "--format", "sarif")
    log = json.loads(done.stdout)
    assert list(Draft202012Validator(SARIF).iter_errors(log)) == []
    (ran,) = log["runs"]
    (first, *_) = [result for result in ran["results"] if result["level"] == "error"]
    assert ran["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "S203"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "sources/brief/10-introduction.md"
    assert place["region"] == {"startLine": 7, "startColumn": 1}
    assert json.loads(run(project.root, "build", "--format", "sarif").stdout) == log


def test_a_place_without_a_line_and_a_strange_name_are_sarif_too() -> None:
    log = findings_as_sarif([Finding("S101", "x"), Finding("S106", "y", Location("sources/my é/a.md"))])
    assert list(Draft202012Validator(SARIF).iter_errors(log)) == []
    assert "my%20%C3%A9" in json.dumps(log)


def test_a_rule_is_explained_with_its_weight(tmp_path: Path) -> None:
    told = run(tmp_path, "explain", "s102", "S225").stdout
    assert "S102  A key is not known\n      weight: error; it cannot be set" in told
    assert "weight: note; a report can set it: `rules: {S225: off}`" in told
    assert "Wrong: `licence: CC-BY-4.0`. Right: `license: CC-BY-4.0`." in told
    assert run(tmp_path, "explain", "--all").stdout.count("weight: ") == len(RULES)
