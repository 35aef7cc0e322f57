"""Text for some formats only: it stays in the master, marked with the formats that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.model.formats import FORMATS
from report.model.metadata import EDITIONS
from report.read.conditions import BY_EDITION, BY_FORMAT, HIDDEN, VISIBLE, is_conditional, names_in

if TYPE_CHECKING:
    from report.model.manuscript import Block
    from report.resolve.context import Context

NOWHERE = "none"


def mark_formats(element: Block, context: Context) -> None:
    """Say of conditional text which formats show it; what no condition applies to is shown, or hidden, in all."""
    if not is_conditional(element):
        return
    attr = element["c"][0]
    pairs = dict(attr[2])
    _check(pairs, context)
    wanted, unwanted = names_in(pairs.get("when-format", "")), names_in(pairs.get("unless-format", ""))
    meant = {name for name in FORMATS if (name in wanted or not wanted) and name not in unwanted}
    shown = meant if VISIBLE in attr[1] else set(FORMATS) - meant
    attr[1] = [name for name in attr[1] if name not in {VISIBLE, HIDDEN}]
    attr[2] = [pair for pair in attr[2] if pair[0] not in BY_FORMAT | BY_EDITION]
    if shown != set(FORMATS):
        attr[2].append(["formats", " ".join(name for name in FORMATS if name in shown) or NOWHERE])


def _check(pairs: dict[str, str], context: Context) -> None:
    for keys, known in ((BY_FORMAT, FORMATS), (BY_EDITION, EDITIONS)):
        for key in sorted(keys & set(pairs)):
            for name in sorted(names_in(pairs[key]) - set(known)):
                place = context.places.next(f'{key}="{pairs[key]}"', f"{key}={pairs[key]}")
                kind = key.partition("-")[2]
                context.error("S212", f'there is no {kind} "{name}"', place, f"the {kind}s are {', '.join(known)}")
