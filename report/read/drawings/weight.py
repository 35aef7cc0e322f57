"""How much a drawing draws: parts that are shown again and again, by `use`, as patterns or as markers, are counted each time."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from report.read.drawings.allowed import PRESENTATION, SVG, XLINK
from report.runtime.css import held_by, read_block, read_sheet, read_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from report.runtime.css import CssNode

STYLE, LINK = f"{{{SVG}}}style", f"{{{SVG}}}a"
HREFS = (f"{{{XLINK}}}href", "href")
NUMBER = re.compile(r"[\d.]+")
CALL = re.compile(r"url\(", re.IGNORECASE)
MARKERS = {"marker", "marker-start", "marker-mid", "marker-end"}
PAINTS = {"fill", "stroke"}
NEW, OPEN, KNOWN = range(3)
Reference = tuple[str, str]
"""A property, and the identifier of what it refers to."""


@dataclass(slots=True)
class _Part:
    """An element: what is in it or shown by it, what paints it, what marks its points; and how much all that is.

    What paints or marks is inherited: it is drawn for each of its `elements`, and at each of its `points`.
    """

    line: int
    shown: list[_Part] = field(default_factory=list)
    paints: list[_Part] = field(default_factory=list)
    marks: list[_Part] = field(default_factory=list)
    elements: int = 1
    points: int = 0
    drawn: int = 1
    state: int = NEW

    def sum_up(self) -> None:
        """Count what the part draws, from the counts of all that it needs."""
        self.elements += sum(part.elements for part in self.shown)
        self.points += sum(part.points for part in self.shown)
        painted = self.elements * sum(part.drawn for part in self.paints)
        marked = self.points * sum(part.drawn for part in self.marks)
        self.drawn += sum(part.drawn for part in self.shown) + painted + marked


@dataclass(frozen=True, slots=True)
class _Selector:
    """The last part of a selector: an element it may stand for has its tag, its classes and its identifier, where it names them."""

    tag: str
    names: frozenset[str]

    @property
    def key(self) -> str:
        """One of its names, by which an element finds it; empty where any may."""
        return next(iter(sorted(self.names)), self.tag)

    def fits(self, tag: str, names: frozenset[str]) -> bool:
        """Tell whether it may stand for an element, whatever is above that."""
        return self.tag in {"", tag} and self.names <= names


Rules = dict[str, list[tuple[_Selector, tuple[Reference, ...]]]]
"""What rules refer to, by the keys of their selectors."""


def weigh(root: etree._Element, lines: Sequence[int], most: int) -> tuple[int, str] | None:
    """Say where a drawing draws itself, or more than `most` elements; None where it does neither. `lines` are its elements'."""
    parts = _parts(root, lines)
    for part in parts:
        if (circle := _count(part)) is not None:
            return circle.line, "has a part that draws itself"
    if parts[0].drawn <= most:
        return None
    heavy = [part for part in parts if part.drawn > most]
    return heavy[-1].line, f"draws {parts[0].drawn:,} elements, some of them again and again"


def _count(start: _Part) -> _Part | None:
    """Count a part and all that it needs; return one that needs itself, if there is any."""
    stack = [start] if start.state == NEW else []
    while stack:
        part = stack[-1]
        if part.state == NEW:
            part.state = OPEN
            needed = (*part.shown, *part.paints, *part.marks)
            if circle := next((one for one in needed if one.state == OPEN), None):
                return circle
            stack += [one for one in needed if one.state == NEW]
            continue
        stack.pop()
        if part.state == OPEN:
            part.state = KNOWN
            part.sum_up()
    return None


def _parts(root: etree._Element, lines: Sequence[int]) -> list[_Part]:
    """Make the parts of a drawing, in the order of the document, and join them."""
    elements = list(root.iter())
    parts = {element: _Part(line) for element, line in zip(elements, lines, strict=True)}
    named = {element.get("id"): part for element, part in parts.items() if element.get("id")}
    rules: Rules = defaultdict(list)
    for element in elements:
        if element.tag == STYLE and element.text:
            for selector, found in _rules(element.text):
                rules[selector.key].append((selector, found))
    for element, part in parts.items():
        part.shown += [parts[child] for child in element]
        part.points = sum(len(NUMBER.findall(element.get(name, ""))) for name in ("d", "points", "x1")) // 2
        for name, identifier in _references(element, rules):
            if (other := named.get(identifier)) is not None:
                group = part.paints if name in PAINTS else part.marks if name in MARKERS else part.shown
                group.append(other)
    return list(parts.values())


def _references(element: etree._Element, rules: Rules) -> Iterator[Reference]:
    """Yield what an element refers to, by itself or by a rule of a style sheet."""
    if element.tag != LINK:
        for name in HREFS:
            yield from _both("href", element.get(name, "").removeprefix("#"))
    for name in ("style", *(PRESENTATION & set(element.attrib))):
        value = element.get(name, "")
        if CALL.search(value):
            yield from _in_style(value) if name == "style" else _in_value(name, value)
    if rules:
        tag, names = element.tag.rpartition("}")[2], frozenset(_names(element))
        for key in ("", tag, *names):
            for selector, found in rules.get(key, ()):
                if selector.fits(tag, names):
                    yield from found


def _names(element: etree._Element) -> Iterator[str]:
    yield from (f".{name}" for name in element.get("class", "").split())
    yield f"#{element.get('id', '')}"


@lru_cache(maxsize=1024)
def _in_style(css: str) -> tuple[Reference, ...]:
    return tuple(_declared(read_block(css)))


@lru_cache(maxsize=1024)
def _in_value(name: str, value: str) -> tuple[Reference, ...]:
    return tuple(reference for target in _targets(read_values(value)) for reference in _both(name, target))


def _declared(nodes: Iterable[CssNode]) -> Iterator[Reference]:
    for node in nodes:
        if node.type == "declaration":
            name = "fill" if node.name.startswith("--") else node.lower_name  # a variable may be of use to any below
            for target in _targets(node.value):
                yield from _both(name, target)


def _targets(tokens: Iterable[CssNode]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"url", "string"} and token.value.strip().startswith("#"):
            yield token.value.strip()[1:]
        yield from _targets(held_by(token))


def _both(name: str, target: str) -> Iterator[Reference]:
    """Yield a reference as it is written, and as a browser reads it."""
    yield from ((name, one) for one in dict.fromkeys((target, unquote(target))) if one)


def _rules(css: str) -> Iterator[tuple[_Selector, tuple[Reference, ...]]]:
    """Yield the rules of a style sheet that refer to anything, by each of their selectors."""
    pending = read_sheet(css) if CALL.search(css) else []
    while pending:
        rule = pending.pop()
        if rule.type == "at-rule":
            pending += read_block(rule.content or ())
        elif rule.type == "qualified-rule" and (found := tuple(_declared(read_block(rule.content)))):
            yield from ((selector, found) for selector in _selectors(rule.prelude))


def _selectors(prelude: Iterable[CssNode]) -> Iterator[_Selector]:
    """Yield the last parts of a list of selectors; one that says more than tags, classes and identifiers may fit anything."""
    tag, names, before = "", set[str](), ""
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield _Selector(tag, frozenset(names))
            tag, names = "", set()
        elif token.type == "whitespace" or (token.type == "literal" and token.value in {">", "+", "~"}):
            before = " "
            continue
        else:
            if before == " ":
                tag, names = "", set()
            if token.type == "hash":
                names.add(f"#{token.value}")
            elif token.type == "ident" and before == ".":
                names.add(f".{token.value}")
            elif token.type == "ident" and before != ":":
                tag = token.value
        before = token.value if token.type == "literal" else ""
    yield _Selector(tag, frozenset(names))
