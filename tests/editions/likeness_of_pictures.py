"""Compare pictures with references: how far they may differ, and what is told where they differ more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from tests.common import TESTS, there

if TYPE_CHECKING:
    from pathlib import Path

PICTURES = TESTS / "pictures"
COARSER = 2  # how many pixels are taken together: edges are smoothed otherwise on other machines
CHANNEL = 40  # of 255: what one may differ
SHARE = 0.004  # of all pixels: how many may differ by more


def assert_same_picture(actual: Image.Image, reference: Path, tmp: Path, *, update: bool) -> None:
    """Hold a picture against a reference; where it differs, say where and leave both, and the difference, in `tmp`."""
    actual = actual.convert("RGB")
    if update:
        reference.parent.mkdir(parents=True, exist_ok=True)
        actual.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(reference, optimize=True)
    assert reference.is_file(), f"{reference} is not there; run pytest with --update-golden and look at it"
    wanted = Image.open(reference).convert("RGB")
    found = tmp / reference.name
    actual.save(found)
    assert actual.size == wanted.size, f"{found} is {actual.size}, and {reference} is {wanted.size}"
    coarse = ImageChops.difference(actual.reduce(COARSER), wanted.reduce(COARSER)).convert("L")
    difference = coarse.point(lambda value: 255 * (value > CHANNEL))
    count = difference.histogram()[255]
    if count > SHARE * difference.width * difference.height:
        shown = tmp / f"difference-{reference.name}"
        difference.save(shown)
        left, top, right, bottom = (COARSER * side for side in there(difference.getbbox()))
        raise AssertionError(
            f"{reference.stem}: {count} pixels differ, within {left, top, right, bottom} of {actual.size}: "
            f"found {found}, wanted {reference}, difference {shown}"
        )
