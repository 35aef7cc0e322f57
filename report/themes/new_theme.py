"""Start a theme: a folder that takes everything from another, until it is told otherwise."""

from __future__ import annotations

import re
from pathlib import Path

from report.model.errors import UsageError
from report.runtime.files import write_file
from report.themes.theme import BASE, MANIFEST, find_theme, themes

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
FILES = {
    MANIFEST: """\
# What this theme builds upon: what a file here does not say, and every file that is not here, is taken from there.
extends = "{parent}"
description = "The house's own theme."
""",
    "tokens.css": """\
@import "{parent}/tokens.css";

/* What differs: take a line out of its comment and change it. `report check` says where a colour cannot be read. */
:root {{
{tokens}
}}
""",
    "print.css": """\
@import "{parent}/print.css";

/* The pages. What stands here comes after all that the theme {parent} says. */
""",
    "screen.css": """\
@import "{parent}/screen.css";

/* The web page. */
""",
}
OFFERED = ("accent", "signal", "ink", "tint", "serif", "sans", "mono")


def start_theme(root: Path, name: str, parent: str) -> tuple[Path, ...]:
    """Write the files of a new theme below `root`/styles, and return their paths, relative to the root.

    Raise `UsageError` where the name is none or is taken, or there is no theme to build upon, and `BuildError` where
    nothing can be written.
    """
    if not NAME.fullmatch(name) or name == BASE:
        raise UsageError(f'"{name}" is not a name for a theme', "use small letters, digits and hyphens: ministry")
    folder = root / "styles" / name
    if name in themes(root) or folder.exists() or folder.is_symlink():
        raise UsageError(f'the theme "{name}" is already there', "choose another name")
    values = find_theme(root, parent).tokens()
    tokens = "\n".join(f"  /* --{token}: {values[token]}; */" for token in OFFERED if token in values)
    for file, text in FILES.items():
        data = text.format(parent=parent, tokens=tokens).encode()
        write_file(folder / file, data, "let styles/ be a folder that can be written")
    return tuple(Path("styles") / name / file for file in FILES)
