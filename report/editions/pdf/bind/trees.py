"""Name trees and number trees (ISO 32000-1, 7.9.6 and 7.9.7), in leaves that readers can find their way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, String

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf

LEAF = 64  # entries


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
