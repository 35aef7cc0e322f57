"""Places that something refers to: each gets an identifier of our kinds, and references become ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from report.importers.captions import FIGURE, TABLE
from report.importers.naming import make_slug, unique
from report.model.tree import containers, rewrite, text_of
from report.read.register import CROSSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.importers.original import Notes
    from report.model.manuscript import Block

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
            kind = element["t"]
            if kind in PREFIXES:
                self._name_block(element, wanted, places, ours=ours)
        done = rewrite(list(blocks), lambda element: self._name_inlines(element, wanted, places))
        linked = rewrite(done, lambda element: _refer(element, places, notes))
        return list(linked)

    def _name_block(self, element: Block, wanted: set[str], places: dict[str, tuple[str, str]], *, ours: bool) -> None:
        kind = PREFIXES[element["t"]]
        attr = element["c"][1] if kind == "sec" else element["c"][0]
        inlines = element["c"][2] if kind == "sec" else [i for part in element["c"][1][1] for i in part["c"]]
        anchors = [i for i in inlines if i["t"] == "Span" and "anchor" in i["c"][0][1]]
        names = [name for name in (attr[0], *(i["c"][0][0] for i in anchors)) if name]
        kept = ours and attr[0].startswith(f"{kind}-")
        if not kept and not wanted.intersection(names):
            attr[0] = ""
            return
        base = attr[0] if kept else f"{kind}-{_base(attr[0], inlines)}"
        attr[0] = unique(base, self._taken)
        places.update(dict.fromkeys(names, (attr[0], kind)))

    def _name_inlines(self, element: Block, wanted: set[str], places: dict[str, tuple[str, str]]) -> list[Block] | None:
        """Name equations and other places; an anchor that nothing leads to goes."""
        if element["t"] != "Span" or "anchor" not in element["c"][0][1]:
            return None
        name, classes, _ = element["c"][0]
        if name in places or name not in wanted:
            return []
        kind = "eq" if "equation" in classes else "id"
        base = f"eq-{_base(name, [])}" if kind == "eq" else f"place-{make_slug(name) or 'x'}"
        new = unique(base, self._taken)
        places[name] = (new, kind)
        if kind == "eq":
            return [{"t": "Space"}, {"t": "RawInline", "c": ["markdown", f"{{#{new}}}"]}]
        return [{"t": "Span", "c": [[new, [], []], []]}]


def _base(name: str, inlines: Sequence[Block]) -> str:
    """Make a name from the one that an author gave, else from the words."""
    given = make_slug(OLD_PREFIX.sub("", name)) if OLD_PREFIX.match(name) else ""
    words = make_slug(" ".join(text_of(list(inlines)).split()[:4]))
    return given or words or make_slug(name) or "x"


def _wanted(blocks: Sequence[Block]) -> set[str]:
    wanted = set()
    for element in containers(list(blocks)):
        if element["t"] == "Link" and element["c"][2][0].startswith("#"):
            wanted.add(unquote(element["c"][2][0][1:]))
        elif element["t"] == "Cite":
            wanted |= {_small(citation["citationId"].removeprefix("page:")) for citation in element["c"][0]}
    return wanted


def _refer(element: Block, places: dict[str, tuple[str, str]], notes: Notes) -> list[Block] | None:
    if element["t"] == "Cite":
        return _rename(element, places, notes)
    if element["t"] != "Link" or not element["c"][2][0].startswith("#"):
        return None
    attr, inlines, (target, _) = element["c"]
    name = unquote(target[1:])
    if name not in places:
        notes.tell(
            "I111", f'a link to "{target}" points to nothing, its words are kept', "give the place an identifier"
        )
        return list(inlines)
    new, kind = places[name]
    words = " ".join(text_of(inlines).split())
    reference = dict(attr[2]).get("reference-type", "")
    label = {"fig": FIGURE, "tbl": TABLE}.get(kind)
    bare = bool(BARE.fullmatch(words))
    named = words == name or bool(label and label.fullmatch(words))
    if kind != "id" and (reference in REFERENCES or bare or named):
        return [_cite(new, bare=REFERENCES.get(reference, bare))]
    element["c"] = [["", [], []], inlines, [f"#{new}", ""]]
    return None


def _small(name: str) -> str:
    """Take away the capital that an identifier has at the beginning of a sentence."""
    small = name[:1].lower() + name[1:]
    return small if small.startswith(CAPITALS) else name


def _rename(element: Block, places: dict[str, tuple[str, str]], notes: Notes) -> list[Block] | None:
    for citation in element["c"][0]:
        key = citation["citationId"]
        if not key.startswith(CROSSING):
            continue
        prefix, name = ("page:" if key.startswith("page:") else ""), _small(key.removeprefix("page:"))
        if name not in places and not name.startswith("eq-"):
            notes.tell("I111", f'a cross-reference to "{name}" points to nothing', "give the thing meant an identifier")
            return [{"t": "Str", "c": name}]
        new = places.get(name, (name, ""))[0]
        citation["citationId"] = prefix + (new[0].upper() + new[1:] if key[0].isupper() else new)
    return None


def _cite(name: str, *, bare: bool) -> Any:
    mode = "SuppressAuthor" if bare else "AuthorInText"
    citation = {
        "citationId": name,
        "citationPrefix": [],
        "citationSuffix": [],
        "citationMode": {"t": mode},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return {"t": "Cite", "c": [[citation], [{"t": "Str", "c": f"@{name}"}]]}
