"""YAML as nodes that know their line; nothing is guessed from how a scalar looks.

`no` stays the text "no" and `1.0` the text "1.0": the type of a value is the key's business.

The nodes are put together from the parser's events, one after another: PyYAML's own composer calls itself for each level, and
a line of brackets would end the process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from report.model.errors import BuildError
from report.model.findings import Finding, Location
from report.read.lines import find_control

if TYPE_CHECKING:
    from collections.abc import Iterable

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

NOTHING = {"", "~", "null", "Null", "NULL"}
TEXT_TAG = "tag:yaml.org,2002:str"
TRUTH = re.compile("^(?:true|True|false|False)$")
WHOLE = re.compile(
    "^[-+]?(?:0[0-7_]{0,17}|[1-9][0-9_]{0,17}|0x[0-9a-fA-F][0-9a-fA-F_]{0,14}|0b[01][01_]{0,59})$"
)  # as far as JSON goes
BROKEN = re.compile(r"^[-+]?(?:[0-9][0-9_]{0,99}\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]{1,2})?$")
KNOWN = {"bool": TRUTH, "int": WHOLE, "float": BROKEN}
DEEPEST = 100  # levels of lists and mappings: more than a person reads, and less than our own walks can take
AMPLE = 1_000_000  # characters that aliases may repeat


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar, a list or a mapping, and the line and column it starts at (from 1).

    `pairs` holds a mapping's keys and values in order, a key that stands twice twice; `columns` are those of the keys.
    """

    line: int
    text: str | None = None
    items: tuple[Node, ...] | None = None
    pairs: tuple[tuple[str, int, Node], ...] | None = None
    column: int = 0
    columns: tuple[int, ...] = ()

    @property
    def kind(self) -> str:
        """Name the node's kind as messages do."""
        if self.pairs is not None:
            return "a mapping"
        if self.items is not None:
            return "a list"
        return "nothing" if self.text is None else "a text"


def read_yaml(text: str, path: str, first_line: int = 1) -> Node:
    """Parse one document; `path` and `first_line` are for messages. An empty document is an empty mapping.

    Raise `BuildError` with a finding S101 where the text is not YAML, S110 where it holds a control character.
    """
    if found := find_control(text):
        line, column, name = found
        place = Location(path, line + first_line - 1, column)
        finding = Finding("S110", f"a control character ({name})", place, "take it out")
        raise BuildError(f"{path} cannot be read", findings=(finding,))
    return _compose(text, path, first_line).root or Node(first_line, pairs=())


def load_values(text: str, path: str, first_line: int = 1) -> Any:
    """Parse one document into plain values, as YAML 1.2 reads them: only `true` and `false` are truths, dates are texts.

    Raise `BuildError` with a finding S101 where the text is not YAML.
    """
    composer = _compose(text, path, first_line)
    if composer.tag:
        place = Location(path, composer.tag[1] + first_line, composer.tag[2] + 1)
        finding = Finding("S101", f"a tag means nothing here: {composer.tag[0]}", place, "take it out")
        raise BuildError(f"{path} cannot be read", findings=(finding,))
    try:
        return yaml.load(text, Loader=_Plain)  # noqa: S506 - a safe loader with fewer types
    except yaml.YAMLError as error:
        raise _not_yaml(error, text, path, first_line) from error


def _compose(text: str, path: str, first_line: int) -> _Composer:
    """Put a document's nodes together; raise `BuildError` where it is not YAML, or more than can be read."""
    composer = _Composer(first_line - 1, AMPLE + len(text))
    try:
        composer.read(yaml.parse(text, Loader=Loader))
    except yaml.YAMLError as error:
        raise _not_yaml(error, text, path, first_line) from error
    except _TooMuch as error:
        finding = Finding("S101", f"the YAML {error}", Location(path, *error.place), error.help)
        raise BuildError(f"{path} cannot be read", findings=(finding,)) from error
    return composer


class _Plain(Loader):
    """Reads fewer words as something else than text: not "on", "no" and the like, no dates, no hours, no endless numbers."""


_Plain.yaml_implicit_resolvers = {
    letter: [
        (tag, KNOWN.get(tag.rpartition(":")[2], pattern)) for tag, pattern in rows if not tag.endswith(":timestamp")
    ]
    for letter, rows in Loader.yaml_implicit_resolvers.items()
}


class _TooMuch(Exception):
    """YAML that goes too deep, or on and on: what it does, where, and the way out."""

    def __init__(self, what: str, node: Node, help: str) -> None:
        super().__init__(what)
        self.place, self.help = (node.line, node.column), help


@dataclass(slots=True)
class _Open:
    """A list or a mapping whose end has not come yet."""

    start: Node
    anchor: str | None
    size: int
    mapping: bool
    parts: list[tuple[Node, str]] = field(default_factory=list)

    def close(self) -> Node:
        start, nodes = self.start, [node for node, _ in self.parts]
        if not self.mapping:
            return Node(start.line, items=tuple(nodes), column=start.column)
        keys = zip(self.parts[::2], nodes[1::2], strict=True)
        pairs = tuple((written, key.line, value) for (key, written), value in keys)
        return Node(start.line, pairs=pairs, column=start.column, columns=tuple(key.column for key in nodes[::2]))


class _Composer:
    """Puts nodes together; an alias is the very node that it stands for, and counts as often as it stands."""

    def __init__(self, offset: int, room: int) -> None:
        self.root: Node | None = None
        self.tag: tuple[str, int, int] | None = None
        self._offset, self._room, self._size = offset, room, 0
        self._open: list[_Open] = []
        self._known: dict[str, tuple[Node, str, int]] = {}

    def read(self, events: Iterable[Any]) -> None:
        """Take in the events of a parser."""
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _fault("but found another document", event)
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                done = self._open.pop()
                self._add(done.close(), "?", done.anchor, done.size)

    def _node(self, event: Any) -> None:
        start = Node(int(event.start_mark.line) + 1 + self._offset, column=int(event.start_mark.column) + 1)
        if isinstance(event, yaml.AliasEvent):
            self._repeat(event, start)
            return
        if event.anchor and (event.anchor in self._known or self._is_open(event.anchor)):
            raise _fault(f'the anchor "{event.anchor}" stands twice', event)
        if event.tag not in {None, "!", TEXT_TAG} and not self.tag:
            self.tag = event.tag, int(event.start_mark.line), int(event.start_mark.column)
        if isinstance(event, yaml.ScalarEvent):
            text = None if event.value in NOTHING and event.implicit[0] else str(event.value)
            self._add(Node(start.line, text=text, column=start.column), str(event.value), event.anchor, self._size)
            return
        if len(self._open) == DEEPEST:
            raise _TooMuch("is nested too deeply", start, "flatten it")
        self._open.append(_Open(start, event.anchor, self._size, isinstance(event, yaml.MappingStartEvent)))

    def _is_open(self, anchor: str) -> bool:
        return any(one.anchor == anchor for one in self._open)

    def _repeat(self, event: Any, start: Node) -> None:
        if self._is_open(event.anchor):
            raise _TooMuch("repeats something within itself", start, f"write out what *{event.anchor} stands for")
        if event.anchor not in self._known:
            raise _fault(f'nothing has the anchor "{event.anchor}"', event)
        node, written, size = self._known[event.anchor]
        self._size += size
        if self._size > self._room:
            raise _TooMuch("repeats itself too often", start, "write what is meant once")
        self._add(node, written, None, self._size)

    def _add(self, node: Node, written: str, anchor: str | None, before: int) -> None:
        """Put a finished node where it belongs, with its name as a key; `before` is the size of all before it."""
        self._size += 1 + len(node.text or "")
        if anchor:
            self._known[anchor] = node, written, self._size - before
        if self._open:
            self._open[-1].parts.append((node, written))
        else:
            self.root = node


def _fault(problem: str, event: Any) -> yaml.YAMLError:
    return yaml.composer.ComposerError(None, None, problem, event.start_mark)


def _not_yaml(error: yaml.YAMLError, text: str, path: str, first_line: int) -> BuildError:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    help = "put quotation marks around a value that contains a colon, and indent with spaces"
    if mark and _stands_tab(text, mark.line, mark.column):
        problem, help = "a tab stands where only spaces may", "put spaces in the place of tabs before a key or a hyphen"
    finding = Finding("S101", f"not valid YAML: {problem}", Location(path, line, column), help)
    return BuildError(f"{path} cannot be read", findings=(finding,))


def _stands_tab(text: str, line: int, column: int) -> bool:
    """Tell whether a tab stands at a place of a text, counted from 0, with nothing but white space before it."""
    lines = text.split("\n")
    before = lines[line][: column + 1] if line < len(lines) else ""
    return before.endswith("\t") and not before.strip(" \t-")
