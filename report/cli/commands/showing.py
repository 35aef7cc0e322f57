"""`report help`, `list`, `info`, `explain` and `schema`: what there is, and what it means."""

from __future__ import annotations

import textwrap
from pathlib import Path

import click

from report.cli.completing import offer_commands, offer_rules
from report.model.errors import UsageError
from report.model.rules import RULES
from report.model.suggestions import Suggestions
from report.read.project import find_project

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_REPORT_COMPLETE"  # by which the shell asks; click looks at it
WIDTH = 96


@click.command("help")
@click.argument("command", required=False, shell_complete=offer_commands)
@click.pass_context
def help_command(context: click.Context, command: str | None) -> None:
    """Say what a COMMAND does and which options it has; without one, list the commands."""
    group = context.find_root()
    if command is None:
        print(group.get_help())
        return
    known = group.command.commands if isinstance(group.command, click.Group) else {}
    if command not in known:
        help = Suggestions().meant(command, known, "`report help` lists them")
        raise UsageError(f'there is no command "{command}"', help)
    print(known[command].get_help(click.Context(known[command], info_name=command, parent=group)))


@click.command("list")
def list_command() -> None:
    """List the reports, themes, formats and checks."""
    from report.checks import CHECKS
    from report.model.formats import FORMATS
    from report.themes.theme import themes

    project = find_project(Path.cwd())
    rows = [("report", source.slug, project.name(source.entry)) for source in project.reports()]
    rows += [("theme", name, "") for name in themes(project.root)]
    rows += [("format", name, "") for name in FORMATS]
    rows += [("check", row.name, row.title) for row in CHECKS.values()]
    for kind, name, note in rows:
        print(f"{kind:8}{name:28}{note}".rstrip())


@click.command("info")
def info_command() -> None:
    """Print the versions that a bug report needs, and what keeps pandoc from the network."""
    from report.pipeline.record import tool_versions
    from report.runtime.confined import confinement

    for name, value in tool_versions().items():
        if isinstance(value, dict):
            for part, number in value.items():
                print(f"{name:10}{part:26}{number}".rstrip())
        else:
            print(f"{name:36}{value}")
    print(f"{'confinement':36}{confinement().value}")


@click.command("schema")
@click.option("--defaults", is_flag=True, help="The schema of sources/defaults.yaml, in which nothing is required.")
@click.option("--write", is_flag=True, help="Write it into sources/, where editors find it, instead of printing it.")
def schema_command(*, defaults: bool, write: bool) -> None:
    """Print the JSON Schema of report.yaml."""
    from report.importers.new_report import schema_text, write_schema

    if write:
        print(f"Wrote     {write_schema(Path.cwd(), defaults=defaults)}")
    else:
        print(schema_text(Path.cwd(), defaults=defaults), end="")


@click.command("explain")
@click.argument("codes", nargs=-1, shell_complete=offer_rules)
@click.option("--all", "every", is_flag=True, help="Every rule there is.")
def explain_command(codes: tuple[str, ...], *, every: bool) -> None:
    """Explain the rules that CODES stand for, such as S102."""
    if every == bool(codes):
        raise click.UsageError("name the codes to explain, or give --all")
    wanted = [_known(code) for code in codes] if codes else list(RULES)
    print("\n\n".join(_explained(code) for code in wanted))


def _known(code: str) -> str:
    if code.upper() not in RULES:
        help = Suggestions().meant(code.upper(), RULES, "`report explain --all` gives them all")
        raise UsageError(f'there is no rule "{code}"', help)
    return code.upper()


def _explained(code: str) -> str:
    rule = RULES[code]
    settable = f"a report can set it: `rules: {{{code}: off}}`" if rule.adjustable else "it cannot be set"
    paragraphs = [textwrap.fill(part, WIDTH) for part in rule.about.split("\n\n")]
    return "\n\n".join([f"{code}  {rule.title}\n      weight: {rule.severity.value}; {settable}", *paragraphs])


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
