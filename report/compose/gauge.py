"""A template gauged before it is compiled: what has no place in one is refused, and all that is repeated pays for its steps.

What the compiled template calls of its environment for that is written in here: `enter`, `each`, `compare`, `joined` and `cut`.
"""

from __future__ import annotations

from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from jinja2.visitor import VisitCallable

NODES = frozenset(
    "Add And Assign AssignBlock Block Call CallBlock Compare Concat CondExpr Const Dict Div Extends Filter FilterBlock "
    "FloorDiv For FromImport Getattr Getitem If Import Include Keyword List Macro Mod Mul Name Neg Not Operand Or Output "
    "Pair Pos Slice Sub Template TemplateData Test Tuple With".split()
)
VISITORS = MappingProxyType(
    {
        "Block": "_body",
        "CallBlock": "_body",
        "Compare": "_comparison",
        "Concat": "_concatenation",
        "Filter": "_filter",
        "For": "_loop",
        "Getitem": "_item",
        "Macro": "_body",
        "Pair": "_pair",
        "Template": "_body",
        "Test": "_test",
    }
)


class Unfit(TemplateSyntaxError):
    """A template is written with what has no place in one; `help` says what has."""

    def __init__(self, message: str, help: str, line: int, path: str | None, name: str | None = None) -> None:
        super().__init__(message, line, name, path)
        self.help = help


def gauge(
    template: nodes.Template, name: str | None, path: str | None, filters: Collection[str], tests: Collection[str]
) -> None:
    """Gauge a template that was parsed, in place; raise `Unfit` where it is written with what has no place in one."""
    _Gauge(name, path, filters, tests).visit(template)


class _Gauge(NodeTransformer):
    """Goes through a template, and counts its nodes: each is a step when it is run."""

    def __init__(self, name: str | None, path: str | None, filters: Collection[str], tests: Collection[str]) -> None:
        self._name, self._path, self._filters, self._tests = name, path, filters, tests
        self._steps = 0

    def get_visitor(self, node: nodes.Node) -> VisitCallable | None:
        """Find what is done with a node of a type, in the table."""
        return getattr(self, VISITORS.get(type(node).__name__, ""), None)

    def visit(self, node: nodes.Node, *given: object, **named: object) -> Any:
        """Visit a node of an allowed type, and count it."""
        kind = type(node).__name__
        if kind not in NODES:
            self._refuse(node, f"{kind} has no place in a template", "look in `styles/base/` for what has")
        if getattr(node, "dyn_args", None) or getattr(node, "dyn_kwargs", None):
            self._refuse(node, "arguments after * or ** have no place in a template", "write each of them")
        self._steps += 1
        return super().visit(node, *given, **named)

    def _body(self, node: Any) -> nodes.Node:
        """Let what can be entered more than once pay each time."""
        with self._counted() as steps:
            self.generic_visit(node)
        node.body.insert(0, nodes.ExprStmt(_hook("enter", node, nodes.Const(steps[0])), lineno=node.lineno))
        return node  # type: ignore[no-any-return]

    def _loop(self, node: nodes.For) -> nodes.Node:
        """Let a loop pay for all its rounds before the first."""
        if node.recursive:
            self._refuse(node, "a recursive loop has no place in a template", "write a macro that calls itself")
        with self._counted() as steps:
            self.generic_visit(node)
        node.iter = _hook("each", node, node.iter, nodes.Const(steps[0]))
        return node

    def _comparison(self, node: nodes.Compare) -> nodes.Node:
        self.generic_visit(node)
        pairs = (part for one in node.ops for part in (nodes.Const(one.op), one.expr))
        return _hook("compare", node, node.expr, *pairs)

    def _concatenation(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return _hook("joined", node, *node.nodes)

    def _item(self, node: nodes.Getitem) -> nodes.Node:
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):
            bounds = (bound or nodes.Const(None) for bound in (node.arg.start, node.arg.stop, node.arg.step))
            return _hook("cut", node, node.node, *bounds)
        return node

    def _pair(self, node: nodes.Pair) -> nodes.Node:
        if not isinstance(node.key, nodes.Const):
            self._refuse(node, "a key that is not written out has no place in a template", "write it as a text")
        return self.generic_visit(node)

    def _filter(self, node: nodes.Filter) -> nodes.Node:
        return self._known(node, "filter", node.name, self._filters)

    def _test(self, node: nodes.Test) -> nodes.Node:
        return self._known(node, "test", node.name, self._tests)

    def _known(self, node: nodes.Node, kind: str, name: str, known: Collection[str]) -> nodes.Node:
        if name not in known:
            self._refuse(node, f'there is no {kind} "{name}"', f"the {kind}s are: {', '.join(sorted(known))}")
        return self.generic_visit(node)

    def _refuse(self, node: nodes.Node, message: str, help: str) -> NoReturn:
        line = next(
            (one.lineno for one in (node, *node.find_all(nodes.Node)) if one.lineno), 1
        )  # not every node has one
        raise Unfit(message, help, line, self._path, self._name)

    @contextmanager
    def _counted(self) -> Iterator[list[int]]:
        """Count the steps of what is visited; the list holds their number afterwards."""
        before, steps = self._steps, [0]
        yield steps
        steps[0] = self._steps - before + 1


def _hook(name: str, node: nodes.Node, *given: nodes.Node) -> nodes.Call:
    """Write a call of the environment in the place of a node."""
    return nodes.Call(nodes.EnvironmentAttribute(name), list(given), [], None, None, lineno=node.lineno)
