"""The one home of tinycss2: style sheets of others, read within bounds, with the addresses that they ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from tinycss2.ast import Node

    CssNode: TypeAlias = Node

HEAVIEST = 200_000  # characters, where a word counts as one: about so many tokens, which take a second to read
DEEPEST = 40  # brackets within brackets
END = "report-end"
WORD = re.compile(r"[\w+/=-]+")
SAYING = frozenset(
    "annotation attr character-variant content counter counters element env format layer leader local path running selector "
    "string styleset stylistic supports swash symbols target-counter target-counters target-text tech type var "
    "any dir has host host-context is lang matches not nth-child nth-last-child part slotted where".split()
)
"""Functions whose strings are words, and not addresses; those of selectors are among them."""
FETCHING = frozenset(
    "-moz-element -moz-image-rect -webkit-cross-fade -webkit-image-set cross-fade expression image image-set src url "
    "url-prefix".split()
)
"""Functions that ask for what their strings, or the variables in their place, name."""
OPEN = frozenset({"attr", "env", "var"})  # whose values nobody knows yet


class CssFault(Exception):
    """A style sheet that cannot be read within bounds: `what` is wrong with it, and the line of the sheet, from 1."""

    def __init__(self, what: str, line: int = 1) -> None:
        super().__init__(what)
        self.what, self.line = what, line


@dataclass(frozen=True, slots=True)
class Address:
    """What a style sheet asks for: its address, None where it is made up as the sheet is used; and where it says so.

    `line` and `column` count from 1. `written` is how it begins there. An `@import` asks for a sheet.
    """

    target: str | None
    line: int
    column: int
    written: str
    imports: bool = False


LEADING = re.compile(r"(?:\s*/\*\*/)+")  # what is left where something before a token was none


def read_sheet(css: str) -> list[CssNode]:
    """Return the rules of a style sheet, and what is none; raise `CssFault` where it is too long or too deep."""
    import tinycss2

    def read(text: str) -> list[CssNode]:
        return list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))

    return _bounded(read, css)


def read_closed_sheet(css: str) -> list[CssNode]:
    """Return the rules of a style sheet as `read_sheet` does; raise `CssFault` also where it would swallow what came after it."""
    rules = read_sheet(f"{css}\n@{END};")
    if rules[-1].type != "at-rule" or rules[-1].at_keyword != END:
        raise CssFault("a bracket, a comment or its last rule is never closed", rules[-1].source_line)
    return rules[:-1]


def read_block(content: str | Iterable[CssNode]) -> list[CssNode]:
    """Return the declarations of a block, the rules within it, and what is neither.

    Raise `CssFault` where a text is too long or too deep; the tokens of a sheet that was read are neither.
    """
    import tinycss2

    def read(text: str | Iterable[CssNode]) -> list[CssNode]:
        return list(tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True))

    return _bounded(read, content) if isinstance(content, str) else read(content)


def read_values(text: str) -> list[CssNode]:
    """Return the component values of a text; raise `CssFault` where it is too long or too deep."""
    import tinycss2

    return _bounded(lambda css: list(tinycss2.parse_component_value_list(css, skip_comments=True)), text)


def write_css(nodes: Iterable[CssNode]) -> str:
    """Write tokens, declarations or rules as CSS, without the empty comment that may be left before the first of them."""
    import tinycss2

    return LEADING.sub("", str(tinycss2.serialize(nodes)))


def held_by(node: CssNode) -> list[CssNode]:
    """Return what a node holds: the prelude and content of a rule, a block's content, the arguments of a function, a value."""
    lists = (getattr(node, name, None) for name in ("prelude", "content", "arguments", "value"))
    return [part for held in lists if isinstance(held, list) for part in held]


def addresses(rules: Iterable[CssNode]) -> Iterator[Address]:
    """Yield what a sheet asks for, escapes and all; what stands in selectors and in conditions is never asked for."""
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "import":
            yield _imported(rule, rule.at_keyword, rule.prelude)
        if rule.type in {"at-rule", "qualified-rule"}:
            yield from _addresses(rule.content or ())


def _imported(node: CssNode, keyword: str, prelude: Iterable[CssNode]) -> Address:
    first = next((token for token in prelude if token.type != "whitespace"), None)
    if first is not None and first.type == "function":
        first = next((token for token in first.arguments if token.type == "string"), None)
    target = first.value if first is not None and first.type in {"string", "url"} else None
    return Address(target, node.source_line, node.source_column, f"@{keyword}", imports=True)


def _addresses(tokens: Iterable[CssNode]) -> Iterator[Address]:
    """Go through the content of a rule, and the blocks in it."""
    kept = list(tokens)
    for index, token in enumerate(kept):
        if token.type == "at-keyword" and token.lower_value == "import":
            yield _imported(token, token.value, kept[index + 1 : index + 3])
        elif token.type == "url":
            yield Address(token.value, token.source_line, token.source_column, token.representation)
        elif token.type == "function":
            yield from _asked(token)
        elif held := held_by(token):
            yield from _addresses(held)


def _asked(function: CssNode) -> Iterator[Address]:
    """Yield what a function asks for: what is a string in it, unless its strings are known to be words."""
    name = function.lower_name
    if name not in SAYING:
        for token in _own(function.arguments):
            if token.type == "string":
                yield Address(token.value, function.source_line, function.source_column, f"{function.name}(")
            elif token.type == "function" and token.lower_name in OPEN and name in FETCHING:
                yield Address(None, function.source_line, function.source_column, f"{function.name}(")
    yield from _addresses(function.arguments)


def _own(arguments: Iterable[CssNode]) -> Iterator[CssNode]:
    """Yield the arguments of a function, out of their brackets, but not those of functions among them."""
    for token in arguments:
        yield token
        if token.type != "function":
            yield from _own(held_by(token))


def _bounded(read: Callable[[str], list[CssNode]], css: str) -> list[CssNode]:
    if len(WORD.sub("w", css)) > HEAVIEST:
        raise CssFault(f"it has more than {HEAVIEST:,} words and signs")
    try:
        nodes = read(css)
    except ValueError as error:  # a number of more digits than Python reads
        raise CssFault("it holds a number of thousands of digits") from error
    level = nodes
    for _ in range(DEEPEST):
        level = [part for node in level for part in held_by(node)]
    if level:
        raise CssFault(f"its brackets are nested more than {DEEPEST} deep", level[0].source_line)
    return nodes
