"""`report completion`: what lets a shell complete commands, options and names."""

from __future__ import annotations

import click

from report.model.errors import UsageError

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_REPORT_COMPLETE"  # by which the shell asks; click looks at it


@click.command("completion")
@click.argument("shell", shell_complete=lambda *given: [name for name in SHELLS if name.startswith(given[-1])])
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print what makes a SHELL complete this command: bash, zsh or fish."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell) if shell in SHELLS else None
    if kind is None:
        raise UsageError(f'there is no completion for the shell "{shell}"', f"choose from {', '.join(SHELLS)}")
    print(kind(context.find_root().command, {}, "report", VARIABLE).source())
