"""Text for one edition only: `::: {.content-visible when-edition="print"}` and the like, decided when a text is read.

Text for one format only stays: the master is one for all formats, and each edition leaves out what is not for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.metadata import EDITIONS
from report.model.tree import attributes, plain, rewrite
from report.model.tree.attributes import Attributed, Attributes
from report.model.tree.blocks import Div, Figure, Header, Paragraph
from report.model.tree.inlines import Span
from report.model.tree.views import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.tree.views import Block

VISIBLE, HIDDEN = "content-visible", "content-hidden"
BLOCKS = {"CodeBlock", "Figure", "Table"}
BY_FORMAT = {"when-format", "unless-format"}
BY_EDITION = {"when-edition", "unless-edition"}


def spread_conditions(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Let a condition written on anything be that of a division or span around it; on a heading, around its section."""
    return tuple(rewrite(_around_sections(list(blocks)), _around, words=False))


def _around_sections(blocks: list[Block]) -> list[Block]:
    found: list[Block] = []
    start = 0
    while start < len(blocks):
        block, start = blocks[start], start + 1
        header = Header.of(block)
        if header and (condition := _take_condition(header.attributes)):
            end = next((n for n in range(start, len(blocks)) if _ends(blocks[n], header.level)), len(blocks))
            inner = _around_sections([block, *blocks[start:end]])
            start = end
            block = Div.make(inner, condition)
        found.append(block)
    return found


def _ends(block: Block, level: int) -> bool:
    """Tell whether a block ends a section of some level."""
    header = Header.of(block)
    return header is not None and header.level <= level


def _around(element: Block) -> list[Block] | None:
    kind = kind_of(element)
    if kind in {"Div", "Span", "Header"}:
        return None
    attr = attributes(element)
    condition = _take_condition(attr) if attr else None
    if (figure := Figure.of(element)) and not condition:  # pandoc leaves a figure's classes to its picture
        plains = [block for block in figure.blocks if kind_of(block) == "Plain"]
        pictures = [one for block in plains for one in Paragraph(block).inlines]
        around = Span.of(pictures[0]) if len(pictures) == 1 else None
        if around and is_conditional(around.node):
            condition = around.attributes
            figure.blocks = [plain(around.inlines)]
    if not condition:
        return None
    return [(Div if kind in BLOCKS else Span).make([element], condition)]


def _take_condition(attr: Attributes) -> Attributes | None:
    """Take a condition out of attributes, and return it as those of what goes around; None where there is none."""
    names = [name for name in attr.classes if name in {VISIBLE, HIDDEN}]
    if not names:
        return None
    pairs = attr.only(*BY_FORMAT, *BY_EDITION)
    attr.classes = [name for name in attr.classes if name not in names]
    attr.pairs = attr.without(*BY_FORMAT, *BY_EDITION)
    return Attributes.make("", names, pairs)


def drop_hidden(blocks: Sequence[Block], edition: str) -> tuple[Block, ...]:
    """Leave out what is not for an edition, before anything is numbered."""
    return tuple(rewrite(tuple(blocks), lambda element: _decide(element, edition), words=False))


def _decide(element: Block, edition: str) -> list[Block] | None:
    """Drop an element that the edition rules out; of one that it does not, leave what the format decides."""
    if not is_conditional(element):
        return None
    attr = Attributed(element).attributes
    pairs = attr.values
    wanted, unwanted = names_in(pairs.get("when-edition", "")), names_in(pairs.get("unless-edition", ""))
    if not wanted | unwanted or (wanted | unwanted) - set(EDITIONS):
        return None
    matches = (edition in wanted or not wanted) and edition not in unwanted
    visible, undecided = VISIBLE in attr.classes, matches and bool(BY_FORMAT & set(pairs))
    if matches is not visible and not undecided:
        return []
    attr.pairs = attr.without(*BY_EDITION)
    if not undecided:
        attr.classes = [name for name in attr.classes if name not in {VISIBLE, HIDDEN}]
    if (division := Div.of(element)) and not attr:  # nothing but the condition: a whole section may stand in it
        return list(drop_hidden(division.blocks, edition))
    return None


def is_conditional(element: Block) -> bool:
    """Tell whether an element is there under conditions."""
    attr = attributes(element) if kind_of(element) in {"Div", "Span"} else None
    return attr is not None and not {VISIBLE, HIDDEN}.isdisjoint(attr.classes)


def names_in(value: str) -> set[str]:
    """Return the names in an attribute, between spaces or commas."""
    return set(value.replace(",", " ").split())
