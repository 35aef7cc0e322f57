"""A section in another program's format, taken in whenever the report is built: its Markdown and its pictures."""

from __future__ import annotations

import pickle
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from report.cache import cache_folder
from report.environment import environment_key
from report.errors import BuildError, UsageError
from report.intake.importing import read_text_of
from report.intake.labels import Labels
from report.intake.pictures import Pictures
from report.intake.reading import read_original
from report.model.manuscript import Converted
from report.read.pandoc import write_markdown
from report.runtime.plain_files import read_plain
from report.store import digest

if TYPE_CHECKING:
    from report.model.findings import Finding

FOLDER, TEXT, FOUND = "sections", "section.md", "findings"


def convert_section(path: Path) -> Converted:
    """Convert a document to Markdown, or find what an earlier run has made of it. Raise `BuildError` where it cannot be read."""
    try:
        kept = cache_folder() / FOLDER / digest(read_plain(path), path.name, environment_key())[:24]
    except OSError as error:
        raise BuildError(f"it cannot be read: {error.strerror}", "check that it may be read") from error
    if not (kept / FOUND).is_file():
        _convert(path, kept)
    findings: tuple[Finding, ...] = pickle.loads((kept / FOUND).read_bytes())  # noqa: S301 - our own
    return Converted((kept / TEXT).read_text(encoding="utf-8"), kept, findings)


def _convert(path: Path, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=".new-", dir=kept.parent))
    try:
        original = read_original(path)
        chapters = read_text_of(original, Pictures(stage), Labels())
        text = "\n\n".join(write_markdown(chapter.blocks).strip() for chapter in chapters)
        (stage / TEXT).write_text(f"{text}\n" if text else "", encoding="utf-8")
        (stage / FOUND).write_bytes(pickle.dumps(original.notes.findings()))
        if not kept.exists():  # another build may have been quicker
            stage.rename(kept)
    except UsageError as error:
        raise BuildError(error.message, error.help) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
