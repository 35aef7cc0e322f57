"""What views of pandoc's document type are made of: a view looks into a part of the tree, and what is set through it is set there.

The tree itself stays plain JSON, which is walked, copied and kept as it is. A view is made where something is looked into,
and dropped again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeAlias, TypeGuard, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Block = dict[str, Any]
"""One block or inline of pandoc's JSON: `{"t": name, "c": content}`."""
Tree: TypeAlias = "Block | Sequence[Any] | str | float | None"
"""Any part of the tree: an element, an array of parts, or a text or number."""
Value = TypeVar("Value")


class View:
    """A view of a part of the tree, its `node`; `array` holds what the view tells of."""

    __slots__ = ("node",)
    node: Any

    @property
    def array(self) -> Any:
        """Return the array that the parts are found in."""
        return self.node


class Entry(View):
    """A view of an array that is no element: attributes, a row, a cell."""

    __slots__ = ()
    node: list[Any]

    def __init__(self, node: list[Any]) -> None:
        self.node = node


class Element(View):
    """A view of an element of one of some `kinds`."""

    __slots__ = ()
    node: Block
    kinds: ClassVar[frozenset[str]]

    def __init__(self, node: Block) -> None:
        self.node = node

    @property
    def array(self) -> Any:
        """Return the element's content."""
        return self.node["c"]

    def copy(self) -> Self:
        """View a copy, whose content can be replaced part by part."""
        return type(self)({"t": self.node["t"], "c": list(self.array)})

    def become(self, other: Block) -> None:
        """Let the element in the tree be another."""
        self.node.clear()
        self.node.update(other)

    @classmethod
    def of(cls, value: Tree) -> Self | None:
        """View a value, or return None where it is no element of these kinds."""
        return cls(value) if isinstance(value, dict) and value.get("t") in cls.kinds else None


class Content(Generic[Value]):
    """The whole content of an element."""

    def __get__(self, view: Element, _: type) -> Value:
        content: Value = view.node["c"]
        return content

    def __set__(self, view: Element, content: Value) -> None:
        view.node["c"] = content


class Member(Generic[Value]):
    """A part of an array by its index, or by the indices of the arrays on the way to it."""

    def __init__(self, *path: int) -> None:
        *self.way, self.index = path

    def __get__(self, view: View, _: type) -> Value:
        part: Value = self._holder(view)[self.index]
        return part

    def __set__(self, view: View, part: Value) -> None:
        self._holder(view)[self.index] = part

    def _holder(self, view: View) -> Any:
        array = view.array
        for index in self.way:
            array = array[index]
        return array


Viewed = TypeVar("Viewed", bound=Entry)
Kind = TypeVar("Kind", bound=Element)


class Inner(Generic[Viewed]):
    """A part of an array that has a view of its own."""

    def __init__(self, view: type[Viewed], index: int) -> None:
        self.view, self.index = view, index

    def __get__(self, view: View, _: type) -> Viewed:
        return self.view(view.array[self.index])

    def __set__(self, view: View, part: Viewed) -> None:
        view.array[self.index] = part.node


class Inners(Generic[Viewed]):
    """A part of an array that is an array of parts with views of their own."""

    def __init__(self, view: type[Viewed], index: int) -> None:
        self.view, self.index = view, index

    def __get__(self, view: View, _: type) -> list[Viewed]:
        return [self.view(part) for part in view.array[self.index]]

    def __set__(self, view: View, parts: Iterable[Viewed]) -> None:
        view.array[self.index] = [part.node for part in parts]


def kind_of(value: Tree) -> str:
    """Return the kind of an element; empty for what is none."""
    return str(value.get("t", "")) if isinstance(value, dict) else ""


def content_of(element: Block) -> Tree:
    """Return what an element holds, whatever its kind; None where that holds nothing."""
    content: Tree = element.get("c")
    return content


def is_kind(value: Tree, *kinds: str) -> TypeGuard[Block]:
    """Tell whether a value is an element of one of some kinds."""
    return isinstance(value, dict) and value.get("t") in kinds


def each(view: type[Kind], elements: Iterable[Block]) -> Iterator[Kind]:
    """View those among elements that are of a view's kinds."""
    kinds = view.kinds
    return (view(element) for element in elements if element["t"] in kinds)
