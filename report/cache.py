"""Where the tool keeps what it can make again."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder for files that can be made again: `REPORT_CACHE`, else the user's cache folder."""
    if chosen := os.environ.get("REPORT_CACHE"):
        return Path(chosen).resolve()
    from platformdirs import user_cache_path

    return user_cache_path("report", appauthor=False)
