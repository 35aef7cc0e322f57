"""Words within a paragraph compared: what is the same, what is marked as inserted or deleted, and what is edited within."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from report.model.master import DELETED, INSERTED
from report.model.tree import SPACES, span
from report.model.tree.inlines import HOLDERS, Footnote, Math, Raw, Str, holder_of
from report.model.tree.views import is_kind, kind_of
from report.read.register import EQUATION_ID
from report.redline.align import ChangeKind, align
from report.redline.marks import AMENDED, marked_inlines, merged
from report.redline.reading import shared_words, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from report.model.tree.views import Block
    from report.redline.reading import Reader

PIECES = re.compile(r"\w+(?:[.,:’'\u2011-]\w+)*%?|.", re.DOTALL)
OPENING, CLOSING = re.compile(r"<[a-z][a-z0-9]*>", re.IGNORECASE), re.compile(r"</[a-z][a-z0-9]*>", re.IGNORECASE)
WITHIN = {
    "Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline", "Quoted", "Link", "Span",
}  # fmt: skip
"""Elements that are compared by the inlines that they hold."""


@dataclass(frozen=True, slots=True)
class Token:
    """The least that is compared: a word, a mark, a space, or an element with all that it holds."""

    key: str
    inlines: tuple[Block, ...]

    @property
    def blank(self) -> bool:
        """Tell whether it is a space."""
        return len(self.inlines) == 1 and is_kind(self.inlines[0], *SPACES)


@dataclass(frozen=True, slots=True)
class ComparedReaders:
    """The readers of the older and the newer version, and how the blocks of a note are compared."""

    old: Reader
    new: Reader
    notes: Callable[[Sequence[Block], Sequence[Block], ComparedReaders], list[Block]]


def compare_inlines(old: Sequence[Block], new: Sequence[Block], both: ComparedReaders) -> list[Block]:
    """Return the newer inlines with marks, from which either version can be had again."""
    before, after = list(_tokens(old, both.old)), list(_tokens(new, both.new))
    pairs = align(
        [token.key for token in before],
        [token.key for token in after],
        lambda x, y: _like(before[x], after[y], both),
    )
    steps = [(kind, before[x] if x >= 0 else None, after[y] if y >= 0 else None) for kind, x, y in pairs]
    return list(_marked(_smooth(steps), both))


Step = tuple[ChangeKind, "Token | None", "Token | None"]


def _tokens(inlines: Sequence[Block], reader: Reader) -> Iterator[Token]:
    index = 0
    while index < len(inlines):
        inline = inlines[index]
        end = _end(inlines, index)
        if end > index + 1:
            group = tuple(inlines[index:end])
            yield Token(reader.signature(list(group)), group)
        elif word := Str.of(inline):
            for piece in PIECES.findall(word.text):
                yield Token(piece, (Str.make(piece),))
        else:
            yield Token(reader.signature(inline), (inline,))
        index = end


def _end(inlines: Sequence[Block], start: int) -> int:
    """Return where what cannot be parted ends: from a tag to its end, or from a formula to its identifier."""
    first = inlines[start]
    formula, raw = Math.of(first), Raw.of(first)
    if formula and formula.display:
        for index in range(start + 1, min(start + 3, len(inlines))):
            if word := Str.of(inlines[index]):
                return index + 1 if EQUATION_ID.match(word.text) else start + 1
    if raw and OPENING.fullmatch(raw.text):
        depth = 0
        for index in range(start, len(inlines)):
            text = tag.text if (tag := Raw.of(inlines[index])) else ""
            depth += bool(OPENING.fullmatch(text)) - bool(CLOSING.fullmatch(text))
            if depth == 0:
                return index + 1
    return start + 1


def _like(old: Token, new: Token, both: ComparedReaders) -> float:
    one, other = old.inlines[0], new.inlines[0]
    kind = kind_of(one)
    if kind != kind_of(other) or max(len(old.inlines), len(new.inlines)) > 1:
        return 0.0
    if kind == "Note":
        return 1.0
    if kind not in WITHIN or both.old.signature(_shell(one)) != both.new.signature(_shell(other)):
        return 0.0
    return shared_words(words_of(one), words_of(other))


def _shell(inline: Block) -> list[object]:
    """Return an element without what it holds."""
    holder = holder_of(inline)
    return [kind_of(inline), holder.shell if holder else []]


def _smooth(steps: list[Step]) -> Iterator[Step]:
    """Let a space between two changes change with them: words in a row are marked as a whole."""
    changed = {ChangeKind.DELETED, ChangeKind.INSERTED}
    for number, step in enumerate(steps):
        kind, old, new = step
        between = 0 < number < len(steps) - 1 and steps[number - 1][0] in changed and steps[number + 1][0] in changed
        if kind is ChangeKind.SAME and between and new is not None and new.blank:
            yield ChangeKind.DELETED, old, None
            yield ChangeKind.INSERTED, None, new
        else:
            yield step


def _marked(steps: Iterator[Step], both: ComparedReaders) -> Iterator[Block]:
    out: list[Block] = []
    for changed, group in groupby(steps, lambda step: step[0] in {ChangeKind.DELETED, ChangeKind.INSERTED}):
        if changed:
            run = list(group)
            for mark, place in ((DELETED, 1), (INSERTED, 2)):
                inlines = [
                    inline for step in run if isinstance(token := step[place], Token) for inline in token.inlines
                ]
                if inlines:
                    out.append(marked_inlines(mark, merged(inlines)))
            continue
        for kind, old, new in group:
            if old is None or new is None:
                continue
            out += [_edited(old, new, both)] if kind is ChangeKind.EDITED else _kept(old, new)
    return iter(merged(out))


def _kept(old: Token, new: Token) -> list[Block]:
    """Return what is the same: the newer, and the older beside it where only what is said of a picture differs."""
    if any(is_kind(inline, "Image") for inline in new.inlines) and old.inlines != new.inlines:
        return [span([*old.inlines, *new.inlines], AMENDED)]
    return list(new.inlines)


def _edited(old: Token, new: Token, both: ComparedReaders) -> Block:
    one, other = old.inlines[0], new.inlines[0]
    if is_kind(one, "Note"):
        return Footnote.make(both.notes(Footnote(one).blocks, Footnote(other).blocks, both))
    before, after = HOLDERS[kind_of(one)](one), HOLDERS[kind_of(other)](other)
    return after.holding(compare_inlines(before.inlines, after.inlines, both))
