"""Text for one edition only: `::: {.content-visible when-edition="print"}` and the like, decided when a text is read.

Text for one format only stays: the master is one for all formats, and each edition leaves out what is not for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from report.model.metadata import EDITIONS
from report.model.tree import attributes, rewrite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.manuscript import Block

VISIBLE, HIDDEN = "content-visible", "content-hidden"
BLOCKS = {"CodeBlock", "Figure", "Table"}
BY_FORMAT = {"when-format", "unless-format"}
BY_EDITION = {"when-edition", "unless-edition"}


def spread_conditions(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Let a condition written on anything be that of a division or span around it; on a heading, around its section."""
    spread = rewrite(_around_sections(list(blocks)), _around, words=False)
    return tuple(spread)


def _around_sections(blocks: list[Block]) -> list[Block]:
    found: list[Block] = []
    start = 0
    while start < len(blocks):
        block, start = blocks[start], start + 1
        if block["t"] == "Header" and (condition := _take_condition(block["c"][1])):
            level = block["c"][0]
            later = range(start, len(blocks))
            end = next((n for n in later if blocks[n]["t"] == "Header" and blocks[n]["c"][0] <= level), len(blocks))
            inner = _around_sections([block, *blocks[start:end]])
            start = end
            block = {"t": "Div", "c": [condition, inner]}
        found.append(block)
    return found


def _around(element: Block) -> list[Block] | None:
    kind = element["t"]
    if kind in {"Div", "Span", "Header"}:
        return None
    attr = attributes(element)
    condition = _take_condition(attr) if attr else None
    if kind == "Figure" and not condition:  # pandoc leaves a figure's classes to its picture
        pictures = [one for block in element["c"][2] if block["t"] == "Plain" for one in block["c"]]
        if len(pictures) == 1 and pictures[0]["t"] == "Span" and is_conditional(pictures[0]):
            condition, inner = pictures[0]["c"]
            element["c"][2] = [{"t": "Plain", "c": inner}]
    if not condition:
        return None
    return [{"t": "Div" if kind in BLOCKS else "Span", "c": [condition, [element]]}]


def _take_condition(attr: list[Any]) -> list[Any] | None:
    """Take a condition out of attributes, and return it as those of what goes around; None where there is none."""
    names = [name for name in attr[1] if name in {VISIBLE, HIDDEN}]
    if not names:
        return None
    pairs = [pair for pair in attr[2] if pair[0] in BY_FORMAT | BY_EDITION]
    attr[1] = [name for name in attr[1] if name not in names]
    attr[2] = [pair for pair in attr[2] if pair not in pairs]
    return ["", names, pairs]


def drop_hidden(blocks: Sequence[Block], edition: str) -> tuple[Block, ...]:
    """Leave out what is not for an edition, before anything is numbered."""
    return tuple(rewrite(tuple(blocks), lambda element: _decide(element, edition), words=False))


def _decide(element: Block, edition: str) -> list[Block] | None:
    """Drop an element that the edition rules out; of one that it does not, leave what the format decides."""
    attr = element["c"][0] if is_conditional(element) else None
    if attr is None:
        return None
    pairs = dict(attr[2])
    wanted, unwanted = names_in(pairs.get("when-edition", "")), names_in(pairs.get("unless-edition", ""))
    if not wanted | unwanted or (wanted | unwanted) - set(EDITIONS):
        return None
    matches = (edition in wanted or not wanted) and edition not in unwanted
    visible, undecided = VISIBLE in attr[1], matches and bool(BY_FORMAT & set(pairs))
    if matches is not visible and not undecided:
        return []
    attr[2] = [pair for pair in attr[2] if pair[0] not in BY_EDITION]
    if not undecided:
        attr[1] = [name for name in attr[1] if name not in {VISIBLE, HIDDEN}]
    if element["t"] == "Div" and not any(attr):  # nothing but the condition: a whole section may stand in it
        return list(drop_hidden(element["c"][1], edition))
    return None


def is_conditional(element: Block) -> bool:
    """Tell whether an element is there under conditions."""
    attr = attributes(element) if element["t"] in {"Div", "Span"} else None
    return attr is not None and bool({VISIBLE, HIDDEN} & set(attr[1]))


def names_in(value: str) -> set[str]:
    """Return the names in an attribute, between spaces or commas."""
    return set(value.replace(",", " ").split())
