"""Ornaments: the files of a theme that its sheets name, such as icons and faces of its own."""

from __future__ import annotations

import base64
import mimetypes
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from report.editions.pictures import read_for_screen
from report.read.pictures import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from report.themes.theme import Theme

URL = re.compile(r"""url\(\s*["']?(?!data:|#)([^"')]+)["']?\s*\)""")
FACES = {".otf": "font/otf", ".ttf": "font/ttf", ".woff": "font/woff", ".woff2": "font/woff2"}


def ornaments(theme: Theme, css: str) -> Iterator[tuple[str, Path]]:
    """Yield the files of the theme that a sheet names: the name, and where it is."""
    for name in sorted(set(URL.findall(css))):
        if path := theme.find(name):
            yield name, path


def with_ornaments(css: str, theme: Theme) -> str:
    """Put the files that a sheet names into it, for an edition in which no file lies beside it."""

    def put(match: re.Match[str]) -> str:
        path = theme.find(unquote(match[1].strip()))
        return f'url("{_as_address(path)}")' if path else match[0]

    return URL.sub(put, css)


def _as_address(path: Path) -> str:
    suffix = path.suffix.lower()
    kind = FACES.get(suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    data = read_for_screen(path) if suffix in TYPES else path.read_bytes()
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
