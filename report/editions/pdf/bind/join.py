"""Join parts: pages in a row, one structure tree, one tree of its parents."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Self

import pikepdf
from pikepdf import Array, Dictionary, String

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.editions.pdf.paging import Paging
    from report.model.parts import Part

LEAF = 64  # entries


@dataclass(slots=True)
class Joined:
    """The file being bound. `pages` are all pages' objects; `first` is where each part's page 0 is or would be."""

    pdf: pikepdf.Pdf
    first: list[int] = field(default_factory=list)
    pages: list[Any] = field(default_factory=list)
    resources: list[Any] = field(default_factory=list)

    def page(self, part: int, page: int) -> Any:
        """Return a page of a part (from 0)."""
        return self.pages[self.first[part] + page]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.pdf.close()


@dataclass(slots=True)
class _Structure:
    """What the structure tree of the whole is made of."""

    document: Any
    kids: list[Any] = field(default_factory=list)
    parents: list[tuple[int, Any]] = field(default_factory=list)
    identified: list[tuple[bytes, Any]] = field(default_factory=list)
    next_key: int = 0


def join_parts(parts: Sequence[Part], paging: Paging) -> Joined:
    """Join parts in their order; spare pages that the paging drops are left out."""
    joined = Joined(pikepdf.open(BytesIO(parts[0].pdf)))
    root = joined.pdf.Root.StructTreeRoot
    structure = _Structure(root.K[0])
    _append(joined, joined.pdf, parts[0], structure)
    joined.first.append(0)
    for part, dropped in zip(parts[1:], paging.dropped[1:], strict=True):
        joined.first.append(len(joined.pages) - dropped)
        with pikepdf.open(BytesIO(part.pdf)) as opened:
            if dropped:
                del opened.pages[0]
            _append(joined, opened, part, structure)
    structure.document.K = Array(structure.kids)
    root.ParentTree = number_tree(joined.pdf, structure.parents)
    root.ParentTreeNextKey = structure.next_key
    if structure.identified:
        pairs = sorted(structure.identified, key=lambda pair: pair[0])
        root.IDTree = name_tree(joined.pdf, [(String(name), element) for name, element in pairs])
    return joined


def _append(joined: Joined, opened: pikepdf.Pdf, part: Part, structure: _Structure) -> None:
    """Take the pages and structure of an opened part into the whole (ISO 32000-1, 14.7.4.4)."""
    pdf, base = joined.pdf, structure.next_key
    foreign = opened is not pdf
    begin = len(joined.pages)
    if foreign:
        pdf.add_pages_from(opened)
    pages = [page.obj for page in list(pdf.pages)[begin:]]
    own = opened.Root.StructTreeRoot
    tree = pdf.copy_foreign(own) if foreign else own
    if base:
        for page in pages:
            page.StructParents = int(page.StructParents) + base
            for annotation in page.get("/Annots", ()):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + base
    for key, value in _numbers(tree.ParentTree):
        structure.parents.append((key + base, value))
        structure.next_key = max(structure.next_key, key + base + 1)
    for kid in tree.K[0].K:
        if foreign:
            kid.P = structure.document
        structure.kids.append(kid)
    for name, number in part.identified:
        element = opened.get_object(number, 0)
        structure.identified.append((name.encode(), pdf.copy_foreign(element) if foreign else element))
    joined.pages += pages
    joined.resources.append(pages[0].Resources)


def _numbers(tree: pikepdf.Object) -> Iterator[tuple[int, Any]]:
    flat = list(tree.Nums)
    for index in range(0, len(flat), 2):
        yield int(flat[index]), flat[index + 1]


def name_tree(pdf: pikepdf.Pdf, pairs: Sequence[tuple[String, pikepdf.Object]]) -> Any:
    """Write a name tree of pairs that are sorted by name."""
    return _tree(pdf, "/Names", pairs)


def number_tree(pdf: pikepdf.Pdf, pairs: Sequence[tuple[int, pikepdf.Object]]) -> Any:
    """Write a number tree of pairs that are sorted by number."""
    return _tree(pdf, "/Nums", pairs)


def _tree(pdf: pikepdf.Pdf, kind: str, pairs: Sequence[tuple[String | int, pikepdf.Object]]) -> Any:
    leaves = []
    for begin in range(0, len(pairs), LEAF):
        some = pairs[begin : begin + LEAF]
        leaf = Dictionary({kind: Array([item for pair in some for item in pair])})
        leaf.Limits = Array([some[0][0], some[-1][0]])
        leaves.append(pdf.make_indirect(leaf))
    return pdf.make_indirect(Dictionary(Kids=Array(leaves)))
