"""What the commands share: how options are read, how findings are printed, and the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from report.model.errors import BuildError
from report.model.findings import has_errors
from report.model.suggestions import Suggestions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.cli.terminal import Terminal
    from report.model.errors import ReportError
    from report.model.findings import Finding
    from report.model.progress import Listener

STYLES = ("text", "json", "sarif")


class NearChoice(click.Choice[str]):
    """One of some names; what is none of them is told with the one that was meant."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Say which names there are, and which of them is near."""
        near = Suggestions().nearest(str(value), self.choices)
        message = super().get_invalid_choice_message(value, ctx)
        return f'{message} Did you mean "{near}"?' if near else message


def trust_option(function: Callable[..., None]) -> Callable[..., Any]:
    """Give a command the option that lets a stranger's theme be used."""
    text = "Use the theme that comes with a file or folder also where it is not known."
    return click.option("--trust-theme", "trusted", is_flag=True, help=text)(function)


def share(text: str | None) -> tuple[int, int]:
    """Read which of how many shares is meant, "2/5" for the second of five."""
    if text is None:
        return 1, 1
    index, _, count = text.partition("/")
    if not (index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count)):
        raise click.UsageError(f'--shard is "{text}"; write I/N, as 2/5 for the second of five shares')
    return int(index), int(count)


def listed(text: str | None) -> tuple[str, ...]:
    """Split a list with commas; none where it is not given."""
    return tuple(name.strip() for name in text.split(",")) if text else ()


def listener_for(terminal: Terminal, style: str) -> Listener:
    """Return who hears of a command's work: the terminal; findings that are wanted as JSON or SARIF are printed at the end."""
    from report.model.progress import Listener

    if style == "text":
        return Listener(terminal.step, terminal.progress, terminal.findings)
    return Listener(terminal.step, terminal.progress)


def exit_status(findings: tuple[Finding, ...], errors: Sequence[ReportError] = ()) -> int:
    """Return the worst: a report that cannot be built for another reason than its findings outweighs them."""
    plain = [error.status for error in errors if not (isinstance(error, BuildError) and error.findings)]
    return max([*plain, int(has_errors(findings))])


def print_findings(findings: Sequence[Finding], style: str) -> None:
    """Print findings as JSON or SARIF."""
    import json

    from report.model.findings import finding_as_json
    from report.model.sarif import findings_as_sarif

    told = findings_as_sarif(findings) if style == "sarif" else [finding_as_json(finding) for finding in findings]
    print(json.dumps(told, ensure_ascii=False, indent=2))
