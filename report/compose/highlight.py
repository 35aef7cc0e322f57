"""Listings coloured by language: a few classes, neighbours of one class in one span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.compose.xml import Element, make

if TYPE_CHECKING:
    from collections.abc import Iterator

CLASSES = {
    "Keyword": "kw",
    "Name.Function": "fn",
    "Name.Class": "fn",
    "Literal.String": "st",
    "Literal.Number": "nu",
    "Comment": "co",
}


def highlight(code: Element, language: str) -> None:
    """Colour the text of a `code` element in place; what is of an unknown language, or would lose a letter, stays plain."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return
    whole = f"{code.text or ''}\n"  # nineteen lexers drop a last line that has no end
    runs = list(_runs(lexer.get_tokens(whole)))
    if "".join(text for _, text in runs) != whole:
        return
    runs[-1] = runs[-1][0], runs[-1][1][:-1]
    code.text = None
    for name, text in runs:
        if name:
            code.append(make("span", text=text, class_=name))
        elif len(code):
            code[-1].tail = (code[-1].tail or "") + text
        else:
            code.text = (code.text or "") + text


def _runs(tokens: object) -> Iterator[tuple[str, str]]:
    current, words = "", ""
    for kind, text in tokens:  # type: ignore[attr-defined]
        name = str(kind).removeprefix("Token.")
        found = next((short for start, short in CLASSES.items() if name.startswith(start)), "")
        if text.isspace() or found == current:
            words += text
            continue
        if words:
            yield current, words
        current, words = found, text
    if words:
        yield current, words
