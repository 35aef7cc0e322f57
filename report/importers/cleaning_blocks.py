"""Clean blocks: divisions, listings, headings, tables and empty paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from report.model.tree import SPACES, paragraph, text_of
from report.model.words import CALLOUTS
from report.resolve.safety import VALUES

if TYPE_CHECKING:
    from report.model.manuscript import Block

ADMONITIONS = {
    "hint": "tip", "attention": "caution", "danger": "warning", "error": "warning", "seealso": "note",
    **{name: name for name in CALLOUTS},
}  # fmt: skip
KEPT = {"pull-quote", "aside"}
OURS = {"landscape", "columns", "content-visible", "content-hidden"}  # which only our own Markdown means by these names
LANGUAGE = re.compile(r"[A-Za-z][\w+#-]*")
OPENING = re.compile(r":|(?:Table|table):$")
DATA = {"csv", "vega-lite"}
TITLES = {"title", "admonition-title", "callout-title"}


def clean_division(element: Block, kind: str) -> list[Block] | None:
    """Keep a division that means something to us, a language, a call-out; else only what it holds."""
    attr, blocks = element["c"]
    classes, pairs = attr[1], dict(attr[2])
    anchor = [paragraph([_anchor(attr[0])])] if attr[0] and kind != "ipynb" else []
    callout = next((name.removeprefix("callout-") for name in classes if name.startswith("callout-")), "")
    if not callout and (kind in {"rst", "html"} and (kind == "rst" or "admonition" in classes)):
        callout = next((ADMONITIONS[name] for name in classes if name in ADMONITIONS), "")
    if callout in CALLOUTS:
        title, rest = _titled(blocks, pairs.get("title", ""), callout)
        return [*anchor, _division([f"callout-{callout}"], [["title", title]] if title else [], rest)]
    if kind == "markdown" and OURS.intersection(classes):
        return [*anchor, _division(classes, attr[2], blocks)]
    kept = [name for name in classes if name in KEPT]
    look = [[key, value] for key, value in attr[2] if key in {"lang", "dir"} and VALUES[key][0].fullmatch(value)]
    if kept or look:
        return [*anchor, _division(kept, look, blocks)]
    if len(blocks) == 1 and attr[0] and blocks[0]["t"] == "Table" and not blocks[0]["c"][0][0]:
        blocks[0]["c"][0][0] = attr[0]
        return list(blocks)
    return [*anchor, *blocks]


def _titled(blocks: list[Block], title: str, callout: str) -> tuple[str, list[Block]]:
    """Take a call-out's title from its first part; the mere name of its kind is none."""
    words = title
    if not words and blocks and blocks[0]["t"] == "Div" and TITLES & set(blocks[0]["c"][0][1]):
        words, blocks = text_of(blocks[0]["c"][1]), blocks[1:]
    elif not words and blocks and blocks[0]["t"] == "Para" and len(text_of(blocks[0]).split()) == 1:
        only = text_of(blocks[0]).strip().rstrip(":").lower()
        if ADMONITIONS.get(only) == callout or only == callout:
            blocks = blocks[1:]
    words = " ".join(words.split()).replace('"', "'")
    return ("" if ADMONITIONS.get(words.lower()) == callout else words), blocks


def _division(classes: list[str], pairs: list[list[str]], blocks: list[Block]) -> Block:
    return {"t": "Div", "c": [["", classes, pairs], blocks]}


def clean_code(element: Block, kind: str) -> list[Block] | None:
    """Keep a listing's language, and data of our own Markdown whole; write the others as a person does, with fences."""
    attr, text = element["c"]
    if kind == "markdown" and DATA.intersection(attr[1]):
        return None
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text).rstrip("\n")
    language = next((name for name in attr[1] if LANGUAGE.fullmatch(name)), "")
    if not text.strip():
        return []
    if language:
        return [{"t": "CodeBlock", "c": [["", [language], []], text]}]
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`+", text))])
    return [{"t": "RawBlock", "c": ["markdown", f"{fence}\n{text}\n{fence}\n"]}]


def clean_header(element: Block) -> list[Block] | None:
    """Leave of a heading its level, name and words, on one line."""
    level, attr, inlines = element["c"]
    inlines = [{"t": "Space"} if inline["t"] == "LineBreak" else inline for inline in trimmed(inlines)]
    while len(inlines) == 1 and inlines[0]["t"] in {"Strong", "Emph"}:
        inlines = inlines[0]["c"]
    if inlines and inlines[-1]["t"] == "Str" and re.search(r"\{[^:]*\}$", inlines[-1]["c"]):  # not meant as attributes
        inlines = [*inlines[:-1], *_escaped(inlines[-1])]
    kept = [name for name in attr[1] if name == "unnumbered"]
    element["c"] = [level, [attr[0], kept, []], inlines]
    return None


def clean_table(element: Block) -> list[Block] | None:
    """Leave of a table its cells and alignments; widths and looks are the theme's."""
    attr, caption, columns, head, bodies, foot = element["c"]
    for row in rows_of(element):
        row[0] = ["", [], []]
        for cell in row[1]:
            cell[0] = ["", [], []]
    head[0] = foot[0] = ["", [], []]
    for body in bodies:
        body[0] = ["", [], []]
    if head[1] and not any(body[3] for body in bodies):  # every row was marked as one of the head
        bodies[:] = [[["", [], []], 0, [], head[1][1:]]]
        head[1] = head[1][:1]
    columns = [[align, {"t": "ColWidthDefault"}] for align, _ in columns]
    element["c"] = [[attr[0], [], []], [None, caption[1]], columns, head, bodies, foot]
    return None


def rows_of(table: Block) -> list[Any]:
    """List a table's rows: those of the head, the bodies and the foot."""
    _, _, _, head, bodies, foot = table["c"]
    return [*head[1], *(row for body in bodies for part in (body[2], body[3]) for row in part), *foot[1]]


def clean_paragraph(element: Block) -> list[Block] | None:
    """Drop a paragraph in which nothing is left, and the blanks at both ends of another."""
    inlines = trimmed(element["c"])
    if not inlines:
        return []
    element["c"] = [*_escaped(inlines[0]), *_spaced(inlines[1:])] if _opens(inlines[0]) else _spaced(inlines)
    return None


def _opens(inline: Block) -> bool:
    """Tell whether a word at the beginning would make its paragraph a caption, a definition or a division."""
    return inline["t"] == "Str" and bool(OPENING.match(inline["c"]))


def _escaped(inline: Block) -> list[Block]:
    """Escape a word at its first colon, or at its last brace."""
    words = str(inline["c"])
    at = words.index(":") if ":" in words else words.rindex("{")
    parts = [{"t": "Str", "c": part} for part in (words[:at], words[at + 1 :])]
    middle = {"t": "RawInline", "c": ["markdown", f"\\{words[at]}"]}
    return [part for part in (parts[0], middle, parts[1]) if part["c"]]


def _spaced(inlines: list[Block]) -> list[Block]:
    """Set open points off from the words around them."""
    out: list[Block] = []
    for inline in inlines:
        if out and _is_open_point(inline) != _is_open_point(out[-1]) and not {inline["t"], out[-1]["t"]} & SPACES:
            stop = inline["t"] == "Str" and str(inline["c"])[0] in ".,;:!?)"
            out += [] if stop else [{"t": "Space"}]
        out.append(inline)
    return out


def _is_open_point(inline: Block) -> bool:
    return inline["t"] == "Span" and "todo" in inline["c"][0][1]


def trimmed(inlines: list[Block]) -> list[Block]:
    """Cut blanks off both ends."""
    start, end = 0, len(inlines)
    while start < end and _blank(inlines[start]):
        start += 1
    while end > start and _blank(inlines[end - 1]):
        end -= 1
    return inlines[start:end]


def _blank(inline: Block) -> bool:
    return inline["t"] in SPACES or (inline["t"] == "Str" and not str(inline["c"]).strip())


def _anchor(name: str) -> Any:
    return {"t": "Span", "c": [[name, ["anchor"], []], []]}
