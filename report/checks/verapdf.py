"""veraPDF, the reference validator for PDF/A and PDF/UA: the rules that a file breaks as findings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict

from report.checks.tools import find_document, find_verapdf, java_command, place, run, scratch
from report.model.errors import BuildError
from report.model.findings import Finding, Location

if TYPE_CHECKING:
    from collections.abc import Sequence

CODE = "P902"
MAIN_CLASS = "org.verapdf.apps.GreenfieldCliWrapper"
PROFILES = {"3a": "PDF/A-3A", "ua1": "PDF/UA-1"}  # veraPDF's flavour, and the name in its report
CLAIMED = "0"  # the flavour that stands for every profile that the file's metadata claims


class _Check(TypedDict):
    context: str
    errorMessage: str | None


class _Rule(TypedDict):
    specification: str
    clause: str
    testNumber: int
    failedChecks: int
    description: str
    checks: list[_Check]


class _Details(TypedDict):
    ruleSummaries: list[_Rule]


class _Result(TypedDict):
    profileName: str
    compliant: bool
    statement: str
    details: _Details


class _VeraItem(TypedDict):
    name: str


class _Trouble(TypedDict):
    exception: str
    exceptionMessage: NotRequired[str]


class _VeraJob(TypedDict):
    itemDetails: _VeraItem
    taskException: NotRequired[_Trouble]
    validationResult: NotRequired[list[_Result]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one profile says of one file, or, where `profile` is empty, that the file cannot be read."""

    path: Path
    profile: str
    findings: tuple[Finding, ...]


def check_verapdf(path: Path) -> tuple[Finding, ...]:
    """Validate a PDF against PDF/A-3a and PDF/UA-1 with veraPDF; raise `BuildError` where veraPDF itself fails."""
    return check_verapdf_batch((path,))


def check_verapdf_batch(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Validate several PDFs as `check_verapdf` does, in one Java process: the start costs more than most files do.

    veraPDF takes one profile or all that a file claims; what a file does not claim, it is validated for again.
    """
    documents = [find_document(path) for path in paths]
    verdicts = _validate(CLAIMED, documents)
    for flavour, profile in PROFILES.items():
        judged = {verdict.path for verdict in verdicts if verdict.profile in ("", profile)}
        verdicts += _validate(flavour, [document for document in documents if document not in judged])
    wanted = ("", *PROFILES.values())
    return tuple(finding for verdict in verdicts if verdict.profile in wanted for finding in verdict.findings)


def read_verapdf(text: str) -> list[Verdict]:
    """Turn veraPDF's JSON report into verdicts; raise `BuildError` where the text is no such report."""
    try:
        jobs = json.loads(text)["report"]["jobs"]
        return [verdict for job in jobs for verdict in _verdicts(job)]
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"veraPDF's report cannot be read: {error!r}") from error


def _validate(flavour: str, documents: Sequence[Path]) -> list[Verdict]:
    """Run veraPDF once over all documents; its home is the scratch folder, for it writes settings there."""
    if not documents:
        return []
    with scratch() as folder:
        java = [*java_command(folder), f"-Dapp.home={folder}", "-cp", str(find_verapdf()), MAIN_CLASS]
        options = ["--flavour", flavour, "--defaultflavour", "3a", "--format", "json", "--loglevel", "1"]
        limits = ["--maxfailuresdisplayed", "1", "--nonpdfext"]
        output = run([*java, *options, *limits, *map(str, documents)], folder)
    if not output.out.strip():
        raise BuildError(f"veraPDF wrote no report: {output.last_words}")
    verdicts = read_verapdf(output.out)
    silent = [place(document) for document in documents if document not in {verdict.path for verdict in verdicts}]
    if silent:
        raise BuildError(f"veraPDF's report says nothing of {', '.join(silent)}: {output.last_words}")
    return verdicts


def _verdicts(job: _VeraJob) -> list[Verdict]:
    path = Path(job["itemDetails"]["name"])
    location = Location(place(path))
    trouble = job.get("taskException")
    if trouble is not None:
        message = f"veraPDF cannot read the file: {trouble.get('exceptionMessage') or trouble['exception']}"
        return [Verdict(path, "", (Finding(CODE, message, location),))]
    return [_verdict(path, location, result) for result in job["validationResult"]]


def _verdict(path: Path, location: Location, result: _Result) -> Verdict:
    profile = result["profileName"].removesuffix(" validation profile")
    rules = sorted(result["details"]["ruleSummaries"], key=lambda rule: (rule["clause"], rule["testNumber"]))
    findings = [Finding(CODE, _message(profile, rule), location) for rule in rules]
    if not result["compliant"] and not findings:
        findings = [Finding(CODE, f"{profile}: {result['statement']}", location)]
    return Verdict(path, profile, tuple(findings))


def _message(profile: str, rule: _Rule) -> str:
    """Say which rule is broken, how often, and where first."""
    count = rule["failedChecks"]
    place_of_rule = f"{profile} clause {rule['clause']} test {rule['testNumber']} ({rule['specification']})"
    text = f"{place_of_rule}: {rule['description']}: {count} failed check{'s' if count != 1 else ''}"
    for check in rule["checks"][:1]:
        text += f", the first at {check['context']}: {check['errorMessage'] or 'no more is said'}"
    return text
