"""The `page` validator for PDF/A-3a and PDF/UA-1: its failures as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.checks.tools import find_document, place
from report.model.errors import BuildError, ToolMissing
from report.model.findings import Finding, Location
from report.runtime.distribution import install_extra

if TYPE_CHECKING:
    from pathlib import Path

    from page import ValidationFailure

CODE = "P901"


def check_pdf_profiles(path: Path) -> tuple[Finding, ...]:
    """Validate a PDF against the profiles PDF/A-3a and PDF/UA-1, in this process."""
    try:
        import page
    except ImportError as error:
        raise ToolMissing("the Python package `page-validation` is missing", install_extra("check")) from error
    document, location = find_document(path), Location(place(path))
    profiles = {"PDF/A-3a": page.ValidationProfile.PDF_A_3A, "PDF/UA-1": page.ValidationProfile.PDF_UA_1}
    findings = []
    for name, profile in profiles.items():
        try:
            report = page.validate_pdf(document, profile=profile)
        except page.ParseError as error:
            return (Finding(CODE, f"the file cannot be read as a PDF: {error}", location),)
        except page.PageError as error:
            raise BuildError(f"{location}: the profile {name} cannot be checked: {error}") from error
        findings += [Finding(CODE, _message(name, failure), location) for failure in report.failures]
    return tuple(findings)


def _message(profile: str, failure: ValidationFailure) -> str:
    """Say which rule is broken; the message names the PDF object where `page` knows it."""
    return f"{profile} {failure.rule_id}: {failure.message}"
