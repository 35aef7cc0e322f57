"""A report's folder, written whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from report.importers.naming import make_slug
from report.model.errors import BuildError, UsageError
from report.runtime.drafts import new_folder, remove_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from report.importers.original import DocumentFacts
    from report.model.findings import Finding

PLAIN = re.compile(r"[^\W\d_][\w ,.()/&’–-]*(?<![ ,])")
CONTROL = re.compile("[\x00-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
STAGE = ".import-"  # what the name of a report's folder begins with while it is written
NOTES = "import-notes.txt"
WORDS = {"true", "false", "yes", "no", "null", "on", "off", "y", "n"}


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give a folder to write to, which takes its place at `target` when all has gone well, and goes otherwise."""
    try:
        remove_left(target.parent, STAGE)
        stage = new_folder(target.parent, STAGE)
    except OSError as error:
        raise BuildError(
            f"{target.parent} cannot be written to: {error.strerror}", "look at its permissions"
        ) from error
    try:
        yield stage
        if target.exists():
            raise UsageError(f"{target} is already there", "choose another name with --slug")
        stage.rename(target)
    except OSError as error:
        raise BuildError(
            f"{target} cannot be written: {error.strerror}", "make room, or choose another folder"
        ) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def metadata_text(facts: DocumentFacts, day: date, summary: str, bibliography: Iterable[str]) -> str:
    """Write the keys of `report.yaml`, those that nothing is known of left out."""
    lines = [f"title: {_scalar(facts.title)}"]
    if facts.subtitle:
        lines.append(f"subtitle: {_scalar(facts.subtitle)}")
    if facts.authors:
        lines += ["authors:", *(f"  - name: {_scalar(name)}" for name in facts.authors)]
    if facts.publisher:
        lines.append(f"publisher: {_scalar(facts.publisher)}")
    lines += [f"date: {day.isoformat()}", 'version: "0.1"', f"lang: {facts.lang}"]
    if summary:
        lines += ["summary: |-", *(f"  {line}".rstrip() for line in summary.split("\n"))]
    if facts.keywords:
        lines += ["keywords:", *(f"  - {_scalar(word)}" for word in facts.keywords)]
    lines.append("status: draft")
    if facts.numbered:
        lines.append("number-sections: true")
    if names := list(bibliography):
        lines += ["bibliography:", *(f"  - {_scalar(name)}" for name in names)]
    return "\n".join(lines) + "\n"


def section_names(titles: Sequence[str]) -> list[str]:
    """Name the files of sections so that their order is that of their names: 10-context.md, 20-agenda.md."""
    width = len(str(10 * len(titles)))
    return [
        f"{10 * number:0{width}}-{make_slug(title) or 'section'}.md" for number, title in enumerate(titles, start=1)
    ]


def notes_text(sources: Sequence[str], findings: Sequence[Finding]) -> str:
    """Write the list of what to look at after an import."""
    head = f"Imported from {', '.join(sources)}. What to look at, and what could not be carried over:\n\n"
    return head + ("\n".join(str(finding) for finding in findings) or "Nothing was found.") + "\n"


def _scalar(text: str) -> str:
    words = " ".join(CONTROL.sub(" ", text).split())
    if PLAIN.fullmatch(words) and words.lower() not in WORDS:
        return words
    return json.dumps(words, ensure_ascii=False)
