"""The styles of a drawing: what is allowed in them is written anew, and what is not is told."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from report.read.drawings.allowed import FUNCTIONS, ILLEGAL, NUMBERS, ODD, PRESENTATION, PROPERTIES, SVG, XLINK
from report.runtime.css import FETCHING, CssFault, addresses, held_by, read_block, read_sheet, read_values, write_css

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from report.runtime.css import CssNode

    Loss = tuple[int, str, bool]

READS = "has a style sheet that reads other files"
PLAIN = re.compile(r"(?:[\w\s#.,%+-]++|\([\w\s#.,%+-]*+\))*")  # a value in which nothing can hide
CALL = re.compile(r"([^\s(),]*)\(")
NAMED = re.compile(r"(?<![\w-])url\(#[\w.-]*+\)")
OWN = re.compile(r"url\(\s*(?:#[^\s\"'()\\]*|\"#[^\"\\]*\"|'#[^'\\]*')\s*\)", re.IGNORECASE)
FONT = "font-face"  # whose files a picture may bring along; editions have fonts of their own
SPACES = {SVG, XLINK}


def shown_short(text: str, most: int = 60) -> str:
    """Write text of a stranger as a message can show it: in a line, short, and without what a terminal would obey."""
    words = " ".join("".join(character if character.isprintable() else " " for character in text[: 4 * most]).split())
    return words if len(words) <= most else f"{words[: most - 1]}…"


def outside(what: str) -> str:
    """Say that a drawing refers to something that is not in it."""
    return f'refers to something outside it ("{shown_short(what)}")'


def unknown_value(name: str) -> str:
    """Say that an attribute or a property has a value that is none of a picture."""
    return f'has a value of "{shown_short(name, 40)}" that is not known, and is left out'


def value_loss(name: str, value: str) -> str:
    """Say why a value of an attribute is none that it may have; empty where it may."""
    if name in NUMBERS and ODD.search(value):
        return unknown_value(name)
    if name not in PRESENTATION:
        return ""
    if "\\" not in value and ("(" not in value or FUNCTIONS.issuperset(CALL.findall(OWN.sub(" ", value)))):
        return ""
    try:
        tokens = read_values(value)
    except CssFault as fault:
        return f'has an attribute "{name}" that cannot be read: {fault.what}'
    if _reaches(tokens):
        return outside(value.strip())
    return "" if _is_plain(tokens) else unknown_value(name)


def simple_style(css: str) -> str | None:
    """Write declarations anew that hold nothing but words, numbers and known functions of them; None where any holds more."""
    kept = []
    for part in css.split(";"):
        name, colon, value = (text.strip() for text in part.partition(":"))
        if not part.strip():
            continue
        if not colon or not value or name.lower() not in PROPERTIES or not PLAIN.fullmatch(value):
            return None
        if name.lower() in NUMBERS and ODD.search(value):
            return None
        if "(" in value and not FUNCTIONS.issuperset(CALL.findall(NAMED.sub(" ", value))):
            return None
        kept.append(f"{name.lower()}: {value}")
    return "; ".join(kept)


@lru_cache(maxsize=4096)
def clean_style(css: str) -> tuple[str, tuple[Loss, ...]]:
    """Write the declarations of a `style` anew; return them, and what was left out: the line within, the words, whether it is grave."""
    try:
        nodes = read_block(css)
    except CssFault as fault:
        return "", ((fault.line, f"has a style that cannot be read: {fault.what}", False),)
    losses: list[Loss] = []
    return "; ".join(_declarations(nodes, losses)), tuple(losses)


def clean_sheet(css: str) -> tuple[str, tuple[Loss, ...]]:
    """Write a style sheet anew; return it, and what was left out: the line within, the words, whether it is grave."""
    try:
        rules = read_sheet(css)
    except CssFault as fault:
        return "", ((fault.line, f"has a style sheet that cannot be read: {fault.what}", False),)
    losses: list[Loss] = []
    return "\n".join(_rules(rules, losses)), tuple(losses)


def _rules(rules: Iterable[CssNode], losses: list[Loss]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            body = "; ".join(_declarations(read_block(rule.content), losses))
            selector = write_css(rule.prelude).strip()
            if ILLEGAL.search(selector):
                losses.append((rule.source_line, "has a selector that cannot be written, and is left out", False))
            elif body:
                yield f"{selector} {{ {body} }}"
        elif rule.type == "at-rule":
            yield from _at_rule(rule, losses)
        else:
            losses.append((rule.source_line, "has a style sheet with something in it that is no rule", False))


def _at_rule(rule: CssNode, losses: list[Loss]) -> Iterator[str]:
    name, line = rule.lower_at_keyword, rule.source_line
    if any(not _is_inside(address.target, brought=name == FONT) for address in addresses([rule])):
        losses.append((line, READS, True))
    elif name == "namespace" and _names_ours(rule.prelude):
        yield f"@namespace{write_css(rule.prelude)};"
    elif name == "media" and rule.content is not None and not _calls(rule.prelude):
        inner = "\n".join(_rules((node for node in read_block(rule.content) if node.type != "declaration"), losses))
        if inner:
            yield f"@media{write_css(rule.prelude)}{{ {inner} }}"
    elif name != "charset":
        losses.append((line, f"has the rule @{shown_short(rule.at_keyword, 40)}, which is left out", False))


def _names_ours(prelude: Iterable[CssNode]) -> bool:
    """Tell whether a prefix, or none, is to stand for the names of SVG or XLink."""
    *prefix, last = [token for token in prelude if token.type != "whitespace"] or [None]
    if last is not None and last.type == "function" and len(last.arguments) == 1:
        last = last.arguments[0]
    return getattr(last, "value", "") in SPACES and all(token.type == "ident" for token in prefix)


def _declarations(nodes: Iterable[CssNode], losses: list[Loss]) -> Iterator[str]:
    for node in nodes:
        written, loss = _declaration(node) if node.type == "declaration" else ("", _other(node))
        if loss:
            losses.append((node.source_line, *loss))
        elif written:
            yield written


def _declaration(node: CssNode) -> tuple[str, tuple[str, bool] | None]:
    """Write a declaration anew; or say what is lost with it, if that is worth a word."""
    name = node.name if node.name.startswith("--") else node.lower_name
    if _reaches(node.value):
        return "", (outside(write_css(node.value).strip()), True)
    if name not in PROPERTIES and not name.startswith("--"):
        return "", None if name.startswith("-") else (
            f'has the property "{shown_short(name, 40)}", which is left out',
            False,
        )
    written = f"{name}: {write_css(node.value).strip()}{' !important' * node.important}"
    if not _is_plain(node.value) or ILLEGAL.search(written) or (name in NUMBERS and ODD.search(written)):
        return "", (unknown_value(name), False)
    return written, None


def _other(node: CssNode) -> tuple[str, bool]:
    """Say what is lost with a rule within a rule, or with what is none."""
    if _reaches(held_by(node)) or any(not _is_inside(address.target) for address in addresses([node])):
        return READS, True
    return "has a style with something in it that is no declaration", False


def _reaches(tokens: Iterable[CssNode]) -> bool:
    """Tell whether a value asks for something that is not in the drawing."""
    for token in tokens:
        if token.type == "url":
            if not _is_inside(token.value):
                return True
        elif token.type == "function" and token.lower_name == "url":
            parts = [part for part in token.arguments if part.type != "whitespace"]
            if not all(_is_inside(getattr(part, "value", None)) for part in parts):
                return True
        elif (token.type == "function" and token.lower_name in FETCHING) or _reaches(held_by(token)):
            return True
    return False


def _is_inside(target: object, *, brought: bool = False) -> bool:
    """Tell whether an address stays in the drawing, or, where that counts, is what it names."""
    return isinstance(target, str) and target.strip().lower().startswith(("#", "data:") if brought else "#")


def _is_plain(tokens: Iterable[CssNode]) -> bool:
    """Tell whether a value holds no function but those that are known, and nothing that is no value."""
    for token in tokens:
        if token.type in {"error", "at-keyword", "{} block"}:
            return False
        if token.type == "function" and token.lower_name not in FUNCTIONS | {"url"}:
            return False
        if not _is_plain(held_by(token)):
            return False
    return True


def _calls(tokens: Iterable[CssNode]) -> bool:
    return any(token.type == "function" or _calls(held_by(token)) for token in tokens)
