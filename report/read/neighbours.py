"""Spellings of other tools are taken for ours: fences before pandoc reads a text, all else in what it has read.

Pandoc takes a listing whose first line it does not understand, as in ```` ```{r} ````, for code within a line, and runs its lines
together; here it stays a listing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.neighbours import (
    CALLOUT_NAMES,
    DIRECTIVES,
    LISTING_DIRECTIVES,
    NOT_RUN,
    TAKEN_CLASSES,
    TAKEN_KEYS,
    TAKEN_PREFIXES,
)
from report.model.tree import attributes, containers, paragraph, rewrite, text_of
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import BlockQuote, Div, Header, Paragraph
from report.model.tree.inlines import Cite, Link, Str
from report.model.tree.views import is_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from report.model.tree.views import Block

FENCE = re.compile(r"([ \t>]*)(`{3,}|~{3,})[ \t]*([^\n]*?)[ \t]*\n?")
COLONS = re.compile(r"([ \t>]*)(:{3,})[ \t]*\{([A-Za-z][\w:-]*)\}[ \t]*([^\n]*?)[ \t]*:*\n?")
OPTION = re.compile(r"[ \t>]*:[a-z][\w-]*:(?:[ \t][^\n]*)?\n?")
PAIR = r"""[A-Za-z_][^\s{}"'=]*=(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"'{}]+(?=[\s}]|$))"""
ATTRIBUTES = re.compile(
    rf"""\{{(?:\s*(?:#[\w:.-]+(?![\w:.-])|\.[^\s{{}}"'=#.`]+(?![^\s{{}}"'=#.`])|=\w+(?!\w)|-(?=[\s}}])|{PAIR}))*\s*\}}"""
)
KNOWN = re.compile(rf"[^\s`{{}}]*[ \t]*(?:{ATTRIBUTES.pattern})?")
PAIRS = re.compile(rf"{PAIR}(?:\s+{PAIR})*")
NAMED = re.compile(r"\{([A-Za-z][\w:-]*)(?=[\s,}])[\s,]*([^}]*)\}[ \t]*(.*)")
WORD = re.compile(r"[A-Za-z][\w+#.-]*")
STRANGE = re.compile(r"```|~~~|:::[ \t]*\{|>[ \t]*\[!")
TRIGGERS = re.compile(
    r"\[![A-Za-z]+\]|\.callout-|" + "|".join(map(re.escape, (*TAKEN_CLASSES, *TAKEN_KEYS, *TAKEN_PREFIXES)))
)
ALERT = re.compile(r"\[!([A-Za-z]+)\][-+]?")
ALERT_LINE = re.compile(r"((?:[ ]{0,3}>)+[ ]{0,3})(\[!([A-Za-z]+)\][^\n]*?)[ \t]*\n?")
EQUATION = re.compile(r"\{#eq:")
SIMPLE = ("Str", "Space", "SoftBreak", "Quoted", "Emph", "Strong", "Code", "SmallCaps", "Underline", "Strikeout")


@dataclass(frozen=True, slots=True)
class StrangeFence:
    """The first line of a listing that is not as it is written here: its line and column from 1, what it is, and the way out."""

    line: int
    column: int
    what: str
    help: str


@dataclass(frozen=True, slots=True)
class _Respelled:
    """The line that stands in the place of another, and what is told of it, if anything; `ours` where it opens a division."""

    text: str
    what: str = ""
    help: str = ""
    ours: bool = False


def respell_fences(text: str) -> str:
    """Write the fences of other tools so that pandoc understands them; each line stays where it is."""
    if not STRANGE.search(text):
        return text
    return "".join(line for line, *_ in _lines(text))


def strange_fences(text: str) -> Iterator[StrangeFence]:
    """Find the first lines of listings that ask for what there is not."""
    for number, (_, column, told) in enumerate(_lines(text), start=1):
        if told and told.what:
            yield StrangeFence(number, column, told.what, told.help)


def _lines(text: str) -> Iterator[tuple[str, int, _Respelled | None]]:
    """Yield each line as pandoc is given it, the column where its fence begins, and what it was made of if it was strange."""
    fence, ours, head, blank = "", False, False, True  # `head` where lines of options may follow
    for line in text.splitlines(keepends=True):
        mark, end = FENCE.fullmatch(line), "\n" if line.endswith("\n") else ""
        if fence:
            if mark and mark[2].startswith(fence) and not mark[3]:
                yield (f"{mark[1]}:::{end}" if ours else line), 0, None
                fence = ""
            else:
                head = head and bool(OPTION.fullmatch(line))
                yield (end if head else line), 0, None
        elif mark and not (mark[2][0] == "`" and "`" in mark[3]):
            fence, new = mark[2], _listing(mark[3])
            ours = head = bool(new and new.ours)
            sign = "" if ours else mark[2]
            yield (f"{mark[1]}{sign}{new.text}{end}" if new else line), len(mark[1]) + 1, new
        else:
            division = _division(line) or (_alert(line) if blank else "")
            head = bool(division) or (head and bool(OPTION.fullmatch(line)))
            yield (f"{division}{end}" if division or head else line), 0, None
        blank = not line.strip()


def _division(line: str) -> str:
    """Write MyST's `:::{note} Title` as a call-out; nothing for what is none."""
    mark = COLONS.fullmatch(line)
    if mark is None or mark[3] not in CALLOUT_NAMES:
        return ""
    return f"{mark[1]}{mark[2]} {_callout(mark[3], mark[4])}"


def _alert(line: str) -> str:
    """Make a heading of GitHub's `> [!NOTE]`, so that a list may follow in the next line; nothing of what is none."""
    mark = ALERT_LINE.fullmatch(line)
    return f"{mark[1]}# {mark[2]}" if mark and mark[3].lower() in CALLOUT_NAMES else ""


def _callout(name: str, title: str) -> str:
    title = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'{{.callout-{CALLOUT_NAMES[name]} title="{title}"}}' if title else f"{{.callout-{CALLOUT_NAMES[name]}}}"


def _listing(info: str) -> _Respelled | None:
    """Write what stands behind the signs that open a listing; None where it is as it is written here."""
    if KNOWN.fullmatch(info) or ("{" in info and "}" not in info):  # attributes may go on in the next line
        return None
    if named := NAMED.fullmatch(info):
        return _named(named[1], named[3])
    word = WORD.match(info)
    rest = info[word.end() :].strip() if word else info
    language = word[0] if word else ""
    if word and PAIRS.fullmatch(rest):
        return _Respelled(f"{language} {{{rest}}}")
    help = 'write the language, and attributes with straight quotation marks: ``` {.python key="value"}'
    return _Respelled(language, f"what stands behind the signs that open a listing is not understood: {info}", help)


def _named(name: str, rest: str) -> _Respelled:
    if name in CALLOUT_NAMES:
        return _Respelled(f"::: {_callout(name, rest)}", ours=True)
    if name in LISTING_DIRECTIVES:
        word = WORD.match(rest)
        return _Respelled(word[0] if word else "")
    if name in DIRECTIVES:
        return _Respelled("", f"a directive of MyST, printed as a listing: {{{name}}}", DIRECTIVES[name])
    return _Respelled(name, f"code that is to be run: {{{name}}}", NOT_RUN.format(""))


def take_spellings(blocks: Sequence[Block], text: str) -> tuple[Block, ...]:
    """Take classes, attributes, identifiers and call-outs of other tools for ours, in what pandoc has read of a text."""
    if not TRIGGERS.search(text):
        return tuple(blocks)
    elements = list(containers(blocks))
    _take_identifiers(elements)
    for element in elements:
        if attr := attributes(element):
            attr.classes = [TAKEN_CLASSES.get(name, name) for name in attr.classes]
            attr.pairs = [[TAKEN_KEYS.get(key, key), value] for key, value in attr.pairs]
        if division := Div.of(element):
            _take_title(division)
    return tuple(rewrite(blocks, _as_callout, words=False)) if ALERT.search(text) else tuple(blocks)


def _take_identifiers(elements: Iterable[Block]) -> None:
    for element in elements:
        if (attr := attributes(element)) and attr.identifier.startswith(TAKEN_PREFIXES):
            attr.identifier = _hyphened(attr.identifier)
        if (link := Link.of(element)) and link.target[1:].startswith(TAKEN_PREFIXES):
            link.target = f"#{_hyphened(link.target[1:])}"
        if cite := Cite.of(element):
            for citation in cite.citations:
                if citation.key.startswith(TAKEN_PREFIXES):
                    citation.key = _hyphened(citation.key)
        if paragraph := Paragraph.of(element):
            for word in (Str(inline) for inline in paragraph.inlines if is_kind(inline, "Str")):
                word.text = EQUATION.sub("{#eq-", word.text)


def _hyphened(identifier: str) -> str:
    return identifier.replace(":", "-", 1)


def _take_title(division: Div) -> None:
    """Let the heading that a call-out begins with be its title, as Quarto does."""
    attr, blocks = division.attributes, division.blocks
    header = Header.of(blocks[0]) if blocks else None
    if not header or attr.get("title") or not any(name.startswith("callout-") for name in attr.classes):
        return
    if not _is_simple(header.inlines):
        return
    attr.pairs = [*attr.pairs, ["title", text_of(header.inlines)]]
    attr.identifier = attr.identifier or header.attributes.identifier
    division.blocks = blocks[1:]


def _is_simple(inlines: Iterable[Block]) -> bool:
    return all(is_kind(inline, *SIMPLE) for inline in containers(list(inlines)))


def _as_callout(element: Block) -> Block | None:
    """Make a call-out of a quotation that begins with `[!NOTE]`, with the words of that line as its title."""
    quotation = BlockQuote.of(element)
    first = Header.of(quotation.blocks[0]) if quotation and quotation.blocks else None
    word = Str.of(first.inlines[0]) if first and first.inlines else None
    match = ALERT.fullmatch(word.text) if word else None
    if not quotation or not first or not match:
        return None
    title, blocks = first.inlines[1:], quotation.blocks[1:]
    words = text_of(title).strip() if _is_simple(title) else ""
    attr = Attributes.make("", [f"callout-{CALLOUT_NAMES[match[1].lower()]}"], [("title", words)] if words else [])
    return Div.make(blocks if words or not title else [paragraph(title[1:]), *blocks], attr)
