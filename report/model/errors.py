"""The errors that end a run, each with its exit status.

ReportError
├── UsageError      2  the command line asks for what is not there
├── BuildError      3  a report cannot be built; carries the findings that say why
└── ToolMissing     4  a tool or native library that is needed is absent

What is wrong in a document is a `Finding`, not an exception; exceptions are for
"cannot go on".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from report.model.findings import Finding


class ReportError(Exception):
    """End the run with a message, a way out and an exit status."""

    status = 3

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class UsageError(ReportError):
    """The command line names something that does not exist or contradicts itself."""

    status = 2


class BuildError(ReportError):
    """A report cannot be built. `findings` may be empty when the message says it all."""

    def __init__(self, message: str, help: str = "", findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message, help)
        self.findings = findings


class ToolMissing(ReportError):
    """A validator, library or program is needed and absent; `help` says how to get it."""

    status = 4
