"""The command line as the handbook tells of it: each command with its options, and the targets of make."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import click

from report.cli.commands import COMMANDS
from report.dev.reference.markup import as_code, as_plain, definitions, listing, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TARGET = re.compile(r"^([a-z-]+):.*? ## (.+)$", re.MULTILINE)
EXTRAS = {
    "bags": "Versions of the archive as bags",
    "charts": "Charts from data",
    "check": "The validator `pdf-profiles`",
    "cjk": "Chinese, Japanese and Korean",
    "cluster": "A Dask cluster",
    "epubcheck": "The validator `epubcheck`, with a Java that the others use too",
    "hebrew": "Hebrew",
    "styles": "Citation styles by name",
    "thai": "Thai",
}
MEASURES = {"INTEGER RANGE": "NUMBER", "FLOAT RANGE": "NUMBER", "FLOAT": "NUMBER", "INTEGER": "NUMBER"}


def list_commands() -> str:
    """Describe every command: what it does, how it is called, and its options."""
    return "\n".join(_command(command) for command in sorted(COMMANDS, key=lambda one: one.name or ""))


def _command(command: click.Command) -> str:
    name = command.name or ""
    context = click.Context(command, info_name=f"report {name}")
    usage = " ".join([f"report {name}", *command.collect_usage_pieces(context)])
    head = f"## report {name} {{#sec-command-{name}}}"
    options = definitions(_options(command, context))
    return "\n\n".join([head, as_plain(command.help or ""), listing(usage, "text"), options])


def _options(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    for parameter in command.params:
        if not isinstance(parameter, click.Option):
            continue
        names, help = parameter.get_help_record(context) or ("", "")
        variable = f" The variable `{parameter.envvar}` does the same." if isinstance(parameter.envvar, str) else ""
        yield as_code(_shortened(names)), as_plain(re.sub(r"\s+\[[^\]]*\]$", "", help)) + variable


def _shortened(names: str) -> str:
    for long, short in MEASURES.items():
        names = names.replace(long, short)
    return names


def list_extras(project: Path) -> str:
    """List the extras with the packages that each brings."""
    extras: dict[str, list[str]] = tomllib.loads(project.read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    rows = ((as_code(name), EXTRAS.get(name, ""), " ".join(map(_package, extras[name]))) for name in sorted(extras))
    return table(("Extra", "What for", "Packages"), rows, (2, 5, 4), "The extras {#tbl-extras}")


def _package(requirement: str) -> str:
    return as_code(re.split(r"[<>=!~]", requirement)[0])


def list_targets(makefile: Path) -> str:
    """List the targets of make with what each does."""
    found = TARGET.findall(makefile.read_text(encoding="utf-8"))
    return definitions((as_code(f"make {name}"), f"{as_plain(does[0].upper() + does[1:])}.") for name, does in found)
