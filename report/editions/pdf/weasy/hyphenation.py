"""Hyphenation patterns, parsed once and kept: Pyphen would parse a dictionary of text at every start.

Pyphen keeps the dictionaries that it has parsed in `pyphen.hdcache`, by path; they are put there from
the cache folder, under a digest of the dictionary and of Pyphen's version.
"""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from importlib.metadata import version
from pathlib import Path

from report.cache import cache_folder


def prepare_hyphenation(lang: str) -> None:
    """Have the patterns of a BCP 47 language at hand; do nothing where there are none, or they are."""
    import pyphen

    found = pyphen.language_fallback(lang.replace("-", "_"))
    if not found or pyphen.LANGUAGES[found] in pyphen.hdcache:
        return
    path = Path(pyphen.LANGUAGES[found])
    digest = hashlib.sha256(version("pyphen").encode() + path.read_bytes()).hexdigest()[:16]
    kept = cache_folder() / f"hyphens-{found}-{digest}.pickle"
    try:
        pyphen.hdcache[pyphen.LANGUAGES[found]] = pickle.loads(kept.read_bytes())  # noqa: S301 - our own, below
    except (OSError, EOFError, AttributeError, ValueError, pickle.UnpicklingError):
        _keep(pickle.dumps(pyphen.Pyphen(lang=found).hd), kept)


def _keep(data: bytes, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            draft = Path(folder) / path.name
            draft.write_bytes(data)
            draft.replace(path)
    except OSError:
        return  # the patterns are parsed again next time
