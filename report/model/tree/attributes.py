"""Attributes, and the view of an element that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from report.model.tree.views import Element, Entry, Inner, Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from report.model.tree.views import Tree

    Pairs = Iterable[Sequence[str]]


class Attributes(Entry):
    """What most elements can have: an identifier, classes, and pairs of key and value, each in the order in which it was written."""

    __slots__ = ()
    identifier = Member[str](0)
    classes = Member[list[str]](1)
    pairs = Member[list[list[str]]](2)

    @classmethod
    def make(cls, identifier: str = "", classes: Iterable[str] = (), pairs: Pairs = ()) -> Self:
        """Make attributes; none where nothing is given."""
        return cls([identifier, list(classes), [list(pair) for pair in pairs]])

    @classmethod
    def of(cls, value: Tree) -> Self | None:
        """View a value, or return None where it is no attributes."""
        if not isinstance(value, list) or len(value) != 3:
            return None
        is_one = isinstance(value[0], str) and isinstance(value[1], list) and isinstance(value[2], list)
        return cls(value) if is_one else None

    @staticmethod
    def given(attributes: Attributes | None) -> list[Any]:
        """Return attributes as they stand in the tree."""
        node: list[Any] = ["", [], []] if attributes is None else attributes.node
        return node

    def __bool__(self) -> bool:
        return bool(self.identifier or self.classes or self.pairs)

    @property
    def values(self) -> dict[str, str]:
        """Return the values by key."""
        return {key: value for key, value in self.pairs}  # noqa: C416 - pairs are lists, which no dict is said to take

    def get(self, key: str) -> str:
        """Return the value of a key; empty where there is none."""
        return self.values.get(key, "")

    def without(self, *keys: str) -> list[list[str]]:
        """Return the pairs but those of some keys."""
        return [pair for pair in self.pairs if pair[0] not in keys]

    def only(self, *keys: str) -> list[list[str]]:
        """Return the pairs of some keys."""
        return [pair for pair in self.pairs if pair[0] in keys]

    def with_pairs(self, pairs: Pairs) -> Self:
        """Make attributes that have other pairs."""
        return self.make(self.identifier, self.classes, pairs)

    def marked(self, *classes: str) -> Self:
        """Make attributes that have some classes beside these."""
        return self.make(self.identifier, [*self.classes, *classes], self.pairs)


class Attributed(Element):
    """An element whose content begins with its attributes."""

    __slots__ = ()
    kinds = frozenset({"Div", "Span", "Code", "CodeBlock", "Figure", "Table", "Link", "Image"})
    attributes = Inner(Attributes, 0)
