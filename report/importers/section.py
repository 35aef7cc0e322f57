"""A section in another program's format, taken in whenever the report is built: its Markdown and its pictures."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from report.importers.importing import read_text_of
from report.importers.labels import Labels
from report.importers.pictures import Pictures
from report.importers.reading import read_original
from report.model.errors import BuildError, UsageError
from report.model.manuscript import Converted
from report.read.environment import environment_key
from report.read.pandoc import write_markdown
from report.runtime.plain_files import read_plain
from report.runtime.store import kept_folder, user_store, values_digest

if TYPE_CHECKING:
    from report.model.findings import Finding

KIND = FOLDER = "sections"


def convert_section(path: Path) -> Converted:
    """Convert a document to Markdown, or find what an earlier run has made of it. Raise `BuildError` where it cannot be read."""
    try:
        key = values_digest(read_plain(path), path.name, environment_key())
    except OSError as error:
        raise BuildError(f"it cannot be read: {error.strerror}", "check that it may be read") from error
    store = user_store()
    kept: tuple[str, tuple[Finding, ...], dict[str, bytes]] | None = store.get(KIND, key)
    if kept is None:
        kept = _convert(path)
        store.put(KIND, key, kept)
    text, findings, pictures = kept
    return Converted(text, kept_folder(f"{FOLDER}/{key[:24]}", pictures), findings)


def _convert(path: Path) -> tuple[str, tuple[Finding, ...], dict[str, bytes]]:
    """Convert a document; return its Markdown, what was found, and its pictures by their names."""
    with tempfile.TemporaryDirectory(prefix="report-", ignore_cleanup_errors=True) as name:
        stage = Path(name)
        try:
            original = read_original(path)
            chapters = read_text_of(original, Pictures(stage), Labels())
        except UsageError as error:
            raise BuildError(error.message, error.help) from error
        files = [file for file in sorted(stage.rglob("*")) if file.is_file()]
        pictures = {file.relative_to(stage).as_posix(): file.read_bytes() for file in files}
    text = "\n\n".join(write_markdown(chapter.blocks).strip() for chapter in chapters)
    return f"{text}\n" if text else "", original.notes.findings(), pictures
