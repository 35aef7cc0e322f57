"""S231: lines of a listing that the page breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.read.data_blocks import HELD
from report.read.lines import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.resolve.lints.scope import LintScope

COLUMN = 8.2 * 0.6  # pt: a character of the face and size that listings are set in
PADDING = 20.0  # pt, both sides of a listing
POINT = 25.4 / 72  # mm


def check_listings(scope: LintScope) -> Iterator[Finding]:
    """Find listings with a line that is longer than the text is wide, each once, at its first such line."""
    places = Places(scope.section)
    most = int((scope.measure / POINT - PADDING) / COLUMN)
    for block in scope.elements:
        if most <= 0 or block["t"] != "CodeBlock" or HELD in block["c"][0][1]:
            continue
        long = [line for line in block["c"][1].split("\n") if len(line.expandtabs()) > most]
        if long:
            length = max(len(line.expandtabs()) for line in long)
            message = f"a line of the listing has {length} characters, and {most} fit on the page"
            yield Finding("S231", message, places.next(long[0].strip()), "break it where its language allows")
