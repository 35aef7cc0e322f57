"""Cross-references: `@fig-map`, `@sec-context`, `[-@tbl-x]` and `@page:fig-map` become links."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from report.model.tree import string

if TYPE_CHECKING:
    from report.model.manuscript import Block
    from report.model.resolved import Target
    from report.resolve.context import Context

KINDS = ("fig-", "tbl-", "sec-", "eq-", "page:")


def resolve_cite(element: Block, context: Context) -> list[Block] | None:
    """Turn a group of cross-references into links; leave citations to the bibliography."""
    citations = element["c"][0]
    crossing = [citation["citationId"].startswith(KINDS) for citation in citations]
    if not any(crossing):
        if not context.manuscript.bibliography:
            _no_bibliography(citations[0]["citationId"], context)
        return None
    if not all(crossing):
        key = citations[crossing.index(True)]["citationId"]
        place = context.places.next(f"@{key}")
        context.error("S204", f'"@{key}" stands among citations', place, "put it into brackets of its own")
    inlines: list[Block] = []
    for citation in (citation for citation, cross in zip(citations, crossing, strict=True) if cross):
        if inlines:
            inlines += string(", ")
        inlines += _prefix(citation) + _link(citation, context) + citation["citationSuffix"]
    return inlines


def _prefix(citation: Block) -> list[Block]:
    prefix: list[Block] = citation["citationPrefix"]
    return [*prefix, {"t": "Space"}] if prefix else []


def _link(citation: Block, context: Context) -> list[Block]:
    key = citation["citationId"]
    place = context.places.next(f"@{key}")
    wanted = key.removeprefix("page:")
    target = context.targets.get(wanted)
    if target is None:
        start = key.removesuffix(wanted)
        near = get_close_matches(wanted, [name for name in context.targets if start or name.startswith(KINDS)], n=1)
        help = f'did you mean "@{start}{near[0]}"?' if near else f"give the thing meant the identifier {{#{wanted}}}"
        context.error("S203", f'the cross-reference "@{key}" points to nothing', place, help)
        return string(key)
    href = f"#{target.identifier}"
    if key.startswith("page:"):
        return [_reference([], "page-ref", href)]
    bare = citation["citationMode"]["t"] == "SuppressAuthor"
    return [_reference(string(_label(target, context, bare=bare)), "cross-ref", href)]


def _label(target: Target, context: Context, *, bare: bool) -> str:
    words = context.words
    if target.kind == "sec" and not target.number:
        opening, closing = words.quotes
        return f"{opening}{target.title}{closing}"
    number = f"({target.number})" if target.kind == "eq" else target.number
    if bare:
        return number
    appendix = target.kind == "sec" and not target.number[0].isdigit()
    names = {"fig": words.figure, "tbl": words.table, "eq": words.equation, "sec": words.section}
    name = words.appendix if appendix else names[target.kind]
    return f"{name}\N{NO-BREAK SPACE}{number}"


def _reference(inlines: list[Block], name: str, href: str) -> Block:
    return {"t": "Link", "c": [["", [name], []], inlines, [href, ""]]}


def _no_bibliography(key: str, context: Context) -> None:
    place = context.places.next(f"@{key}")
    help = "name the file of references in report.yaml: `bibliography: references.bib`"
    context.error("S205", f'"@{key}" is cited, and the report has no bibliography', place, help)
