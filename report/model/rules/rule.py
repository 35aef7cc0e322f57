"""What a rule is, and how much what it finds weighs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How much a finding weighs: only an error changes the exit status; a note is advice."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `name` is its code, `title` names what is wrong in one line, `severity` is its weight unless a report says otherwise.

    A rule that is `adjustable` can be given another weight, or none, by a report; the others stand for what
    cannot be set or must not be published. `about` explains it: why it matters, and the way out, as Markdown.
    What is found by looking at one section after the other names the function that looks, "module:function", as
    `lint`, and what is found by looking at a whole report, as `survey`; other rules are seen to where the work is done.
    """

    name: str
    title: str
    severity: Severity = ERROR
    adjustable: bool = False
    about: str = ""
    lint: str = ""
    survey: str = ""
