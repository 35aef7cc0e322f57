"""Marks that are left in the text (S262): what was typed as Markdown, or as another tool's, and is printed as it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.findings import Finding, Severity
from report.model.neighbours import MARKS, THING
from report.read.lines import Places, end_of_quoted, locate
from report.resolve.lints.prose import read_prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.findings import Location
    from report.model.manuscript import Section
    from report.resolve.lints.scope import LintScope

SHOWN = 40  # characters of what is left
WITHIN = 200  # characters of a passage by which it is known again
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Leftover:
    """A kind of mark: how it looks in the text that is printed, what it is, and how it is written here."""

    pattern: re.Pattern[str]
    what: str
    help: str
    least: int = 1  # so often it stands in a passage, where it is one


TABLE = "write |---|---| below the first line"
QUOTATION = "leave a blank line above its first line"
LIST = "leave a blank line above the first item"
KINDS = (
    Leftover(
        re.compile(r"^:{3,}[ \t]*\{[^}\n]*[“”„‘’,][^}\n]*\}?", re.MULTILINE),
        "a division whose attributes are not understood",
        "write them with straight quotation marks and without commas",
    ),
    Leftover(
        re.compile(r"(?<!\{)\{(?:(?!#eq-)[#.][A-Za-z][\w-]*|[A-Za-z][\w-]*=[\"“”„'‘’\w])[^{}\n]*\}?"),
        "attributes that belong to nothing",
        "write them right behind what they are of, without a space, in straight quotation marks, and close the brace",
    ),
    Leftover(
        re.compile(r"(?<![\w*])\*\*(?=[^\W\d])|(?<=[^\W\d])\*\*(?![\w*])"),
        "two asterisks without their counterpart",
        "close bold words with two more, without a space inside, or write \\*\\*",
    ),
    Leftover(
        re.compile(r"(?<!\S)\*\*(?!\S)"),
        "two asterisks that stand alone",
        "write bold words without a space inside: **so**",
        least=2,
    ),
    Leftover(
        re.compile(r"\{(?:fig|tbl|sec|eq)-[\w-]+[^{}\n]*\}|(?<![{\w/])#(?:fig|tbl|sec|eq)-[\w-]+"),
        "an identifier that belongs to nothing",
        "write it with its # in braces, right behind what it is of: {#fig-x}",
    ),
    Leftover(re.compile(r"(?<![\w`])`(?=\w)"), "a grave accent without its counterpart", "close code with another"),
    Leftover(
        re.compile(r"^-(?=[^\W\d])", re.MULTILINE), "a list without spaces", "write a space behind each hyphen", 2
    ),
    Leftover(
        re.compile(r"^1[.)](?=[^\W\d].{0,300}(?:\n.{0,300}){0,9}?\n2[.)][^\W\d])", re.MULTILINE),
        "a list without spaces",
        "write a space behind each number",
    ),
    Leftover(re.compile(r"\A\[\](?= )"), "a task without a space in its box", "write [ ] or [x]"),
    Leftover(re.compile(r"\A(?:Table)?: +\S"), "a caption without its table", "write it right below a table"),
    Leftover(
        re.compile(r"!\[[^\[\]\n]{0,200}\][ \n]\([^()\s]+\)"),
        "a picture with a space between its halves",
        "write ![Caption](picture.svg) without a space",
    ),
    Leftover(
        re.compile(r"(?<!\w)\[[^\[\]\n]{1,200}\]\[[^\W\d][^\[\]\n]{0,100}\]"),
        "a link whose address is not given",
        "write [name]: address in a line of its own",
    ),
    Leftover(
        re.compile(r"\$ (?=[A-Za-z\\][^$\n]{0,100}[=^_\\])[^$\n]{1,100} \$"),
        "a formula with spaces inside its signs",
        "write it without: $a = b$",
    ),
    Leftover(re.compile(r"\^\["), "a note without its end", "close it with ]"),
    Leftover(re.compile(rf"\[{THING}(?![^\[\]]*\])"), "a citation without its end", "close it with ]"),
    Leftover(re.compile(r"<!(?:--|–)"), "a comment without its end", "close it with -->"),
    Leftover(re.compile(r"^#{2,6}[^\s#]", re.MULTILINE), "a heading without a space", "write a space behind the marks"),
    Leftover(
        re.compile(rf"^#{{1,6}}[ {NBSP}]\S", re.MULTILINE),
        "a heading within a paragraph",
        "leave a blank line above it, and a plain space behind the marks",
    ),
    Leftover(re.compile(r"(?<=\n)[-*+] \S"), "a list within a paragraph", LIST, least=2),
    Leftover(re.compile(r"(?<=\n)> ?\S"), "a quotation within a paragraph", QUOTATION, least=2),
    Leftover(re.compile(r"(?<=:\n)> ?\S|(?<=\n)> ?\[!"), "a quotation within a paragraph", QUOTATION),
    Leftover(re.compile(r"(?<=:\n)[-*+] \S"), "a list within a paragraph", LIST),
    Leftover(
        re.compile(r"(?<=\n)1[.)] (?=.{0,300}(?:\n.{0,300}){0,9}?\n2[.)] )|(?<=:\n)1[.)] "),
        "a list within a paragraph",
        LIST,
    ),
    Leftover(
        re.compile(r"^[•‣◦]\s*", re.MULTILINE),
        "a list with dots of its own",
        "begin each item with a hyphen and a space",
    ),
    Leftover(re.compile(r"^\|.*\|[ ]*\n\|.*\|", re.MULTILINE), "a table without the line below its heads", TABLE),
    Leftover(re.compile(r"^[^|\n]+\|(?:[^|\n]+\|)+[ ]*$"), "a row of a table without the line below its heads", TABLE),
    *(Leftover(mark.pattern, mark.what, mark.help) for mark in MARKS),
    Leftover(
        re.compile(r"\[[^\[\]\n]{1,200}\][ \n]\((?:https?:|mailto:|#|\.{0,2}/)[^()\s]*\)"),
        "a link with a space between its halves",
        "write [words](address) without a space",
    ),
    Leftover(
        re.compile(r"(?<=\w)\^\w[\w ]{0,30}\^|(?<=\w)~\w[\w ]{0,30}~"),
        "raised or lowered words with a space",
        "write a backslash before the space: 2^a\\ b^",
    ),
)
ANY = re.compile(
    "|".join(
        re.escape(mark)
        for mark in "{ ** ^[ <! # • ‣ ◦ | [[ [! ] ^ ~ == !!! ??? %% ::: ` $ #fig- #tbl- #sec- #eq- ]( ][ .. ~> TOC Table:".split()
    )
    + r"|[-*+] |1[.)] |\n> ?|(?m:^-|^:)|:[a-z]|\[@"
)


def check_leftovers(scope: LintScope) -> Iterator[Finding]:
    """Find marks that pandoc has left as text. What is escaped in the source is meant as it stands."""
    if not ANY.search(scope.section.text):
        return
    severity = Severity.ERROR if scope.final else Severity.WARNING
    places = Places(scope.section)
    for _, passage in read_prose(scope.blocks, scope.lang, "\n"):
        for kind, match in _leftovers(passage):
            if not _is_meant(scope.section, match[0]):
                place = _place(scope.section, match, places)
                yield Finding("S262", f"{kind.what}: {_shown(match)}", place, kind.help, severity)


def _leftovers(passage: str) -> Iterator[tuple[Leftover, re.Match[str]]]:
    """Yield what is left in a passage, each mark as what it is first of all."""
    taken: list[re.Match[str]] = []
    for kind in KINDS:
        found = list(kind.pattern.finditer(passage))
        for match in found[:1] if kind.least > 1 else found:
            apart = all(match.end() <= other.start() or other.end() <= match.start() for other in taken)
            if len(found) >= kind.least and apart:
                taken.append(match)
                yield kind, match


def _is_meant(section: Section, word: str) -> bool:
    """Tell whether all places where a mark is typed, outside of code, have a backslash before it or within."""
    text, escaped = section.text, "".join(f"\\{char}" if char in "{}*^[]<#|~:-+`" else char for char in word)
    live = [index for index in _places(text, word) if text[index - 1 : index] != "\\" and not _is_tick(text, index)]
    return not live and ("\\" + word in text or escaped in text or "\\" + word[:1] in text)


def _is_tick(text: str, index: int) -> bool:
    """Tell whether a grave accent begins or ends code."""
    return text[index] == "`" and bool(end_of_quoted(text, index + 1) or end_of_quoted(text, index - 1))


def _places(text: str, word: str) -> Iterator[int]:
    index = text.find(word)
    while index >= 0:
        if not end_of_quoted(text, index):
            yield index
        index = text.find(word, index + 1)


def _place(section: Section, match: re.Match[str], places: Places) -> Location:
    """Locate a mark: where it is typed, or else the passage that it stands in."""
    around = match.string[match.start() : match.start() + WITHIN].partition(THING)[0]
    word = match[0].partition(THING)[0].replace("–", "--")
    for index in _places(section.text, word):
        if section.text[index - 1 : index] != "\\" and _same(section.text[index:], around):
            return locate(section, index)
    place = places.loosely(around)
    return place if place.line else places.loosely(match.string.replace(THING, ""))


def _same(text: str, passage: str) -> bool:
    """Tell whether a source goes on with the letters that a passage begins with."""
    wanted = "".join(filter(str.isalnum, passage))[:20]
    return "".join(filter(str.isalnum, text[:WITHIN])).startswith(wanted[:6])


def _shown(match: re.Match[str]) -> str:
    """Show what is left, with the words behind it where it is a mark alone."""
    text = match[0] if len(match[0]) > 3 else match.string[match.start() : match.start() + SHOWN]
    line = text.replace(THING, "@…").strip().split("\n")[0]
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
