"""`report new`: a report is started."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("slug")
@click.option("--title", help="The title (default: made from SLUG).")
@click.option("--lang", default="en", show_default=True, help="The language, as a BCP 47 tag.")
def new(slug: str, *, title: str | None, lang: str) -> None:
    """Start a report in sources/SLUG/."""
    from report.scaffold import start_report

    for path in start_report(Path.cwd(), slug, title, lang):
        print(f"Wrote     {path}")
