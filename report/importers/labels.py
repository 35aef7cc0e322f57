"""Places that something refers to: each gets an identifier of our kinds, and references become ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from report.importers.captions import FIGURE, TABLE
from report.importers.naming import make_slug, unique
from report.model.tree import containers, rewrite, space, span, text_of
from report.model.tree.blocks import Captioned, Header, Paragraph
from report.model.tree.inlines import Citation, Cite, Link, Raw, Span, Str
from report.model.tree.views import each, is_kind, kind_of
from report.read.register import CROSSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.importers.original import Notes
    from report.model.tree.attributes import Attributes
    from report.model.tree.views import Block

PREFIXES = {"Header": "sec", "Figure": "fig", "Table": "tbl"}
OLD_PREFIX = re.compile(r"(sec|section|chap|ch|fig|figure|tab|tbl|table|eq|eqn|equation)[:_.-]+", re.IGNORECASE)
CAPITALS = ("fig-", "tbl-", "sec-", "eq-")
BARE = re.compile(r"[\[(]?[A-Z]?\d+(\.\d+)*[\])]?|\[.*\]")
REFERENCES = {"ref": True, "eqref": True, "ref+label": False, "ref+Label": False}


class Labels:
    """Names the places of several documents so that no two are alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, blocks: Sequence[Block], notes: Notes, *, ours: bool) -> list[Block]:
        """Name the places of one document; identifiers of our kinds are kept where its Markdown is `ours`."""
        wanted = _wanted(blocks)
        places: dict[str, tuple[str, str]] = {}
        for element in list(containers(list(blocks))):
            if is_kind(element, *PREFIXES):
                self._name_block(element, wanted, places, ours=ours)
        done = rewrite(blocks, lambda element: self._name_inlines(element, wanted, places))
        return rewrite(done, lambda element: _refer(element, places, notes))

    def _name_block(self, element: Block, wanted: set[str], places: dict[str, tuple[str, str]], *, ours: bool) -> None:
        kind = PREFIXES[kind_of(element)]
        attr, inlines = _named(element)
        anchors = [one.attributes for one in each(Span, inlines) if "anchor" in one.attributes.classes]
        names = [one.identifier for one in (attr, *anchors) if one.identifier]
        kept = ours and attr.identifier.startswith(f"{kind}-")
        if not kept and not wanted.intersection(names):
            attr.identifier = ""
            return
        base = attr.identifier if kept else f"{kind}-{_base(attr.identifier, inlines)}"
        attr.identifier = unique(base, self._taken)
        places.update(dict.fromkeys(names, (attr.identifier, kind)))

    def _name_inlines(self, element: Block, wanted: set[str], places: dict[str, tuple[str, str]]) -> list[Block] | None:
        """Name equations and other places; an anchor that nothing leads to goes."""
        anchor = Span.of(element)
        if anchor is None or "anchor" not in anchor.attributes.classes:
            return None
        name = anchor.attributes.identifier
        if name in places or name not in wanted:
            return []
        kind = "eq" if "equation" in anchor.attributes.classes else "id"
        base = f"eq-{_base(name, [])}" if kind == "eq" else f"place-{make_slug(name) or 'x'}"
        new = unique(base, self._taken)
        places[name] = (new, kind)
        if kind == "eq":
            return [space(), Raw.inline("markdown", f"{{#{new}}}")]
        return [span([], identifier=new)]


def _named(element: Block) -> tuple[Attributes, list[Block]]:
    """Return the attributes of a heading, figure or table, and the words that it is called by."""
    if header := Header.of(element):
        return header.attributes, header.inlines
    captioned = Captioned(element)
    return captioned.attributes, [inline for part in captioned.caption for inline in Paragraph(part).inlines]


def _base(name: str, inlines: Sequence[Block]) -> str:
    """Make a name from the one that an author gave, else from the words."""
    given = make_slug(OLD_PREFIX.sub("", name)) if OLD_PREFIX.match(name) else ""
    words = make_slug(" ".join(text_of(list(inlines)).split()[:4]))
    return given or words or make_slug(name) or "x"


def _wanted(blocks: Sequence[Block]) -> set[str]:
    wanted = set()
    for element in containers(list(blocks)):
        if (link := Link.of(element)) and link.target.startswith("#"):
            wanted.add(unquote(link.target[1:]))
        elif cite := Cite.of(element):
            wanted |= {_small(key.removeprefix("page:")) for key in cite.keys}
    return wanted


def _refer(element: Block, places: dict[str, tuple[str, str]], notes: Notes) -> list[Block] | None:
    if cite := Cite.of(element):
        return _rename(cite, places, notes)
    link = Link.of(element)
    if link is None or not link.target.startswith("#"):
        return None
    attr, inlines, target = link.attributes, link.inlines, link.target
    name = unquote(target[1:])
    if name not in places:
        notes.tell(
            "I111", f'a link to "{target}" points to nothing, its words are kept', "give the place an identifier"
        )
        return list(inlines)
    new, kind = places[name]
    words = " ".join(text_of(inlines).split())
    reference = attr.get("reference-type")
    label = {"fig": FIGURE, "tbl": TABLE}.get(kind)
    bare = bool(BARE.fullmatch(words))
    named = words == name or bool(label and label.fullmatch(words))
    if kind != "id" and (reference in REFERENCES or bare or named):
        return [_cite(new, bare=REFERENCES.get(reference, bare))]
    link.become(Link.make(inlines, f"#{new}"))
    return None


def _small(name: str) -> str:
    """Take away the capital that an identifier has at the beginning of a sentence."""
    small = name[:1].lower() + name[1:]
    return small if small.startswith(CAPITALS) else name


def _rename(cite: Cite, places: dict[str, tuple[str, str]], notes: Notes) -> list[Block] | None:
    for citation in cite.citations:
        key = citation.key
        if not key.startswith(CROSSING):
            continue
        prefix, name = ("page:" if key.startswith("page:") else ""), _small(key.removeprefix("page:"))
        if name not in places and not name.startswith("eq-"):
            notes.tell("I111", f'a cross-reference to "{name}" points to nothing', "give the thing meant an identifier")
            return [Str.make(name)]
        new = places.get(name, (name, ""))[0]
        citation.key = prefix + (new[0].upper() + new[1:] if key[0].isupper() else new)
    return None


def _cite(name: str, *, bare: bool) -> Block:
    return Cite.make([Citation.make(name, bare=bare)], [Str.make(f"@{name}")])
