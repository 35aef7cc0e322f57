"""What a language's row holds: the words of a report's furniture, and how they join with numbers."""

from __future__ import annotations

from dataclasses import dataclass

CALLOUTS = ("note", "tip", "important", "warning", "caution")
NAMES = {"fig": "figure", "tbl": "table", "eq": "equation", "sec": "section", "appendix": "appendix"}
WIDE_SPACE = "\N{IDEOGRAPHIC SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's words; `{}` in one of them is the place of the number or name that goes with it.

    `quotes` are the outer quotation marks, opening and closing; `comma` and `stop` what parts a line's members
    and ends it; `label_end` what stands between a label and its text: a stop, nothing, or an ideographic space.
    In running text figures and the like are named in lower case unless `capital_references`, other nouns unless
    `capital_nouns`; `abbreviated` are the words by kind that stand there shortened, and need no inflection so.
    """

    lang: str
    quotes: tuple[str, str]
    comma: str = ", "
    stop: str = "."
    label_end: str = "."
    capital_references: bool = False
    capital_nouns: bool = False
    abbreviated: tuple[tuple[str, str], ...] = ()
    figure: str
    table: str
    equation: str
    section: str
    appendix: str
    page: str
    figures: str
    tables: str
    contents: str
    key_points: str
    summary: str
    references: str
    notes: str
    glossary: str
    index: str
    see: str
    see_also: str
    data_of: str
    source: str
    note_number: str
    back_to_text: str
    cover: str
    title_page: str
    landmarks: str
    page_list: str
    start: str
    by: str
    version: str
    licence: str
    identifier: str
    how_to_cite: str
    published: str
    set_in: str
    qr_code: str
    recipient: str
    sender: str
    copies: str
    date: str
    draft: str
    superseded: str
    withdrawn: str
    embargo: str
    code: str
    of: str
    note: str
    tip: str
    important: str
    warning: str
    caution: str

    @property
    def label_stop(self) -> str:
        """What ends a label."""
        return self.label_end.strip()

    @property
    def label_gap(self) -> str:
        """What stands between a label and its text."""
        return WIDE_SPACE if self.label_end == WIDE_SPACE else " "

    def label(self, kind: str, number: str) -> str:
        """Name a figure, table, equation, section or appendix in its caption or heading: "Figure 2"."""
        return with_number(getattr(self, NAMES[kind]), number)

    def reference(self, kind: str, number: str, *, capital: bool = False) -> str:
        """Name it in running text, as the language writes it there, or with a capital at the beginning of a sentence."""
        word = dict(self.abbreviated).get(kind, getattr(self, NAMES[kind]))
        if not self.capital_references:
            word = _lower(word)
        return with_number(word[:1].upper() + word[1:] if capital else word, number)

    def inside(self, word: str) -> str:
        """Write a word as it stands within a sentence."""
        return word if self.capital_nouns else _lower(word)


def with_number(word: str, value: str, joint: str = "\N{NO-BREAK SPACE}") -> str:
    """Join a word with the number or name that goes with it: in its place, or behind it."""
    return word.replace("{}", value) if "{}" in word else f"{word}{joint}{value}"


def _lower(word: str) -> str:
    return word[:1].lower() + word[1:]
