"""Hyphenation patterns, parsed once and kept: Pyphen would parse a dictionary of text at every start.

Pyphen keeps the dictionaries that it has parsed in `pyphen.hdcache`, by path; they are put there from
the user's store, under a digest of the dictionary and of Pyphen's version.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from report.runtime.store import user_store, values_digest

KIND = "hyphens"


def prepare_hyphenation(lang: str) -> None:
    """Have the patterns of a BCP 47 language at hand; do nothing where there are none, or they are."""
    import pyphen

    found = pyphen.language_fallback(lang.replace("-", "_"))
    if not found or pyphen.LANGUAGES[found] in pyphen.hdcache:
        return
    store, key = user_store(), values_digest(version("pyphen"), Path(pyphen.LANGUAGES[found]).read_bytes())
    kept = store.get(KIND, key)
    if kept is None:
        store.put(KIND, key, pyphen.Pyphen(lang=found).hd)
    else:
        pyphen.hdcache[pyphen.LANGUAGES[found]] = kept
