"""Page numbers of links set without a second layout, where they take no more room than what stands for them.

WeasyPrint lays a page out with "0" for each `target-counter()` that it does not know yet, and makes the page
again, twice, when it does. In a report of up to nine pages whose numbers have one width, the right digit in
the place of the "0" gives the same pages. Where anything else waits for a number, or a digit has another
width, WeasyPrint goes on as ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import split_first_line

from report.editions.pdf.weasy.page_map import descendants

if TYPE_CHECKING:
    from collections.abc import Iterator

STAND_IN = "0"
LINK = "a::after"
SAME = 1e-6  # px


def settle_numbers(pages: list[Any], context: Any) -> bool:
    """Set the numbers in laid-out pages; return False, and change nothing, where that is not enough."""
    waiting = context.target_collector.counter_lookup_items
    if not waiting or any(token == "content" and box.element_tag != LINK for box, token in waiting):  # noqa: S105
        return False
    page_of: dict[str, int] = {}
    links: list[Any] = []
    for number, page in enumerate(pages, start=1):
        for box in descendants(page):
            if box.element_tag == LINK:
                links.append(box)
            elif box.element is not None and "::" not in (box.element_tag or "") and (name := box.element.get("id")):
                page_of.setdefault(name, number)
    settled = []
    for text in {id(text): (text, link) for link in links for text in _texts(link)}.values():
        layout = _layout(*text, page_of, context)
        if layout is None:
            return False
        settled.append((text[0], layout))
    for box, layout in settled:
        box.text, box.pango_layout = layout.text, layout
    for state in context.page_maker:
        state[-1]["content_changed"] = False
    return True


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        if box.text.strip():
            yield box
    elif not box.is_leader:
        for child in getattr(box, "children", ()):
            yield from _texts(child)


def _layout(text: Any, link: Any, page_of: dict[str, int], context: Any) -> Any:
    """Lay out a link's text with its page number, None where the number does not fit into its place."""
    number = str(page_of.get(link.element.get("href", "").removeprefix("#"), ""))
    if len(number) != len(STAND_IN) or not text.text.endswith(STAND_IN):
        return None
    new = text.text[: -len(STAND_IN)] + number
    layout, _, rest, width, *_ = split_first_line(new, text.style, context, None, 0)
    return layout if rest is None and abs(width - text.width) < SAME else None
