"""`report new`, `theme`, `tools` and `clean`: what a project begins with, and what of it goes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report.cli.completing import offer_themes
from report.read.project import find_project

if TYPE_CHECKING:
    from report.importers.new_report import Beginning


@click.command("new")
@click.argument("slug")
@click.option("--title", help="The title (default: made from SLUG).")
@click.option("--subtitle", help="What stands below the title.")
@click.option("--author", "authors", multiple=True, help="Who writes it; as often as there are authors.")
@click.option("--publisher", help="Who publishes it.")
@click.option("--lang", help="The language, as a BCP 47 tag (default: en).")
@click.option("--theme", shell_complete=offer_themes, help="The theme (default: briefing; see `report list`).")
@click.option("--date", help="The day of publication (default: today).")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing; what is not given is left at its default.")
def new_command(slug: str, *, yes: bool, **given: Any) -> None:
    """Start a report in sources/SLUG/. On a terminal, ask what is not given."""
    from report.importers.new_report import Beginning, check_slug, start_report

    root = Path.cwd()
    check_slug(root, slug)
    beginning = Beginning(slug, **{name: value for name, value in given.items() if value})
    if sys.stdin.isatty() and not yes:
        beginning = _asked(root, beginning, given)
    for path in start_report(root, beginning):
        print(f"Wrote     {path}")


def _asked(root: Path, beginning: Beginning, given: dict[str, Any]) -> Beginning:
    """Ask for title, author, publisher, language and theme, as far as they are not given."""
    from dataclasses import replace

    from report.themes.theme import themes

    def ask(name: str, words: str, default: str, kind: Any = str) -> str:
        return str(given[name] or click.prompt(words, default=default, type=kind, err=True))

    return replace(
        beginning,
        title=ask("title", "Title", beginning.heading),
        authors=beginning.authors if given["authors"] else (ask("authors", "Author", beginning.authors[0]),),
        publisher=ask("publisher", "Publisher", beginning.publisher),
        lang=ask("lang", "Language", beginning.lang),
        theme=ask("theme", "Theme", beginning.theme, click.Choice(themes(root))),
    )


@click.command("clean")
@click.option("--cache", is_flag=True, help="What is kept between builds, instead of what was built.")
@click.option("--out", type=click.Path(path_type=Path), help="The folder that was built into (default: build/).")
def clean_command(*, cache: bool, out: Path | None) -> None:
    """Remove what was built, or with --cache what is kept between builds."""
    from report.pipeline.clean import remove_kept, remove_outputs

    if cache:
        print(f"Removed   {remove_kept()}")
        return
    project = find_project(Path.cwd())
    for path in remove_outputs(project, project.output(out, project.reports())):
        print(f"Removed   {path}")


@click.group("theme")
def theme() -> None:
    """List themes, or start one."""


@theme.command("new")
@click.argument("name")
@click.option(
    "--from",
    "parent",
    shell_complete=offer_themes,
    default="briefing",
    show_default=True,
    help="The theme that it builds upon.",
)
def new_theme_command(name: str, *, parent: str) -> None:
    """Start a theme in styles/NAME/ that changes only what it says."""
    from report.themes.new_theme import start_theme

    for path in start_theme(Path.cwd(), name, parent):
        print(f"Wrote     {path}")


@theme.command("list")
def themes_command() -> None:
    """List the themes, and what each builds upon."""
    from report.themes.theme import find_theme, themes

    root = Path.cwd()
    for name in themes(root):
        found = find_theme(root, name)
        print(f"{name:20}{found.extends:20}{found.description}".rstrip())


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
