"""The checks of finished files: each validator is a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.registry import Registry, load_function

if TYPE_CHECKING:
    from pathlib import Path

    from report.model.findings import Finding


@dataclass(frozen=True, slots=True)
class Check:
    """A validator: the format it checks, what it says, and the function that runs it, "module:function"."""

    name: str
    format: str
    title: str
    function: str

    def run(self, path: Path) -> tuple[Finding, ...]:
        """Check one file. Raise `ToolMissing` where the validator is not installed."""
        findings: tuple[Finding, ...] = load_function(self.function)(path)
        return findings


CHECKS = Registry(
    "report.checks",
    Check,
    (
        Check(
            "pdf-profiles",
            "pdf",
            "PDF/A-3a and PDF/UA-1, by page-validation",
            "report.checks.pdf_profiles:check_pdf_profiles",
        ),
        Check("verapdf", "pdf", "PDF/A-3a and PDF/UA-1, by veraPDF", "report.checks.verapdf:check_verapdf"),
        Check("book", "epub", "what readers need and no validator asks for", "report.checks.book:check_book"),
        Check("epubcheck", "epub", "EPUB 3.3, by EPUBCheck", "report.checks.epubcheck:check_epubcheck"),
        Check("ace", "epub", "EPUB Accessibility 1.1, by Ace", "report.checks.ace:check_ace"),
        Check("reader", "epub", "opens and turns its pages in foliate-js", "report.checks.reader:check_reader"),
        Check("epubjs", "epub", "opens and turns its pages in epub.js", "report.checks.reader:check_epubjs"),
        Check(
            "parity",
            "pdf",
            "the editions say the same, page by page, read by PDFium",
            "report.checks.parity.check:check_parity",
        ),
        Check("nu", "html", "HTML and CSS, by the Nu Html Checker", "report.checks.nu:check_nu"),
        Check(
            "axe",
            "html",
            "WCAG 2.2 AA on wide and narrow screens, light and dark, by axe",
            "report.checks.axe:check_axe",
        ),
    ),
)
