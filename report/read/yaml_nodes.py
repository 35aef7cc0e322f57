"""YAML as nodes that know their line; nothing is guessed from how a scalar looks.

`no` stays the text "no" and `1.0` the text "1.0": the type of a value is the key's business.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from report.errors import BuildError
from report.model.findings import Finding, Location

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar, a list or a mapping, and the line it starts on (from 1).

    `pairs` holds a mapping's keys and values in order, a key that stands twice twice.
    """

    line: int
    text: str | None = None
    items: tuple[Node, ...] | None = None
    pairs: tuple[tuple[str, int, Node], ...] | None = None

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

    Raise `BuildError` with a finding S101 where the text is not YAML.
    """
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        raise _not_yaml(error, path, first_line) from error
    except RecursionError as error:
        raise BuildError(f"{path}: the YAML is nested too deeply", "flatten it") from error
    return Node(first_line, pairs=()) if node is None else _convert(node, first_line - 1, frozenset())


def _convert(node: yaml.Node, offset: int, above: frozenset[int]) -> Node:
    line = node.start_mark.line + 1 + offset
    if id(node) in above:
        return Node(line)
    above = above | {id(node)}
    if isinstance(node, yaml.MappingNode):
        pairs = tuple(
            (str(key.value), key.start_mark.line + 1 + offset, _convert(value, offset, above))
            for key, value in node.value
        )
        return Node(line, pairs=pairs)
    if isinstance(node, yaml.SequenceNode):
        return Node(line, items=tuple(_convert(item, offset, above) for item in node.value))
    empty = node.tag == "tag:yaml.org,2002:null"
    return Node(line, text=None if empty else str(node.value))


def _not_yaml(error: yaml.YAMLError, path: str, first_line: int) -> BuildError:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + first_line if mark else first_line
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    finding = Finding(
        "S101",
        f"not valid YAML: {problem}",
        Location(path, line),
        "put quotation marks around a value that contains a colon, and indent with spaces",
    )
    return BuildError(f"{path} cannot be read", findings=(finding,))
