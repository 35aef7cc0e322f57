"""What has changed, told in numbers: words in and out, what was done to which blocks, and figures that are others now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.master import DELETED, INSERTED, MOVED
from report.model.tree.blocks import BlockQuote, BulletList, Div, OrderedList, Wrapper
from report.model.tree.views import content_of, kind_of
from report.redline.marks import AMENDED, CODE, accepted, former_of, mark_of, names_of, rejected
from report.redline.numbers import NumberChange, changed_numbers
from report.redline.reading import compared_text, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from report.model.metadata import Metadata
    from report.model.tree.views import Block, Tree

BLOCKS = {
    "BlockQuote", "BulletList", "CodeBlock", "DefinitionList", "Div", "Figure", "Header", "HorizontalRule", "LineBlock", "OrderedList", "Para", "Plain", "Table",
}  # fmt: skip
DONE = {INSERTED: "added", DELETED: "removed"}
LONGEST = 160  # characters of a text in the record
PARTICULARS = (
    "title", "subtitle", "authors", "publisher", "date", "version", "lang", "identifier", "report_number", "series", "keywords", "license", "status",
    "embargo_until", "marking", "distribution", "url", "theme", "page_size",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One block or item that was added, removed, edited or moved: its kind in pandoc's words, and its text before and after."""

    done: str
    kind: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """What has changed in a section, and the numbers that are others now."""

    title: str
    words_in: int
    words_out: int
    changes: tuple[Change, ...]
    numbers: tuple[NumberChange, ...]

    @property
    def counts(self) -> Counter[str]:
        """Count the changes by what was done."""
        return Counter(change.done for change in self.changes)


@dataclass(frozen=True, slots=True)
class Changes:
    """All that has changed: particulars as key, old and new value; sections; keys of references; the author's note."""

    particulars: tuple[tuple[str, str, str], ...] = ()
    sections: tuple[SectionChanges, ...] = ()
    references_added: tuple[str, ...] = ()
    references_removed: tuple[str, ...] = ()
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.particulars or self.sections)

    @property
    def count(self) -> int:
        """Count the changes."""
        return len(self.particulars) + sum(len(section.changes) for section in self.sections)


@dataclass(slots=True)
class _Tally:
    words_in: int = 0
    words_out: int = 0


def section_changes(title: str, blocks: Sequence[Block]) -> SectionChanges | None:
    """Tell what has changed in marked blocks; None where nothing has."""
    changes = tuple(_changes(blocks))
    if not changes:
        return None
    tally = _Tally()
    _count(blocks, tally)
    return SectionChanges(title, tally.words_in, tally.words_out, changes, tuple(changed_numbers(blocks)))


def _changes(blocks: Sequence[Block]) -> Iterator[Change]:
    for block in blocks:
        mark, names = mark_of(block), names_of(block)
        if mark:
            inner = Wrapper(block).inner
            kind, text = kind_of(inner[0]) if inner else "Div", _short(compared_text(inner))
            if MOVED not in names:
                yield Change(DONE[mark], kind, *((text, "") if mark == DELETED else ("", text)))
            elif mark == INSERTED:
                yield Change("moved", kind, text, text)
        elif CODE in names:
            yield _edited(block, "CodeBlock")
        elif around := Div.of(block) or BlockQuote.of(block):
            yield from _retitled(block)
            yield from _changes(around.blocks)
        elif found := BulletList.of(block) or OrderedList.of(block):
            for item in found.items:
                yield from _changes(item)
        elif _is_marked(block):
            yield _edited(block, kind_of(block))


def _retitled(block: Block) -> Iterator[Change]:
    """Tell of a call-out whose title has changed."""
    division = Div.of(block)
    former = former_of(division.attributes) if division else None
    if division and former is not None:
        yield Change("edited", "Div", former.get("title"), division.attributes.get("title"))


def _edited(block: Block, kind: str) -> Change:
    return Change("edited", kind, _short(compared_text(rejected([block]))), _short(compared_text(accepted([block]))))


def _is_marked(value: Tree) -> bool:
    if isinstance(value, dict):
        return bool(mark_of(value)) or AMENDED in names_of(value) or _is_marked(content_of(value))
    return isinstance(value, list) and (bool(mark_of(value)) or any(_is_marked(part) for part in value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _count(value: Tree, tally: _Tally) -> None:
    """Count the words under marks; what has moved is neither in nor out."""
    mark = mark_of(value)
    if mark:
        words = 0 if MOVED in names_of(value) else words_of(value).total()
        tally.words_in += words if mark == INSERTED else 0
        tally.words_out += words if mark == DELETED else 0
    elif isinstance(value, dict):
        _count(content_of(value), tally)
    elif isinstance(value, list | tuple):
        for part in value:
            _count(part, tally)


def particulars(old: Metadata, new: Metadata) -> tuple[tuple[str, str, str], ...]:
    """Return what the metadata say otherwise: the key, and what it said and says."""
    pairs = ((name, _particular(old, name), _particular(new, name)) for name in PARTICULARS)
    return tuple((name.replace("_", "-"), before, after) for name, before, after in pairs if before != after)


def _particular(meta: Metadata, name: str) -> str:
    text = _shown(getattr(meta, name))
    given = not (name == "identifier" and text.startswith("urn:report:") and text.endswith(f":{meta.slug}"))
    return text if given else ""


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(getattr(one, "name", one)) for one in value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(getattr(value, "value", value) or "")
