"""Bibliographies: found beside the document, and held against what the text cites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.model.errors import UsageError
from report.model.tree import rewrite, span, string
from report.model.tree.inlines import Cite
from report.read.documents import LARGEST
from report.read.register import is_citation
from report.runtime.plain_files import is_plain, read_plain, true_path, what_is

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from report.importers.original import Notes, Original
    from report.model.tree.views import Block

ENDINGS = {".bib", ".json", ".yaml", ".yml", ".ris"}
KEYS = re.compile(r"@\w+\s*[{(]\s*([^\s,]+)|\"id\"\s*:\s*\"([^\"]+)\"|^\s*-?\s*id:\s*[\"']?([^\s\"']+)", re.MULTILINE)


def find_bibliographies(given: Sequence[Path], originals: Sequence[Original]) -> dict[str, bytes]:
    """Read the files of references that are asked for, and those that documents name and that lie beside them."""
    found: dict[str, bytes] = {}
    for path in given:
        if not is_plain(path) or path.suffix.lower() not in ENDINGS:
            what = f"is {strange}, not a file" if (strange := what_is(path)) else "is not a file of references"
            raise UsageError(f"{path} {what}", f"the endings are {', '.join(sorted(ENDINGS))}")
        found[path.name] = read_plain(path, LARGEST)
    for original in originals:
        for name in original.facts.bibliography:
            path = true_path(original.folder / name)
            if path.is_relative_to(original.folder) and is_plain(path) and path.suffix.lower() in ENDINGS:
                found[path.name] = read_plain(path, LARGEST)
            elif not given:
                help = "give it with --bibliography"
                original.notes.tell("I112", f'the file of references "{name}" is not beside the document', help)
    return found


def open_unknown_citations(blocks: list[Block], files: Mapping[str, bytes], notes: Notes) -> list[Block]:
    """Put an open point in the place of a citation that no file of references has."""
    text = "\n".join(data.decode("utf-8", "replace") for data in files.values())
    known = {key for groups in KEYS.findall(text) for key in groups if key}
    certain = all(name.lower().endswith((".bib", ".json", ".yaml", ".yml")) for name in files)

    def change(element: Block) -> list[Block] | None:
        if not is_citation(element):
            return None
        keys = Cite(element).keys
        missing = [key for key in keys if key not in known] if certain else []
        if not missing:
            return None
        notes.tell("I112", f"a citation has no reference: {', '.join(missing)}", "add it to the file of references")
        return [span(string(f"TODO reference {', '.join(keys)}"), "todo")]

    return rewrite(blocks, change, words=False)
