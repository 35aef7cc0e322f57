"""Words of plain text as inlines: addresses become links, hard-wrapped lines are joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.model.tree import line_break, string
from report.model.tree.attributes import Attributes
from report.model.tree.inlines import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.tree.views import Block

ADDRESS = re.compile(
    r"(?P<web>https?://[^\s<>\"«»“”]+|www\.[\w-]+\.[^\s<>\"«»“”]+)|(?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9})"
)
CLOSING = ".,;:!?)]}'’”»>"
HYPHENATED = re.compile(r"[^\W\d_]-$")
PROSE = 60  # a line of fewer characters tells nothing of how wide its text is set


def inlines_of(text: str) -> list[Block]:
    """Turn text into inlines, web and mail addresses into links."""
    out: list[Block] = []
    end = 0
    for match in ADDRESS.finditer(text):
        address = match[0].rstrip(CLOSING)
        if address.count("(") > address.count(")") and match[0][len(address) : len(address) + 1] == ")":
            address += ")"
        out += string(text[end : match.start()])
        out.append(_link(address, mail=match["mail"] is not None))
        end = match.start() + len(address)
    return out + (string(text[end:]) if text[end:] else [])


def _link(address: str, *, mail: bool) -> Block:
    prefix = "mailto:" if mail else ("" if "://" in address else "https://")
    kind = "email" if mail else "uri"
    return Link.make(string(address), prefix + address, Attributes.make("", [kind] * (prefix != "https://")))


def join_lines(lines: Sequence[str], width: int) -> list[Block]:
    """Join lines that were broken at `width` characters; a line that ends well before it keeps its end."""
    out: list[Block] = []
    text = ""
    for index, line in enumerate(part.strip() for part in lines):
        before = lines[index - 1].strip() if index else ""
        if not index:
            text = line
        elif HYPHENATED.search(before) and line[:1].islower():
            text += line
        elif len(before) + 1 + len(line.split(maxsplit=1)[0]) < 0.6 * width:
            out += [*inlines_of(text), line_break()]
            text = line
        else:
            text += f" {line}"
    return out + inlines_of(text)


def width_of(lines: Sequence[str]) -> int:
    """Find how wide a text is set: the length of its long lines, 0 where lines are not broken by hand."""
    lengths = sorted(len(line) for line in lines if len(line) >= PROSE)
    if not lengths:
        return 0
    usual = lengths[len(lengths) * 9 // 10]
    return usual if usual <= 120 else 0
