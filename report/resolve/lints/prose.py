"""The running text of a section, passage by passage, each in its language: what lints of spelling look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from report.model.tree import SPACES, attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.manuscript import Block

THING = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for what is no text of the author's
QUOTED = {"DoubleQuote": ("\ue000", "\ue001"), "SingleQuote": ("\ue002", "\ue003")}  # marks that pandoc has understood
OPAQUE = {"Code", "CodeBlock", "Math", "RawBlock", "RawInline", "Image", "Cite"}
INLINES = {
    "Str", "Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline", "Quoted", "Cite", "Code",
    "Space", "SoftBreak", "LineBreak", "Math", "RawInline", "Link", "Image", "Note", "Span",
}  # fmt: skip


def read_prose(value: Any, lang: str) -> Iterator[tuple[str, str]]:
    """Yield each passage's language and text; a note and words in another language are passages of their own."""
    if isinstance(value, dict):
        if value.get("t") not in OPAQUE:
            yield from read_prose(value.get("c"), _lang(value, lang))
    elif isinstance(value, list | tuple) and value and isinstance(value[0], dict) and value[0].get("t") in INLINES:
        apart: list[tuple[str, Any]] = []
        yield lang, "".join(_flat(inline, lang, apart) for inline in value)
        for other, content in apart:
            yield from read_prose(content, other)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from read_prose(part, lang)


def _flat(inline: Block, lang: str, apart: list[tuple[str, Any]]) -> str:
    kind, content = inline["t"], inline.get("c")
    if kind == "Str":
        return str(content)
    if kind in SPACES:
        return " "
    if kind in OPAQUE:
        return THING
    if kind == "Note" or _lang(inline, lang) != lang:
        apart.append((_lang(inline, lang), content))
        return "" if kind == "Note" else THING
    inlines = (
        content if isinstance(content, list) and kind not in {"Link", "Span", "Quoted"} else (content or [[], []])[1]
    )
    text = "".join(_flat(part, lang, apart) for part in inlines)
    if kind == "Quoted" and content:
        before, after = QUOTED[content[0]["t"]]
        return f"{before}{text}{after}"
    return text


def _lang(element: Block, lang: str) -> str:
    attr = attributes(element) if element.get("t") else None
    return str(dict(attr[2]).get("lang", lang)) if attr else lang
