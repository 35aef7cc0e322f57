"""The marks of a redline in the master: `ins` and `del`, each block with one of them made known to the style sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.compose.xml import Element, classes, find, local_name, make, rename
from report.model.master import DELETED, INSERTED, LABEL

if TYPE_CHECKING:
    from report.compose.passes import PassContext

CHANGED = "redline-changed"
TAGS = {INSERTED: "ins", DELETED: "del"}
HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
WRAPPED, FRAMED = {"table", "pre"}, {"table", "figure"}
BARRED = {"p", "li", "dt", "dd", "pre", "figure", "table", *HEADINGS}


def mark_changes(body: Element, scope: PassContext) -> None:  # noqa: ARG001 - a pass
    """Make marked spans insertions and deletions, and let the blocks around them have a bar."""
    for listing in find(body, ".//x:pre[contains(@class, 'redline-')]"):
        _mark_listing(listing)
    for span in find(body, ".//x:span[contains(@class, 'redline-')]"):
        names = classes(span)
        for name, tag in TAGS.items():
            if name in names:
                rename(span, tag)
                _bar(span)


def _mark_listing(listing: Element) -> None:
    """Mark the lines of a listing, which is not coloured then."""
    name = next(name for name in classes(listing) if name in TAGS)
    listing.attrib.pop("class", None)
    for code in find(listing, "x:code"):
        code.attrib.pop("class", None)
        mark = make(TAGS[name], text=code.text or "", class_=name)
        mark.extend(list(code))
        code.text = None
        code.append(mark)
        mark.insert(0, make("span", text=f"{listing.get('data-label', '')} ", class_=LABEL))
        mark[0].tail, mark.text = mark.text, None
        _bar(mark)


def _bar(mark: Element) -> None:
    """Let the block around a mark have a bar; what has its own ground or width has it on a division around it."""
    found = [element for element in mark.iterancestors() if local_name(element) in BARRED]
    host = next((element for element in found if local_name(element) in FRAMED), found[0] if found else None)
    if host is None or {*classes(host), *classes(host.getparent())} & {CHANGED}:
        return
    if local_name(host) in WRAPPED and local_name(host.getparent()) in {"li", "dd"}:
        host = host.getparent()  # a division in an item has no place in the tags of a PDF
    if local_name(host) in WRAPPED:
        around = make("div", class_=CHANGED)
        host.addprevious(around)
        around.tail, host.tail = host.tail, None
        around.append(host)
    else:
        host.set("class", " ".join([*classes(host), CHANGED]))
