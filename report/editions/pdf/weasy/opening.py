"""A part begins as it would in the middle of the whole: on its side, after its break, with the running heads before it.

Private names of WeasyPrint 70 are replaced here:

- `layout.initialize_page_maker`: the first page's side, the break that leads to it and where it resumes.
- `layout.page.PageType`: no page but the report's first is `:first`, and those alike are of one type.
- `layout.block.block_level_page_name`: a page without a name follows one with a name; WeasyPrint sees no change.
- `LayoutContext.get_string_set_for`: a running head looks back into the parts before.
- `layout.make_margin_boxes`: what the running heads are set to is noted for the part after; heads and feet
  are laid out once for all pages on which they differ by nothing but page numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import weasyprint.layout
import weasyprint.layout.block
import weasyprint.layout.page
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext

from report.editions.pdf.weasy.rendering import current

if TYPE_CHECKING:
    from collections.abc import Sequence

BEGINS = "data-begins"  # the attribute of the element that a part begins with
UNNAMED = " "  # a name that no style sheet can give a page
KEYWORDS = ("first", "start", "last", "first-except")
FROM_THE_START = {"all-once", "first-except"}

_initialize = weasyprint.layout.initialize_page_maker
_page_type = weasyprint.layout.page.PageType
_page_name = weasyprint.layout.block.block_level_page_name
_string_set = LayoutContext.get_string_set_for
_margin_boxes = weasyprint.layout.make_margin_boxes


def _open(context: LayoutContext, root_box: boxes.Box) -> None:
    _initialize(context, root_box)
    opening = current().source.opening
    if not opening.breaks:
        return
    _, next_page, _, state, remake = context.page_maker[0]
    path = _path_to_text(root_box)
    right = (opening.side == "right") != opening.spare
    context.page_maker[0] = (path, {**next_page, "break": opening.breaks}, right, state, remake)


def _path_to_text(root_box: boxes.Box) -> dict[int, Any]:
    """Lead from the root box to the one that the part begins with, as WeasyPrint says where a page resumes."""
    box, path = root_box, []
    while box.element is None or BEGINS not in box.element.attrib:
        first = next(n for n, child in enumerate(box.children) if isinstance(child, boxes.BlockLevelBox))
        path.append(first)
        box = box.children[first]
    *above, last = path
    found: dict[int, Any] = {last: None}
    for step in reversed(above):
        found = {step: found}
    return found


def _type_page(side: str, blank: bool, name: str, index: int, groups: object) -> Any:
    """Type a page: all that no selector tells apart are of one type."""
    index += bool(current().source.opening.breaks)
    if ":nth(" in current().source.css:
        return _page_type(side, blank, name, index, groups)
    return _page_type(side, blank, name, min(index, 1), ())


def _name_page(before: boxes.Box, after: boxes.Box) -> Any:
    """Name the page that a box begins where it may not stand on that of the box before; None where it may."""
    name = _page_name(before, after)
    return UNNAMED if name == "" else name


def _find_string(context: LayoutContext, page: boxes.PageBox, name: str, keyword: str = "first") -> Any:
    found = _string_set(context, page, name, keyword)
    if (
        found
        or keyword in FROM_THE_START
        or (name in context.string_set and context.current_page in context.string_set[name])
    ):
        return found
    text = current().strings.get(name, "")
    current().borrowed[name] = text
    return (text,) if text else ()


def _make_margin_boxes(context: LayoutContext, page: boxes.PageBox, state: Sequence[Any]) -> Any:
    """Make the heads and feet of a page, or take those of an earlier page that says the same but for its numbers."""
    rendering = current()
    number = context.current_page
    rendering.left.update({name: pages[number][-1] for name, pages in context.string_set.items() if number in pages})
    key = _margin_key(context, page, state)
    if key is None:
        return _margin_boxes(context, page, state)
    if key not in rendering.margins:
        rendering.margins[key] = tuple(_margin_boxes(context, page, state))
    return rendering.margins[key]


def _margin_key(context: LayoutContext, page: boxes.PageBox, state: Sequence[Any]) -> Any:
    """Return what heads and feet depend on; None where pages are told apart by more than their type."""
    if context.running_elements or ":nth(" in current().source.css:
        return None
    kind = page.page_type
    names = sorted({*context.string_set, *current().strings})
    strings = [(name, context.get_string_set_for(page, name, word)) for name in names for word in KEYWORDS]
    counters = sorted((name, values[-1:]) for name, values in state[1].items() if name not in ("page", "pages"))
    sizes = (page.width, page.height, page.margin_left, page.margin_top, page.margin_right, page.margin_bottom)
    return repr((kind.side, kind.blank, kind.name, kind.index == 0, strings, counters, sizes))


PARTS = (
    (weasyprint.layout, "initialize_page_maker", _open),
    (weasyprint.layout.page, "PageType", _type_page),
    (weasyprint.layout.block, "block_level_page_name", _name_page),
    (LayoutContext, "get_string_set_for", _find_string),
    (weasyprint.layout, "make_margin_boxes", _make_margin_boxes),
)
