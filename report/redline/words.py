"""The words of a redline's own furniture, by language: a row for each; English where there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RedlineWords:
    """What a redline says of itself. `inserted` and the like are read out before and after what is marked."""

    title: str = "What has changed"
    between: str = "From {old} to {new}."
    legend: str = "New words are underlined, deleted ones struck through; a bar in the margin stands beside every change. What has moved is underlined twice in its new place."
    none: str = "Nothing has changed."
    inserted: str = "inserted:"
    inserted_end: str = "end of insertion"
    deleted: str = "deleted:"
    deleted_end: str = "end of deletion"
    moved_here: str = "moved to here:"
    moved_away: str = "moved from here:"
    note: str = "Note"
    alternative: str = "Alternative text"
    page_break: str = "Page break"
    particulars: str = "Particulars"
    before: str = "Before"
    after: str = "After"
    section: str = "Section"
    front: str = "Key points and summary"
    words_in: str = "Words in"
    words_out: str = "Words out"
    kinds: str = "Changes"
    numbers: str = "Numbers that have changed"
    references: str = "References"
    added: str = "added"
    removed: str = "removed"
    edited: str = "edited"
    moved: str = "moved"
    whole: str = "The whole report"


ENGLISH = RedlineWords()
LANGUAGES: dict[str, RedlineWords] = {"en": ENGLISH}


def words_for(lang: str) -> RedlineWords:
    """Return the words of a language, by its tag (BCP 47)."""
    return LANGUAGES.get(lang.lower().split("-")[0], ENGLISH)
