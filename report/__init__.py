"""report: one structured source becomes a PDF, an EPUB and a web page.

What other programs may use is here, and nothing is loaded before it is used:

    import report

    result = report.build(report.BuildRequest(reports=("my-report",), formats=("pdf",)))
    for finding in result.findings:
        print(finding)

Each function takes a frozen request and a `Listener`, or none, and returns a frozen result; `inspect_installation` takes nothing. Errors of theirs are all
`ReportError`; what is wrong in a document is a `Finding`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from report.api.archiving import Archived, ArchiveRequest, ArchiveResult, archive
    from report.api.building import BuildRequest, BuildResult, build
    from report.api.checking import CheckRequest, CheckResult, check
    from report.api.comparing import CompareRequest, compare
    from report.api.doctor import Inspected, Inspection, Presence, inspect_installation
    from report.api.importing import ImportRequest, import_documents
    from report.api.printing import PrintRequest, PrintResult, print_report
    from report.importers.importing import Imported
    from report.model.errors import BuildError, ReportError, ToolMissing, UsageError
    from report.model.findings import Finding, Location
    from report.model.progress import Listener, Outcome, Progress, Step
    from report.model.rules.rule import Severity
    from report.redline.edition import Redline

__version__ = "0.1.0"

__all__ = [
    "ArchiveRequest",
    "ArchiveResult",
    "Archived",
    "BuildError",
    "BuildRequest",
    "BuildResult",
    "CheckRequest",
    "CheckResult",
    "CompareRequest",
    "Finding",
    "ImportRequest",
    "Imported",
    "Inspected",
    "Inspection",
    "Listener",
    "Location",
    "Outcome",
    "Presence",
    "PrintRequest",
    "PrintResult",
    "Progress",
    "Redline",
    "ReportError",
    "Severity",
    "Step",
    "ToolMissing",
    "UsageError",
    "__version__",
    "archive",
    "build",
    "check",
    "compare",
    "import_documents",
    "inspect_installation",
    "print_report",
]

_HOMES = {
    "report.api.archiving": ("Archived", "ArchiveRequest", "ArchiveResult", "archive"),
    "report.api.building": ("BuildRequest", "BuildResult", "build"),
    "report.api.checking": ("CheckRequest", "CheckResult", "check"),
    "report.api.comparing": ("CompareRequest", "compare"),
    "report.api.doctor": ("Inspected", "Inspection", "Presence", "inspect_installation"),
    "report.api.importing": ("ImportRequest", "import_documents"),
    "report.api.printing": ("PrintRequest", "PrintResult", "print_report"),
    "report.importers.importing": ("Imported",),
    "report.model.errors": ("BuildError", "ReportError", "ToolMissing", "UsageError"),
    "report.model.findings": ("Finding", "Location"),
    "report.model.progress": ("Listener", "Outcome", "Progress", "Step"),
    "report.model.rules.rule": ("Severity",),
    "report.redline.edition": ("Redline",),
}


def __getattr__(name: str) -> object:
    """Load what is offered from its home, when it is asked for first (PEP 562)."""
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(home), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
