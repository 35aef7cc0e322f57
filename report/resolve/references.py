"""Cross-references: `@fig-map`, `@sec-context`, `[-@tbl-x]` and `@page:fig-map` become links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.model.neighbours import spellings_of, told_reference
from report.model.tree import containers, space, string
from report.model.tree.attributes import Attributes
from report.model.tree.inlines import Cite, Link
from report.model.tree.views import each
from report.read.register import CAPITAL, CROSSED, CROSSING, target_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from report.model.resolved import Target
    from report.model.tree.inlines import Citation
    from report.model.tree.views import Block
    from report.resolve.context import Context

APART = "put it into brackets of its own"
LONGEST = 200  # characters of an identifier that a word may be joined to


def resolve_cite(element: Block, context: Context) -> list[Block] | None:
    """Turn a group of cross-references into links; leave citations to the bibliography."""
    citations = Cite(element).citations
    crossing = [citation.key.startswith(CROSSING) for citation in citations]
    if not any(crossing):
        if not context.manuscript.metadata.bibliography:  # one that is named and cannot be read has been told of
            _no_bibliography(citations[0].key, context)
        _nested(citations, context)
        return None
    if not all(crossing):
        key = citations[crossing.index(True)].key
        place = context.places.next(*(f"@{one}" for one in spellings_of(key)))
        context.error("S204", f'"@{key}" stands among citations', place, APART)
    inlines: list[Block] = []
    for citation in (citation for citation, cross in zip(citations, crossing, strict=True) if cross):
        if inlines:
            inlines += string(context.words.comma)
        inlines += _prefix(citation) + _link(citation, context) + citation.suffix
    return inlines


def _nested(citations: list[Citation], context: Context) -> None:
    """Refuse what is cited in the words beside a citation: pandoc would set the one and lose the other."""
    for citation in citations:
        beside = containers([citation.prefix, citation.suffix])
        keys = dict.fromkeys(key for cite in each(Cite, beside) for key in cite.keys)
        if not keys:
            continue
        outer = citation.key
        place = context.places.next(f"@{outer}")  # before the key within, there may be no space
        for key in keys:
            help = f"part the two with a semicolon: [@{outer}; @{key}]"
            context.error("S260", f'"@{key}" is cited within the citation of "@{outer}"', place, help)


def joined_target(name: str, targets: Mapping[str, Target]) -> str:
    """Find the target that a name is of, even where the next word is joined to it, as without spaces between words."""
    wanted = target_of(name)
    ends = range(min(len(wanted), LONGEST), 0, -1)
    found = next((end for end in ends if wanted[:end] in targets and wanted[:end].startswith(CROSSED)), 0)
    rest = wanted[found:]
    return name.removesuffix(rest) if found and not (rest and rest[0].isascii()) else ""


def _prefix(citation: Citation) -> list[Block]:
    return [*citation.prefix, space()] if citation.prefix else []


def _link(citation: Citation, context: Context) -> list[Block]:
    key = citation.key
    place = context.places.next(*(f"@{one}" for one in spellings_of(key)))
    wanted = target_of(key)
    target = context.targets.get(wanted)
    if target is None:
        joined = joined_target(wanted, context.targets)
        if joined:
            help = f"a word is joined to it: write `[@{key.removesuffix(wanted[len(joined) :])}]`"
            context.error("S203", f'the cross-reference "@{key}" points to nothing', place, help)
            return string(key)
        start = "page:" if key.startswith("page:") else ""
        near = context.suggestions.nearest(wanted, context.targets if start else context.crossed())
        help = f'did you mean "@{start}{near}"?' if near else f"give the thing meant the identifier {{#{wanted}}}"
        help = _way_out(wanted, context) or help
        context.error("S203", f'the cross-reference "@{key}" points to nothing', place, help)
        return string(key)
    href = f"#{target.identifier}"
    if key.startswith("page:"):
        return [_reference([], "page-ref", href)]
    label = _label(target, context, bare=citation.bare, capital=key.startswith(CAPITAL))
    return [_reference(string(label), "cross-ref", href)]


def _way_out(wanted: str, context: Context) -> str:
    """Say what keeps a thing that is there from having a number; nothing where it is not there."""
    if wanted in context.identifiers:
        return f'what is called "{wanted}" has no caption, and so no number: write one'
    typed = re.compile(rf"#{re.escape(wanted)}(?![\w-])")
    if any(typed.search(section.text) for section in context.manuscript.sections):
        return (
            f"{{#{wanted} …}} is written, but not understood: use straight quotation marks, right behind what it is of"
        )
    return ""


def _label(target: Target, context: Context, *, bare: bool, capital: bool) -> str:
    words = context.words
    if target.kind == "sec" and not target.number:
        opening, closing = words.quotes
        return f"{opening}{target.title}{closing}"
    number = f"({target.number})" if target.kind == "eq" else target.number
    if bare:
        return number
    appendix = target.kind == "sec" and not target.number[0].isdigit()
    return words.reference("appendix" if appendix else target.kind, number, capital=capital)


def _reference(inlines: list[Block], name: str, href: str) -> Block:
    return Link.make(inlines, href, Attributes.make("", [name]))


def _no_bibliography(key: str, context: Context) -> None:
    place = context.places.next(*(f"@{one}" for one in spellings_of(key)))
    help = told_reference(key) or "name the file of references in report.yaml: `bibliography: references.bib`"
    context.error("S205", f'"@{key}" is cited, and the report has no bibliography', place, help)
