"""Imposition: sheets are folded here as a binder folds them, and the pages read in order."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.press.imposition import Grid, best_grid, fold, lay_out_cells

A4, A5 = (210.0, 297.0), (148.0, 210.0)


def signatures(sheets):
    """Part sheets where a new signature begins."""
    found: list[list[Any]] = []
    for sheet in sheets:
        if sheet.depth == 0:
            found.append([])
        found[-1].append(sheet)
    return found


def leaves(signature, right_to_left):
    """Fold a signature, and return its leaves in reading order, each as the page met first and the one behind it.

    A sheet that is turned about its short edge shows its right half behind its left.
    """
    right = [(sheet.front.right, sheet.back.left) for sheet in signature]
    left = [(sheet.front.left, sheet.back.right) for sheet in signature]
    first, last = (left, right) if right_to_left else (right, left)
    return [*first, *[(back, front) for front, back in reversed(last)]]


def read(sheets, right_to_left=False):
    return [page for signature in signatures(sheets) for leaf in leaves(signature, right_to_left) for page in leaf]


@pytest.mark.parametrize("right_to_left", [False, True])
@pytest.mark.parametrize("pages", range(1, 65))
def test_the_folded_sheets_read_in_order_in_signatures_of_every_size(pages, right_to_left):
    for signature in range(math.ceil(pages / 4) + 1):
        sheets = fold(pages, signature, right_to_left=right_to_left)
        padded = [*range(pages), *[None] * (-pages % 4)]
        assert read(sheets, right_to_left) == padded
        assert len(sheets) == math.ceil(pages / 4)


@settings(deadline=None)
@given(st.integers(1, 2000), st.integers(0, 30))
def test_no_signature_has_more_sheets_than_asked_for(pages, signature):
    sizes = [len(found) for found in signatures(fold(pages, signature))]
    assert max(sizes) <= (signature or math.ceil(pages / 4))
    assert len(set(sizes[:-1])) <= 1
    assert [sheet.depth for found in signatures(fold(pages, signature)) for sheet in found] == [
        depth for size in sizes for depth in range(size)
    ]


def test_the_outermost_sheet_of_eight_pages_has_the_first_page_beside_the_last():
    outer, inner = fold(8)
    assert (outer.front.left, outer.front.right) == (7, 0)
    assert (inner.back.left, inner.back.right) == (3, 4)


def test_a_report_read_from_right_to_left_opens_from_the_other_side():
    (sheet,) = fold(4, right_to_left=True)
    assert (sheet.front.left, sheet.front.right) == (0, 3)
    assert (sheet.back.left, sheet.back.right) == (2, 1)


@pytest.mark.parametrize(("pages", "signature"), [(0, 0), (-4, 0), (4, -1)])
def test_what_cannot_be_folded_is_refused(pages, signature):
    with pytest.raises(ValueError, match="pages in signatures"):
        fold(pages, signature)


@settings(deadline=None)
@given(st.integers(1, 300), st.integers(1, 16), st.booleans())
def test_every_page_of_a_hand_out_has_one_cell_in_reading_order(pages, cells, right_to_left):
    grid, _ = best_grid(cells, A4, A4)
    sides = lay_out_cells(pages, grid, right_to_left=right_to_left)
    rows = [row[::-1] if right_to_left else row for side in sides for row in side]
    assert [page for row in rows for page in row if page is not None] == list(range(pages))
    assert all(len(side) == grid.rows for side in sides)


@pytest.mark.parametrize(
    ("cells", "grid", "turned"),
    [
        (1, Grid(1, 1), False),
        (2, Grid(1, 2), True),
        (4, Grid(2, 2), False),
        (8, Grid(2, 4), True),
        (9, Grid(3, 3), False),
    ],
)
def test_a_sheet_is_divided_so_that_pages_come_out_largest(cells, grid, turned):
    assert best_grid(cells, A4, A4) == (grid, turned)
