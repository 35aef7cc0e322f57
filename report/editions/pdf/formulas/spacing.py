"""The white between the parts of a formula, as TeX measures it.

Source: D. E. Knuth, The TeXbook, chapter 18: kinds of atoms, and the table of spaces between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ORD, OP, BIN, REL, OPEN, CLOSE, PUNCT, INNER = range(8)
SPACES = (0.0, 0.167, 0.222, 0.278)  # em: none, thin, medium, thick
TABLE = (  # of the space after a kind (row) and before one (column); in scripts those below nought are left out
    (0, 1, -2, -3, 0, 0, 0, -1),
    (1, 1, 0, -3, 0, 0, 0, -1),
    (-2, -2, 0, 0, -2, 0, 0, -2),
    (-3, -3, 0, 0, -3, 0, 0, -3),
    (0, 0, 0, 0, 0, 0, 0, 0),
    (0, 1, -2, -3, 0, 0, 0, -1),
    (-1, -1, 0, -1, -1, -1, -1, -1),
    (-1, 1, -2, -3, -1, 0, -1, -1),
)
BINARY = set("\\+-−±∓×÷⋅·∗*∘∙•∪∩∧∨⊕⊖⊗⊘⊙∖⋆⊔⊓⊎†‡≀⋄△▽⊲⊳⨿∔⊞⊟⊠⊡⋉⋊")
LARGE = set("∑∏∐∫∬∭∮∯∰⋃⋂⋁⋀⨁⨂⨀⨄⨆")
OPENING, CLOSING = set("([{⟨⌊⌈⟦⟪"), set(")]}⟩⌋⌉⟧⟫")
PUNCTUATION, DOTS = set(",;"), set("…⋯⋱⋮")
RELATIONS = set("=<>:∣∥∝≔⊢⊣⊨∈∉∋⊂⊃⊆⊇⊄⊅⊊⊋⊏⊐⊑⊒⋈⌢⌣⊥∼∽")
RELATING = (
    (0x2190, 0x21FF),
    (0x2241, 0x228B),
    (0x22B2, 0x22B5),
    (0x22D0, 0x22ED),
    (0x27F0, 0x27FF),
    (0x2900, 0x297F),
    (0x2A6F, 0x2AFF),
)
NAMES = set(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim ln log max min Pr sec sin sinh sup tan tanh".split()
)


def kind_of_operator(text: str, form: str, *, grows: bool = False) -> int:
    """Tell what kind of atom an operator is; `form` is "prefix" or "postfix" where it is a fence, which may grow."""
    if text in LARGE:
        return OP
    if form in {"prefix", "postfix"} and text in "|‖∥":
        return ORD if not grows else OPEN if form == "prefix" else CLOSE
    if text in OPENING or text in CLOSING:
        return OPEN if text in OPENING else CLOSE
    for kind, known in ((BIN, BINARY), (PUNCT, PUNCTUATION), (INNER, DOTS), (REL, RELATIONS)):
        if text in known:
            return kind
    related = len(text) == 1 and any(first <= ord(text) <= last for first, last in RELATING)
    return REL if related or text in {":=", "=="} else ORD


def spaces(kinds: Sequence[int], *, script: bool, before: int | None = None) -> Iterator[float]:
    """Yield the space before each atom of a row, in em; `before` is the kind of what the row continues."""
    settled = list(_settle(kinds, before))
    last = before
    for kind in settled:
        step = 0 if last is None else TABLE[last][kind]
        yield 0.0 if script and step < 0 else SPACES[abs(step)]
        last = kind


def _settle(kinds: Sequence[int], before: int | None) -> Iterator[int]:
    """Make a binary operator an ordinary sign where it has nothing to stand between."""
    last = before
    for index, kind in enumerate(kinds):
        after = kinds[index + 1] if index + 1 < len(kinds) else None
        lonely = last in {None, BIN, OP, REL, OPEN, PUNCT} or after in {None, REL, CLOSE, PUNCT}
        last = ORD if kind == BIN and lonely else kind
        yield last
