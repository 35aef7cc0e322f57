"""The running text of a section, passage by passage, each in its language: what lints of spelling look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.neighbours import THING
from report.model.tree import SPACES, attributes
from report.model.tree.inlines import Footnote, Quoted, Str, holder_of
from report.model.tree.views import content_of, is_kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.tree.views import Block, Tree

QUOTED = {"DoubleQuote": ("\ue000", "\ue001"), "SingleQuote": ("\ue002", "\ue003")}  # marks that pandoc has understood
OPAQUE = {"Code", "CodeBlock", "Math", "RawBlock", "RawInline", "Image", "Cite"}
INLINES = {
    "Str", "Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline", "Quoted", "Cite", "Code",
    "Space", "SoftBreak", "LineBreak", "Math", "RawInline", "Link", "Image", "Note", "Span",
}  # fmt: skip


def read_prose(value: Tree, lang: str, line_end: str = " ") -> Iterator[tuple[str, str]]:
    """Yield each passage's language and text; a note and words in another language are passages of their own.

    `line_end` stands for the end of a line, which is otherwise a space as any.
    """
    if isinstance(value, dict):
        if kind_of(value) not in OPAQUE:
            yield from read_prose(content_of(value), _lang(value, lang), line_end)
    elif isinstance(value, list | tuple) and value and is_kind(value[0], *INLINES):
        apart: list[tuple[str, list[Block]]] = []
        yield lang, "".join(_flat(inline, lang, apart, line_end) for inline in value)
        for other, content in apart:
            yield from read_prose(content, other, line_end)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from read_prose(part, lang, line_end)


def _flat(inline: Block, lang: str, apart: list[tuple[str, list[Block]]], line_end: str) -> str:
    kind = kind_of(inline)
    if kind == "Str":
        return Str(inline).text
    if kind in SPACES or kind in OPAQUE:
        return THING if kind in OPAQUE else " " if kind == "Space" else line_end
    if note := Footnote.of(inline):
        apart.append((lang, note.blocks))
        return ""
    holder = holder_of(inline)
    inlines = holder.inlines if holder else []
    if (other := _lang(inline, lang)) != lang:
        apart.append((other, inlines))
        return THING
    text = "".join(_flat(part, lang, apart, line_end) for part in inlines)
    if quoted := Quoted.of(inline):
        before, after = QUOTED[quoted.marks]
        return f"{before}{text}{after}"
    return text


def _lang(element: Block, lang: str) -> str:
    attr = attributes(element) if kind_of(element) else None
    return attr.values.get("lang", lang) if attr else lang
