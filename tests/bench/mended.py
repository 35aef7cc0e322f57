"""The command `weasyprint` with one slip mended: a note that fits stands on the page of its call.

Without, the article comes out at 14 pages instead of 9, half of them half empty, and cannot be compared page by page.
"""

from __future__ import annotations

import weasyprint.layout
from weasyprint.__main__ import main
from weasyprint.formatting_structure import boxes

TOLERANCE = 1e-6  # px

_layout = weasyprint.layout.block_level_layout


def layout(context, box, *rest):
    """Lay out a box; leave a footnote area room for what its sum of floats is out by."""
    result = _layout(context, box, *rest)
    if isinstance(result[0], boxes.FootnoteAreaBox):
        result[0].height += TOLERANCE
    return result


if __name__ == "__main__":
    weasyprint.layout.block_level_layout = layout
    main()
