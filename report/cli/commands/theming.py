"""`report theme`: the themes there are, and new ones."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("theme")
def theme() -> None:
    """List themes, or start one."""


@theme.command("new")
@click.argument("name")
@click.option("--from", "parent", default="briefing", show_default=True, help="The theme that it builds upon.")
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
