"""`report new`: a report is started."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from report.importers.new_report import Beginning


@click.command("new")
@click.argument("slug")
@click.option("--title", help="The title (default: made from SLUG).")
@click.option("--subtitle", help="What stands below the title.")
@click.option("--author", "authors", multiple=True, help="Who writes it; as often as there are authors.")
@click.option("--publisher", help="Who publishes it.")
@click.option("--lang", help="The language, as a BCP 47 tag (default: en).")
@click.option("--theme", help="The theme (default: briefing; see `report list`).")
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
