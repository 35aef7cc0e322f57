"""Look over the pages of a part as a typesetter does: what stands where it should not is a sight."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from report.model.findings import About
from report.model.parts import PageFault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from xml.etree import ElementTree as ET

    from weasyprint.document import Page

Box: TypeAlias = boxes.Box
FLOW, BESIDE, NOTE, MARGIN = "flow", "beside", "note", "margin"  # where a line stands
TEXTS = {"p", "li", "dd"}
HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
HOLDERS = (boxes.BlockLevelBox, boxes.TableCellBox, boxes.TableRowBox, boxes.TableCaptionBox)  # of lines
SLACK = 0.5  # px
TALL = 1.4  # em: what the faces of the house take at most, from the highest to the deepest letter
OVERLAP = 0.45  # of the lower of two lines' heights, from which they run into each other
SHOWN = 60  # characters of a line
WORDS = 6  # of a block, that tell which it is
FULL = 0.75  # of its height, from which on a page has run over
FEW = 4  # lines that a last page has at least
SHORTEST, LONGEST, ENOUGH = 30, 88, 15  # characters of a full line, on the average of so many lines


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: where on the page it is (CSS px), the element of its block, and how many characters it has."""

    area: str
    block: Any
    left: float
    right: float
    top: float
    bottom: float
    text: str


@dataclass(slots=True)
class Look:
    """What is seen of a page: its lines; by element rows, figures, captions of tables, and what each stands in; its size, and where its text begins and ends."""

    lines: list[Line]
    rows: set[Any]
    figures: set[Any]
    captions: set[Any]
    parents: dict[Any, Any]
    pictures: int
    width: float
    height: float
    head: float
    foot: float


def inspect(pages: Sequence[Page], marking: str, wide: Collection[str] = ()) -> tuple[PageFault, ...]:
    """Return what is wrong with the pages of a part. `marking` must stand at the head and foot of each.

    That what stands in the tables `wide`, by identifier, runs off the sheet has been told.
    """
    looks = [_look(page._page_box) for page in pages]
    found: list[PageFault] = []
    for number, look in enumerate(looks):
        found += _outside(number, look, wide)
        found += _overlaps(number, look)
        if marking and not _has_mark(look, marking):
            found.append(PageFault("P118", number, About(), marking))
    found += _lonely(looks)
    found += _heads(looks)
    found += _parted(looks)
    found += _short(looks)
    found += _measure(looks)
    return tuple(found)


def _look(page: Box) -> Look:
    head = page.content_box_y()
    look = Look([], set(), set(), set(), {}, 0, page.margin_width(), page.margin_height(), head, head + page.height)
    _walk(page, FLOW, None, look)
    return look


def _walk(box: Box, area: str, block: ET.Element | None, look: Look) -> None:
    area = _area_of(box, area)
    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
        return
    if isinstance(box, boxes.LineBox):
        _add_line(box, area, block, look)
    elif isinstance(box, boxes.ReplacedBox):
        look.pictures += 1
    elif box.element is not None and isinstance(box, HOLDERS):
        if block is not None and block is not box.element:
            look.parents.setdefault(box.element, block)
        block = box.element
        _add_holder(box, look)
    for child in getattr(box, "children", ()):
        _walk(child, area, block, look)


def _area_of(box: Box, area: str) -> str:
    """Tell where a box stands, within one that stands in an area."""
    if isinstance(box, boxes.MarginBox):
        return MARGIN
    if isinstance(box, boxes.FootnoteAreaBox):
        return NOTE
    if area == FLOW and (isinstance(box, AbsolutePlaceholder) or not box.is_in_normal_flow()):
        return BESIDE
    return area


def _add_holder(box: Box, look: Look) -> None:
    if isinstance(box, boxes.TableRowBox):
        look.rows.add(box.element)
    elif isinstance(box, boxes.TableCaptionBox):
        look.captions.add(box.element)
    elif box.element.tag == "figure":
        look.figures.add(box.element)


def _add_line(box: Box, area: str, block: ET.Element | None, look: Look) -> None:
    inline = tuple(_inline(box))
    texts = [child for child in inline if isinstance(child, boxes.TextBox) and child.text.strip()]
    if texts:
        look.lines.append(
            Line(
                area,
                block,
                min(text.position_x for text in texts),
                max(text.position_x + text.width for text in texts),
                min(text.position_y + _spare(text) for text in texts),
                max(text.position_y + text.height - _spare(text) for text in texts),
                "".join(text.text for text in texts),
            )
        )
    look.pictures += sum(isinstance(child, boxes.ReplacedBox) for child in inline)


def _spare(text: Box) -> float:
    """Return how much of a text's height, above it and again below it, is room that faces of tall scripts ask for and lines do not give."""
    return max(float(text.height) - TALL * float(text.style["font_size"]), 0.0) / 2


def _inline(box: Box) -> Iterator[Box]:
    """Yield what stands in a line itself, and not in the lines of blocks within it."""
    for child in getattr(box, "children", ()):
        if not isinstance(child, boxes.LineBox | AbsolutePlaceholder):
            yield child
            yield from _inline(child)


def _outside(number: int, look: Look, wide: Collection[str]) -> Iterator[PageFault]:
    told: set[Any] = set()
    for line in look.lines:
        across = line.left < -SLACK or line.right > look.width + SLACK
        holder = _holder(line.block, look)
        about = line.block if holder is None else holder
        if (
            about not in told
            and _name(holder) not in wide
            and (across or line.top < -SLACK or line.bottom > look.height + SLACK)
        ):
            told.add(about)
            yield PageFault("P110", number, *_of_line(line, look))


def _overlaps(number: int, look: Look) -> Iterator[PageFault]:
    lines = sorted(look.lines, key=lambda line: line.top)
    for index, line in enumerate(lines):
        for other in lines[index + 1 :]:
            if other.top >= line.bottom:
                break
            height = min(line.bottom - line.top, other.bottom - other.top)
            deep = min(line.bottom, other.bottom) - other.top
            wide = min(line.right, other.right) - max(line.left, other.left)
            if deep > OVERLAP * height and wide > 2 * SLACK:
                yield PageFault("P111", number, *_of_line(other, look))
                break


def _has_mark(look: Look, marking: str) -> bool:
    wanted = "".join(marking.split())
    marks = [line for line in look.lines if line.area == MARGIN and wanted in "".join(line.text.split())]
    return len(marks) > 1


def _by_block(looks: Iterable[Look]) -> dict[Any, dict[int, int]]:
    """Count the lines of each block on each page."""
    counts: dict[Any, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for number, look in enumerate(looks):
        for line in look.lines:
            if line.area == FLOW and line.block is not None and line.block.tag in TEXTS:
                counts[line.block][number] += 1
    return counts


def _lonely(looks: Sequence[Look]) -> Iterator[PageFault]:
    for block, counts in _by_block(looks).items():
        pages = sorted(counts)
        if len(pages) > 1 and counts[pages[0]] == 1:
            yield PageFault("P112", pages[0], _of_block(block, looks[pages[0]]), "foot")
        elif len(pages) > 1 and counts[pages[-1]] == 1:
            yield PageFault("P112", pages[-1], _of_block(block, looks[pages[-1]]), "head")


def _heads(looks: Sequence[Look]) -> Iterator[PageFault]:
    for number, look in enumerate(looks[:-1]):
        flow = [line for line in look.lines if line.area == FLOW and line.block is not None]
        last = max(flow, key=lambda line: line.bottom, default=None)
        if (
            last
            and last.block.tag in HEADINGS
            and not look.pictures
            and "part" not in _classes(look.parents.get(last.block))
        ):
            yield PageFault("P113", number, _of_block(last.block, look), _words(last.block))


def _parted(looks: Sequence[Look]) -> Iterator[PageFault]:
    for kind, code in (("rows", "P115"), ("figures", "P116")):
        seen: dict[Any, int] = {}
        for number, look in enumerate(looks):
            for element in getattr(look, kind):
                if seen.setdefault(element, number) not in {number, -1}:
                    yield PageFault(code, number, About(_name(_holder(element, look))))
                    seen[element] = -1  # it is told once
    for number, look in enumerate(looks):
        tables = {_holder(row, look) for row in look.rows}
        for caption in look.captions - {
            found for table in tables if table is not None for found in table.iter("caption")
        }:
            yield PageFault("P116", number, About(_name(_holder(caption, look))))


def _short(looks: Sequence[Look]) -> Iterator[PageFault]:
    if len(looks) < 2 or not _is_full(looks[-2]):  # what was before it has not run over
        return
    look = looks[-1]
    lines = [line for line in look.lines if line.area == FLOW and line.block is not None]
    imprint = any(
        "colophon" in _classes(parent) for line in lines for parent in (line.block, look.parents.get(line.block))
    )
    if 0 < len(lines) < FEW and not look.pictures and not look.rows and not imprint:
        yield PageFault("P114", len(looks) - 1, _of_block(lines[0].block, look), str(len(lines)))


def _is_full(look: Look) -> bool:
    """Tell whether a page is set to its foot, or nearly."""
    lines = (line.bottom for line in look.lines if line.area in {FLOW, NOTE})
    return max(lines, default=0.0) > look.head + FULL * (look.foot - look.head)


def _measure(looks: Sequence[Look]) -> Iterator[PageFault]:
    """Look at the full lines of paragraphs: all but the last of each."""
    lengths: list[int] = []
    for look in looks:
        lines = [line for line in look.lines if line.area == FLOW]
        for line, following in itertools.pairwise(lines):
            if line.block is following.block and line.block is not None and _runs(line.block, look):
                lengths.append(len(line.text.strip()))
    average = sum(lengths) / max(len(lengths), 1)
    if len(lengths) >= ENOUGH and not SHORTEST <= average <= LONGEST:
        yield PageFault("P117", 0, About(), f"{average:.0f}")


def _runs(block: ET.Element, look: Look) -> bool:
    parent = look.parents.get(block)
    return block.tag == "p" and parent is not None and parent.tag == "section"


def _holder(element: ET.Element | None, look: Look) -> Any:
    """Return the table or figure that an element is, or is within."""
    while element is not None and element.tag not in {"table", "figure"}:
        element = look.parents.get(element)
    return element


def _classes(element: ET.Element | None) -> set[str]:
    return set() if element is None else set((element.get("class") or "").split())


def _of_line(line: Line, look: Look) -> tuple[About, str]:
    """Return what a line is about, and what it says."""
    words = line.text.strip()[:SHOWN]
    return About(_around(line.block, look), words), words


def _of_block(block: ET.Element, look: Look) -> About:
    return About(_around(block, look), _words(block))


def _around(element: ET.Element | None, look: Look) -> str:
    """Return the identifier of an element, or of the nearest around it that has one."""
    while element is not None and not _name(element):
        element = look.parents.get(element)
    return _name(element)


def _words(element: ET.Element) -> str:
    """Return the first words of a block."""
    return " ".join(" ".join(element.itertext()).split()[:WORDS])


def _name(element: ET.Element | None) -> str:
    """Return the identifier of an element."""
    return "" if element is None else str(element.get("id") or element.get("data-id") or "")
