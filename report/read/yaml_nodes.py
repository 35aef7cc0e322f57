"""YAML as nodes that know their line; nothing is guessed from how a scalar looks.

`no` stays the text "no" and `1.0` the text "1.0": the type of a value is the key's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from report.errors import BuildError
from report.model.findings import Finding, Location
from report.read.lines import find_control

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

TRUTH = re.compile("^(?:true|True|false|False)$")


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
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        raise _not_yaml(error, path, first_line) from error
    except RecursionError as error:
        finding = Finding("S101", "the YAML is nested too deeply", Location(path, first_line), "flatten it")
        raise BuildError(f"{path} cannot be read", findings=(finding,)) from error
    return Node(first_line, pairs=()) if node is None else _Conversion(first_line - 1).convert(node)


def load_values(text: str, path: str, first_line: int = 1) -> Any:
    """Parse one document into plain values, as YAML 1.2 reads them: only `true` and `false` are truths, dates are texts.

    Raise `BuildError` with a finding S101 where the text is not YAML.
    """
    try:
        return yaml.load(text, Loader=_Plain)  # noqa: S506 - a safe loader with fewer types
    except yaml.YAMLError as error:
        raise _not_yaml(error, path, first_line) from error
    except (RecursionError, ValueError) as error:
        finding = Finding("S101", f"the YAML cannot be read: {error}", Location(path, first_line), "simplify it")
        raise BuildError(f"{path} cannot be read", findings=(finding,)) from error


class _Plain(Loader):
    """Reads fewer words as something else than text: not "on", "no" and the like, and no dates."""


_Plain.yaml_implicit_resolvers = {
    letter: [
        (tag, TRUTH if tag.endswith(":bool") else pattern) for tag, pattern in rows if not tag.endswith(":timestamp")
    ]
    for letter, rows in Loader.yaml_implicit_resolvers.items()
}


class _Conversion:
    """Converts PyYAML's nodes, each once, so that aliases of aliases cost nothing."""

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._done: dict[int, Node] = {}

    def convert(self, node: yaml.Node) -> Node:
        if id(node) not in self._done:
            self._done[id(node)] = Node(self._line(node), column=_column(node))  # what an alias to itself finds
            self._done[id(node)] = self._node(node)
        return self._done[id(node)]

    def _node(self, node: yaml.Node) -> Node:
        line, column = self._line(node), _column(node)
        if isinstance(node, yaml.MappingNode):
            pairs = tuple((self._key(key), self._line(key), self.convert(value)) for key, value in node.value)
            return Node(line, pairs=pairs, column=column, columns=tuple(_column(key) for key, _ in node.value))
        if isinstance(node, yaml.SequenceNode):
            return Node(line, items=tuple(self.convert(item) for item in node.value), column=column)
        empty = node.tag == "tag:yaml.org,2002:null"
        return Node(line, text=None if empty else str(node.value), column=column)

    def _key(self, node: yaml.Node) -> str:
        return node.value if isinstance(node, yaml.ScalarNode) else "?"

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + 1 + self._offset


def _column(node: yaml.Node) -> int:
    return int(node.start_mark.column) + 1


def _not_yaml(error: yaml.YAMLError, path: str, first_line: int) -> BuildError:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    finding = Finding(
        "S101",
        f"not valid YAML: {problem}",
        Location(path, line, column),
        "put quotation marks around a value that contains a colon, and indent with spaces",
    )
    return BuildError(f"{path} cannot be read", findings=(finding,))
