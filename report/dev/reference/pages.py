"""The generated pages by name, and how they come into the handbook's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from report.dev.reference.commands import list_commands, list_extras, list_targets
from report.dev.reference.examples import example_files, show_example
from report.dev.reference.keys import list_keys
from report.dev.reference.program import (
    list_checks,
    list_fonts,
    list_kinds,
    list_languages,
    list_modules,
    list_rules,
    list_tags,
    list_themes,
    list_tokens,
)
from report.runtime.files import write_file

if TYPE_CHECKING:
    from collections.abc import Callable

HANDBOOK = Path("sources") / "handbook"
FOLDER = "_generated"
PAGES: dict[str, Callable[[Path], str]] = {
    "checks.md": lambda _: list_checks(),
    "commands.md": lambda _: list_commands(),
    "extras.md": lambda root: list_extras(root / "pyproject.toml"),
    "fonts.md": lambda _: list_fonts(),
    "keys.md": lambda _: list_keys(),
    "kinds.md": lambda _: list_kinds(),
    "languages.md": lambda _: list_languages(),
    "modules.md": list_modules,
    "rules.md": lambda _: list_rules(),
    "tags.md": lambda _: list_tags(),
    "targets.md": lambda root: list_targets(root / "Makefile"),
    "themes.md": list_themes,
    "tokens.md": list_tokens,
}


def make_pages(root: Path, handbook: Path) -> dict[str, str]:
    """Make every page by file name: those of the handbook's examples, and those of the program's tables."""
    examples = {path.name: show_example(path) for path in example_files(handbook)}
    return {**examples, **{name: make(root) for name, make in PAGES.items()}}


def write_reference(root: Path, handbook: Path) -> tuple[Path, ...]:
    """Write the pages, remove those of an earlier time, and return what was written."""
    folder, pages = handbook / FOLDER, make_pages(root, handbook)
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        write_file(folder / name, text.encode())
    return tuple(folder / name for name in pages)
