"""`report tools`: the validators, installed for one's own use."""

from __future__ import annotations

import click


@click.group("tools")
def tools_group() -> None:
    """Install the programs that check what is built."""


@tools_group.command("install")
@click.option("-q", "--quiet", is_flag=True, help="Only errors.")
def install_tools_command(*, quiet: bool) -> None:
    """Install EPUBCheck, Ace, two readers, axe, the Nu Html Checker and veraPDF: some 130 MB."""
    from report.checks.installing import install_validators
    from report.cli.terminal import Terminal
    from report.model.progress import Step

    terminal = Terminal(quiet=quiet)
    folder = install_validators(terminal.step)
    terminal.step(Step("Ready", str(folder), ("`report doctor` says what is there",), result=True))
