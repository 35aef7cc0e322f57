"""The outline and the named destinations of the whole, from what the parts tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, String

from report.editions.pdf.bind.join import name_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.editions.pdf.bind.join import Joined
    from report.model.parts import Part


@dataclass(slots=True)
class _OutlineItem:
    """A line of the outline: its level in the style sheet, its entry, and the lines below it."""

    level: int
    entry: Any
    below: list[_OutlineItem] = field(default_factory=list)

    def count(self) -> int:
        return len(self.below) + sum(item.count() for item in self.below)


def write_outline(joined: Joined, parts: Sequence[Part]) -> None:
    """Write the outline: each line hangs below the nearest one before it that has a smaller level."""
    top = _OutlineItem(0, joined.pdf.make_indirect(Dictionary(Type=Name.Outlines)))
    trail = [top]
    for index, part in enumerate(parts):
        for mark in part.bookmarks:
            place = Array([joined.page(index, mark.page), Name.XYZ, _round(mark.x), _round(mark.y), 0])
            entry = joined.pdf.make_indirect(Dictionary(Title=String(mark.title), Dest=place))
            while trail[-1].level >= mark.level:
                trail.pop()
            item = _OutlineItem(mark.level, entry)
            trail[-1].below.append(item)
            trail.append(item)
    if top.below:
        _link(top)
        joined.pdf.Root.Outlines = top.entry


def _link(item: _OutlineItem) -> None:
    """Chain the lines below an item (ISO 32000-1, 12.3.3)."""
    entries = [below.entry for below in item.below]
    item.entry.First, item.entry.Last = entries[0], entries[-1]
    item.entry.Count = item.count()
    for index, below in enumerate(item.below):
        below.entry.Parent = item.entry
        if index:
            below.entry.Prev = entries[index - 1]
        if index + 1 < len(entries):
            below.entry.Next = entries[index + 1]
        if below.below:
            _link(below)


def write_names(joined: Joined, parts: Sequence[Part]) -> None:
    """Write the destinations that links name, across parts as within them."""
    found: dict[bytes, Any] = {}
    for index, part in enumerate(parts):
        for name, page, x, y in part.anchors:
            found.setdefault(name.encode(), Array([joined.page(index, page), Name.XYZ, _round(x), _round(y), 0]))
    if found:
        if "/Names" not in joined.pdf.Root:
            joined.pdf.Root.Names = Dictionary()
        joined.pdf.Root.Names.Dests = name_tree(joined.pdf, [(String(name), found[name]) for name in sorted(found)])


def _round(value: float) -> Any:
    from decimal import Decimal

    return Decimal(f"{value:.3f}").normalize() + 0
