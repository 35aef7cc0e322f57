"""Names of files, reports and places, made from words."""

from __future__ import annotations

import re
import unicodedata

LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ł": "l", "Ł": "l", "đ": "d"})  # fmt: skip
LONGEST = 40


def make_slug(words: str) -> str:
    """Make a name of small letters, digits and hyphens; empty where the words have none of ours."""
    plain = unicodedata.normalize("NFKD", words.translate(LETTERS)).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug if len(slug) <= LONGEST else slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]


def unique(name: str, taken: set[str]) -> str:
    """Return the name, or another where it is taken, and take it."""
    chosen, number = name, 1
    while chosen in taken:
        number += 1
        chosen = f"{name}-{number}"
    taken.add(chosen)
    return chosen
