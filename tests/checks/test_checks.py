"""The checks that run external validators: what they make of a tool's report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from report.checks import ace, axe, epubcheck, nu, reader, tools, verapdf
from report.model.errors import BuildError
from report.model.findings import Location, Severity

if TYPE_CHECKING:
    from pathlib import Path

# --- EPUBCheck's report


def epubcheck_report(*messages: dict[str, Any], items: int = 1) -> str:
    return json.dumps({"messages": messages, "items": [{}] * items})


def message(severity: str, *places: tuple[str, int], more: int = 0) -> dict[str, Any]:
    locations = [{"path": path, "line": line, "column": 1} for path, line in places]
    head = {"ID": "RSC-005", "severity": severity, "message": "Not allowed.", "suggestion": None}
    return {**head, "locations": locations, "additionalLocations": more}


def test_an_epubcheck_message_names_the_tools_id_and_the_place_inside_the_book() -> None:
    (finding,) = epubcheck.read_epubcheck(epubcheck_report(message("ERROR", ("EPUB/ch1.xhtml", 5))), "build/a.epub")
    assert str(finding) == "build/a.epub!/EPUB/ch1.xhtml:5: error E901: RSC-005 Not allowed."


def test_an_epubcheck_message_with_two_places_is_two_findings() -> None:
    text = epubcheck_report(message("ERROR", ("a.xhtml", 1), ("b.xhtml", 2), more=7))
    found = epubcheck.read_epubcheck(text, "a.epub")
    assert [str(finding.location) for finding in found] == ["a.epub!/a.xhtml:1", "a.epub!/b.xhtml:2"]
    assert found[0].message.endswith("(and in 7 more places)")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("FATAL", [Severity.ERROR]),
        ("ERROR", [Severity.ERROR]),
        ("WARNING", [Severity.ERROR]),
        ("USAGE", [Severity.WARNING]),
        ("INFO", []),
    ],
)
def test_all_that_epubcheck_objects_to_is_an_error_but_a_usage_hint(theirs: str, ours: list[Severity]) -> None:
    found = epubcheck.read_epubcheck(epubcheck_report(message(theirs, ("a.xhtml", 1))), "a.epub")
    assert [finding.severity for finding in found] == ours


def test_an_epubcheck_message_on_the_archive_itself_is_located_at_the_book() -> None:
    text = epubcheck_report(message("FATAL", ("/elsewhere/a.epub", -1)), items=0)
    assert epubcheck.read_epubcheck(text, "build/a.epub")[0].location == Location("build/a.epub")


def test_an_epubcheck_message_without_a_line_is_located_at_the_whole_document() -> None:
    (finding,) = epubcheck.read_epubcheck(epubcheck_report(message("USAGE", ("EPUB/a.opf", -1))), "a.epub")
    assert str(finding.location) == "a.epub!/EPUB/a.opf"


def test_a_clean_epubcheck_report_has_no_findings() -> None:
    assert epubcheck.read_epubcheck(epubcheck_report(), "a.epub") == ()


@pytest.mark.parametrize("text", ["", "Exception in thread main", "[]", "{}", '{"messages": [{}]}'])
def test_a_text_that_is_no_epubcheck_report_cannot_pass_for_a_clean_one(text: str) -> None:
    with pytest.raises(BuildError, match=r"EPUBCheck's report of a\.epub cannot be read"):
        epubcheck.read_epubcheck(text, "a.epub")


def test_an_epubcheck_run_that_opened_nothing_cannot_pass_for_a_clean_one() -> None:
    with pytest.raises(BuildError, match=r"EPUBCheck opened nothing of a\.epub"):
        epubcheck.read_epubcheck(epubcheck_report(items=0), "a.epub")


# --- Ace's report


def ace_report(outcome: str, *violations: dict[str, Any]) -> str:
    subjects = [
        {"earl:testSubject": {"url": "EPUB/content.opf"}, "assertions": []},
        {"earl:testSubject": {"url": "text/ch1.xhtml"}, "assertions": list(violations)},
    ]
    return json.dumps({"earl:result": {"earl:outcome": outcome}, "assertions": subjects})


def violation(outcome: str = "fail") -> dict[str, Any]:
    advice = {"url": "http://kb.example/images", "dct:description": "Images must have alternative text"}
    result = {"earl:outcome": outcome, "dct:description": "No alt\nNo title", "earl:pointer": {"css": ["#x > img"]}}
    test = {"earl:impact": "critical", "dct:title": "image-alt", "help": advice}
    return {"earl:test": test, "earl:result": result}


def test_an_ace_violation_names_its_rule_its_weight_and_its_document() -> None:
    (finding,) = ace.read_ace(ace_report("fail", violation()), "a.epub")
    assert str(finding) == (
        "a.epub!/EPUB/text/ch1.xhtml: error E902: image-alt (critical) at `#x > img`: No alt; No title\n"
        "    help: Images must have alternative text; http://kb.example/images"
    )


def test_an_ace_assertion_that_passes_is_no_finding() -> None:
    assert ace.read_ace(ace_report("pass", violation("pass")), "a.epub") == ()


@pytest.mark.parametrize("text", ["", "{}", '{"assertions": []}', ace_report("fail")])
def test_an_ace_report_that_does_not_add_up_cannot_pass_for_a_clean_one(text: str) -> None:
    with pytest.raises(BuildError, match=r"Ace's report of a\.epub"):
        ace.read_ace(text, "a.epub")


def test_a_book_that_ace_cannot_open_is_a_finding() -> None:
    log = "\x1b[31merror\x1b[39m:   Failed to parse EPUB\n\x1b[31merror\x1b[39m:   Ace processing error: bad tag\n"
    assert str(ace.unreadable(log, "a.epub")) == "a.epub: error E902: Ace cannot read the book: bad tag"


def test_a_browser_that_does_not_start_is_not_the_fault_of_the_book() -> None:
    with pytest.raises(BuildError, match="Failed to launch the browser"):
        ace.unreadable("error: Ace processing error: Failed to launch the browser process", "a.epub")


def test_a_failure_of_ace_without_a_reason_is_told_in_its_own_words() -> None:
    with pytest.raises(BuildError, match=r"^Ace wrote no report of a\.epub: error: out of memory$"):
        ace.unreadable("\x1b[31merror\x1b[39m: out of memory\n", "a.epub")


# --- veraPDF's report


def rule(clause: str, failed: int = 1) -> dict[str, Any]:
    checks = [{"context": "root/page[0]", "errorMessage": "It is absent"}]
    head = {"specification": "ISO 14289-1:2014", "clause": clause, "testNumber": 3, "failedChecks": failed}
    return {**head, "description": "It shall be there", "checks": checks}


def result(profile: str, *rules: dict[str, Any], compliant: bool | None = None) -> dict[str, Any]:
    name, verdict = f"{profile} validation profile", not rules if compliant is None else compliant
    return {"profileName": name, "compliant": verdict, "statement": "So it is.", "details": {"ruleSummaries": rules}}


def verapdf_report(path: Path | str, *results: dict[str, Any]) -> str:
    job = {"itemDetails": {"name": str(path)}, "validationResult": results}
    return json.dumps({"report": {"jobs": [job]}})


def test_a_broken_rule_names_its_clause_its_test_and_how_often_it_is_broken() -> None:
    (verdict,) = verapdf.read_verapdf(verapdf_report("/a.pdf", result("PDF/UA-1", rule("7.1", failed=4))))
    (finding,) = verdict.findings
    assert str(finding) == (
        "/a.pdf: error P902: PDF/UA-1 clause 7.1 test 3 (ISO 14289-1:2014): It shall be there: "
        "4 failed checks, the first at root/page[0]: It is absent"
    )


def test_a_file_that_does_not_comply_has_a_finding_even_when_no_rule_is_named() -> None:
    (verdict,) = verapdf.read_verapdf(verapdf_report("/a.pdf", result("PDF/UA-1", compliant=False)))
    assert [finding.message for finding in verdict.findings] == ["PDF/UA-1: So it is."]


def answer_for_verapdf(monkeypatch: pytest.MonkeyPatch, answers: dict[str, str]) -> list[str]:
    """Let veraPDF answer by flavour; return the list to which the flavours asked for are added."""
    asked: list[str] = []

    def run(command: list[str], _folder: Path) -> tools.Output:
        asked.append(command[command.index("--flavour") + 1])
        return tools.Output(answers[asked[-1]], "")

    monkeypatch.setattr(verapdf, "run", run)
    monkeypatch.setattr(verapdf, "find_verapdf", lambda: "verapdf.jar")
    monkeypatch.setattr(verapdf, "java_command", lambda _folder: ["java"])
    return asked


def test_a_file_that_claims_both_profiles_costs_one_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pdf = make_file(tmp_path / "a.pdf")
    asked = answer_for_verapdf(monkeypatch, {"0": verapdf_report(pdf, result("PDF/A-3A"), result("PDF/UA-1"))})
    assert verapdf.check_verapdf(pdf) == ()
    assert asked == ["0"]


def test_a_file_is_held_to_a_profile_that_it_does_not_claim(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pdf = make_file(tmp_path / "a.pdf")
    unclaimed = verapdf_report(pdf, result("PDF/UA-1", rule("5")))
    asked = answer_for_verapdf(monkeypatch, {"0": verapdf_report(pdf, result("PDF/A-3A")), "ua1": unclaimed})
    assert ["clause 5 test 3" in finding.message for finding in verapdf.check_verapdf(pdf)] == [True]
    assert asked == ["0", "ua1"]


def test_a_file_that_verapdf_cannot_read_is_one_finding_and_costs_one_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pdf = make_file(tmp_path / "a.pdf")
    job = {"itemDetails": {"name": str(pdf)}, "taskException": {"exception": "Couldn't parse stream"}}
    asked = answer_for_verapdf(monkeypatch, {"0": json.dumps({"report": {"jobs": [job]}})})
    (finding,) = verapdf.check_verapdf(pdf)
    assert finding.message == "veraPDF cannot read the file: Couldn't parse stream"
    assert asked == ["0"]


@pytest.mark.parametrize("text", ["", "Usage: veraPDF", '{"report": {}}', '{"report": {"jobs": []}}'])
def test_a_verapdf_run_without_a_verdict_cannot_pass_for_a_clean_one(
    text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer_for_verapdf(monkeypatch, {"0": text})
    with pytest.raises(BuildError, match="veraPDF"):
        verapdf.check_verapdf(make_file(tmp_path / "a.pdf"))


# --- the reader's report


def test_the_readers_troubles_are_findings_and_the_same_one_is_told_once() -> None:
    trouble = {"path": "EPUB/ch1.xhtml", "message": "is empty"}
    found = reader.read_reader(json.dumps({"troubles": [trouble, trouble]}), "a.epub")
    assert [str(finding) for finding in found] == ["a.epub!/EPUB/ch1.xhtml: error E903: is empty"]


def test_a_text_that_is_no_reader_report_cannot_pass_for_a_clean_one() -> None:
    with pytest.raises(BuildError, match=r"the reader's report of a\.epub cannot be read"):
        reader.read_reader("{}", "a.epub")


# --- the Nu Html Checker's report


def nu_report(kind: str, text: str = "Not allowed.", **more: Any) -> str:
    return json.dumps({"messages": [{"type": kind, "message": text, "lastLine": 7, "firstColumn": 3, **more}]})


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (nu_report("error"), ["a.html:7:3: error W901: Not allowed."]),
        (nu_report("error", firstLine=5), ["a.html:5:3: error W901: Not allowed."]),
        (nu_report("info", subType="warning"), ["a.html:7:3: warning W901: Not allowed."]),
        (nu_report("info", "Trailing slash on void elements has no effect."), []),
        (nu_report("info", "Resource violates Content Security Policy (meta tag)", subType="warning"), []),
        ('{"messages": []}', []),
    ],
)
def test_errors_and_warnings_of_the_nu_checker_are_told_with_their_line_and_its_remarks_are_not(
    report: str, told: list[str]
) -> None:
    assert [str(finding) for finding in nu.read_nu(report, "a.html")] == told


@pytest.mark.parametrize("text", ["", "StackOverflowError", "[]", "{}", '{"messages": [{}]}'])
def test_a_text_that_is_no_report_of_the_nu_checker_cannot_pass_for_a_clean_one(text: str) -> None:
    with pytest.raises(BuildError, match=r"the Nu Html Checker's report of a\.html cannot be read"):
        nu.read_nu(text, "a.html")


def test_a_nu_checker_that_gives_up_cannot_pass_for_content() -> None:
    with pytest.raises(BuildError, match=r"the Nu Html Checker gives up on a\.html: Out of memory"):
        nu.read_nu(nu_report("non-document-error", "Out of memory", subType="internal"), "a.html")


# --- axe's report


VIOLATION = {
    "rule": "image-alt",
    "impact": "critical",
    "selector": "#x > img",
    "summary": "Fix any:\n  No alt",
    "help": "Images must have alternative text",
    "address": "https://axe.example/image-alt",
}


def axe_report(*views: tuple[list[dict[str, str]], list[str]]) -> str:
    names = ("light, 1280 px wide", "dark, 390 px wide")
    told = [{"name": names[n], "violations": one, "troubles": two} for n, (one, two) in enumerate(views)]
    return json.dumps({"views": told})


def test_an_axe_violation_names_its_rule_its_weight_and_its_place_and_is_told_once_for_all_views() -> None:
    (finding,) = axe.read_axe(axe_report(([VIOLATION], []), ([VIOLATION], [])), "a.html")
    assert str(finding) == (
        "a.html: error W902: image-alt (critical) at `#x > img`: Fix any:; No alt\n"
        "    help: Images must have alternative text; https://axe.example/image-alt"
    )


def test_what_shows_in_one_view_only_names_the_view() -> None:
    (finding,) = axe.read_axe(axe_report(([], []), ([], ["the page scrolls sideways"])), "a.html")
    assert finding.message == "the page scrolls sideways (dark, 390 px wide)"


@pytest.mark.parametrize("text", ["", "{}", '{"views": []}', '{"views": [{}]}'])
def test_a_text_that_is_no_axe_report_cannot_pass_for_a_clean_one(text: str) -> None:
    with pytest.raises(BuildError, match=r"axe's report of a\.html"):
        axe.read_axe(text, "a.html")


def make_file(path: Path) -> Path:
    path.write_bytes(b"")
    return path
