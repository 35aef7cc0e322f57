"""How much a finding weighs."""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """How much a finding weighs: only an error changes the exit status; a note is advice."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
