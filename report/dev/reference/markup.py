"""Markdown as the handbook's pages are written in it: tables, definitions, listings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIGNS = "\\*_[]<>$@#|^~"
WIDTH = 90  # hyphens of a table's second line: more than pandoc takes for a table of plain words


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], widths: Iterable[int], caption: str = "") -> str:
    """Write a pipe table; `widths` are the columns' shares, `caption` with its identifier."""
    widths = tuple(widths)
    rules = ["-" * (WIDTH * width // sum(widths)) for width in widths]
    lines = [f"| {' | '.join(cells)} |" for cells in (tuple(heads), rules, *rows)]
    return "\n".join(lines) + "\n" + (f"\n: {caption}\n" if caption else "")


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    """Write a list of terms and what each is, both as Markdown; blocks of a definition are parted by blank lines."""
    return "\n\n".join(f"{term}\n\n{definition(text)}" for term, text in pairs) + "\n"


def definition(text: str) -> str:
    """Write blocks as the body of a definition."""
    return ":   " + "\n".join(f"    {line}" if line else "" for line in text.split("\n")).lstrip()


def listing(text: str, language: str) -> str:
    """Write a listing, which may hold fences of its own."""
    return f"`````{language}\n{text}\n`````"


def as_code(text: str) -> str:
    """Write words as code."""
    return f"`{text}`"


def as_plain(text: str) -> str:
    """Write plain text as Markdown; what stands between backquotes stays code."""
    return "".join(_parts(text))


def _parts(text: str) -> Iterator[str]:
    for index, part in enumerate(text.split("`")):
        if index % 2:
            yield f"`{part}`"
        else:
            yield "".join(f"\\{sign}" if sign in SIGNS else sign for sign in part)
