"""`report doctor`: what is installed, what is missing, and the line that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from report.cli.commands.choice import NearChoice

if TYPE_CHECKING:
    from report.api.doctor import Inspected

LONGEST = 40  # letters of a name that push no other column aside


@click.command("doctor")
@click.option("--format", "style", type=NearChoice(("text", "json")), default="text", help="How the parts are told.")
def doctor_command(style: str) -> None:
    """Say what is installed and what is missing, and of each missing part how to get it."""
    from report.api.doctor import inspect_installation
    from report.model.errors import ToolMissing

    found = inspect_installation()
    if style == "json":
        _print_json(found.parts)
    else:
        _print_lines(found.parts)
    if found.lacking:
        names = ", ".join(part.name for part in found.lacking)
        raise ToolMissing(f"a build needs what is not in order: {names}", "type what is said of each")


def _print_lines(parts: tuple[Inspected, ...]) -> None:
    from report.model.escapes import shown_in_line

    groups = max(len(part.group) for part in parts)
    names = max(len(part.name) for part in parts if len(part.name) <= LONGEST)
    versions = max(len(part.version) for part in parts)
    for part in parts:
        told = f"{part.group:{groups}}  {part.name:{names}}  {part.version:{versions}}  {part.help}".rstrip()
        print(f"{_word(part)}{shown_in_line(told)}")


def _word(part: Inspected) -> str:
    """Write how it stands with a part, in red where nothing can be built without it."""
    import sys

    from report.cli.terminal import paint

    word = part.state.value
    if not part.help:
        return f"{word:11}"
    return paint(word, "red" if part.needed else "yellow", sys.stdout) + " " * (11 - len(word))


def _print_json(parts: tuple[Inspected, ...]) -> None:
    import json
    from dataclasses import asdict

    told = [{**asdict(part), "state": part.state.value} for part in parts]
    print(json.dumps(told, ensure_ascii=False, indent=2))
