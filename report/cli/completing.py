"""What a shell offers where a word is typed: reports, rules, formats, checks, themes and commands.

A shell asks at each press of a key, so that nothing here may say what is wrong, and nothing heavy is loaded.
"""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from report.model.errors import ReportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click
    from click.shell_completion import CompletionItem

    Names = Callable[[], Iterable[str]]
    Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _offered(begun: str, names: Names, before: str = "") -> list[CompletionItem]:
    """Offer the names that begin as what is typed does; none where they cannot be told here."""
    from click.shell_completion import CompletionItem

    try:
        return [CompletionItem(f"{before}{name}") for name in names() if name.startswith(begun)]
    except (ReportError, OSError):
        return []


def _one_of(names: Names) -> Offer:
    @wraps(names)
    def offer(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
        return _offered(typed, names)

    return offer


def _some_of(names: Names) -> Offer:
    @wraps(names)
    def offer(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
        before, comma, begun = typed.rpartition(",")
        given = before.split(",")
        return _offered(begun, lambda: [name for name in names() if name not in given], before + comma)

    return offer


@_one_of
def offer_reports() -> Iterable[str]:
    """Name the reports of the project."""
    from report.read.project import find_project

    return [source.slug for source in find_project(Path.cwd()).reports()]


@_one_of
def offer_themes() -> Iterable[str]:
    """Name the themes that the project can use."""
    from report.themes.theme import themes

    return themes(Path.cwd())


@_some_of
def offer_formats() -> Iterable[str]:
    """Name the formats that a report is built in."""
    from report.model.formats import FORMATS

    return FORMATS


@_some_of
def offer_checks() -> Iterable[str]:
    """Name the checks of built files."""
    from report.checks import CHECKS

    return CHECKS


def offer_reports_and_files(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Name the reports of the project; where none begins so, files are meant."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(typed, type="file"), *offer_reports(context, parameter, typed)]


def offer_rules(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Name the rules, in small letters too."""
    from report.model.rules import RULES

    return _offered(typed.upper(), lambda: RULES)


def offer_commands(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """Name the commands."""
    group = context.find_root().command
    return _offered(typed, lambda: getattr(group, "commands", ()))
